"""Columns of a region from the white space that runs down through its lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from extract.geometry import shared
from extract.regions import GAP, Strip
from extract.types import Word

MIN_GUTTER = 0.5
"""A gutter is at least this many type sizes wide."""
MANY = 3
MAX_HEADER_LINES = 5

Extent = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Columns:
    """Extents (x0, x1) of the columns' text, from left to right."""

    extents: tuple[tuple[float, float], ...]

    def of(self, x: float) -> int:
        """The column whose middle ground holds x: boundaries run through the middle of the gutters."""
        return sum(x >= edge for edge in self.boundaries())

    def boundaries(self) -> list[float]:
        """Middles of the gutters."""
        return [(a[1] + b[0]) / 2 for a, b in pairwise(self.extents)]

    def covered(self, piece: Sequence[Word], size: float) -> list[int]:
        """Columns that a piece of text reaches into."""
        x0, x1 = piece[0].bbox.x0, piece[-1].bbox.x1
        touched = [k for k, (a, b) in enumerate(self.extents) if shared(a, b, x0, x1) > 0.15 * size]
        return touched or [self.of((x0 + x1) / 2)]


def find_columns(strips: Sequence[Strip], size: float) -> Columns:
    """Columns that most lines agree on; first lines (spanning headings) may cross a gutter."""
    wide = [s for s in strips if s.wide]
    best = _columns(wide, strips, size)
    for skipped in range(1, min(MAX_HEADER_LINES, len(wide) // 2) + 1):
        found = _columns(wide[skipped:], strips, size)
        if len(found.extents) > len(best.extents):
            best = found
    return best


def _columns(body: Sequence[Strip], strips: Sequence[Strip], size: float) -> Columns:
    spans = _merged([(w.bbox.x0, w.bbox.x1) for s in body for w in s.words], MIN_GUTTER * size)
    top = body[0].bbox.top if body else 0.0
    others = [s for s in strips if not s.wide and s.bbox.top >= top]
    out = spans[:1]
    for span in spans[1:]:
        gutter = (out[-1][1], span[0])
        if _supported(body, strips, out[-1], span, size) and not _crossed(others, gutter, spans[0], len(strips)):
            out.append(span)
        else:
            out[-1] = (out[-1][0], span[1])
    return Columns(tuple(out))


def _merged(intervals: list[tuple[float, float]], distance: float) -> list[tuple[float, float]]:
    out: list[tuple[float, float]] = []
    for start, end in sorted(intervals):
        if out and start - out[-1][1] < distance:
            out[-1] = (out[-1][0], max(out[-1][1], end))
        else:
            out.append((start, end))
    return out


def _supported(body: Sequence[Strip], strips: Sequence[Strip], left: Extent, right: Extent, size: float) -> bool:
    """Two lines (or every one) part their pieces there; one is enough where both columns hold many lone pieces.

    Cells centred over each other's lines share a line with their neighbour in the heading only.
    """
    parted = sum(any(_meets(a, left) and _meets(b, right) for a, b in pairwise(s.pieces)) for s in body)
    if parted >= min(2, len(body)):
        return True
    many = all(sum(any(_meets(p, side) for p in s.pieces) for s in strips) >= MANY for side in (left, right))
    return parted == 1 and many and right[0] - left[1] >= GAP * size


def _meets(piece: Sequence[Word], extent: tuple[float, float]) -> bool:
    return shared(piece[0].bbox.x0, piece[-1].bbox.x1, *extent) > 0


def _crossed(others: Sequence[Strip], gutter: tuple[float, float], first: tuple[float, float], total: int) -> bool:
    """Whether lone pieces run over the gutter; a few that begin as row labels may (they head a section)."""
    crossing = [s for s in others if s.bbox.x0 < gutter[0] and s.bbox.x1 > gutter[1]]
    return any(s.bbox.x0 > first[1] for s in crossing) or len(crossing) > max(1, 0.15 * total)
