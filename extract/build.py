"""Boxes of a grid and the words of a page -> Table. Every parser with geometry ends here, so text is read one way."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from extract.geometry import area, cluster, contains, line_text, mean_confidence, nearest, shared, text_lines, union
from extract.headers import count_header_rows
from extract.joining import join_lines
from extract.strips import line_finder
from extract.titles import surroundings
from extract.types import Alternative, BBox, Cell, Page, Table, TableSettings, Word

Finder = Callable[[Word], int | None]


@dataclass(frozen=True, slots=True)
class Box:
    """A place in a grid: where it is on the page and which rows and columns it covers."""

    row: int
    column: int
    row_span: int
    column_span: int
    bbox: BBox


def boxes_from_cells(cells: Iterable[BBox], snap: float) -> list[Box]:
    """Boxes of cells as drawn -> their rows, columns and spans, from the edges they share."""
    drawn = [c for c in cells if c.x1 - c.x0 > snap and c.bottom - c.top > snap]
    if not drawn:
        return []
    xs = cluster((x for c in drawn for x in (c.x0, c.x1)), snap)
    ys = cluster((y for c in drawn for y in (c.top, c.bottom)), snap)
    out = []
    for c in drawn:
        row, column = nearest(c.top, ys), nearest(c.x0, xs)
        out.append(Box(row, column, nearest(c.bottom, ys) - row, nearest(c.x1, xs) - column, c))
    return sorted((b for b in out if b.row_span and b.column_span), key=lambda b: (b.row, b.column))


def join_cells(
    places: dict[tuple[int, int], BBox],
    open_right: Callable[[int, int], bool],
    open_below: Callable[[int, int], bool],
) -> list[BBox]:
    """Elementary cells by (row, column) -> boxes of the cells that open sides join into one."""
    parent = {place: place for place in places}

    def root(place: tuple[int, int]) -> tuple[int, int]:
        while parent[place] != place:
            place = parent[place]
        return place

    for r, c in places:
        if (r, c + 1) in places and open_right(r, c):
            parent[root((r, c + 1))] = root((r, c))
        if (r + 1, c) in places and open_below(r, c):
            parent[root((r + 1, c))] = root((r, c))
    groups: dict[tuple[int, int], list[BBox]] = {}
    for place, box in places.items():
        groups.setdefault(root(place), []).append(box)
    return [union(boxes) for boxes in groups.values()]


def build(
    page: Page, boxes: Sequence[Box], engine: str, settings: TableSettings, header_rows: int | None = None
) -> Table | None:
    """The table that the page's words make in the boxes; None when nothing stands in them."""
    if not boxes:
        return None
    region = union(b.bbox for b in boxes)
    words = [w for w in page.words if contains(region, w.bbox)]
    finder = line_finder(page.lines)
    cells = _without_blank_tracks([_cell(box, own, finder) for box, own in _placed(boxes, words)])
    if not cells:
        return None
    rows, columns = max(c.row + c.row_span for c in cells), max(c.column + c.column_span for c in cells)
    if header_rows is None:
        header_rows = count_header_rows(cells, rows, columns, settings.hints)
    return finish(page, cells, rows=rows, columns=columns, header_rows=header_rows, region=region, engine=engine)


def finish(
    page: Page, cells: Sequence[Cell], *, rows: int, columns: int, header_rows: int, region: BBox, engine: str
) -> Table:
    """Cells that have their place -> Table with header marks, title, notes and the lines of the page it takes."""
    taken = [line.number for line in page.lines if line.bbox and _mostly_inside(line.bbox, region)]
    marked = tuple(_as_header(c) if c.row < header_rows else c for c in sorted(cells, key=lambda c: (c.row, c.column)))
    confidences = [c.confidence for c in marked if c.confidence is not None]
    title, notes = surroundings(page, region, frozenset(taken))
    return Table(
        cells=marked,
        rows=rows,
        columns=columns,
        header_rows=header_rows,
        title=title,
        notes=notes,
        page=page.number,
        line=min(taken, default=None),
        last_line=max(taken, default=None),
        bbox=region,
        source_lines=frozenset(taken),
        engine=engine,
        confidence=sum(confidences) / len(confidences) if confidences else 1.0,
    )


def _as_header(c: Cell) -> Cell:
    return replace(c, is_header=True)


def _mostly_inside(line: BBox, region: BBox) -> bool:
    high = shared(line.top, line.bottom, region.top, region.bottom)
    if high <= 0:
        return False
    wide = shared(line.x0, line.x1, region.x0, region.x1)
    return wide > 0 and wide * high > 0.5 * area(line)


def _placed(boxes: Sequence[Box], words: Sequence[Word]) -> list[tuple[Box, list[Word]]]:
    """Every box with the words whose centre it holds; boxes are looked up by the rows they begin in."""
    own: list[list[Word]] = [[] for _ in boxes]
    tops = sorted({b.bbox.top for b in boxes})
    starting: list[list[int]] = [[] for _ in tops]
    for i, box in enumerate(boxes):
        for at in range(bisect_right(tops, box.bbox.top) - 1, bisect_right(tops, box.bbox.bottom)):
            starting[at].append(i)
    for word in words:
        at = bisect_right(tops, (word.bbox.top + word.bbox.bottom) / 2) - 1
        for i in starting[at] if at >= 0 else ():
            if contains(boxes[i].bbox, word.bbox):
                own[i].append(word)
                break
    return list(zip(boxes, own, strict=True))


def _cell(box: Box, words: Sequence[Word], finder: Finder) -> Cell:
    return cell_of(text_lines(words), box.row, box.column, (box.row_span, box.column_span), box.bbox, finder)


def cell_of(
    printed: Sequence[Sequence[Word]], row: int, column: int, spans: tuple[int, int], box: BBox, finder: Finder
) -> Cell:
    """Printed lines of words -> the cell they make at a place; `spans` are rows and columns it covers."""
    texts = tuple(line_text(line) for line in printed)
    words = [w for line in printed for w in line]
    return Cell(
        row=row,
        column=column,
        text=join_lines(texts),
        lines=texts,
        row_span=spans[0],
        column_span=spans[1],
        bbox=box,
        line=next((n for w in words[:1] if (n := finder(w)) is not None), None),
        confidence=mean_confidence(words),
        alternatives=_alternatives(printed) if any(w.alternatives for w in words) else (),
    )


def _alternatives(printed: Sequence[Sequence[Word]]) -> tuple[Alternative, ...]:
    """What the cell says when all that one reader read differently is taken from that reader; the surest first."""
    readers = dict.fromkeys(a.reader for line in printed for w in line for a in w.alternatives)
    text = join_lines([line_text(line) for line in printed])
    out = []
    for reader in readers:
        chosen = [[_read_by(reader, w) for w in line] for line in printed]
        other = join_lines([" ".join(a.text for a in line) for line in chosen])
        if other != text:
            out.append(Alternative(other, min(a.confidence for line in chosen for a in line if a.reader), reader))
    return tuple(sorted(out, key=lambda a: -a.confidence))


def _read_by(reader: str, word: Word) -> Alternative:
    """A word as one reader has it; as it stands, and by no reader, where that one agrees."""
    return next((a for a in word.alternatives if a.reader == reader), Alternative(word.text, 1.0, ""))


def _without_blank_tracks(cells: list[Cell]) -> list[Cell]:
    """Rows and columns in which no cell begins with text are spacers: they go, and spans shrink over them."""
    rows = sorted({c.row for c in cells if c.text})
    columns = sorted({c.column for c in cells if c.text})
    out = []
    for c in cells:
        in_rows = [i for i, r in enumerate(rows) if c.row <= r < c.row + c.row_span]
        in_columns = [i for i, k in enumerate(columns) if c.column <= k < c.column + c.column_span]
        if in_rows and in_columns:
            spanned = replace(c, row_span=len(in_rows), column_span=len(in_columns))
            out.append(replace(spanned, row=in_rows[0], column=in_columns[0]))
    return out
