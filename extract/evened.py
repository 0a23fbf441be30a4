"""Boxes as high as the ink (OCR, fonts without metrics) -> boxes as high as a line of type, on common baselines.

What a word's box says of its line hangs on its letters: 'oro' is half as high as 'gå'. The letters tell which part of a
line each word fills, so the line's height and baseline follow.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from extract.geometry import text_lines
from extract.types import BBox, Word

ASCENDING = re.compile(r"[A-ZÀ-Þbdfhklt0-9ijåäöàáâéèêëïîíìóòôúùûüñ%&()\[\]{}/!?§$£€]")
DESCENDING = re.compile(r"[gjpqyçQ()\[\]{},;/§$µ]")
LETTERS = re.compile(r"\w")
CAPITAL, SMALL, DESCENT = 0.69, 0.49, 0.21
"""Heights of capitals and of small letters over the baseline, depth of tails under it, in type sizes (usual faces)."""
RISE, FALL = 0.93, 0.22
"""How far a line of type reaches over and under its baseline, in type sizes."""
SAMPLE = 400
EVEN, MOSTLY = 0.97, 0.7
"""Where this share of neighbours in a line have boxes of one height, all boxes are as high as lines already: on a
page, in a line."""


def is_inked(words: Sequence[Word]) -> bool:
    """Whether boxes are as high as the ink: neighbours in a line differ in height by the letters they have."""
    if words[0].confidence is None:
        return False
    pairs, even = _pairs(words[:SAMPLE])
    return even < EVEN * pairs if pairs else bool(words) and words[0].confidence is not None


def _pairs(words: Sequence[Word]) -> tuple[int, int]:
    """(neighbours in a line, those of them whose boxes are of one height)."""
    pairs = even = 0
    for before, after in pairwise(words):
        a, b = before.bbox, after.bbox
        height = a.bottom - a.top
        if a.x1 - 1 < b.x0 < a.x1 + height and abs(a.bottom - b.bottom) < 0.5 * height:
            pairs += 1
            even += abs(a.bottom - b.bottom) < 0.03 * height and abs(a.top - b.top) < 0.03 * height
    return pairs, even


def evened(words: Sequence[Word]) -> tuple[Word, ...]:
    """The same words with boxes as high as lines of type; left as they are where they are that already.

    A page may mix faces with and without metrics: each line is judged, doubtful ones by the sizes of the others.
    """
    if not words or not is_inked(words):
        return tuple(words)
    lines = text_lines(words)
    sizes = [_line_size(line) for line in lines]
    verdicts = [_verdict(line) for line in lines]
    inked = [s for s, v in zip(sizes, verdicts, strict=True) if v and s]
    even = [_height(line) / (RISE + FALL) for line, v in zip(lines, verdicts, strict=True) if v is False]
    usual = median(inked) if inked else 10.0
    out: dict[int, Word] = {}
    for line, size, verdict in zip(lines, sizes, verdicts, strict=True):
        if verdict is None:
            verdict = _distance(size or usual, inked) <= _distance(_height(line) / (RISE + FALL), even)
        for word, box in zip(line, _boxes(line, size or usual) if verdict else (w.bbox for w in line), strict=True):
            out[id(word)] = replace(word, bbox=box)
    return tuple(out[id(w)] for w in words)


def _boxes(line: Sequence[Word], size: float) -> list[BBox]:
    """Boxes of a line of type for words whose boxes are their ink."""
    feet = [w.bbox.bottom - (DESCENT * size if DESCENDING.search(w.text) else 0) for w in line if _size(w)]
    foot = median(feet) if feet else (line[0].bbox.top + line[0].bbox.bottom) / 2 + SMALL * size / 2
    return [BBox(w.bbox.x0, foot - RISE * size, w.bbox.x1, foot + FALL * size) for w in line]


def _verdict(line: Sequence[Word]) -> bool | None:
    """Whether a line's boxes are its ink; None when nothing tells."""
    if line[0].confidence is not None:
        return True
    pairs, even = _pairs(line)
    if pairs and even < MOSTLY * pairs:
        return True
    return False if even > 1 else None


def _line_size(line: Sequence[Word]) -> float | None:
    known = [s for w in line if (s := _size(w))]
    return median(known) if known else None


def _height(line: Sequence[Word]) -> float:
    return median(w.bbox.bottom - w.bbox.top for w in line)


def _distance(size: float, known: Sequence[float]) -> float:
    return min((abs(size - s) for s in known), default=float("inf"))


def _size(word: Word) -> float | None:
    """The type size that the height of a word's ink tells, in points; None for signs without letters or figures."""
    if not LETTERS.search(word.text):
        return None
    over = CAPITAL if ASCENDING.search(word.text) else SMALL
    return (word.bbox.bottom - word.bbox.top) / (over + (DESCENT if DESCENDING.search(word.text) else 0))
