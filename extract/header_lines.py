"""Printed heading lines of a table without full rulings -> heading cells, those that span several columns among them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from extract.bands import Band, Piece
from extract.columns import Columns
from extract.geometry import line_text, shared
from extract.types import BBox

SPAN_COST = 0.5
"""A heading is taken to span columns only when that fits so much better, in type sizes."""
BLANK_COST, BLANK_OVER_COST, BLANK_STUB_COST = 0.6, 0.05, 0.1
"""A column without a heading: of its own, above another heading, and over the row labels."""
WORST = 3.0
CUT = 0.42


@dataclass(frozen=True, slots=True)
class Heading:
    """One heading: the row and column it begins in, how many columns it spans, its printed lines."""

    row: int
    column: int
    span: int
    lines: tuple[Piece, ...]


def heading_cells(header: Sequence[Band], flat: Sequence[BBox], columns: Columns, size: float) -> list[Heading]:
    """Heading bands -> heading cells: a spanning heading begins a new row below it, the others are joined."""
    count = len(columns.extents)
    levels: list[list[Heading]] = []
    below: set[int] = set()
    for band in reversed(header):
        level = [h for line in _lines(band) for h in _assigned(line, flat, columns, frozenset(below), size)]
        levels.insert(0, level)
        below |= {h.column for h in level if h.span == 1}
    levels = _over_repeats(levels, count)
    if not any(h.span > 1 for level in levels for h in level):
        return _joined([h for level in levels for h in level], 0)
    return _in_levels(levels, count)


def _lines(band: Band) -> list[list[Piece]]:
    """The band's lines, from the top down, as lists of pieces."""
    return [list(s.pieces) for s in sorted(band.strips, key=lambda s: s.bbox.top)]


def _assigned(
    pieces: Sequence[Piece], flat: Sequence[BBox], columns: Columns, below: frozenset[int], size: float
) -> list[Heading]:
    """The pieces of a heading line in their columns, from left to right, by where they stand."""
    cut = [chunk for p in pieces for chunk in _cut(p, columns, below, size)]
    count = len(columns.extents)
    if len(cut) > count:
        return [Heading(0, min(columns.covered(p, size)), 1, (p,)) for p in cut]
    ruled = [_ruled(p, flat, columns, size) for p in cut]

    @cache
    def best(i: int, k: int) -> tuple[float, tuple[tuple[int, int], ...]]:
        if i == len(cut):
            return sum(_blank(c, below) for c in range(k, count)), ()
        options = []
        if count - k > len(cut) - i:
            cost, rest = best(i, k + 1)
            options.append((cost + _blank(k, below), rest))
        for last in range(k, count - (len(cut) - i) + 1):
            if last > k and not ruled[i] and not all(c in below for c in range(k, last + 1)):
                break
            own = _misfit(cut[i], k, last, columns, size) if ruled[i] is None else WORST * ((k, last) != ruled[i])
            cost, rest = best(i + 1, last + 1)
            options.append((cost + own, ((k, last), *rest)))
        return min(options, key=lambda option: option[0])

    places = best(0, 0)[1]
    return [Heading(0, a, b - a + 1, (p,)) for p, (a, b) in zip(cut, places, strict=True)]


def _blank(column: int, below: frozenset[int]) -> float:
    if column == 0:
        return BLANK_STUB_COST
    return BLANK_OVER_COST if column in below else BLANK_COST


def _misfit(piece: Piece, first: int, last: int, columns: Columns, size: float) -> float:
    """How badly a heading stands over the columns first..last, in type sizes."""
    x0, x1 = piece[0].bbox.x0, piece[-1].bbox.x1
    a, b = columns.extents[first][0], columns.extents[last][1]
    left = columns.extents[first - 1][1] if first else float("-inf")
    right = columns.extents[last + 1][0] if last + 1 < len(columns.extents) else float("inf")
    fit = min(abs(x0 - a), abs(x0 + x1 - a - b) / 2, *([abs(x1 - b)] if first else []))
    slack = 0.3 * size
    if first and ((left - slack <= x0 and x1 <= b + slack) or (a - slack <= x0 and x1 <= right + slack)):
        fit = min(fit, 0.4 * size)
    apart = max(0.0, -shared(x0, x1, a, b))
    beyond = max(0.0, left - x0) + max(0.0, x1 - right)
    return min(fit / size, WORST) + (beyond + 0.1 * apart) / size + SPAN_COST * (last > first)


def _ruled(piece: Piece, flat: Sequence[BBox], columns: Columns, size: float) -> tuple[int, int] | None:
    """The columns over which a short line right below a heading runs; None without such a line."""
    x0, x1, foot = piece[0].bbox.x0, piece[-1].bbox.x1, max(w.bbox.bottom for w in piece)
    width = columns.extents[-1][1] - columns.extents[0][0]
    for r in flat:
        if r.x1 - r.x0 < 0.7 * width and -2 <= r.top - foot <= 0.6 * size and shared(r.x0, r.x1, x0, x1) > 0:
            covered = [k for k, (a, b) in enumerate(columns.extents) if k and r.x0 <= (a + b) / 2 <= r.x1]
            if len(covered) > 1:
                return covered[0], covered[-1]
    return None


def _cut(piece: Piece, columns: Columns, below: frozenset[int], size: float) -> list[Piece]:
    """Headings that stand so close that they look like one, parted at the gutters between their columns."""
    covered = columns.covered(piece, size)
    if len(covered) < 2:
        return [piece]
    spans = all(k in below for k in covered)
    out: list[list] = [[piece[0]]]
    for before, after in pairwise(piece):
        a, b = columns.of((before.bbox.x0 + before.bbox.x1) / 2), columns.of((after.bbox.x0 + after.bbox.x1) / 2)
        space = after.bbox.x0 - before.bbox.x1
        if a != b and (space > CUT * size or (not spans and _is_gutter(before.bbox.x1, after.bbox.x0, columns))):
            out.append([after])
        else:
            out[-1].append(after)
    return [tuple(p) for p in out]


def _is_gutter(x0: float, x1: float, columns: Columns) -> bool:
    """Whether the space between two words lies in the white space between two columns."""
    return any(x0 < b[0] + 1 and x1 > a[1] - 1 for a, b in pairwise(columns.extents))


def _in_levels(levels: Sequence[Sequence[Heading]], count: int) -> list[Heading]:
    """Rows of headings where some span: what stands under a span is a row lower than the span."""
    row_of: list[int] = []
    row = 0
    open_spans: set[int] = set()
    for i, level in enumerate(levels):
        spans = {k for h in level if h.span > 1 for k in range(h.column, h.column + h.span)}
        under = any(h.column in open_spans for h in level if h.span == 1)
        if i and ((spans and not _continues_span(levels[i - 1], level)) or (under and row_of[-1] == row)):
            row += 1
            open_spans = set()
        row_of.append(row)
        open_spans |= spans
    spanned = {k for level in levels for h in level if h.span > 1 for k in range(h.column, h.column + h.span)}
    out: list[Heading] = []
    for k in range(count):
        own = [(row_of[i], h) for i, level in enumerate(levels) for h in level if h.column == k]
        if k in spanned:
            for r in sorted({r for r, _ in own}):
                out += _joined([h for at, h in own if at == r], r)
        elif own:
            first = min(r for r, _ in own)
            several = len({r for r, _ in own}) > 1
            out += _joined([h for _, h in own], 0 if several else first)
    return out


def _continues_span(above: Sequence[Heading], level: Sequence[Heading]) -> bool:
    """Whether spanning headings of a line are the second line of those above."""
    before = {(h.column, h.span) for h in above if h.span > 1}
    return all((h.column, h.span) in before for h in level if h.span > 1)


def _joined(headings: Sequence[Heading], row: int) -> list[Heading]:
    out: dict[int, Heading] = {}
    for h in headings:
        if h.column in out:
            known = out[h.column]
            out[h.column] = Heading(row, h.column, max(known.span, h.span), known.lines + h.lines)
        else:
            out[h.column] = Heading(row, h.column, h.span, h.lines)
    return list(out.values())


def _over_repeats(levels: list[list[Heading]], count: int) -> list[list[Heading]]:
    """Headings above a line that repeats itself ('Kvinnor Män Kvinnor Män') span one repetition each."""
    out = list(levels)
    for i in range(1, len(levels)):
        below = {h.column: " ".join(line_text(line) for line in h.lines) for h in levels[i]}
        above = [h for h in levels[i - 1] if h.column]
        texts = [below.get(k, "") for k in range(1, count)]
        if len(above) < 2 or not all(texts) or (count - 1) % len(above):
            continue
        period = (count - 1) // len(above)
        if period > 1 and all(t == texts[k % period] for k, t in enumerate(texts)):
            label = [h for h in levels[i - 1] if not h.column]
            out[i - 1] = label + [Heading(0, 1 + n * period, period, h.lines) for n, h in enumerate(above)]
    return out
