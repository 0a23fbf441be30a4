"""Goals of running text without a result get it from the facts: the intervention's own total of the same measure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from corpus.facts import fulfilled
from corpus.records import Fact, GoalFact

COUNTED_AS = {"offered": "participants"}
"""What answers a goal whose own measure no table counts: those who were offered a place are those who took part."""


def answered(goals: Sequence[GoalFact], facts: Sequence[Fact]) -> tuple[GoalFact, ...]:
    """The goals in order, those without table and result with the result that answers them where there is one."""
    return tuple(_with_result(goal, facts) if _waits(goal) else goal for goal in goals)


def _waits(goal: GoalFact) -> bool:
    return goal.table_id is None and goal.goal.result is None and goal.goal.target is not None


def _with_result(waiting: GoalFact, facts: Sequence[Fact]) -> GoalFact:
    goal = waiting.goal
    wanted = [
        (source, measure)
        for source in ("table", "prose")
        for measure in (goal.measure, COUNTED_AS.get(goal.measure, ""))
    ]
    for source, measure in wanted:
        found = next((f for f in facts if _answers(f, waiting, source, measure)), None)
        if found is not None:
            made = replace(goal, result=found.observation.value, result_text=found.observation.place.quote)
            return replace(waiting, goal=made, fulfilled_by_arithmetic=fulfilled(made.target, made.result))
    return waiting


def _answers(fact: Fact, waiting: GoalFact, source: str, measure: str) -> bool:
    """A total of that measure and unit, for the same intervention, that really happened; tables before sentences."""
    o, target = fact.observation, waiting.goal.target
    return (
        o.source == source
        and o.measure == measure
        and fact.intervention_id == waiting.intervention_id
        and o.role == "actual"
        and o.gender == "T"
        and target is not None
        and o.value.unit == target.unit
        and o.value.value is not None
    )
