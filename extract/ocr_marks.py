"""The ink of a page's image -> marks (connected ink, often a letter) and pieces (marks close together on a line)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np

from extract.ocr_pale import strengthened

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from extract.ocr_image import Grey

    Labels = NDArray[np.int32]
    Boxes = NDArray[np.int32]

LEAST, MOST = 2.6, 40.0
"""Points a letter is high, at the least and at the most."""
GAP = 1.15
"""Letter heights: pieces of a line that are further apart are read apart."""
CORE = 0.7
"""The middle share of a letter's height; lines whose descenders and ascenders touch stay apart by it."""
TALL = 2.3
"""A mark this many letter heights high is no letter."""
SMALL = 0.5
"""Lower marks (points, dashes, dots of letters) do not make a line themselves; they join one."""
SPECK, LONE_SPECK = 0.09, 0.3
"""Letter heights that a speck measures at most: anywhere, and far from letters."""
MOST_GROUPS = 6000
"""More pieces than any page of text has: they are not looked at further."""
STRONG = 0.55
"""Ink this dark, as a share of the text's own darkness, is text; paler ink in its way is a stamp or the back's text."""
STRONG_THIN = 0.35
"""The same for thin parts of letters: blur takes more from them."""
HAIR, HAIR_AWAY = 0.62, 2
"""Letter heights that a pale part of a strong letter measures at most, and pixels that it stands from the rest."""
OVER_HIGH, OVER_WIDE, OVER_AWAY = 0.4, 0.62, 0.4
"""Letter heights: how high and wide dots and rings over letters are at most, and how far over them they stand."""


class Mark(NamedTuple):
    """Ink that belongs together: its box in pixels and the labels of its connected parts."""

    x0: int
    y0: int
    x1: int
    y1: int
    labels: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """Marks of one line that stand close together, from left to right. `height` is that of its capitals and digits."""

    x0: int
    y0: int
    x1: int
    y1: int
    marks: tuple[Mark, ...]
    height: float
    baseline: float


@dataclass(frozen=True, slots=True)
class Marked:
    """An image with its ink taken apart. `height` is that of a letter, as a rule, in pixels."""

    grey: Grey
    labels: Labels
    pieces: tuple[Piece, ...]
    height: float


def marked(grey: Grey, scale: float, limit: int) -> Marked:
    """The marks and pieces of an image whose paper is 255. `limit` is the level between ink and paper."""
    ink = (grey < limit).astype(np.uint8)
    labels, stats = _parts(ink)
    height = letter_height(stats, scale)
    peak = _peaks(grey, labels, len(stats))
    text = _text_darkness(peak, stats, height)
    letters = (stats[:, 3] >= 0.6 * height) & (stats[:, 3] <= 1.6 * height) & (peak >= STRONG * text)
    grey = strengthened(grey, _boxes(stats[letters]), limit, text, height)
    ink = (grey < limit).astype(np.uint8)
    labels, stats = _parts(ink)
    peak = _peaks(grey, labels, len(stats))
    large = (stats[:, 3] > TALL * height) | (stats[:, 2] > 12 * height)
    large[0] = False
    if large.any():
        # a stamp that runs through letters: only what is as dark as they are stays
        ink[large[labels] & (grey > 255 - STRONG * 1.1 * text)] = 0
        labels, stats = _parts(ink)
        peak = _peaks(grey, labels, len(stats))
    boxes = _boxes(stats)
    keep = _kept(labels, stats, boxes, dark=peak, text=text, height=height)
    pieces = _pieces(boxes, keep, stats, height)
    keep = np.zeros_like(keep)
    keep[[i for piece in pieces for mark in piece.marks for i in mark.labels]] = True
    return Marked(_wiped(grey, labels, keep), labels, tuple(pieces), height)


def letter_height(stats: Boxes, scale: float) -> float:
    """The usual height of a letter in pixels: that which most ink has."""
    heights, widths, areas = stats[1:, 3], stats[1:, 2], stats[1:, 4]
    like = (heights * scale >= LEAST) & (heights * scale <= MOST) & (widths < 3 * heights) & (heights < 6 * widths)
    like &= areas > 0.12 * heights * widths
    if not like.any():
        return 6.0 / scale
    chosen = np.sort(heights[like])
    tall = chosen[chosen >= 0.6 * chosen[len(chosen) // 2]]
    return float(np.median(tall))


def _parts(ink: Grey) -> tuple[Labels, Boxes]:
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    stats[0, :4] = 0, 0, ink.shape[1], ink.shape[0]  # OpenCV leaves the paper's box undefined where there is no paper
    return np.asarray(labels, dtype=np.int32), np.asarray(stats, dtype=np.int32)


def _boxes(stats: Boxes) -> Boxes:
    """(x0, y0, x1, y1) of each part."""
    return np.concatenate([stats[:, :2], stats[:, :2] + stats[:, 2:4]], axis=1)


def _peaks(grey: Grey, labels: Labels, count: int) -> NDArray[np.int32]:
    """How dark each part is at its darkest (0-255)."""
    lightest = np.full(count, 255, dtype=np.uint8)
    inked = labels > 0
    np.minimum.at(lightest, labels[inked], grey[inked])
    return 255 - lightest.astype(np.int32)


def _text_darkness(dark: NDArray[np.int32], stats: Boxes, height: float) -> float:
    letters = (stats[:, 3] >= 0.5 * height) & (stats[:, 3] <= TALL * height) & (stats[:, 4] >= 4)
    letters[0] = False
    if not letters.any():
        return 255.0
    return float(np.median(np.repeat(dark[letters], np.minimum(stats[letters, 4], 200))))


def _kept(
    labels: Labels, stats: Boxes, boxes: Boxes, *, dark: NDArray[np.int32], text: float, height: float
) -> NDArray[np.bool_]:
    """Which parts are text: not specks, not the paper's grain, not what a stamp or the back of the page left."""
    widths, heights, areas = stats[:, 2], stats[:, 3], stats[:, 4]
    keep = np.maximum(widths, heights) >= 2
    keep &= areas >= max((SPECK * height) ** 2, 3)
    keep[0] = False
    letters = keep & (heights >= 0.5 * height) & (heights <= TALL * height)
    inked = labels > 0
    strong = keep & (dark >= STRONG * text)
    thin = keep & ~strong & (dark >= STRONG_THIN * text)
    if thin.any():
        sure = strong & letters
        strong |= thin & (_hairs(labels, boxes, sure, height) | _over(boxes, thin, sure, height))
    weak = keep & ~strong
    # what is pale and stands in the way of text, is larger than letters, or small, is no text
    if weak.any():
        around = np.zeros(labels.shape, np.uint8)
        around[np.isin(labels, np.nonzero(strong & letters)[0])] = 1
        reach = max(int(0.5 * height), 2)
        around = np.asarray(cv2.dilate(around, np.ones((reach, 2 * reach), np.uint8)))
        touched = np.zeros(len(stats), dtype=bool)
        touched[np.unique(labels[(around > 0) & inked])] = True
        keep &= ~(weak & (touched | (heights > TALL * height) | (np.maximum(widths, heights) < SMALL * height)))
    small = keep & (np.maximum(widths, heights) <= LONE_SPECK * height)
    if small.any():
        near = np.zeros(labels.shape, np.uint8)
        for x0, y0, x1, y1 in boxes[letters & keep]:
            near[y0:y1, x0:x1] = 1
        reach = max(int(1.2 * height), 3) | 1
        near = np.asarray(cv2.dilate(near, np.ones((max(int(0.8 * height), 3) | 1, reach), np.uint8)))
        by_text = np.zeros(len(stats), dtype=bool)
        by_text[np.unique(labels[(near > 0) & inked])] = True
        keep &= ~(small & ~by_text)
    return keep


def _hairs(labels: Labels, boxes: Boxes, letters: NDArray[np.bool_], height: float) -> NDArray[np.bool_]:
    """Which marks are broken off a letter, as the thin strokes of a v or y are: small and right beside it."""
    around = cv2.dilate(letters[labels].astype(np.uint8), np.ones((2 * HAIR_AWAY + 1,) * 2, np.uint8))
    near = np.zeros(len(boxes), dtype=bool)
    near[np.unique(labels[around > 0])] = True
    sizes = np.maximum(boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1])
    return np.asarray(near & (sizes <= HAIR * height), dtype=bool)


def _over(boxes: Boxes, marks: NDArray[np.bool_], letters: NDArray[np.bool_], height: float) -> NDArray[np.bool_]:
    """Which of the marks stand right over a letter, as the dots of an ä and the ring of an å do."""
    widths, heights = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
    out = marks & (heights <= OVER_HIGH * height) & (widths <= OVER_WIDE * height)
    x0, y0, x1, _ = boxes[letters].T
    for i in np.nonzero(out)[0]:
        middle, gap = (boxes[i, 0] + boxes[i, 2]) / 2, y0 - boxes[i, 3]
        out[i] = bool(np.any((x0 <= middle) & (middle <= x1) & (gap >= -1) & (gap <= OVER_AWAY * height)))
    return np.asarray(out, dtype=bool)


def _wiped(grey: Grey, labels: Labels, keep: NDArray[np.bool_]) -> Grey:
    """The image with nothing but the kept marks and the soft edges about them."""
    seeds = keep[labels].astype(np.uint8)
    near = cv2.dilate(seeds, np.ones((5, 5), np.uint8)) > 0
    other = (labels > 0) & ~keep[labels]
    return np.where(near & ~other, grey, 255).astype(np.uint8)


def _pieces(boxes: Boxes, keep: NDArray[np.bool_], stats: Boxes, height: float) -> list[Piece]:
    heights, widths = stats[:, 3], stats[:, 2]
    letters = keep & (heights >= SMALL * height) & (heights <= TALL * height) & (widths <= 12 * height)
    large = keep & (heights > TALL * height) & (heights <= 3 * TALL * height) & (widths < 2.5 * heights)
    core = np.zeros((int(boxes[:, 3].max()), int(boxes[:, 2].max())), np.uint8)
    for x0, y0, x1, y1 in boxes[letters | large]:
        cut = (1 - CORE) / 2 * (y1 - y0)
        core[int(y0 + cut) : max(int(y1 - cut), int(y0 + cut) + 1), x0:x1] = 1
    reach = max(int(GAP * height), 2)
    core = np.asarray(cv2.morphologyEx(core, cv2.MORPH_CLOSE, np.ones((1, reach), np.uint8)))
    count, places = cv2.connectedComponents(core, connectivity=8)
    members: list[list[int]] = [[] for _ in range(count)]
    for i in np.nonzero(letters | large)[0]:
        x0, y0, x1, y1 = boxes[i]
        members[int(places[(y0 + y1) // 2, (x0 + x1) // 2]) or int(places[(y0 + y1) // 2, x0])].append(int(i))
    groups = [g for g in members[1:] if g]
    if len(groups) > MOST_GROUPS:
        return [_piece(g, boxes, height) for g in groups]
    groups = _with_points(groups, boxes, height)
    lone = _attach(groups, [int(i) for i in np.nonzero(keep & ~letters & ~large)[0]], boxes, height)
    found = [_piece(g, boxes, height) for g in groups + lone]
    return sorted((_without_specks(p) for p in found), key=lambda p: (p.baseline, p.x0))


def _without_specks(piece: Piece) -> Piece:
    """The piece without small marks at a height where no sign has its place: not on the baseline, no dash, no quote."""
    marks = tuple(m for m in piece.marks if len(piece.marks) == 1 or not _is_speck(m, piece))
    return replace(piece, marks=marks) if 0 < len(marks) < len(piece.marks) else piece


def _is_speck(mark: Mark, piece: Piece) -> bool:
    width, high = (mark.x1 - mark.x0) / piece.height, (mark.y1 - mark.y0) / piece.height
    if high > 0.3 or len(mark.labels) > 1:
        return False
    on_line = -0.35 <= (piece.baseline - mark.y1) / piece.height <= 0.2 and mark.y0 < piece.baseline + 1
    dash = width >= 1.4 * high and width >= 0.2
    quote = high >= 1.3 * width and (piece.baseline - mark.y0) / piece.height >= 0.8
    return not (on_line or dash or quote)


def _with_points(groups: list[list[int]], boxes: Boxes, height: float) -> list[list[int]]:
    """Commas and dots of larger type, taken for letters of smaller, go to the line they stand in."""
    hulls = [(*boxes[g][:, :2].min(0).tolist(), *boxes[g][:, 2:].max(0).tolist()) for g in groups]
    gone: set[int] = set()
    for i, (x0, y0, x1, y1) in enumerate(hulls):
        if len(groups[i]) > 1 or x1 - x0 > height:
            continue
        for j, other in enumerate(hulls):
            inside = other[0] <= x0 and x1 <= other[2] + 0.6 * height
            level = other[1] - 0.35 * height <= y0 and y1 <= other[3] + 0.35 * height
            if i != j and j not in gone and inside and level and y1 - y0 < 0.7 * (other[3] - other[1]):
                groups[j].append(groups[i][0])
                gone.add(i)
                break
    return [g for i, g in enumerate(groups) if i not in gone]


def _attach(groups: list[list[int]], small: list[int], boxes: Boxes, height: float) -> list[list[int]]:
    """Points, dashes and dots go to the piece they stand in; a dash that stands alone is a piece, others are dirt."""
    hulls = np.array([[*boxes[g][:, :2].min(0), *boxes[g][:, 2:].max(0)] for g in groups], dtype=np.float64)
    lone: list[list[int]] = []
    for i in small:
        x0, y0, x1, y1 = (float(v) for v in boxes[i])
        if y1 - y0 > TALL * height or x1 - x0 > 3 * height:
            continue
        if len(hulls):
            across = np.maximum(np.maximum(hulls[:, 0] - x1, x0 - hulls[:, 2]), 0)
            down = np.maximum(np.maximum(hulls[:, 1] - y1, y0 - hulls[:, 3]), 0)
            distance = across + 3 * down
            nearest = int(np.argmin(distance))
            if across[nearest] <= GAP * height and down[nearest] <= 0.35 * height:
                groups[nearest].append(i)
                continue
        if x1 - x0 >= 1.5 * (y1 - y0) and 0.2 * height <= x1 - x0 <= 2 * height and y1 - y0 <= 0.35 * height:
            lone.append([i])
    return lone


def _piece(members: list[int], boxes: Boxes, height: float) -> Piece:
    marks = tuple(_marks(sorted(members, key=lambda i: tuple(boxes[i])), boxes))
    sizes = np.array([m.y1 - m.y0 for m in marks])
    most = sizes.max()
    if most < SMALL * height:
        middle = float(np.mean([(m.y0 + m.y1) / 2 for m in marks]))
        own, baseline = height, middle + 0.35 * height
    else:
        full = [m for m in marks if m.y1 - m.y0 >= 0.6 * most]
        own = float(np.median([m.y1 - m.y0 for m in full]))
        baseline = float(np.median([m.y1 for m in full]))
    hull = min(m.x0 for m in marks), min(m.y0 for m in marks), max(m.x1 for m in marks), max(m.y1 for m in marks)
    return Piece(*hull, marks, own, baseline)


def _marks(members: list[int], boxes: Boxes) -> list[Mark]:
    """Parts that stand over one another (i, ä, %, :) are one mark."""
    out: list[Mark] = []
    for i in members:
        x0, y0, x1, y1 = (int(v) for v in boxes[i])
        if out:
            last = out[-1]
            common = min(last.x1, x1) - max(last.x0, x0)
            if common > 0.5 * min(last.x1 - last.x0, x1 - x0):
                out[-1] = Mark(
                    min(last.x0, x0), min(last.y0, y0), max(last.x1, x1), max(last.y1, y1), (*last.labels, i)
                )
                continue
        out.append(Mark(x0, y0, x1, y1, (i,)))
    return out
