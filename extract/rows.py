"""Which printed lines of a region make one row: by rulings, by distance, by figures, by 'would it have fitted'."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extract.columns import Columns
from extract.geometry import line_text
from extract.headers import is_figure, is_year
from extract.regions import Strip
from extract.types import Hints, Word

SLACK = 1.18
"""Lines closer than this times the smallest distance (and 0.3 pt) stand in one row."""
HALF_LINE = 0.62
"""Lines closer than this many type sizes are not set below each other."""
FIGURE_SHARE = 0.3
"""A column with a smaller share of figures is text with a figure in it."""
LOOSE = 1.5
"""No text is set with lines further apart than this many type sizes; such lines are rows."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A strip whose pieces have found their columns."""

    strip: Strip
    parts: dict[int, tuple[Word, ...]]
    spans: dict[int, int]
    """How many columns a part covers, where that is more than one."""
    figures: frozenset[int]

    @property
    def top(self) -> float:
        """Where the line begins."""
        return self.strip.bbox.top

    @property
    def label(self) -> str:
        """The row label's part."""
        return line_text(self.parts.get(0, ()))

    @property
    def only_label(self) -> bool:
        """Whether nothing but a row label stands in the line."""
        return set(self.parts) == {0}


def place(strip: Strip, columns: Columns, size: float, hints: Hints) -> Placed:
    """Sort the words of a strip into columns; a piece that covers several stays whole in its first."""
    parts: dict[int, tuple[Word, ...]] = {}
    spans: dict[int, int] = {}
    for piece in strip.pieces:
        for chunk in _cut(piece, columns, size):
            covered = columns.covered(chunk, size)
            parts[covered[0]] = parts.get(covered[0], ()) + tuple(chunk)
            if len(covered) > 1:
                spans[covered[0]] = covered[-1] - covered[0] + 1
    figures = {k for k, ws in parts.items() if k and is_figure(line_text(ws), hints) and not is_year(line_text(ws))}
    return Placed(strip, dict(sorted(parts.items())), spans, frozenset(figures))


def in_figure_columns(lines: Sequence[Placed]) -> list[Placed]:
    """Figures count only in columns that hold many of them: the last '13)' of a sentence starts no row."""
    filled = Counter(k for line in lines for k in line.parts)
    figures = Counter(k for line in lines for k in line.figures)
    columns = {k for k, n in figures.items() if n >= FIGURE_SHARE * filled[k]}
    return [replace(line, figures=line.figures & columns) for line in lines]


def _cut(piece: Sequence[Word], columns: Columns, size: float) -> list[list[Word]]:
    """Cut a piece at the gutters that no word crosses and where the space is wider than between words."""
    out: list[list[Word]] = [[piece[0]]]
    for before, after in pairwise(piece):
        space = after.bbox.x0 - before.bbox.x1
        apart = columns.of(_middle(before)) != columns.of(_middle(after))
        if apart and space > 0.42 * size:
            out.append([after])
        else:
            out[-1].append(after)
    return out


def _middle(word: Word) -> float:
    return (word.bbox.x0 + word.bbox.x1) / 2


def is_beside(a: Placed, b: Placed, size: float) -> bool:
    """Whether two lines of different columns stand so close that they are cells of one row, centred differently."""
    return b.top - a.top <= HALF_LINE * size and not set(a.parts) & set(b.parts)


def group_rows(lines: Sequence[Placed], right_edges: Sequence[float], size: float) -> list[list[Placed]]:
    """Lines without rulings between them -> rows."""
    if not lines:
        return []
    limit = _row_pitch(lines, size)
    rows = [[lines[0]]]
    for line in lines[1:]:
        if _same_row(rows[-1], line, limit, right_edges, size):
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows


def _distance(row: Sequence[Placed], b: Placed) -> float | None:
    """How far b stands below the last line of the row that has text in one of b's columns."""
    above = [line for line in row if set(line.parts) & set(b.parts)]
    return b.top - above[-1].top if above else None


def _row_pitch(lines: Sequence[Placed], size: float) -> float | None:
    """The largest distance within a row; None when distances tell nothing (even, or rows as close as lines)."""
    steps: list[float] = []
    certain: list[float] = []
    for i, b in enumerate(lines):
        above = [(d, a) for a in lines[:i] if set(a.parts) & set(b.parts) and (d := b.top - a.top) > HALF_LINE * size]
        if above:
            step, a = min(above, key=lambda pair: pair[0])
            steps.append(step)
            certain += [step] if a.figures & b.figures else []
    if not steps:
        return None
    limit = SLACK * min(steps) + 0.3
    if min(steps) > LOOSE * size:
        return 0.0
    if max(steps) <= limit or any(p <= limit for p in certain):
        return None
    return limit


def _same_row(row: Sequence[Placed], b: Placed, limit: float | None, right_edges: Sequence[float], size: float) -> bool:
    pitch, distance = b.top - row[-1].top, _distance(row, b)
    if any(line.figures & b.figures for line in row) and (b.label or limit is None):
        return False
    if distance is None and pitch <= HALF_LINE * size:
        return True
    if limit is not None:
        return (pitch if distance is None else distance) <= limit
    if pitch > LOOSE * size:
        return False
    return continues(b, row, right_edges, size)


def continues(b: Placed, row: Sequence[Placed], right_edges: Sequence[float], size: float) -> bool:
    """Whether line b goes on with the row above it, judged by the texts alone."""
    if not b.label:
        return not (b.figures and any(line.figures for line in row))
    before = next((line for line in reversed(row) if line.label), None)
    if before is None:
        return not any(line.figures for line in row)
    if b.label[0].islower() or before.label[-1] in "-/,":
        return True
    if b.figures and any(line.figures for line in row):
        return False
    return not fits(before, b, right_edges[0], size)


def fits(a: Placed, b: Placed, right_edge: float, size: float) -> bool:
    """Whether b's first word would have had room at the end of a's label: then it was not wrapped."""
    first = b.parts[0][0].bbox
    return a.parts[0][-1].bbox.x1 + 0.25 * size + (first.x1 - first.x0) <= right_edge


def has_several_rows(band: Sequence[Placed], right_edges: Sequence[float], size: float) -> bool:
    """Whether lines between two rulings are several rows: two of them have a label of their own and figures."""
    rows = 0
    for i, line in enumerate(band):
        own = line.label and line.figures
        if own and not (i and rows and continues(line, band[:i], right_edges, size)):
            rows += 1
    return rows > 1
