"""While a report is read its pages lie aside: nothing of them is lost, and little of them is held."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from test_stitch import FIRST, HEAD, SECOND, first_page, next_page

from extract import read_pdf, shelf
from extract.read import read
from extract.shelf import NEAR, Spool, packed, unpacked
from extract.types import Alternative, BBox, Line, Page, Ruling, TableSettings, Word
from tests.extract import paper

SETTINGS = TableSettings()
ROOT = Path(__file__).parents[2]


def page(number: int, *words: Word, insets: tuple[Page, ...] = ()) -> Page:
    lines = (Line(1, "Lyra 12", number, BBox(1, 2, 3, 4)),)
    drawn = (Ruling(BBox(0.1, 5, 90, 5.4)),)
    return Page(number, "pdf-text", lines, 100, 200, words, drawn, (BBox(1, 1, 9.25, 9),), insets=insets)


SURE = Word("Lyra", BBox(1.1, 2.2, 30.000001, 12))
DOUBTED = Word("l2", BBox(40, 2, 50, 12), 0.61, (Alternative("12", 0.6, "digits"),), 90)


def test_a_page_comes_back_as_it_was_put_aside_and_its_lines_stay_at_hand() -> None:
    whole = page(7, SURE, DOUBTED)
    with Spool() as spool:
        bare = spool.put(whole)
        assert spool.page(7) == whole
    assert (bare.lines, bare.words, bare.rulings, bare.shades) == (whole.lines, (), (), ())


def test_a_page_of_text_only_is_not_put_aside() -> None:
    with Spool() as spool:
        text = Page(1, "text", (Line(1, "Lyra 12"),))
        assert spool.put(text) == text
        assert spool.empty
        assert spool.page(1) is None


def test_few_pages_are_held_whole() -> None:
    with Spool() as spool:
        for number in range(1, 30):
            spool.put(page(number, SURE))
        assert [spool.page(n) for n in range(1, 30)] == [page(n, SURE) for n in range(1, 30)]
        assert len(spool._near) == NEAR


def test_words_of_pictures_are_kept_after_those_of_the_page() -> None:
    with Spool() as spool:
        bare = spool.put(page(3, SURE, insets=(page(3, DOUBTED),)))
        ((number, data),) = spool.words()
    assert (number, [w.text for w in unpacked(data)]) == (3, ["Lyra", "l2"])
    assert [(i.words, i.lines) for i in bare.insets] == [((), ())]
    assert unpacked(packed([DOUBTED])) == (Word("l2", DOUBTED.bbox, turn=90),)


def test_what_is_put_aside_leaves_no_file_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf, "IN_MEMORY", 1)
    with Spool(tmp_path) as spool:
        spool.put(page(1, SURE))
        spool.put(page(2, DOUBTED))
        assert spool.page(1) == page(1, SURE)
        assert spool._file._rolled  # type: ignore[attr-defined]  # on the disk by now
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL there")
def test_a_process_that_is_killed_leaves_no_file_behind(tmp_path: Path) -> None:
    code = (
        "import os, sys; from pathlib import Path; from extract import shelf; shelf.IN_MEMORY = 1\n"
        "from extract.types import BBox, Page, Word\n"
        "spool = shelf.Spool(Path(sys.argv[1]))\n"
        "spool.put(Page(1, 'pdf-text', (), words=(Word('Lyra', BBox(1, 2, 3, 4)),)))\n"
        "os.kill(os.getpid(), 9)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], cwd=ROOT, check=False)
    assert done.returncode == -signal.SIGKILL
    assert list(tmp_path.iterdir()) == []


def test_a_report_that_is_read_with_a_spool_holds_no_words_and_has_the_same_tables(tmp_path: Path) -> None:
    path = paper.sheet(tmp_path / "a.pdf", first_page([HEAD, *FIRST]), next_page([HEAD, *SECOND]))
    at_hand = read(path, SETTINGS)
    with Spool() as spool:
        aside = read(path, SETTINGS, shelf=spool)
        assert [n for n, _ in spool.words()] == [1, 2]
    (table,) = aside.tables
    assert {c.page for c in table.cells} == {None, 2}  # it goes on overleaf
    assert aside.tables == at_hand.tables
    assert [p.lines for p in aside.document.pages] == [p.lines for p in at_hand.document.pages]
    assert all(p.words and p.rulings for p in at_hand.document.pages)
    assert not any(p.words or p.rulings or p.shades or p.grids for p in aside.document.pages)


def test_a_file_that_is_opened_anew_after_each_page_is_read_as_one_that_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = paper.sheet(tmp_path / "a.pdf", first_page([HEAD, *FIRST]), next_page([HEAD, *SECOND]))
    at_once = tuple(read_pdf.pages(path, SETTINGS))
    monkeypatch.setattr(read_pdf, "AT_ONCE", 1)
    assert tuple(read_pdf.pages(path, SETTINGS)) == at_once
