"""Goal tables: each goal meets the result that answers it, though cells hold several of both."""

from __future__ import annotations

from decimal import Decimal

import pytest

from normalize import goals
from normalize.goal_pairs import pair
from normalize.goal_text import statement, statements
from normalize.tables import TableReading
from normalize.types import Goal
from tests.normalize.make import setting, shown, table

HEADS = ["Insats", "Mål", "Resultat", "Måluppfyllelse"]


def read(rows: list[list[str]], **around: object) -> TableReading:
    found = goals.read(table(rows), setting(**around))  # type: ignore[arg-type]
    assert found is not None
    return found


def pairs(found: TableReading) -> list[tuple[str, str, str]]:
    """Name, goal, result."""
    return [(g.name, g.goal_text, g.result_text) for g in found.goals]


def only(found: TableReading) -> Goal:
    (goal,) = found.goals
    return goal


def test_a_row_of_one_goal_one_result_and_a_rating() -> None:
    found = read([HEADS, ["Adrian", "35 % i egen försörjning.", "9 % (1 av 11)", "Ej uppfyllt"]])
    goal = only(found)
    assert found.kind == "goals"
    assert (goal.name, goal.measure, goal.rating, goal.rating_printed) == (
        "Adrian", "exit_self_supporting", "not_met", "Ej uppfyllt",
    )  # fmt: skip
    assert goal.target is not None
    assert (goal.target.value, goal.target.unit) == (Decimal(35), "percent")
    assert goal.result is not None
    assert (goal.result.value, goal.result.numerator, goal.result.denominator) == (Decimal(9), Decimal(1), Decimal(11))


def test_several_goals_of_a_row_are_paired_by_meaning_not_by_place() -> None:
    rows = [
        HEADS,
        [
            "Lyra",
            "40 deltagare.\n25 nya deltagare.\n30 % till arbete eller studier.",
            "28 % till arbete eller studier.\n34 nya deltagare.\n52 deltagare.",
            "God",
        ],
    ]
    assert pairs(read(rows)) == [
        ("Lyra", "40 deltagare.", "52 deltagare."),
        ("Lyra", "25 nya deltagare.", "34 nya deltagare."),
        ("Lyra", "30 % till arbete eller studier.", "28 % till arbete eller studier."),
    ]


def test_goals_and_results_are_observations_of_their_measure_too() -> None:
    found = read([HEADS, ["Lyra", "40 inskrivna deltagare.", "52 inskrivna deltagare.", "God"]])
    assert [(o.role, shown(o)) for o in found.observations] == [
        ("target", ("Lyra", "participants", "T", "2017", "40 persons")),
        ("actual", ("Lyra", "participants", "T", "2017", "52 persons")),
    ]


def test_a_goal_for_women_is_counted_for_women_and_the_whole_stays_the_whole() -> None:
    rows = [HEADS, ["Lyra", "40 deltagare varav 20 kvinnor", "52 deltagare varav 30 kvinnor", "God"]]
    assert [(o.role, o.gender, str(o.value.value)) for o in read(rows).observations] == [
        ("target", "T", "40"), ("actual", "T", "52"), ("target", "K", "20"), ("actual", "K", "30"),
    ]  # fmt: skip


def test_a_goal_without_a_result_and_a_result_without_a_goal_are_kept() -> None:
    rows = [HEADS, ["Lyra", "25 nya deltagare.", "9 % till arbete.", "God"]]
    assert pairs(read(rows)) == [("Lyra", "25 nya deltagare.", ""), ("Lyra", "", "9 % till arbete.")]


def test_a_name_holds_until_the_next_one() -> None:
    rows = [
        HEADS,
        ["Lyra", "40 deltagare.", "52 deltagare.", "God"],
        ["", "9 % till arbete.", "8 % till arbete.", "God"],
    ]
    assert [g.name for g in read(rows).goals] == ["Lyra", "Lyra"]


def test_everyone_is_a_hundred_percent() -> None:
    goal = only(read([HEADS, ["Lyra", "Alla har en handlingsplan.", "100 % (13 av 13)", "God"]]))
    assert goal.target is not None
    assert (goal.target.value, goal.target.unit, goal.target.printed) == (Decimal(100), "percent", "")


@pytest.mark.parametrize(
    ("cell", "texts"),
    [
        ("40 deltagare, 25 nya", ["40 deltagare", "25 nya"]),
        ("50 deltagare varav minst 35 nya", ["50 deltagare", "varav minst 35 nya"]),
        ("Ta emot 25 personer och avsluta 20 personer", ["Ta emot 25 personer", "avsluta 20 personer"]),
        ("52 deltagare (30 kvinnor, 22 män)", ["52 deltagare (30 kvinnor, 22 män)"]),
        ("20 deltagare. 35 % i arbete.", ["20 deltagare.", "35 % i arbete."]),
        ("Minst hälften av\ndeltagarna trivs", ["Minst hälften av deltagarna trivs"]),
        ("Minst 50 % av\nDeltagarna trivs", ["Minst 50 % av Deltagarna trivs"]),
        ("Fler i egen försörj-\nning", ["Fler i egen försörjning"]),
        ("9 % i arbete\n(1 av 11)", ["9 % i arbete (1 av 11)"]),
    ],
)
def test_a_cell_is_cut_into_the_statements_it_holds(cell: str, texts: list[str]) -> None:
    found = statements(table([["Mål"], [cell]]).cell(1, 0), setting(), "goal")
    assert [s.text for s in found] == texts


def test_a_text_that_stands_after_a_wide_gap_belongs_to_another_cell() -> None:
    rows = [HEADS, ["Lyra", "40 deltagare.         8 % till arbete.", "52 deltagare.", "God"]]
    assert pairs(read(rows)) == [("Lyra", "40 deltagare.", "52 deltagare."), ("Lyra", "", "8 % till arbete.")]


@pytest.mark.parametrize(
    "result",
    ["45 % (35 %)", "45 % (2016: 35 %)", "45 % (35 % år 2016)", "45 % till arbete (35 %)."],
)
def test_last_years_figure_in_brackets_is_an_observation_of_last_year(result: str) -> None:
    found = read([HEADS, ["Lyra", "40 % till arbete", result, "God"]])
    assert [(o.period.code, str(o.value.value)) for o in found.observations if o.period and o.role == "actual"] == [
        ("2017", "45"), ("2016", "35"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "result", ["45 % (5 av 11)", "45 % (2012: 35 %)", "45 % (kvinnorna hade 35 %)", "45 % (9 personer)"]
)
def test_what_else_stands_in_brackets_is_not_last_years(result: str) -> None:
    found = read([HEADS, ["Lyra", "40 % till arbete", result, "God"]])
    assert {o.period.code for o in found.observations if o.period} == {"2017"}


@pytest.mark.parametrize(
    ("printed", "rating", "scale"),
    [
        ("Mycket god", "very_good", "four-step"),
        ("God", "good", "three-step"),
        ("Delvis uppfyllt", "partly", "three-step"),
        ("Ej tillämpligt", "not_applicable", "three-step"),
        ("God 1", "good", "three-step"),
        ("Strålande", "", ""),
    ],
)
def test_a_rating_is_kept_as_printed_with_its_step_on_the_scale_used(printed: str, rating: str, scale: str) -> None:
    goal = only(read([HEADS, ["Lyra", "40 deltagare.", "52 deltagare.", printed]]))
    assert (goal.rating_printed, goal.rating, goal.rating_scale_id) == (printed, rating, scale)


BY_YEAR = ["Mål", "Resultat 2017", "Resultat 2016"]


def test_a_goal_with_results_of_two_years() -> None:
    found = read([BY_YEAR, ["Minst 60 % har en handlingsplan", "71 %", "68 %"]], section="Lyra")
    goal = only(found)
    assert found.kind == "goals_by_year"
    assert (goal.name, goal.result_text, goal.previous_text) == ("Lyra", "71 %", "68 %")
    assert goal.previous_period is not None
    assert goal.previous_period.code == "2016"
    assert [shown(o) for o in found.observations] == [
        ("Lyra", "action_plan", "T", "2017", "60 percent"),
        ("Lyra", "action_plan", "T", "2017", "71 percent"),
        ("Lyra", "action_plan", "T", "2016", "68 percent"),
    ]


def test_the_reports_own_year_is_the_result_wherever_its_column_stands() -> None:
    rows = [["Mål", "Resultat 2016", "Resultat 2017"], ["Minst 60 % har en handlingsplan", "68 %", "71 %"]]
    goal = only(read(rows))
    assert (goal.result_text, goal.previous_text) == ("71 %", "68 %")


def test_a_count_beside_its_share_answers_a_goal_in_percent() -> None:
    goal = only(read([["Mål", "Resultat"], ["Alla ska ha en handlingsplan", "11 (100 %)"]], section="Lyra"))
    assert goal.result is not None
    assert (goal.result.value, goal.result.unit, goal.result.numerator) == (Decimal(100), "percent", Decimal(11))


def test_a_status_is_a_result_without_a_number() -> None:
    goal = only(read([["Mål", "Resultat"], ["Minst 60 % har en handlingsplan", "Ännu inte mätt"]]))
    assert goal.result is not None
    assert (goal.result.value, goal.result.status) == (None, "L")


@pytest.mark.parametrize(
    "heads",
    [
        ["Målsättning", "Resultat"],
        ["Mål 2017", "Resultat 2017"],
        ["Finansiella mål", "Resultat och måluppfyllelse 2017"],
    ],
)
def test_headings_that_open_a_goal_table(heads: list[str]) -> None:
    assert len(read([heads, ["Minst 60 % har en handlingsplan", "71 %"]]).goals) == 1


@pytest.mark.parametrize("heads", [["Insats", "Kvinnor"], ["Mål", "Kommentar"], ["Resultat", "Avvikelse"]])
def test_a_table_without_both_goals_and_results_is_left_to_others(heads: list[str]) -> None:
    assert goals.read(table([heads, ["Lyra", "12"]]), setting()) is None


def test_a_share_answers_only_a_share_of_a_kindred_measure() -> None:
    around = setting()
    told = {
        text: statement(text, None, around, "goal")
        for text in ("30 % till arbete", "12 % till studier", "80 % har en handlingsplan")
    }
    work, studies, plan = told.values()
    assert pair([work], [studies]) == [(work, studies)]
    assert pair([work], [plan]) == [(work, None), (None, plan)]


def test_years_are_no_figures_of_a_goal() -> None:
    found = statement("Under 2017 ska 40 personer få stöd", None, setting(), "goal")
    assert [v.value for v in found.values] == [Decimal(40)]


def test_outcome_beside_a_goal_is_its_result_and_the_indicator_says_what_is_measured() -> None:
    heads = ["Effektmål", "Indikator", "Mål 2017", "Utfall 2017", "Utfall 2016", "Status"]
    rows = [heads, ["Fler i arbete", "Andel till arbete", "≥ 30 %", "33 %", "28 %", "Uppfyllt"]]
    found = read(rows)
    goal = only(found)
    assert (goal.measure, goal.rating, goal.rating_printed) == ("exit_work", "good", "Uppfyllt")
    assert goal.goal_text == "Fler i arbete: Andel till arbete: ≥ 30 %"
    assert [v.value if v else None for v in (goal.target, goal.result, goal.previous)] == [30, 33, 28]
    assert [(o.role, *shown(o)[1:]) for o in found.observations] == [
        ("target", "exit_work", "T", "2017", "30 percent"),
        ("actual", "exit_work", "T", "2017", "33 percent"),
        ("actual", "exit_work", "T", "2016", "28 percent"),
    ]


def test_all_are_those_that_the_outcome_speaks_of() -> None:
    rows = [
        ["Insats", "Resultatmål", "Utfall", "Bedömning"],
        ["Lyra", "Samtliga deltagare ska ha en handlingsplan", "15 av 16 deltagare har en handlingsplan", "Gul"],
    ]
    goal = only(read(rows))
    assert goal.target is not None
    assert goal.result is not None
    assert (goal.target.value, goal.target.unit, goal.result.value) == (16, "persons", 15)


@pytest.mark.parametrize(
    "heads", [["Insats", "Mål", "Utfall"], ["Insats", "Mål", "Budget", "Utfall"]], ids=["counts", "money"]
)
def test_bare_figures_under_goal_and_outcome_are_no_goal_lines(heads: list[str]) -> None:
    assert goals.read(table([heads, ["Lyra", "30", "25", "20"][: len(heads)]]), setting()) is None
