"""What the rows of a report's system are made from: sums, repeated figures, shares of counts, limits.

A row that everyone who reads the report would call an error when it breaks has to hold. One that reports do break, for
reasons of their own (people who exited in another year than they took part), is soft: it may stay broken at a `cost`,
minus the logarithm of how often that is seen where nothing is wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from corpus.records import Edit, Fact
from corpus.rules import HUNDRED, Rule, number
from corpus.same_fact import Print

TWICE = 0.3
"""How likely the y of an 'x av y' that gives no true share was meant for a number of people that is printed twice."""


class Member(NamedTuple):
    """A number of a row. `derived`: it is the x or the y of an 'x av y', and `key` says which."""

    key: str
    fact: Fact
    value: Decimal
    derived: bool = False


def member(fact: Fact) -> Member:
    return Member(fact.obs_id, fact, number(fact))


def part_of(fact: Fact, value: Decimal) -> Member:
    """The x of the 'x av y' that stands with `fact`."""
    return Member(f"{fact.obs_id}#x", fact, value, derived=True)


def whole_of(fact: Fact, value: Decimal) -> Member:
    """The y of it."""
    return Member(f"{fact.obs_id}#y", fact, value, derived=True)


def printed(p: Print) -> Member:
    return part_of(p.fact, p.amount) if p.derived else member(p.fact)


@dataclass(frozen=True, slots=True)
class Same:
    """Two printings of one fact: they should agree within what rounding and hedges leave open."""

    edit: Edit
    first: Print
    other: Print

    @property
    def holds(self) -> bool:
        return self.first.low <= self.other.high and self.other.low <= self.first.high


@dataclass(frozen=True, slots=True)
class Ratio:
    """`low` <= 100 x part / whole - percent <= `high`. `wholes` are other numbers the whole may have been meant for,
    by how likely that is."""

    edit: Edit
    part: Member
    whole: Member
    percent: Fact
    low: Decimal
    high: Decimal
    cost: float | None = None
    wholes: Mapping[Decimal, float] = field(default_factory=dict)

    @property
    def holds(self) -> bool:
        if self.whole.value <= 0:
            return True
        return self.low <= HUNDRED * self.part.value / self.whole.value - number(self.percent) <= self.high


@dataclass(frozen=True, slots=True)
class Limit:
    """`low` <= sum of coefficient x number <= `high`; infinite where there is no bound."""

    edit: Edit
    terms: tuple[tuple[Member, int], ...]
    low: Decimal
    high: Decimal
    cost: float | None = None

    @property
    def holds(self) -> bool:
        return self.low <= sum((k * m.value for m, k in self.terms), Decimal(0)) <= self.high


Source = Rule | Same | Ratio | Limit


def cost_of(source: Source) -> float | None:
    """What it costs to leave a soft row broken; None of a row that has to hold."""
    return source.cost if isinstance(source, Ratio | Limit) else None


def members_of(source: Source) -> Iterable[Member]:
    """Every cell of a row."""
    if isinstance(source, Rule):
        return [member(f) for f, _ in source.terms]
    if isinstance(source, Same):
        return [printed(source.first), printed(source.other)]
    if isinstance(source, Limit):
        return [m for m, _ in source.terms]
    return [source.part, source.whole, member(source.percent)]
