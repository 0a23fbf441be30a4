"""PDF -> Pages. Words come from pdfium (fast), drawn lines from pdfplumber, pages without usable text from OCR."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from extract.errors import DamagedFile, EmptyFile, PasswordNeeded
from extract.frame import frame
from extract.layout import page_lines
from extract.pdf_objects import things
from extract.pdf_paths import drawn
from extract.pdf_words import page_text
from extract.pdfium import handle
from extract.types import Page, PageSource, TableSettings, Word

if TYPE_CHECKING:
    import pypdfium2 as pdfium

Progress = Callable[[str, int, int], None]

MIN_CHARACTERS = 40
"""A page with an image and less text than this is a scan with a stamp on it, not a text page."""
GARBAGE_SHARE = 0.15
"""A larger share of characters that no font maps to letters makes a text layer useless."""


def pages(
    path: Path, settings: TableSettings, *, password: str | None = None, progress: Progress | None = None
) -> tuple[Page, ...]:
    """The pages of a PDF file; each says in `why` whether its text layer or OCR was used and what decided it.

    Raises DamagedFile, EmptyFile, PasswordNeeded; ToolMissing when a page needs OCR and Tesseract is not there.
    """
    document = _open(path, password)
    try:
        if len(document) == 0:
            raise EmptyFile("the PDF has no pages; export the report again")
        return tuple(_pages(document, path, settings, password, progress))
    finally:
        document.close()


def _open(path: Path, password: str | None) -> pdfium.PdfDocument:
    import pypdfium2 as pdfium

    try:
        return pdfium.PdfDocument(path, password=password)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            given = "the password given does not open it" if password else "it is encrypted"
            raise PasswordNeeded(f"{given}: give its password, or save a copy without one") from error
        raise DamagedFile("the PDF is damaged or cut short and cannot be opened; download it again") from error


def _pages(
    document: pdfium.PdfDocument, path: Path, settings: TableSettings, password: str | None, progress: Progress | None
) -> Iterator[Page]:
    total = len(document)
    for index in range(total):
        if progress:
            progress("read", index, total)
        yield _page(document[index], PageSource(path, index, password), settings)
    if progress:
        progress("read", total, total)


def _page(page: pdfium.PdfPage, source: PageSource, settings: TableSettings) -> Page:
    width, height = page.get_size()
    shown = frame(page)
    text = page.get_textpage()
    found = page_text(handle(text), shown)
    words, odd = found.words, found.odd / max(found.letters, 1)
    problem = _problem(page, words, odd)
    number = source.index + 1
    if problem:
        from extract.read_ocr import read_image

        image = page.render(scale=settings.render_dpi / 72, grayscale=True).to_pil()
        return read_image(image, number=number, size=(width, height), why=problem, source=source)
    rulings, shades = drawn(things(page, shown.matrix), shown) if words else ((), ())
    return Page(
        number=number,
        reader="pdf-text",
        lines=page_lines(words, rulings, number, width, height),
        width=width,
        height=height,
        words=words,
        rulings=rulings,
        shades=shades,
        why="the page has a text layer" if words else "the page is blank",
        source=source,
    )


def _problem(page: pdfium.PdfPage, words: tuple[Word, ...], odd: float) -> str:
    """Why the text layer cannot be used, in words; '' when it can."""
    characters = sum(len(w.text) for w in words)
    if characters >= MIN_CHARACTERS and odd > GARBAGE_SHARE:
        return f"the text layer is garbage ({odd:.0%} of its characters are unknown to their font): read by OCR"
    if characters >= MIN_CHARACTERS or not _has_picture(page):
        return ""
    if not words:
        return "the page is an image without text: read by OCR"
    return f"the page is an image with only {characters} characters of text on it: read by OCR"


def _has_picture(page: pdfium.PdfPage, share: float = 0.3) -> bool:
    """Whether images cover a good part of the page."""
    from pypdfium2 import raw

    width, height = page.get_size()
    covered = 0.0
    for thing in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE]):
        left, bottom, right, top = thing.get_bounds()
        covered += abs(right - left) * abs(top - bottom)
    return bool(covered >= share * width * height)
