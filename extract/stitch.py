"""A table that goes on over a page break -> one table: both parts are read together, as if the paper had no end.

The part on the next page is found by the columns of the part before it, since alone it may be a single row or have no
headings. The lines of both are laid under each other on one long page, a repeated heading left out; the parser chain
reads that, and the cells are put back on their pages.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from statistics import median

from extract.continuing import Continuation, continuation
from extract.geometry import contains, shared, type_size
from extract.headers import is_number
from extract.joining import join_lines
from extract.running import running_lines
from extract.types import BBox, Cell, Page, Ruling, Table, TableSettings, Word

Run = Callable[[Page, TableSettings], list[Table]]
"""The parser chain: a page -> its best tables."""

LOWEST = 0.55
"""A table that ends above this share of its page's height ends there: what the next page begins with is another."""
OFFSET = 100_000
"""While the parts are read as one page, the second part's lines are numbered from here on, the third's from twice."""
MIN_HELD = 0.9
"""The table read over the break must hold this share of the words of its parts."""


@dataclass(frozen=True, slots=True)
class Report:
    """What is known of the whole report: its pages with words by number, and its running heads and feet."""

    pages: dict[int, Page]
    running: frozenset[tuple[int, int]]
    settings: TableSettings


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
    report = Report({p.number: p for p in pages if p.words}, running_lines(pages), settings)
    left = list(tables)
    out: list[Table] = []
    while left:
        table = left.pop(0)
        parts = _first_part(table, report.pages)
        while parts and (found := _next(table, parts, left, report)):
            joined = _joined(table, [*parts, _placed_below(table, parts[-1], found)], settings, run)
            if joined is None:
                break
            table, parts = joined
            left = [t for t in left if not _is_in(t, found)]
        out.append(table)
    return out


def _first_part(table: Table, pages: dict[int, Page]) -> list[Part]:
    page = pages.get(table.page or 0)
    if page is None or table.bbox is None or table.reader is not None or table.columns < 2:
        return []
    return [Part(page, table.bbox, 0.0)]


def _next(table: Table, parts: Sequence[Part], others: Sequence[Table], report: Report) -> Continuation | None:
    """Where the table goes on, on the page after its last part; None when it ends there."""
    last = parts[-1]
    page = report.pages.get(last.page.number + 1)
    if page is None or last.box.bottom < LOWEST * last.page.height or abs(page.width - last.page.width) > 2:
        return None
    below = [line for line in last.page.lines if _is_below(line.bbox, last.box)]
    if any((last.page.number, line.number) not in report.running for line in below):
        return None
    here = [t for t in others if t.page == page.number and t.bbox is not None]
    return continuation(Open(table, parts[0].page, report.settings.hints), page, here, report.running)


def _is_below(line: BBox | None, box: BBox) -> bool:
    return line is not None and (line.top + line.bottom) / 2 > box.bottom


def _is_in(table: Table, found: Continuation) -> bool:
    """Whether a table found on the next page is (part of) what goes on there, its repeated heading included."""
    if table.page != found.page.number or table.bbox is None:
        return False
    top = found.heading.top if found.heading else found.box.top
    return contains(BBox(found.box.x0, top, found.box.x1, found.box.bottom), table.bbox, 2.0)


def _placed_below(table: Table, last: Part, found: Continuation) -> Part:
    """What goes on, laid below the last part: rule on rule where both have one, else at the distance of rows."""
    ruled = _has_rule(last.page, last.box.bottom, last.box) and _has_rule(found.page, found.box.top, found.box)
    gap = 0.0 if ruled else _row_gap(table, last.page)
    return Part(found.page, found.box, last.placed.bottom + gap - found.box.top)


def _has_rule(page: Page, y: float, box: BBox) -> bool:
    half = (box.x1 - box.x0) / 2
    return any(
        r.horizontal and abs(r.bbox.top - y) <= 2 and shared(r.bbox.x0, r.bbox.x1, box.x0, box.x1) > half
        for r in page.rulings
    )


def _row_gap(table: Table, page: Page) -> float:
    """The white between two rows of a table, in points."""
    words = [w for w in page.words if table.bbox and contains(table.bbox, w.bbox, 1.0)]
    spans: dict[int, tuple[float, float]] = {}
    for cell in table.cells:
        if cell.bbox is None or cell.page is not None or cell.row_span > 1 or cell.row < table.header_rows:
            continue
        own = [w.bbox for w in words if contains(cell.bbox, w.bbox, 0.5)]
        if own:
            top, bottom = min(b.top for b in own), max(b.bottom for b in own)
            a, b = spans.get(cell.row, (top, bottom))
            spans[cell.row] = (min(a, top), max(b, bottom))
    gaps = [spans[r + 1][0] - spans[r][1] for r in spans if r + 1 in spans]
    return max(median(gaps), 0.0) if gaps else 0.4 * type_size(words)


def _joined(table: Table, parts: list[Part], settings: TableSettings, run: Run) -> tuple[Table, list[Part]] | None:
    """The table read over all parts at once; None when they make no single table of as many columns."""
    long = _long_page(parts)
    best = max(run(long, settings), key=lambda t: _held(t, long.words), default=None)
    if best is None or best.columns < table.columns or _held(best, long.words) < MIN_HELD * len(long.words):
        return None
    whole = _without_cut(_on_pages(best, parts), parts[-1].page.number)
    own = replace(
        whole, title=table.title, page=table.page, line=table.line, last_line=table.last_line, bbox=table.bbox
    )
    return replace(own, declined=table.declined), parts


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
        rulings += [Ruling(b) for r in part.page.rulings if (b := _cut_out(r.bbox, part))]
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
