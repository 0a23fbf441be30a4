"""A heading, a label and a title each say a part of what a number means, and are laid over each other."""

from __future__ import annotations

import pytest

from normalize.facets import Facets, over
from normalize.periods import year
from tests.normalize.make import lens


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("Antal deltagare 2017", "participants"),
        ("Antal nya deltagare", "new_participants"),
        ("Avslutade deltagare", "exited_participants"),
        ("Varav unika deltagare", "unique_participants"),
        ("Kvar från 2016", "carried_in"),
        ("Kvar till 2018", "carried_out"),
        ("Till arbete", "exit_work"),
        ("Arbete eller studier", "exit_work_or_studies"),
        ("I arbete eller studier ett år efter avslut", "self_supporting_after_1_year"),
        ("Avslutade deltagare till studier", "exit_studies"),
        ("Novum", ""),
    ],
)
def test_the_measure_that_a_heading_names(text: str, measure: str) -> None:
    assert lens().facets(text, "header").measure == measure


@pytest.mark.parametrize(
    ("text", "gender"),
    [
        ("Varav kvinnor", "K"),
        ("Män", "M"),
        ("K", "K"),
        ("M 2017", "M"),
        ("Annat/ ej angivet", "A"),
        ("Annan", "A"),
        ("Annan orsak", ""),
        ("Remittent", ""),
    ],
)
def test_the_gender_of_a_heading_is_a_word_or_a_lone_letter(text: str, gender: str) -> None:
    assert lens().facets(text, "header").gender == gender


@pytest.mark.parametrize(
    ("text", "role", "unit", "period"),
    [
        ("Budget 2022 (tkr)", "budget", "tkr", "2022"),
        ("Utfall 2021", "actual", "", "2021"),
        ("Utfall 2019–2021", "actual", "", "2019/2021"),
        ("Prognos helår", "forecast", "", None),
        ("Andel", "", "percent", None),
        ("Förväntat resultat", "target", "", None),
    ],
)
def test_role_unit_and_period_of_a_heading(text: str, role: str, unit: str, period: str | None) -> None:
    found = lens("2022").facets(text, "header")
    assert (found.role, found.unit, found.period.code if found.period else None) == (role, unit, period)


@pytest.mark.parametrize(
    ("text", "total"),
    [("TOTALT", True), ("Summa kostnader", True), ("Samtliga", True), ("Lyra", False), ("Andel av totalt", False)],
)
def test_a_label_that_opens_with_a_sum_is_a_total(text: str, total: bool) -> None:
    assert lens().facets(text, "header", "stub").total is total


@pytest.mark.parametrize(
    ("printed", "total"),
    [("ToTa,UT", True), ("T0TALT", True), ("Totall", True), ("Tota|t", True), ("Gumma", False), ("Totem", False)],
)
def test_a_label_that_a_scan_spoilt_by_one_letter_is_still_the_total(printed: str, total: bool) -> None:
    assert lens().facets(printed, "stub", "header").total is total
    assert not lens().facets(printed, "header").total  # a heading may be a name


def test_a_bare_reason_counts_as_one_only_in_a_table_of_reasons() -> None:
    assert lens().facets("Sjukdom", "stub", "exits").measure == "exit_illness"
    assert lens().facets("Sjukdom", "stub").silent


def test_the_bare_word_for_participants_is_weak() -> None:
    assert lens().facets("Deltagare").weak
    assert not lens().facets("Nya deltagare").weak


def test_a_phrase_says_which_rows_of_the_vocabulary_gave_its_meaning() -> None:
    assert "gender:K←varav kvinnor" in lens().facets("Varav kvinnor", "header").used


def test_spoilt_letters_are_mended_only_in_a_report_that_lost_them() -> None:
    assert lens(spoilt=True).facets("Avs1utade de1tagare", "header").measure == "exited_participants"
    assert lens().facets("Avs1utade de1tagare", "header").measure == ""


def test_the_nearer_piece_wins_and_the_farther_fills_what_it_is_silent_on() -> None:
    near = Facets("Kvinnor", gender="K", period=year(2016))
    far = Facets("Nya deltagare 2017", measure="new_participants", unit="persons", period=year(2017), gender="T")
    both = over(near, far)
    assert (both.text, both.measure, both.gender, both.unit, both.period) == (
        "Kvinnor", "new_participants", "K", "persons", year(2016),
    )  # fmt: skip


def test_a_weak_measure_gives_way_to_a_farther_one_that_says_more() -> None:
    near = Facets("Deltagare", measure="participants", weak=True)
    assert over(near, Facets("Avslutade", measure="exited_participants")).measure == "exited_participants"
    assert over(near, Facets("2017")).measure == "participants"
