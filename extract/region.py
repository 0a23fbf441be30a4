"""One place on a page that may hold a table: its lines of text and what is drawn between and around them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from extract.drawn import Drawn
from extract.geometry import shared, union
from extract.strips import Strip, word_size
from extract.types import BBox


@dataclass(frozen=True, slots=True)
class Region:
    """Lines that may make a table, and the drawn lines between and around them."""

    strips: tuple[Strip, ...]
    flat: tuple[BBox, ...]
    """Lines across, edges of filled areas among them."""
    tall: tuple[BBox, ...]
    size: float
    crossing: tuple[BBox, ...] = ()
    """The lines across that lines down cross, so that they enclose cells; empty where none do."""

    @property
    def bbox(self) -> BBox:
        """The box around its text."""
        return union(s.bbox for s in self.strips)


def region_of(strips: Sequence[Strip], lines: Drawn, size: float) -> Region:
    """The region of some strips, with the lines across near them and the lines down through them."""
    box = union(s.bbox for s in strips)
    flat = [
        r
        for r in (*lines.flat, *lines.edges)
        if box.top - size <= r.top <= box.bottom + size and shared(r.x0, r.x1, box.x0, box.x1) > 0
    ]
    half = (box.bottom - box.top) / 2
    tall = [v for v in lines.tall if box.x0 < v.x0 < box.x1 and shared(v.top, v.bottom, box.top, box.bottom) > half]
    ordered = tuple(sorted(strips, key=lambda s: s.bbox.top))
    return Region(ordered, tuple(sorted(flat, key=lambda r: r.top)), tuple(tall), usual_size(strips, size))


def usual_size(strips: Sequence[Strip], default: float) -> float:
    """The usual type size of strips, in points."""
    return median(word_size(s.words) for s in strips) if strips else default
