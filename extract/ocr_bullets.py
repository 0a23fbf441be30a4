"""Bullets of a scan: round dots filled with ink, which the models take for letters and signs (e, », +) or for dirt."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from extract.types import BBox, Word

if TYPE_CHECKING:
    from extract.ocr_image import Grey
    from extract.ocr_marks import Piece
    from extract.ocr_tokens import Token

SIZE = (0.27, 0.75)
"""Of a letter's height on the page: how large a bullet is."""
SHAPE = (0.7, 1.4)
"""How much wider than high it is."""
MIDDLE = (0.3, 0.85)
"""Of the height of its line: where over the baseline its middle is. A full stop stands lower."""
INNER, FULL = 0.62, 0.65
"""Of its radius: the part that is inked all over, and how dark every spot of it is, of the darkest. Bullets measured
0.73 and more, asterisks and letters under 0.4."""
SURE = 0.98
"""How sure a bullet is at most."""


def bullet(token: Token, piece: Piece, grey: Grey, height: float, scale: float) -> Word | None:
    """The bullet that a token of one glyph is, or None. `height` is that of the page's letters in pixels."""
    if len(token.glyphs) != 1:
        return None
    x0, y0, x1, y1 = token.glyphs[0].box
    wide, high = x1 - x0, y1 - y0
    middle = (piece.baseline - (y0 + y1) / 2) / piece.height
    in_place = MIDDLE[0] <= middle <= MIDDLE[1] or len(piece.marks) == 1
    if not (SHAPE[0] < wide / high < SHAPE[1] and SIZE[0] <= max(wide, high) / height <= SIZE[1] and in_place):
        return None
    full = filled(grey[y0:y1, x0:x1])
    if full < FULL:
        return None
    return Word("•", BBox(x0 * scale, y0 * scale, x1 * scale, y1 * scale), round(min(full, SURE), 4))


def filled(ink: Grey) -> float:
    """How dark the lightest spot in the inner part of a mark is, of its darkest. Paper is 255."""
    dark = 255 - ink.astype(np.float64)
    high, wide = dark.shape
    y, x = np.mgrid[0:high, 0:wide]
    inner = np.hypot((y + 0.5 - high / 2) / (high / 2), (x + 0.5 - wide / 2) / (wide / 2)) <= INNER
    return float(dark[inner].min() / max(float(np.percentile(dark, 95)), 1.0)) if inner.any() else 0.0
