"""Printed names of many reports -> interventions. Pairs that must stay apart are tested as hard as pairs that match."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from corpus.decisions import Decision
from corpus.linkage import Linked, ReportNames, link
from corpus.registry import Federation, Intervention, Registry, load
from normalize.types import NameMention, Place

REGISTRY = load()
GOLD = Path(__file__).parents[3] / "shared/gold"


def report(
    *printed: str, federation: str = "hbs", report_id: str = "r1", folded: bool = False, table: int = -1
) -> ReportNames:
    """A report with these names: rows of one table when `table` is given, else headings."""
    where = "stub" if table >= 0 else "heading"
    mentions = tuple(
        NameMention(name, Place(table=table, row=row if table >= 0 else -1), where)  # type: ignore[arg-type]
        for row, name in enumerate(printed)
    )
    return ReportNames(report_id, federation, mentions, folded)


def ids(linked: Linked, report_id: str = "r1") -> dict[str, str]:
    return {row.printed: row.intervention_id for row in linked.rows if row.report_id == report_id}


@pytest.mark.parametrize(
    ("printed", "intervention_id", "method"),
    [
        ("HälsoSam", "halsosam", "exact"),
        ("Hälsosam", "halsosam", "exact"),
        ("HälsoSams", "halsosam", "core"),
        ("Samverkans-\nteam Botkyrka", "samverkansteam-botkyrka", "exact"),
        ("Samverkansteamet Huddinge", "samverkansteam-huddinge", "core"),
        ("MIA-projektet", "mia-hbs", "core"),
        ("MIA-projektet HBS", "mia-hbs", "core"),
        ("MIA Vidare", "mia-hbs", "registry"),
        ("Ungdomsprojektet i Salem", "upis", "core"),
        ("Unga på väg i Salem (UPIS)", "upis", "core"),
        ("START – Stöd till arbete", "start", "registry"),
    ],
)
def test_a_printed_name_finds_its_intervention_and_says_how(printed: str, intervention_id: str, method: str) -> None:
    (row,) = link([report(printed)], REGISTRY).rows
    assert (row.intervention_id, row.method) == (intervention_id, method)
    assert row.reasons


@pytest.mark.parametrize("printed", ["IPS-bero ende", "IPS beroende", "IPS-\nbero\nende", "IPS- bero ende"])
def test_a_name_broken_in_a_narrow_column_is_put_together(printed: str) -> None:
    linked = link([report(printed, federation="sthlm")], REGISTRY)
    assert {row.intervention_id for row in linked.rows} == {"ips-beroende"}


def test_the_same_name_is_another_intervention_in_another_federation() -> None:
    linked = link([report("MIA Vidare"), report("MIA Vidare", federation="sthlm", report_id="r2")], REGISTRY)
    assert ids(linked) == {"MIA Vidare": "mia-hbs"}
    assert ids(linked, "r2") == {"MIA Vidare": "mia-sthlm"}


def test_a_new_name_gets_one_id_in_all_reports_of_its_federation() -> None:
    reports = [report("Klivet", report_id="r1"), report("Klivet-projektet", report_id="r2")]
    linked = link(reports, REGISTRY)
    assert ids(linked) == {"Klivet": "klivet"}
    assert ids(linked, "r2") == {"Klivet-projektet": "klivet"}
    assert [i.preferred_name for i in linked.new] == ["Klivet"]


def test_a_new_name_that_another_federation_has_gets_its_own_id() -> None:
    linked = link([report("Novum")], REGISTRY)
    assert ids(linked) == {"Novum": "novum-hbs"}


def test_the_ids_do_not_depend_on_the_order_of_the_reports() -> None:
    reports = [report("Klivet", report_id="r1"), report("Klivet-projektet", "Bron", report_id="r2")]
    forward, backward = link(reports, REGISTRY), link(reports[::-1], REGISTRY)
    assert sorted(map(str, forward.rows)) == sorted(map(str, backward.rows))


def test_reports_of_unknown_federations_share_no_interventions() -> None:
    linked = link(
        [report("Klivet", federation="unknown"), report("Klivet", federation="unknown", report_id="r2")], REGISTRY
    )
    assert ids(linked)["Klivet"] != ids(linked, "r2")["Klivet"]


def test_reports_that_name_the_same_stranger_share_theirs() -> None:
    reports = [
        ReportNames(r, "unknown", (NameMention(n, Place(), "heading"),), stranger=s)
        for r, n, s in (
            ("r1", "Klivet", "vattersund"),
            ("r2", "Klivet-projektet", "vattersund"),
            ("r3", "Klivet", "annat"),
        )
    ]
    linked = link(reports, REGISTRY)
    assert ids(linked)["Klivet"] == ids(linked, "r2")["Klivet-projektet"] != ids(linked, "r3")["Klivet"]


def test_two_rows_of_one_table_are_two_interventions_however_alike() -> None:
    linked = link([report("Stegen", "Stegen-projektet", table=0)], REGISTRY)
    assert len(set(ids(linked).values())) == 2
    assert "two rows of the same table" in linked.rows[1].reasons


def test_the_same_name_twice_in_one_table_is_still_one_intervention() -> None:
    linked = link([report("Lyra", "LYRA", table=0)], REGISTRY)
    assert set(ids(linked).values()) == {"lyra"}


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Samverkansteam Botkyrka", "Samverkansteam Huddinge"),
        ("Slussen", "Slussen Salem"),
        ("Unga framåt 1", "Unga framåt 2"),
        ("Arbetsmarknadsteam", "Arbetsmarknadstorg"),
        ("IPS-metodstöd", "IPS"),
        ("Lyra", "Lyran"),
    ],
)
@pytest.mark.parametrize("folded", [False, True])
def test_names_of_different_interventions_stay_apart(a: str, b: str, folded: bool) -> None:
    linked = link([report(a, b, folded=folded)], REGISTRY)
    assert len(set(ids(linked).values())) == 2


def test_an_acronym_that_the_text_declares_is_the_same_intervention() -> None:
    linked = link([report("Nya vägar till arbete (NVA)", "NVA", "Nya vägar till arbete")], REGISTRY)
    assert len(set(ids(linked).values())) == 1
    assert "declared_acronym" in {row.method for row in linked.rows}


def test_a_former_name_that_the_text_declares_is_the_same_intervention() -> None:
    registry = Registry((Federation("x", "X"),), (Intervention("gamla", "x", "Gamla bron"),))
    linked = link([report("Nya bron, tidigare Gamla bron", "Nya bron", federation="x")], registry)
    assert set(ids(linked).values()) == {"gamla"}


def test_who_pays_is_not_another_name() -> None:
    linked = link([report("Novum (ESF)", "Integrering av IPS i psykosvården (ESF)", federation="sthlm")], REGISTRY)
    assert set(ids(linked).values()) == {"novum", "ips-psykos"}


OCR = [
    ("IPS fér personer med beroendeproblematik", "ips-beroende"),
    ("IPS foér personer med beroendeproblematik", "ips-beroende"),
    ("IPS f6r personer med beroendeproblematik", "ips-beroende"),
    ("IPS tor personer med beroendeproblematik", "ips-beroende"),
    ("Integrering av IPS i psykosvarden (ESF)", "ips-psykos"),
    ("IPS integrerat i psykosvarden", "ips-psykos"),
    ("Valfardsguiden", "valfardsguiden"),
    ("Vélfardsguiden", "valfardsguiden"),
    ("STOCKHOLMSKRAETEN", "stockholmskraften"),
]


@pytest.mark.parametrize(("printed", "intervention_id"), OCR)
def test_a_name_that_lost_its_letters_in_ocr_reaches_its_intervention(printed: str, intervention_id: str) -> None:
    linked = link([report(printed, federation="sthlm", folded=True)], REGISTRY)
    assert ids(linked) == {printed: intervention_id}


def test_a_letter_that_ocr_confuses_is_seen_in_any_text_but_a_short_name_is_not_guessed() -> None:
    linked = link([report("STOCKHOLMSKRAETEN", "Navum", federation="sthlm")], REGISTRY)
    assert ids(linked)["STOCKHOLMSKRAETEN"] == "stockholmskraften"
    assert ids(linked)["Navum"] == "navum"


def decision(name: str, verdict: str, value: str) -> Decision:
    return Decision("d-1", "name", name, verdict, value, "", "Eva", "2026-01-01", "seen in the minutes", 2)


def test_a_decision_outranks_every_likeness() -> None:
    same = link([report("Klivet")], REGISTRY, [decision("hbs:Klivet", "same_as", "lyra")])
    assert (same.rows[0].intervention_id, same.rows[0].method, same.rows[0].decision_id) == ("lyra", "decision", "d-1")
    assert same.used_decisions == {"d-1"}
    other = link([report("Slussens")], REGISTRY, [decision("hbs:Slussens", "different", "slussen")])
    assert other.rows[0].intervention_id != "slussen"
    assert other.used_decisions == {"d-1"}


def test_a_decision_may_name_an_intervention_that_nobody_had_written_down() -> None:
    linked = link(
        [report("Klivet"), report("Ståget", report_id="r2")], REGISTRY, [decision("hbs:Klivet", "same_as", "steget")]
    )
    assert ids(linked) == {"Klivet": "steget"}
    assert "steget" in {i.intervention_id for i in linked.new}


def test_a_decision_for_an_intervention_of_another_federation_is_told() -> None:
    linked = link([report("Klivet")], REGISTRY, [decision("hbs:Klivet", "same_as", "novum")])
    assert list(linked.stale_decisions.values()) == ["novum is an intervention of sthlm, not of hbs"]
    assert ids(linked)["Klivet"] != "novum"


@pytest.mark.skipif(not GOLD.exists(), reason="the annotated reports are not here")
@pytest.mark.parametrize(
    ("folder", "federation", "folded"), [("2017-hbs", "hbs", False), ("2025h1-sthlm", "sthlm", True)]
)
def test_no_two_annotated_names_are_wrongly_put_together(folder: str, federation: str, folded: bool) -> None:
    with (GOLD / folder / "names.csv").open(encoding="utf-8") as file:
        gold = {row["printed"]: row["intervention"] for row in csv.DictReader(file)}
    found = ids(link([report(*gold, federation=federation, folded=folded)], REGISTRY))
    wrong = [(a, b) for a in found for b in found if found[a] == found[b] and gold[a] != gold[b]]
    apart = [(a, b) for a in found for b in found if found[a] != found[b] and gold[a] == gold[b]]
    assert not wrong
    assert not apart


def test_names_without_a_letter_that_is_compared_are_not_one() -> None:
    linked = link([report("مرحبا بالعالم", "Привет")], REGISTRY)
    assert ids(linked)["مرحبا بالعالم"] != ids(linked)["Привет"]
