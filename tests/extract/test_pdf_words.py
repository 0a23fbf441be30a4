"""Words come out of a PDF as they are printed: whole, once, where they stand, whatever way they are turned."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from extract.pdf_words import _cleaned
from extract.types import BBox, Word
from tests.extract import paper


def words(folder: Path, *draws: paper.Draw, **options: object) -> tuple[Word, ...]:
    return paper.read(paper.sheet(folder / "a.pdf", *draws, **options))[0].words  # type: ignore[arg-type]


def texts(found: tuple[Word, ...]) -> list[str]:
    return [w.text for w in found]


def near(box: BBox, x0: float, top: float) -> bool:
    return abs(box.x0 - x0) < 2 and abs(box.top - top) < 4


def test_a_line_gives_its_words_with_boxes_from_the_top_left(tmp_path: Path) -> None:
    found = words(tmp_path, lambda c: c.drawString(20, 360, "Totalt 1 281 deltagare, 35 % (13 av 37)"))
    assert texts(found) == ["Totalt", "1", "281", "deltagare,", "35", "%", "(13", "av", "37)"]
    assert near(found[0].bbox, 20, 30)
    assert 9 < found[0].bbox.bottom - found[0].bbox.top < 14


@pytest.mark.parametrize(("turn", "x0", "top"), [(0, 20, 30), (90, 357, 20), (180, 355, 357), (270, 30, 355)])
def test_a_turned_page_gives_places_as_it_is_shown(tmp_path: Path, turn: int, x0: float, top: float) -> None:
    (word,) = words(tmp_path, lambda c: c.drawString(20, 360, "Totalt"), turn=turn)
    assert word.text == "Totalt"
    assert word.turn == turn
    assert near(word.bbox, x0, top)


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_text_set_sideways_keeps_its_words_and_says_how_it_is_turned(tmp_path: Path, angle: int) -> None:
    def sideways(c: Canvas) -> None:
        c.translate(200, 200)
        c.rotate(angle)
        c.drawString(0, 0, "Avslutade deltagare 7")

    found = words(tmp_path, sideways)
    assert texts(found) == ["Avslutade", "deltagare", "7"]
    assert {w.turn for w in found} == {(360 - angle) % 360}


def test_equal_words_close_to_each_other_on_a_page_set_sideways_are_all_kept(tmp_path: Path) -> None:
    def sideways(c: Canvas) -> None:
        c.translate(200, 50)
        c.rotate(90)
        for row in range(3):
            c.drawString(0, -16 * row, "Försäkringskassan")

    assert texts(words(tmp_path, sideways)) == ["Försäkringskassan"] * 3


def test_a_page_turned_to_be_read_upright_has_upright_words(tmp_path: Path) -> None:
    def sideways(c: Canvas) -> None:
        c.translate(200, 50)
        c.rotate(90)
        c.drawString(0, 0, "Avslutade deltagare")

    assert {w.turn for w in words(tmp_path, sideways, turn=90)} == {0}


def test_a_crop_box_moves_the_origin_and_hides_what_is_outside(tmp_path: Path) -> None:
    def two(c: Canvas) -> None:
        c.drawString(60, 300, "inne")
        c.drawString(5, 20, "ute")

    text, shown = paper.read(paper.sheet(tmp_path / "a.pdf", two, crop=(50, 50, 350, 350)))
    assert texts(text.words) == ["inne"]
    assert near(text.words[0].bbox, 10, 40)
    assert (shown.width, shown.height, text.outside) == (300, 300, 1)


def test_words_drawn_twice_to_look_bold_are_read_once(tmp_path: Path) -> None:
    def bold(c: Canvas) -> None:
        for shift in (0, 0.4):
            c.drawString(20 + shift, 360, "Summa kostnader")

    assert texts(words(tmp_path, bold)) == ["Summa", "kostnader"]


def test_letters_drawn_twice_one_by_one_are_read_once(tmp_path: Path) -> None:
    def bold(c: Canvas) -> None:
        x = 20.0
        for letter in "Totalt":
            for shift in (0, 0.3):
                c.drawString(x + shift, 360, letter)
            x += c.stringWidth(letter, "Helvetica", 10)

    assert texts(words(tmp_path, bold)) == ["Totalt"]


def test_the_same_word_in_two_cells_is_two_words(tmp_path: Path) -> None:
    def cells(c: Canvas) -> None:
        c.drawString(20, 360, "0")
        c.drawString(60, 360, "0")
        c.drawString(20, 346, "0")

    assert texts(words(tmp_path, cells)) == ["0", "0", "0"]


def test_invisible_text_is_told_apart(tmp_path: Path) -> None:
    def both(c: Canvas) -> None:
        paper.prose(c)
        hidden = c.beginText(20, 100)
        hidden.setTextRenderMode(3)
        hidden.textOut("osynlig text")
        c.drawText(hidden)

    text, _ = paper.read(paper.sheet(tmp_path / "a.pdf", both))
    assert texts(text.hidden) == ["osynlig", "text"]
    assert "osynlig" not in texts(text.words)


def test_a_hyphen_at_a_line_s_end_stays_and_parts_the_words(tmp_path: Path) -> None:
    def broken(c: Canvas) -> None:
        c.drawString(20, 360, "arbetsmarknads-")
        c.drawString(20, 347, "insatser och annat")

    assert texts(words(tmp_path, broken)) == ["arbetsmarknads-", "insatser", "och", "annat"]


def test_figures_of_two_columns_never_run_together(tmp_path: Path) -> None:
    def row(c: Canvas) -> None:
        paper.prose(c)
        for x in (20, 33, 46):
            c.drawString(x, 100, "0")

    assert texts(words(tmp_path, row))[-3:] == ["0", "0", "0"]


def test_ligatures_come_apart(tmp_path: Path) -> None:
    box = BBox(0, 0, 10, 10)
    found = _cleaned([Word("\ufb01nansierad", box), Word("o\ufb03ciell", box), Word("sam\u00adverkan", box)])
    assert [w.text for w in found] == ["finansierad", "officiell", "samverkan"]
