"""Rings and dots over letters of a scan: an 'a' or 'o' with ink over it that the reader overlooked is å, ä or ö.

Small print loses them: the model knows more words than it sees dots. The ink is counted instead: small marks that stand
by themselves over the letters, each put to the letter below it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Literal

import numpy as np

from extract.types import Word

if TYPE_CHECKING:
    from extract.ocr_marks import Labels, Piece

DOTTED = frozenset("ijåäöéüèÅÄÖÉÜ")
"""Letters with something over them."""
OVER = {"a": {"dots": "ä", "ring": "å"}, "o": {"dots": "ö", "ring": "ö"}}
"""What the ink over a letter makes of it; no ring stands over an o, but its dots may run together.
Over capitals lies what is left of a table's lines more often than overlooked dots."""
WIDTHS = {**dict.fromkeys("iljI.,:;'|!", 0.45), **dict.fromkeys("ftr-()/", 0.62), **dict.fromkeys("mwMW%", 1.55)}
"""Widths of letters, of that of an n; others are as wide as it, capitals a quarter more."""
HIGH, WIDE, FOOT = 0.36, 0.62, 0.25
"""Of a line's height of type: how high and wide such a mark is at most; letters stand so near the baseline."""
TOGETHER, LEAST = 0.3, 0.1
"""Of the same: white between two dots of one letter at most; a lower and narrower mark is dirt."""
FLAT, RING = 1.5, 0.22
"""A single mark so much wider than high is two dots run together; one so large, of the height of type, is a ring."""
OFF = 0.6
"""Widths of an n that a mark may stand beside the middle of its letter."""


@dataclass(frozen=True, slots=True)
class Ring:
    """Ink over one letter: its middle in pixels across, and what it can be besides the dot of an i."""

    x: float
    kind: Literal["dots", "ring", "dot"]


def ringed(words: Sequence[Word], piece: Piece, labels: Labels, scale: float) -> list[Word]:
    """The words of a piece, letters with overlooked rings or dots put right. `scale` is points per pixel."""
    return [_ringed(w, piece, labels, scale) if w.text.isalpha() and _may_lack(w.text) else w for w in words]


def _may_lack(text: str) -> bool:
    return len(text) > 1 and any(c in OVER for c in text)


def _ringed(word: Word, piece: Piece, labels: Labels, scale: float) -> Word:
    x0, x1 = round(word.bbox.x0 / scale), round(word.bbox.x1 / scale)
    found = rings(labels, piece, x0, x1)
    if not any(ring.kind != "dot" for ring in found):
        return word
    more = len(found) - sum(c in DOTTED for c in word.text)
    centres = middles(word.text, x0, x1)
    unit = (x1 - x0) / sum(map(_width, word.text))
    text = list(word.text)
    used: set[int] = set()
    for ring in found:
        near = min(
            (i for i, c in enumerate(word.text) if i not in used and (c in OVER or c in DOTTED)),
            key=lambda i: abs(centres[i] - ring.x),
            default=None,
        )
        if near is None or abs(centres[near] - ring.x) > OFF * unit:
            continue
        used.add(near)
        # two dots stand over nothing else; one mark may be the dot of an i that stands beside
        if word.text[near] in OVER and (ring.kind == "dots" or more > 0):
            text[near] = OVER[word.text[near]].get(ring.kind, word.text[near])
    if "".join(text) == word.text:
        return word
    return word.put_right("".join(text), "without rings")


def middles(text: str, x0: float, x1: float) -> list[float]:
    """About where the middle of each letter of a word is that stands from x0 to x1."""
    ends = list(accumulate(map(_width, text)))
    unit = (x1 - x0) / ends[-1]
    return [x0 + (end - _width(c) / 2) * unit for end, c in zip(ends, text, strict=True)]


def _width(letter: str) -> float:
    return WIDTHS.get(letter, 1.25 if letter.isupper() else 1.0)


def rings(labels: Labels, piece: Piece, x0: int, x1: int) -> list[Ring]:
    """The marks over letters between two places of a piece, from left to right."""
    size = piece.height
    top = max(int(piece.baseline - 2 * size), 0)
    crop = labels[top : int(piece.baseline) + 1, x0:x1]
    boxes = [_extent(crop, int(label)) for label in np.unique(crop) if label]
    standing = [low - high for _, high, _, low in boxes if low >= len(crop) - FOOT * size and low - high > size / 2]
    if not standing:
        return []
    small = len(crop) - float(np.percentile(standing, 25))
    out: list[Ring] = []
    last: tuple[int, int] | None = None
    for left, above, right, below in sorted(boxes):
        wide, high = right - left, below - above
        is_mark = high <= HIGH * size and wide <= WIDE * size and max(high, wide) >= LEAST * size
        if not is_mark or below > small + 1 or above == 0:
            continue
        if last and left - last[1] <= TOGETHER * size and right - last[0] <= 1.2 * WIDE * size:
            out[-1] = Ring(x0 + (last[0] + right) / 2, "dots")
            last = None
            continue
        kind: Literal["dots", "ring", "dot"] = "ring" if min(wide, high) >= RING * size else "dot"
        out.append(Ring(x0 + (left + right) / 2, "dots" if wide > FLAT * high and wide >= RING * size else kind))
        last = (left, right)
    return out


def _extent(labels: Labels, label: int) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of the ink with one label."""
    ys, xs = np.nonzero(labels == label)
    return int(xs.min()), int(ys.min()), int(xs.max()) + 1, int(ys.max()) + 1
