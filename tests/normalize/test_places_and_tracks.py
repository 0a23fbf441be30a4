"""Places and groups are data: all municipalities, districts; words that tell for whom an intervention is."""

from __future__ import annotations

from collections import Counter

import pytest

from normalize import places, tracks


def test_all_municipalities_are_there_each_in_its_county() -> None:
    kinds = Counter(p.kind for p in places.known().values())
    assert kinds["municipality"] == 290
    assert kinds["district"] > 50
    counties = {p.within for p in places.known().values() if p.kind == "municipality"}
    assert len(counties) == 21
    inside = {p.within for p in places.known().values() if p.kind == "district"}
    assert {places.folded(m) for m in inside} <= set(places.known())


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Samverkansteam Botkyrka", {"botkyrka"}),
        ("Salems ungdomsprojekt", {"salem"}),
        ("Team Upplands Väsby", {"upplandsvasby"}),
        ("Team Upplands-Bro", {"upplandsbro"}),
        ("Botkyrkateamet", {"botkyrka"}),
        ("Mottagning Alby/Fittja", {"alby", "fittja"}),
        ("Team Mark", {"mark"}),
        ("Team Håbo", {"håbo"}),
        ("Team Habo", {"habo"}),
        ("Att vara i arbete", set()),
        ("Mark och miljö", set()),
        ("Stockholmskraften", set()),
        ("Lyra", set()),
    ],
)
def test_a_place_is_found_also_in_the_genitive_and_in_a_compound_but_no_word_is_taken_for_one(
    text: str, found: set[str]
) -> None:
    assert places.found(text) == found


def test_a_misspelt_place_has_one_nearest() -> None:
    assert places.nearest("Bokyrka") == "botkyrka"
    assert places.nearest("Botkyrka") == ""
    assert places.nearest("Solrosen") == ""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Team för unga vuxna", {"age": {"young_adults"}}),
        ("Ungdomsteam", {"age": {"youth"}}),
        ("Stegen för kvinnor", {"sex": {"women"}}),
        ("IPS-bero ende", {"condition": {"addiction"}}),
        ("Integrering av IPS i psykosvården", {"condition": {"psychosis"}}),
        ("Oberoende liv", {}),
        ("Smarta steget", {}),
        ("Lyra", {}),
    ],
)
def test_a_name_says_whom_it_is_for(text: str, said: dict[str, set[str]]) -> None:
    assert {axis: set(values) for axis, values in tracks.found(text).items()} == said


def test_groups_clash_on_one_axis_unless_they_are_kin() -> None:
    assert tracks.clash(tracks.found("Team unga"), tracks.found("Team vuxna"))
    assert not tracks.clash(tracks.found("Team unga"), tracks.found("Team unga vuxna"))
    assert not tracks.clash(tracks.found("Team unga"), tracks.found("IPS psykos"))
