"""Which pages may hold a table: a look at their lines and drawn lines, cheap enough for every page of every report.

It must never turn a table away; a page that is kept needlessly costs only time. Only pages that pass are searched for
tables; the others' text is read all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from extract.types import BBox, Hints, fold

WIDE = 0.7
"""A line whose letters take more than this each, in heights of the line, has gaps in it; prose takes under 0.6."""
LONG = 5.0
"""Heights that a line with gaps is long at least: shorter ones are spaced-out headings and page numbers."""
MIN_LINES = 2
"""So many lines with gaps, or steps back up to another column, are a sign."""
MIN_FIGURES = 3
"""So many lines of nothing but figures are one."""
MIN_DRAWN = 3
"""So many level lines drawn across a good part of the page are one."""
FARTHEST_UP = 0.45
"""A step up of more than this share of the page's height goes to the next column of prose, not to the next cell."""
SHORT = 40
"""Letters: column headings are no longer."""
NEAR = 8
"""Lines within which two known headings must stand."""
NUMBER = re.compile(r"[-−–(]?\d[\d.,:/()%]*%?")


class Printed(NamedTuple):
    """A run of text as it comes, and its box."""

    text: str
    bbox: BBox


def sign(lines: Sequence[Printed], drawn: int, height: float, hints: Hints) -> str:
    """The first sign that a page may hold a table, in words; '' when there is none.

    `lines` are in the order of the file, `drawn` counts level lines and edges of boxes, `height` is the page's.
    """
    if drawn >= MIN_DRAWN:
        return f"{drawn} drawn lines"
    gaps = sum(map(_has_gaps, lines)) + sum(_is_beside(a, b, height) for a, b in pairwise(lines))
    if gaps >= MIN_LINES:
        return f"{gaps} lines with gaps"
    figures = sum(_is_figures(p.text) for p in lines)
    if figures >= MIN_FIGURES:
        return f"{figures} lines of figures"
    if hints.headers and _has_headings(lines, hints):
        return "known column headings"
    return "text set sideways" if sum(map(_is_upright, lines)) >= MIN_FIGURES else ""


def _has_gaps(line: Printed) -> bool:
    x0, top, x1, bottom = line.bbox
    size = bottom - top
    return x1 - x0 > LONG * size and x1 - x0 > WIDE * size * len(line.text)


def _is_beside(before: Printed, line: Printed, height: float) -> bool:
    """Whether the file goes on beside the last line, or back up to the right of it, as it does from cell to cell."""
    a, b = before.bbox, line.bbox
    rise = a.bottom - b.bottom
    return b.x0 >= a.x1 - 2 and -0.4 * (b.bottom - b.top) < rise < FARTHEST_UP * height


def _is_figures(text: str) -> bool:
    """Whether a line says nothing but figures, or mostly figures and three at least."""
    tokens = text.split()
    figures = sum(NUMBER.fullmatch(t) is not None for t in tokens)
    return figures > 0 and (figures == len(tokens) or (figures >= MIN_FIGURES and 2 * figures >= len(tokens)))


def _is_upright(line: Printed) -> bool:
    return line.bbox.bottom - line.bbox.top > LONG * (line.bbox.x1 - line.bbox.x0)


def _has_headings(lines: Sequence[Printed], hints: Hints) -> bool:
    """Whether two different known column headings stand close by each other, each alone on its line or the two on one."""
    seen: list[tuple[int, str]] = []
    for i, line in enumerate(lines):
        if len(line.text) <= SHORT and not line.text.endswith("."):
            seen += [(i, word) for word in _headings(line.text, hints)]
    return any(b[0] - a[0] <= NEAR and a[1] != b[1] for a, b in pairwise(seen))


def _headings(text: str, hints: Hints) -> Iterable[str]:
    whole = fold(text)
    if whole in hints.headers:
        return (whole,)
    words = whole.split()
    return [w for w in words if w in hints.headers] if len(words) <= 4 else ()
