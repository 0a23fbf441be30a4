"""What is done to a page's image before Tesseract sees it: straighten it, take the drawn lines out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from extract.types import BBox, Ruling

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Grey = NDArray[np.uint8]

MIN_FLAT, MIN_TALL = 24.0, 20.0
"""Strokes longer than this (points) are drawn lines, not parts of letters."""
THICKEST = 4.0
"""Points; what is thicker is a filled area."""
FAINT = 0.2
"""Thin lines are paler than letters."""
MAX_SKEW, STEP = 3.0, 0.1
"""Degrees a page may lie askew, and how finely that is measured."""


def straightened(grey: Grey) -> Grey:
    """The image turned so that its lines of text and its rulings run level."""
    angle = skew(grey)
    if abs(angle) < STEP:
        return grey
    height, width = grey.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    turned = cv2.warpAffine(grey, turn, (width, height), flags=cv2.INTER_LINEAR, borderValue=(255,))
    return turned.astype(np.uint8)


def skew(grey: Grey) -> float:
    """Degrees to turn the page by: the angle at which dark rows and light rows differ most."""
    factor = 800 / max(grey.shape)
    small = cv2.resize(ink(grey), None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    height, width = small.shape
    best, best_angle = -1.0, 0.0
    for step in range(-int(MAX_SKEW / STEP), int(MAX_SKEW / STEP) + 1):
        angle = step * STEP
        turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
        rows = cv2.warpAffine(small, turn, (width, height)).sum(axis=1, dtype=np.float64)
        sharpness = float(np.square(np.diff(rows)).sum())
        if sharpness > best * (1.0 + 1e-9):
            best, best_angle = sharpness, angle
    return best_angle


def ink(grey: Grey, faint: float = 0.0) -> Grey:
    """255 where there is ink, 0 elsewhere; `faint` (0-1) moves the limit from ink towards the paper."""
    limit = float(cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)[0])
    limit += faint * (float(np.median(grey)) - limit)
    return np.where(grey < limit, 255, 0).astype(np.uint8)


def without_rulings(grey: Grey, scale: float) -> tuple[tuple[Ruling, ...], Grey]:
    """(drawn lines in points, the image without them). `scale` is points per pixel."""
    dark = ink(grey, FAINT)
    mask = np.zeros_like(dark)
    rulings: list[Ruling] = []
    for flat in (True, False):
        length = max(int((MIN_FLAT if flat else MIN_TALL) / scale), 3)
        # a line that still leans by a pixel is one line when it is thickened across before it is sought
        across = np.ones((3, 1) if flat else (1, 3), np.uint8)
        along = np.ones((1, length) if flat else (length, 1), np.uint8)
        strokes = cv2.morphologyEx(cv2.dilate(dark, across), cv2.MORPH_OPEN, along).astype(np.uint8)
        found, thin = _thin(strokes, flat, THICKEST / scale)
        mask |= thin
        rulings += [Ruling(BBox(*(v * scale for v in box))) for box in found]
    grown = cv2.dilate(mask, np.ones((3, 3), np.uint8))
    return tuple(sorted(rulings, key=lambda r: r.bbox)), np.where(grown > 0, 255, grey).astype(np.uint8)


def _thin(strokes: Grey, flat: bool, thickest: float) -> tuple[list[tuple[int, int, int, int]], Grey]:
    """Strokes that are thin enough for a line: (their boxes in pixels, a mask of them). Filled areas stay out."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(strokes, connectivity=8)
    boxes, keep = [], np.zeros(count, dtype=bool)
    for i in range(1, count):
        x, y, width, height, filled = (int(v) for v in stats[i])
        if filled / (width if flat else height) <= thickest:
            boxes.append((x, y, x + width, y + height))
            keep[i] = True
    return boxes, np.where(keep[labels], 255, 0).astype(np.uint8)
