"""Fuzzing the edits and the localiser: an error put into sums that hold is found, and what is found mends the sums."""

from __future__ import annotations

from hypothesis import strategies as st

from corpus.linear import OPEN, LinearEdit, Problem
from corpus.localise import localise
from tests.fuzz.target import target

BODY = st.integers(2, 4).flatmap(
    lambda n: st.lists(st.lists(st.integers(0, 500), min_size=n, max_size=n), min_size=2, max_size=4)
)


def table(body: list[list[int]]) -> Problem:
    """A table with a total row and a total column; its edits say that these are the sums."""
    width = len(body[0]) + 1
    grid = [[*row, sum(row)] for row in body]
    grid.append([sum(column) for column in zip(*grid, strict=True)])
    lines = [range(r * width, (r + 1) * width) for r in range(len(grid))]
    lines += [range(c, len(grid) * width, width) for c in range(width)]
    edits = tuple(LinearEdit((*((i, 1) for i in line[:-1]), (line[-1], -1)), 0, 0) for line in lines)
    values = tuple(n for row in grid for n in row)
    return Problem(values, edits, (1,) * len(values), (0,) * len(values))


@target(BODY)
def sums_that_hold_have_no_error(body: list[list[int]]) -> None:
    """Nothing is found where nothing is wrong."""
    assert localise(table(body)) == ()


@target(st.tuples(BODY, st.integers(0, 10**6), st.integers(1, 900)), share=0.5)
def an_error_put_in_is_found(how: tuple[list[list[int]], int, int]) -> None:
    """One wrong cell is the only explanation of one cell, with the one value that was there."""
    body, at, by = how
    clean = table(body)
    cell = at % len(clean.values)
    spoilt = Problem(
        tuple(v + by * (i == cell) for i, v in enumerate(clean.values)), clean.edits, clean.steps, clean.floors
    )
    (group,) = localise(spoilt)
    (single,) = [s for s in group.solutions if len(s.cells) == 1]
    assert single.cells == (cell,)
    assert single.ranges[0] == (clean.values[cell], clean.values[cell])


@target(
    st.tuples(BODY, st.lists(st.tuples(st.integers(0, 10**6), st.integers(-400, 900)), min_size=1, max_size=2)),
    share=0.3,
)
def what_is_found_mends_every_sum(how: tuple[list[list[int]], list[tuple[int, int]]]) -> None:
    """With a solution's cells free, values exist that satisfy every edit: those of the clean table where they are the
    cells that were spoilt; and no solution holds another."""
    body, wrong = how
    clean = table(body)
    values = list(clean.values)
    for at, by in wrong:
        values[at % len(values)] += by
    spoilt = Problem(tuple(values), clean.edits, clean.steps, (-OPEN,) * len(values))
    changed = {i for i, v in enumerate(values) if v != clean.values[i]}
    found = localise(spoilt)
    assert bool(found) == bool(spoilt.broken)
    for group in found:
        sets = [frozenset(s.cells) for s in group.solutions]
        assert not any(a < b for a in sets for b in sets)
        for solution in group.solutions:
            for cell, (low, high) in zip(solution.cells, solution.ranges, strict=True):
                assert low <= high
                assert set(solution.cells) != changed or low <= clean.values[cell] <= high
