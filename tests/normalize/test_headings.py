"""An intervention that no table and no registry names is known by what stands under its heading."""

from __future__ import annotations

import pytest

from extract.types import Line
from normalize.headings import says_something, unknown_names
from tests.normalize.make import lens, lines

NONE: frozenset[tuple[int | None, int]] = frozenset()


def named(text: str, *labels: str) -> dict[int, str]:
    return unknown_names(lines(text), lens(), frozenset(labels), NONE)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("3.1 Fyren\nMålgrupp\nUnga med ohälsa.", "Fyren"),
        ("Insatsen Kugghjulet\n\nText utan namn.", "Kugghjulet"),
        ("Spåret\n\nSpåret är en insats för dem som varit borta länge.", "Spåret"),
        ("UNGDOMSKRAFT\n\nUnder året startade 44 ungdomar i Ungdomskraft.", "UNGDOMSKRAFT"),
        ("Nya Vägar\n\nMål för 2014: att 50 ungdomar ska delta.", "Nya Vägar"),
    ],
)
def test_what_stands_under_a_heading_tells_that_it_names_an_intervention(text: str, name: str) -> None:
    assert named(text) == {0: name}


@pytest.mark.parametrize(
    "text",
    [
        "Styrelsen\n\nStyrelsen har haft fem möten.",
        "Verksamheten är lokaliserad i\nkommunen och har tolv deltagare.",
        "Sammanfattning\n\nUnder året deltog 40 personer.",
        "Individinriktade insatser\n\nIndividinriktade insatser hade 40 deltagare.",
    ],
)
def test_chapters_and_pieces_of_sentences_name_none(text: str) -> None:
    assert named(text) == {}


def test_a_row_label_of_a_table_is_a_name_where_a_heading_says_the_same() -> None:
    assert named("Jobbspår\n\nText.", "jobbspar") == {0: "Jobbspår"}


def test_a_heading_between_two_interventions_of_a_chapter_is_one_too_and_the_one_before_them_is_not() -> None:
    marked = [
        (2, "Överblick"), (0, "Totalt 90 deltagare."), (2, "Arena"), (0, "Arena är en insats."),
        (2, "Skolan"), (0, "Två kurser med 23 deltagare."), (2, "Lotsen"), (0, "Lotsen ger deltagare stöd."),
    ]  # fmt: skip
    of = tuple(Line(i, text, level=level) for i, (level, text) in enumerate(marked, start=1))
    assert unknown_names(of, lens(), frozenset(), NONE) == {2: "Arena", 4: "Skolan", 6: "Lotsen"}


def test_a_line_with_a_verb_is_no_heading() -> None:
    assert says_something("Insatsen har tolv deltagare")
    assert not says_something("Steget vidare")
