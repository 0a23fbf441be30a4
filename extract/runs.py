"""Runs of text lines with wide gaps: where tables without lines across may stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from extract.geometry import line_text
from extract.strips import Strip, within
from extract.titles import is_caption, is_note

MAX_PENDING = 10
"""So many single pieces in a row may be the wrapped lines of one table row."""
INDENT = 4.0
"""A line that begins this many type sizes right of the row labels is no prose."""


def runs_of(pool: Sequence[Strip], size: float) -> Iterator[list[Strip]]:
    """Runs of lines with wide gaps; single pieces between them stay when they are narrow and close."""
    run: list[Strip] = []
    pending: list[Strip] = []
    before: Strip | None = None
    for strip in map(_without_caption, pool):
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


def _without_caption(strip: Strip) -> Strip:
    """A line without the caption that it begins with, beside the headings of another table."""
    if not strip.wide or not is_caption(line_text(strip.pieces[0])):
        return strip
    rest = within(strip, strip.pieces[1][0].bbox.x0, float("inf"))
    return rest or strip


def _closed(run: list[Strip], pending: list[Strip], before: Strip | None, size: float) -> Iterator[list[Strip]]:
    """A finished run with the wrapped lines of its last row, when it has two wide lines."""
    last = run[-1] if run else None
    pitches = [pitch for a, b in pairwise(run) if (pitch := b.bbox.bottom - a.bbox.bottom) > size / 2]
    wrapped = min(pitches, default=0.0)
    parted = max(pitches, default=0.0) > wrapped + 0.2 * size
    for strip in pending:
        reach = max(1.35 * strip.size, wrapped + 0.1 * size if parted else 0.0)
        if last is None or (
            strip.bbox.bottom - last.bbox.bottom > min(reach, 1.6 * strip.size) and not _ends_word(last, strip, size)
        ):
            break
        run = [*run, strip]
        last = strip
    if before is not None and run and _is_spanning_header(before, run, size):
        run = [before, *run]
    if sum(s.wide for s in run) >= 2:
        yield run


def _ends_word(above: Strip, strip: Strip, size: float) -> bool:
    """Whether a lone line is the rest of a word that a hyphen breaks right above it."""
    return strip.text[:1].islower() and any(
        line_text(p).endswith("-") and len(p[-1].text) > 1 and abs(p[0].bbox.x0 - strip.bbox.x0) < size
        for p in above.pieces
    )


def _follows(a: Strip, b: Strip, size: float) -> bool:
    return -size <= b.bbox.top - a.bbox.bottom <= 2.2 * size


def _is_narrow(strip: Strip, run: Sequence[Strip]) -> bool:
    x0, x1 = min(s.bbox.x0 for s in run), max(s.bbox.x1 for s in run)
    if strip.bbox.x0 > x0 + INDENT * strip.size:
        return True
    if strip.bbox.x1 - strip.bbox.x0 > 0.65 * (x1 - min(x0, strip.bbox.x0)):
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
