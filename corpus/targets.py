"""Goals that mean different things in different places of a report, or stand in one list of goals only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from corpus.clashes import finding, in_order
from corpus.messages import Text, listed, shown, subject, where, words
from corpus.records import Fact, Finding
from corpus.rules import COUNTS, has_number, number, period_code

SHORT = 160
"""A goal line longer than this is a whole table row or paragraph and hides the goal."""


def goals_with_two_meanings(facts: Sequence[Fact]) -> list[Finding]:
    """One remark per number that is a goal for one thing in one place and for another thing in the next."""
    groups: dict[tuple[str, str, str, Decimal], list[Fact]] = defaultdict(list)
    for fact in facts:
        seen = fact.observation
        known = not seen.measure.startswith("other:") and not fact.intervention_id.startswith("_")
        if seen.role == "target" and seen.gender == "T" and has_number(fact) and known:
            unit = "persons" if seen.value.unit in COUNTS else seen.value.unit
            groups[(fact.intervention_id, period_code(fact), unit, number(fact))].append(fact)
    return [f for group in groups.values() for f in _mismatch(group)]


HEADS = ("participants", "new_participants")


def goals_in_one_place(facts: Sequence[Fact]) -> list[Finding]:
    """One remark per goal for how many shall take part that stands in one list of goals and in no other.

    A list is a table, or the sentences, with two goals or more of the intervention.
    """
    lists: dict[tuple[str, str], dict[int, list[Fact]]] = defaultdict(lambda: defaultdict(list))
    for fact in facts:
        if fact.observation.role == "target" and has_number(fact) and not fact.intervention_id.startswith("_"):
            lists[(fact.intervention_id, period_code(fact))][_place(fact)].append(fact)
    found = []
    for places in lists.values():
        full = {place: inside for place, inside in places.items() if len(inside) > 1}
        for place, inside in full.items():
            others = [f for other, goals in places.items() if other != place for f in goals]
            for fact in inside:
                counted = fact.observation.measure in HEADS and fact.observation.gender == "T"
                if len(full) > 1 and counted and number(fact) not in {number(f) for f in others}:
                    found.append(_alone(fact, [goals[0] for other, goals in full.items() if other != place]))
    return found


def _alone(fact: Fact, elsewhere: Sequence[Fact]) -> Finding:
    params: dict[str, str | Text] = {
        "subject": subject(fact),
        "value": shown(fact),
        "where": where([fact]),
        "others": where(in_order(elsewhere)),
    }
    places = [fact, *elsewhere]
    return finding("target_mismatch", "info", "goal_alone", places, [shown(fact)], params=params, about=fact)


def _place(fact: Fact) -> int:
    return fact.observation.place.table


def _goal(fact: Fact) -> str:
    """The goal as printed where the line is short, else its number and what it is taken to mean."""
    seen = fact.observation
    line = " ".join(seen.place.quote.split())
    label = words(f"measure.{seen.measure}", seen.measure).sv
    return line if line and len(line) <= SHORT else f"{shown(fact)} {label}"


def _mismatch(group: list[Fact]) -> list[Finding]:
    by_place: dict[int, set[str]] = defaultdict(set)
    for fact in group:
        by_place[_place(fact)].add(fact.observation.measure)
    shared = set.intersection(*by_place.values())
    odd = {m for measures in by_place.values() for m in measures} - shared
    alone = [m for m in odd if any(m in measures for measures in by_place.values())]
    if len(by_place) < 2 or len(alone) < 2 or not all(by_place[p] - shared for p in by_place):
        return []
    facts = in_order(f for f in group if f.observation.measure in odd)
    named = [words(f"measure.{f.observation.measure}", f.observation.measure) for f in facts]
    params: dict[str, str | Text] = {
        "who": facts[0].observation.name or facts[0].intervention_id,
        "value": shown(facts[0]),
        "meanings": Text(listed([n.sv for n in named]).sv, listed([n.en for n in named]).en),
        "where": where(facts),
    }
    values = [_goal(f) for f in facts]
    often = _most_often(group, odd)
    return [
        finding(
            "target_mismatch",
            "info",
            "target_meaning",
            facts,
            values,
            params=params,
            about=facts[0],
            proposed=_goal(often) if often else None,
            confidence="possible",
        )
    ]


def _most_often(group: Sequence[Fact], meanings: set[str]) -> Fact | None:
    """The goal with the meaning that clearly more places give, tables before sentences; None on a draw."""
    counted = sorted((sum(1 for f in group if f.observation.measure == m), m) for m in meanings)
    if len(counted) > 1 and counted[-1][0] == counted[-2][0]:
        tables = [f for f in group if f.observation.source == "table" and f.observation.measure in meanings]
        return tables[0] if len({f.observation.measure for f in tables}) == 1 else None
    return next(f for f in group if f.observation.measure == counted[-1][1])
