"""From a PDF's user space to the page as it is shown, in points from its top left corner, whatever its box and turn."""

from __future__ import annotations

from ctypes import addressof, c_float
from typing import TYPE_CHECKING, NamedTuple

from extract.pdfium import call, handle
from extract.types import BBox

if TYPE_CHECKING:
    import pypdfium2 as pdfium


class Matrix(NamedTuple):
    """x' = a x + c y + e, y' = b x + d y + f, as in PDF."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def after(self, first: Matrix) -> Matrix:
        """The matrix that does `first`, then this one."""
        a, b, c, d, e, f = self
        return Matrix(
            a * first.a + c * first.b,
            b * first.a + d * first.b,
            a * first.c + c * first.d,
            b * first.c + d * first.d,
            a * first.e + c * first.f + e,
            b * first.e + d * first.f + f,
        )

    def box(self, x0: float, y0: float, x1: float, y1: float) -> BBox:
        """The box around a rectangle's four corners."""
        a, b, c, d, e, f = self
        xs = (a * x0 + c * y0, a * x1 + c * y0, a * x0 + c * y1, a * x1 + c * y1)
        ys = (b * x0 + d * y0, b * x1 + d * y0, b * x0 + d * y1, b * x1 + d * y1)
        return BBox(min(xs) + e, min(ys) + f, max(xs) + e, max(ys) + f)


class Frame(NamedTuple):
    """A page as it is shown: size in points, degrees it is turned clockwise, and the matrix that takes points there."""

    width: float
    height: float
    turn: int
    matrix: Matrix


def frame(page: pdfium.PdfPage) -> Frame:
    """The frame of a pdfium page: its visible box (the crop box where that makes sense) and its /Rotate."""
    rect = (c_float * 4)()  # left, top, right, bottom
    call("FPDF_GetPageBoundingBox")(handle(page), addressof(rect))
    left, top, right, bottom = rect
    turn = 90 * call("FPDFPage_GetRotation")(handle(page))
    width, height = right - left, top - bottom
    if turn == 90:
        return Frame(height, width, turn, Matrix(0, 1, 1, 0, -bottom, -left))
    if turn == 180:
        return Frame(width, height, turn, Matrix(-1, 0, 0, 1, right, -bottom))
    if turn == 270:
        return Frame(height, width, turn, Matrix(0, -1, -1, 0, top, right))
    return Frame(width, height, turn, Matrix(1, 0, 0, -1, -left, top))
