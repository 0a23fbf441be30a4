"""Numerals in words, ranges, and what only looks like a count."""

from __future__ import annotations

import pytest

from normalize.aligned import aligned
from normalize.mentions import find
from tests.normalize.make import lens


def said(text: str, *, before: bool = False) -> list[tuple[str, str, str]]:
    """Figure, unit, qualifier."""
    found = find(aligned(text, lens()), text, lens(), people_before=before)
    return [(str(m.value.value), m.unit, m.value.qualifier) for m in found]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Av de utskrivna återgick tolv till arbete och sju började studera.", ["12", "7"]),
        ("Sex av åtta deltagare avslutade.", ["6"]),
        ("Tre av fyra deltagare är nöjda.", []),
        ("Nio av tio anser det.", []),
        ("Deltagarna har varit borta i mer än tre år.", []),
        ("Förbundets fem individinriktade insatser hade 40 deltagare.", ["40"]),
        ("Mellan 18 och 24 år var 12 personer.", ["12"]),
        ("Antalet avslut ökade från 17 till 23.", ["17", "23"]),
        ("Siffrorna adderar inte till 100 procent.", []),
    ],
)
def test_what_is_counted_in_words_and_what_is_not(text: str, found: list[str]) -> None:
    assert [number for number, _, _ in said(text)] == found


def test_a_range_is_two_bounds_of_one_figure() -> None:
    assert said("Målet är 32-34 procent.") == [("32", "percent", "at_least"), ("34", "percent", "at_most")]
    assert said("Mellan 25 och 30 personer deltog.")[0] == ("25", "persons", "at_least")
    assert said("Åren 2019-2021 deltog 12 personer.") == [("12", "persons", "")]


def test_bare_figures_go_on_counting_people_in_a_list_of_parties() -> None:
    text = "Av dem kom 47 från Försäkringskassan, 31 från regionen och 14 från kommunen."
    assert said(text, before=True) == [("47", "persons", ""), ("31", "persons", ""), ("14", "persons", "")]


def test_figures_after_a_colon_that_add_up_are_parts_named_by_the_words_before_them() -> None:
    text = "Insatsen har remitterats 31 personer: psykiatrin 14, socialtjänsten 8 och kriminalvården 9."
    found = find(aligned(text, lens()), text, lens())
    assert [(str(m.value.value), m.part) for m in found[1:]] == [
        ("14", "psykiatrin"),
        ("8", "socialtjänsten"),
        ("9", "kriminalvården"),
    ]
