"""Odd, broken and hostile PDF pages never stop a report: what can be read is read, and what cannot says so."""

from __future__ import annotations

import re
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from reportlab.pdfgen.canvas import Canvas

from extract.read import read
from extract.types import Page, TableSettings
from tests.extract import paper


def pages(path: Path) -> tuple[Page, ...]:
    return read(path, TableSettings()).document.pages


def with_box(path: Path, box: str) -> Path:
    """The same PDF with another media box on its first page, the byte offsets left as they are (pdfium mends them)."""
    data, changed = re.subn(
        rb"/MediaBox \[ 0 0 400 400 \]", f"/MediaBox [ {box} ]".encode(), path.read_bytes(), count=1
    )
    assert changed == 1
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    "box", ["0 0 0 0", "0 0 90000 90000", "400 400 0 0", "-5 -5 395 395", "0 0 1 1"], ids=lambda b: b.replace(" ", ",")
)
def test_a_page_with_an_odd_box_is_read(tmp_path: Path, box: str) -> None:
    path = with_box(paper.sheet(tmp_path / "a.pdf", paper.prose, paper.prose), box)
    odd, sound = pages(path)
    assert sound.lines[0].text == paper.PROSE[0]
    assert odd.number == 1
    assert odd.width > 0 and odd.height > 0


def test_a_page_that_cannot_be_opened_is_told_and_the_others_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = paper.sheet(tmp_path / "a.pdf", paper.prose, paper.prose)
    opens = pdfium.PdfDocument.__getitem__

    def broken(document: pdfium.PdfDocument, index: int) -> pdfium.PdfPage:
        if index == 0:
            raise pdfium.PdfiumError("Failed to load page.")
        return opens(document, index)

    monkeypatch.setattr(pdfium.PdfDocument, "__getitem__", broken)
    first, second = pages(path)
    assert (first.layer, first.lines) == ("damaged", ())
    assert "cannot be opened" in first.why
    assert second.lines[0].text == paper.PROSE[0]


def test_forms_within_forms_end(tmp_path: Path) -> None:
    def nested(c: Canvas) -> None:
        for n in range(40):
            c.beginForm(f"f{n}")
            c.drawString(20, 300, f"inne {n}")
            if n:
                c.doForm(f"f{n - 1}")
            c.endForm()
        c.doForm("f39")
        paper.prose(c)

    (page,) = pages(paper.sheet(tmp_path / "a.pdf", nested))
    assert paper.PROSE[0] in [line.text for line in page.lines]


def test_a_drawing_of_many_thousand_strokes_is_no_table(tmp_path: Path) -> None:
    def drawing(c: Canvas) -> None:
        paper.prose(c)
        for n in range(6000):
            c.line(50 + n % 300, 50 + n // 300 * 7, 51 + n % 300, 53 + n // 300 * 7)

    extraction = read(paper.sheet(tmp_path / "a.pdf", drawing), TableSettings())
    assert extraction.tables == ()
    assert [line.text for line in extraction.prose()][:4] == list(paper.PROSE)
