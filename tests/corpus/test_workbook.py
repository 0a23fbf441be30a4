"""The workbook holds the same rows as the tables, numbers as numbers, and nothing in it is ever a formula."""

from __future__ import annotations

import zipfile
from datetime import datetime
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from openpyxl.workbook import Workbook
from rows import dataset

from corpus import store, workbook
from corpus.contract import tables


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("written") / "out"
    store.write(dataset(), folder)
    return folder


@pytest.fixture(scope="module")
def book(out: Path) -> Workbook:
    return openpyxl.load_workbook(out / store.WORKBOOK)


def plain(value: object) -> object:
    return value.date() if isinstance(value, datetime) else value


@pytest.mark.parametrize("name", tables())
def test_a_sheet_holds_the_rows_of_its_table(out: Path, book: Workbook, name: str) -> None:
    expected = store.read_table(out, name).astype(object)
    header, *rows = book[name].iter_rows(values_only=True)
    assert list(header) == list(expected.columns)
    assert [[plain(v) for v in row] for row in rows] == [
        [None if pd.isna(v) else v for v in row] for row in expected.itertuples(index=False, name=None)
    ]


def test_numbers_are_numbers_and_text_that_looks_like_a_formula_is_text(book: Workbook) -> None:
    cells = {cell.value: cell for row in book["cells"].iter_rows() for cell in row}
    for shown in ("=1+1", "@SUM(A1)"):
        assert cells[shown].data_type == "s"
        assert cells[shown].quotePrefix
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)
    header = [c.value for c in book["observations"][1]]
    value = next(book["observations"].iter_rows(min_row=2))[header.index("value")]
    assert value.data_type == "n"


def test_no_formula_stands_in_the_file_itself(out: Path) -> None:
    with zipfile.ZipFile(out / store.WORKBOOK) as archive:
        sheets = [n for n in archive.namelist() if n.startswith("xl/worksheets/sheet")]
        assert len(sheets) == len(tables()) + 2
        assert all(b"<f>" not in archive.read(n) and b"<hyperlink" not in archive.read(n) for n in sheets)


def test_every_sheet_has_a_frozen_header_and_filters(book: Workbook) -> None:
    assert all(sheet.freeze_panes == "A2" and sheet.auto_filter.ref for sheet in book)


def test_findings_are_told_in_words_worst_first(book: Workbook) -> None:
    header, *rows = book["Avvikelser"].iter_rows(values_only=True)
    assert [r[0] for r in rows] == ["Fel", "Varning", "Upplysning"]
    first = dict(zip(header, rows[0], strict=True))
    assert first["Rapport"] == "hbs-2017-bilaga2.pdf"
    assert first["Insats"] == "HälsoSam"
    assert first["Slag"] == "Kolumnsumma"
    assert first["Skillnad"] == 830


def test_the_codebook_names_every_column_and_code(book: Workbook) -> None:
    rows = {(r[0], r[1]) for r in book["Kodbok"].iter_rows(values_only=True)}
    assert {(t, c) for t, spec in tables().items() for c in spec.column_names} <= rows
    assert ("genders", "K") in rows


def test_an_english_workbook_speaks_english(out: Path, tmp_path: Path) -> None:
    frames = {name: store.read_table(out, name) for name in tables()}
    workbook.write(frames, tmp_path / "facit.xlsx", lang="en")
    book = openpyxl.load_workbook(tmp_path / "facit.xlsx")
    assert book.sheetnames[:2] == ["Discrepancies", "Codebook"]
    assert [r[0] for r in book["Discrepancies"].iter_rows(min_row=2, values_only=True)] == ["Error", "Warning", "Note"]


def test_a_table_longer_than_a_sheet_is_cut_and_the_codebook_says_so(
    out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "MAX_ROWS", 5)
    workbook.write({n: store.read_table(out, n) for n in tables()}, tmp_path / "facit.xlsx")
    book = openpyxl.load_workbook(tmp_path / "facit.xlsx")
    assert book["cells"].max_row == 6
    meanings = [str(r[5]) for r in book["Kodbok"].iter_rows(values_only=True) if r[:2] == ("cells", None)]
    assert "de första 5 av" in meanings[0] and "cells.csv" in meanings[0]


def test_text_that_a_cell_cannot_hold_is_shown_as_near_as_can_be() -> None:
    assert workbook.excel_text("a\x00b\x0cc") == "a␀b␌c"
    assert workbook.excel_text("_x0041_") == "_x005F_x0041_"
    long = workbook.excel_text("å" * 40_000)
    assert len(long) == workbook.MAX_TEXT and long.endswith("…")
