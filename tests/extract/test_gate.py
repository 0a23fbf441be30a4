"""No page that holds a table is turned away, and running text is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from extract.gate import sign, sign_of_words
from extract.read_pdf import pages
from extract.types import Hints, TableSettings
from fixtures.press.layouts.run import made
from fixtures.press.layouts.sheet import FAMILIES, SPLITS
from tests.extract import paper, typeset

FIXTURES = Path(__file__).parents[2] / "fixtures"
SET_BY_US = [f for f in (*FAMILIES, *SPLITS) if f not in ("web", "word-processor")]


def table_pages(report: Path) -> set[int]:
    """The pages that the truth of a report says hold tables."""
    first_lines = [p.read_text(encoding="utf-8").splitlines()[0] for p in sorted(report.glob("tables/*.csv"))]
    return {int(n) for line in first_lines for n in re.findall(r"page (\d+)", line)}


@pytest.mark.parametrize("path", sorted((FIXTURES / "reports").glob("*.pdf")), ids=lambda p: p.stem)
def test_every_page_of_the_reports_that_holds_a_table_passes(path: Path) -> None:
    """Without hints: known words may help, they are never required. Pages read by OCR are judged after reading."""
    wanted = table_pages(FIXTURES / "truth" / path.stem)
    written = [p for p in pages(path, TableSettings()) if p.reader == "pdf-text"]
    assert [p.number for p in written if p.number in wanted and not p.table_sign] == []


@pytest.mark.parametrize("family", SET_BY_US)
def test_every_page_of_random_layouts_that_holds_a_table_passes(tmp_path: Path, family: str) -> None:
    for seed in range(8):
        document = made(family, seed)
        path = tmp_path / f"{seed}.pdf"
        path.write_bytes(document.pdf)
        found = {p.number: p.table_sign for p in pages(path, TableSettings())}
        for table in document.tables:
            assert [n for n in table.pages if not found[n]] == [], f"{family} {seed}"


@pytest.mark.parametrize("columns", [1, 2])
def test_running_text_is_turned_away_also_in_two_columns(tmp_path: Path, columns: int) -> None:
    text = "Under 2019 tog förbundet emot 412 deltagare, varav 231 kvinnor och 181 män, vilket är 5 procent fler. "
    path = typeset.document(tmp_path / "a.pdf", [typeset.prose(text * 3)] * 9, columns=columns)
    assert {p.table_sign for p in pages(path, TableSettings())} == {""}


def test_each_sign_is_enough() -> None:
    none = Hints()
    assert sign(["Text."], 3, none) == "lines drawn at 3 levels"
    assert sign(["Lyra 12 13", "12 13 14", "7", "8 9"], 0, none) == "3 lines of figures"
    assert sign(["Mål", "Resultat"], 0, Hints(headers=frozenset({"mal", "resultat"}))) == "known column headings"
    assert sign(["Mål och resultat följs upp varje år."], 2, Hints(headers=frozenset({"mal", "resultat"}))) == ""


def test_white_between_words_is_a_sign_in_any_order_of_cells(tmp_path: Path) -> None:
    rows = [("Lyra", "arbete"), ("Slussen", "studier"), ("Novum", "arbete")]

    def row_by_row(c: object) -> None:
        for n, row in enumerate(rows):
            for k, text in enumerate(row):
                c.drawString(20 + 150 * k, 300 - 40 * n, text)  # type: ignore[attr-defined]
                c.drawString(20 + 150 * k, 288 - 40 * n, "och mera")  # type: ignore[attr-defined]

    text, shown = paper.read(paper.sheet(tmp_path / "a.pdf", row_by_row))
    assert sign_of_words(text.words, shown.height)
