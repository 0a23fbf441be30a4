"""The same fact in two reports of one federation: last year's result against last year's report.

A figure that a later report gives differently is a revision, not an error; it is a slip only where one of the reports
contradicts itself about it, and then the other report is a witness.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from corpus.clashes import finding, in_order
from corpus.messages import Text, listed, plain, shown, subject, words
from corpus.records import Edit, Fact, Finding, ReportFacts
from corpus.rules import MONEY, digest
from corpus.same_fact import Key, Print, by_key, printing, unambiguous, versions

Witnesses = Mapping[Key, frozenset[Decimal]]
"""By what a number is about: the numbers that the federation's other reports print for it, in base units."""


def printed_by_others(report: ReportFacts, others: Sequence[ReportFacts]) -> Witnesses:
    """What the other reports of the same federation say of the facts of `report`."""
    near = [f for other in others if other is not report and _related(report, other) for f in other.facts]
    return {key: frozenset(printing(f).amount for f in facts) for key, facts in by_key(near).items()}


def _related(a: ReportFacts, b: ReportFacts) -> bool:
    known = a.record.federation_id not in (None, "unknown")
    return known and a.record.federation_id == b.record.federation_id and a.record.sha256 != b.record.sha256


def revisions(reports: Sequence[ReportFacts], findings: Iterable[Finding]) -> tuple[list[Edit], list[Finding]]:
    """Edits between neighbouring reports, and a remark for every fact that a later report prints differently.

    `findings` are those of each report by itself: a number that one of them contests is a slip there, and the remark
    becomes a warning that says which side is contested.
    """
    contested = {o for f in findings if f.severity == "error" for o in f.obs_ids}
    edits: list[Edit] = []
    found: dict[tuple[object, ...], Finding] = {}
    for first, later in _pairs(reports):
        groups = by_key(f for f in later.facts if f.observation.role == "actual")
        before = by_key(f for f in first.facts if f.observation.role == "actual")
        for key in sorted(before.keys() & groups.keys()):
            sides = [_one_number(before[key]), _one_number(groups[key])]
            if not all(sides):
                continue
            told = [p for side in sides for p in side[:1]]
            edits.append(_edit(told[0], told[1]))
            if len(versions(told)) > 1:
                made = _revision([p.fact for side in sides for p in side], told, contested)
                found.setdefault((key[:3], key[5], first.record.report_id, later.record.report_id), made)
        for out, into in _handed_on(first, later):
            edits.append(_edit(out, into, CHAIN))
            if len(versions([out, into])) > 1:
                key = ("chain", into.fact.intervention_id, first.record.report_id, later.record.report_id)
                found.setdefault(key, _broken_chain(out, into))
    return edits, list(found.values())


CHAIN = "carried out of the period before = carried into this period"


def _handed_on(first: ReportFacts, later: ReportFacts) -> list[tuple[Print, Print]]:
    """Those whom one report carries out of its period, and those whom the next carries in, where both say so."""
    if not _follows(first.record.period or "", later.record.period or ""):
        return []
    left, came = _stock(first, "carried_out"), _stock(later, "carried_in")
    pairs = [(_one_number(left[k]), _one_number(came[k])) for k in sorted(left.keys() & came.keys())]
    return [(a[0], b[0]) for a, b in pairs if a and b]


def _stock(report: ReportFacts, measure: str) -> dict[tuple[str, str], list[Fact]]:
    """The facts about people there were at an end of the report's own period, by intervention and gender."""
    found: dict[tuple[str, str], list[Fact]] = {}
    year = (report.record.period or "")[:4]
    for key, facts in by_key(report.facts).items():
        if (
            key[1] == measure
            and key[4] == "actual"
            and key[-1] == "persons"
            and key[5][:4] in (year, str(int(year) - 1))
        ):
            found.setdefault((key[0], key[3]), []).extend(facts)
    return found


def _follows(before: str, after: str) -> bool:
    """Whether one period begins where the other, a whole year, ends."""
    return before.isdigit() and after[:4].isdigit() and int(after[:4]) == int(before) + 1 and "/" not in after


def _broken_chain(out: Print, into: Print) -> Finding:
    params: dict[str, str | Text] = {
        "subject": subject(into.fact),
        "out": f"{shown(out.fact)} ({out.fact.report_id})",
        "into": f"{shown(into.fact)} ({into.fact.report_id})",
        "difference": plain(abs(out.amount - into.amount)),
    }
    made = finding(
        "cross_period",
        "info",
        "chain",
        [out.fact, into.fact],
        [shown(out.fact), shown(into.fact)],
        params=params,
        about=into.fact,
        difference=into.amount - out.amount,
        edit_id=_edit(out, into, CHAIN).edit_id,
    )
    return replace(made, report_ids=tuple(sorted({out.fact.report_id, into.fact.report_id})))


def _pairs(reports: Sequence[ReportFacts]) -> list[tuple[ReportFacts, ReportFacts]]:
    """(earlier, later) reports of one federation about different periods, in the order of the periods."""
    ordered = sorted(reports, key=lambda r: (r.record.period or "", r.record.report_id))
    return [
        (a, b)
        for n, a in enumerate(ordered)
        for b in ordered[n + 1 :]
        if _related(a, b) and a.record.period and b.record.period and a.record.period != b.record.period
    ]


def _one_number(facts: Sequence[Fact]) -> list[Print]:
    """The printings of a fact in one report, when tables print it and the report agrees with itself about it."""
    prints = unambiguous([printing(f) for f in facts])
    tables = [p for p in prints if p.fact.observation.source == "table"]
    return tables if tables and len(versions(prints)) == 1 else []


def _edit(first: Print, later: Print, expression: str = "last report = this report, of the same period") -> Edit:
    scales = [int(MONEY.get(p.fact.observation.value.unit, Decimal(1))) for p in (first, later)]
    slack = (first.high - first.low + later.high - later.low) / 2
    ids = tuple(p.fact.obs_id for p in (first, later))
    return Edit(
        digest(later.fact.report_id, "cross_period", *ids),
        later.fact.report_id,
        "cross_period",
        expression,
        slack if slack.is_finite() else Decimal(0),
        "heuristic: two reports of the federation print the same fact",
        ((ids[0], scales[0]), (ids[1], -scales[1])),
    )


def _revision(facts: Sequence[Fact], told: Sequence[Print], contested: set[str]) -> Finding:
    first, later = told
    doubted = [p for p in told if p.fact.obs_id in contested]
    slip = len(doubted) == 1
    other = next((p for p in told if p not in doubted), first)
    places = {
        report: in_order(f for f in facts if f.report_id == report)
        for report in dict.fromkeys(f.report_id for f in facts)
    }
    sides = [(shown(p.fact), p.fact.report_id) for p in told]
    params: dict[str, str | Text] = {
        "subject": subject(later.fact),
        "period": later.fact.observation.period.code if later.fact.observation.period else "",
        "sides": Text(
            listed([f"{n} i {r}" for n, r in sides]).sv,
            listed([f"{n} in {r}" for n, r in sides]).en,
        ),
        "difference": plain(abs(first.amount - later.amount)),
        "slip": words("cross_period.slip" if slip else "cross_period.revision"),
    }
    made = finding(
        "cross_period",
        "warning" if slip else "info",
        "cross_period",
        [f for group in places.values() for f in group],
        [shown(p.fact) for p in told],
        params=params,
        about=later.fact,
        difference=later.amount - first.amount,
        edit_id=_edit(first, later).edit_id,
        proposed=shown(other.fact) if slip else None,
        confidence="possible",
    )
    return replace(made, report_ids=tuple(sorted({f.report_id for f in facts})))
