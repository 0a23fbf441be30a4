"""Printed lines become sentences that remember on which line each of their words stands."""

from __future__ import annotations

import pytest

from normalize.sections import Section
from normalize.sentences import glued, paragraphs, sentences
from tests.normalize.make import lines

HERE = Section("Lyra", "results", "Resultat")


def read(text: str, *headings: int) -> list[str]:
    of = lines(text)
    runs = paragraphs(of, [HERE] * len(of), frozenset(), frozenset(headings))
    return [s.text for section, run in runs for s in sentences(section, run)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Det gick bra. Fler kom.", ["Det gick bra.", "Fler kom."]),
        ("Det gick\nbra och\nfler kom.", ["Det gick bra och fler kom."]),
        ("Samverkans-\nteamet växte.", ["Samverkansteamet växte."]),
        ("IPS-\nteamet växte.", ["IPS-teamet växte."]),
        ("Arbets-\noch studieplatser fanns.", ["Arbets- och studieplatser fanns."]),
        ("Stöd ges t.ex. Via brev.", ["Stöd ges t.ex. Via brev."]),
        ("Det blev 12. Av dem gick 9.", ["Det blev 12.", "Av dem gick 9."]),
        ("Målet är 1.5 gånger så högt.", ["Målet är 1.5 gånger så högt."]),
        ("Första stycket.\n\nAndra stycket.", ["Första stycket.", "Andra stycket."]),
        ("Det här går\n\növer en sida.", ["Det här går över en sida."]),
        ("- 34 nya\n- 24 avslutade", ["34 nya", "24 avslutade"]),
        ("• Kom\n• Gick", ["Kom", "Gick"]),
        ("1. Kom\n2. Gick", ["Kom", "Gick"]),
        ("Lyra\nInsatsen ger stöd åt unga.", ["Lyra", "Insatsen ger stöd åt unga."]),
    ],
)
def test_lines_are_cut_into_sentences(text: str, found: list[str]) -> None:
    assert read(text) == found


def test_a_heading_is_a_run_of_its_own() -> None:
    assert read("Det gick bra\nResultat\nFler kom.", 1) == ["Det gick bra", "Resultat", "Fler kom."]


def test_a_change_of_section_and_a_table_end_a_run() -> None:
    of = lines("Före\n12 13\nefter")
    runs = list(paragraphs(of, [HERE] * 3, frozenset({(None, 2)}), frozenset()))
    assert [[line.text for line in run] for _, run in runs] == [["Före"], ["efter"]]
    runs = list(paragraphs(of, [HERE, Section(), Section()], frozenset(), frozenset()))
    assert [section.name for section, _ in runs] == ["Lyra", ""]


def test_every_word_of_a_sentence_knows_its_line() -> None:
    of = lines("Det gick bra. Fler\nkom till\nLyra.", first=40)
    ((section, run),) = paragraphs(of, [HERE] * 3, frozenset(), frozenset())
    first, second = sentences(section, run)
    assert first.line_at(0).number == 40
    assert [second.line_at(second.text.index(w)).number for w in ("Fler", "kom", "till", "Lyra")] == [40, 41, 41, 42]


@pytest.mark.parametrize(
    ("text", "part", "after"),
    [
        ("Samverkans-", "team", "Samverkans"),
        ("IPS-", "team", "IPS-"),
        ("arbets-", "och studier", "arbets- "),
        ("bra", "och", "bra "),
    ],
)
def test_a_text_is_made_ready_for_its_next_line(text: str, part: str, after: str) -> None:
    assert glued(text, part) == after
