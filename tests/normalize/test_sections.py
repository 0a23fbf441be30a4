"""Which intervention's section a line stands in, and what kind of passage it belongs to."""

from __future__ import annotations

import pytest

from extract.types import BBox, Line
from normalize.lexicon import Lexicon
from normalize.sections import Heading, Section, passage_of, sections
from tests.normalize.make import lens, lines

KNOWN = Lexicon(("Lyra", "Samverkansteam Botkyrka", "START"))


def read(text: str | tuple[Line, ...], *taken: int) -> tuple[list[Section], list[Heading]]:
    of = lines(text) if isinstance(text, str) else text
    return sections(of, lens(), KNOWN.known, frozenset((None, n) for n in taken))


def names(text: str | tuple[Line, ...], *taken: int) -> list[str]:
    return [s.name for s in read(text, *taken)[0]]


DUMP = """\
Lyra

Insatsen ger stöd.

Resultat
52 deltagare.

START
Här börjar nästa.
"""


def test_a_known_name_on_a_line_of_its_own_opens_its_section() -> None:
    found, headings = read(DUMP)
    assert [s.name for s in found] == ["Lyra"] * 7 + ["START"] * 3
    assert [(h.index, h.text) for h in headings] == [(0, "Lyra"), (4, "Resultat"), (7, "START")]


def test_a_sub_heading_opens_a_passage_inside_the_section() -> None:
    found, _ = read(DUMP)
    assert [(s.name, s.passage) for s in (found[2], found[5], found[8])] == [
        ("Lyra", ""),
        ("Lyra", "results"),
        ("START", ""),
    ]


@pytest.mark.parametrize(
    ("text", "passage"),
    [
        ("Mål", "goals"),
        ("Mål 2017", "goals"),
        ("Förväntat resultat år 2017", "goals"),
        ("Resultat", "results"),
        ("Ekonomi", "money"),
        ("Målgrupp", "other"),
        ("Mål och medel", ""),
    ],
)
def test_known_sub_headings(text: str, passage: str) -> None:
    assert passage_of(text, lens()) == passage


def test_a_name_inside_running_text_opens_nothing() -> None:
    assert names("Flera av dem gick sedan vidare till\nLyra\noch stannade där.") == ["", "", ""]


def test_a_name_in_a_table_opens_nothing() -> None:
    assert names("Insats Antal\nLyra\n12\n", 2) == ["", "", "", ""]


@pytest.mark.parametrize("text", ["Lyra.", "Lyra,", "lyra"])
def test_a_name_that_ends_or_starts_like_running_text_is_no_heading(text: str) -> None:
    assert names(f"\n{text}\n\nMer.") == [""] * 4


@pytest.mark.parametrize("text", ["3.2 Lyra", "4 Lyra", "4. Lyra"])
def test_a_numbered_heading_names_its_intervention(text: str) -> None:
    assert names(f"{text}\n\nText.") == ["Lyra"] * 3


def test_a_numbered_chapter_ends_the_section_before_it() -> None:
    assert names("Lyra\n\nText.\n\n5 Förbundets ekonomi\n\nText.") == ["Lyra"] * 4 + [""] * 3


def test_an_unknown_heading_right_before_its_goals_is_an_intervention() -> None:
    assert names("Nya Vägar\n\nInsatsens mål\n\nFler i arbete.") == ["Nya Vägar"] * 5


def marked(*of: tuple[int, str]) -> tuple[Line, ...]:
    return tuple(Line(i, text, level=level) for i, (level, text) in enumerate(of, start=1))


def test_a_deeper_marked_heading_stays_inside_and_one_as_high_ends_the_section() -> None:
    found = names(marked((2, "Lyra"), (0, "Text."), (3, "Bakgrund"), (0, "Text."), (2, "Styrelsen"), (0, "Text.")))
    assert found == ["Lyra"] * 4 + ["", ""]


def test_a_marked_sub_heading_of_a_known_kind_keeps_the_section_at_any_level() -> None:
    found, _ = read(marked((3, "Lyra"), (2, "Resultat"), (0, "52 deltagare."), (4, "Annat"), (3, "Slut")))
    assert [(s.name, s.passage) for s in found] == [
        ("Lyra", ""),
        ("Lyra", "results"),
        ("Lyra", "results"),
        ("Lyra", ""),
        ("", ""),
    ]


def test_a_gap_between_boxes_makes_a_line_a_heading() -> None:
    def at(number: int, text: str, top: float) -> Line:
        return Line(number, text, 1, BBox(50, top, 200, top + 10))

    apart = (at(1, "De gick sedan vidare till", 100), at(2, "Lyra", 140), at(3, "Insatsen ger stöd.", 152))
    close = (at(1, "De gick sedan vidare till", 100), at(2, "Lyra", 112), at(3, "som ger stöd.", 124))
    assert names(apart) == ["", "Lyra", "Lyra"]
    assert names(close) == ["", "", ""]
