"""Printed heading lines of a table without full rulings -> heading rows, with headings that span several columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extract.columns import Columns
from extract.geometry import line_text, shared
from extract.regions import Region
from extract.rows import Placed


def heading_rows(header: Sequence[Placed], region: Region, columns: Columns) -> list[list[Placed]]:
    """Heading lines -> heading rows: a line with a spanning heading is a row of its own, the others are joined."""
    floating = _floating(header)
    lines = [line for line in header if line is not floating]
    lines = _over_repeats([_over_rules(line, region, columns) for line in lines], len(columns.extents))
    rows: list[list[Placed]] = []
    joining = False
    for line in lines:
        spanning = is_spanning(line)
        if joining and not spanning:
            rows[-1].append(line)
        else:
            rows.append([line])
        joining = not spanning
    return [[floating, *rows[0]], *rows[1:]] if floating else rows


def is_spanning(line: Placed) -> bool:
    """Whether a heading in the line covers several columns."""
    return bool(line.spans)


def _floating(header: Sequence[Placed]) -> Placed | None:
    """The heading of the row labels where it stands alone between the others, in the middle of a taller cell."""
    labels = [line for line in header if line.label]
    if len(labels) == 1 and labels[0].only_label and header[0] is not labels[0] and header[-1] is not labels[0]:
        return labels[0]
    return None


def _over_rules(line: Placed, region: Region, columns: Columns) -> Placed:
    """A short ruling right below a heading tells which columns it spans."""
    box = line.strip.bbox
    width = max(s.bbox.x1 for s in region.strips) - min(s.bbox.x0 for s in region.strips)
    below = [r for r in region.rules if r.x1 - r.x0 < 0.7 * width and -2 <= r.top - box.bottom <= 0.6 * region.size]
    spans = dict(line.spans)
    parts = dict(line.parts)
    for column, words in line.parts.items():
        rule = next((r for r in below if shared(r.x0, r.x1, words[0].bbox.x0, words[-1].bbox.x1) > 0), None)
        covered = _columns_over(columns, rule.x0, rule.x1) if rule and column else []
        if len(covered) > 1:
            del parts[column]
            spans.pop(column, None)
            parts[covered[0]], spans[covered[0]] = words, len(covered)
    return replace(line, parts=dict(sorted(parts.items())), spans=spans)


def _columns_over(columns: Columns, x0: float, x1: float) -> list[int]:
    return [k for k, (a, b) in enumerate(columns.extents) if x0 <= (a + b) / 2 <= x1]


def _over_repeats(lines: list[Placed], columns: int) -> list[Placed]:
    """Headings above a line that repeats itself ('Kvinnor Män Kvinnor Män') span one repetition each."""
    for i in range(1, len(lines)):
        above, below = lines[i - 1], lines[i]
        texts = [line_text(below.parts.get(k, ())) for k in range(1, columns)]
        count = len([k for k in above.parts if k])
        if count < 2 or not all(texts) or (columns - 1) % count:
            continue
        period = (columns - 1) // count
        if period > 1 and all(t == texts[k % period] for k, t in enumerate(texts)):
            lines[i - 1] = _respanned(above, period)
    return lines


def _respanned(line: Placed, period: int) -> Placed:
    label = {k: words for k, words in line.parts.items() if k == 0}
    headings = [words for k, words in line.parts.items() if k]
    starts = [1 + i * period for i in range(len(headings))]
    return replace(line, parts=label | dict(zip(starts, headings, strict=True)), spans=dict.fromkeys(starts, period))
