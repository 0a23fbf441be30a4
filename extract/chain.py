"""The visible list of parsers, and the choice of the best reading of every place on a page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from extract import grids, own, text_blocks, text_figures, text_rows
from extract.geometry import overlap
from extract.score import Evidence, evidence, score, why_worse
from extract.types import Declined, Page, Table, TableSettings

Parser = Callable[[Page, TableSettings], list[Table] | Declined]

PARSERS: tuple[tuple[str, Parser], ...] = (
    (grids.NAME, grids.parse),
    (own.NAME, own.parse),
    ("text-blocks", text_blocks.parse),
    ("text-rows", text_rows.parse),
    (text_figures.NAME, text_figures.parse),
)
"""In order of trust: of two readings that score the same, the earlier parser's is taken."""
WITHOUT_GEOMETRY = frozenset({"text-rows", "text-blocks", text_figures.NAME})
MIN_FILLED = 0.4
"""A grid with more blank cells than this is a drawing."""
SAME_PLACE = 0.3


def run(page: Page, settings: TableSettings) -> tuple[list[Table], list[Declined]]:
    """(the best tables of a page in reading order, noes that concern the whole page)."""
    candidates: list[tuple[Table, Evidence]] = []
    declined: list[Declined] = []
    for name, parser in PARSERS:
        answer = _ask(name, parser, page, settings)
        if isinstance(answer, Declined):
            declined.append(answer)
            continue
        for table in answer:
            found = evidence(table, settings.hints, page.rulings)
            if table.bbox is not None and found.filled < MIN_FILLED:
                declined.append(Declined(name, f"a grid with {1 - found.filled:.0%} empty cells is no table"))
            else:
                candidates.append((table, found))
    return _best(candidates), declined


def _ask(name: str, parser: Parser, page: Page, settings: TableSettings) -> list[Table] | Declined:
    if name in WITHOUT_GEOMETRY and page.words:
        return Declined(name, "the page has geometry, which tells more than its text alone")
    return parser(page, settings)


def _best(candidates: list[tuple[Table, Evidence]]) -> list[Table]:
    """The best reading of each place, with the reasons against the others that touch it."""
    left = sorted(candidates, key=lambda c: -round(score(c[1]), 3))
    taken: list[Table] = []
    while left:
        (table, found), rest = left[0], left[1:]
        rivals = [c for c in rest if same_place(table, c[0])]
        left = [c for c in rest if not same_place(table, c[0])]
        noes = tuple(Declined(rival.engine, why_worse(other, found)) for rival, other in rivals)
        taken.append(replace(table, declined=table.declined + noes))
    return sorted(taken, key=lambda t: (t.line or 0, t.bbox or (0, 0, 0, 0)))


def same_place(a: Table, b: Table) -> bool:
    """Whether two readings take the same part of the page: by boxes where both have one, else by lines."""
    if a.bbox is not None and b.bbox is not None:
        return overlap(a.bbox, b.bbox) > SAME_PLACE
    return bool(a.source_lines & b.source_lines)
