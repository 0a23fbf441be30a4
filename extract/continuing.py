"""Where, at the top of a page, the table of the page before goes on: found by that table's columns and headings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from extract.geometry import contains, line_text, shared, text_lines, type_size, union
from extract.headers import is_known_heading, is_number
from extract.types import BBox, Cell, Hints, Page, Table, Word

HIGHEST = 0.25
"""A table goes on in this share of the page's height from its top, or not at all."""
SAME_EDGE = 12.0
"""Points that the left edge may differ between the pages."""
FITS = 0.8
"""The share of a stretch's lines that must leave the gutters of the table before it white."""
SAME_HEADING = 0.8
HEADLINE = 1.2
"""A line this much larger than the table's type is a heading of what follows."""
CLOSE = 1.6
"""Lines further apart than this, in heights of type, are not of one table where nothing else says so."""


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
    lines = text_lines(_words(page, running))
    inner = _words_of(table, open_.page)
    if not lines or not inner or _box(lines[0]).top > HIGHEST * page.height:
        return None
    size = type_size(inner)
    gutters = _gutters(table, inner)
    first = next((t for t in here if t.bbox and _begins(t.bbox, lines)), None)
    if first is not None and _is_new(table, first, lines, open_.hints):
        return None
    taken = _stretch(lines, gutters, first, size)
    if not taken:
        return None
    heading = _repeated_heading(table, taken)
    body = taken[heading:]
    if not body or abs(min(_box(x).x0 for x in taken) - min(w.bbox.x0 for w in inner)) > max(SAME_EDGE, 3 * size):
        return None
    top = _box(taken[heading - 1]) if heading else None
    return Continuation(
        page, _with_rules(body, page, size, top), union(map(_box, taken[:heading])) if heading else None
    )


def _words(page: Page, running: frozenset[tuple[int, int]]) -> list[Word]:
    """The upright words of a page without those of its running heads and feet."""
    heads = [x.bbox for x in page.lines if x.bbox and (page.number, x.number) in running]
    return [w for w in page.words if not w.turn and not any(contains(h, w.bbox, 0.5) for h in heads)]


def _words_of(table: Table, page: Page) -> list[Word]:
    return [w for w in page.words if table.bbox and contains(table.bbox, w.bbox, 1.0)]


def _box(line: Sequence[Word]) -> BBox:
    return union(w.bbox for w in line)


def _gutters(table: Table, words: Sequence[Word]) -> list[tuple[float, float]]:
    """The white between each two columns of a table: from the end of the one's text to the start of the next one's."""
    body = [c for c in table.cells if c.column_span == 1 and c.bbox and c.row >= table.header_rows and c.text]
    extents: dict[int, tuple[float, float]] = {}
    for cell in body:
        own = [w.bbox for w in words if cell.bbox and contains(cell.bbox, w.bbox, 0.5)]
        if own:
            x0, x1 = min(b.x0 for b in own), max(b.x1 for b in own)
            a, b = extents.get(cell.column, (x0, x1))
            extents[cell.column] = (min(a, x0), max(b, x1))
    ordered = [extents[k] for k in sorted(extents)]
    return [(a[1], b[0]) for a, b in pairwise(ordered) if b[0] > a[1]]


def _begins(box: BBox, lines: Sequence[Sequence[Word]]) -> bool:
    """Whether a table found on the page takes one of the page's first lines."""
    return any(contains(box, _box(line), 1.0) for line in lines[:3])


def _is_new(table: Table, other: Table, lines: Sequence[Sequence[Word]], hints: Hints) -> bool:
    """Whether a table at the top of the page is one of its own: it has a caption or headings that the last has not."""
    assert other.bbox is not None  # noqa: S101  the caller looks only at tables with one
    above = [line for line in lines if _box(line).bottom <= other.bbox.top + 1]
    if other.title and any(other.title.startswith(line_text(line)) for line in above):
        return True
    heads = [c for c in other.cells if c.row < other.header_rows and c.text]
    old = [c for c in table.cells if c.row < table.header_rows and c.text]
    if not heads or _alike(_texts(old), _texts(heads)):
        return False
    if old and 2 * sum(is_known_heading(c.text, hints) for c in heads) > len(heads):
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


def _stretch(
    lines: Sequence[list[Word]], gutters: Sequence[tuple[float, float]], first: Table | None, size: float
) -> list[list[Word]]:
    """The lines from the top that go on with the table, as long as they leave its gutters white."""
    out: list[list[Word]] = []
    fitting = 0
    for line in lines:
        box = _box(line)
        known = first is not None and first.bbox is not None and contains(first.bbox, box, 1.0)
        beyond = first is not None and first.bbox is not None and box.top >= first.bbox.bottom - 1
        fits = _fits(line, gutters, size)
        if type_size(line) > HEADLINE * size or beyond or not (fits or known):
            break
        if not known and out and box.top - max(_box(x).bottom for x in out) > CLOSE * size:
            break
        out.append(line)
        fitting += fits
    return out if fitting >= FITS * len(out) else []


def _fits(line: Sequence[Word], gutters: Sequence[tuple[float, float]], size: float) -> bool:
    """Whether no word of a line, and no two words with an ordinary space between, stand across a gutter's middle."""
    for a, b in gutters:
        middle = (a + b) / 2
        if any(w.bbox.x0 < middle - 1 and w.bbox.x1 > middle + 1 for w in line):
            return False
        left = max((w.bbox.x1 for w in line if w.bbox.x1 <= middle + 1), default=None)
        right = min((w.bbox.x0 for w in line if w.bbox.x0 >= middle - 1), default=None)
        if left is not None and right is not None and right - left < min(0.5 * size, b - a):
            return False
    return True


def _repeated_heading(table: Table, lines: Sequence[Sequence[Word]]) -> int:
    """How many of the first lines are the table's headings once more."""
    heading = _texts([c for c in table.cells if c.row < table.header_rows])
    count = sum(heading.values())
    if not count:
        return 0
    seen: Counter[str] = Counter()
    for n, line in enumerate(lines, 1):
        seen.update(w.text.strip("-").casefold() for w in line)
        if _alike(heading, seen):
            return n
        if sum(seen.values()) > 1.3 * count:
            return 0
    return 0


def _texts(cells: Sequence[Cell]) -> Counter[str]:
    return Counter(
        word.strip("-").casefold() for c in cells for line in (c.lines or (c.text,)) for word in line.split()
    )


def _alike(a: Counter[str], b: Counter[str]) -> bool:
    """Whether two headings have the same words, all but a few (OCR reads the same word in two ways)."""
    most = max(sum(a.values()), sum(b.values()))
    return most > 0 and sum((a & b).values()) >= SAME_HEADING * most


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
