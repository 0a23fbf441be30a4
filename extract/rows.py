"""Which bands of a region make one row: by distance, by figures, by row labels, by 'would it have fitted'."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from extract.geometry import line_text
from extract.placing import Placed
from extract.strips import BULLET
from extract.words import words

SLACK = 1.18
"""Lines closer than this times the smallest distance (and 0.3 pt) stand in one row."""
EXACT = 1.02
"""The same where the places are exact, as they are in a PDF."""
HALF_LINE = 0.62
"""Lines closer than this many type sizes are not set below each other."""
LOOSE = 1.5
"""No text is set with lines further apart than this many type sizes; such lines are rows."""
LOOSEST = 1.9
"""The same where lines stand at different distances, so that the smallest may be those of one cell."""
ALL_BEGIN = 3
"""Cells of this many columns do not all wrap before a capital letter."""
SPACE = 0.22
"""A space between words, in type sizes."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What the lines of a table have in common: type size, widest text of each column, largest distance in a row."""

    size: float
    widths: dict[int, float]
    limit: float | None
    """None when distances tell nothing: they are even, or rows stand as close as lines."""
    stubbed: float
    """Share of bands that have a row label."""


def ground(placed: Sequence[Placed], size: float) -> Ground:
    """What can be learned from all bands before they are grouped."""
    widths: dict[int, float] = {}
    for p in placed:
        for k, lines in p.parts.items():
            if k not in p.spans:
                for line in lines:
                    widths[k] = max(widths.get(k, 0.0), line[-1].bbox.x1 - line[0].bbox.x0)
    stubbed = sum(bool(p.label) for p in placed) / len(placed) if placed else 0.0
    return Ground(size, widths, row_pitch(placed, size), stubbed)


def group_rows(placed: Sequence[Placed], common: Ground) -> list[list[Placed]]:
    """Bands without drawn lines between them -> rows."""
    rows: list[list[Placed]] = []
    for p in placed:
        if rows and _same_row(rows[-1], p, common):
            rows[-1].append(p)
        else:
            rows.append([p])
    return rows


def distance(row: Sequence[Placed], b: Placed) -> float | None:
    """How far b stands below the last line of the row in the column where they are closest."""
    steps = []
    for k, (first, _) in b.feet.items():
        above = next((p for p in reversed(row) if k in p.feet), None)
        if above is not None:
            steps.append(first - above.feet[k][1])
    return min(steps) if steps else None


def row_pitch(placed: Sequence[Placed], size: float) -> float | None:
    """The largest distance within a row; None when distances tell nothing (even, or rows as close as lines)."""
    steps: list[float] = []
    certain: list[float] = []
    for i, b in enumerate(placed):
        step = distance(placed[max(0, i - 6) : i], b)
        if step is not None and step > HALF_LINE * size:
            steps.append(step)
            if i and placed[i - 1].figures & b.figures:
                certain.append(step)
        for lines in b.parts.values():
            steps += [y for x, z in pairwise(lines) if (y := z[0].bbox.bottom - x[0].bbox.bottom) > HALF_LINE * size]
    if not steps:
        return None
    exact = placed[0].band.strips[0].words[0].confidence is None
    limit = (EXACT if exact else SLACK) * min(steps) + 0.3
    even = max(steps) <= limit
    if min(steps) > (LOOSE if even else LOOSEST) * size:
        return 0.0
    return None if even or any(p <= limit for p in certain) else limit


def _same_row(row: Sequence[Placed], b: Placed, common: Ground) -> bool:
    pitch = b.top - row[-1].top
    step = distance(row, b)
    clash = any(p.figures & b.figures for p in row)
    if clash and (b.label or common.limit is None):
        return False
    if step is None and pitch <= HALF_LINE * common.size:
        return True
    if common.limit is not None:
        return (pitch if step is None else step) <= common.limit
    if pitch > LOOSE * common.size:
        return False
    return continues(b, row, common)


def continues(b: Placed, row: Sequence[Placed], common: Ground) -> bool:
    """Whether band b goes on with the row above it, judged by the texts alone."""
    if not b.label:
        return not (b.figures and any(p.figures for p in row))
    before = next((p for p in reversed(row) if p.label), None)
    if before is None:
        return not any(p.figures for p in row)
    if b.label[0].islower() or before.label[-1] in "-/,–" or before.label.split()[-1].lower() in words("open"):
        return True
    if _repeats(row, b) or _all_begin(row, b):
        return False
    figures = any(p.figures for p in row)
    stands_alone = ((b.figures or b.only_label) and figures) or (b.figures and before.only_label)
    bullet = any(k and BULLET.fullmatch(lines[0][0].text) for k, lines in b.parts.items())
    if stands_alone or bullet or fits(before, b, 0, common):
        return False
    shared = [k for k in b.parts if k and k not in b.figures and any(k in p.parts for p in row)]
    return not any(_fits_below(row, b, k, common) for k in shared)


def _repeats(row: Sequence[Placed], b: Placed) -> bool:
    """Whether b says again, in a column of words, what the line above it says: no cell repeats its own line."""
    return any(
        k in row[-1].parts and len(line_text(lines[0])) > 3 and line_text(lines[0]) == line_text(row[-1].parts[k][-1])
        for k, lines in b.parts.items()
        if k not in b.figures
    )


def _all_begin(row: Sequence[Placed], b: Placed) -> bool:
    """Whether each of three or more columns begins a text of its own in b, and in no fewer columns than above it."""
    columns = {k for p in row for k in p.parts}
    return (
        len(b.parts) >= ALL_BEGIN
        and set(b.parts) == columns
        and all(line_text(lines[0])[0].isupper() for lines in b.parts.values())
    )


def _fits_below(row: Sequence[Placed], b: Placed, column: int, common: Ground) -> bool:
    before = next(p for p in reversed(row) if column in p.parts)
    return fits(before, b, column, common) and not line_text(b.parts[column][0])[:1].islower()


def fits(a: Placed, b: Placed, column: int, common: Ground) -> bool:
    """Whether b's first word would have had room at the end of a's last line: then it was not wrapped."""
    last, first = a.parts[column][-1], b.parts[column][0][0].bbox
    used = last[-1].bbox.x1 - last[0].bbox.x0
    return used + SPACE * common.size + (first.x1 - first.x0) <= common.widths.get(column, 0.0)


def has_several_rows(bands: Sequence[Placed], common: Ground) -> bool:
    """Whether bands between two drawn lines are several rows: two of them have a label of their own and figures."""
    rows = 0
    for i, p in enumerate(bands):
        if p.label and p.figures and not (i and rows and continues(p, bands[:i], common)):
            rows += 1
    return rows > 1
