"""Words of a page -> its lines in reading order; pages set in two columns are read column by column."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from extract.geometry import is_justified, line_text, mean_confidence, text_lines, type_size, union
from extract.types import BBox, Line, Ruling, Word

MIN_COLUMN_LINES = 6
"""Fewer lines than this side by side are not columns of prose."""
MIN_PARAGRAPH = 4
TALL = 250.0
"""Points: lower blocks side by side may be cells of one row."""
TALL_LINES = 12


def page_lines(words: Sequence[Word], rulings: Sequence[Ruling], page: int, width: float) -> tuple[Line, ...]:
    """The page's lines in reading order, numbered from 1, with box and confidence."""
    ordered = _read(text_lines(words), rulings, width)
    return tuple(
        Line(n, line_text(ws), page, union(w.bbox for w in ws), mean_confidence(ws)) for n, ws in enumerate(ordered, 1)
    )


def _read(lines: list[list[Word]], rulings: Sequence[Ruling], width: float) -> list[list[Word]]:
    band = _widest_band(lines, rulings, width)
    if band is None:
        return lines
    first, last, x = band
    left, right = _sides(lines[first:last], x)
    above, below = _read(lines[:first], rulings, width), _read(lines[last:], rulings, width)
    return [*above, *left, *right, *below]


def _widest_band(lines: list[list[Word]], rulings: Sequence[Ruling], width: float) -> tuple[int, int, float] | None:
    """(first line, line after the last, x) of the tallest stretch that an empty gutter cuts into two columns."""
    best: tuple[int, int, float] | None = None
    if len(lines) < MIN_COLUMN_LINES or width <= 0:
        return None
    for x in range(int(width * 0.3), int(width * 0.7), 2):
        for first, last in _stretches(lines, rulings, float(x)):
            if (best is None or last - first > best[1] - best[0]) and _is_columns(lines[first:last], float(x)):
                best = (first, last, float(x))
    return best


def _stretches(lines: list[list[Word]], rulings: Sequence[Ruling], x: float) -> list[tuple[int, int]]:
    """Stretches of consecutive lines that leave x free; a ruling across x also ends one."""
    across = [r.bbox for r in rulings if r.horizontal and r.bbox.x0 < x - 8 and r.bbox.x1 > x + 8]
    out: list[tuple[int, int]] = []
    start: int | None = None
    for i, line in enumerate([*lines, []]):
        box = union(w.bbox for w in line) if line else None
        free = bool(line) and all(w.bbox.x1 <= x - 3 or w.bbox.x0 >= x + 3 for w in line)
        if free and box and start is not None and _ruled_between(lines[i - 1], box, across):
            free_start, start = start, i
            out.append((free_start, i))
        elif free and start is None:
            start = i
        elif not free and start is not None:
            out.append((start, i))
            start = None
    return [(a, b) for a, b in out if b - a >= MIN_COLUMN_LINES]


def _ruled_between(before: list[Word], box: BBox, across: Sequence[BBox]) -> bool:
    top = union(w.bbox for w in before).top
    return any(top <= r.top <= box.bottom for r in across)


def _is_columns(lines: list[list[Word]], x: float) -> bool:
    """Both sides hold text, and at least one of them reads as prose: full lines of several words without wide gaps."""
    left, right = _sides(lines, x)
    if min(len(left), len(right)) < MIN_COLUMN_LINES:
        return False
    return (_is_prose(left) and not _is_stub(left)) or _is_prose(right) or _are_independent(left, right)


def _are_independent(left: list[list[Word]], right: list[list[Word]]) -> bool:
    """Two tall runs of text whose lines do not stand on common baselines: columns, since cells of one row do."""
    if min(len(left), len(right)) < TALL_LINES:
        return False
    for side in (left, right):
        size = type_size([w for line in side for w in line])
        whole = sum(_widest_gap(line) < 1.5 * size for line in side) / len(side)
        words = sum(len(line) for line in side) / len(side)
        if whole < 0.6 or words < 3 or _bottom(side[-1]) - _bottom(side[0]) < TALL:
            return False
    bottoms = [_bottom(line) for line in left]
    shared = sum(any(abs(_bottom(line) - b) < 1.2 for b in bottoms) for line in right)
    return shared < 0.5 * len(right)


def _bottom(line: list[Word]) -> float:
    return max(w.bbox.bottom for w in line)


def _is_stub(lines: list[list[Word]]) -> bool:
    return sum(len(line) for line in lines) / len(lines) < 3


def _sides(lines: list[list[Word]], x: float) -> tuple[list[list[Word]], list[list[Word]]]:
    words = [w for line in lines for w in line]
    return text_lines(w for w in words if w.bbox.x1 <= x), text_lines(w for w in words if w.bbox.x0 >= x)


def _is_prose(lines: list[list[Word]]) -> bool:
    """Paragraphs: runs of even, full lines that begin at one edge; cells of a table break off after a few."""
    size = type_size([w for line in lines for w in line])
    start = min(line[0].bbox.x0 for line in lines)
    full_to = max(line[-1].bbox.x1 for line in lines)
    runs: list[list[list[Word]]] = []
    for line in lines:
        begins = line[0].bbox.x0 - start < 2 * size and (_widest_gap(line) < 1.2 * size or is_justified(line, size))
        if begins and runs and _goes_on(runs[-1], line):
            runs[-1].append(line)
        else:
            runs.append([line] if begins else [])
    long = [line for run in runs if len(run) >= MIN_PARAGRAPH for line in run]
    full = [line for line in long if line[-1].bbox.x1 > start + 0.7 * (full_to - start)]
    words = sum(len(line) for line in long)
    return len(long) >= 0.4 * len(lines) and len(full) >= 0.6 * len(long) > 0 and words >= 3.5 * len(long)


def _goes_on(run: list[list[Word]], line: list[Word]) -> bool:
    """Whether a line follows a paragraph's lines at their distance."""
    if not run:
        return False
    pitch = _pitch(run[-1], line)
    if len(run) == 1:
        return pitch <= 1.5 * type_size(line)
    return abs(pitch - _pitch(run[-2], run[-1])) <= 0.08 * pitch + 0.3


def _pitch(a: list[Word], b: list[Word]) -> float:
    return b[0].bbox.top - a[0].bbox.top


def _widest_gap(line: list[Word]) -> float:
    return max((b.bbox.x0 - a.bbox.x1 for a, b in pairwise(line)), default=0.0)
