"""The smallest sets of cells whose change satisfies every edit, held against a plain count of all sets."""

from __future__ import annotations

import random
from fractions import Fraction
from itertools import combinations

import pytest

from corpus.linear import OPEN, LinearEdit, Problem
from corpus.localise import localise

Rows = list[list[int]]


def total(*cells: int, slack: int = 0) -> LinearEdit:
    """All cells but the last add up to the last."""
    return LinearEdit((*((c, 1) for c in cells[:-1]), (cells[-1], -1)), -slack, slack)


def problem(
    values: list[int], edits: list[LinearEdit], *, floor: float = -OPEN, fixed: frozenset[int] = frozenset()
) -> Problem:
    return Problem(tuple(values), tuple(edits), (1,) * len(values), (floor,) * len(values), fixed)


def table(body: Rows, floor: float = -OPEN) -> Problem:
    """A table with a total row and a total column; cells are numbered row by row."""
    columns = len(body[0]) + 1
    grid = [[*row, sum(row)] for row in body]
    grid.append([sum(column) for column in zip(*grid, strict=True)])
    edits = [total(*range(r * columns, (r + 1) * columns)) for r in range(len(grid))]
    edits += [total(*range(c, len(grid) * columns, columns)) for c in range(columns)]
    return problem([n for row in grid for n in row], edits, floor=floor)


def with_wrong(clean: Problem, wrong: dict[int, int]) -> Problem:
    values = tuple(v + wrong.get(n, 0) for n, v in enumerate(clean.values))
    return Problem(values, clean.edits, clean.steps, clean.floors, clean.fixed)


def sets(found: Problem) -> set[tuple[int, ...]]:
    return {s.cells for group in localise(found) for s in group.solutions}


def by_counting(given: Problem, most: int = 3) -> set[tuple[int, ...]]:
    """Every minimal set, by trying all and solving the equalities with fractions."""
    minimal: list[tuple[int, ...]] = []
    for size in range(1, most + 1):
        for cells in combinations(range(len(given.values)), size):
            if not any(set(m) <= set(cells) for m in minimal) and solvable(given, cells):
                minimal.append(cells)
    return set(minimal)


def solvable(given: Problem, cells: tuple[int, ...]) -> bool:
    rows = [
        [Fraction(dict(e.terms).get(c, 0)) for c in cells] + [Fraction(-e.residual(given.values))] for e in given.edits
    ]
    for column in range(len(cells)):
        pivot = next((r for r in rows if r[column] and not any(r[:column])), None)
        if pivot is not None:
            rows = [
                r if r is pivot else [x - r[column] / pivot[column] * y for x, y in zip(r, pivot, strict=True)]
                for r in rows
            ]
    return all(any(r[:-1]) or not r[-1] for r in rows)


@pytest.mark.parametrize("errors", [1, 2, 3])
def test_exactly_the_minimal_sets_are_found(errors: int) -> None:
    rng = random.Random(errors)  # noqa: S311  not for secrets
    for _ in range(12):
        clean = table([[rng.randint(0, 40) for _ in range(3)] for _ in range(3)])
        wrong = with_wrong(clean, {c: rng.choice((-1, 1)) * rng.randint(1, 30) for c in rng.sample(range(16), errors)})
        groups = localise(wrong)
        if len(groups) == 1 and groups[0].solutions:
            assert sets(wrong) == by_counting(wrong)


def test_a_cell_under_a_row_sum_and_a_column_sum_is_the_only_one_that_explains_both() -> None:
    (found,) = localise(with_wrong(table([[1, 2], [3, 4], [5, 6]]), {3: 30}))
    assert found.solutions[0].cells == (3,)
    assert found.solutions[0].ranges == ((3, 3),)
    assert len(found.solutions[1].cells) > 1


def test_rounding_leaves_a_range_of_values() -> None:
    (found,) = localise(problem([10, 20, 35], [total(0, 1, 2, slack=2)]))
    assert {s.cells: s.ranges for s in found.solutions}[(2,)] == ((28, 32),)


def test_people_are_never_fewer_than_none() -> None:
    clean = table([[1, 2], [3, 4]], floor=0)
    wrong = with_wrong(clean, {2: 5})
    assert all(low >= 0 for group in localise(wrong) for s in group.solutions for low, _ in s.ranges)


def test_a_number_that_a_person_decided_is_never_changed() -> None:
    given = problem([10, 20, 99], [total(0, 1, 2)], fixed=frozenset({2}))
    assert sets(given) == {(0,), (1,)}


def test_one_number_printed_in_two_units_has_to_be_a_whole_number_of_each() -> None:
    """12 tkr and 12 400 kr: no whole number of thousands is 12 400, but 12 000 kr is 12 tkr."""
    same = LinearEdit(((0, 1000), (1, -1)), 0, 0)
    assert sets(problem([12, 12_400], [same])) == {(1,)}


def test_errors_in_tables_that_share_nothing_are_explained_apart() -> None:
    two = [total(0, 1, 2), total(3, 4, 5)]
    groups = localise(problem([1, 1, 9, 1, 1, 9], two))
    assert [g.broken for g in groups] == [(0,), (1,)]


def test_numbers_that_offset_each_other_in_two_rows_are_one_cause() -> None:
    """Two rows break and all columns hold: only two cells of one column can have changed places."""
    clean = table([[10, 20], [30, 40], [5, 6]])
    (found,) = localise(with_wrong(clean, {0: 20, 3: -20}))
    assert (0, 3) in {s.cells for s in found.solutions}
    assert {len(s.cells) for s in found.solutions} >= {2}


def test_more_errors_than_a_solution_may_have_are_taken_edit_by_edit() -> None:
    edits = [total(2 * n, 2 * n + 1, 10) for n in range(5)]
    groups = localise(problem([1, 2, 3, 5, 8, 13, 21, 34, 55, 90, 7], edits))
    assert all(g.complete for g in groups)
    assert {e for g in groups for e in g.broken} == {0, 1, 2, 3, 4}


def test_when_its_effort_is_spent_it_says_so() -> None:
    wrong = with_wrong(table([[n + m for m in range(6)] for n in range(8)]), {0: 5, 9: 7, 20: 3})
    assert not all(g.complete for g in localise(wrong, effort=10))
