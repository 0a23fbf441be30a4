"""Printed heading lines of a table without full rulings -> heading cells, those that span several columns among them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extract.bands import Piece
from extract.columns import Columns
from extract.geometry import line_text, shared
from extract.placing import Placed
from extract.types import BBox


@dataclass(frozen=True, slots=True)
class Heading:
    """One heading: the row and column it begins in, how many columns it spans, its printed lines."""

    row: int
    column: int
    span: int
    lines: tuple[Piece, ...]


def heading_cells(header: Sequence[Placed], flat: Sequence[BBox], columns: Columns, size: float) -> list[Heading]:
    """Heading bands -> heading cells: a spanning heading begins a new row below it, the others are joined."""
    count = len(columns.extents)
    levels = [_spanned(p, flat, columns, size) for p in header]
    levels = _over_repeats(levels, count)
    last_span = max((i for i, level in enumerate(levels) if any(h.span > 1 for h in level)), default=-1)
    if last_span < 0:
        return _joined([h for level in levels for h in level], 0)
    return _in_levels(levels, count)


def _in_levels(levels: Sequence[Sequence[Heading]], count: int) -> list[Heading]:
    """Rows of headings where some span: what stands under a span is a row lower than the span."""
    row_of: list[int] = []
    row = 0
    open_spans: set[int] = set()
    for i, level in enumerate(levels):
        spans = {k for h in level if h.span > 1 for k in range(h.column, h.column + h.span)}
        under = any(h.column in open_spans for h in level if h.span == 1)
        if i and ((spans and not _continues_span(levels[i - 1], level)) or (under and row_of[-1] == row and open_spans)):
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


def _spanned(p: Placed, flat: Sequence[BBox], columns: Columns, size: float) -> list[Heading]:
    """The headings of a band; a short line right below one tells which columns it spans."""
    width = columns.extents[-1][1] - columns.extents[0][0]
    out = []
    for column, lines in p.parts.items():
        x0, x1 = min(line[0].bbox.x0 for line in lines), max(line[-1].bbox.x1 for line in lines)
        foot = max(w.bbox.bottom for line in lines for w in line)
        rule = next(
            (
                r
                for r in flat
                if r.x1 - r.x0 < 0.7 * width and -2 <= r.top - foot <= 0.6 * size and shared(r.x0, r.x1, x0, x1) > 0
            ),
            None,
        )
        covered = [k for k, (a, b) in enumerate(columns.extents) if rule and rule.x0 <= (a + b) / 2 <= rule.x1]
        if column and len(covered) > 1:
            out.append(Heading(0, covered[0], len(covered), lines))
        else:
            out.append(Heading(0, column, p.spans.get(column, 1), lines))
    return out


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
