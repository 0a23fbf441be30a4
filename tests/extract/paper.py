"""One page drawn letter by letter with reportlab's canvas, for tests of the PDF readers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pypdfium2 as pdfium
from PIL.Image import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from extract.frame import Frame, frame
from extract.pdf_surface import surface
from extract.pdf_words import Text, page_characters, page_text
from extract.pdfium import handle

Draw = Callable[[Canvas], None]
SIZE = (400, 400)
PROSE = (
    "Förbundet finansierar insatser som ingen av parterna kan bära på egen hand.",
    "Arbetssättet bygger på tidiga gemensamma kartläggningar och täta avstämningar.",
    "Flera deltagare berättar att de för första gången har en plan som alla följer.",
    "Samverkan mellan handläggarna fungerar i huvudsak väl under hela perioden.",
)


def sheet(path: Path, *draws: Draw, turn: int = 0, crop: tuple[int, int, int, int] | None = None) -> Path:
    """A PDF of square pages of SIZE points, one for each drawing."""
    canvas = Canvas(str(path), pagesize=SIZE, cropBox=crop, invariant=1)
    for draw in draws:
        canvas.setFont("Helvetica", 10)
        draw(canvas)
        canvas.setPageRotation(turn)
        canvas.showPage()
    canvas.save()
    return path


def prose(c: Canvas) -> None:
    """Four lines of running text."""
    for n, line in enumerate(PROSE):
        c.drawString(20, 360 - 13 * n, line)


def picture(image: Image) -> Draw:
    """The page covered by a picture."""
    return lambda c: c.drawImage(ImageReader(image), 0, 0, *SIZE)


def read(path: Path, page: int = 0) -> tuple[Text, Frame]:
    """The text of a page by the PDF reader, and its frame."""
    document = pdfium.PdfDocument(path)
    opened = document[page]
    text = opened.get_textpage()
    shown = frame(opened)
    characters = page_characters(handle(text))
    return page_text(handle(text), shown, characters, surface(opened, shown).invisible), shown
