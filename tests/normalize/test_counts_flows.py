"""Flow tables: which stock came in and which was left, who was sent and who came, and headings nobody knows."""

from __future__ import annotations

import pytest

from normalize import counts
from tests.normalize.make import setting, table

ROWS = [["Lyra", "20", "25", "18", "27"], ["START", "14", "16", "12", "18"]]
IN_NEW_OUT_LEFT = ["carried_in", "new_participants", "exited_participants", "carried_out"]


def measures(headings: list[str], rows: list[list[str]], *, title: str = "") -> list[str]:
    """The measures of the first row, in order of columns."""
    found = counts.read(table([["Insats", *headings], *rows], title=title), setting("2021"))
    assert found is not None
    return [o.measure for o in found.observations if o.place.row == 1]


@pytest.mark.parametrize(
    "headings",
    [
        ["Kvarstående 2020-12-31", "Inskrivna", "Utskrivna", "Kvarstående 2021-12-31"],
        ["Kvarstående från 2020", "Inskrivna 2021", "Avslutade 2021", "Kvarstående 2021-12-31"],
        ["Deltagare från föregående år", "Inskrivna", "Avslutade", "Kvar i insats vid årets slut"],
        ["Kvarstående", "Nya", "Avslutade", "Kvarstående"],
    ],
)
def test_the_earlier_of_two_stocks_was_carried_in_and_the_flow_between_tells_who_the_enrolled_are(
    headings: list[str],
) -> None:
    assert measures(headings, ROWS) == IN_NEW_OUT_LEFT


def test_stocks_are_ordered_by_their_dates_where_the_later_is_printed_first() -> None:
    headings = ["Kvarstående 2021-12-31", "Nya", "Avslutade", "Kvarstående 2020-12-31"]
    rows = [["Lyra", "27", "25", "18", "20"]]
    assert measures(headings, rows) == ["carried_out", "new_participants", "exited_participants", "carried_in"]


def test_stocks_of_two_years_side_by_side_with_their_flows_are_both_what_was_left() -> None:
    headings = ["Nya 2020", "Kvarstående 2020", "Nya 2021", "Kvarstående 2021"]
    assert measures(headings, ROWS) == ["new_participants", "carried_out"] * 2


def test_aktualiserade_beside_the_enrolled_are_those_who_were_sent_and_alone_those_who_came() -> None:
    headings = ["Kvarstående 2020-12-31", "Aktualiserade", "Inskrivna", "Utskrivna", "Kvarstående 2021-12-31"]
    rows = [["Lyra", "20", "35", "25", "18", "27"], ["START", "14", "22", "16", "12", "18"]]
    assert measures(headings, rows) == [
        "carried_in",
        "referrals",
        "new_participants",
        "exited_participants",
        "carried_out",
    ]
    assert measures(["Aktualiserade", "Avslutade"], [["Lyra", "35", "18"]]) == [
        "new_participants",
        "exited_participants",
    ]


def test_bare_avslutade_beside_the_enrolled_counts_those_who_left() -> None:
    assert measures(["Inskrivna 2021", "Avslutade 2021"], [["Lyra", "78", "22"]]) == [
        "participants",
        "exited_participants",
    ]


def test_a_heading_nobody_knows_never_takes_the_measure_that_another_column_of_the_row_has() -> None:
    assert measures(["Antal deltagare", "Varav kvinnor", "Xyz 2021", "Avslutade"], ROWS) == [
        "participants",
        "participants",
        "other:unresolved",
        "exited_participants",
    ]


def test_of_two_headings_nobody_knows_under_a_title_that_names_the_measure_neither_is_taken() -> None:
    assert measures(["Alfa", "Beta"], [["Lyra", "3", "4"]], title="Antal nya deltagare") == ["other:unresolved"] * 2


def test_a_change_beside_the_years_it_compares_is_no_count_of_its_own() -> None:
    found = counts.read(
        table([["", "2021", "2020", "Ändring"], ["Antal nya deltagare", "41", "38", "3"]]), setting("2021")
    )
    assert found is not None
    assert [o.measure for o in found.observations] == ["new_participants", "new_participants", "other:unresolved"]


def test_persons_below_zero_are_never_persons() -> None:
    found = counts.read(table([["Insats", "Nya deltagare", "Avslutade"], ["Lyra", "-4", "7"]]), setting("2021"))
    assert found is not None
    assert [(o.measure, o.value.unit) for o in found.observations] == [
        ("other:unresolved", "count"),
        ("exited_participants", "persons"),
    ]


REASONS = [
    ["Avslutsorsak", "Kvinnor", "Män", "Totalt"],
    ["Arbete", "7", "4", "11"],
    ["Annat", "2", "1", "3"],
    ["Flyttat från kommunen", "1", "2", "3"],
    ["Totalt", "10", "7", "17"],
]


def test_a_reason_for_leaving_that_nobody_knows_is_another_reason_and_no_intervention() -> None:
    found = counts.read(table(REASONS, title="Avslutsorsak fördelat på kön"), setting("2021"))
    assert found is not None
    moved = [o for o in found.observations if o.place.row == 3]
    assert [(o.measure, o.gender, o.name) for o in moved] == [("exit_other", g, "") for g in "KMT"]
    assert {o.category for o in moved} == {"Flyttat från kommunen"}
    other = [o for o in found.observations if o.place.row == 2]
    assert [(o.measure, o.gender) for o in other] == [("exit_other", g) for g in "KMT"]


def test_the_total_of_all_is_not_of_the_group_that_the_title_speaks_of() -> None:
    rows = [["Insats", "Kvinnor", "Män", "Totalt"], ["Lyra", "5", "8", "13"], ["Summa", "16", "19", "35"]]
    title = "Antal deltagare, varav 3 kvinnor i Novum"
    found = counts.read(table(rows, title=title), setting("2021", names=["Lyra"]))
    assert found is not None
    assert [o.gender for o in found.observations if o.place.row == 2] == ["K", "M", "T"]


def test_bare_deltagare_is_the_stock_where_the_title_lists_what_the_columns_count() -> None:
    headings = ["Deltagare under 2021", "Varav nya", "Avslutade"]
    title = "Deltagare, nya deltagare och avslutade deltagare per insats 2021"
    rows = [["Lyra", "57", "15", "9"], ["START", "17", "6", "4"]]
    assert measures(headings, rows, title=title) == ["participants", "new_participants", "exited_participants"]


@pytest.mark.parametrize(
    ("headings", "expected"),
    [
        (["Började", "Avslutades", "Kvar"], ["new_participants", "exited_participants", "carried_out"]),
        (["Skrevs in", "Skrevs ut", "Kvarstår vid årets slut"], IN_NEW_OUT_LEFT[1:]),
        (["Pågående 1 jan", "Startade", "Slutade", "Pågående 31 dec"], IN_NEW_OUT_LEFT),
        (["Remitterade", "Antagna", "Lämnade"], ["referrals", "new_participants", "exited_participants"]),
    ],
)
def test_verbs_head_columns_too(headings: list[str], expected: list[str]) -> None:
    assert measures(headings, [["Lyra", "20", "25", "18", "27"][: len(headings) + 1]]) == expected
