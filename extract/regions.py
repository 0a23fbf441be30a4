"""Where on a page tables may stand: crossing lines, stacks of lines across, runs of text lines with wide gaps."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from extract.beside import completed, split
from extract.crossed import crossed
from extract.drawn import Drawn, drawn
from extract.geometry import shared
from extract.region import Region, region_of
from extract.runs import runs_of
from extract.stacks import stacked
from extract.strips import Strip, page_strips, whole_strips, without, word_size
from extract.types import Page, TableSettings


def find(page: Page, settings: TableSettings) -> list[Region]:
    """The regions of a page, each word in one of them at most."""
    if not page.words:
        return []
    size = word_size(page.words)
    lines = drawn(page, settings.snap)
    slack = settings.snap if page.reader == "pdf-text" else 2 * settings.snap
    pool = whole_strips(page) if page.joined else page_strips(page)
    found: list[Region] = []
    if lines.flat or lines.edges:
        across = pool if _is_one_column(pool, size) else whole_strips(page)
        if lines.tall and lines.flat:
            across = crossed(across, lines, slack, size, found)
        stacked(across, lines, size, found)
        used = {id(w) for region in found for s in region.strips for w in s.words}
        pool = [part for s in pool if (part := without(s, used))] if used else pool
    runs = list(runs_of(pool, size))
    whole = runs if _is_one_column(pool, size) else completed(runs, pool, size)
    found += [region_of(part, lines, size) for run in whole for part in split(run, lines, size)]
    return _rejoined(found, pool, lines, size)


def _is_one_column(pool: Sequence[Strip], size: float) -> bool:
    """Whether the page's lines come from the top down: they were not read as columns of prose."""
    return all(b.bbox.top > a.bbox.top - size for a, b in pairwise(pool))


def _rejoined(found: list[Region], pool: Sequence[Strip], lines: Drawn, size: float) -> list[Region]:
    """Regions that stand under each other in the same columns, no heading between, are one table."""
    out: list[Region] = []
    for region in sorted(found, key=lambda r: r.bbox.top):
        at = next((i for i in reversed(range(len(out))) if _goes_on(out[i], region, pool, size)), None)
        if at is None:
            out.append(region)
        else:
            out[at] = region_of([*out[at].strips, *region.strips], lines, size)
    used = {id(s) for region in out for s in region.strips}
    return [_filled_up(region, [s for s in pool if id(s) not in used], lines, size) for region in out]


def _filled_up(region: Region, free: Sequence[Strip], lines: Drawn, size: float) -> Region:
    """The region with the lines that nobody took, as far as its lines down reach: wrapped cells, lone ones."""
    if region.crossing or not region.tall:
        return region
    top, bottom = min(v.top for v in region.tall), max(v.bottom for v in region.tall)
    box = region.bbox
    missed = [
        s
        for s in free
        if top < (s.bbox.top + s.bbox.bottom) / 2 < bottom and s.bbox.x0 >= box.x0 - size and s.bbox.x1 <= box.x1 + size
    ]
    return region_of([*region.strips, *missed], lines, size) if missed else region


def _goes_on(above: Region, below: Region, pool: Sequence[Strip], size: float) -> bool:
    """Whether a region is the lower part of the one above: lines down run through both, or it has its columns."""
    a, b = above.bbox, below.bbox
    gap = b.top - a.bottom
    if above.crossing or below.crossing or gap < -3 * size or shared(a.x0, a.x1, b.x0, b.x1) <= 0:
        return False
    through = {v.x0 for v in above.tall if v.top < a.bottom - size and v.bottom > b.top + size}
    if through & {v.x0 for v in below.tall}:
        return gap < 4 * size
    if not -size / 2 <= gap <= 2.2 * size or _opens_with_heading(below):
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
