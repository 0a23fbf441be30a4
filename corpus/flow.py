"""The counts that shares of people rest on: how many left to something, and how many left in all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from corpus.clashes import in_order
from corpus.ratios import exact
from corpus.records import Fact
from corpus.rules import HUNDRED, number, period_code
from corpus.same_fact import Key, by_key, spot

BASES = ("exited_participants", "exit_all", "participants", "new_participants")


@dataclass(frozen=True)
class Flow:
    """The counts a share can rest on: how many of the kind, and how many there were in all."""

    counts: tuple[Fact, ...]
    bases: tuple[Fact, ...]

    @cached_property
    def _counts(self) -> Printings:
        return Printings.of(self.counts)

    @cached_property
    def _bases(self) -> Printings:
        return Printings.of(self.bases)

    def pairs(self, near: Fact) -> list[tuple[Fact, Fact, Decimal]]:
        """(count, base, true share), pairs of the same sentence as `near` first.

        Of printings of one number the first is taken, and the first in the place of `near`.
        """
        out = []
        for count in self._counts.near(near):
            for base in self._bases.near(near):
                share = exact(number(count), number(base))
                # 'Av de 155 avslutade gick 40 %' is no count of 155: all of them would be 100 %.
                everyone = number(count) == number(base) and number(near) != share
                if share is not None and share <= HUNDRED and not everyone:
                    out.append((count, base, share))
        return sorted(out, key=lambda p: (spot(p[1]) != spot(near), spot(p[0]) != spot(near), abs(number(near) - p[2])))


@dataclass(frozen=True, slots=True)
class Printings:
    """The printings of a figure: the first of each number, by their order in the report, everywhere and by place."""

    everywhere: Mapping[int, Fact]
    by_place: Mapping[tuple[object, ...], Mapping[int, Fact]]

    @classmethod
    def of(cls, facts: Sequence[Fact]) -> Printings:
        places: dict[tuple[object, ...], list[tuple[int, Fact]]] = {}
        for order, fact in enumerate(facts):
            places.setdefault(spot(fact), []).append((order, fact))
        return cls(_firsts(enumerate(facts)), {place: _firsts(inside) for place, inside in places.items()})

    def near(self, fact: Fact) -> list[Fact]:
        both = {**self.everywhere, **self.by_place.get(spot(fact), {})}
        return [both[order] for order in sorted(both)]


def _firsts(facts: Iterable[tuple[int, Fact]]) -> dict[int, Fact]:
    found: dict[Decimal, tuple[int, Fact]] = {}
    for order, fact in facts:
        found.setdefault(number(fact), (order, fact))
    return dict(found.values())


def flow_of(key: Key, groups: Mapping[Key, Sequence[Fact]]) -> Flow:
    if not key[1].startswith("exit_") or key[2]:
        return Flow((), ())
    counts = groups.get((*key[:-1], "persons"), ())
    bases: list[Fact] = []
    for measure in BASES[:2]:
        bases += groups.get((key[0], measure, "", key[3], "actual", key[5], "persons"), ())
    return Flow(tuple(counts), tuple(bases))


def wholes_of(share: Fact, groups: Mapping[Key, Sequence[Fact]]) -> list[Fact]:
    """The printed numbers of people that a share can be of."""
    who, gender, period = share.intervention_id, share.observation.gender, period_code(share)
    return [f for m in BASES for f in groups.get((who, m, "", gender, "actual", period, "persons"), ())]


def rates(facts: Sequence[Fact]) -> dict[tuple[str, str, str], tuple[Decimal, list[Fact]]]:
    """The share of all who exited, by (intervention, exit, period), from counts or the parts of counts."""
    groups = by_key(facts)
    out: dict[tuple[str, str, str], tuple[Decimal, list[Fact]]] = {}
    for (who, measure, category, gender, role, period, unit), counts in groups.items():
        bases = groups.get((who, "exited_participants", category, gender, role, period, unit), [])
        if measure.startswith("exit_") and (gender, role, unit) == ("T", "actual", "persons") and bases:
            share = exact(number(counts[0]), number(bases[0]))
            if share is not None:
                out[(who, measure, period)] = (share, [counts[0], bases[0]])
    for (who, measure, period), (share, basis) in list(out.items()):
        other = out.get((who, "exit_studies", period))
        if measure == "exit_work" and other and (who, "exit_work_or_studies", period) not in out:
            joined = in_order([*basis[:1], *other[1]])
            out[(who, "exit_work_or_studies", period)] = (share + other[0], list(joined))
    return out
