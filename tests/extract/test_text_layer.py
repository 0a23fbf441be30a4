"""Each page is read by what its text layer deserves, and says so."""

from __future__ import annotations

import shutil
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from PIL import Image, ImageDraw
from reportlab.pdfgen.canvas import Canvas

from extract.read import read
from extract.text_layer import no_language
from extract.types import Page, TableSettings
from tests.extract import paper, typeset
from tests.extract.typeset import Look

NEEDS_OCR = pytest.mark.skipif(shutil.which("tesseract") is None, reason="needs Tesseract")
SCAN = Image.new("L", (800, 800), 255)
for n, line in enumerate(paper.PROSE):
    ImageDraw.Draw(SCAN).text((40, 60 + 26 * n), line.encode("ascii", "ignore").decode(), fill=0, font_size=20)


def pages(path: Path) -> tuple[Page, ...]:
    return read(path, TableSettings()).document.pages


def shifted(text: str, step: int) -> str:
    """A text as a font without a map to letters gives it: every code a step away."""
    return "".join(c if c.isspace() else chr(ord(c) + step) for c in text)


SWEDISH = " ".join(paper.PROSE)
OTHERS = {
    "English": "The association funds measures that none of its members could carry alone, and it does so every year.",
    "Finnish": "Yhdistys rahoittaa toimenpiteitä joita kukaan osapuolista ei pysty toteuttamaan yksin vuoden aikana.",
    "German": "Der Verband finanziert Massnahmen, die keine der beteiligten Behörden allein tragen könnte im Jahr.",
    "Polish": "Związek finansuje działania, których żadna ze stron nie jest w stanie sama ponieść w ciągu roku.",
    "names": "ADRIAN MIA Lyra Slussen UPIS START Stegen Kompassen HälsoSam Resurscentrum Unga vuxna Novum Fenix Merit",
}


@pytest.mark.parametrize("step", [-31, -29, -3, -1, 1, 2, 3, 13])
def test_shifted_letters_are_of_no_language(step: int) -> None:
    assert no_language(shifted(SWEDISH, step))


@pytest.mark.parametrize("language", OTHERS)
def test_text_of_other_languages_and_names_is_text(language: str) -> None:
    assert not no_language(OTHERS[language])
    assert not no_language(SWEDISH)


def test_one_lying_font_among_good_ones_is_noticed() -> None:
    told = no_language("\n".join([*paper.PROSE, *(shifted(line, 3) for line in paper.PROSE[:2])]))
    assert "of its letters make no words" in told


def test_too_little_text_and_figures_are_not_judged() -> None:
    assert not no_language("XKCD QZW 12 13 14")
    assert not no_language("\n".join(["12 345 6,7 % 2019"] * 50))


def test_a_good_text_layer_is_used(tmp_path: Path) -> None:
    (page,) = pages(paper.sheet(tmp_path / "a.pdf", paper.prose))
    assert (page.reader, page.layer, page.why) == ("pdf-text", "text", "the page has a text layer")


def test_a_blank_page_is_not_read_by_ocr(tmp_path: Path) -> None:
    *_, blank = pages(paper.sheet(tmp_path / "a.pdf", paper.prose, lambda c: c.circle(200, 200, 50)))
    assert (blank.reader, blank.layer, blank.lines) == ("pdf-text", "blank", ())


@NEEDS_OCR
def test_a_mixed_file_is_read_page_by_page(tmp_path: Path) -> None:
    written, scanned = pages(paper.sheet(tmp_path / "a.pdf", paper.prose, paper.picture(SCAN)))
    assert (written.reader, written.layer) == ("pdf-text", "text")
    assert (scanned.reader, scanned.layer) == ("ocr", "missing")
    assert "avst" in " ".join(line.text for line in scanned.lines)


@NEEDS_OCR
@pytest.mark.parametrize("way", ["invisible mode", "under the picture", "transparent"])
def test_an_old_ocr_layer_over_a_scan_is_read_again(tmp_path: Path, way: str) -> None:
    def scan(c: Canvas) -> None:
        if way != "under the picture":
            paper.picture(SCAN)(c)
        text = c.beginText(20, 360)
        text.setTextRenderMode(3 if way == "invisible mode" else 0)
        if way == "transparent":
            c.setFillAlpha(0)
        for line in paper.PROSE:
            text.textLine(line.replace("a", "e"))
        c.drawText(text)
        if way == "under the picture":
            paper.picture(SCAN)(c)

    (page,) = pages(paper.sheet(tmp_path / "a.pdf", scan))
    assert (page.reader, page.layer) == ("ocr", "old_ocr")
    assert "older OCR" in page.why


def test_text_over_a_background_picture_is_text(tmp_path: Path) -> None:
    def poster(c: Canvas) -> None:
        paper.picture(Image.new("L", (200, 200), 230))(c)
        paper.prose(c)

    (page,) = pages(paper.sheet(tmp_path / "a.pdf", poster))
    assert (page.reader, page.layer, page.insets) == ("pdf-text", "text", ())


@NEEDS_OCR
def test_a_picture_of_a_table_on_a_page_of_text_is_read_where_it_stands(tmp_path: Path) -> None:
    grid = [["Insats", "Kvinnor", "Män"], ["Lyra", "12", "19"], ["Slussen", "23", "27"], ["Totalt", "35", "46"]]
    source = typeset.document(tmp_path / "t.pdf", [typeset.table(grid, [110, 70, 70], Look(size=11, padding=5))])
    image = pdfium.PdfDocument(source)[0].render(scale=300 / 72, grayscale=True).to_pil()
    image = image.crop(tuple(int(v * 300 / 72) for v in (160, 50, 440, 170)))  # type: ignore[arg-type]

    def page_of_text(c: Canvas) -> None:
        paper.prose(c)
        c.drawImage(paper.ImageReader(image), 60, 150, 280, 120)
        c.drawString(20, 100, "Efter bilden fortsätter texten som förut.")

    extraction = read(paper.sheet(tmp_path / "a.pdf", page_of_text), TableSettings())
    (page,) = extraction.document.pages
    assert (page.reader, page.layer) == ("pdf-text", "partial")
    assert [line.number for line in page.lines] == list(range(1, len(page.lines) + 1))
    assert page.lines[-1].text == "Efter bilden fortsätter texten som förut."
    (table,) = extraction.tables
    assert table.reader == "ocr"
    assert [row[1:] for row in table.grid()] == [row[1:] for row in grid]
    assert table.bbox is not None and 50 < table.bbox.x0 < 80 and 120 < table.bbox.top < 170
    assert not any("Slussen" in line.text for line in extraction.prose())


def test_a_photograph_is_not_read(tmp_path: Path) -> None:
    def photo(c: Canvas) -> None:
        paper.prose(c)
        c.drawImage(paper.ImageReader(Image.effect_noise((600, 400), 80)), 60, 100, 280, 180)

    (page,) = pages(paper.sheet(tmp_path / "a.pdf", photo))
    assert (page.layer, page.insets) == ("text", ())


def test_a_garbage_layer_is_used_all_the_same_where_tesseract_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pytesseract.pytesseract.tesseract_cmd", "no-such-tesseract")

    def lying(c: Canvas) -> None:
        for n, line in enumerate(paper.PROSE):
            c.drawString(20, 360 - 13 * n, shifted(line.encode("ascii", "ignore").decode(), 1))

    (page,) = pages(paper.sheet(tmp_path / "a.pdf", lying))
    assert (page.reader, page.layer) == ("pdf-text", "garbage")
    assert "Tesseract is not installed" in page.why
    assert page.lines
