"""Which explanation is likely: sums, other places, other readings, other reports and people all weigh in."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from small import fact, gender_table, report

from corpus.confront import confront, system_for
from corpus.ranking import Verdict, verdicts
from corpus.records import Fact, Finding, ReportFacts
from corpus.same_fact import key_of
from extract.types import Alternative, Cell, Table

COLUMN = [("Bryggan", "24"), ("Kompassen", "46"), ("Lotsen", "20"), ("Totalt", "94")]


def column(*changed: tuple[int, str]) -> list[Fact]:
    """One column of exits with its total; 24 + 46 + 20 is 90, not 94."""
    numbers = dict(changed)
    return [
        fact(numbers.get(i, n), "exited_participants", line=30 + i, who=w, at=(0, i, 1), label=w)
        for i, (w, n) in enumerate(COLUMN)
    ]


def judged(given: ReportFacts) -> Verdict:
    (found,) = verdicts(system_for(given))
    return found


def one(given: ReportFacts, elsewhere: dict[tuple[str, ...], frozenset[Decimal]] | None = None) -> Finding:
    (found,) = [f for f in confront(given, elsewhere)[1] if f.severity == "error"]
    return found


def test_what_one_sum_says_is_never_likely_and_all_its_cells_are_candidates() -> None:
    verdict = judged(report(column()))
    assert verdict.confidence != "likely"
    assert {e.changes[0].cell.fact.intervention_id for e in verdict.explanations} >= {"bryggan", "kompassen", "_all"}


def test_a_sentence_that_prints_what_the_sum_needs_decides() -> None:
    said = fact("90", "exited_participants", who="Totalt", line=90, quote="Totalt avslutades 90 deltagare.")
    found = one(report(column(), said))
    assert (found.proposed, found.confidence) == ("90", "likely")
    assert 90 in found.lines, "the witness is among the places"


def test_another_reading_of_the_same_ink_decides() -> None:
    facts = column()
    cells = tuple(Cell(i, 1, n, confidence=0.6 if i == 1 else 0.98) for i, (_, n) in enumerate(COLUMN))
    read = replace(cells[1], alternatives=(Alternative("50", 0.9, "digits"),))
    table = Table((cells[0], read, *cells[2:]), 4, 2, 0)
    given = report(facts)
    seen = replace(given, extraction=replace(given.extraction, tables=(table,)))
    best = judged(seen).explanations[0].changes[0]
    assert (best.cell.fact.intervention_id, best.proposed) == ("kompassen", Decimal(50))


def test_another_report_of_the_association_is_a_witness() -> None:
    facts = column()
    key = key_of(facts[1])
    assert key is not None
    found = one(report(facts), {key: frozenset({Decimal(50)})})
    assert found.explanations[0].cell == facts[1].obs_id
    assert found.explanations[0].proposed == 50


def test_a_number_that_a_person_confirmed_is_no_candidate() -> None:
    kept = [replace(f, decision_id="d1") if f.intervention_id == "bryggan" else f for f in column()]
    candidates = {e.changes[0].cell.fact.intervention_id for e in judged(report(kept)).explanations}
    assert candidates == {"kompassen", "lotsen", "_all"}


def test_two_numbers_that_changed_places_are_one_slip() -> None:
    rows = [("Bryggan", "17 24 - 41"), ("Kompassen", "46 15 - 61"), ("Lotsen", "12 9 - 21"), ("Totalt", "82 41 0 123")]
    found = [f for f in confront(report(gender_table(rows)))[1] if f.severity == "error"]
    assert {e.slip for f in found for e in f.explanations if e.solution == 1} == {"swapped"}


def test_a_sentence_against_a_table_in_an_intact_sum_is_the_one_that_is_wrong() -> None:
    rows = [("Bryggan", "24 17 0 41"), ("Kompassen", "46 15 0 61"), ("Totalt", "70 32 0 102")]
    said = fact("47", line=90, quote="Bryggan hade 47 deltagare.")
    found = one(report(gender_table(rows), said))
    assert (found.kind, found.proposed, found.confidence) == ("table_vs_prose", "41", "likely")


def test_a_table_and_a_sentence_with_nothing_behind_them_are_left_to_people() -> None:
    found = one(report(fact("5", line=4, at=(0, 1, 1)), fact("2", line=70)))
    assert (found.proposed, found.confidence) == (None, "undecided")
    assert found.values == ("5", "2")


def test_one_cause_is_one_finding_wherever_it_shows() -> None:
    rows = [("Bryggan", "24 17 0 41"), ("Kompassen", "46 15 0 61"), ("Totalt", "70 302 0 102")]
    said = fact("32", who="Totalt", line=90, gender="M", quote="Totalt var 32 män med.")
    errors = [f for f in confront(report(gender_table(rows), said))[1] if f.severity == "error"]
    assert [(f.proposed, f.confidence) for f in errors] == [("32", "likely")]
