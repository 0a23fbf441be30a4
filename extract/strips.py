"""Words of a page -> its printed lines, cut into pieces where the white space is wider than between words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from extract.geometry import is_justified, line_text, pieces, text_lines, union
from extract.types import BBox, Line, Page, Word

GAP = 0.55
"""White space wider than this many type sizes parts two pieces of a line."""
OCR_GAP = 0.72
"""OCR's boxes are as wide as the ink, so that gaps look wider."""
FIGURE_GAP = 0.85
"""Groups of three digits this close, in type sizes, are one figure."""
BULLET = re.compile(r"[•·▪◦‣●○■□\-–—*]|\d{1,2}[.)]|[a-z]\)")
LEADING, THOUSANDS = re.compile(r"[-–−+]?\d{1,3}"), re.compile(r"\d{3}([.,]\d+)?")
BUCKET = 16.0
"""Points: lines are looked up by the horizontal bands of this height that they touch."""


@dataclass(frozen=True, slots=True)
class Strip:
    """One printed line, or the part of it that a region holds: its words, and the pieces wide gaps cut it into."""

    words: tuple[Word, ...]
    pieces: tuple[tuple[Word, ...], ...]
    bbox: BBox
    size: float
    """Type size in points, as the height of a line."""

    @property
    def wide(self) -> bool:
        """Whether a wide gap parts the line: what lines of a table do."""
        return len(self.pieces) > 1

    @property
    def text(self) -> str:
        """The line with single spaces."""
        return line_text(self.words)


def page_strips(page: Page) -> list[Strip]:
    """The page's lines, in reading order, as strips."""
    of = line_finder(page.lines)
    own: dict[int, list[Word]] = {}
    for word in page.words:
        number = of(word)
        if number is not None:
            own.setdefault(number, []).append(word)
    size = word_size(page.words)
    return [make_strip(own[line.number], size) for line in page.lines if line.number in own]


def whole_strips(page: Page) -> list[Strip]:
    """The page's lines over its whole width, whatever columns they were read in."""
    size = word_size(page.words)
    return [make_strip(words, size) for words in text_lines(page.words)]


def line_finder(lines: Sequence[Line]) -> Callable[[Word], int | None]:
    """A function from a word to the number of the line its centre lies in, of several the one in the same height."""
    buckets: dict[int, list[tuple[BBox, int]]] = {}
    for line in lines:
        if line.bbox:
            for key in range(int(line.bbox.top // BUCKET), int(line.bbox.bottom // BUCKET) + 1):
                buckets.setdefault(key, []).append((line.bbox, line.number))

    def number(word: Word) -> int | None:
        x0, top, x1, bottom = word.bbox
        x, y = (x0 + x1) / 2, (top + bottom) / 2
        holding = [
            (abs(box.top + box.bottom - 2 * y), found)
            for box, found in buckets.get(int(y // BUCKET), ())
            if box.top <= y <= box.bottom and box.x0 <= x <= box.x1
        ]
        return min(holding)[1] if holding else None

    return number


def word_size(words: Sequence[Word]) -> float:
    """The usual height of a line of type, in points."""
    return median(w.bbox.bottom - w.bbox.top for w in words) if words else 10.0


def make_strip(words: Iterable[Word], page_size: float) -> Strip:
    """Words of one line -> strip; a bullet or a list number belongs to the text after it."""
    ordered = sorted(words, key=_x0)
    size = page_size if ordered[0].confidence is not None else word_size(ordered)
    gap = (OCR_GAP if ordered[0].confidence is not None else GAP) * size
    cut = [ordered] if is_justified(ordered, size) else _without_split_figures(pieces(ordered, gap), size)
    if len(cut) > 1 and len(cut[0]) == 1 and BULLET.fullmatch(cut[0][0].text) and _is_near(cut[0], cut[1], size):
        cut = [cut[0] + cut[1], *cut[2:]]
    return Strip(tuple(ordered), tuple(tuple(p) for p in cut), union(w.bbox for w in ordered), size)


def _without_split_figures(cut: list[list[Word]], size: float) -> list[list[Word]]:
    """Pieces, those joined again that part the thousands of one figure ('1' and '281')."""
    out = cut[:1]
    for piece in cut[1:]:
        before, after = out[-1][-1], piece[0]
        near = after.bbox.x0 - before.bbox.x1 <= FIGURE_GAP * size
        if near and THOUSANDS.fullmatch(after.text) and LEADING.fullmatch(before.text):
            out[-1] = out[-1] + piece
        else:
            out.append(piece)
    return out


def _x0(word: Word) -> float:
    return word.bbox.x0


def _is_near(bullet: Sequence[Word], text: Sequence[Word], size: float) -> bool:
    return text[0].bbox.x0 - bullet[-1].bbox.x1 < 3 * size


def within(strip: Strip, x0: float, x1: float) -> Strip | None:
    """The part of a strip whose words have their middle between x0 and x1; None when it is empty."""
    if x0 <= strip.bbox.x0 and strip.bbox.x1 <= x1:
        return strip
    kept = [w for w in strip.words if x0 <= (w.bbox.x0 + w.bbox.x1) / 2 <= x1]
    return make_strip(kept, strip.size) if kept else None


def outside(strip: Strip, x0: float, x1: float) -> list[Strip]:
    """What is left of a strip, to the left and to the right, without the words between x0 and x1."""
    parts = (within(strip, float("-inf"), x0 - 1e-6), within(strip, x1 + 1e-6, float("inf")))
    return [p for p in parts if p]


def without(strip: Strip, used: set[int]) -> Strip | None:
    """What is left of a strip without the words of these identities; None when nothing is."""
    kept = [w for w in strip.words if id(w) not in used]
    if len(kept) == len(strip.words):
        return strip
    return make_strip(kept, strip.size) if kept else None
