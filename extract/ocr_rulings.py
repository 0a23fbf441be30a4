"""Drawn lines and filled areas of a page's image: found for its tables, taken out before it is read."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np

from extract.ocr_broken import broken
from extract.ocr_faint import followed
from extract.types import BBox, Ruling

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from extract.ocr_image import Grey, Sheet

    Floats = NDArray[np.floating]

MIN_FLAT, MIN_TALL = 22.0, 18.0
"""Strokes longer than this (points) are drawn lines, not parts of letters."""
THICKEST = 3.5
"""Points; what is thicker is a filled area."""
FAINT = 45
"""Thin lines are paler than letters: the limit of ink is raised by so many levels for them."""
UNEVEN = 2.2
"""Points: a thicker stroke is a line only when it is as dark all along."""
BESIDE = 0.5
"""A stroke with ink close by along more than this share of it, on one side, is part of letters."""
GAP = 9.0
"""Points: pieces of a line with no wider gaps are one line, as dashes are."""
DASH, MIN_DASHES = 10.0, 6
"""Points a dash is long at most, and how many in a row make a dashed line."""
LINE_RUN = 5.0
"""Points that ink near a line must run along it to be part of it."""
CRUMB = 1.2
"""Points from a line within which what is left of it lies."""
LETTER, DOTS_AWAY = 3.5, 2.2
"""Points that a letter is high at least, and that its dots stand over it at most: such a crumb is part of it."""
MANY_LETTERS = 20000
"""A page with more marks than this is noise, and nothing on it is a letter."""
DOTS_WIDE, DOTS_OFF = 0.8, 0.2
"""Of the letter's width: how wide its dots are at most together, and how far their middle is from its own."""
SHRINK = 0.25
MIN_SHADE, LINE_OF_TEXT = 8.0, 9.0
"""Points: the least height of a filled area; what a line of text is high at most."""
SHADE_STEP = 0.035
"""Share by which a filled area is darker than the paper about it."""
STEP, LEAST_STEP = 0.18, 0.012
"""Share of its depth, and of the paper's light, by which one of two filled areas right under each other is darker."""


def without_rulings(sheet: Sheet, limit: int) -> tuple[tuple[Ruling, ...], Grey]:
    """(drawn lines in points, the image without them). `limit` is the level between ink and paper."""
    scale = sheet.scale
    pale = np.where(sheet.grey < min(limit + FAINT, 228), 255, 0).astype(np.uint8)
    ink = np.where(sheet.grey < limit, 255, 0).astype(np.uint8)
    _, labels, stats, middles = cv2.connectedComponentsWithStats(ink, connectivity=8)
    parts = _Parts(np.asarray(labels, np.int32), np.asarray(stats, np.int32), np.asarray(middles, np.float64))
    boxes: list[BBox] = []
    clean = sheet.grey
    for flat in (True, False):
        found, mask = _solid(sheet.grey, pale, ink, scale, flat=flat)
        dashes, dashed = _dashed(parts, scale, flat)
        boxes += _joined(followed(sheet.grey, _joined(found, flat), scale, flat=flat) + dashes, flat)
        clean = _erased(clean, pale, ink, mask, flat=flat, scale=scale)
        if dashes:
            clean = np.where(cv2.dilate(dashed, np.ones((3, 3), np.uint8)) > 0, 255, clean).astype(np.uint8)
    return tuple(sorted((Ruling(b) for b in boxes), key=lambda r: r.bbox)), _without_crumbs(clean, boxes, limit, scale)


def _without_crumbs(clean: Grey, lines: list[BBox], limit: int, scale: float) -> Grey:
    """The image without ink that lies wholly along a line that was taken out: ragged lines leave crumbs."""
    if not lines:
        return clean
    _, labels, stats, _ = cv2.connectedComponentsWithStats((clean < limit).astype(np.uint8), connectivity=8)
    left, top = stats[:, 0] * scale, stats[:, 1] * scale
    right, bottom = left + stats[:, 2] * scale, top + stats[:, 3] * scale
    crumb = np.zeros(len(stats), dtype=bool)
    for box in lines:
        along, across = (0.0, CRUMB) if box.x1 - box.x0 >= box.bottom - box.top else (CRUMB, 0.0)
        crumb |= (
            (left >= box.x0 - along - scale)
            & (right <= box.x1 + along + scale)
            & (top >= box.top - across - scale)
            & (bottom <= box.bottom + across + scale)
        )
    crumb[0] = False
    crumb &= ~_over_letters(left, top, right, bottom, crumb)
    return np.where(crumb[labels], 255, clean).astype(np.uint8)


def _over_letters(
    left: Floats, top: Floats, right: Floats, bottom: Floats, crumb: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Which crumbs are the dots of a letter under a line: right over its middle, one or two, narrower than it is."""
    letters = np.nonzero(~crumb & (bottom - top >= LETTER) & (bottom - top <= 6 * LETTER))[0]
    out = np.zeros(len(crumb), dtype=bool)
    inside = np.nonzero(crumb)[0]
    middle = (left[inside] + right[inside]) / 2
    for i in letters if len(inside) > 0 and len(letters) <= MANY_LETTERS else ():
        gap = top[i] - bottom[inside]
        over = inside[(gap > -LETTER / 2) & (gap < DOTS_AWAY) & (left[i] <= middle) & (middle <= right[i])]
        if not 1 <= len(over) <= 2:
            continue
        x0, x1, wide = left[over].min(), right[over].max(), right[i] - left[i]
        if x1 - x0 <= DOTS_WIDE * wide and abs(x0 + x1 - left[i] - right[i]) / 2 <= DOTS_OFF * wide:
            out[over] = True
    return out


class _Parts(NamedTuple):
    """Connected ink of a page: a label for each pixel, boxes and sizes, middles."""

    labels: NDArray[np.int32]
    stats: NDArray[np.int32]
    middles: NDArray[np.float64]


def _solid(grey: Grey, pale: Grey, ink: Grey, scale: float, *, flat: bool) -> tuple[list[BBox], Grey]:
    length = max(int((MIN_FLAT if flat else MIN_TALL) / scale), 3)
    # a line that still leans by a pixel is one line when it is thickened across before it is sought
    across = np.ones((3, 1) if flat else (1, 3), np.uint8)
    along = np.ones((1, length) if flat else (length, 1), np.uint8)
    strokes = cv2.morphologyEx(cv2.dilate(pale, across), cv2.MORPH_OPEN, along)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(strokes, connectivity=8)
    keep = np.zeros(count, dtype=bool)
    boxes = []
    for i in range(1, count):
        x, y, width, height, filled = (int(v) for v in stats[i])
        if filled / (width if flat else height) - 2 <= THICKEST / scale and not _in_text(
            grey, ink, stats[i], scale, flat=flat
        ):
            # the thickening is taken off again
            x0, x1, y0, y1 = (x, x + width, y + 1, y + height - 1) if flat else (x + 1, x + width - 1, y, y + height)
            boxes.append(BBox(x0 * scale, y0 * scale, x1 * scale, y1 * scale))
            keep[i] = True
    mask = np.where(keep[labels], 255, 0).astype(np.uint8)
    return boxes, mask


def _in_text(grey: Grey, ink: Grey, box: NDArray[np.int32], scale: float, *, flat: bool) -> bool:
    """Whether a stroke is the waist of blurred letters: thick and uneven, or with much ink close by on its sides."""
    x, y, width, height = (int(v) for v in box[:4])
    if (height if flat else width) - 2 > UNEVEN / scale:
        darkest = grey[y : y + height, x : x + width].min(axis=0 if flat else 1)
        dark = np.convolve(255.0 - darkest, np.ones(3) / 3, "valid")
        if np.percentile(dark, 10) < 0.9 * np.percentile(dark, 60):
            return True
    near, far = max(int(1.0 / scale), 2), max(int(2.6 / scale), 4)
    if flat:
        sides = (
            ink[max(y + 1 - far, 0) : max(y + 1 - near, 0), x : x + width],
            ink[y + height - 1 + near : y + height - 1 + far, x : x + width],
        )
    else:
        sides = (
            ink[y : y + height, max(x + 1 - far, 0) : max(x + 1 - near, 0)].T,
            ink[y : y + height, x + width - 1 + near : x + width - 1 + far].T,
        )
    return any(side.size > 0 and float((side > 0).any(axis=0).mean()) > BESIDE for side in sides)


def _dashed(parts: _Parts, scale: float, flat: bool) -> tuple[list[BBox], Grey]:
    """Rows of thin strokes, short ones in even steps or such as make a long line: (boxes in points, a mask of them)."""
    labels, stats, middles = parts
    long, thick = (2, 3) if flat else (3, 2)
    sizes = stats[:, long] * scale, stats[:, thick] * scale
    thin = (sizes[0] <= DASH) & (sizes[1] <= 1.6) & (sizes[0] >= 0.8 * sizes[1])
    thin[0] = False
    places = middles[:, 1 if flat else 0] * scale
    starts, ends = stats[:, 0 if flat else 1] * scale, (stats[:, 0 if flat else 1] + stats[:, long]) * scale
    keep = np.zeros(len(stats), dtype=bool)
    paper = np.arange(len(stats)) == 0
    boxes = []
    waiting = sorted((int(i) for i in np.nonzero(thin)[0]), key=lambda i: (round(float(places[i]) / 1.2), starts[i]))
    run: list[int] = []
    for i in [*waiting, None]:
        last = run[-1] if run else None
        if last is not None and i is not None and abs(places[i] - places[last]) < 1.2:
            gap = starts[i] - ends[last]
            if 0 < gap <= GAP and _even(run, i, starts):
                run.append(i)
                continue
        if len(run) >= MIN_DASHES and ends[run[-1]] - starts[run[0]] >= MIN_FLAT:
            keep[run] = True
            across = (
                [stats[j, 1 if flat else 0] * scale for j in run],
                [(stats[j, 1 if flat else 0] + stats[j, thick]) * scale for j in run],
            )
            near, far = float(np.median(across[0])), float(np.median(across[1]))
            x = (float(starts[run[0]]), float(ends[run[-1]]))
            boxes.append(BBox(x[0], near, x[1], far) if flat else BBox(near, x[0], far, x[1]))
        run = [] if i is None else [i]
    for strokes in broken(starts, ends, places, np.where(keep | paper, np.inf, sizes[1])):
        keep[strokes] = True
        at = [float(np.median(places[strokes])) + side * scale / 2 for side in (-1, 1)]
        x = (float(starts[strokes[0]]), float(ends[strokes[-1]]))
        boxes.append(BBox(x[0], at[0], x[1], at[1]) if flat else BBox(at[0], x[0], at[1], x[1]))
    return boxes, np.where(keep[labels], 255, 0).astype(np.uint8) if boxes else np.zeros((1, 1), np.uint8)


def _even(run: list[int], following: int, starts: np.ndarray) -> bool:
    if len(run) < 2:
        return True
    step = (starts[run[-1]] - starts[run[0]]) / (len(run) - 1)
    return bool(abs(starts[following] - starts[run[-1]] - step) <= 0.35 * step)


def _joined(boxes: list[BBox], flat: bool) -> list[BBox]:
    """Pieces of one line, on one level with small gaps between, as one."""
    out: list[BBox] = []
    for box in sorted(boxes, key=lambda b: (b.x0, b.top) if flat else (b.top, b.x0)):
        for i, other in enumerate(out):
            if flat:
                level = abs((box.top + box.bottom) - (other.top + other.bottom)) / 2 < 1.5
                close = box.x0 - other.x1 <= GAP
            else:
                level = abs((box.x0 + box.x1) - (other.x0 + other.x1)) / 2 < 1.5
                close = box.top - other.bottom <= GAP
            if level and close:
                x0, top = min(box.x0, other.x0), min(box.top, other.top)
                out[i] = BBox(x0, top, max(box.x1, other.x1), max(box.bottom, other.bottom))
                break
        else:
            out.append(box)
    return out


def _erased(grey: Grey, pale: Grey, ink: Grey, mask: Grey, *, flat: bool, scale: float) -> Grey:
    """The image without the lines of a mask; letters that touch or cross a line stay whole."""
    if not mask.any():
        return grey
    run = max(int(LINE_RUN / scale), 3)
    along = np.ones((1, run) if flat else (run, 1), np.uint8)
    across = np.ones((3, 1) if flat else (1, 3), np.uint8)
    # of the ink near a line only what itself runs along it is the line; the rest hangs on to it
    line = cv2.bitwise_and(np.asarray(cv2.morphologyEx(pale, cv2.MORPH_OPEN, along)), mask)
    edges = cv2.bitwise_and(cv2.dilate(mask, across), cv2.bitwise_not(ink))
    rest = cv2.bitwise_and(ink, cv2.bitwise_not(line))
    reach = max(int(THICKEST / scale / 2), 2)
    axis = 0 if flat else 1
    # what has letters' ink close on both sides is where a letter crosses
    steps = range(1, reach + 3)
    before = np.any([np.roll(rest, step, axis) for step in steps], axis=0)
    after = np.any([np.roll(rest, -step, axis) for step in steps], axis=0)
    crossing = before & after
    return np.where(((line > 0) & ~crossing) | (edges > 0), 255, grey).astype(np.uint8)


def shades(sheet: Sheet) -> tuple[BBox, ...]:
    """Filled areas (zebra rows, header bands) in points: darker than the page's light there, with straight sides."""
    unit = sheet.scale / SHRINK
    level = cv2.resize(sheet.level, None, fx=SHRINK, fy=SHRINK, interpolation=cv2.INTER_AREA)
    side = max(int(LINE_OF_TEXT / unit) | 1, 3)
    # lines of text leave a dip in the level of the paper: it is closed, and bands higher than a line stay
    level = cv2.medianBlur(np.asarray(cv2.morphologyEx(level, cv2.MORPH_CLOSE, np.ones((side, side), np.uint8))), 3)
    flat = np.asarray(level, dtype=np.float64)
    depth = 1 - flat / _light(flat)
    least = max(int(MIN_SHADE / unit), 2)
    out = []
    for box in _blocks(depth > SHADE_STEP, least):
        x, y, width, height = box
        inside = depth[y : y + height, x : x + width]
        # shadows and the back's text may hang on to an area: only what is nearly as dark as it is belongs to it
        own = inside > max(0.6 * float(np.median(inside[inside > SHADE_STEP])), SHADE_STEP)
        for x0, y0, wide, high in _blocks(own, least):
            filled = float(own[y0 : y0 + high, x0 : x0 + wide].mean())
            if filled >= 0.85 and wide * unit >= 20 and not _is_page((x + x0, y + y0, wide, high), flat.shape):
                left, right = (x + x0) * unit, (x + x0 + wide) * unit
                levels = _levels(np.median(inside[y0 : y0 + high, x0 : x0 + wide], axis=1), least)
                out += [BBox(left, (y + y0 + a) * unit, right, (y + y0 + b) * unit) for a, b in levels]
    return tuple(sorted(out))


def _levels(depth: NDArray[np.float64], least: int) -> list[tuple[int, int]]:
    """A filled area's rows, by their depth, as (first, end) of its parts: one filled darker right over another."""
    steps = np.zeros(len(depth))
    for i in range(least, len(depth) - least + 1):
        above, below = float(np.median(depth[i - least : i])), float(np.median(depth[i : i + least]))
        if abs(above - below) > LEAST_STEP:
            steps[i] = abs(above - below) / max(above, below)
    cuts = [0]
    for i in range(least, len(depth) - least + 1):
        near = steps[max(i - least, 0) : i + least]
        if steps[i] > STEP and steps[i] == near.max() and i - cuts[-1] >= least:
            cuts.append(i)
    return list(pairwise([*cuts, len(depth)]))


def _blocks(mask: NDArray[np.bool_], least: int) -> list[tuple[int, int, int, int]]:
    """Boxes (x, y, width, height) of the parts of a mask that are no lower than `least` and a good deal longer."""
    kernel = np.ones((least, 3 * least), np.uint8)
    opened = np.asarray(cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_OPEN, kernel))
    stats = cv2.connectedComponentsWithStats(opened, connectivity=4)[2][1:]
    return [(int(s[0]), int(s[1]), int(s[2]), int(s[3])) for s in stats]


def _light(level: NDArray[np.float64]) -> NDArray[np.float64]:
    """The light of the page without its filled areas: a smooth surface (cubic) through the lighter part of it."""
    height, width = level.shape
    y, x = np.mgrid[0:height, 0:width]
    y, x = y.ravel() / height - 0.5, x.ravel() / width - 0.5
    terms = np.stack([x**i * y**j for i in range(4) for j in range(4 - i)], axis=1)
    values = level.ravel()
    some = np.arange(0, len(values), max(len(values) // 2500, 1))
    few, here = terms[some], values[some]
    use = here >= np.median(here) - 12
    fit = np.zeros(terms.shape[1])
    for _ in range(6):
        own = few[use]
        fit = np.linalg.solve(own.T @ own + 1e-9 * np.eye(len(fit)), own.T @ here[use])
        off = here - few @ fit
        use = off > -max(2.0, float(np.median(np.abs(off[use]))) * 1.5)
    return np.asarray((terms @ fit).reshape(level.shape))


def _is_page(box: tuple[int, int, int, int], shape: tuple[int, ...]) -> bool:
    """Whether an area lies along the page's edge: a scanner's shadow, not a fill."""
    x, y, width, height = box
    sides = (x <= 1, y <= 1, x + width >= shape[1] - 1, y + height >= shape[0] - 1)
    return any(sides) and (width > 0.9 * shape[1] or height > 0.5 * shape[0] or sum(sides) > 1)
