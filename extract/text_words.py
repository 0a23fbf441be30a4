"""Words of a heading block in a text dump: which are headings, and how sure that is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from extract.joining import join_lines
from extract.types import Hints, fold

YEAR = re.compile(r"(19|20)\d\d([-/.]\d\d){0,2}")
NUMERAL = re.compile(r"\d{1,4}|[qQkK][1-4]")
"""'25' in 'halvår 25', 'Q3'."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A word of a heading block. `gap`: 0 inside a line, 1 first of a line, 2 first after a blank line or a rule."""

    text: str
    gap: int
    line: int


@dataclass(frozen=True, slots=True)
class Heading:
    """The headings found: `stub` over the labels, one text per column, and labels that strayed into the block."""

    stub: str
    columns: tuple[str, ...]
    strays: tuple[tuple[int, str], ...]
    lines: frozenset[int]
    known: int
    """How many columns carry a heading from the hints."""
    spaced: bool = False
    """Whether wide gaps in the line part the headings."""


def pieces(lines: Sequence[tuple[int, str]]) -> list[Piece]:
    """Words of numbered lines in order, each with how far it stands from the word before."""
    out: list[Piece] = []
    blank = True
    for number, text in lines:
        if not text.strip():
            blank = True
            continue
        gap = 2 if blank else 1
        for word in text.replace("|", " | ").split():
            if word == "|":
                gap = 2
                continue
            out.append(Piece(word, gap, number))
            gap = 0
        blank = False
    return out


@lru_cache(maxsize=16384)
def phrase_score(words: tuple[str, ...], hints: Hints) -> float:
    """How well words joined make a heading: known ones score by length, unknown ones cost by length."""
    bare = [w for w in words if not modifier(w, hints)]
    if not bare:
        return 1.0 if len(words) == 1 and YEAR.fullmatch(words[0]) else -1.0
    if modifier(words[0], hints):
        return -1.5
    text = fold(join_lines(bare))
    worded = fold(join_lines([w for w in words if not NUMERAL.fullmatch(w)]))
    full = fold(join_lines(list(words)))
    if hints.headers & {text, worded, full} or text in hints.names:
        return 1.5 + 2.0 * len(bare) + 0.5 * len(words)
    if len(text) >= 5 and any(nearly(text, h) for h in hints.headers):
        return 0.5 + 2.0 * len(bare) + 0.5 * len(words)
    strange = [w for w in text.split() if w not in heading_words(hints)]
    return 0.3 - 0.8 * max(len(strange) - 1, 0) - 0.3 * (len(bare) - 1)


@lru_cache(maxsize=65536)
def nearly(text: str, known: str) -> bool:
    """The same words but for a slip or two of the reader in each; short words must be the same."""
    a, b = text.split(), known.split()
    if len(a) != len(b) or abs(len(text) - len(known)) > 2:
        return False
    return all(
        x == y or (len(y) > 3 and Levenshtein.distance(x, y) <= (1 if len(y) < 8 else 2))
        for x, y in zip(a, b, strict=True)
    )


@lru_cache(maxsize=32)
def heading_words(hints: Hints) -> frozenset[str]:
    """Single words that stand in known headings."""
    return frozenset(w for h in hints.headers for w in h.split())


def modifier(word: str, hints: Hints) -> bool:
    """A word that only qualifies a heading: a year, a date, a month, a unit."""
    bare = fold(word).strip("()")
    if word[:1] == "(" or word[-1:] == ")":
        return True
    return bool(YEAR.fullmatch(bare) or NUMERAL.fullmatch(bare)) or bare in hints.modifiers


def is_known(text: str, hints: Hints) -> bool:
    """Is the text a column heading from the hints, or nothing but a year, a period or a unit?"""
    words = tuple(text.split())
    return phrase_score(words, hints) >= 2.0 or all(modifier(w, hints) for w in words)
