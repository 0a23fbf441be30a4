"""Decisions about numbers and findings put into effect: what people decided, and what then still does not add up.

The findings about what is printed come first; decisions are met among them and among the numbers. Then everything is
confronted again with the decided numbers in their places, which no explanation may change: what these resolve is
settled with them, what they leave or bring about is told. A decision about a finding that only another decision
brought about is met in the next round. The order of the decisions makes no difference.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import combinations

from corpus.choosing import Misfit, fits, wishes
from corpus.decisions import Decision
from corpus.messages import Text, message, plain
from corpus.records import Edit, Fact, Finding, ReportFacts

Confront = Callable[[Sequence[ReportFacts]], tuple[tuple[Edit, ...], tuple[Finding, ...]]]
Change = tuple[Decision, Decimal | None, bool]
"""A decision, the number it puts in a place, and whether that only keeps what is printed."""


@dataclass(frozen=True, slots=True)
class Decided:
    """The reports with decided values, the findings with their statuses, and what became of the decisions by id.

    `applied` were; `misfits` are stale, with what was found instead; `disputed` contradict each other about a number.
    """

    reports: tuple[ReportFacts, ...]
    edits: tuple[Edit, ...]
    findings: tuple[Finding, ...]
    applied: frozenset[str] = frozenset()
    misfits: Mapping[str, Misfit] = field(default_factory=dict)
    disputed: Mapping[str, tuple[Decision, ...]] = field(default_factory=dict)


def decide(reports: Sequence[ReportFacts], decisions: Iterable[Decision], confront: Confront) -> Decided:
    """Every fitting decision about numbers and findings applied; `value_raw` and what is printed never change."""
    reports = tuple(reports)
    edits, findings = confront(reports)
    about = [d for d in decisions if d.kind in ("value", "finding")]
    if not about:
        return Decided(reports, edits, findings)
    printed = _Round(edits, findings)
    disputed: dict[str, dict[str, Decision]] = defaultdict(dict)
    while True:
        done = _rounds(reports, printed, [d for d in about if d.decision_id not in disputed], confront)
        if not done.clashes:
            break
        for one, other in done.clashes:
            disputed[one.decision_id][other.decision_id] = other
            disputed[other.decision_id][one.decision_id] = one
    settled = tuple(_settled(done))
    broken = {f.edit_id for f in settled} - {e.edit_id for e in edits}
    return Decided(
        reports=tuple(_each(r, done.changes, _valued) for r in reports),
        edits=(*edits, *(e for e in done.rounds[-1].edits if e.edit_id in broken)),
        findings=settled,
        applied=frozenset(done.met),
        misfits=done.misfits,
        disputed={k: tuple(v.values()) for k, v in disputed.items()},
    )


@dataclass(frozen=True, slots=True)
class _Round:
    """What one confrontation gave."""

    edits: tuple[Edit, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class _Done:
    """All rounds of a run: what decisions met (with the finding as it then was) and change, and where they clash."""

    rounds: tuple[_Round, ...]
    met: Mapping[str, tuple[Decision, Finding | None]]
    changes: Mapping[str, Change]
    misfits: Mapping[str, Misfit]
    clashes: tuple[tuple[Decision, Decision], ...] = ()


def _rounds(reports: Sequence[ReportFacts], printed: _Round, about: Sequence[Decision], confront: Confront) -> _Done:
    facts = {f.obs_id: f for r in reports for f in r.facts}
    rounds = [printed]
    met: dict[str, tuple[Decision, Finding | None]] = {}
    misfits: dict[str, Misfit] = {}
    changes: dict[str, Change] = {}
    while True:
        found = {f.finding_id: f for f in rounds[-1].findings}
        new = False
        for d in about:
            if d.decision_id in met or d.target_id not in (facts if d.kind == "value" else found):
                continue
            misfit = fits(d, facts, found)
            if misfit:
                misfits.setdefault(d.decision_id, misfit)
                continue
            misfits.pop(d.decision_id, None)
            met[d.decision_id] = (d, found.get(d.target_id))
            new = True
        if not new:
            return _Done(tuple(rounds), met, changes, misfits)
        wanted = list(_wanted(met.values(), facts))
        if clashes := _clashes(wanted):
            return _Done(tuple(rounds), met, changes, misfits, clashes)
        ranked = sorted(wanted, key=lambda w: _rank(w[0]), reverse=True)
        before, changes = changes, {o: (d, v, keep) for d, o, v, keep in ranked}  # the last is the one that is named
        if changes.keys() != before.keys():
            rounds.append(_again(reports, changes, rounds[-1], confront))


def _wanted(
    met: Iterable[tuple[Decision, Finding | None]], facts: Mapping[str, Fact]
) -> Iterator[tuple[Decision, str, Decimal | None, bool]]:
    """What the decisions put where. One that accepts a finding without saying how leaves that to those that do."""
    met = list(met)
    said = {d.target_id for d, _ in met if d.kind == "value"}
    for d, finding in met:
        if d.kind == "finding" and not d.value and finding is not None and said.intersection(finding.obs_ids):
            continue
        yield from ((d, *wish) for wish in wishes(d, finding, facts))


def _rank(d: Decision) -> tuple[bool, str]:
    """Of decisions that put the same number in a place, the least is named: one about the number itself, then by id."""
    return (d.kind != "value", d.decision_id)


def _clashes(wanted: Sequence[tuple[Decision, str, Decimal | None, bool]]) -> tuple[tuple[Decision, Decision], ...]:
    """Decisions that put different numbers in one place."""
    about: dict[str, list[tuple[Decision, Decimal | None]]] = defaultdict(list)
    for d, obs_id, value, _ in wanted:
        about[obs_id].append((d, value))
    return tuple((a, b) for its in about.values() for (a, x), (b, y) in combinations(its, 2) if x != y)


def _again(reports: Sequence[ReportFacts], changes: Mapping[str, Change], last: _Round, confront: Confront) -> _Round:
    """Confront the reports that a decided number can matter to: those of its association. The rest stays as it was."""
    owners = {r.record.federation_id for r in reports for f in r.facts if f.obs_id in changes}
    touched = [r for r in reports if r.record.federation_id in owners]
    ids = {r.record.report_id for r in touched}
    edits, findings = confront([_each(r, changes, _as_if_printed) for r in touched])
    by_id = {f.obs_id: f for r in touched for f in r.facts}
    told = tuple(_told(f, changes, by_id) for f in findings)
    return _Round(
        (*(e for e in last.edits if e.report_id not in ids), *edits),
        (*(f for f in last.findings if not ids.intersection(f.report_ids)), *told),
    )


def _each(report: ReportFacts, changes: Mapping[str, Change], put: Callable[[Fact, Change], Fact]) -> ReportFacts:
    """The report with `put` done to every fact that a decision is about."""
    return replace(report, facts=tuple(put(f, changes[f.obs_id]) if f.obs_id in changes else f for f in report.facts))


def _valued(fact: Fact, change: Change) -> Fact:
    """The fact with what was decided in `value`, and who says so."""
    decision, value, keep = change
    if keep:
        return replace(fact, decision_id=decision.decision_id)
    quality = "recovered" if fact.observation.value.value is None and value is not None else "corrected"
    return replace(fact, value=value, quality=quality, decision_id=decision.decision_id)


def _as_if_printed(fact: Fact, change: Change) -> Fact:
    """The fact as if the report printed the decided number: it is beyond doubt, and every rule sees it."""
    _, value, keep = change
    decided = _valued(fact, change)
    if keep:
        return decided
    decimals = max(0, -int(value.as_tuple().exponent)) if value is not None else 0
    made = replace(
        fact.observation.value,
        printed=plain(value) if value is not None else "",
        value=value,
        decimals=decimals,
        qualifier="",
        status="A" if value is not None else "O",
    )
    return replace(decided, observation=replace(fact.observation, value=made))


def _told(finding: Finding, changes: Mapping[str, Change], facts: Mapping[str, Fact]) -> Finding:
    """The finding saying which of its numbers are decided and not printed."""
    put = [(o, changes[o][1]) for o in finding.obs_ids if o in changes and not changes[o][2]]
    if not put:
        return finding
    sides = [(plain(v) if v is not None else "", facts[o].observation.value.printed) for o, v in put]
    said = message(
        "decided",
        {
            "numbers": Text(
                "; ".join(f"{v or 'inget tal'} är beslutat, i rapporten står {p or 'inget'}" for v, p in sides),
                "; ".join(f"{v or 'no number'} is decided, the report prints {p or 'nothing'}" for v, p in sides),
            )
        },
    )
    return replace(
        finding,
        message_sv=f"{finding.message_sv} {said.sv}",
        message_en=f"{finding.message_en} {said.en}",
    )


def _settled(done: _Done) -> Iterator[Finding]:
    """The findings of the last round, those that decisions are about, and those that decided numbers resolved."""
    by_target = {f.finding_id: (d, f) for d, f in done.met.values() if f is not None}
    first, last = done.rounds[0], done.rounds[-1]
    left = {f.finding_id: f for f in last.findings}
    for finding in left.values():
        decision, then = by_target.pop(finding.finding_id, (None, finding))
        yield _of(then if decision and decision.decision == "accepted" else finding, decision, done.changes)
    for decision, then in by_target.values():
        yield _of(then, decision, done.changes)
    printed = {f.finding_id for f in first.findings}
    new = [f for f in left.values() if f.finding_id not in printed]
    told = {f.finding_id for _, f in done.met.values() if f is not None}
    for finding in first.findings:
        if finding.finding_id in left or finding.finding_id in told or _goes_on(finding, new):
            continue
        by = [done.changes[o] for o in finding.obs_ids if o in done.changes]
        if by:
            decision = min((d for d, _, _ in by), key=_rank)
            changed = any(not keep for _, _, keep in by)
            yield replace(
                finding,
                status="accepted",
                action="corrected" if changed else "none",
                decision_id=decision.decision_id,
            )


def _goes_on(finding: Finding, new: Iterable[Finding]) -> bool:
    """Whether a finding that is gone has come back as another: the same rule is broken, or the same numbers clash."""
    return any(
        (f.edit_id is not None and f.edit_id == finding.edit_id) or set(finding.obs_ids) == set(f.obs_ids) for f in new
    )


def _of(finding: Finding, decision: Decision | None, changes: Mapping[str, Change]) -> Finding:
    """The finding with what a person decided about it."""
    if decision is None:
        return finding
    if decision.decision == "unsure":
        return replace(finding, decision_id=decision.decision_id)
    mine = any(o in changes and not changes[o][2] for o in finding.obs_ids)
    action = "corrected" if decision.decision == "accepted" and mine else finding.action
    return replace(
        finding,
        status=decision.decision,  # type: ignore[arg-type]  # the decisions of a finding are its statuses
        action=action,
        decision_id=decision.decision_id,
    )
