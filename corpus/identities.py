"""Wholes that a report prints beside all their parts (exits to work + to studies): data/identities.csv says which."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib import resources

from corpus.clashes import finding, in_order
from corpus.messages import Text, plain, shown, subject, where
from corpus.ranking import Verdict
from corpus.records import Fact, Finding
from corpus.rules import Rule, make_rule, number, row_key
from corpus.same_fact import Key, by_key, printing, versions
from corpus.versions import kind_of, printed_as, standing


@cache
def _identities() -> tuple[tuple[str, tuple[str, ...]], ...]:
    with resources.files("corpus").joinpath("data/identities.csv").open(encoding="utf-8") as file:
        return tuple((row["whole"], tuple(row["parts"].split())) for row in csv.DictReader(file))


@dataclass(frozen=True, slots=True)
class Composed:
    """The printings of a whole, and the parts that one row or sentence gives of it."""

    wholes: tuple[Fact, ...]
    parts: tuple[Fact, ...]

    @property
    def total(self) -> Decimal:
        return sum((number(f) for f in self.parts), Decimal(0))

    @property
    def slack(self) -> Decimal:
        """What rounding can do: percents are rounded, people are not."""
        percent = self.parts[0].observation.value.unit == "percent"
        return Decimal((len(self.parts) + 2) // 2) if percent else Decimal(0)

    @property
    def agreeing(self) -> Fact | None:
        """The first printing of the whole that its parts add up to."""
        prints = [printing(w) for w in self.wholes]
        return next((p.fact for p in prints if p.low - self.slack <= self.total <= p.high + self.slack), None)

    def rule(self) -> Rule:
        """Parts = whole as an edit, over the printing that agrees where there is one."""
        facts = [*self.parts, self.agreeing or self.wholes[0]]
        names = " + ".join(f.observation.measure for f in self.parts)
        return make_rule(
            facts[0].report_id,
            kind_of(facts),
            [*((f, 1) for f in self.parts), (facts[-1], -1)],
            self.slack,
            expression=f"{names} = {facts[-1].observation.measure}",
            origin="heuristic: one place prints all parts of a whole that the report prints too",
        )


def composed(facts: Sequence[Fact]) -> list[Composed]:
    """Every whole of data/identities.csv that the report prints together with all its parts."""
    groups = by_key(facts)
    found = []
    for key, wholes in groups.items():
        for measure, parts in _identities():
            if key[1] == measure and key[4] == "actual" and key[-1] in ("persons", "percent"):
                inside = _together(key, parts, groups)
                found += [Composed(tuple(wholes), tuple(inside))] if inside else []
    return found


def identities(wholes: Sequence[Composed], judged: Sequence[Verdict]) -> list[Finding]:
    """A finding where the parts that one row or sentence gives do not add up to any printing of the whole."""
    return [_clash(c, judged) for c in wholes if c.agreeing is None]


def _together(key: Key, parts: Sequence[str], groups: Mapping[Key, Sequence[Fact]]) -> list[Fact]:
    """The parts, when one row or one sentence prints each of them once."""
    candidates = [f for part in parts for f in groups.get((key[0], part, *key[2:]), ())]
    by_row: dict[tuple[object, ...], list[Fact]] = {}
    for fact in candidates:
        place = fact.observation.place
        row = ("table", place.table) if place.table >= 0 else row_key(fact)
        by_row.setdefault(row, []).append(fact)
    for inside in by_row.values():
        if sorted(f.observation.measure for f in inside) == sorted(parts):
            return inside
    return []


def _clash(told: Composed, judged: Sequence[Verdict]) -> Finding:
    wholes, parts, total = told.wholes, told.parts, told.total
    whole = wholes[0]
    facts = in_order([*wholes, *parts])
    sides = [*versions(printing(w) for w in wholes), [printing(f) for f in parts]]
    winner, confidence = standing(sides, judged)
    percent = parts[0].observation.value.unit == "percent"
    unit = " %" if percent else ""
    proposed = None
    if winner is not None:
        proposed = printed_as(sides[winner][0]) if winner < len(sides) - 1 else plain(total) + unit
    prose = all(f.observation.source == "prose" for f in facts)
    params: dict[str, str | Text] = {
        "subject": subject(whole),
        "whole": shown(whole),
        "sum": " + ".join(shown(f) for f in in_order(parts)),
        "total": plain(total) + unit,
        "where_whole": where(in_order(wholes)),
        "where_parts": where(in_order(parts)),
    }
    return finding(
        kind_of(facts),
        "warning" if prose and not percent else "error",
        "identity",
        facts,
        [*(shown(f) for f in in_order(parts)), plain(total) + unit, shown(whole)],
        params=params,
        about=whole,
        difference=total - number(whole),
        tolerance=told.slack,
        edit_id=told.rule().edit.edit_id,
        proposed=proposed,
        confidence=confidence,
    )
