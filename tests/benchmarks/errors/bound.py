"""How often the numbers of a table alone tell which of them are wrong: the best that any method without a prior can do.

Every set of cells is tried, smallest first, with fractions and without anything of the localiser. Where several
smallest sets explain what is broken, one of them is as good as another; where fewer cells than were made wrong do,
nothing speaks for the truth.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations

from corpus.linear import LinearEdit, Problem

FEW_CELLS = 60
"""Cells up to which all sets of three are tried (in some milliseconds)."""


def exact(problem: Problem) -> bool:
    """Whether all edits that have to hold are sums without tolerance: then a smallest set needs one value a cell."""
    hard = (e for n, e in enumerate(problem.edits) if n not in problem.soft)
    return all(isinstance(e, LinearEdit) and (e.low, e.high) == (0, 0) for e in hard)


def smallest(problem: Problem, most: int = 3) -> list[dict[int, int]]:
    """The smallest sets of cells whose change makes every sum hold, each with the values needed; [] when none do.

    For problems that are `exact`.
    """
    touches = [sum(1 << e for e in problem.edits_of[c]) for c in range(len(problem.values))]
    broken = sum(1 << e for e in problem.broken)
    for size in range(most + 1):
        found = [values for cells in _covering(touches, broken, size) if (values := _needed(problem, cells))]
        if found or not broken:
            return [v for v in found if v is not None]
    return []


def _covering(touches: Sequence[int], broken: int, size: int) -> Iterator[tuple[int, ...]]:
    """The sets of so many cells that stand in all broken sums together."""
    for cells in combinations(range(len(touches)), size):
        left = broken
        for c in cells:
            left &= ~touches[c]
        if not left:
            yield cells


def _needed(problem: Problem, cells: tuple[int, ...]) -> dict[int, int] | None:
    """What the cells have to hold for all their sums to hold, the others as printed; None when nothing does."""
    touched = sorted({e for c in cells for e in problem.edits_of[c]})
    asked = [ask for e in touched for ask in problem.asked(e, frozenset(cells))]
    rows = [[*(Fraction(of_cell.get(c, 0)) for c in cells), Fraction(int(low))] for of_cell, low, _ in asked]
    for column in range(len(cells)):
        pivot = next((r for r in rows[column:] if r[column]), None)
        if pivot is None:  # a smaller set would do
            return None
        rows.remove(pivot)
        rows = [_less(r, pivot, column) for r in rows]
        rows.insert(column, [x / pivot[column] for x in pivot])
    if any(r[-1] for r in rows[len(cells) :]):
        return None
    found = {c: problem.values[c] + rows[n][-1] for n, c in enumerate(cells)}
    if not all(_may_be(problem, c, value) for c, value in found.items()):
        return None
    return {c: int(value) for c, value in found.items()}


def _less(row: list[Fraction], pivot: list[Fraction], column: int) -> list[Fraction]:
    if not row[column]:
        return row
    times = row[column] / pivot[column]
    return [x - times * y for x, y in zip(row, pivot, strict=True)]


def _may_be(problem: Problem, cell: int, value: Fraction) -> bool:
    """Whether the cell can hold the value: whole printed units, not under its floor, and not what is printed."""
    now, change = problem.values[cell], value - problem.values[cell]
    return change != 0 and change % problem.steps[cell] == 0 and value >= min(problem.floors[cell], now)
