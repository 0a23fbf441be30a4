"""Every printed form of a known name is found in running text, and what the text says of two names."""

from __future__ import annotations

import pytest

from extract.types import Line
from normalize.declarations import declarations
from normalize.name_mentions import Running, name_mentions, running

NOWHERE: frozenset[tuple[int | None, int]] = frozenset()


def text(*lines: str) -> Running:
    return running([Line(n, line) for n, line in enumerate(lines, start=1)], NOWHERE)


def forms(run: Running, *known: str, spoilt: bool = False, own: tuple[str, ...] = ()) -> list[str]:
    return [m.printed for m in name_mentions(run, known, spoilt=spoilt, federation_words=own)]


@pytest.mark.parametrize(
    ("line", "known", "found"),
    [
        ("Vi i Lyras team och i Lyra växte.", "Lyra", ["Lyras", "Lyra"]),
        ("I MIA:s delprojekt, i MIA-projektets regi.", "MIA", ["MIA:s", "MIA-projektets"]),
        ("Inom ASF-strategens uppdrag.", "ASF-strateg", ["ASF-strategens"]),
        ("Samverkansteamet Huddinge tog över.", "Samverkansteam Huddinge", ["Samverkansteamet Huddinge"]),
        ("Insatskatalogen är en digital insatskatalog.", "Insatskatalogen", ["Insatskatalogen", "insatskatalog"]),
        ("Nya vägar (NVA) tog emot 12.", "Nya vägar", ["Nya vägar (NVA)", "NVA"]),
        ("ESF-projektet Lumena pågår.", "Lumena", ["ESF-projektet Lumena", "Lumena"]),
        ("Vi ska starta i mars. Start av insatsen i april.", "START", []),
        ("En utvärderingen av insatserna gjordes.", "Utvärdering", []),
        ("Av Mia Kompetens AB köptes handledning.", "MIA", []),
        ("Insatsen gav samordnat stöd till fler.", "Samordnat stöd", []),
        ("Lyran spelade för deltagarna.", "Lyra", []),
    ],
)
def test_a_name_is_found_as_it_is_printed_and_a_common_word_is_left(line: str, known: str, found: list[str]) -> None:
    assert forms(text(line), known) == found


def test_a_name_is_found_over_the_end_of_a_line_but_not_over_a_blank_one() -> None:
    assert forms(text("processledare istället belastat MIA-", "projektet i år."), "MIA-projektet") == ["MIA-projektet"]
    assert forms(text("arbetat i Samverkans-", "team Botkyrka."), "Samverkansteam Botkyrka") == [
        "Samverkansteam Botkyrka"
    ]
    assert forms(text("i Samverkansteam", "", "Botkyrka"), "Samverkansteam Botkyrka") == []


def test_the_federations_own_word_may_follow() -> None:
    run = text("Delprojektet Mia HBS drivs av kommunerna.")
    assert forms(run, "MIA", own=("HBS",)) == ["Delprojektet Mia HBS", "Mia HBS"]


def test_a_name_whose_letters_were_lost_or_confused_is_found_where_text_is_spoilt() -> None:
    run = text("IPS f6r personer med beroendeproblematik och STOCKHOLMSKRAETEN har Valfardsguiden.")
    known = ("IPS för personer med beroendeproblematik", "Stockholmskraften", "Välfärdsguiden")
    assert forms(run, *known, spoilt=True) == [
        "IPS f6r personer med beroendeproblematik",
        "STOCKHOLMSKRAETEN",
        "Valfardsguiden",
    ]


def test_a_form_is_told_with_its_first_line_once() -> None:
    found = name_mentions(text("Annat.", "Lyra växte.", "Lyra igen."), ["Lyra"])
    assert [(m.printed, m.place.line) for m in found] == [("Lyra", 2)]


@pytest.mark.parametrize(
    ("line", "printed", "of", "relation"),
    [
        ("Fyren, tidigare Hamnen, hade 44.", "Hamnen", "Fyren", ""),
        ("Fyren (tidigare Unga på väg i hamnen) hade 44.", "Unga på väg i hamnen", "Fyren", ""),
        ("Fyren heter numera Hamnen.", "Hamnen", "Fyren", ""),
        ("Fyren bytte namn till Nya Hamnen i maj.", "Nya Hamnen", "Fyren", ""),
        ("Fyren övergick till Hamnen i januari.", "Hamnen", "Fyren", "succeeds"),
        ("Fyren uppgick i Hamnen.", "Hamnen", "Fyren", "succeeds"),
        ("Fyren ingår i Hamnen.", "Fyren", "Hamnen", "part_of"),
    ],
)
def test_what_the_text_says_of_two_names(line: str, printed: str, of: str, relation: str) -> None:
    (found,) = declarations(text(line), ["Fyren"])
    assert (found.printed, found.alias_of, found.relation) == (printed, of, relation)


@pytest.mark.parametrize(
    "line",
    [
        "Fyren, tidigare Ung kompass hade 44.",
        "Tidigare deltagare på Fyren berättar.",
        "Fyren övergick till en insats.",
        "Fyren ingår i Försäkringskassan.",
    ],
)
def test_words_that_only_look_like_a_declaration_say_nothing(line: str) -> None:
    assert declarations(text(line), ["Fyren"]) == []
