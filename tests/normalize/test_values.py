"""Printed figures as Swedish reports write them: thousands, minus signs, shares, and the words that stand for none."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalize import values
from normalize.types import Value
from normalize.values import to_decimal
from tests.normalize.make import vocabulary


def cell(text: str, unit: str = "") -> Value:
    return values.cell(text, vocabulary(), unit)


@pytest.mark.parametrize(
    ("printed", "number", "unit", "decimals"),
    [
        ("134", "134", "", 0),
        ("1 281", "1281", "", 0),
        ("1\u00a0281", "1281", "", 0),
        ("6 623 770", "6623770", "", 0),
        ("7 301,0", "7301.0", "", 1),
        ("1.250.000", "1250000", "", 0),
        ("2.5", "2.5", "", 1),
        ("−1 916", "-1916", "", 0),
        ("– 96", "-96", "", 0),
        ("-96 230", "-96230", "", 0),
        ("7 720000", "7720000", "", 0),
        ("0", "0", "", 0),
        ("71,8 procent", "71.8", "percent", 1),
        ("9%", "9", "percent", 0),
        ("1 515 tkr", "1515", "tkr", 0),
        ("1,2 miljoner kronor", "1.2", "mkr", 1),
        ("450 000 kr", "450000", "sek", 0),
        ("11 månader", "11", "months", 0),
        ("52 deltagare", "52", "persons", 0),
    ],
)
def test_a_cell_with_one_figure_is_that_figure(printed: str, number: str, unit: str, decimals: int) -> None:
    found = cell(printed)
    assert (found.value, found.unit, found.decimals, found.status) == (Decimal(number), unit, decimals, "A")
    assert found.printed == printed


def test_the_unit_of_the_heading_is_taken_unless_the_cell_prints_its_own() -> None:
    assert cell("52", "persons").unit == "persons"
    assert cell("52 %", "persons").unit == "percent"


@pytest.mark.parametrize(
    ("printed", "status"),
    [
        ("", "O"),
        ("  ", "O"),
        ("-", "O"),
        ("–", "O"),
        ("Ej tillämpligt", "M"),
        ("ej aktuellt", "M"),
        ("Ej mätbart.", "L"),
        ("Uppgift saknas", "L"),
        ("se texten", "unread"),
        ("avrundat till närmaste hela tiotal, se kapitel 3", "unread"),
    ],
)
def test_what_is_no_figure_is_a_status_and_never_zero(printed: str, status: str) -> None:
    found = cell(printed, "persons")
    assert (found.value, found.status) == (None, status)


@pytest.mark.parametrize(
    ("printed", "number", "unit", "of"),
    [
        ("100 % (13 av 13)", "100", "percent", (13, 13)),
        ("85 procent (66 av 78)", "85", "percent", (66, 78)),
        ("1 av 11", "1", "persons", (1, 11)),
        ("4 deltagare av 26", "4", "persons", (4, 26)),
        ("18 av de 34", "18", "persons", (18, 34)),
        ("7 av totalt 20", "7", "persons", (7, 20)),
    ],
)
def test_x_of_y_is_one_value_with_its_parts(printed: str, number: str, unit: str, of: tuple[int, int]) -> None:
    found = cell(printed)
    assert (found.value, found.unit) == (Decimal(number), unit)
    assert (found.numerator, found.denominator) == tuple(map(Decimal, of))


@pytest.mark.parametrize(
    ("printed", "qualifier"),
    [
        ("minst 40", "at_least"),
        ("högst 10 %", "at_most"),
        ("max 5", "at_most"),
        ("drygt 1 500", "about"),
        ("ca 30", "about"),
        ("knappt 100", "about"),
        ("40", ""),
    ],
)
def test_a_hedge_before_a_figure_qualifies_it(printed: str, qualifier: str) -> None:
    (found,) = values.values(printed, vocabulary())
    assert found.qualifier == qualifier


def test_every_figure_of_a_short_text_is_found_in_order() -> None:
    found = values.values("20 deltagare, minst 12 nya, 35 % i arbete (7 av 20)", vocabulary())
    assert [(v.value, v.unit) for v in found] == [
        (Decimal(20), "persons"), (Decimal(12), ""), (Decimal(35), "percent"),
    ]  # fmt: skip
    assert (found[2].numerator, found[2].denominator) == (Decimal(7), Decimal(20))


@pytest.mark.parametrize("text", ["H1", "2a", "A12", "v3b"])
def test_digits_inside_a_word_are_no_figure(text: str) -> None:
    assert values.values(text, vocabulary()) == []


@given(
    st.decimals(min_value=-999_999_999, max_value=999_999_999, places=2),
    st.sampled_from(["-", "−", "–"]),
    st.sampled_from(["", " ", "\u00a0"]),
)
def test_any_figure_printed_the_swedish_way_reads_as_itself(number: Decimal, minus: str, thousands: str) -> None:
    printed = f"{number:,.2f}".replace(",", thousands).replace(".", ",").replace("-", minus)
    assert to_decimal(printed) == (number, 2)
    found = cell(printed)
    assert (found.value, found.decimals, found.printed) == (number, 2, printed)


@given(st.integers(min_value=0, max_value=999_999_999), st.sampled_from(["%", "procent", "tkr", "kr", "deltagare"]))
def test_a_unit_after_any_figure_changes_nothing_in_it(number: int, unit: str) -> None:
    printed = f"{number:,}".replace(",", " ")
    assert cell(f"{printed} {unit}").value == number


def test_the_same_figure_under_the_same_heading_is_one_value_in_memory() -> None:
    assert cell("1 281", "persons") is cell("1 281", "persons")
    assert cell("1 281", "persons") != cell("1 281", "tkr")
