"""Where, at the top of a page, the table of the page before goes on: found by that table's columns and headings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from extract.geometry import contains, line_text, shared, text_lines, type_size, union
from extract.headers import is_known_heading, is_number
from extract.table_shape import Columns, columns_of, farthest, words_of
from extract.titles import is_note
from extract.types import BBox, Cell, Hints, Page, Table, Word

HIGHEST = 0.25
"""A table goes on in this share of the page's height from its top, or not at all."""
MARGIN = 0.05
"""The share of a page's height that is its upper margin."""
SAME_EDGE = 12.0
"""Points by which what goes on may stand out to the left; a cut row without a label begins further to the right."""
FITS = 0.8
"""The share of a stretch's lines whose pieces must keep to the columns of the table before it."""
SAME_HEADING = 0.8
HEADLINE = 1.2
"""A line this much larger than the table's type is a heading of what follows."""
DRAWN, SAME_RULE = "ruled", 2.0
"""The parser whose cells are as drawn, and points by which the rules of two parts of a table may differ."""
MOST_COLUMNS, LOOSE = 0.7, 3.0
"""A line that fills this share of the columns may stand this many heights of type below the line before it."""


@dataclass(frozen=True, slots=True)
class Continuation:
    """The stretch of a page where a table goes on, below its repeated heading if it has one."""

    page: Page
    box: BBox
    heading: BBox | None = None


@dataclass(frozen=True, slots=True)
class Open:
    """A table that may go on, the page it begins on, and words that are known as headings."""

    table: Table
    page: Page
    hints: Hints


def continuation(
    open_: Open, page: Page, here: Sequence[Table], running: frozenset[tuple[int, int]]
) -> Continuation | None:
    """Where a table goes on at the top of the next page; None when it does not.

    `here` are the tables already found on `page`, `running` the running heads and feet as (page, line).
    """
    table = open_.table
    lines = _without_head(text_lines(_words(page, running)), page)
    inner = words_of(table, open_.page)
    if not lines or not inner or _box(lines[0]).top > HIGHEST * page.height:
        return None
    columns = columns_of(table, inner, page)
    first = min((t for t in here if t.bbox), key=lambda t: t.bbox.top if t.bbox else 0.0, default=None)
    if not all(map(columns.fits, _above(lines, first))):
        first = None  # it stands further down, below something else
    if _is_prose(lines[0], table, columns) or (first is not None and _is_new(table, first, lines, open_.hints)):
        return None
    taken = _taken(table, inner, lines, first, columns) if first is not None or columns.fits(lines[0]) else []
    heading = _repeated_heading(table, taken)
    body = taken[heading:]
    if not body or columns.extents[0][0] - min(_box(line).x0 for line in taken) > max(SAME_EDGE, 3 * columns.size):
        return None
    top = _box(taken[heading - 1]) if heading else None
    return Continuation(
        page, _with_rules(body, page, columns.size, top), union(map(_box, taken[:heading])) if heading else None
    )


def _without_head(lines: list[list[Word]], page: Page) -> list[list[Word]]:
    """Lines without the first, where that stands in the page's upper margin and well above the next: a running head.

    In a short report it is on one page only, so that nothing repeats.
    """
    if len(lines) < 2:
        return lines
    head, below = _box(lines[0]), _box(lines[1])
    return lines[1:] if head.bottom < MARGIN * page.height and below.top - head.bottom > type_size(lines[0]) else lines


def _taken(
    table: Table, inner: Sequence[Word], lines: Sequence[list[Word]], first: Table | None, columns: Columns
) -> list[list[Word]]:
    """The lines of a page that go on with a table, whose words are `inner`; `first` is the first table found there."""
    taken = _stretch(lines, columns, first, farthest(table, inner))
    same = first is not None and (_alike(_headings(table), _headings(first)) or _same_grid(table, first))
    return taken if same or _keeps_to(taken, columns) else []


def _same_grid(table: Table, other: Table) -> bool:
    """Whether a table without headings has its cells in columns drawn where those of another are."""
    edges = [_column_edges(t) for t in (table, other)]
    return (
        not other.header_rows
        and table.engine == other.engine == DRAWN
        and edges[0].keys() == edges[1].keys()
        and all(abs(x - edges[1][k]) < SAME_RULE for k, x in edges[0].items())
    )


def _column_edges(table: Table) -> dict[int, float]:
    """Where each column's cells begin, from the left of the page; -1 is where the last column ends."""
    lone = [c for c in table.cells if c.bbox and c.column_span == 1 and c.page is None]
    out = {c.column: c.bbox.x0 for c in lone if c.bbox}
    return out | {-1: max((c.bbox.x1 for c in lone if c.bbox), default=0.0)}


def _words(page: Page, running: frozenset[tuple[int, int]]) -> list[Word]:
    """The upright words of a page without those of its running heads and feet."""
    heads = [x.bbox for x in page.lines if x.bbox and (page.number, x.number) in running]
    return [w for w in page.words if not w.turn and not any(contains(h, w.bbox, 0.5) for h in heads)]


def _box(line: Sequence[Word]) -> BBox:
    return union(w.bbox for w in line)


def _is_prose(line: Sequence[Word], table: Table, columns: Columns) -> bool:
    """Whether a line runs unbroken over most of the table's width."""
    wide = table.bbox.x1 - table.bbox.x0 if table.bbox else 0.0
    return line[-1].bbox.x1 - line[0].bbox.x0 > 0.6 * wide and len(columns.pieces(line)) == 1


def _above(lines: Sequence[Sequence[Word]], table: Table | None) -> list[Sequence[Word]]:
    """The lines above a table found on the page: the rest of a row that the break cuts, or something else."""
    return [line for line in lines if table and table.bbox and _box(line).bottom <= table.bbox.top + 1]


def _headings(table: Table) -> Counter[str]:
    return _texts([c for c in table.cells if c.row < table.header_rows])


def _is_new(table: Table, other: Table, lines: Sequence[Sequence[Word]], hints: Hints) -> bool:
    """Whether a table at the top of the page is one of its own: it has a caption or headings that the last has not."""
    assert other.bbox is not None  # noqa: S101  the caller looks only at tables with one
    heads = [c for c in other.cells if c.row < other.header_rows and c.text]
    above = [line for line in lines if _box(line).bottom <= other.bbox.top + 1]
    if heads and other.title and any(other.title.startswith(line_text(line)) for line in above):
        return True
    old = [c for c in table.cells if c.row < table.header_rows and c.text]
    if not heads or _alike(_texts(old), _texts(heads)):
        return False
    known = sum(is_known_heading(c.text, hints) for c in heads if c.column > 0)
    if old and known > 1 and 2 * known > len(heads):
        return True
    figures = _figure_columns(table)
    return other.columns == table.columns and any(
        c.column in figures and not is_number(c.text) and len(c.text) > 3 for c in heads
    )


def _figure_columns(table: Table) -> set[int]:
    """Columns in which most cells below the headings hold figures."""
    out = set()
    for column in range(1, table.columns):
        texts = [c.text for c in table.cells if c.column == column and c.row >= table.header_rows and c.text]
        if texts and 2 * sum(map(is_number, texts)) > len(texts):
            out.add(column)
    return out


def _stretch(lines: Sequence[list[Word]], columns: Columns, first: Table | None, farthest: float) -> list[list[Word]]:
    """The lines from the top that go on with the table: close to each other, and each piece in one of its columns.

    Lines of `first`, a table found there, belong to it; a lone piece at the left below that is the heading of what
    follows.
    """
    out: list[list[Word]] = []
    found = first.bbox if first is not None else None
    bottom = 0.0
    for line in lines:
        box = _box(line)
        known = found is not None and contains(found, box, 1.0)
        # boxes of some fonts are higher on one page than on another: only what stands alone can be a headline
        headline = type_size(line) > HEADLINE * columns.size and len(columns.pieces(line)) == 1
        if (headline and not known) or not (known or columns.fits(line)):
            break
        if not known and out and _ends_table(line, box.top - bottom, columns, farthest):
            break
        out.append(line)
        bottom = max(bottom, box.bottom)
    while out and found is not None and _box(out[-1]).top >= found.bottom - 1 and columns.is_lone(out[-1]):
        out.pop()
    return out


def _ends_table(line: Sequence[Word], gap: float, columns: Columns, farthest: float) -> bool:
    """Whether a line that stands `gap` points below a table's last is none of its own: a note, or too far off.

    How far apart rows stand is hardly known where the page before holds one: then a line with most columns goes on.
    """
    if columns.is_lone(line) and is_note(line_text(line)):
        return True
    whole = len(columns.pieces(line)) >= max(2, MOST_COLUMNS * len(columns.extents))
    return gap > (max(farthest, LOOSE * columns.size) if whole else farthest)


def _keeps_to(lines: Sequence[Sequence[Word]], columns: Columns) -> bool:
    """Whether nearly all lines keep to the columns of the table before: those of another table do not."""
    return sum(map(columns.fits, lines)) >= FITS * len(lines)


def _repeated_heading(table: Table, lines: Sequence[Sequence[Word]]) -> int:
    """How many of the first lines are the table's headings once more: so many that their words are most alike."""
    heading = _headings(table)
    seen: Counter[str] = Counter()
    best, count = SAME_HEADING, 0
    for n, line in enumerate(lines, 1):
        seen.update(w.text.strip("-").casefold() for w in line)
        alike = _likeness(heading, seen)
        if alike > best or (alike == best and not count):
            best, count = alike, n
        if seen.total() > 1.3 * heading.total():
            break
    return count


def _texts(cells: Sequence[Cell]) -> Counter[str]:
    return Counter(
        word.strip("-").casefold() for c in cells for line in (c.lines or (c.text,)) for word in line.split()
    )


def _alike(a: Counter[str], b: Counter[str]) -> bool:
    """Whether two headings have the same words, all but a few (OCR reads the same word in two ways)."""
    return _likeness(a, b) >= SAME_HEADING


def _likeness(a: Counter[str], b: Counter[str]) -> float:
    """The share of words that two headings have in common, 0-1."""
    most = max(a.total(), b.total())
    return (a & b).total() / most if most else 0.0


def _with_rules(lines: Sequence[Sequence[Word]], page: Page, size: float, heading: BBox | None) -> BBox:
    """The box of a stretch of lines, out to the rulings that run close above and below it."""
    box = union(map(_box, lines))
    floor = heading.bottom - 1 if heading else box.top - size
    flat = [r.bbox for r in page.rulings if r.horizontal and shared(r.bbox.x0, r.bbox.x1, box.x0, box.x1) > size]
    tall = [
        r.bbox
        for r in page.rulings
        if not r.horizontal and shared(r.bbox.top, r.bbox.bottom, box.top, box.bottom) > size
    ]
    first_top = min(w.bbox.top for w in lines[0])
    top = max((r.top for r in flat if floor <= r.top <= first_top + 1), default=box.top)
    bottom = min((r.top for r in flat if box.bottom - 1 <= r.top <= box.bottom + size), default=box.bottom)
    return BBox(
        min([box.x0, *(r.x0 for r in (*flat, *tall) if r.x0 >= box.x0 - 2 * size)]),
        top,
        max([box.x1, *(r.x1 for r in (*flat, *tall) if r.x1 <= box.x1 + 4 * size)]),
        bottom,
    )
