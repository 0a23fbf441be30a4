"""Words of a scanned line set right by how figures look: digits that stand close are one, strokes are no signs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extract.geometry import union
from extract.types import Alternative, Word

NEAR, NEARER = 0.54, 0.42
"""White between two runs of digits, in widths of a digit: less is no space; before three digits, where a thousands
separator may stand, less still. On scans of 200 dpi a space measured 0.5-0.95, a split figure 0.3-0.5."""
HEAD = re.compile(r"[-(]?\d+")
TAIL = re.compile(r"(\d+)[.,:;)%]*")
RULED = re.compile(r"[\[\]|]+(\d[\d.,]*%?)[\[\]|]*|(\d[\d.,]*%?)[\[\]|]+")
"""A figure with what is left of the lines beside it; nobody puts square brackets about a figure here."""


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
    match = RULED.fullmatch(word.text)
    if not match:
        return word
    seen = Alternative(word.text, word.confidence or 0.0, "with strokes")
    return replace(word, text=match[1] or match[2], alternatives=(seen, *word.alternatives))


def _is_one(a: Word, b: Word) -> bool:
    tail = TAIL.fullmatch(b.text)
    if not tail or not HEAD.fullmatch(a.text):
        return False
    digits = len(a.text) + len(b.text)
    width = (a.bbox.x1 - a.bbox.x0 + b.bbox.x1 - b.bbox.x0) / digits
    return 0 <= b.bbox.x0 - a.bbox.x1 < (NEARER if len(tail[1]) == 3 else NEAR) * width


def _joined(a: Word, b: Word) -> Word:
    confidence = min((c for w in (a, b) if (c := w.confidence) is not None), default=None)
    apart = Alternative(f"{a.text} {b.text}", confidence or 0.0, "apart")
    return Word(a.text + b.text, union((a.bbox, b.bbox)), confidence, (apart,))
