"""Every sum that the real reports print is held against its parts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import gold
import pytest

from corpus import assemble, inputs, manifest, registry
from corpus.confront import confront
from corpus.edits_rows import by_gender
from corpus.reading import Job, read_report
from corpus.records import Edit, Fact, ReportFacts
from corpus.wording import is_total

REPORTS = gold.SHARED / "reports"
pytestmark = pytest.mark.skipif(not REPORTS.is_dir(), reason="the shared reports are not on this machine")


def read(path: Path) -> ReportFacts:
    known = registry.load(None)
    (source,) = inputs.find([path]).sources
    outcome = read_report(Job(source, manifest.load((), known).row(path), known))
    records = assemble.records([outcome])
    (made,) = assemble.reports([outcome], records, assemble.linked([outcome], records, known, ()))
    return made


@pytest.fixture(scope="module", params=sorted(gold.REPORTS.values()))
def told(request: pytest.FixtureRequest) -> tuple[ReportFacts, list[Edit]]:
    report = read(REPORTS / request.param)
    return report, confront(report)[0]


def totals(facts: tuple[Fact, ...]) -> Iterator[Fact]:
    """Every number of a row labelled as a sum, with two numbers or more above it in its column."""
    for fact in facts:
        place = fact.observation.place
        above = [
            f
            for f in facts
            if (f.observation.place.table, f.observation.place.column) == (place.table, place.column)
            and f.observation.place.row < place.row
            and f.observation.value.value is not None
        ]
        counted = fact.observation.value.unit != "percent" and fact.observation.value.value is not None
        if place.table >= 0 and is_total(fact.observation.row_label) and counted and len(above) > 1:
            yield fact


def test_every_number_of_a_total_row_is_in_a_sum(told: tuple[ReportFacts, list[Edit]]) -> None:
    report, edits = told
    inside = {o for e in edits if e.kind == "column_sum" for o, _ in e.terms}
    expected = list(totals(report.facts))
    assert expected
    assert [f.observation.place.quote for f in expected if f.obs_id not in inside] == []


def test_every_split_into_women_and_men_is_in_a_sum(told: tuple[ReportFacts, list[Edit]]) -> None:
    report, edits = told
    inside = {o for e in edits if e.kind == "parts_sum" for o, _ in e.terms}
    splits = by_gender(report.facts)
    assert splits
    assert [s.total.observation.place.quote for s in splits if s.total.obs_id not in inside] == []


def test_every_edit_says_what_it_rests_on(told: tuple[ReportFacts, list[Edit]]) -> None:
    assert all(e.origin.startswith(("label: ", "heuristic: ")) for e in told[1])
