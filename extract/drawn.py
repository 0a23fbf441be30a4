"""Drawn lines and filled areas of a page as what they tell of tables: lines across, lines down, groups, stacks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extract.geometry import merge_rulings, shared, union
from extract.types import BBox, Page, Ruling

MIN_SHADE = 5.0
"""Points: a filled area lower or narrower than this is a line or a mark."""
SAME_WIDTH = 0.85


@dataclass(frozen=True, slots=True)
class Drawn:
    """Lines across (`flat`) and down (`tall`) as boxes without thickness, edges of filled areas (`edges`) likewise."""

    flat: tuple[BBox, ...]
    tall: tuple[BBox, ...]
    edges: tuple[BBox, ...]
    sides: tuple[BBox, ...] = ()
    """Sides of filled cells that stand next to each other: columns of a shaded heading row."""


def drawn(page: Page, snap: float) -> Drawn:
    """What is drawn on a page, pieces of one line joined."""
    if not page.rulings and not page.shades:
        return Drawn((), (), ())
    flat, tall = merge_rulings(page.rulings, snap, reach=4.0)
    bands = shade_bands(page)
    raw = [Ruling(BBox(b.x0, y, b.x1, y)) for b in bands for y in (b.top, b.bottom)]
    edges, _ = merge_rulings(raw, snap, reach=4.0)
    return Drawn(tuple(flat), tuple(tall), tuple(e for e in edges if not _is_drawn(e, flat, snap)))


def _is_drawn(edge: BBox, flat: Sequence[BBox], snap: float) -> bool:
    return any(
        abs(f.top - edge.top) <= snap and shared(f.x0, f.x1, edge.x0, edge.x1) > 0.8 * (edge.x1 - edge.x0) for f in flat
    )


def shade_bands(page: Page) -> list[BBox]:
    """Filled areas side by side as one band each; what covers most of the page is paper, not a table's."""
    kept = sorted(
        (round(s.top, 1), round(s.bottom, 1), s.x0, s.x1)
        for s in page.shades
        if s.x1 - s.x0 >= MIN_SHADE and s.bottom - s.top >= MIN_SHADE and s.bottom - s.top < 0.6 * (page.height or 1e9)
    )
    out: list[BBox] = []
    for top, bottom, x0, x1 in kept:
        last = out[-1] if out else None
        if last and abs(last.top - top) < 1 and abs(last.bottom - bottom) < 1 and x0 - last.x1 < 3 and x0 >= last.x0:
            out[-1] = BBox(last.x0, last.top, max(last.x1, x1), last.bottom)
        else:
            out.append(BBox(x0, top, x1, bottom))
    return out


def groups(flat: Sequence[BBox], tall: Sequence[BBox], slack: float) -> list[tuple[list[BBox], list[BBox]]]:
    """Lines that hang together through crossings: (across, down) of each group with two across and one down."""
    root = list(range(len(flat) + len(tall)))

    def top(i: int) -> int:
        while root[i] != i:
            root[i] = root[root[i]]
            i = root[i]
        return i

    for j, v in enumerate(tall, len(flat)):
        for i, h in enumerate(flat):
            if h.top > v.bottom + slack:
                break
            if h.top >= v.top - slack and h.x0 - slack <= v.x0 <= h.x1 + slack:
                root[top(j)] = top(i)
    out: dict[int, tuple[list[BBox], list[BBox]]] = {}
    for i, box in enumerate([*flat, *tall]):
        out.setdefault(top(i), ([], []))[i >= len(flat)].append(box)
    return [g for g in out.values() if len(g[0]) >= 2 and len(g[1]) >= 1]


def same_width(a: BBox, b: BBox) -> bool:
    """Whether two lines across begin and end at about the same places."""
    return shared(a.x0, a.x1, b.x0, b.x1) > SAME_WIDTH * max(a.x1 - a.x0, b.x1 - b.x0)


def frame(boxes: Sequence[BBox]) -> BBox:
    """The box around lines."""
    return union(boxes)
