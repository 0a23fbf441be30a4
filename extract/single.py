"""One page of a PDF as a file of its own, for parsers that go through all pages before the one they are asked for."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

    from extract.types import PageSource

FEW = 8
"""A file with no more pages than this is opened as it is."""


class Opened(NamedTuple):
    """What another parser is given: a file, which page of it (from 0), and its password."""

    file: io.BytesIO | Path
    page: int
    password: str | None


def single(source: PageSource) -> Opened:
    """The page as a file of its own; the whole file where that is short or its page cannot be copied."""
    alone = _alone(source)
    return Opened(alone, 0, None) if alone else Opened(source.path, source.index, source.password)


def _alone(source: PageSource) -> io.BytesIO | None:
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
