"""The figures of a sentence: which are counted, with what unit, gender and group, and which are none."""

from __future__ import annotations

import pytest

from normalize.grouping import right_of
from normalize.mention import Mention
from normalize.mentions import find
from normalize.statements import aligned
from tests.normalize.make import lens


def mentions(text: str) -> list[Mention]:
    return find(aligned(text, lens()), text, lens())


def said(text: str) -> list[tuple[str, str, str]]:
    """Figure, unit, gender."""
    return [(str(m.value.value), m.unit, m.gender) for m in mentions(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Lyra hade 52 deltagare.", [("52", "persons", "")]),
        ("Lyra hade 30 kvinnor och 22 män.", [("30", "persons", "K"), ("22", "persons", "M")]),
        ("Det blev 34 nya och 24 avslutade deltagare.", [("34", "persons", ""), ("24", "persons", "")]),
        ("Fyra deltagare gick vidare.", [("4", "persons", "")]),
        ("Fem respektive sex deltagare gick vidare.", [("5", "persons", ""), ("6", "persons", "")]),
        ("Andelen var 71,8 procent.", [("71.8", "percent", "")]),
        ("Budgeten var 1 515 tkr.", [("1515", "tkr", "")]),
        ("Stödet varade i 11 månader.", [("11", "months", "")]),
        ("Av 24 avslutade deltagare gick 14 till arbete.", [("24", "persons", ""), ("14", "persons", "")]),
        ("Det var 60 % av kvinnorna.", [("60", "percent", "K")]),
        ("Tre hade annan köns-ID bland 52 deltagare.", [("52", "persons", "")]),
    ],
)
def test_what_a_sentence_counts(text: str, found: list[tuple[str, str, str]]) -> None:
    assert said(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "Det skedde under 2017.",
        "Deltagarna är 18 år eller äldre.",
        "De är mellan 16-29 år.",
        "Mötet hölls den 12 mars.",
        "Se tabell 4 för alla deltagare.",
        "Enligt 7 § i lagen om samordning.",
        "Lagen (2003:1210) styr arbetet.",
        "Ärendet har dnr 14.",
        "Klockan 13:30 kom deltagare.",
        "En deltagare sade nej.",
        "Läget är 12.",
    ],
)
def test_figures_that_measure_nothing_are_left_out(text: str) -> None:
    assert mentions(text) == []


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Det var 18 av 34 som gick vidare.", (18, 34)),
        ("Det var 18 av de 34 som gick vidare.", (18, 34)),
        ("Det var 18 av totalt 34 deltagare.", (18, 34)),
    ],
)
def test_x_of_y_is_one_figure(text: str, parts: tuple[int, int]) -> None:
    (only,) = mentions(text)
    assert (only.value.numerator, only.value.denominator) == parts
    assert only.unit == "persons"


def test_a_group_in_brackets_splits_the_figure_before_it() -> None:
    found = mentions("Lyra hade 52 deltagare (30 kvinnor och 22 män).")
    assert [m.head for m in found] == [-1, 0, 0]


def test_a_share_that_repeats_a_count_belongs_to_it() -> None:
    found = mentions("Det var 12 deltagare, vilket motsvarar 48 procent.")
    assert [(m.unit, m.head) for m in found] == [("persons", -1), ("percent", 0)]


def test_two_counts_side_by_side_are_two() -> None:
    assert [m.head for m in mentions("Det var 34 nya deltagare och 24 avslutade deltagare.")] == [-1, -1]


def test_the_words_after_a_figure_stop_at_the_next_and_skip_its_own_group() -> None:
    text = "det var 34 deltagare (20 kvinnor) som kom och 24 deltagare som gick"
    found = mentions(text)
    assert right_of(0, found, text).strip() == "deltagare som kom och"
    assert right_of(2, found, text).strip() == "deltagare som gick"


@pytest.mark.parametrize(
    ("text", "qualifier"),
    [("Minst 40 deltagare kom.", "at_least"), ("Drygt 40 deltagare kom.", "about"), ("Det kom 40 deltagare.", "")],
)
def test_hedges_are_heard(text: str, qualifier: str) -> None:
    assert [m.value.qualifier for m in mentions(text)] == [qualifier]


def test_the_figure_is_kept_letter_for_letter() -> None:
    assert [m.value.printed for m in mentions("Ungefär 1 515 tkr gick åt.")] == ["1 515 tkr"]
