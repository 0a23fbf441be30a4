"""Figures at the end of a line: which are one amount, which are two, and under which headings they belong."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.digits import (
    RowRule,
    Token,
    amount,
    best_rows,
    column_sums,
    groupings,
    holding,
    joinable,
    placements,
    row_rules,
    split_tail,
)


@pytest.mark.parametrize(
    ("line", "label", "figures"),
    [
        ("Hälsosam 41 55 94 2", "Hälsosam", ["41", "55", "94", "2"]),
        ("Man Annan 12 - 3 %", "Man Annan", ["12", "-", "3%"]),
        ("Ungdom 2 forts 7 1 281", "Ungdom 2 forts", ["7", "1", "281"]),
        ("Årets resultat −1 916", "Årets resultat", ["−1", "916"]),
        ("Soliditet 87,5%", "Soliditet", ["87,5%"]),
        ("134 60 74", "", ["134", "60", "74"]),
        ("Summa 1.250.000", "Summa", ["1.250.000"]),
        ("Deltagare som bor i Salem", "Deltagare som bor i Salem", []),
        ("Steg 1-2", "Steg 1-2", []),
    ],
)
def test_a_row_is_a_label_and_the_figures_at_its_end(line: str, label: str, figures: list[str]) -> None:
    assert split_tail(line) == (label, [(figure, False) for figure in figures])


def test_a_printed_column_rule_is_remembered_before_the_figure_it_stands_before() -> None:
    assert split_tail("Lyra | 1 | 281") == ("Lyra", [("1", True), ("281", True)])


@pytest.mark.parametrize(
    ("printed", "number"), [("1 281", 1281), ("−96", -96), ("–96", -96), ("87,5%", 875), ("-", None), ("", None)]
)
def test_the_digits_of_a_figure_are_a_whole_number_and_a_blank_is_none(printed: str, number: int | None) -> None:
    assert amount(printed) == number


@given(st.integers(min_value=-999_999_999, max_value=999_999_999), st.sampled_from(["-", "−", "–"]))
def test_an_amount_printed_in_thousands_reads_as_itself(number: int, minus: str) -> None:
    assert amount(f"{number:,}".replace(",", " ").replace("-", minus)) == number


@pytest.mark.parametrize(
    ("parts", "one"),
    [
        ("6 623 770", True),
        ("1998 560", True),
        ("7 720000", True),
        ("- 21 090", True),
        ("12 500,5", True),
        ("41 55", False),
        ("0 250", False),
        ("12,5 300", False),
        ("- 12 34", False),
    ],
)
def test_groups_of_three_digits_may_be_one_figure(parts: str, one: bool) -> None:
    assert joinable([Token(p) for p in parts.split()]) is one


def test_digits_on_both_sides_of_a_column_rule_are_two_figures() -> None:
    assert not joinable([Token("6"), Token("623", cut=True)])


def test_every_way_to_read_three_amounts_out_of_seven_groups_is_kept() -> None:
    tokens = [Token(t) for t in ("6", "623", "770", "7", "720000", "-1096", "230")]
    assert list(groupings(tokens, 3)) == [("6 623 770", "7 720000", "-1096 230")]
    assert set(groupings([Token("1"), Token("281"), Token("450")], 2)) == {("1", "281 450"), ("1 281", "450")}


def test_fewer_figures_than_columns_cannot_be_grouped() -> None:
    assert list(groupings([Token("12")], 2)) == []


def test_deviation_is_budget_less_outcome_or_the_other_way_round() -> None:
    rules = holding(row_rules(3), [(1500, 1400, 100), (800, 950, -150)])
    assert RowRule(2, ((0, 1), (1, -1))) in rules
    rules = holding(row_rules(3), [(1500, 1400, -100), (800, 950, 150)])
    assert RowRule(2, ((1, 1), (0, -1))) in rules


def test_a_sum_that_holds_in_one_row_only_is_chance() -> None:
    assert holding(row_rules(3), [(19, 19, 38), (3, 4, 9), (5, 5, 11)]) == []


@pytest.mark.parametrize(("total", "holds"), [(7302, True), (7303, True), (7310, False), (None, False)])
def test_large_amounts_may_be_a_unit_off_for_every_rounded_part(total: int | None, holds: bool) -> None:
    assert RowRule(2, ((0, 1), (1, 1))).holds((3151, 4150, total)) is holds


def test_heads_are_counted_exactly() -> None:
    assert not RowRule(2, ((0, 1), (1, 1))).holds((19, 20, 38))


def test_two_figures_under_three_headings_stand_left_first() -> None:
    assert placements(["41", "55"], 3) == [("41", "55", ""), ("41", "", "55"), ("", "41", "55")]


def test_the_total_row_tells_which_column_a_blank_cell_stands_in() -> None:
    """Ten came, one was left over and one has gone: the blank of the second row is under the second heading."""
    options = [[("10", "1", "11")], placements(["18", "18"], 3), [("28", "1", "29")]]
    assert best_rows(options, [], [False, False, True]) == [0, 1, 0]


def test_the_row_rule_tells_before_the_total_row_does() -> None:
    rule = RowRule(0, ((1, 1), (2, 1)))
    options = [[("12", "7", "5")], [("9", "9", ""), ("9", "", "9"), ("", "9", "9")]]
    assert best_rows(options, [rule], [False, False]) == [0, 0]


def test_a_second_total_sums_the_rows_since_the_first_or_all_rows() -> None:
    rows = [[10], [5], [15], [4], [3], [7], [22]]
    totals = [False, False, True, False, False, True, True]
    assert column_sums(rows, totals) == 3
