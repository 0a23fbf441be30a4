"""Where on a page tables may stand: crossing lines, stacks of lines across, runs of text lines with wide gaps."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from extract.bands import bands
from extract.drawn import Drawn, drawn, groups, same_width
from extract.geometry import cluster, contains, shared, union
from extract.headers import is_number, is_year
from extract.strips import Strip, outside, page_strips, whole_strips, within, without, word_size
from extract.titles import is_caption, is_note
from extract.types import BBox, Page, TableSettings, Word

MAX_PENDING = 6
"""So many single pieces in a row may be the wrapped lines of one table row."""
MIN_RULE = 6
"""A line across shorter than this many type sizes frames no table."""


BLANK = 2.0
"""A stretch without text higher than this many type sizes parts two tables."""
MIN_COMMON = 0.6
"""Share of common baselines under which two halves of a run are two tables."""
INDENT = 4.0
"""A line that begins this many type sizes right of the row labels is no prose."""
MANY_COMMON = 0.9
"""The same where gaps between rows do not agree either."""


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


def find(page: Page, settings: TableSettings) -> list[Region]:
    """The regions of a page, each word in one of them at most."""
    if not page.words:
        return []
    size = word_size(page.words)
    lines = drawn(page, settings.snap)
    slack = settings.snap if page.reader == "pdf-text" else 2 * settings.snap
    pool = page_strips(page)
    found: list[Region] = []
    if lines.flat or lines.edges:
        across = pool if _is_one_column(pool, size) else whole_strips(page)
        if lines.tall and lines.flat:
            across = _crossed(across, lines, slack, size, found)
        _stacked(across, lines, size, found)
        used = {id(w) for region in found for s in region.strips for w in s.words}
        pool = [part for s in pool if (part := without(s, used))] if used else pool
    for run in _runs(pool, size):
        for part in split(run, lines, size):
            found.append(_region(part, lines, size))
    return _rejoined(found, pool, lines, size)


def _rejoined(found: list[Region], pool: Sequence[Strip], lines: Drawn, size: float) -> list[Region]:
    """Regions that stand under each other in the same columns, no heading between, are one table."""
    out: list[Region] = []
    for region in sorted(found, key=lambda r: r.bbox.top):
        at = next((i for i in reversed(range(len(out))) if _goes_on(out[i], region, pool, size)), None)
        if at is None:
            out.append(region)
        else:
            out[at] = _region([*out[at].strips, *region.strips], lines, size)
    return out


def _goes_on(above: Region, below: Region, pool: Sequence[Strip], size: float) -> bool:
    """Whether a region is the lower part of the one above: lines down run through both, or it has its columns."""
    a, b = above.bbox, below.bbox
    gap = b.top - a.bottom
    if above.crossing or below.crossing or gap < -size / 2 or shared(a.x0, a.x1, b.x0, b.x1) <= 0:
        return False
    through = {v.x0 for v in above.tall if v.top < a.bottom - size and v.bottom > b.top + size}
    if through & {v.x0 for v in below.tall}:
        return gap < 4 * size
    if gap > 2.2 * size or _opens_with_heading(below):
        return False
    between = [s for s in pool if a.bottom < (s.bbox.top + s.bbox.bottom) / 2 < b.top]
    if any(shared(s.bbox.x0, s.bbox.x1, a.x0, a.x1) > 0 for s in between):
        return False
    places = [p for s in above.strips for p in s.pieces]
    edges = [(p[0].bbox.x0, p[-1].bbox.x1) for p in places]
    own = [p for s in below.strips for p in s.pieces]
    return all(any(abs(p[0].bbox.x0 - x0) < 1.5 or abs(p[-1].bbox.x1 - x1) < 1.5 for x0, x1 in edges) for p in own)


def _opens_with_heading(region: Region) -> bool:
    """Whether a drawn line or a filled area comes with the region: it is a table of its own."""
    return bool(region.flat)


def _is_one_column(pool: Sequence[Strip], size: float) -> bool:
    """Whether the page's lines come from the top down: they were not read as columns of prose."""
    return all(b.bbox.top > a.bbox.top - size for a, b in pairwise(pool))


def _crossed(pool: list[Strip], lines: Drawn, slack: float, size: float, found: list[Region]) -> list[Strip]:
    """Take the regions that crossing lines enclose; gives the strips that are left."""
    for flat, tall in _stories(groups(lines.flat, lines.tall, slack), pool, size):
        box = union([*flat, *tall])
        inner = [v for v in tall if box.x0 + size < v.x0 < box.x1 - size]
        if not inner or box.x1 - box.x0 < MIN_RULE * size:
            continue
        inside, rest = _taken(pool, BBox(box.x0 - 1, box.top - 1, box.x1 + 1, box.bottom + 1))
        rows = len(cluster((f.top for f in flat), slack)) - 1
        if len(inside) < 2 or (rows < 2 and len(bands(inside)) < 2):
            continue
        edges = [e for e in lines.edges if contains(box, e, slack)]
        flats = tuple(sorted([*flat, *edges], key=lambda f: f.top))
        if _opens_with_figures(inside, flats):
            inside, rest = _widened(inside, rest, box, size)
        found.append(Region(tuple(inside), flats, tuple(inner), _size(inside, size), tuple(flat)))
        pool = rest
    return pool


Group = tuple[list[BBox], list[BBox]]


def _stories(found: Sequence[Group], pool: Sequence[Strip], size: float) -> list[Group]:
    """Groups of crossing lines, those joined that stand in the same columns with a row between: every other row drawn."""
    out: list[Group] = []
    for flat, tall in sorted(found, key=lambda g: g[0][0].top):
        above = next((g for g in reversed(out) if _same_columns(g, (flat, tall), pool, size)), None)
        if above is None:
            out.append((flat, tall))
            continue
        lines = [*above[1], *tall]
        top, bottom = min(v.top for v in lines), max(v.bottom for v in lines)
        xs = cluster((v.x0 for v in lines), 2.0)
        out[out.index(above)] = ([*above[0], *flat], [BBox(x, top, x, bottom) for x in xs])
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
    return _rows_between(a, b, [s for s in pool if a.top - size < s.bbox.top < b.top], size) and any(
        s.wide and a.top < (s.bbox.top + s.bbox.bottom) / 2 < b.top for s in pool
    )


def _opens_with_figures(strips: Sequence[Strip], flat: Sequence[BBox]) -> bool:
    """Whether the first row inside the lines holds figures: its headings stand above."""
    first = [s for s in strips if s.bbox.bottom <= flat[1].top + 2] if len(flat) > 1 else []
    return any(is_number(w.text) and not is_year(w.text) for s in first for p in s.pieces[1:] for w in p)


def _taken(pool: Sequence[Strip], box: BBox) -> tuple[list[Strip], list[Strip]]:
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


def _stacked(pool: list[Strip], lines: Drawn, size: float, found: list[Region]) -> list[Strip]:
    """Take the regions between lines across of one width; gives the strips that are left."""
    flat = sorted([*lines.flat, *lines.edges], key=lambda r: r.top)
    for stack in stacks(flat, pool, size):
        box = union(stack)
        inside, rest = _taken(pool, BBox(box.x0 - 2, box.top - 1, box.x1 + 2, box.bottom + 1))
        if sum(s.wide for s in inside) >= 2 or (len(stack) >= 3 and sum(s.wide for s in inside) >= 1):
            inside, rest = _widened(inside, rest, box, size)
            found.append(_region(inside, lines, size))
            pool = rest
    return pool


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
            if _rows_between(last[-1], rule, by_top[first:end], size):
                last.append(rule)
                continue
        out.append([rule])
    return [s for s in out if len(s) >= 2]


def _rows_between(above: BBox, below: BBox, strips: Sequence[Strip], size: float) -> bool:
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
    if below.top - floor > BLANK * size:
        return False
    banded = bands(between)
    wide = sum(b.wide for b in banded)
    if wide:
        narrow = max((s.bbox.x1 - s.bbox.x0 for s in between if not s.wide), default=0.0)
        return wide >= 0.25 * len(banded) or len(banded) <= 8 or narrow < 0.6 * (above.x1 - above.x0)
    if not between:
        return True
    frame = union(s.bbox for s in between)
    if len(between) > 1 and frame.x1 - frame.x0 > 0.75 * (above.x1 - above.x0):
        return False
    return len(between) <= 2 and abs((frame.top - above.top) - (below.top - frame.bottom)) < 0.6 * size


def _widened(inside: list[Strip], rest: list[Strip], box: BBox, size: float) -> tuple[list[Strip], list[Strip]]:
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
    floor = max(max(s.bbox.bottom for s in inside), box.bottom)
    out: list[Strip] = []
    for strip in sorted(near, key=lambda s: s.bbox.top):
        if strip.bbox.top < floor - size / 2:
            continue
        if strip.bbox.top - floor > reach or is_note(strip.text) or is_caption(strip.text):
            break
        if not strip.wide and not any(abs(strip.bbox.x0 - x) < 1.5 for x in starts):
            break
        out.append(strip)
        floor = max(floor, strip.bbox.bottom) if len(out) > 1 else strip.bbox.bottom
        reach = 0.45 * size
    return out if any(b.wide for b in bands(out)) else []


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
        if edge - strip.bbox.bottom > limit:
            return []
        out.insert(0, strip)
        if strip.wide:
            return out
        if len(out) > 2 or strip.bbox.x1 - strip.bbox.x0 > 0.65 * (frame.x1 - frame.x0):
            return []
        edge = strip.bbox.top
    return []


def _runs(pool: Sequence[Strip], size: float) -> Iterator[list[Strip]]:
    """Runs of lines with wide gaps; single pieces between them stay when they are narrow and close."""
    run: list[Strip] = []
    pending: list[Strip] = []
    before: Strip | None = None
    for strip in pool:
        last = (run + pending)[-1:] or None
        if last and not _follows(last[0], strip, size):
            yield from _closed(run, pending, before, size)
            run, pending = [], []
            before = None
        if not strip.wide and (is_caption(strip.text) or is_note(strip.text)):
            yield from _closed(run, pending, before, size)
            run, pending, before = [], [], None
            continue
        if strip.wide:
            if not run:
                before = before if before is not None and _follows(before, strip, size) else None
            run += [*pending, strip]
            pending = []
        elif run and len(pending) < MAX_PENDING and _is_narrow(strip, run):
            pending.append(strip)
        else:
            yield from _closed(run, pending, before, size)
            run, pending = [], []
            before = strip
    yield from _closed(run, pending, before, size)


def split(run: list[Strip], lines: Drawn, size: float) -> list[list[Strip]]:
    """A run with two tables side by side -> the runs of each; else the run alone.

    Lines of two tables seldom stand on common baselines, those of one table do.
    """
    box = union(s.bbox for s in run)
    for x in _gutters(run, lines.tall, size):
        across = [
            f for f in (*lines.flat, *lines.edges) if box.top < f.top < box.bottom and f.x0 < x - 1 and f.x1 > x + 1
        ]
        if across or not (_have_other_ends(lines.tall, box, x) or _are_two(run, x, size)):
            continue
        left = [part for s in run if (part := within(s, float("-inf"), x))]
        right = [part for s in run if (part := within(s, x, float("inf")))]
        return [
            part
            for side in (left, right)
            for inner in _runs(sorted(side, key=lambda s: s.bbox.top), size)
            for part in split(inner, lines, size)
        ]
    return [run]


def _have_other_ends(tall: Sequence[BBox], box: BBox, x: float) -> bool:
    """Whether the lines down left of x end at other heights than those right of it."""
    here = [v for v in tall if shared(v.top, v.bottom, box.top, box.bottom) > 0 and box.x0 < v.x0 < box.x1]
    left, right = [v for v in here if v.x0 < x], [v for v in here if v.x0 >= x]
    if not left or not right:
        return False
    return all(abs(a.bottom - b.bottom) > 3 or abs(a.top - b.top) > 3 for a in left for b in right)


def _gutters(run: Sequence[Strip], tall: Sequence[BBox], size: float) -> list[float]:
    """Places in the white gutters that no word of the run crosses, the widest first: between lines down, if any."""
    spans = sorted((w.bbox.x0, w.bbox.x1) for s in run for w in s.words)
    out: list[tuple[float, float]] = []
    end = spans[0][1]
    for x0, x1 in spans:
        if x0 - end >= size:
            out.append((end, x0))
        end = max(end, x1)
    places: list[float] = []
    for a, b in sorted(out, key=lambda gutter: gutter[0] - gutter[1]):
        inner = sorted(v.x0 for v in tall if a < v.x0 < b)
        places += [(x + y) / 2 for x, y in pairwise(inner) if y - x > size / 2] or [(a + b) / 2]
    return places


def _are_two(run: Sequence[Strip], x: float, size: float) -> bool:
    """Whether what stands left and right of x are two tables: each with columns, seldom on common baselines."""
    sides: tuple[list[list[Word]], list[list[Word]]] = ([], [])
    wide = [0, 0]
    for strip in run:
        parts = [[p for p in strip.pieces if (p[0].bbox.x0 >= x) == right] for right in (False, True)]
        for i, part in enumerate(parts):
            wide[i] += len(part) > 1
            sides[i].extend(list(p) for p in part)
    if min(wide) < 2:
        return False
    slack = 0.25 * size if run[0].words[0].confidence is not None else 0.6
    left, right = (cluster((p[0].bbox.bottom for p in side), slack) for side in sides)
    few, many = sorted((left, right), key=len)
    common = sum(any(abs(y - z) <= slack for z in many) for y in few) / len(few)
    if common < MIN_COMMON:
        return True
    few_gaps, many_gaps = sorted((_row_gaps(side, size) for side in sides), key=len)
    missed = sum(not any(shared(a, b, c, d) > 0 for c, d in many_gaps) for a, b in few_gaps)
    return common < MANY_COMMON and missed > 0.3 * len(few_gaps)


def _row_gaps(pieces: Sequence[Sequence[Word]], size: float) -> list[tuple[float, float]]:
    """Stretches without text that are higher than those between lines of one cell: what parts rows."""
    lines = sorted((p[0].bbox.top, p[0].bbox.bottom) for p in pieces)
    gaps: list[tuple[float, float]] = []
    floor = lines[0][1]
    for top, bottom in lines:
        if top > floor - 0.5 * size and bottom > floor + 0.5 * size:
            gaps.append((floor, top))
        floor = max(floor, bottom)
    least = min((b - a for a, b in gaps), default=0.0)
    return [(a, b) for a, b in gaps if b - a > least + 0.12 * size]


def _closed(run: list[Strip], pending: list[Strip], before: Strip | None, size: float) -> Iterator[list[Strip]]:
    """A finished run with the wrapped lines of its last row, when it has two wide lines."""
    last = run[-1] if run else None
    steps = [b.bbox.top - a.bbox.bottom for a, b in pairwise(run) if b.bbox.top > a.bbox.bottom - 0.5 * size]
    reach = max(0.35 * size, min(steps, default=0.0) + 0.1 * size)
    for strip in pending:
        if last is None or strip.bbox.top - last.bbox.bottom > min(reach, 0.6 * size):
            break
        run = [*run, strip]
        last = strip
    if before is not None and run and _is_spanning_header(before, run, size):
        run = [before, *run]
    if sum(s.wide for s in run) >= 2:
        yield run


def _follows(a: Strip, b: Strip, size: float) -> bool:
    return -size <= b.bbox.top - a.bbox.bottom <= 2.2 * size


def _is_narrow(strip: Strip, run: Sequence[Strip]) -> bool:
    x0, x1 = min(s.bbox.x0 for s in run), max(s.bbox.x1 for s in run)
    if strip.bbox.x0 > x0 + INDENT * strip.size:
        return True
    if strip.bbox.x1 - strip.bbox.x0 > 0.65 * (x1 - x0):
        return False
    starts = (p[0].bbox.x0 for s in run for p in s.pieces)
    return strip.bbox.x1 <= x1 + 2 or any(abs(strip.bbox.x0 - x) < 1.5 for x in starts)


def _is_spanning_header(strip: Strip, run: Sequence[Strip], size: float) -> bool:
    """A lone piece right above, that begins to the right of the row labels: a heading over several columns."""
    x0 = min(s.bbox.x0 for s in run)
    first_end = max((s.pieces[0][-1].bbox.x1 for s in run if s.wide and s.pieces[0][0].bbox.x0 < x0 + size), default=x0)
    gap = run[0].bbox.top - strip.bbox.bottom
    if gap < -0.5 and gap > -1.2 * (strip.bbox.bottom - strip.bbox.top):
        return True
    return -size / 2 <= gap <= size and strip.bbox.x0 > first_end


def _size(strips: Sequence[Strip], default: float) -> float:
    return median(s.size for s in strips) if strips else default


def _region(strips: Sequence[Strip], lines: Drawn, size: float) -> Region:
    box = union(s.bbox for s in strips)
    flat = [
        r
        for r in (*lines.flat, *lines.edges)
        if box.top - size <= r.top <= box.bottom + size and shared(r.x0, r.x1, box.x0, box.x1) > 0
    ]
    half = (box.bottom - box.top) / 2
    tall = [v for v in lines.tall if box.x0 < v.x0 < box.x1 and shared(v.top, v.bottom, box.top, box.bottom) > half]
    ordered = tuple(sorted(strips, key=lambda s: s.bbox.top))
    return Region(ordered, tuple(sorted(flat, key=lambda r: r.top)), tuple(tall), _size(strips, size))
