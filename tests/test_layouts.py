"""The press of random layouts: the same seed gives the same page, and what is true of it is printed on it."""

from __future__ import annotations

import re

import pypdfium2
import pytest

from fixtures.press.layouts.run import made
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
