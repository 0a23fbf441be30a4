"""Goals and results of one row -> pairs, by what they mean."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from normalize.goal_text import Statement, unit

REFINES = {
    "self_supporting_after_1_year": {"exit_work_or_studies", "exit_self_supporting"},
    "exit_self_supporting": {"exit_work_or_studies"},
    "new_participants": {"participants"},
}
"""A goal's measure says more than its result's wording: the result is read as the goal's measure."""


def pair(goals: Sequence[Statement], results: Sequence[Statement]) -> list[tuple[Statement | None, Statement | None]]:
    """Goals with results: same measure, then a refined measure, then the same unit, then printed order; rest alone."""
    left_goals, left = list(range(len(goals))), list(range(len(results)))
    pairs: dict[int, int] = {}

    def match(test: Callable[[Statement, Statement], object]) -> None:
        for g in list(left_goals):
            hit = next((x for x in left if test(goals[g], results[x])), None)
            if hit is not None:
                pairs[g] = hit
                left_goals.remove(g)
                left.remove(hit)

    match(lambda g, x: g.facets.measure and g.facets.measure == x.facets.measure and unit(g) in ("", unit(x)))
    match(lambda g, x: x.facets.measure in REFINES.get(g.facets.measure, ()) and unit(g) == unit(x))
    match(lambda g, x: not x.facets.measure and unit(g) == unit(x))
    match(lambda g, x: unit(g) == unit(x) and compatible(g, x))
    match(lambda g, x: not unit(g) and x.facets.measure != "new_participants")
    match(lambda _, x: x.value is not None and x.value.value is None)
    out: list[tuple[Statement | None, Statement | None]] = [
        (g, results[pairs[i]] if i in pairs else None) for i, g in enumerate(goals)
    ]
    return out + [(None, results[x]) for x in left]


def compatible(goal: Statement, result: Statement) -> bool:
    """May a result answer a goal of another measure? Both are shares of those who left, or one is unknown."""
    a, b = goal.facets.measure, result.facets.measure
    return not a or not b or (a.startswith("exit_") and b.startswith("exit_"))


def measure_of(goal: Statement | None, result: Statement | None) -> str:
    """The pair's measure: the goal's, else the result's."""
    return (goal.facets.measure if goal else "") or (result.facets.measure if result else "")
