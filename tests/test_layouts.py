"""The press of random layouts: the same seed gives the same page, and what is true of it is printed on it."""

from __future__ import annotations

import re

import pypdfium2
import pytest

from fixtures.press.layouts.run import SETS, made
from fixtures.press.layouts.scanning import scanned
from fixtures.press.layouts.sheet import FAMILIES, SPLITS
from fixtures.press.layouts.truth import Made
from fixtures.press.layouts.wrapping import wrapped

SET_BY_US = [f for f in (*FAMILIES, *SPLITS) if f not in ("web", "word-processor")]


def printed(document: Made) -> str:
    """All letters and figures of a PDF, in whatever order its pages give them."""
    pdf = pypdfium2.PdfDocument(document.pdf)
    text = "".join(page.get_textpage().get_text_range() for page in pdf)
    pdf.close()
    return text.replace("\ufffe", "-")  # how pdfium gives a hyphen at the end of a line


@pytest.mark.parametrize("family", SET_BY_US)
def test_a_seed_gives_the_same_page_again(family: str) -> None:
    assert made(family, 3) == made(family, 3)
    assert made(family, 3).pdf != made(family, 4).pdf


@pytest.mark.parametrize("family", SET_BY_US)
def test_every_word_of_the_true_grids_is_printed(family: str) -> None:
    document = made(family, 5)
    text = re.sub(r"\s", "", printed(document))
    for table in document.tables:
        words = [w for row in table.grid for cell in row for w in cell.split()]
        assert len(words) > 5
        # A word may be parted at the end of a line: then its two halves are there.
        missing = [w for w in words if w not in text and not any(w[:i] + "-" + w[i:] in text for i in range(2, len(w)))]
        # The halves of a parted word stand apart where a cell beside it comes between.
        assert len(missing) < 0.05 * len(words)


@pytest.mark.parametrize("family", SPLITS)
def test_a_split_table_stands_on_two_pages_and_is_one_table(family: str) -> None:
    document = made(family, 1)
    (table,) = document.tables
    assert len(table.pages) >= 2
    assert len({len(row) for row in table.grid}) == 1


def test_words_are_parted_only_where_joining_them_again_is_no_guess() -> None:
    lines = wrapped("AF-koordinator samordningsförbundet", 11, len, hyphens=True)
    assert lines[0] == "AF-koordinator"
    assert all(line.endswith("-") for line in lines[1:-1])
    assert "".join(line.rstrip("-") for line in lines[1:]) == "samordningsförbundet"


@pytest.mark.parametrize("family", SETS["prose"])
def test_a_page_without_tables_is_the_same_again_and_full_of_text(family: str) -> None:
    document = made(family, 2)
    assert document == made(family, 2)
    assert document.tables == ()
    assert len(printed(document)) > 300


def test_a_scan_has_the_truth_of_its_page_and_no_text_but_an_old_misreading() -> None:
    """Seeds differ in whether an old OCR layer lies under the picture; where it does, it is spoilt."""
    page = made("grid", 0)
    layers = {}
    for seed in range(4):
        scan = scanned(page, str(seed))
        assert scan == scanned(page, str(seed))
        assert scan.tables == page.tables
        layers[seed] = printed(scan).strip()
    assert {bool(text) for text in layers.values()} == {True, False}
    assert not any("å" in text or "8" in text for text in layers.values())


def test_a_page_that_its_viewer_turns_is_shown_lying() -> None:
    document = pypdfium2.PdfDocument(made("turned", 2).pdf)
    wide, high = document[0].get_size()
    assert document[0].get_rotation() == 90
    assert wide > high
    document.close()


@pytest.mark.parametrize("family", SET_BY_US)
def test_all_text_stands_on_the_paper(family: str) -> None:
    for seed in (2, 5):
        document = pypdfium2.PdfDocument(made(family, seed).pdf)
        for page in document:
            wide, high = page.get_mediabox()[2:]
            text = page.get_textpage()
            boxes = [text.get_charbox(i) for i in range(text.count_chars())]
            assert all(b[0] >= 0 and b[2] <= wide and b[1] >= 0 and b[3] <= high for b in boxes)
        document.close()
