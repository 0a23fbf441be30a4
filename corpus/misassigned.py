"""Numbers that probably are about something else than we took them for: no clash is made of them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from corpus.records import Fact
from corpus.rules import COUNTS, MONEY, has_number, number, period_code
from corpus.same_fact import Print, by_key, family, printing
from corpus.wording import is_total

CHANCE = 10
"""Numbers below this are often equal by chance."""


def other_figures(facts: Sequence[Fact]) -> dict[str, Fact]:
    """For prose counts and amounts that no table confirms: the other figure of a table that has just this number.

    By obs_id. 'Av de 59 avslutade gick 7 till arbete' read as 59 to work finds the 59 who exited; a sentence put under
    the wrong heading finds the same measure of another intervention.
    """
    tables = [f for f in facts if f.observation.source == "table" and (_is_count(f) or _is_money(f))]
    money = [f for f in tables if family(f.observation.value.unit) == "money"]
    counts: dict[Decimal, list[Fact]] = {}
    for f in tables:
        if family(f.observation.value.unit) != "money":
            counts.setdefault(number(f), []).append(f)
    out = {}
    for fact, same in _unconfirmed(facts):
        of_kind = money if family(fact.observation.value.unit) == "money" else counts.get(number(fact), ())
        own = {t.obs_id for t in same}
        twins = [t for t in of_kind if t.obs_id not in own and _equal(printing(t), printing(fact))]
        near = [t for t in twins if _same_group(t, fact)]
        far = [t for t in twins if _same_figure(t, fact) and number(t) >= CHANCE]
        if near or far:
            out[fact.obs_id] = (near or far)[0]
    return out


def misassigned(facts: Sequence[Fact], others: dict[str, Fact]) -> frozenset[str]:
    """Ids of the facts to leave out of comparisons.

    They are another figure of the table or the figure of all interventions, more exits than all exits, or said of all
    interventions though a single one has more.
    """
    out = {f.obs_id for f, _ in _unconfirmed(facts) if _is_other(f, others.get(f.obs_id))}
    exited = _exited(facts)
    for fact, _ in _unconfirmed(facts):
        whole = exited.get((fact.intervention_id, period_code(fact)))
        if fact.observation.measure.startswith("exit_") and whole is not None and number(fact) > whole:
            out.add(fact.obs_id)
    return frozenset(out) | _not_of_all(facts)


def _is_other(fact: Fact, twin: Fact | None) -> bool:
    if twin is None or abs(number(fact)) < CHANCE:
        return False
    whole = twin.intervention_id in ("_all", "_federation") and twin.intervention_id != fact.intervention_id
    return _same_group(twin, fact) or whole


def _exited(facts: Sequence[Fact]) -> dict[tuple[str, str], Decimal]:
    out: dict[tuple[str, str], Decimal] = {}
    for fact in facts:
        if fact.observation.source == "table" and _is_count(fact) and fact.observation.measure == "exited_participants":
            key = (fact.intervention_id, period_code(fact))
            out[key] = max(number(fact), out.get(key, number(fact)))
    return out


def _not_of_all(facts: Sequence[Fact]) -> frozenset[str]:
    """Facts taken as being about all interventions that cannot be: one alone has more, or nothing says so."""
    singles: dict[tuple[str, ...], Decimal] = {}
    for fact in facts:
        seen = fact.observation
        if seen.scope == "intervention" and seen.source == "table" and has_number(fact) and seen.value.unit in COUNTS:
            key = (seen.measure, seen.gender, seen.role, period_code(fact))
            singles[key] = max(number(fact), singles.get(key, number(fact)))
    out = set()
    for fact in facts:
        seen = fact.observation
        if fact.intervention_id != "_all" or not has_number(fact) or not singles:
            continue
        largest = singles.get((seen.measure, seen.gender, seen.role, period_code(fact)))
        base = singles.get(("exited_participants", seen.gender, "actual", period_code(fact)))
        y = seen.value.denominator
        too_few = seen.value.unit in COUNTS and largest is not None and number(fact) < largest and not _is_sum(fact)
        small_base = seen.value.unit == "percent" and y is not None and base is not None and y < base
        unnamed = seen.source == "table" and not _is_sum(fact)
        if too_few or small_base or (unnamed and y is None):
            out.add(fact.obs_id)
    return frozenset(out)


def _is_sum(fact: Fact) -> bool:
    seen = fact.observation
    return is_total(seen.row_label) or any(is_total(h) for h in seen.header_path)


def _unconfirmed(facts: Sequence[Fact]) -> list[tuple[Fact, list[Fact]]]:
    """Prose counts and amounts with the table figures of the same key, where no table agrees."""
    out = []
    for key, group in by_key(facts).items():
        tables = [f for f in group if f.observation.source == "table"]
        counted = key[-1] == "persons" and key[4] == "actual"
        if (counted or key[-1] == "money") and tables:
            prose = [f for f in group if f.observation.source == "prose"]
            printed = [printing(t) for t in tables] if prose else []
            out += [(f, tables) for f in prose if not _among(printing(f), printed)]
    return out


def _among(said: Print, tables: Sequence[Print]) -> bool:
    return any(_equal(t, said) for t in tables)


def _equal(a: Print, b: Print) -> bool:
    """Whether a table and prose can print one number; of a surplus or deficit the sign may be in the words."""
    unit = family(a.fact.observation.value.unit)
    if unit != family(b.fact.observation.value.unit):
        return False
    low, high = (b.low, b.high) if a.amount * b.amount >= 0 else (-b.high, -b.low)
    return a.low <= high and low <= a.high and (a.amount == b.amount or unit == "money")


def _is_money(fact: Fact) -> bool:
    return has_number(fact) and fact.observation.value.unit in MONEY and abs(number(fact)) >= CHANCE


def _is_count(fact: Fact) -> bool:
    return has_number(fact) and fact.observation.value.unit in COUNTS and fact.observation.role == "actual"


def _same_group(a: Fact, b: Fact) -> bool:
    return (a.intervention_id, period_code(a)) == (b.intervention_id, period_code(b))


def _same_figure(a: Fact, b: Fact) -> bool:
    """Whether two facts say the same of different interventions."""
    left, right = a.observation, b.observation
    return (left.measure, left.gender, period_code(a)) == (right.measure, right.gender, period_code(b))
