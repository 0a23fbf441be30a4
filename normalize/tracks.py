"""Whom an intervention is for: age, sex, condition, situation. Words that tell two tracks of one programme apart."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from itertools import pairwise

from extract.types import fold

Tracks = Mapping[str, frozenset[str]]
"""axis -> the tracks that a name says: {'age': {'youth'}}"""


@dataclass(frozen=True, slots=True)
class TrackWord:
    """A row of tracks.csv. `match`: the word is a whole token, its start, its ending, inside it, or a phrase;

    'except' says that words that begin so are none of the track's."""

    axis: str
    track: str
    word: str
    match: str


def _read(name: str) -> Iterable[dict[str, str]]:
    return csv.DictReader(resources.files("normalize").joinpath("data", name).read_text(encoding="utf-8").splitlines())


@cache
def _words() -> tuple[TrackWord, ...]:
    return tuple(TrackWord(r["axis"], r["track"], fold(r["word"]), r["match"]) for r in _read("tracks.csv"))


@cache
def _kin() -> frozenset[tuple[str, str, str]]:
    rows = [(r["axis"], r["one"], r["other"]) for r in _read("track_kin.csv")]
    return frozenset([*rows, *((axis, b, a) for axis, a, b in rows)])


@lru_cache(maxsize=16384)
def found(name: str) -> Tracks:
    """The tracks that a name says."""
    tokens = re.findall(r"\w+", fold(name))
    text = f" {' '.join(tokens)} "
    out: dict[str, set[str]] = {}
    for row in _words():
        if row.match == "phrase" and f" {fold(row.word).replace('-', ' ')} " in text:
            # 'unga vuxna' are neither just young nor just adults.
            text = text.replace(f" {fold(row.word).replace('-', ' ')} ", " ")
            out.setdefault(row.axis, set()).add(row.track)
    left = [t for t in text.split() if not any(w.match == "except" and t.startswith(w.word) for w in _words())]
    # A word broken in a narrow column: 'bero ende'.
    whole = [a + b for a, b in pairwise(left) if len(b) > 2]
    for row in _words():
        broken = whole if row.match in ("ending", "inside") else []
        if any(_is(row, token) for token in [*left, *broken]):
            out.setdefault(row.axis, set()).add(row.track)
    return {axis: frozenset(found) for axis, found in out.items()}


def _is(row: TrackWord, token: str) -> bool:
    if row.match == "whole":
        return token == row.word
    if row.match == "start":
        return token.startswith(row.word)
    if row.match == "ending":
        return token.endswith(row.word) or token.endswith(row.word + "t") or token == row.word + "n"
    return row.match == "inside" and row.word in token


def clash(a: Tracks, b: Tracks) -> tuple[str, frozenset[str], frozenset[str]] | None:
    """The first axis on which two names say different tracks, with both; None when nothing speaks against."""
    for axis in sorted(set(a) & set(b)):
        one, other = a[axis], b[axis]
        akin = any((axis, x, y) in _kin() for x in one for y in other)
        if not one & other and not akin:
            return axis, one, other
    return None
