"""Tables of money: whose it is, whether it was planned or spent, and when it was counted."""

from __future__ import annotations

from normalize import finance
from normalize.tables import TableReading
from tests.normalize.make import setting, table


def read(rows: list[list[str]], *, title: str = "", header_rows: int = 1, **around: object) -> TableReading:
    found = finance.read(table(rows, title=title, header_rows=header_rows), setting(**around))  # type: ignore[arg-type]
    assert found is not None
    assert found.kind == "finance"
    return found


def said(found: TableReading) -> list[tuple[str, str, str, str, str]]:
    """Whom, line, measure with role, period, amount."""
    return [
        (
            o.name or o.scope,
            o.category,
            f"{o.measure}/{o.role}",
            o.period.code if o.period else "",
            f"{o.value.value} {o.value.unit}",
        )
        for o in found.observations
    ]


def test_budget_outcome_and_deviation_of_each_intervention_and_of_all() -> None:
    rows = [
        ["Insats", "Budget 2017 (tkr)", "Utfall 2017", "Avvikelse"],
        ["Lyra", "1 250", "1 281", "−31"],
        ["Adrian", "980", "945", "35"],
        ["Summa", "2 230", "2 226", "4"],
    ]
    found = read(rows)
    assert said(found)[:3] == [
        ("Lyra", "", "budget/budget", "2017", "1250 tkr"),
        ("Lyra", "", "outcome/actual", "2017", "1281 tkr"),
        ("Lyra", "", "deviation/actual", "2017", "-31 tkr"),
    ]
    assert said(found)[-3:] == [
        ("all", "summa", "budget/budget", "2017", "2230 tkr"),
        ("all", "summa", "outcome/actual", "2017", "2226 tkr"),
        ("all", "summa", "deviation/actual", "2017", "4 tkr"),
    ]
    assert [n.printed for n in found.names] == ["Lyra", "Adrian"]


def test_lines_stand_under_the_section_that_a_label_without_figures_opens() -> None:
    rows = [
        ["tkr", "Budget", "Utfall"],
        ["Intäkter", "", ""],
        ["Staten", "5 000", "5 000"],
        ["Kostnader", "", ""],
        ["Personal", "3 000", "2 900"],
        ["Årets resultat", "0", "100"],
    ]
    assert said(read(rows)) == [
        ("federation", "staten", "income/budget", "2017", "5000 tkr"),
        ("federation", "staten", "income/actual", "2017", "5000 tkr"),
        ("federation", "personal", "cost/budget", "2017", "3000 tkr"),
        ("federation", "personal", "cost/actual", "2017", "2900 tkr"),
        ("federation", "årets resultat", "result/budget", "2017", "0 tkr"),
        ("federation", "årets resultat", "result/actual", "2017", "100 tkr"),
    ]


def test_an_operating_statement_with_two_levels_of_headings() -> None:
    rows = [
        ["Tkr", "Budget 2022", "Budget 2022", "Utfall 2022", "Utfall 2022"],
        ["", "Intäkter", "Kostnader", "Intäkter", "Kostnader"],
        ["Kansli", "0", "2 100", "0", "2 050"],
    ]
    found = read(rows, header_rows=2, period="2022", title="Driftsredovisning 2022")
    assert [(o.measure, o.role) for o in found.observations][2:] == [("income", "actual"), ("cost", "actual")]
    assert [o.role for o in found.observations][:2] == ["budget", "budget"]
    assert found.observations[0].header_path == ("Budget 2022", "Intäkter")


def test_a_balance_is_dated_and_an_opening_amount_stands_on_the_first_day() -> None:
    rows = [
        ["Tkr", "2017", "2016"],
        ["Tillgångar", "", ""],
        ["Kassa och bank", "7 301", "6 900"],
        ["Eget kapital", "", ""],
        ["Ingående eget kapital", "4 000", "3 500"],
        ["Årets resultat", "500", "500"],
    ]
    found = read(rows, title="Balansräkning")
    assert [x[1:4] for x in said(found)] == [
        ("kassa och bank", "asset/actual", "2017-12-31"),
        ("kassa och bank", "asset/actual", "2016-12-31"),
        ("ingående eget kapital", "equity/actual", "2017-01-01"),
        ("ingående eget kapital", "equity/actual", "2016-01-01"),
        ("årets resultat", "result/actual", "2017-12-31"),
        ("årets resultat", "result/actual", "2016-12-31"),
    ]


def test_a_flow_headed_by_its_closing_date_is_the_years() -> None:
    rows = [
        ["Kr", "2022-12-31", "2021-12-31"],
        ["Verksamhetens intäkter", "450 000", "430 000"],
        ["Verksamhetens kostnader", "-400 000", "-410 000"],
    ]
    found = read(rows, period="2022", title="Resultaträkning")
    assert [(o.measure, o.period.code if o.period else "") for o in found.observations] == [
        ("income", "2022"), ("income", "2021"), ("cost", "2022"), ("cost", "2021"),
    ]  # fmt: skip


def test_a_sum_that_closes_mostly_names_is_about_all_interventions_and_the_rest_about_the_federation() -> None:
    rows = [
        ["", "Budget tkr", "Utfall tkr"],
        ["Lyra", "1 250", "1 281"],
        ["Adrian", "980", "945"],
        ["Summa insatser", "2 230", "2 226"],
        ["Kansli", "700", "690"],
        ["Styrelse", "100", "90"],
        ["Summa", "800", "780"],
    ]
    found = read(rows, names=["Lyra", "Adrian"])
    assert [(o.name or o.scope, o.measure) for o in found.observations if o.place.column == 2] == [
        ("Lyra", "outcome"), ("Adrian", "outcome"), ("all", "outcome"),
        ("federation", "cost"), ("federation", "cost"), ("federation", "cost"),
    ]  # fmt: skip


def test_an_intervention_whose_name_speaks_of_people_has_budget_and_outcome() -> None:
    name = "Stöd till unga personer"
    found = read([["Insats", "Budget tkr", "Utfall tkr"], [name, "700", "690"]], names=[name])
    assert said(found) == [
        (name, "", "budget/budget", "2017", "700 tkr"),
        (name, "", "outcome/actual", "2017", "690 tkr"),
    ]


def test_a_forecast_column_is_a_forecast_and_its_deviation_is_not() -> None:
    rows = [["Insats", "Budget", "Prognos", "Avvikelse"], ["Lyra", "700", "690", "10"]]
    assert [o.role for o in read(rows).observations] == ["budget", "forecast", "actual"]


def test_without_a_unit_the_size_of_the_amounts_tells_kronor_from_thousands() -> None:
    small = read([["Insats", "Budget", "Utfall"], ["Lyra", "700", "690"]])
    large = read([["Insats", "Budget", "Utfall"], ["Lyra", "700 000", "690 000"]])
    assert {o.value.unit for o in small.observations} == {"tkr"}
    assert {o.value.unit for o in large.observations} == {"sek"}


def test_the_numbers_of_notes_are_no_amounts() -> None:
    rows = [["Tkr", "Not", "2017"], ["Intäkter", "1", "5 000"], ["Kostnader", "2", "4 900"]]
    assert [o.value.value for o in read(rows).observations if o.value.value in (1, 2)] == []


def test_a_share_of_equity_is_percent_whatever_the_table_counts_in() -> None:
    rows = [["Tkr", "2017"], ["Eget kapital", "4 000"], ["Soliditet", "87,5 %"]]
    solidity = read(rows).observations[-1]
    assert (solidity.measure, str(solidity.value.value), solidity.value.unit) == ("solidity", "87.5", "percent")


def test_a_line_that_counts_heads_is_no_money() -> None:
    rows = [["Tkr", "Utfall 2017"], ["Kostnader för lokaler", "400"], ["Antal anställda", "3"]]
    last = read(rows).observations[-1]
    assert (last.measure, last.value.unit) == ("other:headcount", "count")


def test_an_unread_cell_is_reported_and_a_dash_is_no_amount() -> None:
    found = read([["Insats", "Budget tkr", "Utfall tkr"], ["Lyra", "–", "se not fyra nedan"]])
    assert found.observations == ()
    assert [i.code for i in found.issues] == ["unread-cell"]


def test_a_table_that_counts_people_is_no_table_of_money() -> None:
    rows = [["Insats", "Antal deltagare", "Nya deltagare"], ["Lyra", "38", "26"]]
    assert finance.read(table(rows), setting()) is None


def test_income_cost_and_net_under_outcome_and_budget_are_what_the_lower_heading_says() -> None:
    rows = [
        ["Insats", "Utfall 2017", "Utfall 2017", "Utfall 2017", "Budget 2017", "Budget 2017", "Budget 2017"],
        ["", "Intäkt", "Kostnad", "Netto", "Intäkt", "Kostnad", "Netto"],
        ["Lyra", "200", "2 550", "-2 350", "210", "2 700", "-2 490"],
        ["Summa", "200", "2 550", "-2 350", "210", "2 700", "-2 490"],
    ]
    found = said(read(rows, title="Utfall och budget per insats, tkr", header_rows=2))
    kinds = ["income/actual", "cost/actual", "result/actual", "income/budget", "cost/budget", "result/budget"]
    assert [(whom, kind) for whom, _, kind, _, _ in found[:6]] == [("Lyra", kind) for kind in kinds]
    assert [(whom, kind) for whom, _, kind, _, _ in found[6:]] == [("all", kind) for kind in kinds]


def test_the_cost_of_an_intervention_beside_its_budget_is_its_outcome() -> None:
    rows = [["Insats", "Budget (tkr)", "Kostnad"], ["Lyra", "1 250", "1 281"]]
    assert [kind for _, _, kind, _, _ in said(read(rows))] == ["budget/budget", "outcome/actual"]


def test_debts_after_the_sum_of_equity_are_liabilities() -> None:
    rows = [
        ["Balansräkning (kr)", "2017-12-31"],
        ["Eget kapital och skulder", ""],
        ["Ingående eget kapital", "1 200 000"],
        ["Summa eget kapital", "1 578 800"],
        ["Leverantörsskulder", "721 200"],
        ["Avräkning mot kommunen", "10 000"],
        ["Summa eget kapital och skulder", "2 310 000"],
    ]
    kinds = [kind.split("/")[0] for _, _, kind, _, _ in said(read(rows))]
    assert kinds == ["equity", "equity", "liability", "liability", "liability"]


def test_debts_are_liabilities_though_no_label_opens_a_group() -> None:
    rows = [["Balansräkning (kr)", "2017-12-31"], ["Skatteskulder", "10 000"], ["Kassa och bank", "20 000"]]
    assert [kind for _, _, kind, _, _ in said(read(rows))] == ["liability/actual", "asset/actual"]
