"""The few Swedish words that checks must know: sums, 'of which', surplus, hedges. The words are rows of a CSV."""

from __future__ import annotations

import csv
import unicodedata
from collections import defaultdict
from functools import cache, lru_cache
from importlib import resources
from typing import Literal

Side = Literal["below", "above", "around", ""]
ENOUGH_WORDS, SHARED_WORDS = 3, 0.4
"""How many words a sentence needs to be compared with another, and what part of them two must share."""


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Lower-case words without diacritics, one space between: comparable whatever the reader did to å ä ö."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return " ".join(letters.split())


@cache
def words(meaning: str) -> tuple[str, ...]:
    """The folded words that have this meaning, longest first."""
    rows: dict[str, list[str]] = defaultdict(list)
    with resources.files("corpus").joinpath("data/sum_words.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            rows[row["meaning"]].append(row["word"])
    return tuple(sorted(rows[meaning], key=lambda w: (-len(w), w)))


def is_total(label: str) -> bool:
    """Whether a row or column label names a sum ('TOTALT', 'Summa kostnader', 'Totalt avslutade')."""
    first = fold(label).split(" ", 1)[0]
    return first in words("total")


def is_grand_total(label: str) -> bool:
    """Whether the label is nothing but a word for sum ('Totalt'), so that it may sum everything above."""
    return bool(fold(label)) and all(word in words("total") for word in fold(label).split())


def is_of_which(label: str) -> bool:
    """Whether a row only repeats a part of the rows above it ('varav unika deltagare')."""
    return fold(label).split(" ", 1)[0] in words("of_which")


def same_line(category: str) -> str:
    """A category without the words that do not tell two lines apart: 'Summa kostnader' and 'kostnader' are one."""
    drop = {*words("filler"), *words("surplus")}
    return " ".join(w for w in fold(category).split() if w not in drop)


def speaks_of_surplus(text: str) -> bool:
    """Whether a sentence says surplus or deficit, so that the sign of its number is in the word."""
    return any(w in words("surplus") for w in fold(text).split())


def says(meaning: str, sentence: str) -> bool:
    """Whether the sentence has one of the words or phrases of this meaning."""
    text = f" {fold(sentence)} "
    return any(f" {w} " in text for w in words(meaning))


def shared_out(sentence: str, printed: str) -> bool:
    """Whether a number stands next to 'respektive', so that whose it is cannot be told ('fem respektive sex')."""
    text, number = f" {fold(sentence)} ", fold(printed)
    beside = (f" {number} {w} " in text or f" {w} {number} " in text for w in words("shared_out"))
    return bool(number) and any(beside)


def alike(a: str, b: str, shared: float = SHARED_WORDS) -> bool:
    """Whether two sentences can speak of the same thing: they share words, or one of them says next to nothing."""
    left, right = (_content(t) for t in (a, b))
    fewest = min(len(left), len(right))
    return fewest < ENOUGH_WORDS or len(left & right) / fewest >= shared


def _content(sentence: str) -> set[str]:
    """The stems that carry meaning: longer words, cut so that endings do not matter."""
    return {w[:6] for w in fold(sentence).split() if len(w) > 3 and not w.isdigit()}


def hedge(sentence: str, printed: str) -> Side:
    """Which side of the number a hedge before it leaves open: 'knappt 1 098' is below. '' when there is none."""
    text, number = f" {fold(sentence)} ", fold(printed)
    if not number:
        return ""
    sides: tuple[Side, ...] = ("below", "above", "around")
    for side in sides:
        for word in words(side):
            if f" {word} {number} " in text or number.startswith(word + " "):
                return side
    return ""
