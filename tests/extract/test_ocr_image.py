"""A page's image is made ready for reading: upright, evenly lit, without its lines, and nothing of its text is lost."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pypdfium2 as pdfium
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from extract.ocr_digits import read_pieces
from extract.ocr_image import Sheet, ink_limit, prepared, skew, upright
from extract.ocr_marks import Marked, marked
from extract.ocr_rulings import shades, without_rulings
from extract.ocr_tokens import tokens
from extract.types import BBox
from tests.extract import typeset
from tests.extract.typeset import Look

SCALE = 72 / 200
ROWS = [
    ["Insats", "Inskrivna", "Avslutade"],
    ["HälsoSam", "1 281", "96"],
    ["Vägknuten", "12,5", "-7"],
    ["Örebro", "35 %", "(4)"],
    ["Totalt", "2 056", "803"],
]
PROSE = "Under året har deltagarna fått stöd av en handläggare, vilket har lett till att fler går vidare till arbete. "


def a_page(folder: Path, look: Look, dpi: int = 200) -> NDArray[np.uint8]:
    path = typeset.document(folder / "a.pdf", [typeset.prose(PROSE * 4), typeset.table(ROWS, [150, 90, 90], look)])
    with pdfium.PdfDocument(path) as document:
        return np.asarray(document[0].render(scale=dpi / 72, grayscale=True).to_pil(), dtype=np.uint8)


def taken_apart(sheet: Sheet) -> Marked:
    clean = without_rulings(sheet, ink_limit(sheet.grey))[1]
    return marked(clean, sheet.scale, ink_limit(clean))


def figures(sheet: Sheet) -> set[str]:
    ink = taken_apart(sheet)
    found = tokens(ink.pieces, read_pieces(ink.grey, ink.labels, ink.pieces))
    return {t.own for t in found if t.kind == "figure"}


PRINTED = {"1", "281", "96", "12,5", "-7", "35", "%", "(4)", "2", "056", "803"}


@pytest.mark.parametrize("rules", ["grid", "horizontal", "three", "none"])
def test_our_reader_sees_the_figures_of_a_clean_table(tmp_path: Path, rules: str) -> None:
    assert figures(prepared(a_page(tmp_path, Look(rules=rules, size=10)), SCALE)) >= PRINTED


def test_noise_blur_and_a_shadow_cost_no_figure(tmp_path: Path) -> None:
    grey = cv2.GaussianBlur(a_page(tmp_path, Look(size=10)), (0, 0), 0.8).astype(np.float32)
    shadow = 1 - 0.35 * np.linspace(0, 1, grey.shape[1], dtype=np.float32)
    grain = np.random.default_rng(1).normal(0, 8, grey.shape)
    worn = np.clip(grey * shadow + grain, 0, 255).astype(np.uint8)
    assert figures(prepared(worn, SCALE)) >= PRINTED


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
def test_a_page_on_its_side_or_upside_down_is_turned(tmp_path: Path, quarters: int) -> None:
    grey = a_page(tmp_path, Look(size=10))
    sheet = upright(np.ascontiguousarray(np.rot90(grey, -quarters)), SCALE)
    assert sheet.quarters == quarters
    assert sheet.grey.shape == grey.shape


@pytest.mark.parametrize("angle", [-2.4, -0.33, 0.0, 0.1, 1.71])
def test_skew_is_measured_to_less_than_a_tenth_of_a_degree(tmp_path: Path, angle: float) -> None:
    leaning = Image.fromarray(a_page(tmp_path, Look(size=10))).rotate(
        angle, resample=Image.Resampling.BICUBIC, fillcolor=255
    )
    assert skew(np.asarray(leaning, dtype=np.uint8)) == pytest.approx(-angle, abs=0.09)


def test_rulings_are_found_and_leave_the_letters_that_touch_them(tmp_path: Path) -> None:
    sheet = prepared(a_page(tmp_path, Look(size=10, padding=0.3)), SCALE)
    rulings, _ = without_rulings(sheet, ink_limit(sheet.grey))
    flat = [r for r in rulings if r.horizontal]
    assert len(flat) == len(ROWS) + 1
    assert len(rulings) - len(flat) == 4
    assert figures(sheet) >= PRINTED


@pytest.mark.parametrize("dash", [(14, 8), (5, 6)])
def test_a_dashed_line_is_one_ruling(dash: tuple[int, int]) -> None:
    page = Image.new("L", (1200, 600), 255)
    pen = ImageDraw.Draw(page)
    for x in range(100, 1100, sum(dash)):
        pen.line((x, 300, x + dash[0] - 1, 300), fill=0, width=2)
    rulings, clean = without_rulings(prepared(np.asarray(page, dtype=np.uint8), SCALE), 150)
    assert len(rulings) == 1
    assert rulings[0].bbox.x1 - rulings[0].bbox.x0 == pytest.approx(1000 * SCALE, abs=12)
    assert (np.asarray(clean) < 150).sum() == 0


def test_the_waist_of_blurred_letters_is_no_ruling(tmp_path: Path) -> None:
    grey = cv2.GaussianBlur(a_page(tmp_path, Look(rules="none", size=8)), (0, 0), 1.4)
    sheet = prepared(np.asarray(grey, dtype=np.uint8), SCALE)
    assert without_rulings(sheet, ink_limit(sheet.grey))[0] == ()


def test_full_stops_stay_and_specks_of_dirt_go() -> None:
    page = Image.new("L", (1200, 600), 255)
    pen = ImageDraw.Draw(page)
    with_stop = typeset_line(pen, "Resultat 2.056", (100, 100))
    for x, y in ((800, 300), (60, 500), (1100, 90)):
        pen.rectangle((x, y, x + 2, y + 2), fill=0)
    ink = taken_apart(prepared(np.asarray(page, dtype=np.uint8), SCALE))
    assert len(ink.pieces) == 1
    assert len(ink.pieces[0].marks) == with_stop


def typeset_line(pen: ImageDraw.ImageDraw, text: str, place: tuple[int, int]) -> int:
    """Draw a text; gives how many marks of ink it has."""
    pen.text(place, text, font=ImageFont.load_default(28), fill=0)
    return len(text.replace(" ", ""))


def test_light_text_on_a_dark_band_becomes_dark_on_light() -> None:
    page = Image.new("L", (1200, 600), 255)
    pen = ImageDraw.Draw(page)
    pen.rectangle((80, 90, 1100, 150), fill=40)
    pen.text((100, 100), "2022 2023", font=ImageFont.load_default(30), fill=255)
    pen.text((100, 200), "154 203", font=ImageFont.load_default(30), fill=0)
    assert figures(prepared(np.asarray(page, dtype=np.uint8), SCALE)) == {"2022", "2023", "154", "203"}


def test_zebra_rows_are_filled_areas_also_where_the_light_is_uneven(tmp_path: Path) -> None:
    grey = a_page(tmp_path, Look(rules="none", size=10, padding=5, zebra=True)).astype(np.float32)
    down = 1 - 0.3 * np.linspace(0, 1, grey.shape[0], dtype=np.float32)[:, None]
    found = shades(prepared(np.clip(grey * down, 0, 255).astype(np.uint8), SCALE))
    assert len(found) == 2
    assert all(b.x1 - b.x0 == pytest.approx(330, abs=8) for b in found)
    assert all(isinstance(b, BBox) and b.bottom - b.top < 30 for b in found)
