"""A table that goes on over a page break -> one table: both parts are read together, as if the paper had no end.

The part on the next page is found by the columns of the part before it, since alone it may be a single row or have no
headings. The lines of both are laid under each other on one long page, a repeated heading left out; the parser chain
reads that, and the cells are put back on their pages.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property, reduce

from extract.continuing import Continuation, Open, continuation
from extract.geometry import contains, line_text, mean_confidence, shared, text_lines, type_size, union
from extract.headers import is_number
from extract.joining import join_lines
from extract.long_page import Part, long_page, on_long_page, on_pages, part_of
from extract.running import running_lines
from extract.score import evidence, score
from extract.table_shape import Columns, column_extents, columns_of, farthest, row_gap, words_of
from extract.titles import is_caption, is_note
from extract.types import BBox, Cell, Page, Table, TableSettings, Word

Run = Callable[[Page, TableSettings], list[Table]]
"""The parser chain: a page -> its best tables."""

LOWEST = 0.55
"""A table that ends above this share of its page's height ends there: what the next page begins with is another."""
MOST_BELOW = 8
"""More lines than this below a table are not the rest of its last row."""
MIN_HELD = 0.9
"""The table read over the break must hold this share of the words of its parts."""


class Report:
    """What is known of the whole report: its pages with words by number, and its running heads and feet."""

    def __init__(self, pages: Sequence[Page], settings: TableSettings) -> None:
        self.every, self.settings = pages, settings
        self.pages = {p.number: p for p in pages if p.words}

    @cached_property
    def running(self) -> frozenset[tuple[int, int]]:
        """(page, line) of the running heads and feet; looked for when a table first may go on."""
        return running_lines(self.every)


def stitch(pages: Sequence[Page], tables: Sequence[Table], settings: TableSettings, run: Run) -> list[Table]:
    """The tables of a document with those that go on over page breaks as one each, in the same order."""
    report = Report(pages, settings)
    left = list(tables)
    out: list[Table] = []
    while left:
        table = left.pop(0)
        parts = _first_part(table, report)
        while parts and (found := _next(table, parts, left, report)):
            joined = _joined(
                table, [*parts[:-1], *_laid(table, parts[-1], found)], left, found, settings=settings, run=run
            )
            if joined is None:
                break
            table, parts = joined
            left = [t for t in left if not _is_in(t, found)]
        out.append(table)
    return out


def _first_part(table: Table, report: Report) -> list[Part]:
    """The page's part of a table, when nothing but running feet and rows of its own stand below it; else none."""
    page = report.pages.get(table.page or 0)
    if page is None or table.bbox is None or table.reader is not None or table.columns < 2:
        return []
    if table.bbox.bottom < LOWEST * page.height or page.number + 1 not in report.pages:
        return []
    box = table.bbox
    below = text_lines(w for w in page.words if w.bbox.top > box.bottom - 1 and not _runs(w, page, report))
    rest = _rest_of_row(table, page, below) if len(below) <= MOST_BELOW else None
    return [Part(page, rest, 0.0)] if rest is not None else []


def _rest_of_row(table: Table, page: Page, below: Sequence[list[Word]]) -> BBox | None:
    """The table's box with the lines right below that are rows of it; None when they are a note, or something else."""
    assert table.bbox is not None  # noqa: S101  the caller asks for tables with one
    box = table.bbox
    if not below:
        return box
    words = words_of(table, page)
    columns = columns_of(table, words, page)
    if columns.is_lone(below[0]) and not (len(below) == 1 and _is_section(below[0], table, columns, words)):
        return None
    for line in below:
        own = union(w.bbox for w in line)
        if own.top - box.bottom > farthest(table, words) or not columns.fits(line):
            return None
        box = union([box, own])
    return box


def _is_section(line: Sequence[Word], table: Table, columns: Columns, words: Sequence[Word]) -> bool:
    """Whether a lone line under the last row heads the rows of the next page: set as a row label, and no sentence."""
    assert table.bbox is not None  # noqa: S101  the caller asks for tables with one
    text, size = line_text(line), columns.size
    own = union(w.bbox for w in line)
    return (
        abs(own.x0 - columns.extents[0][0]) < 2
        and abs(type_size(line) - size) < 0.08 * size
        and own.x1 - own.x0 < 0.5 * (table.bbox.x1 - table.bbox.x0)
        and own.top - table.bbox.bottom <= 1.3 * row_gap(table, words) + 1
        and text[:1].isupper()
        and text[-1] not in ".:;,"
        and not is_note(text)
        and not is_caption(text)
    )


def _runs(word: Word, page: Page, report: Report) -> bool:
    """Whether a word belongs to a running head or foot."""
    return any(
        x.bbox is not None and contains(x.bbox, word.bbox, 0.5)
        for x in page.lines
        if (page.number, x.number) in report.running
    )


def _next(table: Table, parts: Sequence[Part], others: Sequence[Table], report: Report) -> Continuation | None:
    """Where the table goes on, on the page after its last part; None when it ends there."""
    last = parts[-1]
    page = report.pages.get(last.page.number + 1)
    if page is None or last.box.bottom < LOWEST * last.page.height or abs(page.width - last.page.width) > 2:
        return None
    if len(parts) > 1 and any(
        w.bbox.top > last.box.bottom and not _runs(w, last.page, report) for w in last.page.words
    ):
        return None
    here = [t for t in others if t.page == page.number and t.bbox is not None]
    return continuation(Open(table, parts[0].page, report.settings.hints), page, here, report.running)


def _is_in(table: Table, found: Continuation) -> bool:
    """Whether a table found on the next page is (part of) what goes on there, its repeated heading included."""
    if table.page != found.page.number or table.bbox is None:
        return False
    top = found.heading.top if found.heading else found.box.top
    return contains(BBox(found.box.x0, top, found.box.x1, found.box.bottom), table.bbox, 2.0)


def _laid(table: Table, last: Part, found: Continuation) -> tuple[Part, Part]:
    """The last part and what goes on, laid below it: rule on rule where rules part rows, else at the distance of rows.

    A rule that only closes the frame at the foot of a page, or opens it at the head, is not one between rows.
    """
    if _rows_are_ruled(table, last):
        return last, Part(found.page, found.box, last.placed.bottom - found.box.top)
    end = max(w.bbox.bottom for w in last.page.words if contains(last.box, w.bbox, 1.0))
    start = min(w.bbox.top for w in found.page.words if contains(found.box, w.bbox, 1.0))
    above, below = last.box._replace(bottom=end - 2), found.box._replace(top=start + 2)
    gap = row_gap(table, words_of(table, last.page))
    return replace(last, box=above), Part(found.page, below, end + last.shift + gap - start)


def _rows_are_ruled(table: Table, part: Part) -> bool:
    """Whether rules run between most body rows of a table, going by its first part."""
    tops = [c.bbox.top for c in table.cells if c.row == table.header_rows and c.bbox and c.page is None]
    first = min(tops, default=part.box.top)
    half = (part.box.x1 - part.box.x0) / 2
    levels = {
        round(r.bbox.top)
        for r in part.page.rulings
        if r.horizontal
        and first + 3 < r.bbox.top < part.box.bottom - 3
        and shared(r.bbox.x0, r.bbox.x1, part.box.x0, part.box.x1) > half
    }
    rows = len({c.row for c in table.cells if c.page is None and c.row >= table.header_rows})
    return 2 * len(levels) >= rows - 1 and rows > 1


def _joined(
    table: Table, parts: list[Part], others: Sequence[Table], found: Continuation, *, settings: TableSettings, run: Run
) -> tuple[Table, list[Part]] | None:
    """The table over all parts: read at once, or as its parts were read, whichever looks more like a table.

    None when they make no table of as many columns.
    """
    long = long_page(parts)
    readings = [
        _whole(run(long, settings), long.words, table.columns),
        _appended(table, others, found, parts, long.words),
    ]
    whole = max(
        (_without_cut(t, parts) for t in readings if t), key=lambda t: _likelihood(t, long, settings), default=None
    )
    if whole is None:
        return None
    own = replace(
        on_pages(whole, parts),
        title=table.title,
        page=table.page,
        line=table.line,
        last_line=table.last_line,
        bbox=table.bbox,
    )
    return replace(own, declined=table.declined), parts


def _likelihood(table: Table, page: Page, settings: TableSettings) -> float:
    return round(score(evidence(table, settings.hints, page.rulings)), 3)


def _appended(
    table: Table, others: Sequence[Table], found: Continuation, parts: Sequence[Part], words: Sequence[Word]
) -> Table | None:
    """The table so far with what was read on the next page as its further rows, where that has as many columns."""
    next_ = [t for t in others if _is_in(t, found)]
    if len(next_) != 1 or next_[0].columns != table.columns:
        return None
    other = next_[0]
    if found.heading is not None:
        kept = [replace(c, row=c.row - other.header_rows) for c in other.cells if c.row >= other.header_rows]
        other = replace(other, cells=tuple(kept), rows=other.rows - other.header_rows)
    if not other.cells:
        return None
    whole = _below(on_long_page(table, parts), on_long_page(other, parts), words)
    held = sum(any(c.bbox and contains(c.bbox, w.bbox, 2.0) for c in whole.cells) for w in words)
    return whole if held >= MIN_HELD * len(words) else None


def _whole(tables: Sequence[Table], words: Sequence[Word], columns: int) -> Table | None:
    """The one table that holds the long page's words, or those that hold them together, one below the other."""
    enough = MIN_HELD * len(words)
    single = max(tables, key=lambda t: _held(t, words), default=None)
    if single is not None and single.columns >= columns and _held(single, words) >= enough:
        return single
    stacked = sorted((t for t in tables if t.columns == columns), key=lambda t: t.bbox.top if t.bbox else 0.0)
    if len(stacked) < 2 or sum(_held(t, words) for t in stacked) < enough:
        return None
    return reduce(lambda first, other: _below(first, other, words), stacked)


def _below(first: Table, other: Table, words: Sequence[Word]) -> Table:
    """Two tables of as many columns as one; words that stand between them, in neither, are a row of their own."""
    assert first.bbox is not None and other.bbox is not None  # noqa: S101  both were read from a page
    top, bottom = first.bbox.bottom, other.bbox.top
    between = [w for w in words if top < (w.bbox.top + w.bbox.bottom) / 2 < bottom and not contains(first.bbox, w.bbox)]
    extents = column_extents(first, words)
    own: dict[int, list[Word]] = {}
    for word in between:
        column = max(range(len(extents)), key=lambda k: shared(word.bbox.x0, word.bbox.x1, *extents[k]), default=0)
        own.setdefault(column, []).append(word)
    row = [_cell(first.rows, k, text_lines(ws)) for k, ws in sorted(own.items())]
    rows = first.rows + bool(row)
    rest = [replace(c, row=c.row + rows, is_header=False) for c in other.cells]
    return replace(
        first,
        cells=(*first.cells, *row, *rest),
        rows=rows + other.rows,
        bbox=union([first.bbox, other.bbox]),
        source_lines=first.source_lines | other.source_lines,
    )


def _cell(row: int, column: int, lines: Sequence[Sequence[Word]]) -> Cell:
    texts = tuple(line_text(line) for line in lines)
    box = union(w.bbox for line in lines for w in line)
    confidence = mean_confidence([w for line in lines for w in line])
    return Cell(row, column, join_lines(texts), texts, bbox=box, confidence=confidence)


def _held(table: Table, words: Sequence[Word]) -> int:
    return sum(table.bbox is not None and contains(table.bbox, w.bbox, 1.0) for w in words)


def _without_cut(table: Table, parts: Sequence[Part]) -> Table:
    """The table of a long page with a row that the last page break cuts in two as one."""
    row = min((c.row for c in table.cells if c.text and part_of(c, parts) == len(parts) - 1), default=0)
    if row <= table.header_rows or not _is_cut(table, row):
        return table
    kept = [c for c in table.cells if c.row not in (row - 1, row)]
    cells = [replace(c, row=c.row - 1) if c.row > row else c for c in kept]
    for column in range(table.columns):
        above = next((c for c in table.cells if c.row == row - 1 and c.column == column), None)
        below = next((c for c in table.cells if c.row == row and c.column == column), None)
        if above and below and below.text:
            lines = (*above.lines, *below.lines)
            cells.append(replace(above, lines=lines, text=join_lines(lines)))
        elif above:
            cells.append(above)
        elif below:
            cells.append(replace(below, row=row - 1))
    ordered = tuple(sorted(cells, key=lambda c: (c.row, c.column)))
    return replace(table, cells=ordered, rows=table.rows - 1)


def _is_cut(table: Table, row: int) -> bool:
    """Whether a row, the first on its page, is the lower half of the row before it.

    It has no label where all others have one; or everything in it begins as if in the middle of a sentence, its label
    alone (as no other does), or something in a row that is less filled than any other.
    """
    here = [c for c in table.cells if c.row == row and c.text]
    above = {c.column: c.text for c in table.cells if c.row == row - 1 and c.text}
    if not here or any(is_number(c.text) and is_number(above.get(c.column, "")) for c in here):
        return False
    goes_on = [c for c in here if c.column in above and _begins_inside(c.text)]
    if len(goes_on) == len(here):
        return True
    body = range(table.header_rows, table.rows)
    filled = [[c for c in table.cells if c.row == r and c.text] for r in body if r != row]
    if any(c.column == 0 for c in here):
        labels = [c.text for cells in filled for c in cells if c.column == 0]
        if any(c.column == 0 for c in goes_on) and not any(map(_begins_inside, labels)):
            return True
        return bool(goes_on) and len(here) < min(map(len, filled), default=0)
    labelled = all(any(c.column == 0 for c in cells) for cells in filled)
    return labelled or bool(goes_on)


def _begins_inside(text: str) -> bool:
    """Whether a text begins as the rest of a sentence does: with a small letter or a closing sign."""
    return text[0].islower() or text[0] in ")%,.;:"
