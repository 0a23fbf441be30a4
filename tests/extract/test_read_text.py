"""Text dumps are read in whatever encoding they were saved, and what is no text is said to be none."""

from __future__ import annotations

from pathlib import Path

import pytest

from extract.encodings import decode
from extract.errors import DamagedFile, EmptyFile
from extract.read_text import checked_text, pages

SAID = "Årsredovisning för måluppfyllelse, Älvsjö – 1 515 tkr"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_swedish_letters_survive_every_encoding_that_reports_were_saved_in(encoding: str) -> None:
    assert decode(SAID.encode(encoding)) == SAID


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_are_numbered_as_in_the_file_whatever_ends_them(end: str) -> None:
    (page,) = pages(end.join(["Mål", "", "Resultat  "]).encode(), Path("a.txt"))
    assert [(line.number, line.text) for line in page.lines] == [(1, "Mål"), (2, ""), (3, "Resultat")]


def test_a_form_feed_becomes_the_leading_space_that_marks_a_new_page() -> None:
    (page,) = pages("Slut\n\fNästa sida".encode(), Path("a.txt"))
    assert page.lines[1].text == " Nästa sida"


def test_hard_spaces_are_spaces_and_soft_hyphens_are_gone() -> None:
    (page,) = pages("1\u00a0515 del\u00adtagare".encode(), Path("a.txt"))
    assert page.lines[0].text == "1 515 deltagare"


def test_the_page_says_what_decided_its_reader() -> None:
    (page,) = pages(b"Lyra 52", Path("a.txt"))
    assert page.reader == "text"
    assert ".txt" in page.why


@pytest.mark.parametrize("data", [b"", b" \n\t\n", b"\xef\xbb\xbf"])
def test_a_file_of_white_space_holds_no_report(data: bytes) -> None:
    with pytest.raises(EmptyFile, match="export"):
        checked_text(data)


def test_binary_data_is_not_a_text() -> None:
    with pytest.raises(DamagedFile, match="not text"):
        checked_text(bytes(range(32)) * 20)
