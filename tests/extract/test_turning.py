"""Tables set sideways are read as one who turns the sheet reads them, and stand where they stand."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from extract.read import read
from extract.turning import turned_back, upright
from extract.types import BBox, TableSettings
from tests.extract import paper
from tests.extract.test_stitch import FIRST, HEAD, SECOND, table

ROWS = [HEAD, *FIRST, *SECOND]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_turning_a_box_back_gives_the_box(turn: int) -> None:
    box = BBox(10, 20, 50, 30)
    assert turned_back(upright(box, turn, 400, 300), turn, 400, 300) == box


@pytest.mark.parametrize("angle", [90, 180, 270])
@pytest.mark.parametrize("beside", [True, False], ids=["with running text upright", "alone"])
def test_a_table_set_sideways_comes_out_cell_by_cell(tmp_path: Path, angle: int, beside: bool) -> None:
    def sideways(c: Canvas) -> None:
        if beside:
            paper.prose(c)
        x, y = {90: (380, 5), 180: (380, 290), 270: (20, 305) if beside else (20, 395)}[angle]
        c.translate(x, y)
        c.rotate(angle)
        c.scale(0.8, 0.8)
        table(c, ROWS, 300 if angle != 180 else 200)

    extraction = read(paper.sheet(tmp_path / "a.pdf", sideways), TableSettings())
    (found,) = extraction.tables
    assert found.grid() == [list(row) for row in ROWS]
    (page,) = extraction.document.pages
    words = {w.text: w.bbox for w in page.words}
    for name in ("Kompassen", "101"):
        cell = next(c for c in found.cells if c.text == name)
        assert cell.bbox is not None
        assert cell.bbox.x0 - 1 <= words[name].x0 and words[name].x1 <= cell.bbox.x1 + 1
        assert cell.bbox.top - 1 <= words[name].top and words[name].bottom <= cell.bbox.bottom + 1
    if beside:
        assert [line.text for line in extraction.prose()][:4] == list(paper.PROSE)


def test_headings_set_sideways_over_upright_columns_stay_headings(tmp_path: Path) -> None:
    def narrow(c: Canvas) -> None:
        table(c, [("", "", ""), ("", "", ""), ("", "", ""), *FIRST, *SECOND], 360)
        for x, text in zip((190, 270), HEAD[1:], strict=True):
            c.saveState()
            c.translate(x + 10, 308)
            c.rotate(90)
            c.drawString(0, 0, text)
            c.restoreState()

    (page,) = read(paper.sheet(tmp_path / "a.pdf", narrow), TableSettings()).document.pages
    assert {w.text: w.turn for w in page.words if w.turn} == {"Kvinnor": 270, "Män": 270}
