"""Observations under their ids: the same on every run; goals judged by their numbers only where these can tell."""

from __future__ import annotations

from decimal import Decimal

import pytest

from corpus.facts import facts, fulfilled, table_ids
from corpus.records import Fact
from normalize.types import Observation, Place, Scope, Value


def value(number: str | None, unit: str = "percent", qualifier: str = "") -> Value:
    return Value(number or "", Decimal(number) if number else None, unit, qualifier=qualifier)


@pytest.mark.parametrize(
    ("target", "result", "expected"),
    [
        (value("50"), value("71"), "yes"),
        (value("50"), value("50"), "yes"),
        (value("50"), value("9"), "no"),
        (value("40", qualifier="at_most"), value("30"), "yes"),
        (value("40", qualifier="at_most"), value("50"), "no"),
        (value("40"), value("50", qualifier="at_least"), "yes"),
        (value("40"), value("30", qualifier="at_least"), "cannot tell"),
        (value("40"), value("50", qualifier="at_most"), "cannot tell"),
        (value("40"), value("30", qualifier="at_most"), "no"),
        (value("40", qualifier="at_most"), value("30", qualifier="at_least"), "cannot tell"),
        (value("40", qualifier="at_most"), value("50", qualifier="at_least"), "no"),
        (value("40", qualifier="at_most"), value("30", qualifier="at_most"), "yes"),
        (value("50"), value("9", "persons"), "cannot tell"),
        (value("50"), value(None), "cannot tell"),
        (None, value("9"), "cannot tell"),
        (value("50"), None, "cannot tell"),
    ],
)
def test_a_goal_is_met_when_its_numbers_say_so(target: Value | None, result: Value | None, expected: str) -> None:
    assert fulfilled(target, result) == expected


def observed(scope: Scope = "intervention", name: str = "Lyra", row: int = 1, number: str = "5") -> Observation:
    return Observation("participants", value(number, "persons"), None, Place(line=9, table=0, row=row), scope, name)


def made(*observations: Observation, sha256: str = "ab") -> tuple[Fact, ...]:
    return facts(
        observations,
        report_id="r",
        sha256=sha256,
        federation_id="hbs",
        ids={("r", "Lyra"): "lyra"},
        tables=table_ids("r", 1),
    )


def test_a_number_finds_its_intervention_and_table() -> None:
    one, everyone, finances = made(observed(), observed("all", ""), observed("federation", ""))
    assert [f.intervention_id for f in (one, everyone, finances)] == ["lyra", "_all", "_federation"]
    assert one.table_id == "r-t01"


def test_a_name_broken_over_two_lines_finds_the_same_intervention() -> None:
    assert made(observed(name="Ly-\nra"))[0].intervention_id == "lyra"


def test_the_same_report_gives_the_same_ids_and_another_gives_others() -> None:
    assert made(observed()) == made(observed())
    assert made(observed())[0].obs_id != made(observed(), sha256="cd")[0].obs_id


def test_an_id_follows_the_place_and_not_what_we_read_there() -> None:
    assert made(observed(number="5"))[0].obs_id == made(observed(number="6"))[0].obs_id
    assert made(observed(row=1))[0].obs_id != made(observed(row=2))[0].obs_id


def test_two_numbers_in_one_cell_have_two_ids() -> None:
    one, other = made(observed(), observed())
    assert one.obs_id != other.obs_id
