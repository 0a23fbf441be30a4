"""Which edits of a system follow from others, and which together deny a printed number."""

from __future__ import annotations

from collections.abc import Iterable
from math import gcd
from typing import Literal

from corpus.linear import OPEN, Problem, RatioEdit

MANY = 16
"""Edits that a cell stands in before it counts as one in very many."""
Dependence = Literal["independent", "redundant", "contradictory"]


def dependence(problem: Problem) -> tuple[Dependence, ...]:
    """For every edit in order: whether it says something new, follows from those before it, or cannot hold with them.

    Redundant is the sum of a grand total by rows when it is known by columns. Contradictory is a rule that with the
    ones before it leaves a printed number no value but 0: two sums of one total that differ by that number. Shares and
    soft edits only bound others.
    """
    pivots: dict[int, dict[int, int]] = {}
    # A cell in very many edits (a figure printed on every page) is eliminated last, or every row would go through all.
    busy = [len(edits) // MANY for edits in problem.edits_of]
    out: list[Dependence] = []
    for n, edit in enumerate(problem.edits):
        if isinstance(edit, RatioEdit) or n in problem.soft or OPEN in (edit.high, -edit.low):
            out.append("independent")
            continue
        row = dict(edit.terms)
        _reduce(row, pivots)
        if not row:
            out.append("redundant")
            continue
        alone = len(row) == 1
        cell = next(iter(row)) if alone else max(row, key=lambda c: (-busy[c], abs(row[c]) == 1, -c))
        pivots[cell] = row
        out.append("contradictory" if alone and len(edit.terms) > 1 and problem.values[cell] else "independent")
    return tuple(out)


def _reduce(row: dict[int, int], pivots: dict[int, dict[int, int]]) -> None:
    """Take multiples of earlier rows off until no cell of the row is another row's pivot."""
    while True:
        cell = next((c for c in row if c in pivots), None)
        if cell is None:
            return
        other = pivots[cell]
        ours, theirs = row[cell], other[cell]
        for c in list(row):
            row[c] *= theirs
        for c, k in other.items():
            row[c] = row.get(c, 0) - ours * k
        _clean(row)


def _clean(row: dict[int, int]) -> None:
    """Zeros dropped and the common factor taken out."""
    for c in [c for c, k in row.items() if not k]:
        del row[c]
    common = _common(row.values())
    if common > 1:
        for c in row:
            row[c] //= common


def _common(numbers: Iterable[int]) -> int:
    found = 0
    for n in numbers:
        found = gcd(found, n)
    return found
