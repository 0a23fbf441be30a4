"""Whether a few cells can be changed so that every edit they stand in holds: elimination over whole numbers.

The changes of the cells are the unknowns. A two-sided row is eliminated by an equality where there is one, else
against every other row (Fourier-Motzkin). Every derived row remembers which edits it is made of, so that a
contradiction names the edit over the *other* cells that the data breaks: one of those has to change too (De Waal 2003).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations
from math import gcd

from corpus.linear import OPEN, LinearEdit, Problem, RatioEdit

Made = tuple[tuple[int, int], ...]
"""(edit, multiplier) pairs that a row is the sum of."""
Row = tuple[tuple[int, ...], float, float, Made]
"""Coefficients of the unknowns, low, high, what it is made of."""
Range = tuple[float, float]
Bound = float | Fraction
MANY = 12
"""Rows from which on those that say less than another are dropped before more are made of them."""
TRIED = 60
"""Values of a whole that are tried where its share is unknown too; a whole that may be any of more is left open."""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """No change of the cells alone is enough: of each of `clauses` one more cell has to change."""

    clauses: tuple[frozenset[int], ...]


def ranges(problem: Problem, cells: tuple[int, ...], ignored: frozenset[int]) -> tuple[Range, ...] | Contradiction:
    """The values that each of `cells` can take so that all edits hold, the others as printed; or why there are none.

    Broken edits that none of the cells stands in are part of the contradiction; `ignored` edits are left out. Soft
    edits narrow the values as far as any are left.
    """
    touched = tuple(dict.fromkeys(e for c in cells for e in problem.edits_of[c] if e not in ignored))
    rows = [*_rows(problem, touched, cells), *_floors(problem, cells)]
    clauses = [_cells_of(problem, ((e, 1),), cells) for e in problem.broken if e not in touched and e not in ignored]
    clauses += [_cells_of(problem, made, cells) for made in _contradicted(rows, len(cells))]
    if clauses:
        return Contradiction(tuple(clauses))
    found = _ranges(problem, cells, rows)
    if any(low > high for low, high in found):  # only fractions of a printed unit would do
        return Contradiction((_around(problem, touched, cells),))
    product = next((e for e in touched if _is_product(problem, e, cells)), None)
    if product is not None:
        return _by_value(problem, cells, ignored, product, found)
    return _narrowed(problem, cells, rows, found)


def _rows(problem: Problem, edits: Iterable[int], cells: tuple[int, ...]) -> list[Row]:
    free = frozenset(cells)
    return [
        (tuple(of_cell.get(c, 0) for c in cells), low, high, ((e, 1),))
        for e in edits
        for of_cell, low, high in problem.asked(e, free)
    ]


def _floors(problem: Problem, cells: tuple[int, ...]) -> list[Row]:
    """A change may not bring a cell under its floor; a cell printed below it may stay as it is."""
    return [
        (tuple(int(i == n) for i in range(len(cells))), min(0, problem.floors[c] - problem.values[c]), OPEN, ())
        for n, c in enumerate(cells)
        if problem.floors[c] > -OPEN
    ]


def _contradicted(rows: list[Row], unknowns: int) -> list[Made]:
    """What the rows without unknowns that follow from `rows` and cannot be are made of."""
    for unknown in range(unknowns):
        rows = _without(rows, unknown)
    return [made for _, low, high, made in rows if not low <= 0 <= high]


def _without(rows: Sequence[Row], unknown: int) -> list[Row]:
    """The rows that follow from `rows` and do not hold the unknown."""
    rows = _tightest(rows) if len(rows) > MANY else rows
    inside = [r for r in rows if r[0][unknown]]
    out = [r for r in rows if not r[0][unknown]]
    equal = [r for r in inside if r[1] == r[2]]
    if equal:
        pivot = min(equal, key=lambda r: abs(r[0][unknown]))
        return out + [_less(r, pivot, unknown) for r in inside if r is not pivot]
    return out + [_less(a, b, unknown) for a, b in combinations(inside, 2)]


def _tightest(rows: Sequence[Row]) -> list[Row]:
    """The rows without those that ask less than another over the same unknowns does."""
    lows: dict[tuple[int, ...], tuple[Bound, int]] = {}
    highs: dict[tuple[int, ...], tuple[Bound, int]] = {}
    kept: set[int] = set()
    for n, row in enumerate(rows):
        if not any(row[0]):
            kept.update([n] if not row[1] <= 0 <= row[2] else [])
            continue
        key, low, high = _in_least_terms(row)
        if key not in lows or low > lows[key][0]:
            lows[key] = (low, n)
        if key not in highs or high < highs[key][0]:
            highs[key] = (high, n)
    kept.update(n for _, n in (*lows.values(), *highs.values()))
    return [r for n, r in enumerate(rows) if n in kept]


def _in_least_terms(row: Row) -> tuple[tuple[int, ...], Bound, Bound]:
    """Coefficients without a common factor, the first above 0, with the bounds that go with them."""
    coefficients, low, high, _ = row
    by = gcd(*coefficients) * (1 if next(c for c in coefficients if c) > 0 else -1)
    whole = abs(by) == 1
    bounds = [b if whole or b in (OPEN, -OPEN) else Fraction(int(b), abs(by)) for b in (low, high)]
    least, most = bounds if by > 0 else (-bounds[1], -bounds[0])
    return tuple(c // by for c in coefficients), least, most


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
    """The cells of a sum of edits that do not cancel and may change; of a ratio, all of its cells."""
    total: dict[int, int] = {}
    ratios: set[int] = set()
    for edit, times in made:
        rule = problem.edits[edit]
        if isinstance(rule, LinearEdit):
            for cell, coefficient in rule.terms:
                total[cell] = total.get(cell, 0) + times * coefficient
        else:
            ratios.update(rule.cells)
    return frozenset({*(c for c, t in total.items() if t), *ratios} - set(without) - problem.fixed)


def _around(problem: Problem, edits: Sequence[int], without: tuple[int, ...]) -> frozenset[int]:
    inside = {c for e in edits for c in problem.edits[e].cells}
    return frozenset(inside - set(without) - problem.fixed)


def _ranges(problem: Problem, cells: tuple[int, ...], rows: list[Row]) -> tuple[Range, ...]:
    return tuple(_range(problem, cells, rows, n) for n in range(len(cells)))


def _range(problem: Problem, cells: tuple[int, ...], rows: list[Row], n: int) -> Range:
    """The values of one cell, the others of `cells` free: whole multiples of its printed unit."""
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


def _is_product(problem: Problem, edit: int, cells: tuple[int, ...]) -> bool:
    """Whether it is a ratio whose whole and percent may both change: then it is no linear edit."""
    rule = problem.edits[edit]
    return isinstance(rule, RatioEdit) and rule.whole in cells and rule.percent in cells


def _by_value(
    problem: Problem, cells: tuple[int, ...], ignored: frozenset[int], product: int, found: tuple[Range, ...]
) -> tuple[Range, ...] | Contradiction:
    """The ranges over every value that the whole of the ratio can have; each makes the ratio linear."""
    rule = problem.edits[product]
    whole = cells.index(rule.cells[1])
    (low, high), step = found[whole], problem.steps[cells[whole]]
    if OPEN in (-low, high) or (high - low) // step > TRIED:
        return found
    others = cells[:whole] + cells[whole + 1 :]
    hull: list[Range] = []
    for value in range(int(low), int(high) + 1, step):
        values = (*problem.values[: cells[whole]], value, *problem.values[cells[whole] + 1 :])
        one = ranges(replace(problem, values=values), others, ignored)
        if not isinstance(one, Contradiction):
            full = (*one[:whole], (value, value), *one[whole:])
            hull = [(min(a, c), max(b, d)) for (a, b), (c, d) in zip(hull or full, full, strict=True)]
    return tuple(hull) if hull else Contradiction((_around(problem, (product,), cells),))


def _narrowed(problem: Problem, cells: tuple[int, ...], rows: list[Row], found: tuple[Range, ...]) -> tuple[Range, ...]:
    """The ranges with each soft edit in turn that leaves the cells a value."""
    if all(low == high for low, high in found):
        return found
    for edit in dict.fromkeys(e for c in cells for e in problem.soft_of[c]):
        more = [*rows, *_rows(problem, (edit,), cells)]
        if len(more) == len(rows) or _contradicted(more, len(cells)):
            continue
        tried = _ranges(problem, cells, more)
        if all(low <= high for low, high in tried):
            rows, found = more, tried
    return found
