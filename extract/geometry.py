"""Small functions on boxes and words, in points with the origin at the top left."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median

from extract.types import BBox, Ruling, Word

INK_TO_LINE = 1.5
"""A line of type is this much higher than the ink of its usual word."""


SAME_LINE = 0.62


def union(boxes: Iterable[BBox]) -> BBox:
    """The smallest box around all boxes. ValueError when there is none."""
    x0s, tops, x1s, bottoms = zip(*boxes, strict=True)
    return BBox(min(x0s), min(tops), max(x1s), max(bottoms))


def contains(outer: BBox, inner: BBox, slack: float = 0.0) -> bool:
    """Whether the centre of `inner` lies in `outer`, `slack` points wider on every side."""
    x, y = (inner.x0 + inner.x1) / 2, (inner.top + inner.bottom) / 2
    return outer.x0 - slack <= x <= outer.x1 + slack and outer.top - slack <= y <= outer.bottom + slack


def shared(a0: float, a1: float, b0: float, b1: float) -> float:
    """Length that two intervals have in common; negative is the distance between them."""
    return min(a1, b1) - max(a0, b0)


def overlap(a: BBox, b: BBox) -> float:
    """Common area as a share of the smaller box, 0-1."""
    width, height = shared(a.x0, a.x1, b.x0, b.x1), shared(a.top, a.bottom, b.top, b.bottom)
    if width <= 0 or height <= 0:
        return 0.0
    return width * height / max(min(area(a), area(b)), 1e-6)


def area(box: BBox) -> float:
    """Width times height."""
    return (box.x1 - box.x0) * (box.bottom - box.top)


def cluster(values: Iterable[float], tolerance: float) -> list[float]:
    """Values that lie within `tolerance` of their neighbour become their mean; sorted."""
    groups: list[list[float]] = []
    for value in sorted(values):
        if groups and value - groups[-1][-1] <= tolerance:
            groups[-1].append(value)
        else:
            groups.append([value])
    return [sum(g) / len(g) for g in groups]


def nearest(value: float, targets: Sequence[float]) -> int:
    """Index of the target closest to the value."""
    return min(range(len(targets)), key=lambda i: abs(targets[i] - value))


def text_lines(words: Iterable[Word]) -> list[list[Word]]:
    """Words grouped into visual lines from the top down, each from left to right.

    Two words share a line when their boxes overlap by most of the lower one's height: lines of cells centred beside each
    other overlap by half.
    """
    lines: list[list[Word]] = []
    bands: list[tuple[float, float, float, float]] = []
    """Per line: where all its words overlap (top, bottom), and how far they reach together (top, bottom)."""
    for word in sorted(words, key=lambda w: (w.bbox[1] + w.bbox[3], w.bbox[0])):
        _, top, _, bottom = word.bbox
        half = 0.5 * (bottom - top)
        for k in range(len(lines) - 1, max(len(lines) - 4, -1), -1):
            low, high, first, last = bands[k]
            if top >= last or bottom <= first:
                continue
            low, high = (top if top > low else low), (bottom if bottom < high else high)
            if high - low > half or _same_line(lines[k], word):
                lines[k].append(word)
                bands[k] = low, high, (top if top < first else first), (bottom if bottom > last else last)
                break
        else:
            lines.append([word])
            bands.append((top, bottom, top, bottom))
    for line in lines:
        line.sort(key=lambda w: w.bbox[0])
    order = sorted(range(len(lines)), key=lambda i: bands[i][2])
    return [lines[i] for i in order]


def _same_line(line: list[Word], word: Word) -> bool:
    near = min(line, key=lambda w: abs(w.bbox.x0 - word.bbox.x0)).bbox
    height = min(near.bottom - near.top, word.bbox.bottom - word.bbox.top)
    return shared(near.top, near.bottom, word.bbox.top, word.bbox.bottom) > SAME_LINE * height


def line_text(words: Sequence[Word]) -> str:
    """The words of one line with single spaces."""
    return " ".join(w.text for w in words)


def type_size(words: Sequence[Word], default: float = 10.0) -> float:
    """The usual height of a line of type. A PDF's boxes are that high, OCR's boxes only as high as the ink."""
    if not words:
        return default
    height = median(w.bbox.bottom - w.bbox.top for w in words)
    return height * INK_TO_LINE if words[0].confidence is not None else height


def pieces(line: Sequence[Word], gap: float) -> list[list[Word]]:
    """A visual line cut where the white space is wider than `gap`."""
    out: list[list[Word]] = []
    for word in line:
        if out and word.bbox.x0 - out[-1][-1].bbox.x1 <= gap:
            out[-1].append(word)
        else:
            out.append([word])
    return out


def is_justified(line: Sequence[Word], size: float) -> bool:
    """Whether wide spaces are only stretched ones: all alike, between several words that are mostly letters."""
    gaps = [b.bbox.x0 - a.bbox.x1 for a, b in pairwise(line)]
    if len(gaps) < 3 or max(gaps) > 1.2 * size or max(gaps) - min(gaps) > 0.6:
        return False
    return sum(any(c.isalpha() for c in w.text) for w in line) > 0.6 * len(line)


def mean_confidence(words: Sequence[Word]) -> float | None:
    """Mean confidence of the words that have one; None when no word has."""
    known = [w.confidence for w in words if w.confidence is not None]
    return sum(known) / len(known) if known else None


def merge_rulings(rulings: Iterable[Ruling], snap: float, reach: float = 3.0) -> tuple[list[BBox], list[BBox]]:
    """Pieces of one drawn line joined; (horizontal, vertical) boxes of no thickness, sorted by place."""
    flat: list[tuple[float, float, float]] = []
    tall: list[tuple[float, float, float]] = []
    for ruling in rulings:
        b = ruling.bbox
        if ruling.horizontal:
            flat.append(((b.top + b.bottom) / 2, b.x0, b.x1))
        else:
            tall.append(((b.x0 + b.x1) / 2, b.top, b.bottom))
    horizontal = [BBox(a, y, b, y) for y, a, b in _joined(flat, snap, reach)]
    return horizontal, [BBox(x, a, x, b) for x, a, b in _joined(tall, snap, reach)]


def _joined(lines: list[tuple[float, float, float]], snap: float, reach: float) -> list[tuple[float, float, float]]:
    places = cluster((line[0] for line in lines), snap)
    tracks: dict[int, list[tuple[float, float]]] = {}
    for place, start, end in lines:
        tracks.setdefault(nearest(place, places), []).append((start, end))
    out: list[tuple[float, float, float]] = []
    for index in sorted(tracks):
        for start, end in sorted(tracks[index]):
            if out and out[-1][0] == places[index] and start <= out[-1][2] + reach:
                out[-1] = (places[index], out[-1][1], max(out[-1][2], end))
            else:
                out.append((places[index], start, end))
    return out
