"""The few Swedish words that reading itself needs, kept as rows in data/words.csv."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files


@cache
def words(role: str) -> frozenset[str]:
    """The lower-case words of one role: 'conjunction', 'function', 'caption', 'month' ..."""
    text = files("extract").joinpath("data/words.csv").read_text(encoding="utf-8")
    found = frozenset(row["word"] for row in csv.DictReader(text.splitlines()) if row["role"] == role)
    if not found:
        raise KeyError(f"extract/data/words.csv has no rows with role {role!r}")
    return found
