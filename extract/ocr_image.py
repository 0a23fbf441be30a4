"""What is done to a page's image before it is read: scaled, turned upright, straightened, its light made even."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Grey = NDArray[np.uint8]
    Mask = NDArray[np.bool_]

WORKING_DPI = 200
"""More gives no better words and costs time; images with less keep what they have."""
MAX_SKEW = 3.0
"""Degrees a page may lie askew."""
STROKE = 6.0
"""Points; what is dark over less than this is ink, what is dark over more is paper in the shade or a filled area."""
MIN_BAND = 7.0
"""Points; the least height and width of a filled area."""
PAPER, INK = 235, 60
"""Levels that paper and ink are brought to."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page's image made ready: upright, even paper at 255. `scale` is points per pixel, `ink` where there is ink.

    `level` is the paper's own darkness (0-255) in each place, before it was made even; `skew` the degrees the page was
    turned by, and `quarters` the quarter turns (counter-clockwise) before that.
    """

    grey: Grey
    level: Grey
    scale: float
    skew: float = 0.0
    quarters: int = 0


def prepared(grey: Grey, scale: float, quarters: int = 0) -> Sheet:
    """Straightened and flattened at no more than WORKING_DPI. `scale` is points per pixel of what is given."""
    if quarters:
        grey = np.ascontiguousarray(np.rot90(grey, quarters))
    shrink = WORKING_DPI * scale / 72
    if not 0.95 < shrink < 1.05:
        way = cv2.INTER_AREA if shrink < 1 else cv2.INTER_CUBIC
        grey = _grey(cv2.resize(grey, None, fx=shrink, fy=shrink, interpolation=way))
        scale /= shrink
    level = paper(grey, scale)
    angle = skew(flattened(grey, level))
    if abs(angle) >= 0.03:
        grey, level = turned(grey, angle), turned(level, angle)
    return Sheet(flattened(grey, level), level, scale, angle, quarters)


def _grey(image: NDArray[np.generic] | cv2.typing.MatLike) -> Grey:
    return np.asarray(image, dtype=np.uint8)


def turned(grey: Grey, angle: float) -> Grey:
    """The image turned by some degrees about its middle, the edges carried on into the corners."""
    height, width = grey.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    flags = cv2.INTER_CUBIC
    return _grey(cv2.warpAffine(grey, turn, (width, height), flags=flags, borderMode=cv2.BORDER_REPLICATE))


def straightened(grey: Grey) -> Grey:
    """The image turned so that its lines of text and its rulings run level."""
    angle = skew(grey)
    return grey if abs(angle) < 0.03 else turned(grey, angle)


def paper(grey: Grey, scale: float) -> Grey:
    """How light the bare paper is in each place: ink is taken out, shadows and filled areas stay. White on dark counts
    as paper that is dark."""
    reach = max(int(STROKE / scale) | 1, 3)
    calm = _grey(cv2.medianBlur(grey, 3))
    light = _grey(cv2.morphologyEx(calm, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8)))
    dark = dark_areas(calm, scale)
    if dark.any():
        ground = _grey(cv2.morphologyEx(calm, cv2.MORPH_OPEN, np.ones((reach, reach), np.uint8)))
        light = np.where(dark, ground, light)
    return _grey(cv2.blur(light, (3, 3)))


def dark_areas(grey: Grey, scale: float) -> Mask:
    """Areas filled so dark that their text is lighter than they are."""
    limit = 0.5 * float(np.percentile(grey[::8, ::8], 90))
    dark = (grey < limit).astype(np.uint8)
    hole, least = max(int(2.5 / scale) | 1, 3), max(int(MIN_BAND / scale) | 1, 3)
    whole = cv2.morphologyEx(dark, cv2.MORPH_CLOSE, np.ones((hole, hole), np.uint8))
    opened = cv2.morphologyEx(whole, cv2.MORPH_OPEN, np.ones((least, least * 3), np.uint8))
    return np.asarray(opened > 0)


def flattened(grey: Grey, level: Grey) -> Grey:
    """The image with its paper, whatever its shade, at 255; where the ground is dark, light text becomes dark."""
    ground = np.maximum(level.astype(np.float32), 1.0)
    even = np.minimum(grey.astype(np.float32) / ground, 1.0)
    light = float(np.percentile(level[::8, ::8], 90))
    dark = level < 0.45 * light
    if dark.any():
        over = np.clip((grey.astype(np.float32) - ground) / np.maximum(light - ground, 1.0), 0.0, 1.0)
        even = np.where(dark, 1.0 - over, even)
    return _grey(even * 255)


def ink_limit(grey: Grey) -> int:
    """The level between ink and paper of a flattened image."""
    return int(min(max(cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)[0], 110), 200))


def skew(grey: Grey) -> float:
    """Degrees to turn the page by, to a few hundredths: the angle at which full rows and empty rows differ most."""
    factor = min(1000 / max(grey.shape), 1.0)
    small = _grey(cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA))
    ys, xs = np.nonzero(small < min(ink_limit(small) + 20, 215))
    if len(ys) < 50:
        return 0.0
    if len(ys) > 60000:
        keep = np.random.default_rng(0).permutation(len(ys))[:60000]
        ys, xs = ys[keep], xs[keep]
    across = xs - small.shape[1] / 2

    def sharpness(angle: float) -> float:
        # turning by a small angle counter-clockwise lifts what lies to the right
        places = ys - across * np.tan(np.radians(angle)) + small.shape[0]
        low = places.astype(np.int64)
        part = places - low
        size = 3 * small.shape[0]
        rows = np.bincount(low, 1 - part, size) + np.bincount(low + 1, part, size)
        return float(np.square(np.diff(rows)).sum())

    best = max(np.arange(-MAX_SKEW, MAX_SKEW + 0.01, 0.2), key=lambda a: (sharpness(a), -abs(a)))
    for step in (0.1, 0.05, 0.025):
        best = max((best - step, best, best + step), key=sharpness)
    return float(best)
