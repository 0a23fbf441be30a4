"""Other engines write tables by conventions of their own; these are the fair readings of what they gave."""

from __future__ import annotations

from collections.abc import Sequence

from extract.joining import join_lines
from tests.benchmarks.tables.alignment import Grid
from tests.benchmarks.tables.score import Read

HEADINGS = 3
"""Rows from the top in which a repeated text may be one heading over several columns."""


def peer_read(rows: Sequence[Sequence[object]], page: int) -> Read:
    """A peer's table (None for no cell) with every convention it may mean: the score takes the best of them.

    Lines of a cell joined with a space, or with end-of-line hyphens undone as ours are; texts repeated over the cells
    of a span kept, or kept in the first cell only.
    """
    raw = [["" if text is None else str(text).replace("\r", "\n") for text in row] for row in rows]
    plain: Grid = tuple(tuple(" ".join(t.split()) for t in row) for row in raw)
    joined: Grid = tuple(tuple(join_lines(t.split("\n")) for t in row) for row in raw)
    return Read(tuple(dict.fromkeys((plain, joined, unspanned(plain), unspanned(joined)))), (page,))


def unspanned(grid: Grid) -> Grid:
    """The grid with a text that is repeated to the right or downwards among the headings written once."""
    rows = [list(row) for row in grid]
    for r in range(min(HEADINGS, len(grid))):
        for c, text in enumerate(grid[r]):
            left = c > 0 and grid[r][c - 1] == text
            above = r > 0 and c < len(grid[r - 1]) and grid[r - 1][c] == text
            if text and (left or above):
                rows[r][c] = ""
    for r, row in enumerate(grid):
        # A section row as one cell over all columns.
        if len(row) > 1 and row[0] and len(set(row)) == 1:
            rows[r][1:] = [""] * (len(row) - 1)
    return tuple(map(tuple, rows))


def stitched(reads: Sequence[Read]) -> list[Read]:
    """Pieces on following pages with the same number of columns as one table, a repeated first row left out."""
    out: list[Read] = []
    for read in reads:
        before = out[-1] if out else None
        if (
            before
            and read.pages[0] == before.pages[-1] + 1
            and {len(g[0]) for g in before.grids if g} == {len(g[0]) for g in read.grids if g} != set()
        ):
            pairs = zip(before.grids * len(read.grids), read.grids * len(before.grids), strict=True)
            both = (a + (b[1:] if a and b and a[0] == b[0] else b) for a, b in pairs)
            out[-1] = Read(tuple(dict.fromkeys(both)), before.pages + read.pages)
        else:
            out.append(read)
    return out
