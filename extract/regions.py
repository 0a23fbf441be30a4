"""Where on a page tables without full rulings may stand: stacks of horizontal rulings, runs of lines with wide gaps."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extract.geometry import contains, is_justified, merge_rulings, pieces, shared, type_size, union
from extract.types import BBox, Page, TableSettings, Word

GAP = 0.75
"""White space wider than this many type sizes parts two pieces of a line."""
BULLET = re.compile(r"[•·▪◦‣●○■□\-–—*]|\d{1,2}[.)]|[a-z]\)")
MAX_PENDING = 5


@dataclass(frozen=True, slots=True)
class Strip:
    """One printed line inside a region: its words and the pieces that wide gaps cut it into."""

    words: tuple[Word, ...]
    pieces: tuple[tuple[Word, ...], ...]
    bbox: BBox

    @property
    def wide(self) -> bool:
        """Whether a wide gap parts the line: what lines of a table do."""
        return len(self.pieces) > 1


@dataclass(frozen=True, slots=True)
class Region:
    """Lines that may make a table, and the horizontal rulings between and around them."""

    strips: tuple[Strip, ...]
    rules: tuple[BBox, ...]
    size: float
    tall: tuple[BBox, ...] = ()
    """Vertical rulings that run through the region."""


def find(page: Page, settings: TableSettings) -> list[Region]:
    """The regions of a page, each line in one of them at most."""
    strips = page_strips(page)
    if not strips:
        return []
    size = type_size([w for s in strips for w in s.words])
    flat, tall = merge_rulings(page.rulings, settings.snap, reach=4.0)
    runs: list[list[int]] = []
    for stack in stacks(flat, strips, size):
        inside = _inside(strips, stack, {i for run in runs for i in run})
        if sum(strips[i].wide for i in inside) >= 2:
            runs.append(_widened(strips, inside, size))
    used = {i for run in runs for i in run}
    free = [i for i in range(len(strips)) if i not in used]
    runs += list(_runs(strips, free, size))
    return [_region([strips[i] for i in run], flat, tall, size) for run in runs]


def page_strips(page: Page) -> list[Strip]:
    """The page's lines, in reading order, as strips."""
    size = type_size(page.words)
    own: list[list[Word]] = [[] for _ in page.lines]
    for word in page.words:
        for i, line in enumerate(page.lines):
            if line.bbox and contains(line.bbox, word.bbox):
                own[i].append(word)
                break
    return [make_strip(words, size) for words in own if words]


def make_strip(words: Sequence[Word], size: float) -> Strip:
    """Words of one line -> strip; a bullet or a list number belongs to the text after it."""
    ordered = sorted(words, key=lambda w: w.bbox.x0)
    cut = [ordered] if is_justified(ordered, size) else pieces(ordered, GAP * size)
    if len(cut) > 1 and len(cut[0]) == 1 and BULLET.fullmatch(cut[0][0].text):
        cut = [cut[0] + cut[1], *cut[2:]]
    return Strip(tuple(ordered), tuple(tuple(p) for p in cut), union(w.bbox for w in ordered))


def stacks(flat: Sequence[BBox], strips: Sequence[Strip], size: float) -> list[list[BBox]]:
    """Horizontal rulings of one width above each other, as long as what stands between them can be table rows."""
    out: list[list[BBox]] = []
    for rule in sorted(flat, key=lambda r: r.top):
        if rule.x1 - rule.x0 < 6 * size:
            continue
        last = next((s for s in reversed(out) if _same_width(s[-1], rule)), None)
        if last and _rows_between(last[-1], rule, strips, size):
            last.append(rule)
        else:
            out.append([rule])
    return [s for s in out if len(s) >= 2]


def _same_width(a: BBox, b: BBox) -> bool:
    common = shared(a.x0, a.x1, b.x0, b.x1)
    return common > 0.85 * max(a.x1 - a.x0, b.x1 - b.x0)


def _rows_between(above: BBox, below: BBox, strips: Sequence[Strip], size: float) -> bool:
    box = BBox(above.x0 - size, above.top - 1, above.x1 + size, below.top + 1)
    between = [s for s in strips if contains(box, s.bbox)]
    if any(not s.wide and s.bbox.x1 - s.bbox.x0 > 0.75 * (below.x1 - below.x0) for s in between):
        return False
    if any(s.wide for s in between):
        return True
    if not between:
        return below.top - above.top < 5 * size
    frame = union(s.bbox for s in between)
    return len(between) <= 2 and abs((frame.top - above.top) - (below.top - frame.bottom)) < size


def _inside(strips: Sequence[Strip], stack: Sequence[BBox], used: set[int]) -> list[int]:
    frame = union(stack)
    box = BBox(frame.x0 - 2, frame.top - 1, frame.x1 + 2, frame.bottom + 1)
    return [i for i, s in enumerate(strips) if i not in used and contains(box, s.bbox)]


def _widened(strips: Sequence[Strip], inside: list[int], size: float) -> list[int]:
    """Lines with wide gaps close above or right below the ruled ones belong to them: a heading, a total."""
    out = list(inside)
    while (first := _heading_above(strips, out, size)) is not None:
        out = [*range(first, out[0]), *out]
    while out[-1] + 1 < len(strips) and strips[out[-1] + 1].wide:
        if not -size / 2 <= _gap(strips[out[-1]], strips[out[-1] + 1]) <= 0.9 * size:
            break
        out.append(out[-1] + 1)
    return _with_first_line(strips, out)


def _heading_above(strips: Sequence[Strip], run: list[int], size: float) -> int | None:
    """The line with wide gaps right above a run; up to two narrow lines may stand between, wrapped from it."""
    if not run[0] or _gap(strips[run[0] - 1], strips[run[0]]) > 1.7 * size:
        return None
    for at in range(run[0] - 1, max(run[0] - 4, -1), -1):
        if strips[at].wide:
            return at
        if (
            not at
            or _gap(strips[at - 1], strips[at]) > 0.4 * size
            or not _is_narrow(strips[at], [strips[i] for i in run])
        ):
            return None
    return None


def _gap(a: Strip, b: Strip) -> float:
    return b.bbox.top - a.bbox.bottom


def _with_first_line(strips: Sequence[Strip], run: list[int]) -> list[int]:
    """A line that still reaches down into the run's first is the upper line of a taller heading cell."""
    while run and run[0] > 0 and -1.2 * _height(strips[run[0]]) < _gap(strips[run[0] - 1], strips[run[0]]) < -0.5:
        run = [run[0] - 1, *run]
    return run


def _height(strip: Strip) -> float:
    return strip.bbox.bottom - strip.bbox.top


def _runs(strips: Sequence[Strip], free: Sequence[int], size: float) -> Iterator[list[int]]:
    """Runs of lines with wide gaps; single pieces between them stay when they are narrow and close."""
    run: list[int] = []
    pending: list[int] = []
    for i in free:
        last = (run + pending)[-1:] or None
        if last and not (i == last[0] + 1 and _follows(strips[last[0]], strips[i], size)):
            yield from _closed(strips, run, pending, size)
            run, pending = [], []
        if strips[i].wide:
            run += [*pending, i]
            pending = []
        elif run and len(pending) < MAX_PENDING and _is_narrow(strips[i], [strips[k] for k in run]):
            pending.append(i)
        else:
            yield from _closed(strips, run, pending, size)
            run, pending = [], []
    yield from _closed(strips, run, pending, size)


def _closed(strips: Sequence[Strip], run: list[int], pending: list[int], size: float) -> Iterator[list[int]]:
    """A finished run with the wrapped lines of its last row, when it has two wide lines."""
    for i in pending:
        if strips[i].bbox.top - strips[i - 1].bbox.bottom > 0.35 * size:
            break
        run = [*run, i]
    while run and run[0] > 0 and _is_spanning_header(strips[run[0] - 1], [strips[k] for k in run], size):
        run = [run[0] - 1, *run]
    if sum(strips[i].wide for i in run) >= 2:
        yield _with_first_line(strips, run)


def _follows(a: Strip, b: Strip, size: float) -> bool:
    return -size / 2 <= _gap(a, b) <= 2.2 * size


def _is_narrow(strip: Strip, run: Sequence[Strip]) -> bool:
    frame = union(s.bbox for s in run)
    return strip.bbox.x1 - strip.bbox.x0 <= 0.65 * (frame.x1 - frame.x0) and strip.bbox.x1 <= frame.x1 + 2


def _is_spanning_header(strip: Strip, run: Sequence[Strip], size: float) -> bool:
    """A lone piece right above, that begins to the right of the row labels: a heading over several columns."""
    first_end = max(s.pieces[0][-1].bbox.x1 for s in run if s.wide and s.pieces[0][0].bbox.x0 < run[0].bbox.x0 + size)
    gap = run[0].bbox.top - strip.bbox.bottom
    return -size / 2 <= gap <= size and strip.bbox.x0 > first_end


def _region(strips: Sequence[Strip], flat: Sequence[BBox], tall: Sequence[BBox], size: float) -> Region:
    frame = union(s.bbox for s in strips)
    rules = [
        r
        for r in flat
        if frame.top - size <= r.top <= frame.bottom + size and shared(r.x0, r.x1, frame.x0, frame.x1) > 0
    ]
    half = (frame.bottom - frame.top) / 2
    through = [
        v for v in tall if frame.x0 < v.x0 < frame.x1 and shared(v.top, v.bottom, frame.top, frame.bottom) > half
    ]
    ordered = tuple(sorted(strips, key=lambda s: s.bbox.top))
    return Region(ordered, tuple(sorted(rules, key=lambda r: r.top)), size, tuple(through))
