"""Words of a scanned line set right by how figures look: digits that stand close are one, strokes are no signs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extract.geometry import union
from extract.types import Alternative, Word

NEAR, NEARER = 0.66, 0.35
"""Widths of a digit: less white before one or two digits, and before three (where a separator of thousands may stand),
is no space. On scans of 200 dpi a space measured 0.5-0.95, a split figure 0.3-0.6."""
HEAD = re.compile(r"[-(]?\d+")
TAIL = re.compile(r"(\d+)(?:[-–/,.:]\d+)*[.,:;)%]*")
RULED = re.compile(r"[\[\]|]+(\d[\d.,]*%?)[\[\]|]*|(\d[\d.,]*%?)[\[\]|]+")
"""A figure with what is left of the lines beside it; nobody puts square brackets about a figure here."""


GHOST = re.compile(r"[<>«»:=+~|*'`]+(?=[^\W\d_]{2})")
"""Signs before a word that no sentence has there: Tesseract sees them in the white before it."""


def tidied(words: Sequence[Word]) -> list[Word]:
    """The words of one piece of a line, from left to right, with split figures joined and strokes beside them gone."""
    out: list[Word] = []
    for word in words:
        plain = _without_rules(word)
        if out and _is_one(out[-1], plain):
            out[-1] = _joined(out[-1], plain)
        else:
            out.append(plain)
    return out


def _without_rules(word: Word) -> Word:
    match, ghost = RULED.fullmatch(word.text), GHOST.match(word.text)
    if not match and not ghost:
        return word
    seen = Alternative(word.text, word.confidence or 0.0, "with strokes")
    bare = (match[1] or match[2]) if match else GHOST.sub("", word.text, count=1)
    return replace(word, text=bare, alternatives=(seen, *word.alternatives))


def _is_one(a: Word, b: Word) -> bool:
    tail = TAIL.fullmatch(b.text)
    if not tail or not HEAD.fullmatch(a.text):
        return False
    digits = len(a.text) + len(b.text)
    width = (a.bbox.x1 - a.bbox.x0 + b.bbox.x1 - b.bbox.x0) / digits
    most = {1: NEAR, 2: NEAR, 3: NEARER}.get(len(tail[1]), 0.0)
    return 0 <= b.bbox.x0 - a.bbox.x1 < most * width


def _joined(a: Word, b: Word) -> Word:
    confidence = min((c for w in (a, b) if (c := w.confidence) is not None), default=None)
    apart = Alternative(f"{a.text} {b.text}", confidence or 0.0, "apart")
    return Word(a.text + b.text, union((a.bbox, b.bbox)), confidence, (apart,))
