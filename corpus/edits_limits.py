"""Edits of limits: nobody is in a part who is not in the whole, and there are never fewer than no people.

Both are soft: reports print exits of people who took part in another year, so what breaks them is no error yet.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import product

from corpus.parts import comparable, parts_and_wholes
from corpus.records import Edit, Fact
from corpus.rules import COUNTS, edit_of, has_number, number
from corpus.sources import Limit, member

WITHIN = 1.5
"""What it costs that a part is larger than its whole."""
FEW = 60
"""Pairs of a part and its whole that are all held against each other."""
LEAST = Decimal("-Infinity")


def within_wholes(facts: Sequence[Fact]) -> list[Limit]:
    """Every part at most its whole.

    Of figures that are printed very often, every part is held against the largest whole and the largest part against
    every whole.
    """
    made: dict[str, Limit] = {}
    for parts, wholes in parts_and_wholes(comparable(facts)):
        few = len(parts) * len(wholes) <= FEW
        for part, whole in product(parts, wholes) if few else _extremes(parts, wholes):
            limit = _limit(part, whole)
            made.setdefault(limit.edit.edit_id, limit)
    return list(made.values())


def _extremes(parts: Sequence[Fact], wholes: Sequence[Fact]) -> Iterator[tuple[Fact, Fact]]:
    part, whole = max(parts, key=number), max(wholes, key=number)
    yield from ((p, whole) for p in parts)
    yield from ((part, w) for w in wholes)


def _limit(part: Fact, whole: Fact) -> Limit:
    edit = edit_of(
        part.report_id,
        "part_exceeds_whole",
        [(part, 1), (whole, -1)],
        Decimal(0),
        expression=f"{part.observation.measure} <= {whole.observation.measure}",
        origin="heuristic: nobody can be in the part who is not in the whole",
    )
    return Limit(edit, ((member(part), 1), (member(whole), -1)), LEAST, Decimal(0), WITHIN)


def at_least_none(facts: Iterable[Fact]) -> list[Edit]:
    """Counts of people and things are not negative; in the system this is the floor of their cells."""
    origin = "heuristic: nobody can be fewer than none"
    return [
        edit_of(f.report_id, "sign", [(f, 1)], Decimal(0), expression=f"0 <= {f.observation.measure}", origin=origin)
        for f in facts
        if f.observation.value.unit in COUNTS and has_number(f)
    ]
