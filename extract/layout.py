"""Words of a page -> its lines in reading order; pages set in two columns are read column by column."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from extract.geometry import is_justified, line_text, mean_confidence, text_lines, type_size
from extract.turning import turned_back, upright
from extract.types import BBox, Line, Ruling, Word

STEP, MARGIN, REACH = 2, 3.0, 8
"""Points: between the places where a gutter is sought, the white it must have on either side, and how far a ruling must
reach to both sides to run across it."""

MIN_TALL, SAME_END = 3, 2.0
"""So many rulings down that begin and end within these points of each other are of one table."""
MIN_COLUMN_LINES = 6
"""Fewer lines than this side by side are not columns of prose."""
MIN_PARAGRAPH = 4
TALL = 250.0
"""Points: lower blocks side by side may be cells of one row."""
TALL_LINES = 12
WIDE_GAP = 1.5
"""Type sizes: white wider than this inside a line parts the cells of a row."""
MIN_PIECED, MIN_SHARED = 0.3, 0.9
SAME_BASELINE = 1.2


def page_lines(
    words: Sequence[Word], rulings: Sequence[Ruling], page: int, width: float, height: float = 0.0
) -> tuple[Line, ...]:
    """The page's lines in reading order, numbered from 1, with box and confidence.

    Lines that stand sideways or upside down come after the upright ones (before them where they are most of the page).
    """
    counts = Counter(w.turn for w in words)
    ordered: list[tuple[list[Word], BBox]] = []
    for turn in sorted(counts, key=lambda t: (-counts[t], t)):
        if turn == 0:
            upright_words = words if len(counts) == 1 else [w for w in words if not w.turn]
            ordered += [(line, _box(line)) for line in _read(text_lines(upright_words), rulings, width)]
        else:
            ordered += _turned_lines([w for w in words if w.turn == turn], turn, width, height)
    return tuple(Line(n, line_text(line), page, box, mean_confidence(line)) for n, (line, box) in enumerate(ordered, 1))


def _turned_lines(words: Sequence[Word], turn: int, width: float, height: float) -> list[tuple[list[Word], BBox]]:
    """Lines of turned words as one reads them after turning the sheet, with their boxes on the sheet as it is shown."""
    turned = [replace(w, bbox=upright(w.bbox, turn, width, height)) for w in words]
    wide = width if turn == 180 else height
    lines = _read(text_lines(turned), (), wide)
    return [(line, turned_back(_box(line), turn, width, height)) for line in lines]


def _box(words: Sequence[Word]) -> BBox:
    """The box around the words of a line."""
    x0s, tops, x1s, bottoms = zip(*(w.bbox for w in words), strict=True)
    return BBox(min(x0s), min(tops), max(x1s), max(bottoms))


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
    if len(lines) < MIN_COLUMN_LINES or width <= 0:
        return None
    places = range(int(width * 0.3), int(width * 0.7), STEP)
    cuts = _cuts(lines, rulings) if rulings else []
    found: list[tuple[int, int, float]] = []
    for x, white in _gutters([_free(line, places) for line in lines], places):
        cut = 0
        for x0, x1, between in cuts:
            if x0 < x - REACH and x1 > x + REACH:
                cut |= between
        found += [(first, last, x) for first, last in _stretches(white, cut, len(lines))]
    for first, last, x in sorted(found, key=lambda f: (f[0] - f[1], f[2])):
        if not _is_ruled_down(rulings, lines[first:last], x) and _is_columns(_split(lines[first:last], x)):
            return first, last, x
    return None


def _is_ruled_down(rulings: Sequence[Ruling], stretch: Sequence[list[Word]], x: float) -> bool:
    """Whether rulings of one height run down both sides of x along most of a stretch: the columns of a table."""
    top, bottom = _box(stretch[0]).top, _box(stretch[-1]).bottom
    tall = [
        r.bbox
        for r in rulings
        if not r.horizontal and min(r.bbox.bottom, bottom) - max(r.bbox.top, top) > 0.5 * (bottom - top)
    ]
    for v in tall:
        same = [w.x0 for w in tall if abs(w.top - v.top) < SAME_END and abs(w.bottom - v.bottom) < SAME_END]
        if len(same) >= MIN_TALL and min(same) < x - REACH and max(same) > x + REACH:
            return True
    return False


def _cuts(lines: list[list[Word]], rulings: Sequence[Ruling]) -> list[tuple[float, float, int]]:
    """(x0, x1, before which lines it runs, as bits) of every ruling across that has lines on both sides."""
    boxes = [_box(line) for line in lines]
    out = []
    for x0, top, x1, _ in (r.bbox for r in rulings if r.horizontal):
        between = sum(1 << i for i in range(1, len(boxes)) if boxes[i - 1][1] <= top <= boxes[i][3])
        if between:
            out.append((x0, x1, between))
    return out


def _free(line: Sequence[Word], places: range) -> int:
    """The places across the page that a line leaves white, as the bits of a number."""
    taken = 0
    start, count = places.start, len(places)
    for word in line:
        low = max(int((word.bbox[0] - MARGIN - start) // STEP) + 1, 0)
        high = min(-int((start - word.bbox[2] - MARGIN) // STEP) - 1, count - 1)
        if low <= high:
            taken |= ((1 << (high - low + 1)) - 1) << low
    return ~taken & ((1 << count) - 1)


def _gutters(free: Sequence[int], places: range) -> Iterator[tuple[float, int]]:
    """(x, which lines leave it white, as bits) for places that enough lines in a row leave white, one a gutter."""
    wide = changes = 0
    for k, first in enumerate(free):
        changes |= first ^ first << 1
        window = first if k + MIN_COLUMN_LINES <= len(free) else 0
        for mask in free[k + 1 : k + MIN_COLUMN_LINES]:
            window &= mask
        wide |= window
    for i, x in enumerate(places):
        if wide >> i & 1 and (changes >> i & 1 or not i or not wide >> (i - 1) & 1):
            yield float(x), sum(1 << n for n, mask in enumerate(free) if mask >> i & 1)


def _stretches(white: int, cut: int, count: int) -> Iterator[tuple[int, int]]:
    """Stretches of consecutive lines that are white at a place; a line with a ruling before it begins a new one."""
    start: int | None = None
    for i in range(count + 1):
        free = white >> i & 1
        if start is not None and (not free or cut >> i & 1):
            if i - start >= MIN_COLUMN_LINES:
                yield start, i
            start = None
        if free and start is None:
            start = i


def _split(lines: list[list[Word]], x: float) -> tuple[list[list[Word]], list[list[Word]]]:
    """What stands left and right of x in each line."""
    left = [[w for w in line if w.bbox[2] <= x] for line in lines]
    right = [[w for w in line if w.bbox[0] >= x] for line in lines]
    return [line for line in left if line], [line for line in right if line]


def _is_columns(sides: tuple[list[list[Word]], list[list[Word]]]) -> bool:
    """Both sides hold text, and at least one of them reads as prose: full lines of several words without wide gaps."""
    left, right = sides
    if min(len(left), len(right)) < MIN_COLUMN_LINES:
        return False
    if (_is_prose(left) and not _is_stub(left)) or _is_prose(right):
        return not _are_rows(left, right)
    return _are_independent(left, right)


def _are_rows(left: list[list[Word]], right: list[list[Word]]) -> bool:
    """Lines on common baselines, one side in pieces with white between them: cells of much text beside each other."""
    pieced = max(sum(_widest_gap(n) > WIDE_GAP * type_size(n) for n in side) / len(side) for side in (left, right))
    few, many = sorted((left, right), key=len)
    return pieced >= MIN_PIECED and _shared(few, many) >= MIN_SHARED


def _shared(side: list[list[Word]], other: list[list[Word]]) -> float:
    """The share of a side's lines that stand on a baseline of the other."""
    bottoms = [_bottom(line) for line in other]
    return sum(any(abs(_bottom(line) - b) < SAME_BASELINE for b in bottoms) for line in side) / len(side)


def _are_independent(left: list[list[Word]], right: list[list[Word]]) -> bool:
    """Two tall runs of text whose lines do not stand on common baselines: columns, since cells of one row do."""
    if min(len(left), len(right)) < TALL_LINES:
        return False
    for side in (left, right):
        size = type_size([w for line in side for w in line])
        whole = sum(_widest_gap(line) < WIDE_GAP * size for line in side) / len(side)
        words = sum(len(line) for line in side) / len(side)
        if whole < 0.6 or words < 3 or _bottom(side[-1]) - _bottom(side[0]) < TALL:
            return False
    return _shared(right, left) < 0.5


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
