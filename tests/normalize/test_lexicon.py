"""The names known while a report is read: looked up whole, and found inside sentences."""

from __future__ import annotations

import pytest

from extract.types import fold
from normalize.lexicon import Lexicon

LEXICON = Lexicon(("Samverkansteam Botkyrka", "MIA-projektet", "Arbetsinriktad Rehabilitering (AIR)", "Lyra", "START"))


@pytest.mark.parametrize(
    "text",
    ["Lyra", "Samverkans- \nteam Botkyrka", "Samverkansteamet Botkyrka", "MIA", "AIR", "Arbetsinriktad Rehabilitering"],
)
def test_a_known_name_in_any_form_is_a_name(text: str) -> None:
    assert LEXICON.is_name(text)


@pytest.mark.parametrize(
    "text", ["", "Lyran 2", "Samverkansteam Salem", "Resultat", "Lyra (30) hade 12 kvar", "x" * 100]
)
def test_what_is_not_known_is_no_name(text: str) -> None:
    assert not LEXICON.is_name(text)


def test_the_name_is_given_back_as_the_text_prints_it() -> None:
    assert LEXICON.known("Samverkansteamet Botkyrka") == "Samverkansteamet Botkyrka"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("I Lyra deltog 52 personer.", ["Lyra"]),
        ("Lyras deltagare var fler än START:s.", ["Lyra", "START"]),
        ("Samverkansteam Botkyrka och MIA-projektet växte.", ["Samverkansteam Botkyrka", "MIA-projektet"]),
        ("Insatsen AIR gav stöd.", ["Arbetsinriktad Rehabilitering (AIR)"]),
        ("Lyran spelade.", []),
        ("Kolyra", []),
    ],
)
def test_names_are_found_in_a_sentence(text: str, found: list[str]) -> None:
    assert [name for _, _, name in LEXICON.mentions(fold(text))] == found


def test_where_two_names_overlap_the_longer_is_meant() -> None:
    lexicon = Lexicon(("Vidare", "MIA Vidare"))
    assert [name for _, _, name in lexicon.mentions("mia vidare vaxte")] == ["MIA Vidare"]


def test_letters_that_the_reader_spoilt_do_not_hide_a_name() -> None:
    spoilt = Lexicon(("Hälsosam", "Rätt väg"), spoilt=True)
    assert [name for _, _, name in spoilt.mentions("i halsosam deltog 41")] == ["Hälsosam"]
    assert [name for _, _, name in spoilt.mentions("i hdlsosam deltog 41")] == ["Hälsosam"]
    assert spoilt.is_name("Ratt vag")
    assert not Lexicon(("Hälsosam",)).mentions("i hdlsosam deltog 41")


def test_names_found_on_the_way_are_added_once() -> None:
    more = LEXICON.with_names(["Slussen", "Lyra", "", "Slussen "])
    assert more.names == (*LEXICON.names, "Slussen")
    assert not LEXICON.is_name("Slussen")


def test_without_names_nothing_is_found() -> None:
    assert Lexicon(()).mentions("lyra") == []
