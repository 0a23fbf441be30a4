"""Strokes of a scan that stand alone in a cell or before a figure: hyphens or dashes, told by how long they are.

A stroke alone is short enough to be mistaken by a pixel, so those of a page are told together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

import numpy as np

from extract.ocr_fuse import is_minus
from extract.types import BBox, Word

if TYPE_CHECKING:
    from extract.ocr_image import Grey
    from extract.ocr_marks import Piece
    from extract.ocr_tokens import Token

LONG, ALIKE = 0.435, 0.75
"""Heights of a capital that the usual dash of a page is longer than: pages with hyphens measured 0.31-0.41, with
dashes 0.46-0.84; and what part of the usual length of the page's dashes one of them has at least."""
EDGE = 3
"""Pixels about a stroke in which its soft ends lie."""
LEVEL = 0.8
"""Pieces whose middles differ by less than this, in heights of a letter, stand on one row."""
FLAT, HIGH = 1.4, 0.34
"""How much wider than high a stroke is at least; letter heights it is high at most."""
SIGNS = frozenset("-–—")


@dataclass(frozen=True, slots=True)
class Stroke:
    """A stroke in pixels: its box, and its length in heights of a capital."""

    box: tuple[int, int, int, int]
    length: float


def with_dashes(
    words: Sequence[Word], tokens: Sequence[Token], pieces: Sequence[Piece], grey: Grey, scale: float
) -> list[Word]:
    """The words of a page with hyphens and dashes told apart where they stand alone or first. Paper is 255."""
    told: list[tuple[BBox, str]] = []
    for kind in (_alone(tokens, pieces, grey), _leading(tokens, pieces, grey)):
        usual = median(s.length for s in kind) if kind else 0.0
        for stroke in kind:
            long = usual > LONG and stroke.length >= ALIKE * usual
            told.append((BBox(*(v * scale for v in stroke.box)), "–" if long else "-"))
    return [_told(word, told, scale) for word in words] if told else list(words)


def _told(word: Word, told: Sequence[tuple[BBox, str]], scale: float) -> Word:
    """A word with its first sign as its own stroke says."""
    if word.text[:1] not in SIGNS:
        return word
    for box, sign in told:
        if abs(box.x0 - word.bbox.x0) <= 2 * scale and word.bbox.top <= (box.top + box.bottom) / 2 <= word.bbox.bottom:
            bare = word.text.lstrip("-–—")
            if sign + bare == word.text:
                return word
            return word.put_right(sign + bare, "length of stroke")
    return word


def _alone(tokens: Sequence[Token], pieces: Sequence[Piece], grey: Grey) -> list[Stroke]:
    """Strokes that are all there is of their piece."""
    single = [t for t in tokens if len(pieces[t.piece].marks) == 1 and len(t.glyphs) == 1]
    out = []
    for token in single:
        piece = pieces[token.piece]
        if _is_flat(token.glyphs[0].box, piece.height):
            out.append(_stroke(token.glyphs[0].box, _capital(piece, pieces), grey))
    return out


def _leading(tokens: Sequence[Token], pieces: Sequence[Piece], grey: Grey) -> list[Stroke]:
    """Strokes right before a digit, as a minus is."""
    return [
        _stroke(t.glyphs[0].box, pieces[t.piece].height, grey)
        for t in tokens
        if is_minus(t) or (len(t.glyphs) > 1 and t.glyphs[0].text == "-" and t.glyphs[1].text.isdigit())
    ]


def _is_flat(box: tuple[int, int, int, int], height: float) -> bool:
    return box[2] - box[0] >= FLAT * (box[3] - box[1]) and box[3] - box[1] <= HIGH * height


def _stroke(box: tuple[int, int, int, int], capital: float, grey: Grey) -> Stroke:
    return Stroke(box, _length(grey, box) / capital)


def _length(grey: Grey, box: tuple[int, int, int, int]) -> float:
    """How long a stroke is in pixels: its darkness from end to end, of that of its middle, however pale that is."""
    x0, y0, x1, y1 = box
    left = max(x0 - EDGE, 0)
    around = grey[max(y0 - EDGE, 0) : y1 + EDGE, left : x1 + EDGE]
    dark = 255.0 - around.min(axis=0)
    middle, quarter = (x0 + x1) // 2 - left, max((x1 - x0) // 4, 1)
    full = float(dark[middle - quarter : middle + quarter + 1].mean())
    start = next((i for i in range(middle, -1, -1) if 2 * dark[i] < full), 0)
    end = next((i for i in range(middle, len(dark)) if 2 * dark[i] < full), len(dark) - 1)
    return float(np.minimum(dark[start : end + 1], full).sum()) / max(full, 1.0)


def _capital(piece: Piece, pieces: Sequence[Piece]) -> float:
    """The height of capitals on the piece's row, in pixels; the page's where the row has nothing else."""
    middle = (piece.y0 + piece.y1) / 2
    level = [
        p.height
        for p in pieces
        if p is not piece and len(p.marks) > 1 and abs((p.y0 + p.y1) / 2 - middle) < LEVEL * p.height
    ]
    return median(level) if level else piece.height
