"""Regions that lines across and down enclose, cell by cell."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from extract.bands import bands
from extract.drawn import Drawn, groups, same_width
from extract.geometry import cluster, contains, union
from extract.headers import is_number, is_year
from extract.region import Region, usual_size
from extract.stacks import MIN_RULE, rows_between, taken, widened
from extract.strips import Strip
from extract.types import BBox

SAME_HEIGHT = 0.15
Group = tuple[list[BBox], list[BBox], bool]
"""Lines across, lines down, and whether they are only the sides of filled cells."""


def crossed(pool: list[Strip], lines: Drawn, slack: float, size: float, found: list[Region]) -> list[Strip]:
    """Take the regions that crossing lines enclose; gives the strips that are left."""
    drawn = [(flat, tall, _is_shaded(tall, lines.shades)) for flat, tall in groups(lines.flat, lines.tall, slack)]
    for across, tall, shaded in _stories(drawn, pool, size):
        flat = across
        box = union([*flat, *tall])
        inner = [v for v in tall if box.x0 + size < v.x0 < box.x1 - size]
        if not inner or box.x1 - box.x0 < MIN_RULE * size:
            continue
        inside, rest = taken(pool, BBox(box.x0 - 1, box.top - 1, box.x1 + 1, box.bottom + 1))
        rows = len(cluster((f.top for f in flat), slack)) - 1
        if len(inside) < 2 or (rows < 2 and len(bands(inside)) < 2) or (shaded and rows < 3):
            continue
        edges = [e for e in lines.edges if contains(box, e, slack)]
        flats = tuple(sorted([*flat, *edges], key=lambda f: f.top))
        if shaded or _opens_with_figures(inside, flats):
            inside, rest = widened(inside, rest, box, size)
            flat, inner = _reaching(flat, inner, inside, box)
        found.append(Region(tuple(inside), flats, tuple(inner), usual_size(inside, size), tuple(flat)))
        pool = rest
    return pool


def _is_shaded(tall: Sequence[BBox], shades: Sequence[BBox]) -> bool:
    """Whether all lines down are sides of filled cells: unfilled rows have none, above and below."""
    for v in tall:
        own = [s for s in shades if v.x0 - 1 < s.x0 < v.x0 + 1 or v.x0 - 1 < s.x1 < v.x0 + 1]
        if not any(s.top <= v.top + 1 for s in own) or not any(s.bottom >= v.bottom - 1 for s in own):
            return False
    return True


def _reaching(flat: list[BBox], inner: list[BBox], inside: Sequence[Strip], box: BBox) -> tuple[list[BBox], list[BBox]]:
    """Lines drawn on to rows that were found above and below them."""
    text = union(s.bbox for s in inside)
    top, bottom = min(box.top, text.top - 1), max(box.bottom, text.bottom + 1)
    if (top, bottom) == (box.top, box.bottom):
        return flat, inner
    more = [BBox(box.x0, y, box.x1, y) for y in (top, bottom) if not box.top <= y <= box.bottom]
    xs = sorted({v.x0 for v in inner})
    return sorted([*flat, *more], key=lambda f: f.top), [BBox(x, top, x, bottom) for x in xs]


def _stories(found: Sequence[Group], pool: Sequence[Strip], size: float) -> list[Group]:
    """Groups of crossing lines, those joined that have the same columns and a row between: every other row is drawn."""
    out: list[Group] = []
    for group in sorted(found, key=lambda g: g[0][0].top):
        flat, tall, shaded = group
        above = next((g for g in reversed(out) if _same_columns(g, group, pool, size)), None)
        if above is None:
            out.append(group)
            continue
        lines = [*above[1], *tall]
        top, bottom = min(v.top for v in lines), max(v.bottom for v in lines)
        xs = cluster((v.x0 for v in lines), 2.0)
        out[out.index(above)] = (
            [*above[0], *flat],
            [BBox(x, top, x, bottom) for x in xs],
            shaded and above[2],
        )
    return out


def _same_columns(above: Group, below: Group, pool: Sequence[Strip], size: float) -> bool:
    """Whether two groups have the same lines down, and at most a row of wide lines stands between them."""
    a, b = above[0][-1], below[0][0]
    gap = b.top - a.top
    if not 0 < gap < 8 * size or not same_width(a, b):
        return False
    first, second = cluster((v.x0 for v in above[1]), 2.0), cluster((v.x0 for v in below[1]), 2.0)
    if len(first) != len(second) or any(abs(x - y) > 2 for x, y in zip(first, second, strict=True)):
        return False
    between = [s for s in pool if a.top < (s.bbox.top + s.bbox.bottom) / 2 < b.top]
    if not rows_between(a, b, [s for s in pool if a.top - size < s.bbox.top < b.top], size):
        return False
    return any(s.wide for s in between) or (above[2] and below[2] and len(between) == 1 and _is_stripe(gap, above))


def _is_stripe(gap: float, above: Group) -> bool:
    """Whether the white between two filled stretches is as high as a filled row: a row of its own, of one label."""
    levels = cluster((f.top for f in above[0]), 2.0)
    heights = [b - a for a, b in pairwise(levels)]
    return bool(heights) and abs(gap - min(heights)) < SAME_HEIGHT * gap


def _opens_with_figures(strips: Sequence[Strip], flat: Sequence[BBox]) -> bool:
    """Whether the first row inside the lines holds figures: its headings stand above."""
    first = [s for s in strips if s.bbox.bottom <= flat[1].top + 2] if len(flat) > 1 else []
    return any(is_number(w.text) and not is_year(w.text) for s in first for p in s.pieces[1:] for w in p)
