"""pdfium's C functions called with plain integers for handles and addresses: half the cost of pypdfium2's own bindings.

A page of text is read by some thousand calls, so what a call costs is what reading costs.
"""

from __future__ import annotations

from collections.abc import Callable
from ctypes import PYFUNCTYPE, c_double, c_float, c_int, c_uint, c_void_p, cast
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pypdfium2 as pdfium

_SIGNATURES: dict[str, tuple[Any, ...]] = {
    # name: (what it returns, *what it takes)
    "FPDFText_CountChars": (c_int, c_void_p),
    "FPDFText_GetText": (c_int, c_void_p, c_int, c_int, c_void_p),
    "FPDFText_GetUnicode": (c_uint, c_void_p, c_int),
    "FPDFText_GetLooseCharBox": (c_int, c_void_p, c_int, c_void_p),
    "FPDFText_GetCharBox": (c_int, c_void_p, c_int, c_void_p, c_void_p, c_void_p, c_void_p),
    "FPDFText_GetCharAngle": (c_float, c_void_p, c_int),
    "FPDFText_GetCharOrigin": (c_int, c_void_p, c_int, c_void_p, c_void_p),
    "FPDFText_GetFontSize": (c_double, c_void_p, c_int),
    "FPDFText_GetMatrix": (c_int, c_void_p, c_int, c_void_p),
    "FPDFText_GetTextObject": (c_void_p, c_void_p, c_int),
    "FPDFText_CountRects": (c_int, c_void_p, c_int, c_int),
    "FPDFText_GetRect": (c_int, c_void_p, c_int, c_void_p, c_void_p, c_void_p, c_void_p),
    "FPDFTextObj_GetTextRenderMode": (c_int, c_void_p),
    "FPDF_GetPageBoundingBox": (c_int, c_void_p, c_void_p),
    "FPDFPage_GetRotation": (c_int, c_void_p),
    "FPDFPage_CountObjects": (c_int, c_void_p),
    "FPDFPage_GetObject": (c_void_p, c_void_p, c_int),
    "FPDFFormObj_CountObjects": (c_int, c_void_p),
    "FPDFFormObj_GetObject": (c_void_p, c_void_p, c_int),
    "FPDFPageObj_GetType": (c_int, c_void_p),
    "FPDFPageObj_GetBounds": (c_int, c_void_p, c_void_p, c_void_p, c_void_p, c_void_p),
    "FPDFPageObj_GetMatrix": (c_int, c_void_p, c_void_p),
    "FPDFImageObj_GetImagePixelSize": (c_int, c_void_p, c_void_p, c_void_p),
    "FPDFPageObj_GetClipPath": (c_void_p, c_void_p),
    "FPDFPageObj_GetStrokeWidth": (c_int, c_void_p, c_void_p),
    "FPDFPageObj_GetStrokeColor": (c_int, c_void_p, c_void_p, c_void_p, c_void_p, c_void_p),
    "FPDFPageObj_GetFillColor": (c_int, c_void_p, c_void_p, c_void_p, c_void_p, c_void_p),
    "FPDFClipPath_CountPaths": (c_int, c_void_p),
    "FPDFClipPath_CountPathSegments": (c_int, c_void_p, c_int),
    "FPDFClipPath_GetPathSegment": (c_void_p, c_void_p, c_int, c_int),
    "FPDFPath_GetDrawMode": (c_int, c_void_p, c_void_p, c_void_p),
    "FPDFPath_CountSegments": (c_int, c_void_p),
    "FPDFPath_GetPathSegment": (c_void_p, c_void_p, c_int),
    "FPDFPathSegment_GetType": (c_int, c_void_p),
    "FPDFPathSegment_GetPoint": (c_int, c_void_p, c_void_p, c_void_p),
    "FPDFPathSegment_GetClose": (c_int, c_void_p),
}


@cache
def call(name: str) -> Callable[..., Any]:
    """The C function of that name; handles and addresses go in and come out as integers (None for a null pointer)."""
    from pypdfium2 import raw

    returns, *takes = _SIGNATURES[name]
    address = cast(getattr(raw, name), c_void_p).value or 0
    return PYFUNCTYPE(returns, *takes)(address)


def handle(wrapped: pdfium.PdfPage | pdfium.PdfTextPage) -> int:
    """The address behind a pypdfium2 object. It is good as long as that object is open."""
    return cast(wrapped.raw, c_void_p).value or 0
