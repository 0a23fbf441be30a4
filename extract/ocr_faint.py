"""Faint lines of a scan followed on from where they were seen, a step at a time, while they are darker than the paper.

Noise and weak light break thin lines into pieces. Over a step of many pixels the grain evens out, so that a line far
too pale to be seen pixel by pixel still shows against the paper on its two sides.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from extract.types import BBox

if TYPE_CHECKING:
    from extract.ocr_image import Grey

STEP = 9.0
"""Points looked at together."""
LEAST, PART = 6.0, 0.35
"""How much darker (levels of 255) than its sides a line is at least, and as a share of what it is where it was seen."""
NEAR, FAR = 2, 5
"""Pixels from the line's middle between which its sides are."""
MISSES = 2
"""Steps in which text hides a line; more of them end it."""


def followed(grey: Grey, boxes: list[BBox], scale: float, *, flat: bool) -> list[BBox]:
    """Lines across (`flat`) or down, in points, with the faint ends that were not seen as ink. Paper is 255."""
    page = grey if flat else grey.T
    out = []
    for box in boxes:
        x0, y0, x1, y1 = (round(v / scale) for v in (box if flat else (box.top, box.x0, box.bottom, box.x1)))
        level = (y0 + y1) // 2
        contrast, level = _contrast(page, x0, x1, level)
        if contrast < LEAST or y1 - y0 > FAR:
            out.append(box)
            continue
        least = max(LEAST, PART * contrast)
        step = max(int(STEP / scale), 4)
        first, last = _end(page, x0, level, -step, least), _end(page, x1, level, step, least)
        out.append(
            BBox(first * scale, box.top, last * scale, box.bottom)
            if flat
            else BBox(box.x0, first * scale, box.x1, last * scale)
        )
    return out


def _end(page: Grey, start: int, level: int, step: int, least: float) -> int:
    """How far a line at `level` goes on from `start`, in steps to the right, or to the left when negative."""
    end, at, missed, seen = start, start, 0, 1
    while missed < MISSES:
        low, high = sorted((at, at + step))
        if low < 0 or high > page.shape[1]:
            break
        contrast, found = _contrast(page, low, high, level)
        at += step
        if contrast < least:
            missed, seen = missed + 1, 0
            continue
        seen += 1
        # after a gap one step may be the stroke of a letter
        if not missed or seen > 1:
            end, level, missed = at, found, 0
    return end


def _contrast(page: Grey, x0: int, x1: int, level: int) -> tuple[float, int]:
    """(how much darker a line is than the lighter of its sides are dark, its row): the darkest of three rows."""
    x0, x1 = max(x0, 0), min(x1, page.shape[1])
    if x1 - x0 < 3 or level - FAR - 1 < 0 or level + FAR + 2 > page.shape[0]:
        return 0.0, level
    rows = np.median(page[level - FAR - 1 : level + FAR + 2, x0:x1], axis=1)
    middle = FAR + 1
    best = min((-1, 0, 1), key=lambda d: (rows[middle + d], abs(d)))
    at = middle + best
    above, below = rows[at - FAR : at - NEAR + 1], rows[at + NEAR : at + FAR + 1]
    return float(min(above.mean(), below.mean()) - rows[at]), level + best
