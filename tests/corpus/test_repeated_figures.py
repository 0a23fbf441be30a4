"""Figures that a long report prints on every page: what checking them costs."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from small import GENDERS, fact, report

from corpus.confront import confront
from corpus.records import Fact

ROWS = (("Bryggan", "24 17 - 41"), ("Lotsen", "10 11 - 21"), ("Totalt", "34 28 - 62"))


def sentences(n: int) -> list[Fact]:
    """Participants, exits and a share of them in words, over and over."""
    return [
        f
        for line in range(0, 20 * n, 20)
        for f in (
            fact("52", line=line, quote=f"Under året har Bryggan haft totalt 52 deltagare, stycke {line}."),
            fact(
                "29", "exit_work", unit="percent", of=(5, 17), line=line + 1, quote=f"29 % (5 av 17) till arbete {line}"
            ),
            fact("17", "exited_participants", line=line + 2, quote=f"Totalt avslutades 17 personer, rad {line}."),
        )
    ]


def contradictions(n: int) -> list[Fact]:
    """Every other sentence says another number."""
    said = [("52", "25")[i % 2] for i in range(n)]
    return [
        fact(s, line=20 * i, quote=f"Totalt har Bryggan haft {s} deltagare, stycke {i}.") for i, s in enumerate(said)
    ]


def tables(n: int) -> list[Fact]:
    return [
        fact(None if p == "-" else p, line=20 * i + r, who=who, at=(i, r, c), gender=g, quote=f"{who} {numbers}")
        for i in range(n // 4)
        for r, (who, numbers) in enumerate(ROWS)
        for (g, c), p in zip(GENDERS, numbers.split(), strict=True)
    ]


def money(n: int) -> list[Fact]:
    """Thousands in sentences, kronor in tables."""
    return [
        f
        for i in range(n)
        for f in (
            fact("1515", "outcome", unit="tkr", line=20 * i, quote=f"Kostnaden blev totalt 1 515 tkr, stycke {i}."),
            fact("1515300", "outcome", unit="sek", line=20 * i + 9, at=(i, 0, 1)),
        )
    ]


def seconds(facts: list[Fact]) -> float:
    given = report(facts)
    started = time.process_time()
    confront(given)
    return time.process_time() - started


@pytest.mark.parametrize("made", [sentences, contradictions, tables, money])
def test_five_times_as_many_printings_cost_about_five_times_as_much(made: Callable[[int], list[Fact]]) -> None:
    """The square would be 25 times; one run of each is compared with the other, whatever the machine."""
    few, many = min(seconds(made(300)) for _ in range(3)), seconds(made(1500))
    assert many < 12 * few
