"""The same fact printed in several places: counts and money that differ become one finding with every place."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from decimal import Decimal

from corpus.clashes import finding, in_order
from corpus.messages import Text, group_of, listed, plain, shown, subject, where, words
from corpus.moved import between_lines, moved_amounts
from corpus.ranking import Verdict
from corpus.records import Fact, Finding, Severity
from corpus.rules import MONEY, period_code, rounded
from corpus.same_fact import Print, spot, versions
from corpus.slips import is_digit_slip
from corpus.versions import (
    Told,
    comparable_words,
    confirmed,
    decide,
    kind_of,
    longer_names,
    money_unit,
    printed_as,
    repeated,
    side_of,
    without_strangers,
)

FAR = Decimal("0.2")
"""How far from what tables and other sentences say a number is that probably counts something else."""


def told_again(facts: Sequence[Fact]) -> list[Told]:
    """Every count or sum of money that is printed more than once where we understand it; shares are left to `shares`.

    Printings that differ in what they are about (two sentences with nothing in common) are not held together.
    """
    counted = [prints for prints in repeated(facts) if not _is_share(prints[0].fact)]
    listed_as = longer_names(facts)
    told = [versions(without_strangers([p for p in c if p.fact.obs_id not in listed_as])) for c in counted]
    return [t for t in told if sum(map(len, t)) > 1 and (len(t) == 1 or comparable_words(t))]


def repetitions(
    told: Sequence[Told], judged: Sequence[Verdict], others: Mapping[str, Fact], backed: AbstractSet[str]
) -> list[Finding]:
    """A finding for every fact of `told` with two incompatible printings.

    `others` gives, by obs_id, another figure that has the very number a sentence gives for this one; `backed` are the
    ids of the facts in sums that hold.
    """
    groups: dict[Hashable, list[Told]] = {}
    for clash in told:
        if len(clash) > 1:
            groups.setdefault(_but_for_gender(clash), []).append(clash)
    alone = [g[0] for g in groups.values() if len(g) == 1]
    moved = moved_amounts(alone)
    left = [c for c in alone if not any(c is one for pair in moved for one in pair)]
    return [
        *(_clash(c, judged, others, backed) for c in left),
        *(_by_gender(g, backed) for g in groups.values() if len(g) > 1),
        *(between_lines(*pair) for pair in moved),
    ]


def _but_for_gender(told: list[list[Print]]) -> Hashable:
    """What clashes about women and about men have in common when they are one: the measure and the places."""
    facts = [p.fact for version in told for p in version]
    seen = facts[0].observation
    places = frozenset(spot(f) for f in facts)
    return (facts[0].intervention_id, seen.measure, seen.category, seen.role, period_code(facts[0]), places)


def _by_gender(clashes: Sequence[Told], backed: AbstractSet[str]) -> Finding:
    """One finding of the clashes about women, men and all that come from the same two places."""
    facts = in_order(p.fact for told in clashes for version in told for p in version)
    about = facts[0]
    sides = [(words(f"gender.{t[0][0].fact.observation.gender}"), [side_of(v) for v in t]) for t in clashes]
    spread = max(max(v[0].amount for v in t) - min(v[0].amount for v in t) for t in clashes)
    params: dict[str, str | Text] = {
        "subject": group_of(about),
        "sides": Text(
            "; ".join(f"{g.sv or 'totalt'}: {listed([s.sv for s in v]).sv}" for g, v in sides),
            "; ".join(f"{g.en or 'in all'}: {listed([s.en for s in v]).en}" for g, v in sides),
        ),
        "difference": plain(spread),
        "twin": "",
        "sums": confirmed([v for t in clashes for v in t], backed),
    }
    values = [printed_as(p) for told in clashes for version in told for p in version]
    target = about.observation.role == "target"
    kind = "target_mismatch" if target else kind_of(facts)
    severity: Severity = "info" if target else "warning" if kind == "prose_vs_prose" else "error"
    return finding(kind, severity, "repetition", facts, values, params=params, about=about, difference=spread)


def _is_share(fact: Fact) -> bool:
    return fact.observation.value.unit == "percent" and fact.observation.role == "actual"


def _clash(told: Told, judged: Sequence[Verdict], others: Mapping[str, Fact], backed: AbstractSet[str]) -> Finding:
    facts = in_order(p.fact for version in told for p in version)
    by_place = sorted(told, key=lambda v: facts.index(in_order(p.fact for p in v)[0]))
    about = facts[0]
    target = about.observation.role == "target"
    kind = "target_mismatch" if target else kind_of(facts)
    twin = next((others[f.obs_id] for f in facts if f.obs_id in others), None)
    loose = kind == "prose_vs_prose" or about.observation.role == "forecast" or twin is not None or _stranger(told)
    severity: Severity = "info" if target else "warning" if loose else "error"
    proposed, confidence = decide(told, judged)
    proposed = proposed and _in_unit_of_the_other(proposed, told)
    sides = [side_of(v) for v in by_place]
    amounts = sorted(v[0].amount for v in told)
    return finding(
        kind,
        severity,
        "target_mismatch" if target else "repetition",
        facts,
        [printed_as(p) for v in by_place for p in v],
        params={
            "subject": subject(about),
            "sides": Text(listed([s.sv for s in sides]).sv, listed([s.en for s in sides]).en),
            "difference": plain(amounts[-1] - amounts[0]) + money_unit(told),
            "twin": _twin(twin),
            "sums": confirmed(by_place, backed),
        },
        about=about,
        difference=amounts[-1] - amounts[0],
        tolerance=Decimal(0),
        proposed=proposed,
        confidence=confidence,
    )


def _stranger(told: Told) -> bool:
    """Whether one sentence stands alone against tables and another sentence, far off: it may be about other people."""
    alone = [v for v in told if len(v) == 1 and v[0].fact.observation.source == "prose"]
    rest = [p for v in told for p in v if v not in alone]
    if len(told) != 2 or len(alone) != 1 or {p.fact.observation.source for p in rest} != {"table", "prose"}:
        return False
    odd, usual = alone[0][0].amount, rest[0].amount
    return abs(odd - usual) > FAR * max(odd, usual) and not is_digit_slip(odd, usual)


def _twin(fact: Fact | None) -> Text:
    if fact is None:
        return Text("", "")
    what, spots = subject(fact), where([fact])
    return Text(
        f"Talet {shown(fact)} står för {what.sv} på {spots.sv}; det kan vara det som avses.",
        f"The number {shown(fact)} stands for {what.en} at {spots.en}; that may be what is meant.",
    )


def _in_unit_of_the_other(proposed: str, told: list[list[Print]]) -> str:
    """The proposal as it would be printed where the other version stands: thousands where that one says tkr."""
    chosen = next(v for v in told if any(printed_as(p) == proposed for p in v))
    rival = next(v for v in told if v is not chosen)[0]
    unit = rival.fact.observation.value.unit
    if unit not in MONEY or unit == chosen[0].fact.observation.value.unit:
        return proposed
    amount = rounded(chosen[0].amount / MONEY[unit], rival.fact.observation.value.decimals)
    return f"{plain(amount)} {'kr' if unit == 'sek' else unit}"
