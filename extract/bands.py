"""Printed lines that overlap in height -> bands: cells centred over each other's lines stand in one band."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extract.geometry import union
from extract.strips import Strip
from extract.types import BBox, Word

CORE_TOP, CORE_BOTTOM = 0.3, 0.8
"""The part of a line's height that small letters fill: two lines set below each other never share any of it."""

Piece = tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Band:
    """Strips that cannot be told apart by height, their pieces from left to right."""

    strips: tuple[Strip, ...]
    pieces: tuple[Piece, ...]
    bbox: BBox

    @property
    def wide(self) -> bool:
        """Whether pieces stand beside each other."""
        return len(self.pieces) > 1


def bands(strips: Iterable[Strip]) -> list[Band]:
    """Strips -> bands from the top down."""
    out: list[list[Strip]] = []
    floor = float("-inf")
    for strip in sorted(strips, key=_middle):
        height = strip.bbox.bottom - strip.bbox.top
        top, bottom = strip.bbox.top + CORE_TOP * height, strip.bbox.top + CORE_BOTTOM * height
        if out and top < floor and not _same_place(out[-1], strip):
            out[-1].append(strip)
            floor = max(floor, bottom)
        else:
            out.append([strip])
            floor = bottom
    return [_band(group) for group in out]


def _middle(strip: Strip) -> float:
    return strip.bbox.top + strip.bbox.bottom


def _same_place(group: Sequence[Strip], strip: Strip) -> bool:
    """Whether a line stands right below one of the group in the same place: then it is a line of its own."""
    x0, top, x1, bottom = strip.bbox
    for other in group:
        box = other.bbox
        if box.top < top - 0.7 * (bottom - top) and box.x0 < x1 and x0 < box.x1 and len(group) == 1:
            return not _interleaves(other, strip)
    return False


def _interleaves(a: Strip, b: Strip) -> bool:
    """Whether no piece of b stands below a piece of a."""
    return all(q[0].bbox.x0 >= p[-1].bbox.x1 or q[-1].bbox.x1 <= p[0].bbox.x0 for p in a.pieces for q in b.pieces)


def _band(strips: Sequence[Strip]) -> Band:
    if len(strips) == 1:
        return Band((strips[0],), strips[0].pieces, strips[0].bbox)
    pieces = sorted((p for s in strips for p in s.pieces), key=lambda p: p[0].bbox.x0)
    return Band(tuple(strips), tuple(pieces), union(s.bbox for s in strips))
