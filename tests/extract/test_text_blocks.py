"""Goal tables of a text dump: cells stand one after the other, not always with blank lines between."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from extract.read_text import pages
from extract.text_blocks import parse
from extract.text_goal_rows import closing_rating, cut_values, name_end
from extract.types import Declined, Hints, Table, TableSettings, fold


def folded(*words: str) -> frozenset[str]:
    return frozenset(fold(w) for w in words)


HINTS = Hints(
    modifiers=folded("jan-juni", "helår", "år"),
    statuses=folded("Ej tillämpligt", "Ännu inte mätt", "Uppgift saknas"),
    ratings=folded("God", "Mycket god", "Godtagbart", "Ej uppfyllt", "Delvis uppfyllt"),
    stub_headers=folded("Insats"),
    target_headers=folded("Mål"),
    result_headers=folded("Resultat"),
    rating_headers=folded("Måluppfyllelse", "Mål-uppfyllelse"),
)


def tables(text: str, hints: Hints = HINTS) -> list[Table]:
    found = parse(pages(text.encode(), Path("dump.txt"))[0], TableSettings(hints=hints))
    return [] if isinstance(found, Declined) else found


def grid(text: str) -> list[list[str]]:
    (found,) = tables(text)
    return found.grid()


RATED = """Måluppfyllelse per insats

Insats
Mål
Resultat
Måluppfyllelse

Adrian

20 deltagare.
35 % i arbete.

11 deltagare.
9 % i arbete.

Ej uppfyllt

Lyra

40 deltagare.

52 deltagare.

Mycket god
"""


def test_rows_that_close_with_a_rating_are_a_goal_table() -> None:
    (found,) = tables(RATED)
    assert found.grid() == [
        ["Insats", "Mål", "Resultat", "Måluppfyllelse"],
        ["Adrian", "20 deltagare. 35 % i arbete.", "11 deltagare. 9 % i arbete.", "Ej uppfyllt"],
        ["Lyra", "40 deltagare.", "52 deltagare.", "Mycket god"],
    ]
    assert found.title == "Måluppfyllelse per insats"
    assert found.cell(1, 1).lines == ("20 deltagare.", "35 % i arbete.")  # type: ignore[union-attr]


def test_headings_on_one_line_and_a_broken_heading_are_the_same_table() -> None:
    body = RATED.split("Måluppfyllelse\n\n", 1)[1]
    assert grid("Insats Mål Resultat Måluppfyllelse\n\n" + body)[1:] == grid(RATED)[1:]
    assert grid("Insats\nMål\nResultat\nMål-\nuppfyllelse\n\n" + body)[1:] == grid(RATED)[1:]


def test_a_rating_behind_the_result_closes_the_row_all_the_same() -> None:
    text = "Insats Mål Resultat Måluppfyllelse\n\nLyra\n\n40 deltagare.\n\n52 deltagare. God\n"
    assert grid(text)[1] == ["Lyra", "40 deltagare.", "52 deltagare.", "God"]


def test_cells_under_spaced_headings_are_parted_by_wide_gaps_and_may_wrap() -> None:
    text = """Tabell 1 Utfall

Insats      Mål                   Resultat              Måluppfyllelse
Adrian      60 nya deltagare      41 nya deltagare      Delvis uppfyllt
            per år
Lyra        40 nya deltagare      31 nya deltagare      God

Insats      Deltagare             Kvinnor               Nya 2017
Lyra        31                    20                    11
"""
    (found,) = tables(text, replace(HINTS, headers=folded("Deltagare", "Kvinnor", "Nya")))
    assert found.grid() == [
        ["Insats", "Mål", "Resultat", "Måluppfyllelse"],
        ["Adrian", "60 nya deltagare per år", "41 nya deltagare", "Delvis uppfyllt"],
        ["Lyra", "40 nya deltagare", "31 nya deltagare", "God"],
    ]
    assert (found.title, found.line, found.last_line) == ("Tabell 1 Utfall", 3, 6)


def test_a_name_glued_to_its_goals_is_cut_before_the_figure() -> None:
    text = "Insats Mål Resultat Måluppfyllelse\n\nLyra 40 deltagare.\n\n52 deltagare.\n\nGod\n"
    assert grid(text)[1] == ["Lyra", "40 deltagare.", "52 deltagare.", "God"]


def test_a_row_in_one_block_is_halved_into_goals_and_results() -> None:
    text = "Insats Mål Resultat Måluppfyllelse\n\nLyra 40 deltagare. 25 nya.\n52 deltagare. 34 nya.\n\nGod\n"
    assert grid(text)[1] == ["Lyra", "40 deltagare. 25 nya.", "52 deltagare. 34 nya.", "God"]


VALUED = """Mål
Resultat 2017
Resultat 2016

Minst 40 personer ska få stöd
52
47

Minst 60 procent ska vara nöjda
71 %
68 %

Planer finns för alla
Ännu inte mätt
Ej tillämpligt
"""


def test_goals_with_a_result_for_each_year_are_a_table() -> None:
    assert grid(VALUED) == [
        ["Mål", "Resultat 2017", "Resultat 2016"],
        ["Minst 40 personer ska få stöd", "52", "47"],
        ["Minst 60 procent ska vara nöjda", "71 %", "68 %"],
        ["Planer finns för alla", "Ännu inte mätt", "Ej tillämpligt"],
    ]


def test_missing_blank_lines_between_rows_and_values_on_the_goals_line_change_nothing() -> None:
    assert grid(VALUED.replace("\n\n", "\n")) == grid(VALUED)
    assert grid(VALUED.replace("stöd\n52\n47", "stöd 52 47"))[1] == ["Minst 40 personer ska få stöd", "52", "47"]


def test_a_goal_that_wraps_is_one_goal() -> None:
    text = "Mål Resultat\n\nMinst 60 procent av dem som\navslutar ska vara nöjda 71 %\nAlla har en plan 100 %\n"
    assert grid(text)[1] == ["Minst 60 procent av dem som avslutar ska vara nöjda", "71 %"]


def test_the_first_line_of_a_new_page_ends_a_table() -> None:
    text = VALUED + "\n\fNytt kapitel\nSiffror 12\n"
    assert [row[0] for row in grid(text)][-1] == "Planer finns för alla"


def test_running_text_under_the_headings_ends_a_table() -> None:
    text = "Mål Resultat\n\nNöjda deltagare 71 %\n\n" + "Arbetet har gått bra. Det fortsätter. Det växer också. " * 4
    assert len(grid(text)) == 2


@pytest.mark.parametrize(
    "text", ["Mål\n\nAlla ska trivas.\n", "Resultat\n\n71 %\n", "Målet är nått och resultatet gott.\n"]
)
def test_without_a_goal_heading_and_a_result_heading_there_is_no_goal_table(text: str) -> None:
    assert tables(text) == []


def test_without_hints_the_parser_declines_and_says_so() -> None:
    found = parse(pages(RATED.encode(), Path("dump.txt"))[0], TableSettings())
    assert isinstance(found, Declined)
    assert "hints" in found.reason


@pytest.mark.parametrize(
    ("line", "rating"),
    [
        ("Mycket god", "Mycket god"),
        ("52 deltagare. God", "God"),
        ("9 % i arbete. (1 av 11) Ej uppfyllt", "Ej uppfyllt"),
        ("stämningen är god", None),
        ("52 deltagare.", None),
    ],
)
def test_a_rating_is_a_line_or_closes_one(line: str, rating: str | None) -> None:
    assert closing_rating(line, HINTS) == rating


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Lyra 40 deltagare", "Lyra"),
        ("Samverkansteam Salem Minst hälften", "Samverkansteam Salem"),
        ("Lyra", "Lyra"),
        ("en text som inte har något namn alls", ""),
    ],
)
def test_where_a_name_ends_and_its_goal_begins(text: str, name: str) -> None:
    assert text[: name_end(text)].strip() == name


@pytest.mark.parametrize(
    ("line", "goal", "values"),
    [
        ("Nöjda deltagare 71 % 68 %", "Nöjda deltagare", ["71 %", "68 %"]),
        ("11 (100 %) 9", "", ["11 (100 %)", "9"]),
        ("Antal som fått stöd 52", "Antal som fått stöd 52", []),
        ("Ännu inte mätt", "", ["Ännu inte mätt"]),
    ],
)
def test_the_values_at_the_end_of_a_line_fill_all_columns_or_none(line: str, goal: str, values: list[str]) -> None:
    assert cut_values(line, 2, HINTS, inside=False) == (goal, values)
