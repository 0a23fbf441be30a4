"""A goal table that a two-column page printed after the next heading finds its way home."""

from __future__ import annotations

import pytest

from extract.types import Table
from normalize.placing import likeness, rehome
from normalize.sections import Section
from tests.normalize.make import lens, lines, sentence, table

LYRA, START = Section("Lyra", "goals", "Mål"), Section("START", "goals", "Mål")
WHERE = [Section("Lyra", "", "Lyra"), LYRA, Section("START", "", "START"), START, START, Section()]
TEXT = "Lyra\nMinst 60 % ska ha en plan\nSTART\nMinst 40 personer ska få praktik\ntabell\nslut"
SAID = [sentence("Minst 60 % ska ha en plan.", LYRA), sentence("Minst 40 personer ska få praktik.", START)]


def home(of: Table) -> str:
    (found,) = rehome([of], lines(TEXT), WHERE, SAID, lens())
    return found


def goals(*rows: str, first: int = 5) -> Table:
    return table([["Mål", "Resultat"], *([row, "71 %"] for row in rows)], first=first)


def test_a_goal_table_goes_to_the_neighbouring_section_whose_goals_it_lists() -> None:
    assert home(goals("Minst 60 % ska ha en plan")) == "Lyra"


def test_a_goal_table_that_fits_its_own_section_stays() -> None:
    assert home(goals("Minst 40 personer ska få praktik")) == "START"


def test_a_goal_table_that_fits_neither_stays_where_it_stands() -> None:
    assert home(goals("Något helt annat i siffror")) == "START"


def test_a_table_of_figures_is_never_moved() -> None:
    assert (
        home(table([["Minst 60 % ska ha en plan", "Resultat"], ["Minst 60 % ska ha en plan", "71"]], first=5))
        == "START"
    )


def test_a_table_outside_all_sections_belongs_to_none() -> None:
    assert home(goals("Minst 60 % ska ha en plan", first=6)) == ""


@pytest.mark.parametrize(
    ("row", "goal", "close"),
    [
        ("Minst 60 % ska ha en plan", "Minst 60 % ska ha en plan.", True),
        ("Minst 60 % ska ha en plan", "Minst 80 % ska ha en plan.", False),
        ("Minst 60 % ska ha en plan", "Kaffet serveras klockan 3", False),
    ],
)
def test_goals_with_other_figures_are_half_alike(row: str, goal: str, close: bool) -> None:
    assert (likeness(row, [goal]) > 0.6) is close


def test_where_nothing_is_said_nothing_is_alike() -> None:
    assert likeness("Minst 60 %", []) == 0.0
