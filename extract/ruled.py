"""Tables from the page's rulings, our own way: works on scans too, where no PDF drawing can be asked."""

from __future__ import annotations

from collections.abc import Sequence

from extract.build import boxes_from_cells, build, join_cells
from extract.geometry import cluster, merge_rulings, shared, union
from extract.types import BBox, Declined, Page, Ruling, Table, TableSettings

NAME = "ruled"


def parse(page: Page, settings: TableSettings) -> list[Table] | Declined:
    """One table per group of rulings that cross each other."""
    slack = settings.snap if page.reader == "pdf-text" else 2 * settings.snap
    flat, tall = merge_rulings(page.rulings, slack)
    if len(flat) < 2 or len(tall) < 2:
        return Declined(NAME, "the page has no rulings in both directions")
    tables = []
    for group_flat, group_tall in _groups(flat, tall, slack):
        table = build(page, boxes_from_cells(cells(group_flat, group_tall, slack), slack), NAME, settings)
        if table and table.rows >= settings.min_rows and table.columns >= settings.min_columns:
            tables.append(table)
    return tables or Declined(NAME, "the rulings make no grid with text in it")


def grid_cells(rulings: Sequence[Ruling], slack: float) -> list[BBox]:
    """All cells that the rulings of a page enclose."""
    flat, tall = merge_rulings(rulings, slack)
    return [c for group in _groups(flat, tall, slack) if len(group[1]) >= 2 for c in cells(*group, slack)]


def _groups(flat: Sequence[BBox], tall: Sequence[BBox], slack: float) -> list[tuple[list[BBox], list[BBox]]]:
    """Rulings that hang together through crossings: (horizontal, vertical) of each group with at least two of both."""
    left = list(range(len(flat) + len(tall)))

    def root(i: int) -> int:
        while left[i] != i:
            i = left[i]
        return i

    for i, h in enumerate(flat):
        for j, v in enumerate(tall, len(flat)):
            if h.x0 - slack <= v.x0 <= h.x1 + slack and v.top - slack <= h.top <= v.bottom + slack:
                left[root(j)] = root(i)
    groups: dict[int, tuple[list[BBox], list[BBox]]] = {}
    for i, box in enumerate([*flat, *tall]):
        groups.setdefault(root(i), ([], []))[i >= len(flat)].append(box)
    return [g for g in groups.values() if len(g[0]) >= 2 and len(g[1]) >= 1]


def cells(flat: Sequence[BBox], tall: Sequence[BBox], slack: float) -> list[BBox]:
    """The cells that crossing rulings enclose; the frame counts as ruled, elementary cells join where a line lacks."""
    frame = union([*flat, *tall])
    xs = cluster([v.x0 for v in tall] + [frame.x0, frame.x1], 2 * slack)
    ys = cluster([h.top for h in flat] + [frame.top, frame.bottom], 2 * slack)
    places = {(r, c): BBox(xs[c], ys[r], xs[c + 1], ys[r + 1]) for r in range(len(ys) - 1) for c in range(len(xs) - 1)}
    across, down = [(v.x0, v.top, v.bottom) for v in tall], [(h.top, h.x0, h.x1) for h in flat]
    return join_cells(
        places,
        lambda r, c: not _drawn(across, xs[c + 1], ys[r], ys[r + 1], slack),
        lambda r, c: not _drawn(down, ys[r + 1], xs[c], xs[c + 1], slack),
    )


def _drawn(lines: Sequence[tuple[float, float, float]], place: float, start: float, end: float, slack: float) -> bool:
    """Whether a line at `place` covers most of start..end."""
    covered = sum(max(shared(a, b, start, end), 0.0) for p, a, b in lines if abs(p - place) <= 2 * slack)
    return covered > 0.6 * (end - start)
