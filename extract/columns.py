"""Columns of a region from drawn lines and from the white space that runs down through its lines."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from extract.bands import Band, Piece
from extract.geometry import shared
from extract.strips import GAP
from extract.types import BBox

MIN_GUTTER = 0.3
"""A gutter is at least this many type sizes wide."""
CUT = 0.42
"""White space at a gutter wider than this many type sizes parts two cells; narrower, it parts words of one."""
MANY = 3
FAR = 3.0
"""Cells that never share a line are columns of their own when this many type sizes apart."""
ALIGNED = 1.0
"""Points: text that begins or ends within this of each other is aligned."""
MAX_HEADER_LINES = 6

Extent = tuple[float, float]


@dataclass(frozen=True)
class Columns:
    """Extents (x0, x1) of the columns' text, from left to right; `drawn` are the boundaries that a line marks."""

    extents: tuple[Extent, ...]
    drawn: tuple[float, ...] = ()

    @cached_property
    def boundaries(self) -> list[float]:
        """Where a column ends and the next begins: at a drawn line, else in the middle of the gutter."""
        return [
            next((x for x in self.drawn if a[1] - 2 <= x <= b[0] + 2), (a[1] + b[0]) / 2)
            for a, b in pairwise(self.extents)
        ]

    def of(self, x: float) -> int:
        """The column whose ground holds x."""
        return bisect_right(self.boundaries, x)

    def covered(self, piece: Piece, size: float) -> list[int]:
        """Columns that a piece of text reaches into."""
        x0, x1 = piece[0].bbox.x0, max(w.bbox.x1 for w in piece)
        touched = [k for k, (a, b) in enumerate(self.extents) if shared(a, b, x0, x1) > 0.2 * size]
        return touched or [self.of((x0 + x1) / 2)]


def find_columns(bands: Sequence[Band], heading: int, size: float, tall: Sequence[BBox] = ()) -> Columns:
    """Columns that most lines agree on; first lines (spanning headings) may cross a gutter.

    `heading` is how many first bands look like headings: they stand over the columns, but not always in them.
    """
    lines = [v.x0 for v in tall]
    wide = [b for b in bands if b.wide]
    known = sum(b.wide for b in bands[:heading])
    known = known if len(wide) - known >= 2 else 0
    heads = bands[:heading] or bands[:1]
    best = _columns(wide[known:], bands, heads, size=size, lines=lines)
    for skipped in range(min(MAX_HEADER_LINES, len(wide) // 2) + 1):
        found = _columns(wide[skipped:], bands, heads, size=size, lines=lines) if skipped != known else best
        if len(found.extents) > len(best.extents):
            best = found
    return _as_headed(best, bands[:heading], wide[known:], size, lines) or _under_headings(best, bands, heading)


def _heading_spans(headings: Sequence[Band]) -> list[Extent]:
    """(x0, x1) of the headings of the band that has most; lines of one heading, below each other, are one."""
    return max(
        (_merged(((p[0].bbox.x0, p[-1].bbox.x1) for p in b.pieces), 0.0, ()) for b in headings), key=len, default=[]
    )


def _under_headings(columns: Columns, bands: Sequence[Band], heading: int) -> Columns:
    """Columns, those with a heading and nothing below joined to one beside that has text below and no heading.

    Figures set to the right end where a heading in the middle has not begun, or has ended.
    """
    extents = list(columns.extents)
    filled = [
        [any(_meets(p, e) for b in part for p in b.pieces) for e in extents]
        for part in (bands[:heading], bands[heading:])
    ]
    k = 1
    while k < len(extents) - 1:
        (head, body), (next_head, next_body) = ((filled[0][i], filled[1][i]) for i in (k, k + 1))
        if (head, body, next_head, next_body) in ((True, False, False, True), (False, True, True, False)):
            extents[k : k + 2] = [(extents[k][0], extents[k + 1][1])]
            for half in filled:
                half[k : k + 2] = [True]
        k += 1
    return Columns(tuple(extents), columns.drawn)


def _as_headed(
    columns: Columns, headings: Sequence[Band], body: Sequence[Band], size: float, lines: Sequence[float]
) -> Columns | None:
    """Columns wherever the body has a gutter, when there are as many as headings, each nearest to its own.

    Columns that few rows fill seldom have text on one line, so that only the headings say that they are two.
    """
    spans = _heading_spans(headings)
    extents = _text(body, GAP, size, lines)
    if len(extents) <= len(columns.extents) or len(spans) < MANY:
        return None
    stubbed = spans[0][0] < extents[0][0] + size
    own = extents if stubbed else extents[1:]
    if len(own) != len(spans):
        return None
    for k, (a, b) in enumerate(spans):
        nearest = max(range(len(own)), key=lambda i: shared(a, b, *own[i]))
        if nearest != k:
            return None
    return Columns(tuple(extents), columns.drawn)


def with_headings(columns: Columns, headings: Sequence[Band], size: float) -> Columns:
    """Columns, and those that have a heading but no text below: more headings than columns to stand over."""
    spans = _heading_spans(headings)
    if not spans or len(columns.extents) < 2:
        return columns
    stubbed = spans[0][0] < columns.extents[0][0] + size
    missing = len(spans) - stubbed - (len(columns.extents) - 1)
    if missing <= 0:
        return columns
    apart = sorted(spans[stubbed:], key=lambda span: max(shared(span[0], span[1], a, b) for a, b in columns.extents))[
        :missing
    ]
    if any(shared(x0, x1, a, b) > -0.3 * size for x0, x1 in apart for a, b in columns.extents):
        return columns
    return Columns(tuple(sorted([*columns.extents, *apart])), columns.drawn)


def _columns(
    body: Sequence[Band], bands: Sequence[Band], heads: Sequence[Band], *, size: float, lines: Sequence[float]
) -> Columns:
    extents = _text(body, MIN_GUTTER, size, lines)
    top = body[0].bbox.top if body else 0.0
    others = [b for b in bands if not b.wide and b.bbox.top >= top]
    out = extents[:1]
    drawn = []
    for extent in extents[1:]:
        gutter = (out[-1][1], extent[0])
        line = next((x for x in lines if gutter[0] - 2 <= x <= gutter[1] + 2), None)
        if line is not None:
            drawn.append(line)
        if line is not None or (
            (_supported(body, bands, out[-1], extent, size) or _headed(heads, bands, out, extent, size))
            and not _crossed(others, gutter, extents[0], len(bands))
        ):
            out.append(extent)
        else:
            out[-1] = (out[-1][0], extent[1])
    return Columns(tuple(out), tuple(drawn))


def _text(body: Sequence[Band], gutter: float, size: float, lines: Sequence[float]) -> list[Extent]:
    """The stretches across that the text of bands fills, white of so many type sizes or drawn lines between them."""
    return _merged((i for b in body for p in b.pieces for i in _stretches(p, size)), gutter * size, lines)


def _stretches(piece: Piece, size: float) -> list[Extent]:
    """What a piece covers; a space wider than between words may lie in a gutter."""
    out = [(piece[0].bbox.x0, piece[0].bbox.x1)]
    for word in piece[1:]:
        if word.bbox.x0 - out[-1][1] > CUT * size:
            out.append((word.bbox.x0, word.bbox.x1))
        else:
            out[-1] = (out[-1][0], max(out[-1][1], word.bbox.x1))
    return out


def _merged(intervals: Iterable[Extent], distance: float, lines: Sequence[float]) -> list[Extent]:
    out: list[Extent] = []
    for start, end in sorted(intervals):
        if out and start - out[-1][1] < distance and not any(out[-1][1] - 1 <= x <= start + 1 for x in lines):
            if end > out[-1][1]:
                out[-1] = (out[-1][0], end)
        else:
            out.append((start, end))
    return out


def _supported(body: Sequence[Band], bands: Sequence[Band], left: Extent, right: Extent, size: float) -> bool:
    """Two lines (or every one) part their pieces there; one is enough where both columns hold many lone pieces.

    Cells centred over each other's lines share a line with their neighbour in the heading only.
    """
    parted = sum(_parts(b, left, right) for b in body)
    if parted >= min(2, len(body)):
        return True
    if right[0] - left[1] >= FAR * size and all(_lone(body, side) for side in (left, right)):
        return True
    many = all(sum(any(_meets(p, side) for p in b.pieces) for b in bands) >= MANY for side in (left, right))
    return parted == 1 and many and right[0] - left[1] >= GAP * size


def _headed(heads: Sequence[Band], bands: Sequence[Band], so_far: Sequence[Extent], right: Extent, size: float) -> bool:
    """Whether headings part there and text stands below either of them, though few rows, or none, have both.

    Row labels need no heading.
    """
    left = so_far[-1]
    below = [b for b in bands if not any(b is h for h in heads)]
    if right[0] - left[1] < GAP * size or not any(_meets(p, right) for b in below for p in b.pieces):
        return False
    if any(_parts(h, left, right) for h in heads):
        return any(_meets(p, left) for b in below for p in b.pieces)
    over = [h for h in heads if any(_meets(p, right) for p in h.pieces)]
    return len(so_far) == 1 and bool(over) and any(_parts(b, left, right) for b in below)


def _lone(body: Sequence[Band], side: Extent) -> bool:
    """Whether pieces begin, end or are centred at one place of a side: cells of a column that few rows fill."""
    own = [(p[0].bbox.x0, p[-1].bbox.x1) for b in body for p in b.pieces if _meets(p, side)]
    if len(own) < 2:
        return False
    places = ([x0 for x0, _ in own], [x1 for _, x1 in own], [(x0 + x1) / 2 for x0, x1 in own])
    return min(max(xs) - min(xs) for xs in places) <= ALIGNED


def _parts(band: Band, left: Extent, right: Extent) -> bool:
    """Whether a band has a piece in either column and none in both."""
    here = there = False
    for piece in band.pieces:
        meets_left, meets_right = _meets(piece, left), _meets(piece, right)
        if meets_left and meets_right:
            return False
        here, there = here or meets_left, there or meets_right
    return here and there


def _meets(piece: Piece, extent: Extent) -> bool:
    return shared(piece[0].bbox.x0, piece[-1].bbox.x1, *extent) > 0


def _crossed(others: Sequence[Band], gutter: Extent, first: Extent, total: int) -> bool:
    """Whether lone pieces run over the gutter; a few that begin as row labels may (they head a section)."""
    crossing = [b for b in others if b.bbox.x0 < gutter[0] and b.bbox.x1 > gutter[1]]
    return any(b.bbox.x0 > first[1] for b in crossing) or len(crossing) > max(1, 0.15 * total)
