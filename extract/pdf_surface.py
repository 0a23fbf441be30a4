"""One walk over what is painted on a PDF page: where images lie, which text is unseen, how many lines are drawn."""

from __future__ import annotations

from collections.abc import Sequence
from ctypes import addressof, c_float, c_uint
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extract.frame import Frame
from extract.pdf_objects import IMAGE, PATH, TEXT, Thing, things
from extract.pdfium import call
from extract.types import BBox

if TYPE_CHECKING:
    import pypdfium2 as pdfium

INVISIBLE_MODES = frozenset({3, 7})
"""PDF's text rendering modes that paint nothing."""
LONG, THIN = 30.0, 3.0
"""Points: a drawn line or box is at least that long, a line no thicker than that."""
TALL = 10.0
"""Points: an upright line is at least so high."""
SAME_LEVEL = 3.0
WHOLE_PAGE = 0.9


@dataclass(frozen=True, slots=True)
class Surface:
    """What is painted on a page, but for its words.

    `images` are their visible boxes in the order of painting; `invisible` are the text objects that paint nothing, and
    on scans also those that are transparent or lie under the image; `paths` all path objects; `levels` counts the
    places across the page, and down, at which lines or edges of boxes run; `dots` is how many the largest image says it
    has.
    """

    images: tuple[BBox, ...]
    invisible: frozenset[int]
    paths: tuple[Thing, ...]
    levels: int
    dots: int = 0


def surface(page: pdfium.PdfPage, frame: Frame) -> Surface:
    """The surface of a pdfium page. Object handles in it are good as long as the page is open."""
    images: list[BBox] = []
    texts: list[tuple[Thing, int]] = []
    paths: list[Thing] = []
    invisible: set[int] = set()
    mode = call("FPDFTextObj_GetTextRenderMode")
    asked = _Asked()
    flat: set[int] = set()
    tall: set[int] = set()
    dots = 0
    for thing in things(page, frame.matrix):
        if thing.kind == PATH:
            paths.append(thing)
            _levels(asked.bounds(thing), frame, flat, tall)
        elif thing.kind == TEXT:
            if mode(thing.handle) in INVISIBLE_MODES:
                invisible.add(thing.handle)
            texts.append((thing, len(images)))
        elif thing.kind == IMAGE and (box := _on_page(asked.bounds(thing), frame)):
            images.append(box)
            dots = max(dots, asked.dots(thing.handle))
    big = [(i, box) for i, box in enumerate(images) if _area(box) >= 0.3 * frame.width * frame.height]
    if big:
        for thing, before in texts:
            under = any(i >= before and _covers(box, asked.bounds(thing)) for i, box in big)
            if under or asked.is_transparent(thing.handle):
                invisible.add(thing.handle)
    return Surface(tuple(images), frozenset(invisible), tuple(paths), len(flat) + len(tall), dots)


class _Asked:
    """Asks pdfium about objects, with one buffer for all of them."""

    def __init__(self) -> None:
        self.floats, self.colour = (c_float * 4)(), (c_uint * 4)()
        self.at, self.at_colour = addressof(self.floats), addressof(self.colour)
        self.ask, self.ask_colour = call("FPDFPageObj_GetBounds"), call("FPDFPageObj_GetFillColor")
        self.ask_size = call("FPDFImageObj_GetImagePixelSize")

    def bounds(self, thing: Thing) -> BBox:
        """The box of an object on the page as it is shown."""
        at = self.at
        self.ask(thing.handle, at, at + 4, at + 8, at + 12)
        left, bottom, right, top = self.floats
        a, b, c, d, e, f = thing.matrix
        if b == 0 == c and a > 0 > d:
            return BBox(a * left + e, d * top + f, a * right + e, d * bottom + f)
        return thing.matrix.box(left, bottom, right, top)

    def dots(self, image: int) -> int:
        """How many dots an image says it has; it is not unpacked."""
        at = self.at_colour
        self.ask_size(image, at, at + 4)
        return int(self.colour[0]) * int(self.colour[1])

    def is_transparent(self, thing: int) -> bool:
        """Whether a text object is filled with a colour that lets everything through."""
        at = self.at_colour
        return bool(self.ask_colour(thing, at, at + 4, at + 8, at + 12)) and self.colour[3] == 0


def _levels(box: BBox, frame: Frame, flat: set[int], tall: set[int]) -> None:
    """Notes the heights at which a path runs across, and the places at which it runs down."""
    wide, high = box.x1 - box.x0, box.bottom - box.top
    if wide >= WHOLE_PAGE * frame.width and high >= WHOLE_PAGE * frame.height:
        return
    if high <= THIN:
        if wide >= LONG:
            flat.add(int(box.top / SAME_LEVEL))
    elif wide <= THIN:
        if high >= TALL:
            tall.add(int(box.x0 / SAME_LEVEL))
    elif wide >= LONG:
        flat.update((int(box.top / SAME_LEVEL), int(box.bottom / SAME_LEVEL)))


def _on_page(box: BBox, frame: Frame) -> BBox | None:
    x0, top, x1, bottom = max(box.x0, 0.0), max(box.top, 0.0), min(box.x1, frame.width), min(box.bottom, frame.height)
    return BBox(x0, top, x1, bottom) if x0 < x1 and top < bottom else None


def _covers(image: BBox, text: BBox) -> bool:
    return (
        image.x0 - 1 <= text.x0
        and image.top - 1 <= text.top
        and text.x1 <= image.x1 + 1
        and text.bottom <= image.bottom + 1
    )


def _area(box: BBox) -> float:
    return (box.x1 - box.x0) * (box.bottom - box.top)


def covered(images: Sequence[BBox], frame: Frame) -> float:
    """Share of the page that images cover, 0-1; where they overlap they count twice, up to the whole page."""
    return min(sum(map(_area, images)) / max(frame.width * frame.height, 1.0), 1.0)
