"""OCR's boxes, as high as the ink -> boxes as high as a line of type, on common baselines.

What a word's box says of its line hangs on its letters: 'oro' is half as high as 'gå'. The letters tell which part of a
line each word fills, so the line's height and baseline follow.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from extract.geometry import pieces, text_lines
from extract.types import BBox, Word

ASCENDING = re.compile(r"[A-ZÀ-Þbdfhklt0-9ijåäöàáâéèêëïîíìóòôúùûüñ%&()\[\]{}/!?§$£€]")
DESCENDING = re.compile(r"[gjpqyçQ()\[\]{},;/§$µ]")
LETTERS = re.compile(r"\w")
CAPITAL, SMALL, DESCENT = 0.69, 0.49, 0.21
"""Heights of capitals and of small letters over the baseline, depth of tails under it, in type sizes (usual faces)."""
RISE, FALL = 0.93, 0.22
"""How far a line of type reaches over and under its baseline, in type sizes."""
SAMPLE = 400
APART, ALIKE = 1.5, 0.12
"""Type sizes of white between what may have other baselines; how far measured sizes of one type differ."""
EVEN = 0.97
"""Where this share of neighbours in a line have boxes of one height, boxes are as high as lines already."""


def evened(words: Sequence[Word]) -> tuple[Word, ...]:
    """The same words with boxes as high as lines of type; left as they are when they are that already."""
    if not words or words[0].confidence is None or not _are_inked(words[:SAMPLE]):
        return tuple(words)
    usual = median([s for w in words if (s := _size(w))] or [10.0])
    out: dict[int, Word] = {}
    # what stands apart on a line may be of another column of the page, with lines and a size of its own
    for line in (part for whole in text_lines(words) for part in pieces(whole, APART * usual)):
        size = median([s for w in line if (s := _size(w))] or [usual])
        size = usual if abs(size - usual) < ALIKE * usual else size
        out |= {id(w): replace(w, bbox=b) for w, b in zip(line, _boxes(line, size), strict=True)}
    return tuple(out[id(w)] for w in words)


def _are_inked(words: Sequence[Word]) -> bool:
    """Whether boxes are as high as the ink: neighbours in a line differ in height by the letters they have."""
    pairs = even = 0
    for before, after in pairwise(words):
        a, b = before.bbox, after.bbox
        height = a.bottom - a.top
        if a.x1 - 1 < b.x0 < a.x1 + height and abs(a.bottom - b.bottom) < 0.5 * height:
            pairs += 1
            even += abs(a.bottom - b.bottom) < 0.03 * height and abs(a.top - b.top) < 0.03 * height
    return even < EVEN * pairs or not pairs


def _boxes(line: Sequence[Word], size: float) -> list[BBox]:
    """Boxes of a line of type for words whose boxes are their ink."""
    feet = [w.bbox.bottom - (DESCENT * size if DESCENDING.search(w.text) else 0) for w in line if _size(w)]
    foot = median(feet) if feet else (line[0].bbox.top + line[0].bbox.bottom) / 2 + SMALL * size / 2
    return [BBox(w.bbox.x0, foot - RISE * size, w.bbox.x1, foot + FALL * size) for w in line]


def _size(word: Word) -> float | None:
    """The type size that the height of a word's ink tells, in points; None for signs without letters or figures."""
    if not LETTERS.search(word.text):
        return None
    over = CAPITAL if ASCENDING.search(word.text) else SMALL
    return (word.bbox.bottom - word.bbox.top) / (over + (DESCENT if DESCENDING.search(word.text) else 0))
