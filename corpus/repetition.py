"""The same fact printed in several places: counts and money that differ become one finding with every place."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from decimal import Decimal
from itertools import combinations

from corpus.clashes import Confidence, finding, in_order
from corpus.messages import Text, group_of, listed, plain, shown, subject, where, words
from corpus.records import Fact, Finding, Severity
from corpus.rules import MONEY, Rule, number, period_code, rounded
from corpus.same_fact import Key, Print, by_key, printing, spot, unambiguous, unsigned, versions
from corpus.wording import alike, same_line, says
from normalize.types import Place


def repetitions(facts: Sequence[Fact], rules: Sequence[Rule], others: Mapping[str, Fact]) -> list[Finding]:
    """A finding for every fact with two incompatible printings. Shares of people are left to `shares`.

    `others` gives, by obs_id, another figure that has the very number a sentence gives for this one.
    """
    steady = in_intact_sums(rules)
    counted = [prints for prints in repeated(facts) if not _is_share(prints[0].fact)]
    listed_as = _longer_names(facts)
    told = [versions(_without_strangers([p for p in c if p.fact.obs_id not in listed_as])) for c in counted]
    clashes = [t for t in told if len(t) > 1 and comparable_words(t)]
    groups: dict[Hashable, list[list[list[Print]]]] = {}
    for clash in clashes:
        groups.setdefault(_but_for_gender(clash), []).append(clash)
    return [_clash(g[0], steady, others) if len(g) == 1 else _by_gender(g) for g in groups.values()]


def _without_strangers(prints: list[Print]) -> list[Print]:
    """The printings but for sentences that have no words in common with any other sentence about this, and no ally."""
    prose = [p for p in prints if p.fact.observation.source == "prose"]
    allies = [[q for q in prints if q is not p and p.low <= q.high and q.low <= p.high] for p in prose]
    strangers = {
        p.fact.obs_id
        for p, friends in zip(prose, allies, strict=True)
        if len(prose) > 1 and not friends and not any(_akin(p, q) for q in prose if q is not p)
    }
    return [p for p in prints if p.fact.obs_id not in strangers]


def _akin(a: Print, b: Print) -> bool:
    return alike(a.fact.observation.place.quote, b.fact.observation.place.quote)


def _longer_names(facts: Sequence[Fact]) -> frozenset[str]:
    """Ids of cost lines that may be another line of a table with a longer name: 'Nya insatser', 'Nya insatser (UVAS)'.

    Which of the two another table means by the short name cannot be told.
    """
    lines: dict[tuple[object, ...], list[Fact]] = {}
    for fact in facts:
        seen = fact.observation
        if seen.category and seen.place.table >= 0:
            lines.setdefault((seen.place.table, seen.measure, seen.role, seen.gender, period_code(fact)), []).append(
                fact
            )
    out = set()
    for group in lines.values():
        names = [(same_line(f.observation.category), f) for f in group]
        out |= {f.obs_id for n, f in names if any(o != n and o.startswith(n + " ") for o, _ in names)}
    return frozenset(out)


def _but_for_gender(told: list[list[Print]]) -> Hashable:
    """What clashes about women and about men have in common when they are one: the measure and the places."""
    facts = [p.fact for version in told for p in version]
    seen = facts[0].observation
    places = frozenset(spot(f) for f in facts)
    return (facts[0].intervention_id, seen.measure, seen.category, seen.role, period_code(facts[0]), places)


def _by_gender(clashes: list[list[list[Print]]]) -> Finding:
    """One finding of the clashes about women, men and all that come from the same two places."""
    facts = in_order(p.fact for told in clashes for version in told for p in version)
    about = facts[0]
    sides = [(words(f"gender.{t[0][0].fact.observation.gender}"), [_side(v) for v in t]) for t in clashes]
    spread = max(max(v[0].amount for v in t) - min(v[0].amount for v in t) for t in clashes)
    params: dict[str, str | Text] = {
        "subject": group_of(about),
        "sides": Text(
            "; ".join(f"{g.sv or 'totalt'}: {listed([s.sv for s in v]).sv}" for g, v in sides),
            "; ".join(f"{g.en or 'in all'}: {listed([s.en for s in v]).en}" for g, v in sides),
        ),
        "difference": plain(spread),
        "twin": "",
    }
    values = [_printed(p) for told in clashes for version in told for p in version]
    target = about.observation.role == "target"
    kind = "target_mismatch" if target else kind_of(facts)
    severity: Severity = "info" if target else "warning" if kind == "prose_vs_prose" else "error"
    return finding(kind, severity, "repetition", facts, values, params=params, about=about, difference=spread)


def comparable_words(told: list[list[Print]]) -> bool:
    """Whether a clash is more than two sentences about different things.

    Counts in tables are named by their headings. Shares of people are only compared when some pair of the places has
    words in common; sentences alone when they also both speak of a total and stand apart.
    """
    pairs = [(a.fact.observation, b.fact.observation) for v, w in combinations(told, 2) for a in v for b in w]
    shares_ = told[0][0].fact.observation.value.unit == "percent"
    if any("table" in (a.source, b.source) for a, b in pairs):
        return not shares_ or any(alike(a.place.quote, b.place.quote) for a, b in pairs)
    whole = [(a.place, b.place) for a, b in pairs if says("total", a.place.quote) and says("total", b.place.quote)]
    return any(alike(a.quote, b.quote) and _apart(a, b) for a, b in whole)


def _apart(a: Place, b: Place) -> bool:
    """Whether two sentences stand too far from each other to be one train of thought."""
    return a.page != b.page or abs((a.line or 0) - (b.line or 0)) > NEIGHBOURS


NEIGHBOURS = 5
"""Lines within which a writer who gives two numbers means two things."""


def repeated(facts: Sequence[Fact]) -> list[list[Print]]:
    """The printings of every fact that is printed more than once, where we understand what is said."""
    groups = (unambiguous(unsigned(group)) for group in with_numerators(by_key(facts)).values())
    return [prints for prints in groups if len(prints) > 1]


def _is_share(fact: Fact) -> bool:
    return fact.observation.value.unit == "percent" and fact.observation.role == "actual"


def with_numerators(groups: Mapping[Key, Sequence[Fact]]) -> dict[Key, list[Print]]:
    """The printings by key, the x of 'x av y' of a share of exits added to the counts of the same exit.

    Only where y is everyone who exited: else the two are about different people.
    """
    out = {key: [printing(f) for f in facts] for key, facts in groups.items()}
    for key, facts in groups.items():
        counts = (*key[:-1], "persons")
        if key[-1] != "percent" or not key[1].startswith("exit_") or counts not in out:
            continue
        bases = groups.get((key[0], "exited_participants", *key[2:-1], "persons"), ())
        for fact in facts:
            x, y = fact.observation.value.numerator, fact.observation.value.denominator
            if x is not None and any(number(b) == y for b in bases):
                out[counts].append(Print(fact, x, x, x, derived=True))
    return out


def in_intact_sums(rules: Sequence[Rule]) -> frozenset[str]:
    """Ids of the facts that stand in a sum which holds and would not hold without them."""
    strong = [r for r in rules if r.holds and r.edit.kind in ("column_sum", "row_sum", "parts_sum")]
    weak = {f.obs_id for r in rules if not r.holds for f, _ in r.terms}
    return frozenset(f.obs_id for r in strong for f, _ in r.terms if number(f)) - weak


def kind_of(facts: Sequence[Fact]) -> str:
    """table_vs_table, table_vs_prose or prose_vs_prose, by where the facts stand."""
    sources = {f.observation.source for f in facts}
    if len(sources) > 1:
        return "table_vs_prose"
    return "table_vs_table" if sources == {"table"} else "prose_vs_prose"


def _clash(told: list[list[Print]], steady: frozenset[str], others: Mapping[str, Fact]) -> Finding:
    facts = in_order(p.fact for version in told for p in version)
    by_place = sorted(told, key=lambda v: facts.index(in_order(p.fact for p in v)[0]))
    about = facts[0]
    target = about.observation.role == "target"
    kind = "target_mismatch" if target else kind_of(facts)
    twin = next((others[f.obs_id] for f in facts if f.obs_id in others), None)
    loose = kind == "prose_vs_prose" or about.observation.role == "forecast" or twin is not None
    severity: Severity = "info" if target else "warning" if loose else "error"
    proposed, confidence = choose(told, steady)
    proposed = proposed and _in_unit_of_the_other(proposed, told)
    sides = [_side(v) for v in by_place]
    amounts = sorted(v[0].amount for v in told)
    return finding(
        kind,
        severity,
        "target_mismatch" if target else "repetition",
        facts,
        [_printed(p) for v in by_place for p in v],
        params={
            "subject": subject(about),
            "sides": Text(listed([s.sv for s in sides]).sv, listed([s.en for s in sides]).en),
            "difference": plain(amounts[-1] - amounts[0]) + _unit(told),
            "twin": _twin(twin),
        },
        about=about,
        difference=amounts[-1] - amounts[0],
        tolerance=Decimal(0),
        proposed=proposed,
        confidence=confidence,
    )


def _twin(fact: Fact | None) -> Text:
    if fact is None:
        return Text("", "")
    what, spots = subject(fact), where([fact])
    return Text(
        f"Talet {shown(fact)} står för {what.sv} på {spots.sv}; det kan vara det som avses.",
        f"The number {shown(fact)} stands for {what.en} at {spots.en}; that may be what is meant.",
    )


def _side(version: list[Print]) -> Text:
    facts = in_order(p.fact for p in version)
    best = next((p for p in version if not p.derived), version[0])
    spots = where(facts)
    return Text(f"{_printed(best)} på {spots.sv}", f"{_printed(best)} at {spots.en}")


def _printed(p: Print) -> str:
    return plain(p.amount) if p.derived else shown(p.fact)


def _in_unit_of_the_other(proposed: str, told: list[list[Print]]) -> str:
    """The proposal as it would be printed where the other version stands: thousands where that one says tkr."""
    chosen = next(v for v in told if any(_printed(p) == proposed for p in v))
    rival = next(v for v in told if v is not chosen)[0]
    unit = rival.fact.observation.value.unit
    if unit not in MONEY or unit == chosen[0].fact.observation.value.unit:
        return proposed
    amount = rounded(chosen[0].amount / MONEY[unit], rival.fact.observation.value.decimals)
    return f"{plain(amount)} {'kr' if unit == 'sek' else unit}"


def _unit(told: list[list[Print]]) -> str:
    return " kr" if any(p.fact.observation.value.unit in ("sek", "tkr", "mkr") for v in told for p in v) else ""


def choose(told: list[list[Print]], steady: frozenset[str]) -> tuple[str | None, Confidence]:
    """The version with clearly more behind it: places that print it, and a sum that holds with it counts twice.

    Two places more, or a sum of its own that no other version has, make it likely; one place more, possible.
    """

    def strength(version: list[Print]) -> tuple[bool, int]:
        return any(p.fact.obs_id in steady and not p.derived for p in version), len({spot(p.fact) for p in version})

    ranked = sorted(told, key=strength, reverse=True)
    (sum_holds, places), (rival_holds, rival_places) = strength(ranked[0]), strength(ranked[1])
    best = next((p for p in ranked[0] if p.fact.obs_id in steady), ranked[0][0])
    if sum_holds and not rival_holds:
        return _printed(best), "likely"
    if sum_holds == rival_holds and places > rival_places:
        return _printed(best), "likely" if places - rival_places > 1 else "possible"
    return None, "undecided"


def unmeasured(facts: Sequence[Fact]) -> list[Finding]:
    """A result that one place says was not measured and another prints."""
    printed = by_key(facts)
    found = []
    for fact in facts:
        seen = fact.observation
        if seen.value.status != "L" or seen.role != "actual" or seen.source != "prose" or seen.period is None:
            continue
        same = [
            f
            for key, group in printed.items()
            for f in group
            if key[:2] == (fact.intervention_id, seen.measure) and key[3:6] == (seen.gender, "actual", seen.period.code)
        ]
        if same:
            places = [*same, fact]
            said = seen.value.printed or seen.place.quote
            params: dict[str, str | Text] = {
                "subject": subject(fact),
                "value": shown(same[0]),
                "where": where(in_order(same)),
                "words": said,
                "other": where([fact]),
            }
            values = [said, *(shown(f) for f in same)]
            found.append(finding(kind_of(places), "error", "unmeasured", places, values, params=params, about=fact))
    return found
