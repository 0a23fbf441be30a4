"""Text that stands sideways or upside down: the page as its reader would turn it, and tables turned back again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extract.types import BBox, Page, Ruling, Table, Word

FEW_WORDS = 12
"""Fewer turned words than this are headings of upright columns or a note in the margin."""
FIGURES = 0.1
"""A turned block that is no more than a part of its page holds at least this share of figures, or it is headings."""


@dataclass(frozen=True, slots=True)
class View:
    """A page as one who turns the sheet sees it: `page` has the words that stand upright then, and `turn` degrees."""

    page: Page
    turn: int
    sheet: tuple[float, float]
    """Width and height of the page as it is shown, in points."""

    def shown(self, table: Table) -> Table:
        """A table found in this view, with its boxes on the page as it is shown."""
        if not self.turn:
            return table
        cells = tuple(replace(c, bbox=self._back(c.bbox)) if c.bbox else c for c in table.cells)
        return replace(table, cells=cells, bbox=self._back(table.bbox) if table.bbox else None)

    def _back(self, box: BBox) -> BBox:
        return turned_back(box, self.turn, *self.sheet)


def views(page: Page) -> list[View]:
    """The ways a page is to be looked at: as shown for most, turned for pages and blocks that are set sideways."""
    sheet = (page.width, page.height)
    counts = Counter(w.turn for w in page.words)
    if not counts or set(counts) == {0}:
        return [View(page, 0, sheet)]
    blocks = [turn for turn in (90, 180, 270) if _is_block(page.words, turn, counts)]
    kept = page if not blocks else replace(page, words=tuple(w for w in page.words if w.turn not in blocks))
    out = [View(kept, 0, sheet)] if counts[0] >= FEW_WORDS or not blocks else []
    return out + [View(_upright(page, turn), turn, sheet) for turn in blocks]


def _is_block(words: Sequence[Word], turn: int, counts: Counter[int]) -> bool:
    if counts[turn] < FEW_WORDS:
        return False
    figures = sum(any(c.isdigit() for c in w.text) for w in words if w.turn == turn)
    return 2 * counts[turn] > len(words) or figures >= FIGURES * counts[turn]


def _upright(page: Page, turn: int) -> Page:
    """The page turned so that the words that stand so many degrees from upright do not, and without the others.

    It has no source: parsers that open the file again would see it unturned.
    """
    sheet = (page.width, page.height)
    width, height = sheet if turn == 180 else (page.height, page.width)
    return replace(
        page,
        width=width,
        height=height,
        words=tuple(Word(w.text, upright(w.bbox, turn, *sheet)) for w in page.words if w.turn == turn),
        lines=tuple(replace(x, bbox=upright(x.bbox, turn, *sheet)) if x.bbox else x for x in page.lines),
        rulings=tuple(Ruling(upright(r.bbox, turn, *sheet)) for r in page.rulings),
        shades=tuple(upright(s, turn, *sheet) for s in page.shades),
        source=None,
    )


def upright(box: BBox, turn: int, width: float, height: float) -> BBox:
    """A box on a sheet of that size, after the sheet is turned `turn` degrees anticlockwise."""
    x0, top, x1, bottom = box
    if turn == 90:
        return BBox(top, width - x1, bottom, width - x0)
    if turn == 180:
        return BBox(width - x1, height - bottom, width - x0, height - top)
    if turn == 270:
        return BBox(height - bottom, x0, height - top, x1)
    return box


def turned_back(box: BBox, turn: int, width: float, height: float) -> BBox:
    """The opposite of `upright`: from the turned sheet to the sheet of that size as it is shown."""
    sides = (width, height) if turn == 180 else (height, width)
    return upright(box, -turn % 360, *sides)
