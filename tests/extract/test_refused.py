"""What no report is is refused at once, in a sentence that says what to do; what is never shown is no text."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from extract import read_markdown, read_text
from extract.digits import Token, groupings
from extract.errors import DamagedFile, EmptyFile, ExtractError, TooLarge, TooLong, UnsupportedFile
from extract.markup import shown_only
from extract.read import read
from extract.types import TableSettings
from fixtures.hostile import fonts, images, pdfs
from fixtures.press.broken import locked


def reading(folder: Path, name: str, data: bytes) -> str:
    path = folder / name
    path.write_bytes(data)
    return " ".join(line.text for page in read(path, TableSettings()).document.pages for line in page.lines)


@pytest.mark.parametrize(
    ("data", "error", "says"),
    [
        (pdfs.xfa, UnsupportedFile, "script"),
        (pdfs.far_away, EmptyFile, "no text can be read"),
        (pdfs.deep_tree, DamagedFile, "no other page"),
        (images.scan_bomb, DamagedFile, "3600 million dots"),
        (images.fax_bomb, DamagedFile, "3600 million dots"),
    ],
    ids=lambda v: getattr(v, "__name__", ""),
)
def test_a_pdf_that_holds_no_report_says_why(
    tmp_path: Path, data: object, error: type[ExtractError], says: str
) -> None:
    with pytest.raises(error, match=says):
        reading(tmp_path, "a.pdf", data())  # type: ignore[operator]


def test_a_damaged_pdf_is_not_called_encrypted_because_the_one_before_was(tmp_path: Path) -> None:
    with pytest.raises(ExtractError, match="password"):
        reading(tmp_path, "a.pdf", locked())
    with pytest.raises(DamagedFile, match="cut short"):
        reading(tmp_path, "b.pdf", pdfs.fan())


def test_white_letters_on_black_are_read(tmp_path: Path) -> None:
    """A fax whose black and white are changed."""
    assert "412" in reading(tmp_path, "a.pdf", fonts.fax_page())


@pytest.mark.parametrize("noise", [images.black, images.one_dot, images.hair, images.snow], ids=lambda f: f.__name__)
def test_a_picture_without_letters_is_empty_and_takes_no_time(tmp_path: Path, noise: object) -> None:
    before = time.process_time()
    with pytest.raises(EmptyFile, match="200 dpi"):
        reading(tmp_path, "a.png", noise())  # type: ignore[operator]
    assert time.process_time() - before < 20


def test_a_poster_takes_no_more_memory_than_a_page(tmp_path: Path) -> None:
    assert "412" in reading(tmp_path, "a.pdf", images.poster())


def test_a_line_without_end_and_a_text_of_too_many_lines_are_refused() -> None:
    with pytest.raises(TooLarge, match="ends of lines"):
        read_text.pages(b"12 deltagare " * 10_000, Path("a.txt"))
    with pytest.raises(TooLong, match="--max-pages"):
        read_text.pages(b"12 deltagare\n" * 1000, Path("a.txt"), most_pages=10)


def test_a_picture_packed_into_markdown_is_no_long_line() -> None:
    data = b"# M\xc3\xa5l\n![sida](data:image/png;base64," + b"iVBOR" * 100_000 + b")\n12 deltagare"
    (page,) = read_markdown.pages(data, Path("a.md"))
    assert [line.text for line in page.lines] == ["Mål", "sida", "12 deltagare"]


@pytest.mark.parametrize(
    ("markup", "seen"),
    [
        ("a<script>alert('412')</script>b", "ab"),
        ("a<style>\n.b{}\n</style>b", "a\n\nb"),
        ("a<!-- 412 -->b", "ab"),
        ('<!DOCTYPE html [<!ENTITY x "412">]><p>b', "<p>b"),
        ("a<script>never ends 412", "a"),
        ("1 < 2 <b>", "1 < 2 <b>"),
    ],
)
def test_what_a_browser_never_shows_is_no_text(markup: str, seen: str) -> None:
    assert shown_only(markup) == seen


def test_spans_that_are_no_numbers_are_one_and_far_too_wide_tables_are_none() -> None:
    odd = "<table><tr><td rowspan='²'>Lyra</td><td colspan='9999999999'>12</td></tr><tr><td>Vega<td>3</table>"
    (page,) = read_markdown.pages(odd.encode(), Path("a.html"))
    assert [(c.text, c.row_span) for c in page.grids[0].cells] == [("Lyra", 1), ("12", 1), ("Vega", 1), ("3", 1)]
    wide = "|" + "a|" * 900 + "\n|" + "--|" * 900 + "\n|" + "1|" * 900
    (page,) = read_markdown.pages(wide.encode(), Path("a.md"))
    assert page.grids == ()


def test_a_row_of_many_figures_is_grouped_in_no_time() -> None:
    """Every way to cut thirty figures into fifteen is 77 million; only those that lead to the end are gone."""
    tokens = [Token("1")] * 30
    assert list(groupings(tokens, 15)) == []
    assert next(groupings([Token("123")] * 30, 15)) is not None
