"""A report on paper for tests of pictures: the flow table of `rows`, typeset where its cells say they stand."""

from __future__ import annotations

from pathlib import Path

from reportlab.pdfgen.canvas import Canvas
from rows import FLOW

from extract.types import BBox, Line, Page, PageSource, Word

WIDTH, HEIGHT = 595.0, 842.0
SENTENCE = "Av de avslutade gick 2 vidare till arbete eller studier."


def typeset(path: Path, pages: int = 1, numbers: tuple[int, ...] = (3,)) -> tuple[Page, ...]:
    """Writes a PDF with the table on every page, and gives its first pages, numbered as `numbers` say."""
    canvas = Canvas(str(path), pagesize=(WIDTH, HEIGHT), invariant=1)
    for n in range(pages):
        canvas.setFont("Helvetica", 9)
        canvas.drawString(50, HEIGHT - 90, f"Deltagarflöden 2017 ({n + 1})")
        for r, row in enumerate(FLOW):
            for c, text in enumerate(row):
                canvas.drawString(52 + 90 * c, HEIGHT - (109 + 14 * r), text)
        canvas.grid([50 + 90 * c for c in range(6)], [HEIGHT - (100 + 14 * r) for r in range(6)])
        canvas.drawString(50, HEIGHT - 300, SENTENCE)
        canvas.showPage()
    canvas.save()
    return tuple(page(path, number, index) for index, number in enumerate(numbers))


def page(path: Path, number: int, index: int) -> Page:
    """A page as it was read: a line of running text with its words, and where it can be opened again."""
    words, x = [], 50.0
    for text in SENTENCE.split():
        words.append(Word(text, BBox(x, 292, x + 5.0 * len(text), 303)))
        x += 5.0 * len(text) + 3
    line = Line(1427, SENTENCE, number, BBox(50, 292, x, 303))
    return Page(number, "pdf-text", (line,), WIDTH, HEIGHT, tuple(words), source=PageSource(path, index), layer="text")
