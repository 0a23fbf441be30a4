"""Where the columns of a table stand and how far apart its rows: what lines of another page are held against."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from extract.geometry import contains, pieces, shared, type_size
from extract.types import BBox, Page, Table, Word

PIECE = 0.75
"""White wider than this, in heights of type, parts the pieces of a line."""
CLOSE = 1.6
"""Lines further apart than this, in heights of type, are not of one table where nothing else says so."""
Extent = tuple[float, float]


def words_of(table: Table, page: Page) -> list[Word]:
    """The words of a page that stand in a table."""
    return [w for w in page.words if table.bbox and contains(table.bbox, w.bbox, 1.0)]


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table, to see whether lines of a page keep to them."""

    extents: tuple[Extent, ...]
    size: float
    """Height of type, points."""
    rules: tuple[BBox, ...] = ()
    """The rulings down the page that the lines stand on: one parts words however close they stand."""

    def pieces(self, line: Sequence[Word]) -> list[list[Word]]:
        """The pieces of a line: parted by white, or by a ruling down."""
        out = []
        for piece in pieces(line, PIECE * self.size):
            out.append(piece[:1])
            for a, b in pairwise(piece):
                if any(self._parts(rule, a.bbox, b.bbox) for rule in self.rules):
                    out.append([])
                out[-1].append(b)
        return out

    @staticmethod
    def _parts(rule: BBox, a: BBox, b: BBox) -> bool:
        return a.x1 - 1 <= rule.x0 <= b.x0 + 1 and shared(rule.top, rule.bottom, a.top, a.bottom) > 0

    def fits(self, line: Sequence[Word]) -> bool:
        """Whether the pieces of a line stand in one column each, no two in the same: prose runs over several."""
        edges = [(a[1] + b[0]) / 2 for a, b in pairwise(self.extents)]
        held = set()
        for piece in self.pieces(line):
            x0, x1 = piece[0].bbox.x0, piece[-1].bbox.x1
            met = [k for k, (a, b) in enumerate(self.extents) if shared(x0, x1, a, b) > max(self.size, 0.3 * (b - a))]
            column = met[0] if met else sum((x0 + x1) / 2 > edge for edge in edges)
            if len(met) > 1 or column in held:
                return False
            held.add(column)
        return True

    def is_lone(self, line: Sequence[Word]) -> bool:
        """Whether a line is one piece that begins in the first column."""
        return len(self.pieces(line)) == 1 and line[0].bbox.x0 < self.extents[0][1]


def columns_of(table: Table, words: Sequence[Word], page: Page) -> Columns:
    """The columns of a table whose words are given, to hold against the lines of a page."""
    rules = tuple(r.bbox for r in page.rulings if not r.horizontal)
    return Columns(tuple(column_extents(table, words)), type_size(words), rules)


def _finder(words: Sequence[Word]) -> Callable[[BBox], list[BBox]]:
    """Finds the boxes of the words whose middle lies in a box; words are put in order once for many boxes."""
    ordered = sorted((w.bbox[1] + w.bbox[3], w.bbox) for w in words)
    levels = [level for level, _ in ordered]

    def inside(box: BBox) -> list[BBox]:
        first, last = bisect_left(levels, 2 * box.top - 1), bisect_right(levels, 2 * box.bottom + 1)
        left, right = 2 * box.x0 - 1, 2 * box.x1 + 1
        return [b for _, b in ordered[first:last] if left <= b[0] + b[2] <= right]

    return inside


def column_extents(table: Table, words: Sequence[Word]) -> list[Extent]:
    """How far the text of each column reaches, (x0, x1) from left to right; headings and spanning cells left out."""
    extents: dict[int, Extent] = {}
    inside = _finder(words)
    for cell in table.cells:
        if cell.column_span > 1 or cell.bbox is None or cell.row < table.header_rows or not cell.text:
            continue
        own = inside(cell.bbox)
        if own:
            x0, x1 = extents.get(cell.column, (own[0].x0, own[0].x1))
            extents[cell.column] = (min(x0, *(b.x0 for b in own)), max(x1, *(b.x1 for b in own)))
    return [extents[k] for k in sorted(extents)]


def row_gap(table: Table, words: Sequence[Word]) -> float:
    """The white between two rows of a table, in points; `words` are those of its first part.

    Where that has a single row, it is the white between its headings and that row.
    """
    spans: dict[int, tuple[float, float]] = {}
    inside = _finder(words)
    for cell in table.cells:
        if cell.bbox is None or cell.page is not None or cell.row_span > 1:
            continue
        own = inside(cell.bbox)
        if own:
            top, bottom = min(b.top for b in own), max(b.bottom for b in own)
            a, b = spans.get(cell.row, (top, bottom))
            spans[cell.row] = (min(a, top), max(b, bottom))
    gaps = {r: spans[r + 1][0] - spans[r][1] for r in spans if r + 1 in spans}
    if inner := [gap for r, gap in gaps.items() if r >= table.header_rows]:
        return max(median(inner), 0.0)
    return max(gaps.get(table.header_rows - 1, 0.0), 0.4 * type_size(words))


def farthest(table: Table, words: Sequence[Word]) -> float:
    """How far apart two lines of a table may stand, in points."""
    return max(CLOSE * type_size(words), 1.6 * row_gap(table, words))
