"""Wholes that a report prints beside all their parts (exits to work + to studies): data/identities.csv says which."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache
from importlib import resources

from corpus.clashes import finding, in_order
from corpus.messages import Text, plain, shown, subject, where
from corpus.records import Fact, Finding
from corpus.rules import number, row_key
from corpus.same_fact import Key, Print, by_key, printing, versions
from corpus.versions import choose, kind_of


@cache
def _identities() -> tuple[tuple[str, tuple[str, ...]], ...]:
    with resources.files("corpus").joinpath("data/identities.csv").open(encoding="utf-8") as file:
        return tuple((row["whole"], tuple(row["parts"].split())) for row in csv.DictReader(file))


def identities(facts: Sequence[Fact], steady: frozenset[str]) -> list[Finding]:
    """A finding where the parts that one row or sentence gives do not add up to any printing of the whole."""
    groups = by_key(facts)
    found = []
    for key, wholes in groups.items():
        for measure, parts in _identities():
            if key[1] == measure and key[4] == "actual" and key[-1] in ("persons", "percent"):
                found += _clash(wholes, _together(key, parts, groups), steady)
    return found


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


def _clash(wholes: Sequence[Fact], parts: Sequence[Fact], steady: frozenset[str]) -> list[Finding]:
    if not parts:
        return []
    total = sum((number(f) for f in parts), Decimal(0))
    percent = parts[0].observation.value.unit == "percent"
    slack = Decimal((len(parts) + 2) // 2) if percent else Decimal(0)
    if any(printing(w).low - slack <= total <= printing(w).high + slack for w in wholes):
        return []
    whole = wholes[0]
    facts = in_order([*wholes, *parts])
    joined = [Print(f, total, total, total, derived=True) for f in parts]
    told = [*versions(printing(w) for w in wholes), joined]
    proposed, confidence = choose(told, steady)
    unit = " %" if percent else ""
    params: dict[str, str | Text] = {
        "subject": subject(whole),
        "whole": shown(whole),
        "sum": " + ".join(shown(f) for f in in_order(parts)),
        "total": plain(total) + unit,
        "where_whole": where(in_order(wholes)),
        "where_parts": where(in_order(parts)),
    }
    prose = all(f.observation.source == "prose" for f in facts)
    return [
        finding(
            kind_of(facts),
            "warning" if prose and not percent else "error",
            "identity",
            facts,
            [*(shown(f) for f in in_order(parts)), plain(total) + unit, shown(whole)],
            params=params,
            about=whole,
            difference=total - number(whole),
            tolerance=slack,
            proposed=proposed if proposed != plain(total) or not percent else None,
            confidence=confidence,
        )
    ]
