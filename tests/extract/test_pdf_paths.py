"""However a producer draws a table's lines and backgrounds, the page's rulings and shades are what a reader sees."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from reportlab.pdfgen.canvas import Canvas

from extract.frame import frame
from extract.pdf_objects import things
from extract.pdf_paths import drawn
from extract.types import BBox

Draw = Callable[[Canvas], None]
SIZE = (400, 300)
"""Points. A turned page is 400 x 400, since the canvas swaps the sides of its media box."""


def read(
    folder: Path, draw: Draw, *, turn: int = 0, crop: tuple[int, int, int, int] | None = None
) -> tuple[list[tuple[int, int, int, int]], list[tuple[int, int, int, int]]]:
    """(rulings, shades) of one page of 400 x 300 points, in whole points."""
    canvas = Canvas(str(folder / "a.pdf"), pagesize=(400, 400) if turn else SIZE, cropBox=crop)
    draw(canvas)
    canvas.setPageRotation(turn)
    canvas.save()
    document = pdfium.PdfDocument(folder / "a.pdf")
    page = document[0]
    shown = frame(page)
    rulings, shades = drawn(things(page, shown.matrix), shown)
    return [whole(r.bbox) for r in rulings], [whole(s) for s in shades]


def whole(box: BBox) -> tuple[int, int, int, int]:
    return round(box.x0), round(box.top), round(box.x1), round(box.bottom)


def stroke(c: Canvas) -> None:
    c.line(50, 200, 250, 200)


def thin_fill(c: Canvas) -> None:
    c.rect(50, 199.5, 200, 1, stroke=0, fill=1)


def cell_by_cell(c: Canvas) -> None:
    for x in (50, 100, 150, 200):
        c.line(x, 200, x + 50, 200)
        c.line(x, 199.5, x + 50, 199.5)


def thin_pieces(c: Canvas) -> None:
    for x in (50, 150):
        c.rect(x, 199.5, 99.5, 0.5, stroke=0, fill=1)


def dashes(c: Canvas) -> None:
    for x in range(50, 250, 8):
        c.line(x, 200, min(x + 5, 250), 200)
    c.line(246, 200, 250, 200)


def dash_array(c: Canvas) -> None:
    c.setDash(1, 2)
    c.line(50, 200, 250, 200)


def dots(c: Canvas) -> None:
    for x in range(50, 250, 3):
        c.rect(x, 199.5, 1, 1, stroke=0, fill=1)
    c.rect(249, 199.5, 1, 1, stroke=0, fill=1)


def in_a_form(c: Canvas) -> None:
    c.beginForm("line")
    c.line(0, 0, 100, 0)
    c.endForm()
    c.translate(50, 200)
    c.scale(2, 2)
    c.doForm("line")


def clipped(c: Canvas) -> None:
    window = c.beginPath()
    window.rect(50, 150, 200, 100)
    c.clipPath(window, stroke=0, fill=0)
    c.line(0, 200, 400, 200)


def turned_matrix(c: Canvas) -> None:
    c.translate(50, 200)
    c.rotate(90)
    c.line(0, 0, 0, -200)


@pytest.mark.parametrize(
    "draw",
    [
        stroke, thin_fill, cell_by_cell, thin_pieces, dashes, dash_array, dots, in_a_form, clipped, turned_matrix
    ],
    ids=lambda f: f.__name__,
)  # fmt: skip
def test_a_line_is_one_ruling_however_it_is_drawn(tmp_path: Path, draw: Draw) -> None:
    rulings, shades = read(tmp_path, draw)
    assert rulings == [(50, 100, 250, 100)]
    assert shades == []


def test_a_stroked_rectangle_is_four_rulings_and_no_shade(tmp_path: Path) -> None:
    rulings, shades = read(tmp_path, lambda c: c.rect(50, 100, 200, 100))
    assert rulings == [(50, 100, 250, 100), (50, 200, 250, 200), (50, 100, 50, 200), (250, 100, 250, 200)]
    assert shades == []


def test_a_frame_of_two_rectangles_is_four_rulings(tmp_path: Path) -> None:
    def frame_of_two(c: Canvas) -> None:
        path = c.beginPath()
        path.rect(50, 100, 200, 100)
        path.rect(51, 101, 198, 98)
        c._fillMode = 0
        c.drawPath(path, stroke=0, fill=1)

    rulings, shades = read(tmp_path, frame_of_two)
    assert len(rulings) == 4
    assert shades == []


def test_a_filled_cell_is_a_shade_and_its_edges_are_rulings(tmp_path: Path) -> None:
    def cells(c: Canvas) -> None:
        c.setFillGray(0.9)
        for x in (50, 150):
            c.rect(x, 100, 100, 20, stroke=0, fill=1)

    rulings, shades = read(tmp_path, cells)
    assert shades == [(50, 180, 150, 200), (150, 180, 250, 200)]
    assert rulings == [
        (50, 180, 250, 180), (50, 200, 250, 200), (50, 180, 50, 200), (150, 180, 150, 200), (250, 180, 250, 200)
    ]  # fmt: skip


def test_white_shows_only_on_something_darker(tmp_path: Path) -> None:
    def white(c: Canvas) -> None:
        c.setFillGray(1)
        c.rect(0, 0, 400, 300, stroke=0, fill=1)
        c.setStrokeGray(1)
        c.line(20, 20, 380, 20)
        c.setFillGray(0.7)
        c.rect(50, 100, 200, 40, stroke=0, fill=1)
        c.line(50, 120, 250, 120)

    rulings, shades = read(tmp_path, white)
    assert shades == [(50, 160, 250, 200)]
    assert (50, 180, 250, 180) in rulings
    assert not any(top == 280 for _, top, _, _ in rulings)


def test_what_is_painted_invisibly_or_over_the_whole_page_is_nothing(tmp_path: Path) -> None:
    def nothing(c: Canvas) -> None:
        c.setFillGray(0.9)
        c.rect(0, 0, 400, 300, stroke=0, fill=1)
        c.setFillAlpha(0)
        c.rect(50, 100, 100, 50, stroke=0, fill=1)
        path = c.beginPath()
        path.rect(50, 100, 100, 50)
        c.drawPath(path, stroke=0, fill=0)

    assert read(tmp_path, nothing) == ([], [])


def test_slanted_strokes_and_curves_are_no_rulings(tmp_path: Path) -> None:
    def drawing(c: Canvas) -> None:
        c.line(50, 100, 250, 140)
        c.circle(100, 100, 40)

    assert read(tmp_path, drawing) == ([], [])


def test_column_rules_under_spanning_headings_stay_apart(tmp_path: Path) -> None:
    def two(c: Canvas) -> None:
        c.line(50, 200, 120, 200)
        c.line(126, 200, 250, 200)

    assert read(tmp_path, two)[0] == [(50, 100, 120, 100), (126, 100, 250, 100)]


@pytest.mark.parametrize(
    ("turn", "place"),
    [(0, (40, 90, 240, 90)), (90, (190, 40, 190, 240)), (180, (140, 190, 340, 190)), (270, (90, 140, 90, 340))],
)
def test_a_turned_page_with_an_offset_crop_box_gives_places_as_shown(
    tmp_path: Path, turn: int, place: tuple[int, int, int, int]
) -> None:
    rulings, _ = read(tmp_path, stroke, turn=turn, crop=(10, 10, 390, 290))
    assert rulings == [place]
