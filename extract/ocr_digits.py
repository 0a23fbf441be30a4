"""A small reader of figures: marks of ink -> digits and signs, by a network of one hidden layer (numpy only).

Its weights are in data/digits.npz, trained by scripts/train_digits.py on glyphs drawn with the system's fonts. Marks
are cut where digits may touch and joined where a glyph may be broken; the segments it likes best are read.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from extract.ocr_image import Grey
    from extract.ocr_marks import Labels, Mark, Piece

    Floats = NDArray[np.float32]

SIGNS = "0123456789%,.-()/+:"
OTHER = len(SIGNS)
"""The class of letters, of halves of digits, of two digits in one."""
SIDE = 20
INPUTS = SIDE * SIDE + 3
WIDE = 0.95
"""Letter heights: a mark wider than this may be two digits."""
EVEN = 0.7
"""Letter heights: about how wide a digit is that touches the next."""
MOST_CUTS, MOST_JOINED = 3, 4
NO_SIGN, NO_SIGN_CUT = -0.7, -2.5
"""Log probabilities laid on a segment that is no figure or sign: a mark by itself, a part cut off a wide mark."""


class Segment(NamedTuple):
    """Ink that may be one glyph: atoms [first, last) of a piece, its box, and the labels of its parts."""

    first: int
    last: int
    box: tuple[int, int, int, int]
    labels: tuple[int, ...]
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Glyph:
    """What one segment was read as. `text` is '' where it is no figure or sign; `chances` holds all classes."""

    box: tuple[int, int, int, int]
    text: str
    chance: float
    chances: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Network:
    """Weights of the two layers, with what the inputs are scaled by."""

    hidden: Floats
    hidden_bias: Floats
    out: Floats
    out_bias: Floats

    def log_chances(self, inputs: Floats) -> Floats:
        """Log probabilities of the classes, shape (n, OTHER + 1)."""
        deep = np.maximum(inputs @ self.hidden + self.hidden_bias, 0.0)
        raw = deep @ self.out + self.out_bias
        raw -= raw.max(axis=1, keepdims=True)
        return np.asarray(raw - np.log(np.exp(raw).sum(axis=1, keepdims=True)), dtype=np.float32)


@lru_cache(maxsize=1)
def network() -> Network:
    """The trained network of the package."""
    with (files("extract") / "data" / "digits.npz").open("rb") as file, np.load(file) as kept:
        return Network(*(kept[name].astype(np.float32) for name in ("hidden", "hidden_bias", "out", "out_bias")))


def read_pieces(grey: Grey, labels: Labels, pieces: Sequence[Piece]) -> list[list[Glyph]]:
    """The glyphs of each piece, from left to right."""
    plans = [segments(labels, piece) for piece in pieces]
    inputs = [features(grey, labels, s, p) for plan, p in zip(plans, pieces, strict=True) for s in plan]
    if not inputs:
        return [[] for _ in pieces]
    chances = network().log_chances(np.stack(inputs))
    out, start = [], 0
    for plan in plans:
        out.append(best_path(plan, chances[start : start + len(plan)]))
        start += len(plan)
    return out


def segments(labels: Labels, piece: Piece) -> list[Segment]:
    """All the ways to see a piece's ink as glyphs: each atom alone, and neighbours that may be parts of one glyph."""
    atoms: list[tuple[tuple[int, int, int, int], tuple[int, ...], bool]] = []
    for mark in piece.marks:
        atoms += _atoms(labels, mark, piece.height)
    out = []
    for first in range(len(atoms)):
        for last in range(first + 1, min(first + MOST_JOINED, len(atoms)) + 1):
            group = atoms[first:last]
            x0, y0, x1, y1 = _hull([box for box, _, _ in group])
            if last - first > 1:
                apart = max(b[0][0] - a[0][2] for a, b in pairwise(group))
                cut = any(c for _, _, c in group)
                if (
                    x1 - x0 > 1.6 * piece.height
                    or (apart > 0.12 * piece.height and not cut)
                    or apart > 2 + 0.15 * (piece.height)
                ):
                    break
            labelled = tuple(sorted({i for _, own, _ in group for i in own}))
            out.append(Segment(first, last, (x0, y0, x1, y1), labelled, last - first == 1 and group[0][2]))
    return out


def _hull(boxes: list[tuple[int, int, int, int]]) -> tuple[int, int, int, int]:
    return min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)


def _atoms(labels: Labels, mark: Mark, height: float) -> list[tuple[tuple[int, int, int, int], tuple[int, ...], bool]]:
    """A mark, or the parts of a wide one between the places where its ink is thinnest."""
    box = (mark.x0, mark.y0, mark.x1, mark.y1)
    if mark.x1 - mark.x0 <= WIDE * height or mark.y1 - mark.y0 < 0.5 * height:
        return [(box, mark.labels, False)]
    own = np.isin(labels[mark.y0 : mark.y1, mark.x0 : mark.x1], mark.labels)
    cuts = _cuts(own, height)
    out = []
    for a, b in zip([0, *cuts], [*cuts, own.shape[1]], strict=True):
        rows = np.nonzero(own[:, a:b].any(axis=1))[0]
        columns = np.nonzero(own[:, a:b].any(axis=0))[0]
        if len(rows):
            part = (
                mark.x0 + a + int(columns[0]),
                mark.y0 + int(rows[0]),
                mark.x0 + a + int(columns[-1]) + 1,
                mark.y0 + int(rows[-1]) + 1,
            )
            out.append((part, mark.labels, True))
    return out


def _cuts(own: NDArray[np.bool_], height: float) -> list[int]:
    """Columns where a wide mark may be cut: into digits of one width, and where it is thinnest, none close together.

    Two zeros that touch are thickest there, and thinnest in the middle of each.
    """
    thickness = own.sum(axis=0).astype(np.float64)
    smooth = np.convolve(thickness, [0.25, 0.5, 0.25], mode="same")
    margin, apart = max(int(0.2 * height), 2), max(int(0.3 * height), 3)
    order = sorted(range(margin, own.shape[1] - margin), key=lambda x: (smooth[x], x))
    most = min(MOST_CUTS, int(own.shape[1] / (0.45 * height)))
    count = min(round(own.shape[1] / (EVEN * height)), most + 1)
    cuts = [round(i * own.shape[1] / count) for i in range(1, count)]
    for x in order:
        if len(cuts) >= most or smooth[x] > 0.55 * height:
            break
        if all(abs(x - c) >= apart for c in cuts):
            cuts.append(x)
    return sorted(cuts)


def features(grey: Grey, labels: Labels, segment: Segment, piece: Piece) -> Floats:
    """A segment as the network sees it: its darkness on SIDE x SIDE, its height, width and place over the baseline."""
    x0, y0, x1, y1 = segment.box
    own = labels[y0:y1, x0:x1]
    dark = 255 - grey[y0:y1, x0:x1]
    foreign = (
        (own > 0) & ~np.isin(own, segment.labels) if len(segment.labels) > 1 else (own > 0) & (own != segment.labels[0])
    )
    if foreign.any():
        dark = np.where(foreign, 0, dark).astype(np.uint8)
    peak = max(int(dark.max()), 1)
    small = cv2.resize(dark, (SIDE, SIDE), interpolation=cv2.INTER_AREA if y1 - y0 > SIDE else cv2.INTER_LINEAR)
    out = np.empty(INPUTS, dtype=np.float32)
    out[:-3] = small.reshape(-1) / np.float32(peak)
    out[-3] = (y1 - y0) / piece.height
    out[-2] = (x1 - x0) / piece.height
    out[-1] = (piece.baseline - y1) / piece.height
    return out


def best_path(plan: Sequence[Segment], chances: Floats) -> list[Glyph]:
    """The segments that cover all atoms once and that the network is surest of, each atom weighing the same."""
    if not plan:
        return []
    count = max(s.last for s in plan)
    best = np.full(count + 1, -np.inf)
    best[0] = 0.0
    back: list[int] = [-1] * (count + 1)
    sign = chances[:, :OTHER].max(axis=1)
    for i, segment in enumerate(plan):
        atoms = segment.last - segment.first
        likely = float(sign[i]) * atoms
        if atoms == 1:
            likely = max(likely, float(chances[i, OTHER]) + (NO_SIGN_CUT if segment.cut else NO_SIGN))
        score = best[segment.first] + likely
        if score > best[segment.last]:
            best[segment.last], back[segment.last] = score, i
    out = []
    place = count
    while place > 0:
        i = back[place]
        out.append(_glyph(plan[i], chances[i]))
        place = plan[i].first
    return out[::-1]


def _glyph(segment: Segment, log: Floats) -> Glyph:
    chances = tuple(float(c) for c in np.exp(log))
    k = int(np.argmax(log))
    return Glyph(segment.box, SIGNS[k] if k < OTHER else "", chances[k], chances)
