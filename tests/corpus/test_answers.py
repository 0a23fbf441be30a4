"""A goal of running text is answered by what the report counts elsewhere, and by nothing else."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from corpus.answers import answered
from corpus.records import Fact, GoalFact
from normalize.types import Goal, Observation, Period, Place, Value

YEAR = Period("2025-H1", "2025-01-01", "2025-06-30", "H")


def goal(measure: str = "participants", target: str = "140", unit: str = "persons", **more: object) -> GoalFact:
    made = Goal(
        "Bryggan", YEAR, Place(12), "Målet är nått vid 140", measure, Value(target, Decimal(target), unit), **more
    )  # type: ignore[arg-type]
    return GoalFact("g-1", "sthlm-2025", "sthlm", "bryggan", made)


def fact(number: str | None = "152", measure: str = "participants", *, who: str = "bryggan", **more: object) -> Fact:
    value = Value(number or "", Decimal(number) if number else None, "persons")
    seen = Observation(measure, value, YEAR, Place(40, quote=f"Bryggan {number}"), "intervention", "Bryggan")
    return Fact(f"o-{number}", "sthlm-2025", "sthlm", who, replace(seen, **more), seen.value.value)  # type: ignore[arg-type]


def answer(waiting: GoalFact, *facts: Fact) -> GoalFact:
    (found,) = answered([waiting], facts)
    return found


def test_the_interventions_own_total_answers_its_goal() -> None:
    found = answer(goal(), fact("152"))
    assert found.goal.result is not None
    assert found.goal.result.value == Decimal(152)
    assert found.goal.result_text == "Bryggan 152"
    assert found.fulfilled_by_arithmetic == "yes"


def test_a_goal_that_was_not_reached_is_said_not_to_be() -> None:
    assert answer(goal(), fact("96")).fulfilled_by_arithmetic == "no"


@pytest.mark.parametrize(
    "other",
    [
        fact("152", who="lyra"),
        fact("152", "new_participants"),
        fact("152", gender="K"),
        fact("152", role="target"),
        fact("152", value=Value("152 %", Decimal(152), "percent")),
        fact(None),
    ],
    ids=["another intervention", "another measure", "women only", "a target", "another unit", "a blank cell"],
)
def test_what_does_not_answer_a_goal(other: Fact) -> None:
    waiting = goal()
    assert answer(waiting, other) == waiting


def test_a_table_answers_before_a_sentence_does() -> None:
    found = answer(goal(), fact("150", source="prose"), fact("152"))
    assert found.goal.result is not None
    assert found.goal.result.value == Decimal(152)


def test_a_sentence_answers_where_no_table_does() -> None:
    assert answer(goal(), fact("150", source="prose")).goal.result is not None


def test_places_offered_are_answered_by_those_who_took_part() -> None:
    found = answer(goal("offered"), fact("152"))
    assert found.goal.result is not None
    assert answer(goal("offered"), fact("152"), fact("160", "offered")).goal.result == fact("160").observation.value


def test_goals_of_tables_and_goals_with_a_result_are_left_as_they_are() -> None:
    in_table = replace(goal(), table_id="t-1")
    done = goal(result=Value("7", Decimal(7), "persons"))
    assert answered([in_table, done], [fact()]) == (in_table, done)


def test_the_order_of_goals_is_kept() -> None:
    goals = [replace(goal(), goal_id=f"g-{n}") for n in range(5)]
    assert [g.goal_id for g in answered(goals, [fact()])] == [f"g-{n}" for n in range(5)]
