"""Stacks of lines across of one width: regions of tables ruled one way, or with every other row filled."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

from extract.bands import bands
from extract.drawn import Drawn, same_width
from extract.geometry import line_text, shared, union
from extract.headers import is_number, is_year
from extract.region import Region, region_of
from extract.strips import GAP, Strip, outside, within, without
from extract.titles import is_caption, is_note
from extract.types import BBox

MIN_RULE = 6
"""A line across shorter than this many type sizes frames no table."""
MAX_HEADING = 5.0
"""Headings that are set off are not higher than this many type sizes."""
BLANK = 2.0
"""A stretch without text higher than this many type sizes parts two tables."""


def stacked(pool: list[Strip], lines: Drawn, size: float, found: list[Region]) -> list[Strip]:
    """Take the regions between lines across of one width; gives the strips that are left."""
    flat = sorted([*lines.flat, *lines.edges], key=lambda r: r.top)
    for stack in stacks(flat, pool, size):
        box = union(stack)
        inside, rest = taken(pool, BBox(box.x0 - 2, box.top - 1, box.x1 + 2, box.bottom + 1))
        below = _under(rest, box, size) if _are_headings(stack, inside, size) else []
        if below:
            found.append(region_of([*inside, *below], lines, size))
            used = {id(w) for s in below for w in s.words}
            pool = [part for s in rest if (part := without(s, used))]
        elif sum(s.wide for s in inside) >= 2 or (len(stack) >= 3 and sum(s.wide for s in inside) >= 1):
            inside, rest = widened(inside, rest, box, size)
            found.append(region_of(inside, lines, size))
            pool = rest
    return pool


def _are_headings(stack: Sequence[BBox], inside: Sequence[Strip], size: float) -> bool:
    """Whether two lines across, or the edges of one filled area, hold headings alone: few lines, and no figures."""
    if len(stack) != 2 or stack[1].top - stack[0].top > MAX_HEADING * size or not any(s.wide for s in inside):
        return False
    texts = [line_text(p) for s in inside for p in s.pieces]
    return len(inside) == 1 or not any(is_number(t) and not is_year(t) for t in texts)


def _under(rest: Sequence[Strip], box: BBox, size: float) -> list[Strip]:
    """The rows under headings that are set off alone: lines close under each other, two of them with wide gaps."""
    out: list[Strip] = []
    floor = box.bottom
    for strip in sorted((s for s in rest if s.bbox.top > box.bottom - size / 2), key=lambda s: s.bbox.top):
        part = within(strip, box.x0 - 1, box.x1 + 1)
        if part is None:
            continue
        full = not part.wide and part.bbox.x1 - part.bbox.x0 > 0.65 * (box.x1 - box.x0)
        if full or part.bbox.top - floor > size or is_caption(part.text) or is_note(part.text):
            break
        out.append(part)
        floor = max(floor, part.bbox.bottom)
    return out if sum(s.wide for s in out) >= 2 else []


def stacks(flat: Sequence[BBox], pool: Sequence[Strip], size: float) -> list[list[BBox]]:
    """Lines across of one width above each other, as long as what stands between them can be table rows."""
    by_top = sorted(pool, key=lambda s: s.bbox.top)
    tops = [s.bbox.top for s in by_top]
    out: list[list[BBox]] = []
    for rule in flat:
        if rule.x1 - rule.x0 < MIN_RULE * size:
            continue
        last = next((s for s in reversed(out) if same_width(s[-1], rule)), None)
        if last is not None:
            first, end = bisect_left(tops, last[-1].top - size / 2), bisect_left(tops, rule.top)
            if rows_between(last[-1], rule, by_top[first:end], size):
                last.append(rule)
                continue
        out.append([rule])
    return [s for s in out if len(s) >= 2]


def rows_between(above: BBox, below: BBox, strips: Sequence[Strip], size: float) -> bool:
    """Whether what stands between two lines across can be rows of one table: no blank stretch, no prose."""
    between = []
    for strip in strips:
        if above.top - 1 <= (strip.bbox.top + strip.bbox.bottom) / 2 <= below.top + 1:
            part = within(strip, above.x0 - size, above.x1 + size)
            if part:
                between.append(part)
    floor = above.top
    for strip in between:
        if strip.bbox.top - floor > BLANK * size:
            return False
        floor = max(floor, strip.bbox.bottom)
    return below.top - floor <= BLANK * size and _can_be_rows(between, above, below, size)


def _can_be_rows(between: Sequence[Strip], above: BBox, below: BBox, size: float) -> bool:
    banded = bands(between)
    wide = sum(b.wide for b in banded)
    if wide:
        narrow = max((s.bbox.x1 - s.bbox.x0 for s in between if not s.wide), default=0.0)
        return wide >= 0.25 * len(banded) or len(banded) <= 8 or narrow < 0.6 * (above.x1 - above.x0)
    if not between:
        return True
    frame = union(s.bbox for s in between)
    if _are_beside(between, size):
        return True
    if len(between) > 1 and frame.x1 - frame.x0 > 0.75 * (above.x1 - above.x0):
        return False
    return len(between) <= 2 and abs((frame.top - above.top) - (below.top - frame.bottom)) < 0.6 * size


def _are_beside(strips: Sequence[Strip], size: float) -> bool:
    """Whether lines make columns side by side though no two share a baseline: cells centred in their height."""
    end = float("-inf")
    sides: list[list[Strip]] = []
    for strip in sorted(strips, key=lambda s: s.bbox.x0):
        if strip.bbox.x0 > end + GAP * size:
            sides.append([])
        sides[-1].append(strip)
        end = max(end, strip.bbox.x1)
    heights = [(min(s.bbox.top for s in side), max(s.bbox.bottom for s in side)) for side in sides]
    return len(sides) > 1 and all(shared(*a, *b) > 0 for a, b in pairwise(heights))


def taken(pool: Sequence[Strip], box: BBox) -> tuple[list[Strip], list[Strip]]:
    """(parts of strips inside the box, what is left of all strips)."""
    inside: list[Strip] = []
    rest: list[Strip] = []
    for strip in pool:
        middle = (strip.bbox.top + strip.bbox.bottom) / 2
        if not box.top <= middle <= box.bottom or strip.bbox.x1 < box.x0 or strip.bbox.x0 > box.x1:
            rest.append(strip)
            continue
        part = within(strip, box.x0, box.x1)
        if part is None:
            rest.append(strip)
            continue
        inside.append(part)
        if part is not strip:
            rest += outside(strip, box.x0, box.x1)
    return inside, rest


def widened(inside: list[Strip], rest: list[Strip], box: BBox, size: float) -> tuple[list[Strip], list[Strip]]:
    """Lines with wide gaps close above or right below the ruled ones belong to them: a heading, a total."""
    x0, x1 = box.x0 - 1.5 * size, box.x1 + 1.5 * size
    near, far = [], []
    for strip in rest:
        close = box.top - 6 * size <= strip.bbox.bottom and strip.bbox.top <= box.bottom + 12 * size
        part = within(strip, x0, x1) if close else None
        far += [strip] if part is None else outside(strip, x0, x1) if part is not strip else []
        near += [part] if part else []
    while taken := _heading_lines([s for s in near if _is_over(s, inside, size)], union(s.bbox for s in inside), size):
        inside = [*taken, *inside]
        near = [s for s in near if not any(s is t for t in taken)]
    tail = _tail(inside, near, box, size)
    return [*inside, *tail], far + [s for s in near if not any(s is t for t in tail)]


def _tail(inside: Sequence[Strip], near: Sequence[Strip], box: BBox, size: float) -> list[Strip]:
    """The row right below the last line across: unshaded after shaded ones, or a total."""
    reach = max(0.9 * size, _padding(inside, box) + 0.3 * size)
    starts = [p[0].bbox.x0 for s in inside for p in s.pieces]
    floor = max(box.bottom, *(s.bbox.bottom for s in inside))
    out: list[Strip] = []
    for strip in sorted((s for s in near if s.bbox.top >= floor - size / 2), key=lambda s: s.bbox.top):
        if strip.bbox.top - floor > reach or is_note(strip.text) or is_caption(strip.text):
            break
        if not strip.wide and not any(abs(strip.bbox.x0 - x) < 1.5 for x in starts):
            break
        out.append(strip)
        floor = max(floor, strip.bbox.bottom) if len(out) > 1 else strip.bbox.bottom
        reach = 0.45 * size
    if any(b.wide for b in bands(out)):
        return out
    label = len(out) == 1 and abs(out[0].bbox.x0 - min(starts)) < 1 and out[0].bbox.x0 > box.x0 + 1
    return out if label and abs(out[0].bbox.top - box.bottom - _padding(inside, box)) < 1.5 else []


def _padding(inside: Sequence[Strip], box: BBox) -> float:
    """How far below the first line across the text begins."""
    return max(min(s.bbox.top for s in inside) - box.top, 0.0)


def _is_over(strip: Strip, inside: Sequence[Strip], size: float) -> bool:
    gap = min(s.bbox.top for s in inside) - strip.bbox.bottom
    return -size / 2 <= gap <= 4.5 * size


def _heading_lines(above: Sequence[Strip], frame: BBox, size: float) -> list[Strip]:
    """The line with wide gaps right above, and up to two narrow ones between that wrapped from it."""
    edge = frame.top
    out: list[Strip] = []
    for strip in sorted(above, key=lambda s: -s.bbox.top):
        limit = 1.7 * size if not out else 0.4 * size
        if edge - strip.bbox.bottom > limit or is_caption(strip.text):
            return []
        out.insert(0, strip)
        if strip.wide:
            return out
        if len(out) > 2 or strip.bbox.x1 - strip.bbox.x0 > 0.65 * (frame.x1 - frame.x0):
            return []
        edge = strip.bbox.top
    return []
