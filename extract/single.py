"""One page of a PDF as a file of its own, for parsers that go through all pages before the one they are asked for."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extract.types import PageSource

FEW = 8
"""A file with no more pages than this is opened as it is."""


def single(source: PageSource) -> io.BytesIO | None:
    """The page alone, without a password; None where the file is short or its page cannot be copied."""
    import pypdfium2 as pdfium

    try:
        document = pdfium.PdfDocument(source.path, password=source.password)
        try:
            if len(document) <= FEW:
                return None
            alone = pdfium.PdfDocument.new()
            alone.import_pages(document, [source.index])
            out = io.BytesIO()
            alone.save(out)
            alone.close()
        finally:
            document.close()
    except pdfium.PdfiumError:
        return None
    out.seek(0)
    return out
