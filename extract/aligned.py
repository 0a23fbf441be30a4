"""A region without full rulings -> Table: columns from white space, rows from drawn lines, distances and figures."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from extract.bands import Band, bands
from extract.build import Finder, cell_of, finish
from extract.columns import Columns, find_columns, with_headings
from extract.geometry import line_text, union
from extract.header_lines import heading_cells
from extract.headers import is_figure, is_known_heading, is_number, is_year
from extract.joining import join_lines
from extract.placing import Placed, in_figure_columns, place
from extract.region import Region
from extract.rows import HALF_LINE, Ground, continues, distance, ground, group_rows, has_several_rows
from extract.types import Cell, Hints, Page, Table, TableSettings

NAME = "aligned"
FULL_WIDTH = 0.7
"""A line across that covers this share of the region parts rows; a shorter one lies under a spanning heading."""

LEADER = re.compile(r"\.(?: ?\.){2,}")
MAX_HEADING_WORDS, MAX_ROW_BANDS = 6, 12

Rows = list[list[Placed]]


def read(page: Page, region: Region, settings: TableSettings, finder: Finder) -> Table | None:
    """The region's table; it must show figures, lines or known headings to be taken for one, else None."""
    banded = bands(region.strips)
    heading = _heading_bands(banded, region)
    columns = with_headings(find_columns(banded, heading, region.size, region.tall), banded[:heading], region.size)
    count = len(columns.extents)
    if count < settings.min_columns or _is_contents_list(region):
        return None
    placed = in_figure_columns([place(b, columns, region.size, settings.hints) for b in banded])
    header, body = rows_of(placed, region, columns)
    headings = heading_cells([p.band for p in header], region.flat, columns, region.size) if header else []
    header_rows = max((h.row + 1 for h in headings), default=0)
    if header_rows + len(body) < settings.min_rows or not body:
        return None
    if not _is_table(region, header, body, count, settings.hints):
        return None
    cells = [
        cell_of(h.lines, (h.row, h.column), (1, h.span), union(w.bbox for line in h.lines for w in line), finder)
        for h in headings
    ]
    for r, row in enumerate(body, header_rows):
        cells += _cells(r, row, finder)
    shape = {"rows": header_rows + len(body), "columns": count, "header_rows": header_rows}
    return finish(page, cells, **shape, region=region.bbox, engine=NAME)


def _heading_bands(banded: Sequence[Band], region: Region) -> int:
    """How many first bands look like headings before anything is known of the columns."""
    first = next((i for i, b in enumerate(banded) if any(_is_body_figure(line_text(p)) for p in b.pieces[1:])), None)
    width = region.bbox.x1 - region.bbox.x0
    lines = [r.top for r in region.flat if r.x1 - r.x0 > FULL_WIDTH * width]
    for i, band in enumerate(banded[1 : first if first else None], 1):
        if any(banded[i - 1].bbox.bottom - 2 <= y <= band.bbox.top + 2 for y in lines):
            more = i
            while more < len(banded) - 1 and more != first and banded[more].bbox.x0 > region.bbox.x0 + 2 * region.size:
                more += 1
            return more
    return first or 0


def _is_body_figure(text: str) -> bool:
    return is_number(text) and not is_year(text)


def rows_of(placed: Sequence[Placed], region: Region, columns: Columns) -> tuple[list[Placed], Rows]:
    """(heading bands, rows of the body)."""
    common = ground(placed, region.size)
    parts = _parted(placed, region, columns)
    if len(parts) > 1 and not any(p.figures for p in parts[0]):
        more = 1
        while more < len(parts) - 1 and _is_heading_part(parts[:more], parts[more], parts[more + 1 :]):
            more += 1
        header, rest = [p for part in parts[:more] for p in part], parts[more:]
    else:
        at = _header_end(placed, common)
        header = list(placed[:at])
        chosen = {id(p) for p in header}
        rest = [kept for part in parts if (kept := [p for p in part if id(p) not in chosen])]
    common = ground([p for part in rest for p in part], region.size)
    body: Rows = []
    for part in rest:
        one_row = len(rest) > 2 and not has_several_rows(part, common)
        body += [list(part)] if one_row else group_rows(part, common)
    if not header and body and not any(p.figures for p in body[0]):
        header, body = body[0], body[1:]
    return header, body


def _is_heading_part(above: Rows, part: Sequence[Placed], below: Rows) -> bool:
    """Whether bands between two lines across are headings too: no figures, no label unless it is the first one."""
    if any(p.figures for p in part):
        return False
    if not any(p.label for p in part):
        return True
    if len(part) > 1 or any(p.label for band in above for p in band) or part[0].only_label:
        return False
    return sum(any(p.figures for p in rows) for rows in below) > len(below) / 2


def _parted(placed: Sequence[Placed], region: Region, columns: Columns) -> Rows:
    """Bands parted by the lines that run over the whole width."""
    x0, x1 = columns.extents[0][0], columns.extents[-1][1]
    places = [r.top for r in region.flat if min(r.x1, x1) - max(r.x0, x0) > FULL_WIDTH * (x1 - x0)]
    parts: dict[int, list[Placed]] = {}
    for p in placed:
        middle = (p.band.bbox.top + p.band.bbox.bottom) / 2
        parts.setdefault(sum(y < middle for y in places), []).append(p)
    return [parts[k] for k in sorted(parts)]


def _header_end(placed: Sequence[Placed], common: Ground) -> int:
    """How many first bands are headings: all before the figures begin, but for labels that belong to the rows."""
    first = next((i for i, p in enumerate(placed) if p.figures), None)
    if first is None:
        return 0
    end = first
    while end > 1 and _is_beside(placed[end - 1], placed[end], common.size):
        end -= 1
    while end > 1 and placed[end - 1].only_label:
        above, line = placed[end - 2], placed[end - 1]
        gap_above = line.band.bbox.top - above.band.bbox.bottom
        close = gap_above < placed[end].band.bbox.top - line.band.bbox.bottom - 1
        if line.band.bbox.top < above.band.bbox.bottom - 0.5:
            break
        wrapped = above.label and continues(line, [above], common)
        if (wrapped and not placed[end].only_label and placed[end].label and close) or (wrapped and close):
            break
        end -= 1
    if end == 1 and placed[0].only_label and first > 0:
        return 0
    return next((i for i in range(1, end) if _opens_row(placed[:i], placed[i], common)), end)


def _opens_row(above: Sequence[Placed], p: Placed, common: Ground) -> bool:
    """Whether a band under headings is a row of its own: it stands off, and both have a label and text beside it."""
    if common.limit is None or not p.label or p.only_label:
        return False
    if not any(a.label for a in above) and not set(p.parts) - {0} <= {k for a in above for k in a.parts}:
        return False
    step = distance(above, p)
    return step is not None and step > common.limit and not any(a.spans for a in above)


def _is_beside(a: Placed, b: Placed, size: float) -> bool:
    """Whether two bands of different columns stand so close that they are cells of one row, centred differently."""
    return b.top - a.top <= HALF_LINE * size and not set(a.parts) & set(b.parts)


def _cells(row: int, bands_: Sequence[Placed], finder: Finder) -> list[Cell]:
    out = []
    for column in sorted({k for p in bands_ for k in p.parts}):
        lines = [line for p in bands_ for line in p.parts.get(column, ())]
        span = max(p.spans.get(column, 1) for p in bands_)
        box = union(w.bbox for line in lines for w in line)
        out.append(cell_of(lines, (row, column), (1, span), box, finder))
    return out


def _is_table(region: Region, header: Sequence[Placed], body: Rows, columns: int, hints: Hints) -> bool:
    """Figures in a column, a stack of lines across, or two known headings: without any it is prose or a list."""
    known = _known_headings(header, hints)
    if known >= 2:
        return True
    figure_rows = [row for row in body if any(p.figures for p in row)]
    per_column = [_figure_share(body, k, hints) for k in range(1, columns)]
    has_figures = len(figure_rows) >= 2 and max(per_column, default=0.0) >= 0.6
    if (len(region.flat) >= 3 or len(region.tall) >= columns - 1 or region.crossing) and len(body) >= 2:
        return True
    if _is_headed(header, columns) and _is_filled(body, columns):
        if columns >= 3 and len(body) >= 3:
            return True
        if len(body) >= 2 and (_is_set_off(header, region) or (columns >= 3 and known)):
            return True
    if columns == 2:
        return has_figures and len(figure_rows) >= 3 and (bool(header) or len(region.flat) >= 2)
    return has_figures and len(figure_rows) >= 0.4 * len(body)


def _is_headed(header: Sequence[Placed], columns: int) -> bool:
    """Whether a few words stand over every column but perhaps the first."""
    words = Counter(k for p in header for k, lines in p.parts.items() for line in lines for _ in line)
    return all(0 < words[k] <= MAX_HEADING_WORDS for k in range(1, columns)) and words[0] <= MAX_HEADING_WORDS


def _is_set_off(header: Sequence[Placed], region: Region) -> bool:
    """Whether lines across, or the edges of a filled area, run right over the headings and right under them."""
    box = union(p.band.bbox for p in header)
    wide = [r for r in region.flat if r.x1 - r.x0 > FULL_WIDTH * (region.bbox.x1 - region.bbox.x0)]
    return any(box.top - region.size < r.top < box.top + 2 for r in wide) and any(
        box.bottom - 2 < r.top < box.bottom + region.size for r in wide
    )


def _is_filled(body: Rows, columns: int) -> bool:
    """Whether most rows have text in every column, and none is one long paragraph."""
    filled = sum(len({k for p in row for k in p.parts}) == columns for row in body)
    return filled >= 0.7 * len(body) and max(len(row) for row in body) <= MAX_ROW_BANDS


def _figure_share(body: Rows, column: int, hints: Hints) -> float:
    texts = [join_lines([line_text(line) for p in row for line in p.parts.get(column, ())]) for row in body]
    filled = [t for t in texts if t]
    return sum(is_figure(t, hints) for t in filled) / len(filled) if len(filled) >= 2 else 0.0


def _known_headings(header: Sequence[Placed], hints: Hints) -> int:
    """How many columns have a heading whose words are known."""
    texts: dict[int, list[str]] = {}
    for p in header:
        for k, lines in p.parts.items():
            texts.setdefault(k, []).extend(line_text(line) for line in lines)
    return sum(is_known_heading(join_lines(t), hints) for t in texts.values())


def _is_contents_list(region: Region) -> bool:
    """Lines whose gap is filled with dots lead to page numbers; those to several figures lead along a row."""
    parts = [LEADER.split(s.text) for s in region.strips]
    dotted = sum(len(p) > 1 and len(p[-1].split()) <= 1 for p in parts)
    return dotted > 0.3 * len(region.strips)
