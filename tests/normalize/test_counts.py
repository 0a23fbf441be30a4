"""Tables that count people: who came, who left, why, and who sent them."""

from __future__ import annotations

import pytest

from normalize import counts
from normalize.tables import TableReading
from normalize.types import Observation
from tests.normalize.make import setting, shown, table


def read(rows: list[list[str]], *, title: str = "", header_rows: int = 1, **around: object) -> TableReading:
    found = counts.read(table(rows, title=title, header_rows=header_rows), setting(**around))  # type: ignore[arg-type]
    assert found is not None
    return found


def said(found: TableReading) -> list[tuple[str, str, str, str, str]]:
    return [shown(o) for o in found.observations]


def categories(found: TableReading) -> list[tuple[str, str, str]]:
    return [(o.category, o.gender, str(o.value.value)) for o in found.observations]


FLOW = [
    ["Insats", "Antal deltagare 2022", "Varav kvinnor", "Varav män", "Antal nya deltagare 2022"],
    ["Lyra", "38", "19", "19", "26"],
    ["START", "96", "41", "55", "30"],
    ["TOTALT", "134", "60", "74", "56"],
    ["Varav unika deltagare", "120", "", "", ""],
]


def test_a_flow_table_counts_each_intervention_by_gender_and_all_together() -> None:
    found = read(FLOW, period="2022")
    assert found.kind == "flow"
    assert said(found) == [
        ("Lyra", "participants", "T", "2022", "38 persons"),
        ("Lyra", "participants", "K", "2022", "19 persons"),
        ("Lyra", "participants", "M", "2022", "19 persons"),
        ("Lyra", "new_participants", "T", "2022", "26 persons"),
        ("START", "participants", "T", "2022", "96 persons"),
        ("START", "participants", "K", "2022", "41 persons"),
        ("START", "participants", "M", "2022", "55 persons"),
        ("START", "new_participants", "T", "2022", "30 persons"),
        ("all", "participants", "T", "2022", "134 persons"),
        ("all", "participants", "K", "2022", "60 persons"),
        ("all", "participants", "M", "2022", "74 persons"),
        ("all", "new_participants", "T", "2022", "56 persons"),
        ("all", "unique_participants", "T", "2022", "120 persons"),
    ]


def test_every_number_knows_its_cell_its_line_and_its_row_as_printed() -> None:
    first = read(FLOW, period="2022").observations[0]
    assert (first.place.table, first.place.row, first.place.column, first.place.line) == (0, 1, 1, 11)
    assert first.place.quote == "Lyra 38 19 19 26"
    assert (first.row_label, first.header_path) == ("Lyra", ("Antal deltagare 2022",))


def test_names_of_the_labels_are_mentioned_once_each() -> None:
    assert [(n.printed, n.where) for n in read(FLOW).names] == [("Lyra", "stub"), ("START", "stub")]


def test_varav_after_another_measure_splits_that_measure() -> None:
    rows = [
        ["Insats", "Deltagare", "Varav kvinnor", "Nya deltagare", "Varav kvinnor"],
        ["Lyra", "38", "19", "26", "12"],
    ]
    assert [o.measure for o in read(rows).observations] == [
        "participants", "participants", "new_participants", "new_participants",
    ]  # fmt: skip


def test_the_year_of_a_column_is_the_period_of_its_numbers() -> None:
    found = read([["Insats", "Antal deltagare 2016", "Antal deltagare 2017"], ["Lyra", "47", "52"]])
    assert [o.period.code for o in found.observations if o.period] == ["2016", "2017"]


def test_spanning_headings_give_their_measure_to_the_columns_below() -> None:
    rows = [
        ["Insats", "Avslutade deltagare", "Avslutade deltagare", "Totalt"],
        ["", "Kvinnor", "Män", ""],
        ["Lyra", "14", "10", "24"],
    ]
    found = read(rows, header_rows=2)
    assert [shown(o)[1:3] for o in found.observations][:2] == [
        ("exited_participants", "K"),
        ("exited_participants", "M"),
    ]


def test_the_title_says_what_the_columns_leave_unsaid() -> None:
    rows = [["Insats", "Kvinnor", "Män", "Totalt"], ["Lyra", "14", "10", "24"]]
    found = read(rows, title="Antal avslutade deltagare 2017")
    assert {o.measure for o in found.observations} == {"exited_participants"}
    assert [o.gender for o in found.observations] == ["K", "M", "T"]


def test_a_status_is_kept_and_a_blank_among_figures_is_said_to_be_blank() -> None:
    rows = [
        ["Insats", "Antal deltagare", "Nya deltagare", "Avslutade deltagare"],
        ["Lyra", "38", "Ej tillämpligt", ""],
        ["START", "96", "30", "–"],
    ]
    assert [(o.value.value, o.value.status) for o in read(rows).observations if o.value.value is None] == [
        (None, "M"), (None, "O"), (None, "O"),
    ]  # fmt: skip


def test_a_text_that_is_no_number_is_reported_with_its_row_and_column() -> None:
    (issue,) = read([["Insats", "Antal deltagare", "Nya deltagare"], ["Lyra", "se bilagan", "26"]]).issues
    assert issue.code == "unread-cell"
    assert "row 'Lyra', column 'Antal deltagare': 'se bilagan'" in issue.message


EXITS = [
    ["Avslutsorsak", "Lyra", "START", "Totalt"],
    ["Arbete", "5", "8", "13"],
    ["Studier", "2", "3", "5"],
    ["Sjukdom", "1", "4", "5"],
    ["Totalt", "8", "15", "23"],
]


def test_reasons_for_leaving_by_intervention() -> None:
    found = read(EXITS, names=["Lyra", "START"])
    assert found.kind == "exits"
    assert said(found)[:3] == [
        ("Lyra", "exit_work", "T", "2017", "5 persons"),
        ("START", "exit_work", "T", "2017", "8 persons"),
        ("all", "exit_work", "T", "2017", "13 persons"),
    ]
    assert said(found)[-3:] == [
        ("Lyra", "exited_participants", "T", "2017", "8 persons"),
        ("START", "exited_participants", "T", "2017", "15 persons"),
        ("all", "exited_participants", "T", "2017", "23 persons"),
    ]
    assert {n.where for n in found.names} == {"header"}


def test_reasons_for_leaving_by_gender_are_about_the_intervention_of_the_section() -> None:
    rows = [
        ["Avslutsorsak", "Kvinnor", "Män", "Totalt"],
        ["Till arbete", "5", "8", "13"],
        ["Daglig verksamhet", "0", "1", "1"],
    ]
    found = read(rows, section="Lyra")
    assert said(found) == [
        ("Lyra", "exit_work", "K", "2017", "5 persons"),
        ("Lyra", "exit_work", "M", "2017", "8 persons"),
        ("Lyra", "exit_work", "T", "2017", "13 persons"),
        ("Lyra", "exit_daily_activity", "K", "2017", "0 persons"),
        ("Lyra", "exit_daily_activity", "M", "2017", "1 persons"),
        ("Lyra", "exit_daily_activity", "T", "2017", "1 persons"),
    ]


def test_referrals_are_classed_by_who_referred_and_another_party_is_not_another_gender() -> None:
    rows = [
        ["Remittenter", "K", "M", "Totalt"],
        ["Kommunen", "12", "9", "21"],
        ["Annan", "1", "0", "1"],
        ["Totalt", "13", "9", "22"],
    ]
    found = read(rows, section="Lyra")
    assert found.kind == "referrals"
    assert categories(found) == [
        ("Kommunen", "K", "12"), ("Kommunen", "M", "9"), ("Kommunen", "T", "21"),
        ("Annan", "K", "1"), ("Annan", "M", "0"), ("Annan", "T", "1"),
        ("", "K", "13"), ("", "M", "9"), ("", "T", "22"),
    ]  # fmt: skip
    assert {(o.scope, o.name) for o in found.observations} == {("intervention", "Lyra")}


def test_classes_as_columns_are_not_mistaken_for_the_interventions_of_the_rows() -> None:
    found = read([["Remittenter", "Vården", "Kommunen"], ["Lyra", "9", "12"]], names=["Lyra"])
    assert categories(found) == [("Vården", "T", "9"), ("Kommunen", "T", "12")]


def test_genders_as_rows_count_the_whole_when_no_section_says_whom() -> None:
    rows = [["", "Antal deltagare"], ["Kvinnor", "60"], ["Män", "74"], ["Totalt", "134"]]
    assert said(read(rows)) == [
        ("all", "participants", "K", "2017", "60 persons"),
        ("all", "participants", "M", "2017", "74 persons"),
        ("all", "participants", "T", "2017", "134 persons"),
    ]


def test_an_intervention_whose_name_speaks_of_people_is_a_name_and_no_measure() -> None:
    name = "Stöd till unga personer"
    found = read([["Insats", "Nya deltagare", "Kvinnor"], [name, "26", "14"]], names=[name])
    assert [(o.name, o.measure) for o in found.observations] == [(name, "new_participants"), (name, "new_participants")]


def test_measures_as_rows_and_years_as_columns() -> None:
    rows = [["", "2016", "2017"], ["Nya deltagare", "31", "34"], ["Avslutade deltagare", "29", "24"]]
    assert said(read(rows, section="Lyra")) == [
        ("Lyra", "new_participants", "T", "2016", "31 persons"),
        ("Lyra", "new_participants", "T", "2017", "34 persons"),
        ("Lyra", "exited_participants", "T", "2016", "29 persons"),
        ("Lyra", "exited_participants", "T", "2017", "24 persons"),
    ]


def test_shares_are_percent() -> None:
    found = read([["Insats", "Antal deltagare", "Andel kvinnor"], ["Lyra", "40", "45 %"]])
    assert shown(found.observations[1]) == ("Lyra", "participants", "K", "2017", "45 percent")


def test_a_table_that_counts_no_people_is_left_to_others() -> None:
    assert counts.read(table([["Ort", "Yta", "Höjd"], ["Salem", "69", "30"]]), setting()) is None


def whose(observations: tuple[Observation, ...]) -> set[str]:
    return {o.name or o.scope for o in observations}


def test_a_total_in_a_section_is_the_sections_unless_the_table_names_interventions() -> None:
    own = read([["Remittenter", "Totalt"], ["Vården", "9"], ["Totalt", "9"]], section="Lyra")
    assert whose(own.observations) == {"Lyra"}
    other = read(FLOW, section="Lyra", names=["START", "Lyra"])
    assert whose(other.observations) == {"Lyra", "START", "all"}


FLOW_HEADINGS = ("Insats", "Ingående deltagare", "Inskrivna", "Utskrivna", "Kvarstående")


@pytest.mark.parametrize(
    ("rows", "measure"),
    [
        (
            [("Lyra", "10", "5", "4", "11"), ("START", "20", "8", "10", "18"), ("MIA", "7", "3", "2", "8")],
            "new_participants",
        ),
        (
            [("Lyra", "10", "15", "4", "11"), ("START", "20", "28", "10", "18"), ("MIA", "7", "10", "2", "8")],
            "participants",
        ),
    ],
    ids=["those who came: the flow adds up with them", "all who took part: it does not"],
)
def test_inskrivna_is_stock_or_flow_as_the_arithmetic_of_its_table_says(
    rows: list[tuple[str, ...]], measure: str
) -> None:
    made = counts.read(table([FLOW_HEADINGS, *rows]), setting(names=("Lyra", "START", "MIA")))
    assert made is not None
    enrolled = [o for o in made.observations if o.place.column == 2]
    assert {o.measure for o in enrolled} == {measure}
    assert all(("arithmetic" in o.why) == (measure == "new_participants") for o in enrolled)


def test_classes_of_age_are_categories() -> None:
    made = counts.read(
        table([("Ålder", "Antal", "Andel"), ("16-24 år", "12", "40 %"), ("25-64 år", "18", "60 %")]), setting()
    )
    assert made is not None
    assert [(o.measure, o.category, o.value.unit) for o in made.observations][:2] == [
        ("age", "16-24 år", "persons"),
        ("age", "16-24 år", "percent"),
    ]


def test_another_municipality_is_no_other_gender() -> None:
    rows = [("Kommun", "Antal"), ("Botkyrka", "158"), ("Salem", "52"), ("Annan", "8"), ("Totalt", "218")]
    made = counts.read(table(rows, title="Deltagarnas hemvist"), setting())
    assert made is not None
    assert [(o.measure, o.category, o.gender) for o in made.observations] == [
        ("municipality", "Botkyrka", "T"),
        ("municipality", "Salem", "T"),
        ("municipality", "Annan", "T"),
        ("municipality", "", "T"),
    ]
