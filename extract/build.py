"""Boxes of a grid and the words of a page -> Table. Every parser with geometry ends here, so text is read one way."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from extract.geometry import (
    area,
    cluster,
    contains,
    line_text,
    mean_confidence,
    nearest,
    shared,
    text_lines,
    type_size,
    union,
)
from extract.headers import count_header_rows
from extract.joining import join_lines
from extract.types import BBox, Cell, Line, Page, Table, TableSettings, Word
from extract.words import words as known_words


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
    cells = _without_blank_tracks([_cell(box, own, page.lines) for box, own in _placed(boxes, words)])
    if not cells:
        return None
    rows, columns = max(c.row + c.row_span for c in cells), max(c.column + c.column_span for c in cells)
    if header_rows is None:
        header_rows = count_header_rows(cells, rows, columns, settings.hints)
    return finish(page, cells, rows=rows, columns=columns, header_rows=header_rows, region=region, engine=engine)


def finish(
    page: Page, cells: Sequence[Cell], *, rows: int, columns: int, header_rows: int, region: BBox, engine: str
) -> Table:
    """Cells that have their place -> Table with header marks, title and the lines of the page it takes."""
    taken = [line.number for line in page.lines if line.bbox and _mostly_inside(line.bbox, region)]
    marked = tuple(_as_header(c) if c.row < header_rows else c for c in sorted(cells, key=lambda c: (c.row, c.column)))
    confidences = [c.confidence for c in marked if c.confidence is not None]
    return Table(
        cells=marked,
        rows=rows,
        columns=columns,
        header_rows=header_rows,
        title=title_above(page, region),
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
    wide, high = (
        shared(line.x0, line.x1, region.x0, region.x1),
        shared(line.top, line.bottom, region.top, region.bottom),
    )
    return wide > 0 and high > 0 and wide * high > 0.5 * area(line)


def _placed(boxes: Sequence[Box], words: Sequence[Word]) -> list[tuple[Box, list[Word]]]:
    own: list[list[Word]] = [[] for _ in boxes]
    for word in words:
        for i, box in enumerate(boxes):
            if contains(box.bbox, word.bbox):
                own[i].append(word)
                break
    return list(zip(boxes, own, strict=True))


def _cell(box: Box, words: Sequence[Word], lines: Sequence[Line]) -> Cell:
    printed = text_lines(words)
    texts = tuple(line_text(line) for line in printed)
    first = next((n for w in (printed[0] if printed else []) for n in line_numbers(lines, w)), None)
    confidence = mean_confidence(words)
    spans = box.row_span, box.column_span
    return Cell(box.row, box.column, join_lines(texts), texts, *spans, False, box.bbox, first, confidence)


def line_numbers(lines: Sequence[Line], word: Word) -> list[int]:
    """Numbers of the page lines a word stands in (one, as a rule)."""
    return [line.number for line in lines if line.bbox and contains(line.bbox, word.bbox)]


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


def title_above(page: Page, region: BBox, reach: float = 3.0) -> str:
    """The caption over a table: a line that begins like one ('Tabell 3'), else a short line that is no sentence.

    `reach` is how far up it may stand, in type sizes.
    """
    size = type_size(page.words)
    above = [
        (region.top - line.bbox.bottom, line)
        for line in page.lines
        if line.bbox
        and -size / 2 <= region.top - line.bbox.bottom <= 2 * reach * size
        and shared(line.bbox.x0, line.bbox.x1, region.x0, region.x1) > 0
    ]
    for _, line in sorted(above, key=lambda pair: pair[0]):
        if _is_caption(line.text):
            return line.text
    close = [line for gap, line in sorted(above, key=lambda pair: pair[0]) if gap <= reach * size]
    return close[0].text if close and _is_heading(close[0].text) else ""


def _is_caption(text: str) -> bool:
    match = re.match(r"([^\W\d_]+)\s+\d+", text)
    return bool(match) and match[1].lower() in known_words("caption") if match else False


def _is_heading(text: str) -> bool:
    return 3 <= len(text) <= 110 and text[0].isupper() and not text.endswith((".", ",", ";", "-")) and text[-1] != ":"
