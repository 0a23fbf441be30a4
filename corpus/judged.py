"""What findings say about the numbers they name: contested, only rounded, or never understood."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from corpus.records import Fact, Finding, ReportFacts

SETTLED = frozenset({"rejected", "kept"})
"""A person has said that the finding is no error, or that the number stays. What was corrected contests nothing."""


def judged(reports: Sequence[ReportFacts], findings: Iterable[Finding]) -> tuple[ReportFacts, ...]:
    """The reports with the quality of every number that a finding names; values are never touched."""
    contested: set[str] = set()
    rounded: set[str] = set()
    for finding in findings:
        if finding.status in SETTLED or finding.action != "none":
            continue
        if finding.severity == "error":
            contested.update(finding.obs_ids)
        elif finding.kind == "rounding":
            rounded.update(finding.obs_ids)
    return tuple(
        replace(r, facts=tuple(replace(f, quality=_quality(f, contested, rounded)) for f in r.facts)) for r in reports
    )


def proposals(findings: Iterable[Finding]) -> dict[str, Decimal]:
    """By obs_id: what a number should be by the first explanation of the first open finding that dares to say so."""
    found: dict[str, Decimal] = {}
    for finding in findings:
        if finding.status not in SETTLED and finding.action == "none" and finding.proposed:
            for e in finding.explanations:
                if e.solution == 1:
                    found.setdefault(e.cell, e.proposed)
    return found


def _quality(fact: Fact, contested: set[str], rounded: set[str]) -> str:
    """A value that a person or a rule set keeps its quality; then contested, rounding, unresolved."""
    if fact.quality != "ok":
        return fact.quality
    if fact.obs_id in contested:
        return "contested"
    if fact.obs_id in rounded:
        return "rounding"
    return "unresolved" if fact.observation.measure == "other:unresolved" else "ok"
