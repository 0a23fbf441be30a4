"""Printed names of interventions: which forms are one name, and which must stay two."""

from __future__ import annotations

import pytest

from normalize.comparisons import safe
from normalize.name_features import name
from normalize.names import core, declared, is_genitive, joined, ocr_key, slug, tidy

SAME = [
    ("Samverkans- \nteam Botkyrka", "Samverkansteam Botkyrka"),
    ("Samverkansteamet Botkyrka", "Samverkansteam Botkyrka"),
    ("MIA-projektet", "MIA"),
    ("MIA-\nprojektet", "MIA-projektet"),
    ("MIA:s", "mia"),
    ("Delprojektet Mia", "MIA"),
    ("Ungdoms-\nprojektet Salem", "Ungdomsprojektet i Salem"),
    ("ADRIAN", "Adrian"),
    ("Aktivi-\ntets-\nplatsen", "Aktivitetsplatsen"),
    ("Aktivitetsplatsens", "Aktivitetsplatsen"),
    ("insatskatalog", "Insatskatalogen"),
    ("ASF-strategen", "ASF-strateg"),
    ("Novum (ESF)", "Novum"),
    ("ESF-projektet Stockholmskraften", "STOCKHOLMSKRAFTEN"),
    ("Förstärkt kontaktväg hälso- och sjukvården", "Förstärkt kontaktväg till hälso- och sjukvården"),
    ("Rätt stöd för mig!", "Rätt stöd för mig"),
    ("IPS-\npsykos", "IPS-psykos"),
]
DIFFERENT = [
    ("Samverkansteam Botkyrka", "Samverkansteam Huddinge"),
    ("MIA", "MIA Vidare"),
    ("IPS-psykos", "IPS-beroende"),
    ("IPS-metodstöd", "IPS"),
    ("FINSAM-team", "FINSAM-insats"),
    ("Lyra", "Lyran 2"),
    ("START", "Starten"),
    ("Slussen", "Slussen Salem"),
    ("Projekt 1", "Projekt 2"),
    ("Aktivitetsplatsen", "Aktivitetshuset"),
]


@pytest.mark.parametrize(("a", "b"), SAME)
def test_forms_of_one_name_have_one_core(a: str, b: str) -> None:
    assert core(a) == core(b) != ""


@pytest.mark.parametrize(("a", "b"), DIFFERENT)
def test_different_interventions_have_different_cores(a: str, b: str) -> None:
    assert core(a) != core(b)


def test_a_name_of_generic_words_only_keeps_them() -> None:
    assert core("Projektet") == "projekt"
    assert slug("Insatsen") == "insatsen"


@pytest.mark.parametrize(
    ("printed", "others"),
    [
        ("Unga på väg i Salem (UPIS)", ("UPIS", "Unga på väg i Salem")),
        ("Myndighetsgemensamt team (MGT)", ("MGT", "Myndighetsgemensamt team")),
        ("Myndighetsgemensamt team, tidigare FINSAM-team", ("FINSAM-team", "Myndighetsgemensamt team")),
        ("START – Stöd till arbete", ("START",)),
        ("Novum (ESF)", ()),
        ("Lyra (18-29)", ()),
        ("Process- och samverkansstöd", ()),
    ],
)
def test_a_name_declares_its_other_names_but_not_who_pays(printed: str, others: tuple[str, ...]) -> None:
    assert declared(printed) == others


@pytest.mark.parametrize(
    ("printed", "one_line"),
    [
        ("Aktivi- tets- platsen", "Aktivitetsplatsen"),
        ("MIA- projektet", "MIA-projektet"),
        ("Process- och\nsamverkansstöd", "Process- och samverkansstöd"),
        ("Samverkans-\nteam\nBotkyrka", "Samverkansteam Botkyrka"),
        ("START - Stöd till arbete", "START - Stöd till arbete"),
    ],
)
def test_a_broken_word_is_joined_and_a_real_hyphen_stays(printed: str, one_line: str) -> None:
    assert joined(printed) == one_line


def test_the_genitive_belongs_to_its_name_only() -> None:
    assert is_genitive("HälsoSams", "HälsoSam")
    assert is_genitive("MIA:s", "MIA")
    assert not is_genitive("UPIS", "Lyra")


@pytest.mark.parametrize("read", ["Valfardsguiden", "Vélfardsguiden", "Välfardsguiden", "V6lfärdsguiden"])
def test_ocr_forms_without_swedish_letters_share_a_key(read: str) -> None:
    assert ocr_key(read) == ocr_key("Välfärdsguiden") != ""


@pytest.mark.parametrize("short", ["Lyra", "START", "MIA", "Novum", "Adrian"])
def test_short_names_have_no_ocr_key_because_they_cannot_be_told_apart(short: str) -> None:
    assert ocr_key(short) == ""


@pytest.mark.parametrize("read", ["fér", "for", "foér", "f6r", "tor"])
def test_an_ocr_slip_in_a_long_name_scores_high_and_says_why(read: str) -> None:
    found = safe(name(f"IPS {read} personer med beroendeproblematik"), name("IPS för personer med beroendeproblematik"))
    assert found.score >= 0.93
    assert found.reason


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Integrering av IPS i psykosvården", "IPS för personer med beroendeproblematik"),
        ("Samverkansteam Botkyrka", "Samverkansteam Huddinge"),
        ("Välfärdsguiden", "Välfärdsguiden hemsida"),
        ("Ungdomsteam 1", "Ungdomsteam 2"),
    ],
)
def test_names_that_differ_in_a_word_or_number_score_low(a: str, b: str) -> None:
    assert safe(name(a), name(b)).score == 0


def test_an_id_is_readable_and_without_generic_words() -> None:
    assert slug("Rätt stöd för mig!") == "ratt-stod-for-mig"
    assert slug("MIA-projektet") == "mia"
    assert slug("Nya insatser (UVAS)") == "nya-insatser"


def test_what_surrounds_a_name_is_no_part_of_it() -> None:
    assert tidy("  • Lyra ,\n") == "Lyra"
