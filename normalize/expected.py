"""'Förväntat resultat för X är 140 deltagare': a goal in running text, paired with the result the report prints."""

from __future__ import annotations

from collections.abc import Sequence

from normalize.lexicon import Lexicon
from normalize.names import core
from normalize.types import Goal, Observation

RESULT_MEASURES = {"offered": "participants"}
"""What answers a goal when its own measure is not counted."""


def expected_goals(said: Sequence[Observation], seen: Sequence[Observation], lexicon: Lexicon) -> list[Goal]:
    """Targets of running text that no goal table holds, each with the intervention's own result from a table."""
    in_tables = {(core(o.name), o.measure) for o in seen if o.role == "target"}
    rated = {core(o.name) for o in seen if o.role == "target"}
    out: list[Goal] = []
    for o in said:
        if o.role != "target" or not o.name or core(o.name) in rated or (core(o.name), o.measure) in in_tables:
            continue
        result = answer(o, seen)
        out.append(
            Goal(
                name=o.name,
                period=o.period,
                place=o.place,
                goal_text=o.place.quote,
                measure=o.measure,
                target=o.value,
                result_text=result.place.quote if result else "",
                result=result.value if result else None,
            )
        )
    return out


def answer(goal: Observation, seen: Sequence[Observation]) -> Observation | None:
    """The table's total for the same intervention, measure and unit."""
    for measure in (goal.measure, RESULT_MEASURES.get(goal.measure, "")):
        for o in seen:
            if (
                o.measure == measure
                and o.role == "actual"
                and o.gender == "T"
                and o.value.unit == goal.value.unit
                and same_name(o.name, goal.name)
            ):
                return o
    return None


def same_name(a: str, b: str) -> bool:
    """Equal cores, or one core's words at the start of the other's."""
    left, right = core(a), core(b)
    return bool(left) and left == right
