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

cv2.setNumThreads(1)  # a worker is one thread; several of them share the machine

FEW_LETTERS, SOME = 40, 600
"""With fewer letters than this nobody can tell which way a page lies; so many of them tell it."""
WORKING_DPI = 200
"""More gives no better words and costs time; images with less keep what they have."""
MAX_SKEW, LEAST_SKEW = 3.0, 0.03
"""Degrees a page may lie askew, and how little is not worth the turning."""
STROKE = 6.0
"""Points; what is dark over less than this is ink, what is dark over more is paper in the shade or a filled area."""
MIN_BAND, HOLE = 7.0, 2.5
"""Points; the least height of a dark area, and how wide its light letters' strokes are at most."""
MIN_WIDE, RIM = 20.0, 0.9
"""Points; the least width of a dark area, and how much of its rim is dark: bold letters that run together have gaps."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page's image made ready: upright, even paper at 255. `scale` is points per pixel, `ink` where there is ink.

    `level` is the paper's own level (0-255) in each place, before it was made even; `skew` the degrees the page was
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
    areas = inverted_areas(grey, scale)
    upright, ground = _righted(grey, areas, scale)
    level = paper(upright, scale)
    angle = skew(flattened(upright, level))
    if abs(angle) >= LEAST_SKEW:
        upright, level = turned(upright, angle), turned(level, angle)
        ground = turned(ground, angle) if areas.any() else np.full_like(level, 255)
    return Sheet(flattened(upright, level), np.minimum(level, ground), scale, angle, quarters)


def upright(grey: Grey, scale: float) -> Sheet:
    """The image prepared as it stands, or turned by quarters first where its lines of text run otherwise."""
    sheet = prepared(grey, scale)
    marks = letter_boxes(sheet.grey, sheet.scale)
    if _runs_down(marks):
        sheet = prepared(grey, scale, 1)
        marks = letter_boxes(sheet.grey, sheet.scale)
    if _is_upside_down(marks):
        sheet = prepared(grey, scale, sheet.quarters + 2)
    return sheet


def letter_boxes(grey: Grey, scale: float) -> NDArray[np.int32]:
    """Boxes (x0, y0, x1, y1) of what may be letters, shape (n, 4)."""
    stats = np.asarray(cv2.connectedComponentsWithStats((grey < ink_limit(grey)).astype(np.uint8))[2][1:])
    width, height = stats[:, 2] * scale, stats[:, 3] * scale
    like = (height >= 3) & (height <= 20) & (width >= 1) & (width <= 20)
    chosen = stats[like].astype(np.int32)
    return np.stack([chosen[:, 0], chosen[:, 1], chosen[:, 0] + chosen[:, 2], chosen[:, 1] + chosen[:, 3]], axis=1)


def _runs_down(boxes: NDArray[np.int32]) -> bool:
    """Whether letters follow one another down the page: their nearest neighbours are over and under them."""
    if len(boxes) < FEW_LETTERS:
        return False
    return _close(boxes[:, [1, 0, 3, 2]]) > 1.5 * _close(boxes) + 5


def _close(boxes: NDArray[np.int32]) -> int:
    """How many boxes have another close to their right, on their own level."""
    order = np.argsort(boxes[:, 0], kind="stable")
    x0, y0, x1, y1 = boxes[order].T
    found = 0
    for i in range(0, len(order), max(len(order) // SOME, 1)):
        near = slice(i + 1, int(np.searchsorted(x0, x1[i] + 0.35 * (y1[i] - y0[i]), side="right")))
        common = np.minimum(y1[near], y1[i]) - np.maximum(y0[near], y0[i])
        apart = x0[near] - x1[i]
        found += bool(np.any((common > 0.6 * np.minimum(y1[near] - y0[near], y1[i] - y0[i])) & (apart >= 0)))
    return found


def _is_upside_down(boxes: NDArray[np.int32]) -> bool:
    """Whether letters reach below their line more than above: ascenders and capitals outnumber descenders by far."""
    up = down = 0
    order = np.lexsort((boxes[:, 0], boxes[:, 1] + boxes[:, 3]))
    heights = boxes[:, 3] - boxes[:, 1]
    small = float(np.median(heights)) if len(heights) else 0.0
    lines: list[list[int]] = []
    for i in order:
        middle = (boxes[i, 1] + boxes[i, 3]) / 2
        if lines and abs(middle - np.mean([(boxes[j, 1] + boxes[j, 3]) / 2 for j in lines[-1][-12:]])) < 0.5 * small:
            lines[-1].append(int(i))
        else:
            lines.append([int(i)])
    for line in lines:
        if len(line) < 12:
            continue
        tops, bottoms = boxes[line, 1], boxes[line, 3]
        low, high = np.median(bottoms), np.median(tops)
        size = max(float(low - high), 1.0)
        up += int(np.sum((high - tops > 0.2 * size) & (abs(bottoms - low) < 0.15 * size)))
        down += int(np.sum((bottoms - low > 0.2 * size) & (abs(tops - high) < 0.15 * size)))
    return down > 1.5 * up + 5


def _grey(image: NDArray[np.generic] | cv2.typing.MatLike) -> Grey:
    return np.asarray(image, dtype=np.uint8)


def turned(grey: Grey, angle: float) -> Grey:
    """The image turned by some degrees about its middle, the edges carried on into the corners."""
    height, width = grey.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    flags = cv2.INTER_CUBIC
    return _grey(cv2.warpAffine(grey, turn, (width, height), flags=flags, borderMode=cv2.BORDER_REPLICATE))


def straightened(grey: Grey) -> Grey:
    """The image turned so that its lines of text and its rulings run level, as it is when it is read."""
    shrink = min(1000 / max(grey.shape), 1.0)
    small = _grey(cv2.resize(grey, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA))
    sheet = upright(small, 72 / 120)
    grey = np.ascontiguousarray(np.rot90(grey, sheet.quarters))
    return grey if abs(sheet.skew) < LEAST_SKEW else turned(grey, sheet.skew)


def paper(grey: Grey, scale: float) -> Grey:
    """How light the bare paper is in each place: ink is taken out, shadows and filled areas stay."""
    light = cv2.morphologyEx(cv2.medianBlur(grey, 3), cv2.MORPH_CLOSE, _square(STROKE, scale))
    return _grey(cv2.blur(light, (3, 3)))


def _square(points: float, scale: float) -> Grey:
    side = max(int(points / scale) | 1, 3)
    return np.ones((side, side), np.uint8)


def inverted_areas(grey: Grey, scale: float) -> Mask:
    """Areas filled with ink whose text is lighter than they are."""
    calm = _grey(cv2.medianBlur(grey, 3))
    dark = (calm < 0.55 * _light(calm)).astype(np.uint8)
    whole = cv2.morphologyEx(dark, cv2.MORPH_CLOSE, _square(HOLE, scale))
    least = _square(MIN_BAND, scale)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(cv2.morphologyEx(whole, cv2.MORPH_OPEN, least))
    out = np.zeros(grey.shape, dtype=bool)
    for i in range(1, count):
        x, y, width, height = (int(v) for v in stats[i][:4])
        inside = labels[y : y + height, x : x + width] == i
        if width * scale < MIN_WIDE or not _has_dark_rim(inside, dark[y : y + height, x : x + width]):
            continue
        low, middle, high = np.percentile(calm[y : y + height, x : x + width][inside], (1, 50, 99))
        if high - middle > max(1.5 * (middle - low), 40):
            out[y : y + height, x : x + width] |= inside
    return out


def _has_dark_rim(inside: Mask, dark: Grey) -> bool:
    inner = cv2.erode(np.pad(inside.astype(np.uint8), 1), np.ones((5, 5), np.uint8))[1:-1, 1:-1]
    return float(dark[inside & (inner == 0)].mean()) > RIM


def _light(grey: Grey) -> float:
    return float(np.percentile(grey[::8, ::8], 90))


def _righted(grey: Grey, areas: Mask, scale: float) -> tuple[Grey, Grey]:
    """(the image with light text on dark made dark on light, how dark such grounds are; 255 elsewhere)."""
    ground = np.full_like(grey, 255)
    if not areas.any():
        return grey, ground
    own = _grey(cv2.morphologyEx(cv2.medianBlur(grey, 3), cv2.MORPH_OPEN, _square(STROKE, scale)))
    ground[areas] = own[areas]
    light = _light(grey)
    over = np.clip((grey.astype(np.float32) - own) / np.maximum(light - own.astype(np.float32), 1.0), 0.0, 1.0)
    return np.where(areas, light * (1.0 - over), grey).astype(np.uint8), ground


def flattened(grey: Grey, level: Grey) -> Grey:
    """The image with its paper, whatever its shade, at 255."""
    return _grey(np.minimum(grey.astype(np.float32) / np.maximum(level.astype(np.float32), 1.0), 1.0) * 255)


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
    # ink spread over its pixel: whole rows would make an angle of exactly 0 look sharper than it is
    level = ys + np.random.default_rng(1).random(len(ys))

    def sharpness(angle: float) -> float:
        # turning by a small angle counter-clockwise lifts what lies to the right
        places = level - across * np.tan(np.radians(angle)) + small.shape[0]
        low = places.astype(np.int64)
        part = places - low
        size = 3 * small.shape[0]
        rows = np.bincount(low, 1 - part, size) + np.bincount(low + 1, part, size)
        return float(np.square(np.diff(rows)).sum())

    best = max(np.arange(-MAX_SKEW, MAX_SKEW + 0.01, 0.2), key=lambda a: (sharpness(a), -abs(a)))
    for step in (0.1, 0.05, 0.025):
        best = max((best - step, best, best + step), key=sharpness)
    return round(float(best), 3)
