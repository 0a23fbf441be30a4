"""Shares and soft edits in the localiser, held against trying every value of every set of cells."""

from __future__ import annotations

import random
from itertools import combinations, product

import pytest

from corpus.linear import OPEN, Edit, LinearEdit, Problem, RatioEdit
from corpus.localise import Located, Solution, localise

HALF = 5
"""Half a percent where values are times 10."""
UP_TO = 24
"""No count of these problems is larger."""
PERCENTS = range(0, 2500, 10)


def share(part: int, whole: int, percent: int, slack: int = HALF) -> RatioEdit:
    return RatioEdit(part, whole, percent, -slack, slack, 1000)


def total(*cells: int) -> LinearEdit:
    return LinearEdit((*((c, 1) for c in cells[:-1]), (cells[-1], -1)), 0, 0)


def problem(counts: list[int], percents: list[int], *edits: Edit, soft: tuple[int, ...] = ()) -> Problem:
    """Counts first, then percents; a count that is a whole is at least 1."""
    values = tuple(10 * n for n in (*counts, *percents))
    wholes = {e.whole for e in edits if isinstance(e, RatioEdit)}
    floors = tuple(10 * (n in wholes) for n in range(len(values)))
    return Problem(values, edits, (10,) * len(values), floors, frozenset(), frozenset(soft))


def by_trying(given: Problem, counts: int, most: int) -> dict[tuple[int, ...], list[tuple[int, int]]]:
    """Every minimal set with the least and the largest value of each cell in what makes all edits hold."""
    found: dict[tuple[int, ...], list[tuple[int, int]]] = {}
    hard = [e for n, e in enumerate(given.edits) if n not in given.soft]
    for size in range(1, most + 1):
        for cells in combinations(range(len(given.values)), size):
            if any(set(f) < set(cells) for f in found):
                continue
            options = [range(int(given.floors[c]), 10 * UP_TO + 1, 10) if c < counts else PERCENTS for c in cells]
            fits = [
                chosen
                for chosen in product(*options)
                if all(
                    e.holds({**dict(enumerate(given.values)), **dict(zip(cells, chosen, strict=True))}) for e in hard
                )
            ]
            if fits:
                found[cells] = [(min(v), max(v)) for v in zip(*fits, strict=True)]
    return found


def one(given: Problem, most: int = 3) -> Located:
    (found,) = localise(given, most=most)
    return found


@pytest.mark.parametrize("seed", range(12))
def test_with_shares_too_exactly_the_minimal_sets_are_found(seed: int) -> None:
    """Two counts and their total, and the share of each printed beside them; one or two of the five are wrong."""
    rng = random.Random(seed)  # noqa: S311  not for secrets
    x, y = rng.randint(1, 9), rng.randint(1, 9)
    true = [x, y, x + y, round(100 * x / (x + y)), round(100 * y / (x + y))]
    wrong = list(true)
    for cell in rng.sample(range(5), rng.choice((1, 2))):
        wrong[cell] = max(1, wrong[cell] + rng.choice((-3, -2, 2, 4)) * (1 if cell < 3 else 3))
    given = problem(wrong[:3], wrong[3:], total(0, 1, 2), share(0, 2, 3), share(1, 2, 4))
    expected = by_trying(given, 3, 2)
    groups = localise(given, most=2)
    found = {s.cells: s.ranges for group in groups for s in group.solutions if _tried(s)}
    if len(groups) == 1:
        assert found.keys() == expected.keys()
    for cells, ranges in found.items():
        for (low, high), (least, most) in zip(ranges, expected.get(cells, ranges), strict=True):
            assert low <= least <= most <= high


def _tried(solution: Solution) -> bool:
    """Whether its counts are small enough to have been tried."""
    pairs = zip(solution.cells, solution.ranges, strict=True)
    return all(low <= 10 * UP_TO for cell, (low, _) in pairs if cell < 3)


def test_a_share_that_its_counts_do_not_give_blames_each_of_the_three() -> None:
    """'93 % (89 av 93)': 96 % of 93, 89 of 96, and no whole number of 93."""
    found = one(problem([89, 93], [93], share(0, 1, 2)), most=1)
    assert {s.cells: s.ranges for s in found.solutions} == {(1,): ((960, 960),), (2,): ((960, 960),)}


def test_a_sum_and_a_share_that_blame_one_cell_are_one_group() -> None:
    """3 + 4 is not 9, and 9 of 10 is not 70 %: 7 mends both."""
    found = one(problem([3, 4, 9, 10], [70], total(0, 1, 2), share(2, 3, 4)))
    assert found.broken == (0, 1)
    assert found.solutions[0].cells == (2,)
    assert found.solutions[0].ranges == ((70, 70),)


def test_a_change_that_would_break_a_share_is_no_solution() -> None:
    """Of 3 + 4 = 9 the 3 cannot be 5, because 3 of 10 is the 30 % beside it; the 4 and the 9 can be wrong."""
    found = one(problem([3, 4, 9, 10], [30], total(0, 1, 2), share(0, 3, 4)), most=1)
    assert [s.cells for s in found.solutions] == [(1,), (2,)]


def test_a_soft_edit_is_left_broken_rather_than_explained_and_narrows_what_is_open() -> None:
    """A share has to be within a point, and better within half a point: of the values between, the exact one."""
    loose, exact = share(0, 1, 2, slack=10), share(0, 1, 2)
    assert localise(problem([2, 13], [16], loose, exact, soft=(1,))) == ()
    found = one(problem([2, 13], [31], loose, exact, soft=(1,)), most=1)
    assert {s.cells: s.ranges for s in found.solutions}[(2,)] == ((150, 150),)
    without = one(problem([2, 13], [31], loose), most=1)
    assert {s.cells: s.ranges for s in without.solutions}[(2,)] == ((150, 160),)


def test_the_whole_and_the_percent_can_both_be_wrong() -> None:
    """10 is the sum of 3 and 9 read wrong, and of 12 the 3 are 25 %, not 90."""
    found = one(problem([3, 9, 10], [90], total(0, 1, 2), share(0, 2, 3)))
    both = {s.cells: s.ranges for s in found.solutions}
    assert both[(2, 3)] == ((120, 120), (250, 250))


def test_of_nobody_every_share_is_possible() -> None:
    assert localise(problem([0, 0], [40], share(0, 1, 2))) == ()


def test_an_open_side_of_a_share_is_open() -> None:
    """'drygt 40 %': 45 of 100 is more."""
    above = RatioEdit(0, 1, 2, 0, OPEN, 1000)
    assert localise(problem([45, 100], [40], above)) == ()
    assert localise(problem([39, 100], [40], above)) != ()
