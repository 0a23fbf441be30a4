"""Capitals of a scan that a model took for the small letters of their shape (S, U, V), told by how high they are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from extract.types import Word

if TYPE_CHECKING:
    from extract.ocr_digits import Glyph
    from extract.ocr_image import Grey
    from extract.ocr_marks import Piece
    from extract.ocr_tokens import Token

ALIKE = frozenset("cosuvwxz")
"""Small letters that look as their capitals do."""
HIGHER, LEAST = 1.2, 0.5
"""How many times as high as the small letters of its word a capital is (1.33-1.5 measured); glyphs lower than so much
of the highest are no letters."""
SHORT = 4
"""Letters that a word has at least."""
IMPOSSIBLE = {"wv": "vv", "vw": "vv"}
"""Letters that follow each other in no word, and what was printed: narrow letters that touch."""


def capitalled(words: Sequence[Word], tokens: Sequence[Token], piece: Piece, grey: Grey, scale: float) -> list[Word]:
    """The words of a piece, first letters put right whose ink is that of a capital. Paper is 255 in `grey`."""
    glyphs = [g for t in tokens for g in t.glyphs]
    return [_capitalled(_possible(word), glyphs, piece, grey, scale) for word in words]


def _possible(word: Word) -> Word:
    text = word.text
    for wrong, right in IMPOSSIBLE.items():
        text = text.replace(wrong, right)
    return word if text == word.text else word.put_right(text, "letters that do not follow")


def _capitalled(word: Word, glyphs: Sequence[Glyph], piece: Piece, grey: Grey, scale: float) -> Word:
    letters = word.text.rstrip(".,:;)")
    if len(letters) < SHORT or not letters.isalpha() or letters[0] not in ALIKE:
        return word
    x0, x1 = word.bbox.x0 / scale, word.bbox.x1 / scale
    own = [g for g in glyphs if x0 <= (g.box[0] + g.box[2]) / 2 <= x1]
    rises = [piece.baseline - g.box[1] for g in own]
    rises = [r if r >= LEAST * max(rises) else 0.0 for r in rises]
    small = _small(letters, rises)
    if not small:
        return word
    high = own[0].box[3] - _top(own[0], grey)
    if min(rises[0], high) < HIGHER * small:
        return word
    return word.put_right(word.text[0].upper() + word.text[1:], "height of letters")


def _top(glyph: Glyph, grey: Grey) -> int:
    """Where the ink of a glyph's left half begins: an i that touches a letter lifts the whole of the ink by its dot."""
    x0, y0, x1, y1 = glyph.box
    dark = 255 - grey[y0:y1, x0 : (x0 + x1 + 1) // 2].min(axis=1).astype(int)
    return y0 + int(np.argmax(2 * dark >= dark.max()))


def _small(letters: str, rises: Sequence[float]) -> float:
    """How high the small letters of a word are: that of its lower glyphs. 0 where few of its letters are low."""
    low = sum(c in "acemnorsuvwxzgpqy" for c in letters[1:])
    standing = sorted(r for r in rises if r)
    if not low or len(standing) < 3:
        return 0.0
    return float(np.median(standing[: min(low, len(standing))]))
