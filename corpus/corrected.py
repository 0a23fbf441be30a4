"""Reading errors put right: a number that a machine misread or lost, where sums and columns leave one value only.

Only text that a machine read is touched (OCR, or a dump that lost its å ä ö). What a report itself prints wrong stays
as printed until a person decides: then the proposal stands in the finding alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from corpus.records import Explanation, Fact, Finding, ReportFacts

ENOUGH = 2
"""Broken edits that one new value has to mend: what a single sum says of a cell is never enough."""


def corrected(
    reports: Sequence[ReportFacts], findings: Sequence[Finding]
) -> tuple[tuple[ReportFacts, ...], tuple[Finding, ...]]:
    """The reports with likely reading errors corrected, and the findings saying what was done.

    `value` changes, never what is printed; `rule_id` names the sum that the new value satisfies.
    """
    machine = {r.record.report_id for r in reports if _machine_read(r)}
    facts = {f.obs_id: f for r in reports for f in r.facts}
    mended: dict[str, Fact] = {}
    told: list[Finding] = []
    for finding in findings:
        fact = _mended(finding, facts) if set(finding.report_ids) <= machine else None
        if fact is None:
            told.append(finding)
            continue
        mended[fact.obs_id] = fact
        told.append(replace(finding, action="recovered" if fact.quality == "recovered" else "corrected"))
    changed = tuple(replace(r, facts=tuple(mended.get(f.obs_id, f) for f in r.facts)) for r in reports)
    return changed, tuple(told)


def _machine_read(report: ReportFacts) -> bool:
    document = report.extraction.document
    return document.language_folded or all(p.reader == "ocr" for p in document.pages)


def _mended(finding: Finding, facts: Mapping[str, Fact]) -> Fact | None:
    """The fact that a likely reading error is about, with the value it should have; None when nothing is to be done."""
    if finding.kind != "garbled" or finding.confidence != "likely" or finding.status != "open":
        return None
    best = [e for e in finding.explanations if e.solution == 1]
    if finding.edit_id is None or len(best) != 1 or best[0].mends < ENOUGH:
        return None
    only: Explanation = best[0]
    fact = facts.get(only.cell)
    if fact is None or fact.decision_id is not None:
        return None
    quality = "recovered" if fact.value is None else "corrected"
    return replace(fact, value=only.proposed, quality=quality, rule_id=finding.edit_id)
