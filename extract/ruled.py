"""A region that crossing lines enclose -> Table, our own way: works on scans too, where no PDF drawing can be asked."""

from __future__ import annotations

from collections.abc import Sequence

from extract.build import boxes_from_cells, build, join_cells
from extract.drawn import groups
from extract.geometry import cluster, merge_rulings, shared, union
from extract.regions import Region
from extract.types import BBox, Page, Ruling, Table, TableSettings

NAME = "ruled"


def read(page: Page, region: Region, settings: TableSettings, slack: float) -> Table | None:
    """The table in the cells of a region's crossing lines; None when they make no grid with text in it."""
    table = build(page, boxes_from_cells(cells(region.crossing, region.tall, slack), slack), NAME, settings)
    if table is None or table.rows < settings.min_rows or table.columns < settings.min_columns:
        return None
    return table


def grid_cells(rulings: Sequence[Ruling], slack: float) -> list[BBox]:
    """All cells that the rulings of a page enclose."""
    flat, tall = merge_rulings(rulings, slack)
    return [c for group in groups(flat, tall, slack) if len(group[1]) >= 2 for c in cells(*group, slack)]


def cells(flat: Sequence[BBox], tall: Sequence[BBox], slack: float) -> list[BBox]:
    """The cells that crossing rulings enclose; the frame counts as ruled, elementary cells join where a line lacks."""
    frame = union([*flat, *tall])
    xs = cluster([v.x0 for v in tall] + [frame.x0, frame.x1], 2 * slack)
    ys = cluster([h.top for h in flat] + [frame.top, frame.bottom], 2 * slack)
    places = {(r, c): BBox(xs[c], ys[r], xs[c + 1], ys[r + 1]) for r in range(len(ys) - 1) for c in range(len(xs) - 1)}
    across = _by_place(xs, [(v.x0, v.top, v.bottom) for v in tall], slack)
    down = _by_place(ys, [(h.top, h.x0, h.x1) for h in flat], slack)
    return join_cells(
        places,
        lambda r, c: not _is_drawn(across[c + 1], ys[r], ys[r + 1]),
        lambda r, c: not _is_drawn(down[r + 1], xs[c], xs[c + 1]),
    )


Interval = tuple[float, float]


def _by_place(
    places: Sequence[float], lines: Sequence[tuple[float, float, float]], slack: float
) -> list[list[Interval]]:
    """For each place the (start, end) of the lines drawn there."""
    return [[(a, b) for at, a, b in lines if abs(at - place) <= 2 * slack] for place in places]


def _is_drawn(lines: Sequence[Interval], start: float, end: float) -> bool:
    """Whether lines cover most of start..end."""
    return sum(max(shared(a, b, start, end), 0.0) for a, b in lines) > 0.6 * (end - start)
