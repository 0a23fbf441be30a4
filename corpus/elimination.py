"""Whether a few cells can be changed so that every edit they stand in holds: elimination over whole numbers.

The changes of the cells are the unknowns. A two-sided row is eliminated by an equality where there is one, else
against every other row (Fourier-Motzkin). Every derived row remembers which edits it is made of, so that a
contradiction names the edit over the *other* cells that the data breaks: one of those has to change too (De Waal 2003).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from corpus.linear import OPEN, Problem

Made = tuple[tuple[int, int], ...]
"""(edit, multiplier) pairs that a row is the sum of."""
Row = tuple[tuple[int, ...], float, float, Made]
"""Coefficients of the unknowns, low, high, what it is made of."""
Range = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """No change of the cells alone is enough: of each of `clauses` one more cell has to change."""

    clauses: tuple[frozenset[int], ...]


def ranges(problem: Problem, cells: tuple[int, ...], ignored: frozenset[int]) -> tuple[Range, ...] | Contradiction:
    """The values that each of `cells` can take so that all edits hold, the others as printed; or why there are none.

    Broken edits that none of the cells stands in are part of the contradiction; `ignored` edits are left out.
    """
    touched = dict.fromkeys(e for c in cells for e in problem.edits_of[c] if e not in ignored)
    rows = [_row(problem, e, cells) for e in touched]
    rows += [_floor(problem, cells, n) for n, c in enumerate(cells) if problem.floors[c] > -OPEN]
    untouched = [e for e in problem.broken if e not in touched and e not in ignored]
    clauses = [_cells_of(problem, ((e, 1),), cells) for e in untouched]
    for unknown in range(len(cells)):
        rows = _without(rows, unknown)
    clauses += [_cells_of(problem, made, cells) for _, low, high, made in rows if not low <= 0 <= high]
    if clauses:
        return Contradiction(tuple(clauses))
    found = tuple(_range(problem, cells, list(touched), n) for n in range(len(cells)))
    if any(low > high for low, high in found):  # only fractions of a printed unit would do
        return Contradiction((_around(problem, tuple(touched), cells),))
    return found


def _row(problem: Problem, edit: int, cells: tuple[int, ...]) -> Row:
    of_cell, residual, bounds = problem.coefficients[edit], problem.residuals[edit], problem.edits[edit]
    return tuple(of_cell.get(c, 0) for c in cells), bounds.low - residual, bounds.high - residual, ((edit, 1),)


def _floor(problem: Problem, cells: tuple[int, ...], n: int) -> Row:
    """A change may not bring a cell under its floor; a cell printed below it may stay as it is."""
    low = min(0, problem.floors[cells[n]] - problem.values[cells[n]])
    return tuple(int(i == n) for i in range(len(cells))), low, OPEN, ()


def _without(rows: Sequence[Row], unknown: int) -> list[Row]:
    """The rows that follow from `rows` and do not hold the unknown."""
    inside = [r for r in rows if r[0][unknown]]
    out = [r for r in rows if not r[0][unknown]]
    equal = [r for r in inside if r[1] == r[2]]
    if equal:
        pivot = min(equal, key=lambda r: abs(r[0][unknown]))
        return out + [_less(r, pivot, unknown) for r in inside if r is not pivot]
    return out + [_less(a, b, unknown) for a, b in combinations(inside, 2)]


def _less(a: Row, b: Row, unknown: int) -> Row:
    """The multiple of `a` less the multiple of `b` in which the unknown cancels."""
    m, n = b[0][unknown], a[0][unknown]
    if m < 0:
        m, n = -m, -n
    low_b, high_b = (n * b[1], n * b[2]) if n > 0 else (n * b[2], n * b[1])
    made = dict.fromkeys((e for e, _ in (*a[3], *b[3])), 0)
    for edit, times in a[3]:
        made[edit] += m * times
    for edit, times in b[3]:
        made[edit] -= n * times
    coefficients = tuple(m * x - n * y for x, y in zip(a[0], b[0], strict=True))
    return coefficients, m * a[1] - high_b, m * a[2] - low_b, tuple(made.items())


def _cells_of(problem: Problem, made: Made, without: tuple[int, ...]) -> frozenset[int]:
    """The cells of a sum of edits that do not cancel and may change."""
    total: dict[int, int] = {}
    for edit, times in made:
        for cell, coefficient in problem.edits[edit].terms:
            total[cell] = total.get(cell, 0) + times * coefficient
    return frozenset(c for c, t in total.items() if t and c not in without and c not in problem.fixed)


def _around(problem: Problem, edits: Sequence[int], without: tuple[int, ...]) -> frozenset[int]:
    inside = {c for e in edits for c, _ in problem.edits[e].terms}
    return frozenset(inside - set(without) - problem.fixed)


def _range(problem: Problem, cells: tuple[int, ...], touched: list[int], n: int) -> Range:
    """The values of one cell, the others of `cells` free: whole multiples of its printed unit."""
    rows = [_row(problem, e, cells) for e in touched]
    rows += [_floor(problem, cells, i) for i, c in enumerate(cells) if problem.floors[c] > -OPEN]
    for other in range(len(cells)):
        if other != n:
            rows = _without(rows, other)
    low, high, step = -OPEN, OPEN, problem.steps[cells[n]]
    for coefficients, at_least, at_most, _ in rows:
        c = coefficients[n]
        if c:
            a, b = (at_least, at_most) if c > 0 else (at_most, at_least)
            low = max(low, _up(a, c * step) * step)
            high = min(high, _down(b, c * step) * step)
    now = problem.values[cells[n]]
    return low + now, high + now


def _up(bound: float, by: int) -> float:
    """bound / by rounded up, exactly; open bounds stay open."""
    if bound in (OPEN, -OPEN):
        return -OPEN
    return -(int(bound) // -by)


def _down(bound: float, by: int) -> float:
    if bound in (OPEN, -OPEN):
        return OPEN
    return int(bound) // by
