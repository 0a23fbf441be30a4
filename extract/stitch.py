"""A table that goes on over a page break -> one table: both parts are read together, as if the paper had no end.

The part on the next page is found by the columns of the part before it, since alone it may be a single row or have no
headings. The lines of both are laid under each other on one long page, a repeated heading left out; the parser chain
reads that, and the cells are put back on their pages.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, reduce

from extract.continuing import Continuation, Open, column_extents, continuation, farthest, fits, row_gap, words_of
from extract.geometry import contains, line_text, mean_confidence, shared, text_lines, type_size, union
from extract.headers import is_number
from extract.joining import join_lines
from extract.running import running_lines
from extract.types import BBox, Cell, Page, Ruling, Table, TableSettings, Word

Run = Callable[[Page, TableSettings], list[Table]]
"""The parser chain: a page -> its best tables."""

LOWEST = 0.55
"""A table that ends above this share of its page's height ends there: what the next page begins with is another."""
MOST_BELOW = 8
"""More lines than this below a table are not the rest of its last row."""
OFFSET = 100_000
"""While the parts are read as one page, the second part's lines are numbered from here on, the third's from twice."""
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


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a page that holds a part of a table, and how far down it lies shifted on the long page."""

    page: Page
    box: BBox
    shift: float

    @property
    def placed(self) -> BBox:
        """The stretch on the long page."""
        return _moved(self.box, self.shift)


def stitch(pages: Sequence[Page], tables: Sequence[Table], settings: TableSettings, run: Run) -> list[Table]:
    """The tables of a document with those that go on over page breaks as one each, in the same order."""
    report = Report(pages, settings)
    left = list(tables)
    out: list[Table] = []
    while left:
        table = left.pop(0)
        parts = _first_part(table, report)
        while parts and (found := _next(table, parts, left, report)):
            joined = _joined(table, [*parts[:-1], *_laid(table, parts[-1], found)], settings, run)
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
    if not below:
        return [Part(page, box, 0.0)]
    if len(below) > MOST_BELOW:
        return []
    words = words_of(table, page)
    size, columns = type_size(words), column_extents(table, words)
    for line in below:
        own = union(w.bbox for w in line)
        if own.top - box.bottom > farthest(table, words) or not fits(line, columns, size):
            return []
        box = union([box, own])
    return [Part(page, box, 0.0)]


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


def _joined(table: Table, parts: list[Part], settings: TableSettings, run: Run) -> tuple[Table, list[Part]] | None:
    """The table read over all parts at once; None when they make no table of as many columns."""
    long = _long_page(parts)
    whole = _whole(run(long, settings), long.words, table.columns)
    if whole is None:
        return None
    placed = _without_cut(_on_pages(whole, parts), parts[-1].page.number)
    own = replace(
        placed, title=table.title, page=table.page, line=table.line, last_line=table.last_line, bbox=table.bbox
    )
    return replace(own, declined=table.declined), parts


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


def _long_page(parts: Sequence[Part]) -> Page:
    """The parts under each other on one page, with the lines around them that may be captions and notes."""
    first, last = parts[0], parts[-1]
    words: list[Word] = []
    rulings: list[Ruling] = []
    shades: list[BBox] = []
    lines = [x for x in first.page.lines if x.bbox and x.bbox.bottom <= first.box.top + 1]
    for n, part in enumerate(parts):
        inside = part.box
        words += [replace(w, bbox=_moved(w.bbox, part.shift)) for w in part.page.words if contains(inside, w.bbox, 1.0)]
        seam = parts[n - 1].placed.bottom if n else part.placed.top
        rulings += [Ruling(_over(b, part, seam)) for r in part.page.rulings if (b := _cut_out(r.bbox, part))]
        shades += [b for s in part.page.shades if (b := _cut_out(s, part))]
        below = part.box.bottom + 60 if part is last else part.box.bottom
        wide = BBox(0.0, part.box.top, part.page.width, below)
        lines += [
            replace(x, number=x.number + n * OFFSET, bbox=_moved(x.bbox, part.shift))
            for x in part.page.lines
            if x.bbox and contains(wide, x.bbox, 1.0)
        ]
    return Page(
        number=first.page.number,
        reader=first.page.reader,
        lines=tuple(lines),
        width=first.page.width,
        height=last.placed.bottom + 100,
        words=tuple(words),
        rulings=tuple(rulings),
        shades=tuple(shades),
    )


def _cut_out(box: BBox, part: Part) -> BBox | None:
    """What of a drawn box lies in a part, on the long page."""
    top, bottom = max(box.top, part.box.top - 2), min(box.bottom, part.box.bottom + 2)
    if top > bottom or shared(box.x0, box.x1, part.box.x0, part.box.x1) < -2:
        return None
    return _moved(BBox(box.x0, top, box.x1, bottom), part.shift)


def _over(line: BBox, part: Part, seam: float) -> BBox:
    """A line down a part from its very top, drawn on up to the part before: on paper it goes on below the break."""
    upright = line.bottom - line.top > line.x1 - line.x0
    return line._replace(top=min(line.top, seam)) if upright and line.top <= part.placed.top + 3 else line


def _moved(box: BBox, shift: float) -> BBox:
    return BBox(box.x0, box.top + shift, box.x1, box.bottom + shift)


def _on_pages(table: Table, parts: Sequence[Part]) -> Table:
    """A table of the long page with its cells and lines back on their pages."""
    cells = tuple(_cell_on_page(c, parts) for c in table.cells)
    own = frozenset(n for n in table.source_lines if n < OFFSET)
    later = frozenset((parts[n // OFFSET].page.number, n % OFFSET) for n in table.source_lines if n >= OFFSET)
    return replace(table, cells=cells, source_lines=own, later_lines=later)


def _cell_on_page(cell: Cell, parts: Sequence[Part]) -> Cell:
    """A cell on the page where it begins; its box ends with that page's part."""
    if cell.bbox is None:
        return cell
    top = cell.bbox.top
    at = max((n for n, p in enumerate(parts) if top >= p.placed.top - 3), default=0)
    if cell.line is not None:
        at = cell.line // OFFSET
    part = parts[at]
    bottom = min(cell.bbox.bottom, part.placed.bottom)
    box = BBox(cell.bbox.x0, max(top, part.placed.top), cell.bbox.x1, max(bottom, top))
    line = cell.line % OFFSET if cell.line is not None else None
    return replace(cell, bbox=_moved(box, -part.shift), line=line, page=part.page.number if at else None)


def _without_cut(table: Table, page: int) -> Table:
    """The table with a row that the page break cuts in two as one."""
    row = min((c.row for c in table.cells if c.page == page and c.text), default=0)
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

    It has no label where all others have one, or everything in it begins as if in the middle of a sentence.
    """
    here = [c for c in table.cells if c.row == row and c.text]
    above = {c.column: c.text for c in table.cells if c.row == row - 1 and c.text}
    if not here or any(is_number(c.text) and is_number(above.get(c.column, "")) for c in here):
        return False
    goes_on = [c for c in here if c.column in above and _begins_inside(c.text)]
    if len(goes_on) == len(here):
        return True
    if any(c.column == 0 for c in here):
        return False
    labels = [table.cell(r, 0) for r in range(table.header_rows, table.rows) if r != row]
    labelled = all(c is not None and c.text for c in labels)
    return labelled or bool(goes_on)


def _begins_inside(text: str) -> bool:
    """Whether a text begins as the rest of a sentence does: with a small letter or a closing sign."""
    return text[0].islower() or text[0] in ")%,.;:"
