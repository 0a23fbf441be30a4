"""Grids as truth: how many cells of the true tables come out exactly, and how many come out that should not."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

Grid = list[list[str]]


def read_grid(path: Path) -> Grid:
    """A truth CSV -> its grid, without the first line that says where the table is."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return list(csv.reader(line for line in lines if not line.startswith("#")))


def cell_f1(found: Sequence[Grid], true: Sequence[Grid]) -> float:
    """F1 over cells that are not blank: same place, same text; each true table is matched with its best find."""
    left = list(found)
    right = 0
    for grid in true:
        best = max(left, key=lambda g: _equal(g, grid), default=None)
        if best is not None:
            right += _equal(best, grid)
            left.remove(best)
    return 2 * right / (sum(map(_filled, found)) + sum(map(_filled, true)))


def _equal(a: Grid, b: Grid) -> int:
    pairs = ((x, y) for ra, rb in zip(a, b, strict=False) for x, y in zip(ra, rb, strict=False))
    return sum(bool(x) and x == y for x, y in pairs)


def _filled(grid: Grid) -> int:
    return sum(bool(c) for row in grid for c in row)
