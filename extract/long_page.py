"""Parts of a table on following pages, laid under each other on one long page, and tables put back on their pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from extract.geometry import contains, shared, union
from extract.types import BBox, Cell, Page, Ruling, Table, Word

OFFSET = 100_000
"""While the parts are read as one page, the second part's lines are numbered from here on, the third's from twice."""


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


def long_page(parts: Sequence[Part]) -> Page:
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
        joined=True,
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


def on_pages(table: Table, parts: Sequence[Part]) -> Table:
    """A table of the long page with its cells and lines back on their pages."""
    cells = tuple(_cell_on_page(c, parts) for c in table.cells)
    own = frozenset(n for n in table.source_lines if n < OFFSET)
    later = frozenset((parts[n // OFFSET].page.number, n % OFFSET) for n in table.source_lines if n >= OFFSET)
    return replace(table, cells=cells, source_lines=own, later_lines=later)


def part_of(cell: Cell, parts: Sequence[Part]) -> int:
    """In which of the parts, counted from 0, a cell of the long page begins."""
    if cell.line is not None:
        return cell.line // OFFSET
    top = cell.bbox.top if cell.bbox else 0.0
    return max((n for n, p in enumerate(parts) if top >= p.placed.top - 3), default=0)


def _cell_on_page(cell: Cell, parts: Sequence[Part]) -> Cell:
    """A cell on the page where it begins; its box ends with that page's part."""
    if cell.bbox is None:
        return cell
    top, at = cell.bbox.top, part_of(cell, parts)
    part = parts[at]
    bottom = min(cell.bbox.bottom, part.placed.bottom)
    box = BBox(cell.bbox.x0, max(top, part.placed.top), cell.bbox.x1, max(bottom, top))
    line = cell.line % OFFSET if cell.line is not None else None
    return replace(cell, bbox=_moved(box, -part.shift), line=line, page=part.page.number if at else None)


def on_long_page(table: Table, parts: Sequence[Part]) -> Table:
    """A table of the parts' pages with its cells and lines on the long page: the opposite of `on_pages`."""
    at = {p.page.number: n for n, p in enumerate(parts)}
    cells = []
    for cell in table.cells:
        n = at.get(cell.page or table.page or 0, 0)
        box = _moved(cell.bbox, parts[n].shift) if cell.bbox else None
        line = cell.line + n * OFFSET if cell.line is not None else None
        cells.append(replace(cell, bbox=box, line=line, page=None))
    n = at.get(table.page or 0, 0)
    lines = {line + n * OFFSET for line in table.source_lines}
    lines |= {line + at.get(page, 0) * OFFSET for page, line in table.later_lines}
    boxes = [c.bbox for c in cells if c.bbox]
    return replace(table, cells=tuple(cells), source_lines=frozenset(lines), bbox=union(boxes) if boxes else None)
