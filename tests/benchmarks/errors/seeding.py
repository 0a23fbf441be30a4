"""Errors put into a clean report: typing and reading slips, or any other number."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from corpus.records import Fact, ReportFacts
from corpus.rules import MONEY

CONFUSED = {"0": "86", "1": "7", "3": "8", "4": "19", "5": "68", "6": "50", "7": "1", "8": "30", "9": "4", "2": "7"}
LEAST = 25
"""Kronor an error in money has to be wide of the mark, so that rounding cannot hide it."""


def typo(number: int, rng: random.Random) -> int:
    """The number with one slip of a hand or an eye."""
    digits = str(abs(number))
    at = rng.randrange(len(digits))
    kind = rng.choice(("confused", "confused", "inserted", "lost", "swapped", "doubled", "sign", "scale"))
    if kind == "confused":
        digits = digits[:at] + rng.choice(CONFUSED[digits[at]]) + digits[at + 1 :]
    elif kind == "inserted":
        digits = digits[:at] + rng.choice("0123456789") + digits[at:]
    elif kind == "doubled":
        digits = digits[: at + 1] + digits[at:]
    elif kind == "lost" and len(digits) > 1:
        digits = digits[:at] + digits[at + 1 :]
    elif kind == "swapped" and at + 1 < len(digits):
        digits = digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :]
    elif kind == "scale":
        digits += rng.choice(("0", "000"))
    sign = -1 if (number < 0) != (kind == "sign" and number < 0) else 1
    return sign * int(digits)


def arbitrary(number: int, rng: random.Random) -> int:
    """Any other number of that order."""
    return rng.randint(-2 * abs(number) if number < 0 else 0, 2 * max(10, abs(number)))


def seeded(
    report: ReportFacts, how_many: int, *, typos: bool, rng: random.Random
) -> tuple[ReportFacts, dict[str, int]]:
    """The report with that many wrong numbers, and what each of them was, by obs_id."""
    picked = rng.sample(report.facts, how_many)
    wrong = {f.obs_id: _other(int(f.value or 0), f.observation.value.unit, typos, rng) for f in picked}
    return changed(report, wrong), {f.obs_id: int(f.value or 0) for f in picked}


def _other(number: int, unit: str, typos: bool, rng: random.Random) -> int:
    least = LEAST if unit in MONEY else 1
    while True:
        tried = typo(number, rng) if typos else arbitrary(number, rng)
        if abs(tried - number) >= least:
            return tried
        if typos and rng.random() < 0.05:  # of a 0, hardly any slip makes another number
            return number + rng.randint(least, 9 * least)


def changed(report: ReportFacts, wrong: Mapping[str, int]) -> ReportFacts:
    """The report with other numbers printed, in its sentences too."""
    facts = [_printing(f, wrong.get(f.obs_id)) for f in report.facts]
    said: dict[int | None, list[str]] = {}
    for fact in facts:
        if fact.observation.source == "prose":
            said.setdefault(fact.observation.place.line, []).append(fact.observation.value.printed)
    return replace(report, facts=tuple(_requoted(f, said.get(f.observation.place.line, [])) for f in facts))


def _printing(fact: Fact, number: int | None) -> Fact:
    if number is None:
        return fact
    value = replace(fact.observation.value, value=Decimal(number), printed=str(number))
    return replace(fact, observation=replace(fact.observation, value=value), value=Decimal(number))


def _requoted(fact: Fact, numbers: Sequence[str]) -> Fact:
    seen = fact.observation
    if seen.source != "prose":
        return fact
    return replace(fact, observation=replace(seen, place=replace(seen.place, quote=seen.why.format(*numbers))))
