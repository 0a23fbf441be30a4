"""Tables side by side told from columns of one table, by baselines, by gaps between rows, by lines down."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from extract.drawn import Drawn
from extract.geometry import cluster, line_text, shared, union
from extract.headers import is_number
from extract.runs import runs_of
from extract.strips import Strip, within
from extract.types import BBox, Word, fold

MIN_COMMON = 0.6
"""Share of common baselines under which two halves of a run are two tables."""
OFF = 4.0
"""Type sizes: a gutter this wide, and three times any other, may part two tables."""
MAX_HEADING_LINES = 4
MANY_COMMON = 0.9
"""The same where gaps between rows do not agree either."""


def split(run: list[Strip], lines: Drawn, size: float) -> list[list[Strip]]:
    """A run with two tables side by side -> the runs of each; else the run alone.

    Lines of two tables seldom stand on common baselines, those of one table do.
    """
    box = union(s.bbox for s in run)
    for x in _gutters(run, lines.tall, size):
        across = [
            f for f in (*lines.flat, *lines.edges) if box.top < f.top < box.bottom and f.x0 < x - 1 and f.x1 > x + 1
        ]
        if across or not (
            _have_other_ends(lines.tall, box, x)
            or _are_two(run, x, size)
            or _are_headed_alike(run, x)
            or _stand_off(run, x, size)
        ):
            continue
        left = [part for s in run if (part := within(s, float("-inf"), x))]
        right = [part for s in run if (part := within(s, x, float("inf")))]
        return [
            part
            for side in (left, right)
            for inner in runs_of(sorted(side, key=lambda s: s.bbox.top), size)
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


def _stand_off(run: Sequence[Strip], x: float, size: float) -> bool:
    """Whether the gutter at x is much wider than any other, and row labels begin again right of it."""
    sides = [[[p for p in s.pieces if (p[0].bbox.x0 >= x) == there] for s in run] for there in (False, True)]
    if any(sum(len(pieces) > 1 for pieces in side) < 2 for side in sides):
        return False
    gutters = sorted(_white(run, 0.3 * size), key=lambda g: g[0] - g[1])
    if not gutters or not gutters[0][0] < x < gutters[0][1]:
        return False
    widths = [b - a for a, b in gutters]
    if widths[0] < OFF * size or (len(widths) > 1 and widths[0] < 3 * widths[1]):
        return False
    labels = [line_text(pieces[0]) for pieces in sides[1] if pieces]
    return sum(map(is_number, labels)) < 0.2 * len(labels)


def _are_headed_alike(run: Sequence[Strip], x: float) -> bool:
    """Whether a line begins with the same headings left and right of x, from the edge of either side on."""
    left, right = min(s.bbox.x0 for s in run), min(p[0].bbox.x0 for s in run for p in s.pieces if p[0].bbox.x0 >= x)
    for strip in run[:MAX_HEADING_LINES]:
        sides = [[p for p in strip.pieces if (p[0].bbox.x0 >= x) == there] for there in (False, True)]
        if min(map(len, sides)) < 2:
            continue
        begins = abs(sides[0][0][0].bbox.x0 - left) < strip.size and abs(sides[1][0][0].bbox.x0 - right) < strip.size
        texts = [[fold(line_text(p)) for p in side[:2]] for side in sides]
        return begins and texts[0][0] == texts[1][0] and not is_number(texts[0][0])
    return False


def _gutters(run: Sequence[Strip], tall: Sequence[BBox], size: float) -> list[float]:
    """Places in the white gutters that no word of the run crosses, the widest first: between lines down, if any."""
    places: list[float] = []
    for a, b in sorted(_white(run, size), key=lambda gutter: gutter[0] - gutter[1]):
        inner = sorted(v.x0 for v in tall if a < v.x0 < b)
        places += [(x + y) / 2 for x, y in pairwise(inner) if y - x > size / 2] or [(a + b) / 2]
    return places


def _white(run: Sequence[Strip], least: float) -> list[tuple[float, float]]:
    """White gutters at least so wide, from left to right."""
    spans = sorted((w.bbox.x0, w.bbox.x1) for s in run for w in s.words)
    out: list[tuple[float, float]] = []
    end = spans[0][1]
    for x0, x1 in spans:
        if x0 - end >= least:
            out.append((end, x0))
        end = max(end, x1)
    return out


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


def completed(runs: Sequence[list[Strip]], pool: Sequence[Strip], size: float) -> list[list[Strip]]:
    """Runs with the columns that were read as another column of the page: lines beside, on the same baselines."""
    used: set[int] = set()
    out = []
    for run in runs:
        if any(id(s) in used for s in run):
            continue
        own = {id(s) for s in run}
        box = union(s.bbox for s in run)
        beside = [
            s
            for s in pool
            if id(s) not in own
            and box.top - 0.3 * size <= s.bbox.top
            and s.bbox.bottom <= box.bottom + 0.3 * size
            and (s.bbox.x0 > box.x1 or s.bbox.x1 < box.x0)
        ]
        if beside and _is_rest(run, beside, pool, size):
            used |= {id(s) for s in beside}
            out.append(sorted([*run, *beside], key=lambda s: s.bbox.top))
        else:
            out.append(run)
    return [run for run in out if not any(id(s) in used and len(run) < 2 for s in run)]


def _is_rest(run: Sequence[Strip], beside: Sequence[Strip], pool: Sequence[Strip], size: float) -> bool:
    """Whether lines beside a run are its columns: on its baselines, and nothing goes on above or below them."""
    feet = [s.bbox.bottom for s in run]
    common = sum(any(abs(s.bbox.bottom - y) < 0.08 * size for y in feet) for s in beside)
    if common < 0.75 * len(beside) or abs(min(s.bbox.top for s in beside) - min(s.bbox.top for s in run)) > 0.3 * size:
        return False
    box = union(s.bbox for s in beside)
    own = {id(s) for s in beside}
    return not any(
        id(s) not in own
        and shared(s.bbox.x0, s.bbox.x1, box.x0, box.x1) > 0
        and (0 <= box.top - s.bbox.bottom < 0.6 * size or 0 <= s.bbox.top - box.bottom < 0.6 * size)
        for s in pool
    )
