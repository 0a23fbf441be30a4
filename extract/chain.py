"""The visible list of parsers, and the choice of the best reading of every place on a page.

Our own engine reads first. Camelot and pdfplumber cost ten times as much, so they are asked only where our reading
leaves a doubt that can be named, and only those places; theirs is taken where the evidence for it is better.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from extract import camelot_lattice, grids, own, plumber, text_blocks, text_figures, text_rows
from extract.geometry import overlap
from extract.score import Evidence, doubt, evidence, score, why_worse
from extract.types import Declined, Page, Table, TableSettings

Parser = Callable[[Page, TableSettings], list[Table] | Declined]

FIRST: tuple[tuple[str, Parser], ...] = (
    (grids.NAME, grids.parse),
    (own.NAME, own.parse),
    ("text-blocks", text_blocks.parse),
    ("text-rows", text_rows.parse),
    (text_figures.NAME, text_figures.parse),
)
SECOND: tuple[tuple[str, Parser], ...] = (
    (camelot_lattice.NAME, camelot_lattice.parse),
    (plumber.NAME, plumber.parse),
)
PARSERS = FIRST + SECOND
"""In order of trust: of two readings that score the same, the earlier parser's is taken."""
WITHOUT_GEOMETRY = frozenset({"text-rows", "text-blocks", text_figures.NAME})
MIN_FILLED = 0.4
"""A grid with more blank cells than this is a drawing."""
SAME_PLACE = 0.3
MARGIN = 0.01
"""How much better the evidence for a second opinion must be."""

Candidate = tuple[Table, Evidence]


def run(page: Page, settings: TableSettings) -> tuple[list[Table], list[Declined]]:
    """(the best tables of a page in reading order, noes that concern the whole page)."""
    candidates: list[Candidate] = []
    declined: list[Declined] = []
    for name, parser in FIRST:
        found, noes = _asked(name, parser, page, settings)
        candidates += found
        declined += noes
    doubtful = [(c, why) for c in candidates if c[0].bbox is not None and (why := doubt(c[1]))]
    if not doubtful:
        no = "not asked: our own reading leaves no doubt" if candidates else "not asked: nothing looks like a table"
        return _best(candidates), [*declined, *(Declined(name, no) for name, _ in SECOND)]
    for name, parser in SECOND:
        found, noes = _asked(name, parser, page, settings)
        candidates += [c for c in found if any(same_place(c[0], d[0]) for d, _ in doubtful)]
        declined += noes
    return _best(candidates), declined


def _asked(name: str, parser: Parser, page: Page, settings: TableSettings) -> tuple[list[Candidate], list[Declined]]:
    """A parser's readings with the evidence for each, and its noes."""
    if name in WITHOUT_GEOMETRY and page.words:
        return [], [Declined(name, "the page has geometry, which tells more than its text alone")]
    answer = parser(page, settings)
    if isinstance(answer, Declined):
        return [], [answer]
    candidates: list[Candidate] = []
    declined: list[Declined] = []
    for table in answer:
        found = evidence(table, settings.hints, page.rulings)
        if table.bbox is not None and found.filled < MIN_FILLED:
            declined.append(Declined(name, f"a grid with {1 - found.filled:.0%} empty cells is no table"))
        else:
            candidates.append((table, found))
    return candidates, declined


def _best(candidates: list[Candidate]) -> list[Table]:
    """The best reading of each place, with the reasons against the others that touch it."""
    left = sorted(candidates, key=lambda c: -round(_trusted(c), 3))
    taken: list[Table] = []
    while left:
        (table, found), rest = left[0], left[1:]
        rivals = [c for c in rest if same_place(table, c[0])]
        left = [c for c in rest if not same_place(table, c[0])]
        noes = tuple(Declined(rival.engine, why_worse(other, found)) for rival, other in rivals)
        taken.append(replace(table, declined=table.declined + noes))
    return sorted(taken, key=lambda t: (t.line or 0, t.bbox or (0, 0, 0, 0)))


def _trusted(candidate: Candidate) -> float:
    """The score of a reading, less the margin where it is a second opinion."""
    table, found = candidate
    return score(found) - MARGIN * any(table.engine == name for name, _ in SECOND)


def same_place(a: Table, b: Table) -> bool:
    """Whether two readings take the same part of the page: by boxes where both have one, else by lines."""
    if a.bbox is not None and b.bbox is not None:
        return overlap(a.bbox, b.bbox) > SAME_PLACE
    return bool(a.source_lines & b.source_lines)
