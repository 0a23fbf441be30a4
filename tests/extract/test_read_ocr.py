"""A scan is read with its figures and signs, its rulings found, and its tables put together."""

from __future__ import annotations

import shutil
from pathlib import Path

import cv2
import numpy as np
import pypdfium2 as pdfium
import pytest
from PIL import Image

from extract.ocr_image import skew, straightened
from extract.read import read
from extract.types import TableSettings
from tests.extract import truth, typeset
from tests.extract.typeset import Look

needs_tesseract = pytest.mark.skipif(shutil.which("tesseract") is None, reason="Tesseract is not installed")
SMALL = [
    ["Mål", "Resultat 2017", "Resultat 2016"],
    ["80 nya deltagare", "96", "77"],
    ["60 % följer sin hälsoplan", "93 %", "100 %"],
    ["50 % i arbete/ studier", "15 %", "61 %"],
]


def a_page(folder: Path) -> Path:
    table = typeset.table(SMALL, [180, 90, 90], Look(size=11, padding=5))
    return typeset.document(folder / "a.pdf", [typeset.heading("Tabell 1. Måluppfyllelse för HälsoSam"), table])


@needs_tesseract
def test_a_scanned_goal_table_keeps_its_percentages(tmp_path: Path) -> None:
    extraction = read(typeset.scanned(a_page(tmp_path), tmp_path / "scan.pdf"), TableSettings())
    (page,), (table,) = extraction.document.pages, extraction.tables
    assert page.reader == "ocr"
    assert "image" in page.why
    found = [[text.replace("%", " %").replace("  ", " ") for text in row] for row in table.grid()]  # '15%' is '15 %'
    assert truth.cell_f1([found], [SMALL]) == 1.0
    assert table.title.startswith("Tabell 1.")
    assert all(c.confidence for c in table.cells)


@needs_tesseract
def test_a_file_of_text_pages_and_scans_is_read_page_by_page(tmp_path: Path) -> None:
    text = a_page(tmp_path)
    scan = typeset.scanned(text, tmp_path / "scan.pdf", dpi=150)
    with pdfium.PdfDocument(text) as mixed, pdfium.PdfDocument(scan) as other:
        mixed.import_pages(other)
        mixed.save(tmp_path / "mixed.pdf")
    document = read(tmp_path / "mixed.pdf", TableSettings()).document
    assert [p.reader for p in document.pages] == ["pdf-text", "ocr"]
    assert document.reader == "pdf-text+ocr"


@needs_tesseract
def test_a_tiff_of_two_pages_gives_two_pages(tmp_path: Path) -> None:
    with pdfium.PdfDocument(a_page(tmp_path)) as document:
        image = document[0].render(scale=2, grayscale=True).to_pil().crop((0, 0, 1190, 420))
    image.save(tmp_path / "a.tif", save_all=True, append_images=[image], dpi=(144, 144))
    document_ = read(tmp_path / "a.tif", TableSettings()).document
    assert [p.number for p in document_.pages] == [1, 2]
    assert document_.media_type == "image/tiff"
    assert "Måluppfyllelse" in document_.pages[1].lines[0].text


def test_a_page_that_lies_askew_is_straightened(tmp_path: Path) -> None:
    with pdfium.PdfDocument(a_page(tmp_path)) as document:
        grey = np.asarray(document[0].render(scale=2, grayscale=True).to_pil(), dtype=np.uint8)
    leaning = np.asarray(Image.fromarray(grey).rotate(1.2, fillcolor=255), dtype=np.uint8)
    assert skew(leaning) == pytest.approx(-1.2, abs=0.05)
    assert abs(skew(straightened(leaning))) <= 0.05
    assert cv2.countNonZero(255 - straightened(grey)) == cv2.countNonZero(255 - grey)
