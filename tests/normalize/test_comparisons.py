"""Pairs of names that are one by their structure, pairs that no score may join, and what is said of the others."""

from __future__ import annotations

import pytest

from normalize.comparisons import MODEL, SAFE, Rarity, compared, safe, shares, veto
from normalize.name_block import nearly, rarity, scores
from normalize.name_features import name

ONE = [
    ("Ungdoms- projektet Salem", "Ungdomsprojektet i Salem"),
    ("Salems ungdomsprojekt", "Ungdomsprojektet i Salem"),
    ("Samverkans- team Botkyrka", "Samverkansteamet Botkyrka"),
    ("Team Huddinge", "Huddingeteamet"),
    ("IPS- psykos", "IPS psykos"),
    ("IPS- bero ende", "IPS-beroende"),
    ("NP-teamet", "NP team"),
    ("Lyras", "Lyra"),
    ("MIA:s", "MIA"),
    ("Lyraprojektet", "Lyra"),
    ("ESF-projektet Lumena", "LUMENA"),
    ("MIA 2.0", "MIA-projektet"),
    ("Lyra 2016/2017", "Lyra (2018)"),
    ("Rehabkoordinatorn", "Rehabkoordinator"),
    ("Samordnad rehabilitering i Tierp", "Samordnad rehab Tierp"),
    ("En gemensam väg in", "Gemensam väg in"),
    ("Bryggan I", "Bryggan 1"),
    ("Ung i rörelse", "Unga i rörelse"),
    ("Sprängbrädan", "Språngbrädan"),
    ("Rehabiliteringsbanan", "Rehabiliteringsbana"),
    ("Möjliggörarna", "Möjliggörare"),
    ("Myndighetsgemensamma team", "Myndighetsgemensamt team"),
    ("Stöd & service", "Stöd och service"),
    ("IPS med beroendeproblematik", "IPS för personer med beroendeproblematik"),
    ("IPS fér personer med beroendeproblematik", "IPS för personer med beroendeproblematik"),
    ("IPS f6r personer med beroendeproblematik", "IPS för personer med beroendeproblematik"),
    ("Vélfardsguiden", "Välfärdsguiden"),
    ("STOCKHOLMSKRAETEN", "Stockholmskraften"),
    ("Samverkanteam Botkyrka", "Samverkansteam Botkyrka"),
    ("Samverkansteam Bokyrka", "Samverkansteam Botkyrka"),
]


@pytest.mark.parametrize(("a", "b"), ONE)
def test_names_that_are_one_by_their_structure(a: str, b: str) -> None:
    found = safe(name(a), name(b))
    assert found.score >= 0.9
    assert found.reason
    assert not veto(name(a), name(b))


NOT_ONE = [
    ("Lyran", "Lyra"),
    ("UPIS", "UPI"),
    ("Vågen", "Vägen"),
    ("Mera koll", "Mora koll"),
    ("Hopp-teamet", "Hepp-teamet"),
    ("NP-teamet", "NPF-teamet"),
    ("Balans - stresshantering", "Balans"),
    ("Arbetsrehab", "Arbetsrehab Ung"),
    ("Stöd i arbete", "Stöd till arbete"),
    ("Koordinator (Af)", "Koordinator (Fk)"),
    ("Unga framåt", "Unga framåt 2"),
    ("Slussen", "Slussen Salem"),
    ("Slussen/UPIS", "Slussen"),
    ("Ungdomsprojektet", "Ungdom"),
    ("Arbetsmarknadsteam", "Arbetsmarknadstorg"),
    ("UPIS", "Unga på väg i Salem"),
    ("DUA", "Delegationen unga arbete"),
    ("Rehab Väst (KIS)", "KIS"),
    ("Välfärdsguiden", "Välfärdsguiden och hemsida"),
]


@pytest.mark.parametrize(("a", "b"), NOT_ONE)
def test_structure_alone_does_not_join_names_that_may_be_two(a: str, b: str) -> None:
    assert safe(name(a), name(b)).score == 0


APART = [
    ("Samverkansteam Botkyrka", "Samverkansteam Huddinge", "another place"),
    ("Samverkansteam (Botkyrka)", "Samverkansteam (Huddinge)", "another place"),
    ("Lidköpingsteamet", "Linköpingsteamet", "another place"),
    ("Ungdomsteam Alby", "Ungdomsteam Fittja", "another place"),
    ("IPS-psykos", "IPS- bero ende", "another group"),
    ("Team unga", "Team vuxna", "another group"),
    ("Stegen för kvinnor", "Stegen för män", "another group"),
    ("Team Norra", "Team Södra", "another group"),
    ("Steg 1", "Steg 2", "another number"),
    ("Framåt etapp 1", "Framåt etapp II", "another number"),
    ("Resursteam A", "Resursteam B", "another number"),
    ("Fokus 18-24 år", "Fokus 25-29 år", "another number"),
]


@pytest.mark.parametrize(("a", "b", "said"), APART)
def test_what_is_against_two_names_is_said_whichever_comes_first(a: str, b: str, said: str) -> None:
    assert veto(name(a), name(b)).startswith(said)
    assert veto(name(b), name(a)).startswith(said)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Ungdomsprojektet", "Team unga vuxna"),
        ("Oberoende liv", "IPS psykos"),
        ("Lyra 2016", "Lyra 2017"),
        ("MIA", "MIA Stockholm"),
        ("Smarta steget", "Team utmattning"),
    ],
)
def test_nothing_is_against_names_that_only_look_so(a: str, b: str) -> None:
    assert not veto(name(a), name(b))


def test_every_comparison_gives_a_score_with_a_sentence_and_is_symmetric() -> None:
    pairs = [(name(a), name(b)) for a, b in [*ONE, *NOT_ONE]]
    for compare, weight in MODEL:
        assert 0 < weight <= 1
        for a, b in pairs:
            forth, back = compare(a, b, Rarity()), compare(b, a, Rarity())
            assert 0 <= forth.score <= 1
            assert forth.score == back.score
    assert {c for c, _ in MODEL} >= set(SAFE)


def test_reasons_come_weightiest_first_and_the_score_is_below_one() -> None:
    score, reasons = compared(name("UPIS"), name("Unga på väg i Salem"))
    assert 0.5 < score < 1
    assert "initials" in reasons[0]


@pytest.mark.parametrize("acronym", ["NVTA", "NVA"])
def test_initials_count_with_and_without_the_small_words(acronym: str) -> None:
    score, reasons = compared(name(acronym), name("Nya vägar till arbete"))
    assert score > 0.6
    assert "are the initials of" in reasons[0]


def test_a_word_that_many_names_share_says_less() -> None:
    names = [name(n) for n in ("Team Alfa", "Team Beta", "Team Gamma", "Team Delta", "Solrosen Alfa")]
    told = rarity(names)
    assert told.of("team") < told.of("alfa") < told.of("solrosen")
    assert shares(names[0], names[4], told).score > shares(names[0], names[1], told).score


def test_a_block_is_scored_at_once_and_as_the_pairs_are_ordered() -> None:
    left = [name(n) for n in ("UPIS", "Ung i Salem", "Klivet")]
    right = [name(n) for n in ("Unga på väg i Salem", "Novum")]
    found = scores(left, right, rarity([*left, *right]))
    assert found.shape == (3, 2)
    assert found[0, 0] > 0.4 > found[0, 1]
    assert found[1, 0] > found[2, 0]
    assert nearly([name("Stockholmskraeten")], [name("Stockholmskraften"), name("Lyra")]) == [(0, 0)]
