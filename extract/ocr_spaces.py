"""Words of a scan that a reader ran together: cut again where the ink stands as far apart as words do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from extract.ocr_rings import middles
from extract.types import Alternative, BBox, Word

if TYPE_CHECKING:
    from extract.ocr_marks import Piece
    from extract.ocr_tokens import Token

APART, MORE = 0.3, 3.0
"""White between two words: letter heights at least, and how many times what parts the letters of the line."""
LEAST = 0.03
"""The same for what is taken to part letters, at least."""
SPACE, SURE_SPACE = 0.7, 0.88
"""Of the usual white between the words of the line, or of the page: what parts words at least; and what does where the
reader is sure of the word as a whole."""
SURE, UNSURE = 0.93, 0.5
"""How sure (0-1) a reader is that counts as sure, and below which its view of spaces says nothing."""
CLOSING = frozenset(",.;:)!?%")
"""Signs that no word begins with."""


def usual_space(lines: Sequence[Sequence[Word]]) -> float:
    """The white between two words of a page as its readers part them, in heights of the words; 0 where none is."""
    whites = [
        white / high
        for line in lines
        for a, b in pairwise(line)
        if (white := b.bbox.x0 - a.bbox.x1) > 0 and (high := max(w.bbox.bottom - w.bbox.top for w in (a, b))) > 0
    ]
    return median(whites) if whites else 0.0


def parted(words: Sequence[Word], tokens: Sequence[Token], piece: Piece, scale: float, space: float) -> list[Word]:
    """The words of a piece, those cut that run over tokens with the white of a space between.

    `space` is the page's usual one, in heights of words.
    """
    glyphs = [g for t in tokens for g in t.glyphs]
    inner = [b.box[0] - a.box[2] for t in tokens for a, b in pairwise(t.glyphs)]
    usual = max(median(inner) if len(inner) > 2 else 0.0, LEAST * piece.height)
    least = max(APART * piece.height, MORE * usual)
    spaces = [
        ((a.box[2] + b.box[0]) / 2, a.box[2], b.box[0]) for a, b in pairwise(glyphs) if b.box[0] - a.box[2] >= least
    ]
    own = [white / scale for a, b in pairwise(words) if (white := b.bbox.x0 - a.bbox.x1) > 0]
    white = median(own) if len(own) > 1 else space * (piece.y1 - piece.y0)
    return [part for word in words for part in _cut(word, spaces, scale, white)] if spaces else list(words)


def _cut(word: Word, spaces: Sequence[tuple[float, int, int]], scale: float, white: float) -> list[Word]:
    x0, x1 = word.bbox.x0 / scale, word.bbox.x1 / scale
    sure = word.confidence or 0.0
    least = (SURE_SPACE if sure >= SURE else SPACE if sure >= UNSURE else 0.0) * white
    inside = [s for s in spaces if x0 < s[0] < x1 and s[2] - s[1] >= least]
    if not inside or sum(c.isalpha() for c in word.text) < 2:
        return [word]
    out: list[Word] = []
    seen = Alternative(word.text, word.confidence or 0.0, "run together")
    rest, begin = word.text, x0
    for i, (_, left, right) in enumerate(inside):
        white = sum(b - a for _, a, b in inside[i:])
        ends = _boundaries(rest, begin, x1 - white)
        at = min(range(len(ends)), key=lambda k: abs(ends[k] - left)) + 1
        while at < len(rest) and rest[at] in CLOSING:
            at += 1
        if at >= len(rest):
            return [word]
        box = BBox(begin * scale, word.bbox.top, left * scale, word.bbox.bottom)
        out.append(replace(word, text=rest[:at], bbox=box, alternatives=(seen,)))
        rest, begin = rest[at:], right
    box = BBox(begin * scale, word.bbox.top, word.bbox.x1, word.bbox.bottom)
    return [*out, replace(word, text=rest, bbox=box, alternatives=(seen,))]


def _boundaries(text: str, x0: float, x1: float) -> list[float]:
    """About where each letter of a word ends that stands from x0 to x1 without spaces."""
    centres = middles(text, x0, x1)
    return [*((a + b) / 2 for a, b in pairwise(centres)), x1]
