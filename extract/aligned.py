"""Tables without full rulings: columns from white space, rows from horizontal rulings, distances and figures."""

from __future__ import annotations

from collections.abc import Sequence

from extract.build import finish, line_numbers
from extract.columns import Columns, find_columns
from extract.geometry import line_text, mean_confidence, union
from extract.header_lines import heading_rows
from extract.headers import is_figure, is_known_heading
from extract.joining import join_lines
from extract.regions import Region, find
from extract.rows import Placed, continues, group_rows, has_several_rows, in_figure_columns, is_beside, place
from extract.types import BBox, Cell, Declined, Hints, Page, Table, TableSettings

NAME = "aligned"
FULL_WIDTH = 0.7
"""A ruling that covers this share of the region parts rows; a shorter one lies under a spanning heading."""


def parse(page: Page, settings: TableSettings) -> list[Table] | Declined:
    """The tables of a page's regions; each must show figures, rulings or known headings to be taken for one."""
    if not page.words:
        return Declined(NAME, "the page has no geometry")
    regions = find(page, settings)
    tables = [t for region in regions if (t := _table(page, region, settings))]
    return tables or Declined(NAME, "no lines with a common white gutter and figures, rulings or known headings")


def _table(page: Page, region: Region, settings: TableSettings) -> Table | None:
    columns = find_columns(region.strips, region.size)
    count = len(columns.extents)
    if count < settings.min_columns or _is_contents_list(region):
        return None
    placed = in_figure_columns([place(s, columns, region.size, settings.hints) for s in region.strips])
    header, body = rows_of(placed, region, columns)
    rows = [*header, *body]
    if len(rows) < settings.min_rows or not body or not _is_table(region, header, body, count, settings.hints):
        return None
    cells = [c for r, row in enumerate(rows) for c in _cells(r, row, page)]
    frame = union([s.bbox for s in region.strips])
    shape = {"rows": len(rows), "columns": count, "header_rows": len(header)}
    return finish(page, cells, **shape, region=frame, engine=NAME)


Rows = list[list[Placed]]


def rows_of(placed: Sequence[Placed], region: Region, columns: Columns) -> tuple[Rows, Rows]:
    """(header rows, body rows), each row a list of printed lines."""
    edges = right_edges(placed, columns)
    bands = _bands(placed, region)
    ruled_header = len(bands) > 1 and not any(line.figures for line in bands[0])
    if ruled_header:
        more = 1
        while more < len(bands) - 1 and not any(line.label or line.figures for line in bands[more]):
            more += 1
        header, rest = [line for band in bands[:more] for line in band], bands[more:]
    else:
        at = _header_end(placed, edges, region.size)
        header = list(placed[:at])
        rest = [kept for band in bands if (kept := [p for p in band if not any(p is h for h in header)])]
    body: Rows = []
    for band in rest:
        one_row = len(rest) > 2 and not has_several_rows(band, edges, region.size)
        body += [list(band)] if one_row else group_rows(band, edges, region.size)
    if not header and body and not any(line.figures for line in body[0]):
        header, body = body[0], body[1:]
    return heading_rows(header, region, columns), body


def right_edges(placed: Sequence[Placed], columns: Columns) -> list[float]:
    """How far text reaches to the right in each column."""
    return [
        max((p.parts[k][-1].bbox.x1 for p in placed if k in p.parts and k not in p.spans), default=extent[1])
        for k, extent in enumerate(columns.extents)
    ]


def _bands(placed: Sequence[Placed], region: Region) -> Rows:
    """Lines parted by the rulings that run over the whole width."""
    frame = union(p.strip.bbox for p in placed)
    width = frame.x1 - frame.x0
    places = [r.top for r in region.rules if min(r.x1, frame.x1) - max(r.x0, frame.x0) > FULL_WIDTH * width]
    bands: dict[int, list[Placed]] = {}
    for p in placed:
        middle = (p.strip.bbox.top + p.strip.bbox.bottom) / 2
        bands.setdefault(sum(y < middle for y in places), []).append(p)
    return [bands[k] for k in sorted(bands)]


def _header_end(placed: Sequence[Placed], edges: Sequence[float], size: float) -> int:
    """How many first lines are headings: all before the figures begin, but for labels that belong to the rows."""
    first = next((i for i, p in enumerate(placed) if p.figures), None)
    if first is None:
        return 0
    end = first
    while end > 1 and is_beside(placed[end - 1], placed[end], size):
        end -= 1
    while end > 1 and placed[end - 1].only_label:
        above, line = placed[end - 2], placed[end - 1]
        close = line.strip.bbox.top - above.strip.bbox.bottom < placed[end].strip.bbox.top - line.strip.bbox.bottom - 1
        if line.strip.bbox.top < above.strip.bbox.bottom - 0.5:
            break
        wrapped = above.label and continues(line, [above], edges, size)
        if (wrapped and not placed[end].only_label and placed[end].label and close) or (wrapped and close):
            break
        end -= 1
    return 0 if end == 1 and placed[0].only_label and first > 0 else end


def _cells(row: int, lines: Sequence[Placed], page: Page) -> list[Cell]:
    out = []
    for column in sorted({k for line in lines for k in line.parts}):
        parts = [line.parts[column] for line in lines if column in line.parts]
        texts = tuple(line_text(p) for p in parts)
        words = [w for p in parts for w in p]
        span = max(line.spans.get(column, 1) for line in lines)
        first = next(iter(line_numbers(page.lines, words[0])), None)
        box: BBox = union(w.bbox for w in words)
        out.append(Cell(row, column, join_lines(texts), texts, 1, span, False, box, first, mean_confidence(words)))
    return out


def _is_table(region: Region, header: Rows, body: Rows, columns: int, hints: Hints) -> bool:
    """Figures in a column, a stack of rulings, or two known headings: without any of them it is prose or a list."""
    if _known_headings(header, hints) >= 2:
        return True
    figure_rows = [row for row in body if any(line.figures for line in row)]
    per_column = [_figure_share(body, k, hints) for k in range(1, columns)]
    has_figures = len(figure_rows) >= 2 and max(per_column, default=0.0) >= 0.6
    if (len(region.rules) >= 3 or len(region.tall) >= columns - 1) and len(body) >= 2:
        return True
    if columns == 2:
        return has_figures and len(figure_rows) >= 3 and (bool(header) or len(region.rules) >= 2)
    return has_figures and len(figure_rows) >= 0.4 * len(body)


def _figure_share(body: Rows, column: int, hints: Hints) -> float:
    texts = [join_lines([line_text(p.parts[column]) for p in row if column in p.parts]) for row in body]
    filled = [t for t in texts if t]
    return sum(is_figure(t, hints) for t in filled) / len(filled) if len(filled) >= 2 else 0.0


def _known_headings(header: Rows, hints: Hints) -> int:
    texts = {k: [line_text(p.parts[k]) for row in header for p in row if k in p.parts] for k in range(50)}
    return sum(is_known_heading(join_lines(t), hints) for t in texts.values() if t)


def _is_contents_list(region: Region) -> bool:
    """Lines whose gap is filled with dots lead to page numbers."""
    dotted = sum("...." in line_text(s.words) or ". . ." in line_text(s.words) for s in region.strips)
    return dotted > 0.3 * len(region.strips)
