"""Tables of years whose rows are people, shares and money under each other."""

from __future__ import annotations

from normalize import counts, finance, overview
from tests.normalize.make import setting, shown, table

ROWS = [
    ["", "2021", "2020"],
    ["Antal deltagare", "203", "187"],
    ["varav kvinnor (%)", "57 %", "55 %"],
    ["Antal avslut", "98", "84"],
    ["varav kvinnor", "50", "40"],
    ["Kostnad (tkr)", "9 812", "9 340"],
]


def test_every_row_has_its_own_measure_and_unit() -> None:
    found = overview.read(table(ROWS), setting("2021"))
    assert found
    own_year = [shown(o) for o in sorted(found.observations, key=lambda o: o.place.row) if o.place.column == 1]
    assert own_year == [
        ("all", "participants", "T", "2021", "203 persons"),
        ("all", "participants", "K", "2021", "57 percent"),
        ("all", "exited_participants", "T", "2021", "98 persons"),
        ("all", "exited_participants", "K", "2021", "50 persons"),
        ("federation", "cost", "T", "2021", "9812 tkr"),
    ]


def test_tables_of_one_kind_are_left_to_their_own_recognisers() -> None:
    people, money = table(ROWS[:5]), table([ROWS[0], ["Kostnad (tkr)", "1", "2"], ["Intäkter (tkr)", "3", "4"]])
    assert overview.read(people, setting("2021")) is None
    assert overview.read(money, setting("2021")) is None
    assert counts.read(people, setting("2021")) is not None
    assert finance.read(money, setting("2021")) is not None
