"""Two spellings letter by letter: what OCR confuses, and single slips in long words."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib import resources

_LETTERS_PER_CONFUSION = 6
_SHORTEST_MISREAD = 8
_SHORTEST_SLIPPED = 9
_SHORTEST_BESIDE_OTHERS = 8
_UNTOUCHED_ENDS = 2
"""A slip in the first or last two letters of a word may be another word or another ending: it proves nothing."""


@cache
def _confusions() -> frozenset[tuple[str, str]]:
    text = resources.files("normalize").joinpath("data/ocr_letters.csv").read_text(encoding="utf-8")
    rows = [(r["printed"], r["read"]) for r in csv.DictReader(text.splitlines())]
    return frozenset([*rows, *((b, a) for a, b in rows)])


@lru_cache(maxsize=8192)
def confusions(a: str, b: str) -> int | None:
    """How many letters of `a` OCR would have to take for others to print `b`; None when it cannot be.

    Lost diacritics cost nothing. Only the pairs of ocr_letters.csv count as confusions (one or two letters for one).
    """
    limit = max(len(a), len(b)) // _LETTERS_PER_CONFUSION
    best: dict[tuple[int, int], int] = {(0, 0): 0}
    # Along the shorter text; only cells near the diagonal can be reached, for a confusion shifts by one at most.
    for i in range(len(a) + 1):
        for j in range(max(0, i - limit), min(len(b), i + limit) + 1):
            cost = best.get((i, j))
            if cost is None or cost > limit:
                continue
            for x, y, price in _steps(a, b, i, j):
                at = (i + x, j + y)
                best[at] = min(best.get(at, limit + 1), cost + price)
    found = best.get((len(a), len(b)))
    return found if found is not None and found <= limit else None


def _steps(a: str, b: str, i: int, j: int) -> list[tuple[int, int, int]]:
    """(letters taken of a, of b, price) of the ways on from a place."""
    steps = []
    if i < len(a) and j < len(b):
        if a[i] == b[j]:
            return [(1, 1, 0)]
        if _bare(a[i]) == _bare(b[j]):
            steps.append((1, 1, 0))
    for x, y in ((1, 1), (1, 2), (2, 1)):
        if i + x <= len(a) and j + y <= len(b) and (a[i : i + x], b[j : j + y]) in _confusions():
            steps.append((x, y, 1))
    return steps


def _bare(letter: str) -> str:
    return {"å": "a", "ä": "a", "ö": "o", "é": "e", "è": "e", "ü": "u"}.get(letter, letter)


def misread(a: str, b: str) -> int | None:
    """The confusions between two names in lower case, long enough and not different in a number; None else."""
    if min(len(a), len(b)) < _SHORTEST_MISREAD or abs(len(a) - len(b)) > 2 or numbers(a) != numbers(b):
        return None
    return confusions(a, b)


def numbers(text: str) -> list[str]:
    """The words that are numbers: OCR may not be blamed for those."""
    return [w for w in text.split() if w.isdigit()]


def slip(left: Sequence[str], right: Sequence[str]) -> tuple[str, str] | None:
    """The one pair of long words that differ by a single letter inside them, all other words being equal.

    ('samverkanteam', 'samverkansteam'); None when more differs, or where the difference may mean something.
    """
    if len(left) != len(right):
        return None
    different = [(a, b) for a, b in zip(left, right, strict=True) if a != b]
    if len(different) != 1:
        return None
    a, b = different[0]
    shortest = _SHORTEST_BESIDE_OTHERS if len(left) > 1 else _SHORTEST_SLIPPED
    if max(len(a), len(b)) < shortest or any(ch.isdigit() for ch in a + b):
        return None
    ends = a[:_UNTOUCHED_ENDS] == b[:_UNTOUCHED_ENDS] and a[-_UNTOUCHED_ENDS:] == b[-_UNTOUCHED_ENDS:]
    from rapidfuzz.distance import OSA  # noqa: PLC0415  heavy; only names that are nearly equal come here

    return (a, b) if ends and OSA.distance(a, b, score_cutoff=1) == 1 else None
