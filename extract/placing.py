"""Bands of a region with their pieces sorted into columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from statistics import median

from extract.bands import Band, Piece
from extract.columns import CUT, Columns, Extent
from extract.geometry import line_text
from extract.headers import is_figure, is_number, is_year
from extract.types import Hints, Word

SAME_FOOT = 0.08
"""Type sizes by which the feet of one line's parts differ at most."""
TIGHT, AT_EDGE = 0.3, 0.8
"""A gutter is at least this many type sizes wide; points within which text stands at the edge of its column."""
FIGURE_SHARE = 0.3
"""A column with a smaller share of figures is text with a figure in it."""


@dataclass(frozen=True)
class Placed:
    """A band whose pieces have found their columns: `parts` gives the printed lines of each column it fills."""

    band: Band
    parts: dict[int, tuple[Piece, ...]]
    spans: dict[int, int]
    """How many columns a part covers, where that is more than one."""
    figures: frozenset[int]

    @property
    def top(self) -> float:
        """Where the band begins."""
        return self.band.bbox.top

    @cached_property
    def label(self) -> str:
        """The row label's part."""
        return " ".join(line_text(line) for line in self.parts.get(0, ()))

    @property
    def only_label(self) -> bool:
        """Whether nothing but a row label stands in the band."""
        return len(self.parts) == 1 and 0 in self.parts

    @cached_property
    def feet(self) -> dict[int, tuple[float, float]]:
        """Feet of the first and the last line of each column: what distances are measured by."""
        return {k: (foot(lines[0]), foot(lines[-1])) for k, lines in self.parts.items()}


def foot(line: Piece) -> float:
    """Where the line stands: the usual bottom of its words."""
    return median(w.bbox.bottom for w in line) if line[0].confidence is not None else line[0].bbox.bottom


def place(band: Band, columns: Columns, size: float, hints: Hints) -> Placed:
    """Sort the pieces of a band into columns; a piece that covers several stays whole in its first."""
    parts: dict[int, list[Piece]] = {}
    spans: dict[int, int] = {}
    for strip in band.strips:
        own: dict[int, Piece] = {}
        for piece in strip.pieces:
            for chunk in _cut(piece, columns, size):
                covered = columns.covered(chunk, size)
                own[covered[0]] = own.get(covered[0], ()) + chunk
                if len(covered) > 1:
                    spans[covered[0]] = covered[-1] - covered[0] + 1
        for k, piece in own.items():
            parts.setdefault(k, []).append(piece)
    ordered = {k: _lines(lines, size) for k, lines in sorted(parts.items())}
    figures = {k for k, lines in ordered.items() if k and any(_figure(line, hints) for line in lines)}
    return Placed(band, ordered, spans, frozenset(figures))


def _lines(pieces: Sequence[Piece], size: float) -> tuple[Piece, ...]:
    """The lines that pieces of one column make, from the top: what stands on one foot is one, however it was cut."""
    out: list[Piece] = []
    for piece in sorted(pieces, key=lambda p: (foot(p), p[0].bbox.x0)):
        if out and foot(piece) - foot(out[-1]) < SAME_FOOT * size:
            out[-1] = tuple(sorted(out[-1] + piece, key=lambda w: w.bbox.x0))
        else:
            out.append(piece)
    return tuple(out)


def _figure(line: Piece, hints: Hints) -> bool:
    text = line_text(line)
    return is_figure(text, hints) and not is_year(text)


def _is_number(line: Piece) -> bool:
    return is_number(line_text(line))


def in_figure_columns(rows: Sequence[Placed]) -> list[Placed]:
    """Figures count only in columns that hold many numbers: the last '13)' of a sentence starts no row."""
    filled = Counter(k for row in rows for k in row.parts)
    numbers = Counter(k for row in rows for k in row.figures if any(_is_number(line) for line in row.parts[k]))
    columns = {k for k, n in numbers.items() if n >= FIGURE_SHARE * filled[k]}
    return [replace(row, figures=row.figures & columns) if row.figures - columns else row for row in rows]


def _cut(piece: Piece, columns: Columns, size: float) -> list[Piece]:
    """Cut a piece at the gutters that no word crosses and where the space is wider than between words."""
    if len(columns.extents) < 2 or columns.of(piece[0].bbox.x0) == columns.of(piece[-1].bbox.x1):
        return [piece]
    out = [[piece[0]]]
    for before, after in pairwise(piece):
        space = after.bbox.x0 - before.bbox.x1
        a, b = columns.of((before.bbox.x0 + before.bbox.x1) / 2), columns.of((after.bbox.x0 + after.bbox.x1) / 2)
        drawn = any(before.bbox.x1 - 1 <= x <= after.bbox.x0 + 1 for x in columns.drawn) if a != b else False
        tight = space > TIGHT * size and _is_at_edge(before, after, columns.extents[a], columns.extents[b])
        if a != b and (space > CUT * size or drawn or tight):
            out.append([after])
        else:
            out[-1].append(after)
    return [tuple(chunk) for chunk in out]


def _is_at_edge(before: Word, after: Word, left: Extent, right: Extent) -> bool:
    """Whether a narrow space is the gutter all the same: text ends where its column does, or begins where its does."""
    return abs(before.bbox.x1 - left[1]) < AT_EDGE or abs(after.bbox.x0 - right[0]) < AT_EDGE
