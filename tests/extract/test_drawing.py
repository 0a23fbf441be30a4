"""The picture of a page shows what was seen on it, and says why."""

from __future__ import annotations

from pathlib import Path

import pytest

from extract.drawing import CELL, DPI, RULING, TABLE, draw, seen
from extract.errors import UnsupportedFile
from extract.read import read
from extract.types import TableSettings
from tests.extract import paper
from tests.extract.test_stitch import FIRST, HEAD, first_page, next_page

SETTINGS = TableSettings()


def test_tables_rulings_and_the_column_of_text_are_drawn(tmp_path: Path) -> None:
    extraction = read(paper.sheet(tmp_path / "a.pdf", first_page([HEAD, *FIRST])), SETTINGS)
    picture = draw(seen(extraction.document.pages[0], extraction.tables, SETTINGS))
    side = round(400 * DPI / 72)
    colours = {colour for _, colour in picture.crop((0, 0, side, side)).getcolors(1 << 20)}
    assert {RULING[:3], TABLE[:3]} & colours
    panel = picture.crop((side, 0, picture.width, picture.height))
    assert len(panel.getcolors(1 << 20)) > 8
    assert CELL


def test_a_table_that_goes_on_is_drawn_on_both_pages(tmp_path: Path) -> None:
    extraction = read(paper.sheet(tmp_path / "a.pdf", first_page([HEAD, *FIRST]), next_page([HEAD, *FIRST])), SETTINGS)
    for page in extraction.document.pages:
        looked = seen(page, extraction.tables, SETTINGS)
        assert [number for number, _ in looked.tables] == [1]
        colours = {colour for _, colour in draw(looked).getcolors(1 << 20)}
        assert TABLE[:3] in colours


def test_a_text_has_no_page_to_draw(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Lyra 12 19\nSlussen 23 27\n", encoding="utf-8")
    extraction = read(path, SETTINGS)
    with pytest.raises(UnsupportedFile, match="text and Markdown have none"):
        draw(seen(extraction.document.pages[0], extraction.tables, SETTINGS))
