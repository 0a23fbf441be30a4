"""Which part of which page shows a table or a line, in points: what the report makes pictures of."""

from __future__ import annotations

import zlib
from collections import Counter, OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from corpus.kept_words import Index, KeptWords
from corpus.report_rows import Rows, text, whole
from corpus.report_views import Region
from extract.geometry import contains, union
from extract.types import BBox, Page, Word

MARGIN, ABOVE = 8.0, 26.0
"""Points around a table, and above it, where its title stands."""
CONTEXT = 30.0
"""Points above and below a quoted line: two lines of text or so."""
NEAR = 64
"""Pages held with their words: a finding's places, and a table's parts, are on few."""
PUNCTUATION = ".,;:()[]\"'”“"


class Paper:
    """The pages of the reports, as they were read; those of text files have no size and no picture.

    `words` are those of pages that were put aside: they are read when a page is asked for, and few are held at a time.
    """

    def __init__(self, of: Mapping[str, Sequence[Page]], words: Mapping[str, KeptWords] | None = None) -> None:
        self._pages = {(report_id, p.number): p for report_id, pages in of.items() for p in pages if _drawable(p)}
        self._words = words or {}
        self._near: OrderedDict[tuple[str, int], Page] = OrderedDict()
        self._index: tuple[str, Index] = ("", {})
        self.tables: dict[str, tuple[Region, ...]] = {}
        """table_id -> its regions, as far as they have been asked for."""

    def page(self, report_id: str, number: int | None) -> Page | None:
        """A page that a picture can be made of; None for text, and where the file is not at hand."""
        page = self._pages.get((report_id, number or 0))
        if page is None or report_id not in self._words:
            return page
        key = (report_id, page.number)
        if key not in self._near:
            self._near[key] = self._with_words(report_id, page)
            if len(self._near) > NEAR:
                self._near.popitem(last=False)
        self._near.move_to_end(key)
        return self._near[key]

    def _with_words(self, report_id: str, page: Page) -> Page:
        """The page with its words, those of its pictures among them; as it is where they cannot be read any more."""
        kept = self._words[report_id]
        try:
            if self._index[0] != report_id:
                self._index = (report_id, kept.index())
            place = self._index[1].get(page.number)
            return replace(page, words=kept.read(*place)) if place else page
        except (OSError, ValueError, zlib.error):
            return page


def _drawable(page: Page) -> bool:
    return page.source is not None and page.reader in ("pdf-text", "ocr")


def table_regions(rows: Rows, table_id: str, paper: Paper) -> tuple[Region, ...]:
    """Where a table stands: a region for each page it is on, its title with it; () for text and what has no picture."""
    if table_id not in paper.tables:
        paper.tables[table_id] = tuple(_table_regions(rows, table_id, paper))
    return paper.tables[table_id]


def _table_regions(rows: Rows, table_id: str, paper: Paper) -> Iterator[Region]:
    t = rows.table.get(table_id)
    first = whole(t, "page") if t else None
    if t is None or first is None:
        return
    boxes: dict[int, list[BBox]] = {}
    if own := box_of(text(t, "bbox")):
        boxes[first] = [own]
    for c in rows.cells.get(table_id, ()):
        if (box := box_of(text(c, "bbox"))) and (page := whole(c, "page") or first):
            boxes.setdefault(page, []).append(box)
    report_id = text(t, "report_id")
    for number, found in sorted(boxes.items()):
        sheet, core = paper.page(report_id, number), union(found)
        if sheet is not None:
            yield on_page(Region(report_id, number, _wider(core, ABOVE if number == first else MARGIN)), sheet, core)


def line_region(report_id: str, page: Page, box: BBox) -> Region:
    """A line of running text with the lines around it, as wide as the column it stands in."""
    near = [
        line
        for line in _lines(page)
        if line.bottom > box.top - CONTEXT and line.top < box.bottom + CONTEXT and line.x0 < box.x1 and line.x1 > box.x0
    ]
    whole_lines = union([box, *near])
    high = BBox(whole_lines.x0, box.top - CONTEXT, whole_lines.x1, box.bottom + CONTEXT)
    return on_page(Region(report_id, page.number, _wider(high, 0)), page, box)


def on_page(region: Region, page: Page, core: BBox) -> Region:
    """A region cut at the edges of its page and between its lines, with the way its letters stand.

    `core` is what must be seen whole: the table, or the line.
    """
    box = clipped(_between_lines(region.box, core, page), page)
    turns = Counter(w.turn for w in _words(page) if contains(box, w.bbox))
    return replace(region, box=box, turn=turns.most_common(1)[0][0] if turns else 0)


def _between_lines(box: BBox, core: BBox, page: Page) -> BBox:
    """A box whose upper and lower side cut no line: one they would cut is taken in or left out, as most of it is."""
    top, bottom = box.top, box.bottom
    for line in _lines(page):
        if line.x1 < box.x0 or line.x0 > box.x1:
            continue
        middle = (line.top + line.bottom) / 2
        if line.top < box.top < line.bottom <= core.top:
            top = line.top - 1 if middle > box.top else line.bottom + 1
        if core.bottom <= line.top < box.bottom < line.bottom:
            bottom = line.bottom + 1 if middle < box.bottom else line.top - 1
    return BBox(box.x0, top, box.x1, bottom)


def clipped(box: BBox, page: Page) -> BBox:
    """A box cut at the edges of its page, in whole points."""
    return BBox(
        float(max(int(box.x0), 0)),
        float(max(int(box.top), 0)),
        float(min(int(box.x1) + 1, int(page.width))),
        float(min(int(box.bottom) + 1, int(page.height))),
    )


def line_box(page: Page, number: int) -> BBox | None:
    """The box of a line of a page, by its number."""
    return next((line.bbox for line in page.lines if line.number == number and line.bbox), None)


def ink(page: Page, box: BBox, printed: str) -> BBox | None:
    """Where exactly a printed text stands inside a line's box; None when its words are not found there."""
    wanted = [w.strip(PUNCTUATION) for w in printed.split()]
    inside = [w for w in _words(page) if contains(box, w.bbox, 1.0)]
    inside.sort(key=lambda w: (round(w.bbox.top / 4), w.bbox.x0))
    said = [w.text.strip(PUNCTUATION) for w in inside]
    for start in range(len(said) - len(wanted) + 1) if wanted else ():
        if said[start : start + len(wanted)] == wanted:
            return union(w.bbox for w in inside[start : start + len(wanted)])
    return None


def box_of(joined: str) -> BBox | None:
    """'x0,top,x1,bottom' -> a box; None for an empty cell."""
    sides = [float(side) for side in joined.split(",")] if joined else []
    return BBox(*sides) if len(sides) == 4 else None


def _wider(box: BBox, above: float) -> BBox:
    return BBox(box.x0 - MARGIN, box.top - above, box.x1 + MARGIN, box.bottom + (MARGIN if above else 0))


def _lines(page: Page) -> Iterator[BBox]:
    return (line.bbox for line in page.lines if line.bbox)


def _words(page: Page) -> Iterator[Word]:
    yield from page.words
    for inset in page.insets:
        yield from inset.words
