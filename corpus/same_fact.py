"""What makes two printed numbers the same fact, and how exactly each of them is printed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from corpus.records import Fact
from corpus.rules import COUNTS, MONEY, has_number, number, period_code, unit_step
from corpus.wording import hedge, is_part, same_line, says, shared_out, speaks_of_surplus

NEEDS_CATEGORY = frozenset(
    (
        *("referrals", "offered", "survey_share", "respondents"),
        *("age", "education", "time_on_benefits", "benefit_at_start", "municipality", "time_in_intervention"),
        *("income", "cost", "asset", "liability", "cash_flow", "equity"),
    )
)
"""Measures that say nothing without their category: two numbers without one are not known to be the same fact."""

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Print:
    """One printing of a fact: the number in its base unit and the interval that its rounding and hedge leave open.

    `derived` says that it was taken from 'x av y' rather than printed as a number of its own.
    """

    fact: Fact
    amount: Decimal
    low: Decimal
    high: Decimal
    derived: bool = False


def family(unit: str) -> str:
    """Units that can be compared: persons and counts, all money, everything else with itself."""
    if unit in COUNTS:
        return "persons"
    return "money" if unit in MONEY else unit


def key_of(fact: Fact) -> Key | None:
    """What the number is about, or None when that is not known well enough to compare it with another place."""
    seen = fact.observation
    category = same_line(seen.category)
    if seen.measure.startswith("other:") or not seen.period or not seen.measure:
        return None
    if not category and (seen.measure in NEEDS_CATEGORY or _whole_budget(fact)):
        return None
    if seen.source == "prose" and seen.value.unit in COUNTS and shared_out(seen.place.quote, seen.value.printed):
        return None
    if seen.source == "prose" and seen.gender == "T" and is_part(seen.place.quote, seen.value.printed):
        return None
    if seen.measure.startswith("exit_") and says("later", seen.place.quote):
        category = f"{category} later".strip()
    unit = family(seen.value.unit)
    return (fact.intervention_id, seen.measure, category, seen.gender, seen.role, period_code(fact), unit)


def _whole_budget(fact: Fact) -> bool:
    """Whether it is money of the federation as such: a sentence that says no more may be about any part of it."""
    money = fact.observation.measure in ("budget", "outcome", "deviation")
    return money and fact.observation.scope == "federation"


def printing(fact: Fact) -> Print:
    """The number of `fact` with the interval its print leaves open; money in kronor."""
    seen = fact.observation
    scale = MONEY.get(seen.value.unit, Decimal(1))
    amount, step = number(fact) * scale, unit_step(fact) * scale
    slack = Decimal(0) if seen.value.unit in COUNTS else step / 2
    low, high = amount - slack, amount + slack
    side = hedge(seen.place.quote, seen.value.printed) if seen.source == "prose" else ""
    if not side and seen.value.qualifier == "about":
        side = "around"
    wide = max(step, min(_last_step(number(fact)) * scale, abs(amount) / 10))
    if side in ("below", "around"):
        low = min(low, amount - wide)
    if side in ("above", "around"):
        high = max(high, amount + wide)
    if seen.role == "actual" and seen.value.qualifier in ("at_least", "at_most"):
        low = low if seen.value.qualifier == "at_least" else Decimal("-Infinity")
        high = high if seen.value.qualifier == "at_most" else Decimal("Infinity")
    return Print(fact, amount, low, high)


def _last_step(value: Decimal) -> Decimal:
    """One in the last digit that is not a rounding zero: 1 for 1 098, 1 000 for 2 000."""
    exponent = value.normalize().as_tuple().exponent
    return Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)


def unsigned(prints: Iterable[Print]) -> list[Print]:
    """The printings of a deviation without signs, when one of them says surplus or deficit in words."""
    kept = list(prints)
    if not any(_worded(p.fact) for p in kept):
        return kept
    return [p if p.amount >= 0 else Print(p.fact, -p.amount, -p.high, -p.low, p.derived) for p in kept]


def _worded(fact: Fact) -> bool:
    seen = fact.observation
    prose = seen.source == "prose" and speaks_of_surplus(f"{seen.category} {seen.place.quote}")
    return seen.measure == "deviation" and prose


def versions(prints: Iterable[Print]) -> list[list[Print]]:
    """The printings grouped by what they can all mean at once; more than one group is a clash."""
    groups: list[tuple[Decimal, Decimal, list[Print]]] = []
    for p in sorted(prints, key=lambda p: (p.high - p.low, p.amount, p.fact.obs_id)):
        for i, (low, high, members) in enumerate(groups):
            if p.low <= high and p.high >= low:
                groups[i] = (max(low, p.low), min(high, p.high), [*members, p])
                break
        else:
            groups.append((p.low, p.high, [p]))
    return [members for _, _, members in groups]


def spot(fact: Fact) -> tuple[object, ...]:
    """The place that should not contradict itself: a whole table, or one sentence."""
    place = fact.observation.place
    return ("table", place.table) if place.table >= 0 else ("prose", place.page, place.quote or place.line)


def unambiguous(prints: list[Print]) -> list[Print]:
    """The printings without those of a table, sentence or line that itself gives several: there we misunderstand."""
    by_spot: dict[tuple[object, ...], list[Print]] = {}
    for p in prints:
        for place in (spot(p.fact), _line(p.fact)):
            by_spot.setdefault(place, []).append(p)
    mixed = {s for s, inside in by_spot.items() if len(versions(inside)) > 1}
    return [p for p in prints if not mixed & {spot(p.fact), _line(p.fact)}]


def _line(fact: Fact) -> tuple[object, ...]:
    place = fact.observation.place
    return ("line", place.page, place.line, place.table)


def by_key(facts: Iterable[Fact]) -> dict[Key, list[Fact]]:
    """The facts with a number, by what they are about, in the order given."""
    out: dict[Key, list[Fact]] = {}
    for fact in facts:
        key = key_of(fact)
        if key is not None and has_number(fact):
            out.setdefault(key, []).append(fact)
    return out
