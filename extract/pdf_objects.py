"""What stands on a pdfium page: its text, path and image objects, those inside form objects included."""

from __future__ import annotations

from collections.abc import Iterator
from ctypes import addressof, c_float
from typing import TYPE_CHECKING, NamedTuple

from extract.frame import Matrix
from extract.pdfium import call, handle
from extract.types import BBox

if TYPE_CHECKING:
    import pypdfium2 as pdfium

TEXT, PATH, IMAGE, SHADING, FORM = 1, 2, 3, 4, 5
"""pdfium's kinds of page objects."""
DEEPEST, MOST = 12, 60_000
"""Forms within forms, and objects on a page, that are looked at; more is a drawing, or an attack."""


class Thing(NamedTuple):
    """A page object: its handle, its kind, and the matrix from the space it stands in to the page as it is shown."""

    handle: int
    kind: int
    matrix: Matrix


def things(page: pdfium.PdfPage, matrix: Matrix) -> Iterator[Thing]:
    """The objects of a page in the order they are drawn; `matrix` takes user space to the page as it is shown."""
    yield from _inside(handle(page), "FPDFPage", matrix, [MOST], DEEPEST)


def _inside(holder: int, kind: str, matrix: Matrix, left: list[int], depth: int) -> Iterator[Thing]:
    """The objects of a page or form object; `left` counts down how many more are looked at."""
    count, get, kind_of = call(f"{kind}_CountObjects")(holder), call(f"{kind}_GetObject"), call("FPDFPageObj_GetType")
    for index in range(min(count, left[0])):
        thing = get(holder, index)
        found = kind_of(thing)
        left[0] -= 1
        if found != FORM:
            yield Thing(thing, found, matrix)
        elif depth:
            yield from _inside(thing, "FPDFFormObj", matrix.after(matrix_of(thing)), left, depth - 1)


def matrix_of(thing: int) -> Matrix:
    """The object's own matrix: from the space its points are written in to the space it stands in."""
    values = (c_float * 6)()
    call("FPDFPageObj_GetMatrix")(thing, addressof(values))
    return Matrix(*values)


def bounds(thing: Thing) -> BBox:
    """The box of an object on the page as it is shown."""
    values = (c_float * 4)()  # left, bottom, right, top
    at = addressof(values)
    call("FPDFPageObj_GetBounds")(thing.handle, at, at + 4, at + 8, at + 12)
    return thing.matrix.box(*values)
