"""Edit rules are made only where the report itself gives evidence for them."""

from __future__ import annotations

from decimal import Decimal

from small import fact, gender_table, report

from corpus.edits import rules
from corpus.records import Fact

FLOW = [("Bryggan", "24 17 - 41"), ("Kompassen", "46 15 - 61"), ("Totalt", "70 32 0 102")]


def kinds(facts: list[Fact]) -> list[tuple[str, bool]]:
    return sorted((r.edit.kind, r.holds) for r in rules(report(facts)))


def test_a_table_of_women_men_and_totals_gives_a_sum_per_row_and_per_column() -> None:
    made = rules(report(gender_table(FLOW)))
    assert [r.edit.kind for r in made].count("parts_sum") == 3
    assert [r.edit.kind for r in made].count("column_sum") == 3, "the column where all is blank cannot be told"
    assert all(r.holds for r in made)


def test_a_blank_cell_counts_as_nothing_in_a_sum() -> None:
    assert all(holds for _, holds in kinds(gender_table(FLOW)))


def test_whole_persons_get_no_tolerance() -> None:
    wrong = [("Bryggan", "24 17 0 42"), ("Kompassen", "46 15 0 61"), ("Totalt", "70 32 0 103")]
    assert ("parts_sum", False) in kinds(gender_table(wrong))


def test_every_rule_says_where_it_comes_from() -> None:
    assert all(r.edit.origin and r.edit.expression for r in rules(report(gender_table(FLOW))))


def test_rules_and_their_ids_are_the_same_in_any_order_of_facts() -> None:
    facts = [*gender_table(FLOW), *total_column()]
    assert {r.edit for r in rules(report(facts))} == {r.edit for r in rules(report(facts[::-1]))}


def money_rows(rows: list[tuple[str, str]]) -> list[Fact]:
    """A table of outcome, budget and deviation in tkr."""
    out = []
    for i, (label, numbers) in enumerate(rows):
        columns = (("outcome", "actual"), ("budget", "budget"), ("deviation", "actual"))
        for c, ((measure, role), printed) in enumerate(zip(columns, numbers.split(), strict=True)):
            who = "Totalt" if label.startswith("Summa") else label
            out.append(fact(printed, measure, line=20 + i, who=who, unit="tkr", at=(0, i, c), label=label, role=role))
    return out


def test_the_sign_of_a_deviation_is_the_one_most_rows_hold() -> None:
    budget_less_outcome = money_rows([("A", "10 15 5"), ("B", "20 28 8"), ("C", "7 6 -1")])
    outcome_less_budget = money_rows([("A", "10 15 -5"), ("B", "20 28 -8"), ("C", "7 6 1")])
    for facts in (budget_less_outcome, outcome_less_budget):
        assert [r.holds for r in rules(report(facts)) if r.edit.kind == "row_sum"] == [True] * 3


def test_rounded_money_may_miss_its_sum_by_what_rounding_can_do() -> None:
    facts = money_rows([("A", "2750 2307 444"), ("B", "4521 4521 0")])
    (off,) = [r for r in rules(report(facts)) if r.residual]
    assert off.holds and off.edit.tolerance == Decimal(2)


def test_subtotals_sum_the_rows_since_the_last_one_and_a_grand_total_sums_the_subtotals() -> None:
    facts = money_rows(
        [
            *(("A", "10 15 -5"), ("B", "20 28 -8"), ("Summa individer", "30 43 -13")),
            *(("C", "7 6 1"), ("D", "9 9 0"), ("Summa struktur", "16 15 1"), ("Summa", "46 58 -12")),
        ]
    )
    sums = [r for r in rules(report(facts)) if r.edit.kind == "column_sum"]
    assert len(sums) == 9 and all(r.holds for r in sums)


def test_a_total_whose_rows_cannot_be_told_makes_no_rule() -> None:
    facts = money_rows([("A", "10 15 -5"), ("Summa X", "900 900 0"), ("B", "1 1 0"), ("Summa Y", "77 77 0")])
    assert not [r for r in rules(report(facts)) if r.edit.kind == "column_sum"]


def test_a_row_that_repeats_a_part_of_the_others_is_left_out_of_the_sum() -> None:
    column = [("Bryggan", "20"), ("varav unga", "5"), ("Kompassen", "30"), ("Totalt", "50")]
    facts = [
        fact(n, line=30 + i, who="Totalt" if w == "Totalt" else w, at=(0, i, 0), label=w)
        for i, (w, n) in enumerate(column)
    ]
    (rule,) = rules(report(facts))
    assert rule.holds and len(rule.terms) == 3


def total_column() -> list[Fact]:
    """One row of exits to work by intervention, with a column headed Totalt."""
    cells = [("Bryggan", "5"), ("Kompassen", "0"), ("Lotsen", "6"), ("Totalt", "11")]
    return [
        fact(n, "exit_work", line=5, who=w, at=(7, 0, c), label="Arbete", header_path=(w,))
        for c, (w, n) in enumerate(cells)
    ]


def test_a_total_column_sums_the_columns_of_the_interventions() -> None:
    (rule,) = rules(report(total_column()))
    assert rule.edit.kind == "row_sum" and rule.holds


def test_a_table_over_a_page_break_adds_up_with_the_one_before_it() -> None:
    before = [("Lokal", "237"), ("Kansli", "1799")]
    after = [("Revision", "38"), ("Utvärdering", "15"), ("Summa", "2089")]
    facts = [
        fact(n, "cost", line=9 + i, who="Kassan", unit="tkr", at=(t, i, 1), label=w, category=w.lower())
        for t, rows in enumerate((before, after))
        for i, (w, n) in enumerate(rows)
    ]
    (rule,) = rules(report(facts))
    assert rule.holds and len(rule.terms) == 5
