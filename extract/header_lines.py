"""Printed heading lines of a table without full rulings -> heading cells, those that span several columns too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from extract.bands import Band, Piece
from extract.columns import CUT, Columns
from extract.geometry import line_text, shared
from extract.types import BBox

SPAN_COST = 0.5
"""A heading is taken to span columns only when that fits so much better, in type sizes."""
BLANK_COST, BLANK_OVER_COST, BLANK_STUB_COST = 0.6, 0.05, 0.1
"""A column without a heading: of its own, above another heading that says enough, and over the row labels."""
WORST = 3.0


@dataclass(frozen=True, slots=True)
class Heading:
    """One heading: the row and column it begins in, how many columns it spans, its printed lines."""

    row: int
    column: int
    span: int
    lines: tuple[Piece, ...]


@dataclass(slots=True)
class Block:
    """Pieces of one heading, one printed line each, from the top down."""

    lines: list[Piece]

    @property
    def x0(self) -> float:
        return min(line[0].bbox.x0 for line in self.lines)

    @property
    def x1(self) -> float:
        return max(line[-1].bbox.x1 for line in self.lines)

    @property
    def foot(self) -> float:
        return self.lines[-1][0].bbox.bottom

    def goes_on(self, piece: Piece, size: float) -> bool:
        """Whether a piece is the next line of this heading: close below, and aligned with it on a side or centred."""
        x0, x1 = piece[0].bbox.x0, piece[-1].bbox.x1
        if not 0.3 * size < piece[0].bbox.bottom - self.foot < 1.7 * size or shared(x0, x1, self.x0, self.x1) <= 0:
            return False
        slack = 1.5 if piece[0].confidence is None else 0.4 * size
        last = self.lines[-1]
        a, b = last[0].bbox.x0, last[-1].bbox.x1
        return min(abs(x0 - a), abs(x1 - b), abs(x0 + x1 - a - b) / 2) < slack


def heading_cells(header: Sequence[Band], flat: Sequence[BBox], columns: Columns, size: float) -> list[Heading]:
    """Heading bands -> heading cells: a spanning heading begins a new row below it, the others are joined."""
    count = len(columns.extents)
    levels: list[list[Heading]] = []
    below: dict[int, str] = {}
    for blocks in reversed(_levels(header, columns, size)):
        level = _assigned(blocks, flat, columns, below, size)
        levels.insert(0, level)
        below |= {h.column: _text(h) for h in level if h.span == 1}
    levels = _over_repeats(levels, count)
    if not any(h.span > 1 for level in levels for h in level):
        return _joined([h for level in levels for h in level], 0)
    return _in_rows(levels, count)


def _levels(header: Sequence[Band], columns: Columns, size: float) -> list[list[Block]]:
    """Heading lines grouped: lines that go on with the headings above them, and lines that stand below those."""
    levels: list[list[Block]] = []
    lines = [s.pieces for band in header for s in sorted(band.strips, key=lambda s: s.bbox.top)]
    for i, pieces in enumerate(lines):
        blocks = levels[-1] if levels else []
        last = max(map(len, lines[i + 1 :]), default=0) <= len(pieces)
        if not levels or _stands_below(pieces, blocks, columns, size, last=last):
            levels.append([Block([p]) for p in pieces])
            continue
        for piece in pieces:
            block = next((b for b in blocks if b.goes_on(piece, size)), None)
            if block:
                block.lines.append(piece)
            else:
                blocks.append(Block([piece]))
    return [sorted(blocks, key=lambda b: b.x0) for blocks in levels]


def _stands_below(
    pieces: Sequence[Piece], blocks: Sequence[Block], columns: Columns, size: float, *, last: bool
) -> bool:
    """Whether a line's pieces are headings below those of the level: several to one, or there but out of line."""
    stub = columns.extents[0][1]
    own = [p for p in pieces if p[0].bbox.x0 > stub]
    above = [b for b in blocks if b.x0 > stub]
    if not own or not above:
        return False
    linked = sum(_links(p, above, size) for p in own)
    if len(own) == linked or not any(_is_under(p, above) for p in own):
        return False
    if len(own) > len(above) and _repeats_apart(own, above, size):
        return True
    return (last and len(own) >= 2 * len(above)) or any(_is_under(p, above) and not _links(p, above, size) for p in own)


def _repeats_apart(own: Sequence[Piece], above: Sequence[Block], size: float) -> bool:
    """Whether a heading stands there twice and goes on with none above: what is above must tell the two apart."""
    texts = Counter(line_text(p) for p in own)
    linked = {line_text(p) for p in own if _links(p, above, size)}
    return any(n > 1 and text not in linked for text, n in texts.items())


def _links(piece: Piece, blocks: Sequence[Block], size: float) -> bool:
    return any(b.goes_on(piece, size) for b in blocks)


def _is_under(piece: Piece, blocks: Sequence[Block]) -> bool:
    return any(
        shared(piece[0].bbox.x0, piece[-1].bbox.x1, b.x0, b.x1) > 0 and b.foot < piece[0].bbox.bottom for b in blocks
    )


def _assigned(
    blocks: Sequence[Block], flat: Sequence[BBox], columns: Columns, below: Mapping[int, str], size: float
) -> list[Heading]:
    """The headings of a level in their columns, from left to right, by where they stand over those `below`."""
    times = Counter(below.values())
    clear = frozenset(k for k, text in below.items() if times[text] == 1)
    cut = [part for b in blocks for part in _cut_block(b, columns, below, size)]
    count = len(columns.extents)
    if len(cut) > count:
        return [Heading(0, min(columns.covered(b.lines[0], size)), 1, tuple(b.lines)) for b in cut]
    own_lines = [r for r in flat if sum(shared(r.x0, r.x1, b.x0, b.x1) > 0 for b in cut) == 1]
    ruled = [_ruled(b, own_lines, columns, size) for b in cut]

    @cache
    def best(i: int, k: int) -> tuple[float, tuple[tuple[int, int], ...]]:
        if i == len(cut):
            return sum(_blank(c, clear) for c in range(k, count)), ()
        options = []
        if count - k > len(cut) - i:
            cost, rest = best(i, k + 1)
            options.append((cost + _blank(k, clear), rest))
        for last in range(k, count - (len(cut) - i) + 1):
            if last > k and not ruled[i] and not all(c in below for c in range(k, last + 1)):
                break
            own = _misfit(cut[i], k, last, columns, size) if ruled[i] is None else WORST * ((k, last) != ruled[i])
            cost, rest = best(i + 1, last + 1)
            options.append((cost + own, ((k, last), *rest)))
        return min(options, key=lambda option: option[0])

    return [Heading(0, a, b - a + 1, tuple(block.lines)) for block, (a, b) in zip(cut, best(0, 0)[1], strict=True)]


def _blank(column: int, clear: frozenset[int]) -> float:
    if column == 0:
        return BLANK_STUB_COST
    return BLANK_OVER_COST if column in clear else BLANK_COST


def _misfit(block: Block, first: int, last: int, columns: Columns, size: float) -> float:
    """How badly a heading stands over the columns first..last, in type sizes."""
    x0, x1 = block.x0, block.x1
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


def _ruled(block: Block, flat: Sequence[BBox], columns: Columns, size: float) -> tuple[int, int] | None:
    """The columns over which a short line right below a heading runs; None without such a line.

    `flat` are lines that run under no other heading of the level.
    """
    x0, x1, foot = block.x0, block.x1, block.foot
    width = columns.extents[-1][1] - columns.extents[0][0]
    for r in flat:
        if r.x1 - r.x0 < 0.7 * width and -2 <= r.top - foot <= 0.6 * size and shared(r.x0, r.x1, x0, x1) > 0:
            covered = [k for k, (a, b) in enumerate(columns.extents) if k and r.x0 <= (a + b) / 2 <= r.x1]
            if len(covered) > 1:
                return covered[0], covered[-1]
    return None


def _cut_block(block: Block, columns: Columns, below: Collection[int], size: float) -> list[Block]:
    if len(block.lines) > 1:
        return [block]
    return [Block([p]) for p in _cut(block.lines[0], columns, below, size)]


def _cut(piece: Piece, columns: Columns, below: Collection[int], size: float) -> list[Piece]:
    """Headings that stand so close that they look like one, parted at the gutters between their columns."""
    covered = columns.covered(piece, size)
    if len(covered) < 2:
        return [piece]
    spans = all(k in below for k in covered)
    out = [[piece[0]]]
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


def _in_rows(levels: Sequence[Sequence[Heading]], count: int) -> list[Heading]:
    """A row a level; a heading over several lines that stands under no span is one heading, of the first row.

    What is also printed under a span ('Netto' under 'Utfall' and under 'Budget') stands in the row that it has there.
    """
    spanned = {k for level in levels for h in level if h.span > 1 for k in range(h.column, h.column + h.span)}
    for level in levels:
        told = {_text(h) for h in level if h.column in spanned and h.span == 1}
        spanned |= {h.column for h in level if _text(h) in told}
    out: list[Heading] = []
    for k in range(count):
        own = [(row, h) for row, level in enumerate(levels) for h in level if h.column == k]
        if k in spanned:
            for row in sorted({r for r, _ in own}):
                out += _joined([h for r, h in own if r == row], row)
        elif own:
            out += _joined([h for _, h in own], own[0][0])
    return out


def _text(heading: Heading) -> str:
    return " ".join(line_text(line) for line in heading.lines)


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
        below = {h.column: _text(h) for h in levels[i]}
        above = [h for h in levels[i - 1] if h.column]
        texts = [below.get(k, "") for k in range(1, count)]
        if len(above) < 2 or not all(texts) or (count - 1) % len(above):
            continue
        period = (count - 1) // len(above)
        if period > 1 and all(t == texts[k % period] for k, t in enumerate(texts)):
            label = [h for h in levels[i - 1] if not h.column]
            out[i - 1] = label + [Heading(0, 1 + n * period, period, h.lines) for n, h in enumerate(above)]
    return out
