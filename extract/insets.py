"""Pictures on a page of text that hold a table, or most of the page's text: read by OCR, as pages within the page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from extract import image_gate
from extract.geometry import overlap
from extract.layout import page_lines
from extract.types import BBox, Line, Page, Ruling, Word

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL.Image import Image

MIN_WIDTH, MIN_HEIGHT = 100.0, 36.0
"""Points: smaller pictures are logotypes and signatures."""
WHOLE = 0.5
"""A picture that covers so much of the page may be its scan, with a few words written over it."""

Render = Callable[[int], "Image"]
"""A resolution in dpi -> the page as a grey picture."""


def places(
    images: Sequence[BBox], words: Sequence[Word], page: tuple[float, float], render: Render
) -> list[tuple[BBox, str]]:
    """The pictures of a page that are to be read, each with the sign that decided it. `page` is width, height."""
    large = [b for b in images if b.x1 - b.x0 >= MIN_WIDTH and b.bottom - b.top >= MIN_HEIGHT]
    if not large:
        return []
    scale = image_gate.DPI / 72
    grey = _without(words, render(image_gate.DPI), scale)
    out = []
    for box in _apart(large):
        x0, top, x1, bottom = (round(v * scale) for v in box)
        area = (box.x1 - box.x0) * (box.bottom - box.top)
        found = image_gate.sign(grey[top:bottom, x0:x1], whole=area >= WHOLE * page[0] * page[1])
        if found:
            out.append((box, found))
    return out


def _without(words: Sequence[Word], image: Image, scale: float) -> NDArray[np.uint8]:
    """The page's picture with its written words painted over in white: they need no OCR."""
    import numpy as np

    grey = np.array(image, dtype=np.uint8)
    for word in words:
        x0, top, x1, bottom = (round(v * scale) for v in word.bbox)
        grey[max(top, 0) : bottom, max(x0, 0) : x1] = 255
    return grey


def _apart(boxes: Sequence[BBox]) -> list[BBox]:
    """Pictures from the top down, those left out that lie within another."""
    kept: list[BBox] = []
    for box in sorted(boxes, key=lambda b: -(b.x1 - b.x0) * (b.bottom - b.top)):
        if all(overlap(box, other) < 0.5 for other in kept):
            kept.append(box)
    return sorted(kept, key=lambda b: (b.top, b.x0))


def read(place: BBox, found: Page, words: Sequence[Word]) -> Page:
    """What OCR read in one picture, in the coordinates of the page that holds it.

    `words` are those written on the page: where one stands, it says what OCR would say.
    """
    moved = (replace(w, bbox=_shifted(w.bbox, place)) for w in found.words)
    own = tuple(w for w in moved if not any(overlap(w.bbox, o.bbox) > 0.3 for o in words))
    rulings = tuple(Ruling(_shifted(r.bbox, place)) for r in found.rulings)
    return replace(found, words=own, rulings=rulings, shades=tuple(_shifted(s, place) for s in found.shades))


def placed(page: Page, insets: Sequence[Page]) -> Page:
    """A page with its pictures' lines among its own, each picture's after the lines that stand above it.

    Lines are numbered anew; each inset has its lines by the page's numbers.
    """
    order: list[tuple[Line, int]] = [(line, -1) for line in page.lines]
    for n, inset in enumerate(insets):
        lines = page_lines(inset.words, inset.rulings, page.number, page.width, page.height)
        top = min((w.bbox.top for w in inset.words), default=page.height)
        above = [i for i, (line, _) in enumerate(order) if line.bbox and line.bbox.bottom <= top + 2]
        at = max(above, default=-1) + 1
        order[at:at] = [(line, n) for line in lines]
    numbered = [(replace(line, number=i), n) for i, (line, n) in enumerate(order, 1)]
    own = tuple(
        replace(inset, lines=tuple(line for line, of in numbered if of == n), width=page.width, height=page.height)
        for n, inset in enumerate(insets)
    )
    return replace(page, lines=tuple(line for line, _ in numbered), insets=own)


def _shifted(box: BBox, place: BBox) -> BBox:
    return BBox(box.x0 + place.x0, box.top + place.top, box.x1 + place.x0, box.bottom + place.top)
