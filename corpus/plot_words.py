"""The words of figures in Swedish and English, from a table beside the templates."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources

from corpus.report_views import Words


@lru_cache(maxsize=1)
def words() -> Mapping[str, Words]:
    """Every word of a figure that no dataset holds, by its key."""
    text = resources.files("corpus").joinpath("templates", "plot_words.csv").read_text(encoding="utf-8")
    return {row["word"]: Words(row["sv"], row["en"]) for row in csv.DictReader(text.splitlines())}


def say(word: str, *sides: Words | str) -> Words:
    """A word with its gaps filled, in both languages."""
    both = [Words(s, s) if isinstance(s, str) else s for s in sides]
    found = words()[word]
    return Words(found.sv.format(*(s.sv for s in both)), found.en.format(*(s.en for s in both)))


def joined(parts: list[Words], between: str = ", ") -> Words:
    """Several Words one after another."""
    return Words(between.join(p.sv for p in parts), between.join(p.en for p in parts))
