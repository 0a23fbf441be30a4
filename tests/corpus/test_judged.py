"""A number that a finding names says so itself."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from corpus.judged import judged
from corpus.records import Fact, Finding, ReportFacts, ReportRecord
from extract.types import Document, Extraction
from normalize.types import Observation, Place, Reading, Value


def fact(obs_id: str, measure: str = "participants", quality: str = "ok") -> Fact:
    said = Observation(measure, Value("12", Decimal(12), "persons"), None, Place(line=3), "intervention")
    return Fact(obs_id, "r", "hbs", "lyra", said, Decimal(12), quality=quality)


def report(*facts: Fact) -> ReportFacts:
    record = ReportRecord("r", "r.txt", "0", "text/plain", "ok")
    return ReportFacts(record, Extraction(Document("r.txt", "0", "text/plain", ()), ()), Reading(), tuple(facts))


def finding(severity: str, kind: str, *obs_ids: str) -> Finding:
    return Finding("f", kind, severity, ("r",), "lyra", "sv", "en", obs_ids=obs_ids)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("severity", "kind", "quality"),
    [
        ("error", "column_sum", "contested"),
        ("warning", "table_vs_prose", "ok"),
        ("info", "rounding", "rounding"),
        ("info", "name", "ok"),
    ],
)
def test_a_number_has_the_quality_its_finding_gives_it(severity: str, kind: str, quality: str) -> None:
    (made,) = judged([report(fact("a"), fact("b"))], [finding(severity, kind, "a")])
    assert [f.quality for f in made.facts] == [quality, "ok"]


def test_a_finding_that_a_person_rejected_contests_nothing() -> None:
    (made,) = judged([report(fact("a"))], [replace(finding("error", "ratio", "a"), status="rejected")])
    assert made.facts[0].quality == "ok"


def test_a_value_that_a_person_set_stays_corrected() -> None:
    (made,) = judged([report(fact("a", quality="corrected"))], [finding("error", "ratio", "a")])
    assert made.facts[0].quality == "corrected"


def test_a_number_nobody_understood_is_unresolved() -> None:
    (made,) = judged([report(fact("a", measure="other:unresolved"))], [])
    assert made.facts[0].quality == "unresolved"
