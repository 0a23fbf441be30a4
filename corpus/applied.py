"""Decisions by people put into effect: values set, findings settled; those that no longer fit are told, not applied."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from corpus.decisions import Decision
from corpus.records import Fact, Finding, ReportFacts

Status = Literal["applied", "stale", "unused"]


@dataclass(frozen=True, slots=True)
class Statuses:
    """What became of each decision (by decision_id), and a line for the user about every one not applied."""

    of: dict[str, Status] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def set_values(reports: Sequence[ReportFacts], decisions: Iterable[Decision]) -> tuple[ReportFacts, ...]:
    """The reports with every fitting value decision applied; `value_raw` and what is printed never change."""
    by_target = {d.target_id: d for d in decisions if d.kind == "value"}
    if not by_target:
        return tuple(reports)
    return tuple(replace(r, facts=tuple(_decided(f, by_target.get(f.obs_id)) for f in r.facts)) for r in reports)


def settle(findings: Iterable[Finding], decisions: Iterable[Decision]) -> tuple[Finding, ...]:
    """The findings with the status that people gave them."""
    by_target = {d.target_id: d for d in decisions if d.kind == "finding"}
    return tuple(
        replace(f, status=d.decision)  # type: ignore[arg-type]  # the decisions of a finding are its statuses
        if (d := by_target.get(f.finding_id)) and _fits(d, _printed(f))
        else f
        for f in findings
    )


def statuses(
    decisions: Sequence[Decision],
    facts: Iterable[Fact],
    findings: Iterable[Finding],
    used_names: frozenset[str],
    stale_names: Mapping[str, str],
) -> Statuses:
    """For every decision whether it was applied, is stale (the report prints something else) or met nothing."""
    printed = {f.obs_id: f.observation.value.printed for f in facts} | {f.finding_id: _printed(f) for f in findings}
    of: dict[str, Status] = {}
    notes: list[str] = []
    for d in decisions:
        if d.kind == "name":
            printed[d.target_id] = stale_names.get(d.decision_id, "")
            used: Status = "applied" if d.decision_id in used_names else "unused"
            of[d.decision_id] = "stale" if d.decision_id in stale_names else used
        elif d.target_id not in printed:
            of[d.decision_id] = "unused"
        else:
            of[d.decision_id] = "applied" if _fits(d, printed[d.target_id]) else "stale"
        if of[d.decision_id] == "stale":
            notes.append(
                f"decision on line {d.line} is stale and was not applied: {d.target_id} prints "
                f"'{printed[d.target_id]}', the decision expected '{d.expected_printed}'; look again and update the row"
            )
        elif of[d.decision_id] == "unused":
            notes.append(f"decision on line {d.line} was not used: nothing in this run is {d.target_id}")
    return Statuses(of, tuple(notes))


def _decided(fact: Fact, decision: Decision | None) -> Fact:
    if decision is None or not _fits(decision, fact.observation.value.printed):
        return fact
    if decision.decision == "keep":
        return replace(fact, decision_id=decision.decision_id)
    return replace(fact, value=decision.number, quality="corrected", decision_id=decision.decision_id)


def _fits(decision: Decision, printed: str) -> bool:
    """Whether the report still prints what the decision was about; an empty expectation fits an empty cell only."""
    return " ".join(decision.expected_printed.split()) == " ".join(printed.split())


def _printed(finding: Finding) -> str:
    return ";".join(finding.values)
