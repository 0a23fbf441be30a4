"""The words of the letter in its language, from data/letter_words.csv; and text as a person can see it."""

from __future__ import annotations

import csv
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal

from corpus.contract import codelists

Lang = Literal["sv", "en"]
MOST_PRINTED, MOST_WHY, MOST_SUPPORT = 160, 420, 280
"""Characters of these that the letter shows; its list has all."""
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Marks that turn the direction of the text around them: they must not turn the rest of a letter or a list."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words in one language: `words("page", n=3)` is 'sid 3'."""

    lang: Lang

    def __call__(self, word: str, **values: object) -> str:
        return _words()[word][self.lang].format(**values)

    def kind(self, code: str) -> str:
        """A kind of report in words; '' for an unknown one."""
        entry = codelists()["report_kinds"].get(code)
        return (entry.label_sv if self.lang == "sv" else entry.label_en) if entry else ""


@cache
def _words() -> dict[str, dict[str, str]]:
    with resources.files("corpus").joinpath("data/letter_words.csv").open(encoding="utf-8") as file:
        return {row["word"]: row for row in csv.DictReader(file)}


def visible(text: str) -> str:
    """A text on one line, without what is not seen: control characters, direction marks, zero-width characters."""
    kept = (" " if c.isspace() else c for c in text if c.isspace() or not _unseen(c))
    return " ".join("".join(kept).split())


def cut(text: str, most: int) -> str:
    """A text of at most `most` characters; what is left out is told by an ellipsis."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _unseen(c: str) -> bool:
    return c in _BIDI or unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co", "Cn")
