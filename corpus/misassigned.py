"""Numbers in sentences that probably are about something else than we took them for: no clash is made of them."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.records import Fact
from corpus.rules import COUNTS, has_number, number, period_code
from corpus.same_fact import by_key

CHANCE = 10
"""Numbers below this are often equal by chance."""


def other_figures(facts: Sequence[Fact]) -> dict[str, Fact]:
    """For prose counts that no table confirms: the other figure of a table that has just this number.

    By obs_id; 'av de 59 avslutade gick 7 till arbete' read as 59 to work finds the 59 who exited.
    """
    tables = [f for f in facts if f.observation.source == "table" and _is_count(f)]
    out = {}
    for fact, same in _unconfirmed(facts):
        twins = [t for t in tables if _same_group(t, fact) and number(t) == number(fact) and t not in same]
        if twins:
            out[fact.obs_id] = twins[0]
    return out


def misassigned(facts: Sequence[Fact], others: dict[str, Fact]) -> frozenset[str]:
    """Ids of the prose counts to leave out: they are another figure of the table, or more exits than all exits."""
    exited: dict[tuple[str, str], list[Fact]] = {}
    for fact in facts:
        if fact.observation.source == "table" and _is_count(fact) and fact.observation.measure == "exited_participants":
            exited.setdefault((fact.intervention_id, period_code(fact)), []).append(fact)
    out = {f.obs_id for f, _ in _unconfirmed(facts) if f.obs_id in others and number(f) >= CHANCE}
    for fact, _ in _unconfirmed(facts):
        wholes = exited.get((fact.intervention_id, period_code(fact)), [])
        too_many = wholes and number(fact) > max(number(w) for w in wholes)
        if fact.observation.measure.startswith("exit_") and too_many:
            out.add(fact.obs_id)
    return frozenset(out)


def _unconfirmed(facts: Sequence[Fact]) -> list[tuple[Fact, list[Fact]]]:
    """Prose counts with the table figures of the same key, where no table agrees."""
    out = []
    for key, group in by_key(facts).items():
        tables = [f for f in group if f.observation.source == "table"]
        if key[-1] == "persons" and key[4] == "actual" and tables:
            prose = [f for f in group if f.observation.source == "prose"]
            out += [(f, tables) for f in prose if all(number(t) != number(f) for t in tables)]
    return out


def _is_count(fact: Fact) -> bool:
    return has_number(fact) and fact.observation.value.unit in COUNTS and fact.observation.role == "actual"


def _same_group(a: Fact, b: Fact) -> bool:
    return (a.intervention_id, period_code(a)) == (b.intervention_id, period_code(b))
