"""The counts that shares of people rest on: how many left to something, and how many left in all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from corpus.clashes import in_order
from corpus.ratios import exact
from corpus.records import Fact
from corpus.rules import HUNDRED, number, period_code
from corpus.same_fact import Key, by_key, spot

BASES = ("exited_participants", "exit_all", "participants", "new_participants")


@dataclass(frozen=True, slots=True)
class Flow:
    """The counts a share can rest on: how many of the kind, and how many there were in all."""

    counts: tuple[Fact, ...]
    bases: tuple[Fact, ...]

    def pairs(self, near: Fact) -> list[tuple[Fact, Fact, Decimal]]:
        """(count, base, true share), pairs of the same sentence as `near` first."""
        out = []
        for count in self.counts:
            for base in self.bases:
                share = exact(number(count), number(base))
                # 'Av de 155 avslutade gick 40 %' is no count of 155: all of them would be 100 %.
                everyone = number(count) == number(base) and number(near) != share
                if share is not None and share <= HUNDRED and not everyone:
                    out.append((count, base, share))
        return sorted(out, key=lambda p: (spot(p[1]) != spot(near), spot(p[0]) != spot(near), abs(number(near) - p[2])))


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
