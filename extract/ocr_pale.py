"""Pale hyphens and dashes of a scan made as dark as its letters: blur and coarse dots take most from what is thin.

A stroke of a dash's shape counts when it is level with letters and the paper over and under it is bare.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from extract.ocr_image import Grey

    Boxes = NDArray[np.int32]

STEPS = (0, 25, 50)
"""Levels over the limit of ink at which strokes are looked for: at one of them a stroke stands apart from letters."""
PALEST = 222
"""No level is lighter than this: beyond it lies the paper's grain."""
FAINT, STRONG = 0.22, 0.8
"""Of the letters' darkness: paler strokes are dirt or the back of the page, darker ones need no help."""
WIDE, HIGH, FLAT = (0.17, 1.1), 0.34, 1.4
"""Letter heights a dash is wide and at most high, and how much wider than high it is."""
LEVEL = (0.25, 0.75)
"""Of a letter's height: where beside it the middle of a dash is."""
ROW = 40.0
"""Letter heights that the nearest letter of its row is away at most."""
BARE, BARE_FROM, BARE_TO = 0.4, 2, 0.4
"""How dark, of the stroke, the paper over and under it is at most, from so many pixels to so many letter heights."""


def strengthened(grey: Grey, letters: Boxes, limit: int, text: float, height: float) -> Grey:
    """The image with its pale dashes as dark as letters. `letters` are boxes (x0, y0, x1, y1), `text` how dark they
    are (0-255), `limit` the level between ink and paper, `height` that of a letter in pixels."""
    rows = _rows(letters, grey.shape, height)
    out = grey
    for step in STEPS:
        level = min(limit + step, PALEST)
        stats = cv2.connectedComponentsWithStats((out < level).astype(np.uint8), connectivity=8)[2][1:]
        x0, y0, wide, high = stats[:, :4].T
        like = (wide >= WIDE[0] * height) & (wide <= WIDE[1] * height) & (wide >= FLAT * high) & (high <= HIGH * height)
        like &= rows[np.minimum(y0 + high // 2, len(rows) - 1), np.minimum(x0 + wide // 2, rows.shape[1] - 1)]
        for x, y, w, h in stats[like, :4].tolist():
            dark = 255 - int(out[y : y + h, x : x + w].min())
            if FAINT * text <= dark < STRONG * text and _is_bare(out, (x, y, x + w, y + h), dark, height):
                out = out.copy() if out is grey else out
                part = out[max(y - 1, 0) : y + h + 1, max(x - 1, 0) : x + w + 1]
                part[:] = 255 - np.minimum((255.0 - part) * text / dark, 255.0).astype(np.uint8)
    return out


def _rows(letters: Boxes, shape: tuple[int, ...], height: float) -> NDArray[np.bool_]:
    """Where on the page the middle of a dash may be: half-way up beside letters."""
    out = np.zeros(shape, dtype=bool)
    reach = int(ROW * height)
    for x0, y0, x1, y1 in letters.tolist():
        top, bottom = y0 + LEVEL[0] * (y1 - y0), y0 + LEVEL[1] * (y1 - y0)
        out[int(top) : int(bottom) + 1, max(x0 - reach, 0) : x1 + reach] = True
    return out


def _is_bare(grey: Grey, box: tuple[int, int, int, int], dark: int, height: float) -> bool:
    x0, y0, x1, y1 = box
    far = max(int(BARE_TO * height), BARE_FROM + 1)
    over, under = grey[max(y0 - far, 0) : max(y0 - BARE_FROM, 0), x0:x1], grey[y1 + BARE_FROM : y1 + far, x0:x1]
    return all(not side.size or 255 - int(side.min()) <= BARE * dark for side in (over, under))
