"""The workbook holds the same rows as the tables, numbers as numbers, and nothing in it is ever a formula."""

from __future__ import annotations

import csv
import re
import shutil
import subprocess
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
import xlsxwriter
from openpyxl.cell import Cell
from openpyxl.workbook import Workbook
from rows import dataset

from corpus import database, store, workbook
from corpus.contract import tables
from corpus.workbook_sheets import Sheet


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("written") / "out"
    store.write(dataset(), folder)
    return folder


@pytest.fixture(scope="module")
def book(out: Path) -> Workbook:
    return openpyxl.load_workbook(out / store.WORKBOOK)


def write(out: Path, path: Path, lang: str = "sv") -> None:
    """The workbook of a written dataset anew."""
    wide = database.read(out / store.DATABASE, "SELECT * FROM series_wide")
    workbook.write({name: store.read_table(out, name) for name in tables()}, wide, path, lang=lang)


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
        assert len(sheets) == len(tables()) + 4
        assert all(b"<f>" not in archive.read(n) for n in sheets)
        assert [n for n in archive.namelist() if "externalLink" in n or "/_rels/sheet" in n] == []


def test_every_sheet_but_the_first_has_a_frozen_header_and_filters(book: Workbook) -> None:
    assert all(sheet.freeze_panes == "A2" and sheet.auto_filter.ref for sheet in book.worksheets[1:])


def test_the_first_sheet_says_what_is_where_and_leads_there(book: Workbook) -> None:
    first = book["Läs mig"]
    assert book.sheetnames[0] == "Läs mig"
    links = {cell.value: cell.hyperlink.location for row in first.iter_rows() for cell in row if cell.hyperlink}
    assert links == {name: f"'{name}'!A1" for name in book.sheetnames[1:]}
    counts = {row[0]: row[2] for row in first.iter_rows(values_only=True)}
    assert counts["cells"] == book["cells"].max_row - 1
    assert {"Fel", "Varning", "Upplysning", "contested: Motsagt"} <= set(counts)


def test_findings_are_told_in_words_in_reading_order(book: Workbook) -> None:
    header, *rows = book["Avvikelser"].iter_rows(values_only=True)
    assert [(r[2], r[3]) for r in rows] == sorted((r[2], r[3]) for r in rows)
    first = next(dict(zip(header, row, strict=True)) for row in rows if row[0] == "Fel")
    assert first["Rapport"] == "hbs-2017-bilaga2.pdf"
    assert first["Insats"] == "HälsoSam"
    assert first["Slag"] == "Kolumnsumma"
    assert first["Skillnad"] == 830


def test_a_series_is_a_row_with_the_years_beside_each_other(book: Workbook) -> None:
    header, *rows = book["Tidsserier"].iter_rows()
    names = [c.value for c in header]
    (row,) = [
        r
        for r in rows
        if [r[names.index(n)].value for n in ("Insats", "Mått", "Roll")]
        == ["Adrian", "Avslut till arbete eller studier", "Utfall"]
    ]
    cells = dict(zip(names, row, strict=True))
    assert (cells["2017"].value, cells["2018"].value) == (1, 3)
    assert cells["2017"].data_type == "n"


def test_a_contested_value_of_a_series_is_coloured_and_its_period_named(tmp_path: Path) -> None:
    doubted = dataset()
    next(o for o in doubted.tables["observations"] if o["obs_id"] == "o-flow-2-2")["quality"] = "contested"
    store.write(doubted, tmp_path / "out")
    header, *rows = openpyxl.load_workbook(tmp_path / "out" / store.WORKBOOK)["Tidsserier"].iter_rows()
    told = [c.value for c in header].index("Motsagda")
    coloured = [(r[told].value, h.value, c.value) for r in rows for h, c in zip(header, r, strict=True) if _filled(c)]
    assert coloured == [("2017", "2017", 34)]


def _filled(cell: Cell) -> bool:
    return bool(cell.fill.fill_type == "solid")


def test_severities_differ_in_lightness_and_say_their_name(book: Workbook) -> None:
    shades = {c.value: c.fill.fgColor.rgb for c in book["Avvikelser"]["A"][1:]}
    light = {
        name: sum(int(rgb[i : i + 2], 16) * w for i, w in ((2, 3), (4, 6), (6, 1))) for name, rgb in shades.items()
    }
    assert light["Fel"] + 500 < light["Varning"] < light["Upplysning"] - 250


def test_a_day_is_a_day_that_excel_can_count_with(book: Workbook) -> None:
    header = [c.value for c in book["observations"][1]]
    day = next(book["observations"].iter_rows(min_row=2))[header.index("period_end")]
    assert day.is_date
    assert day.number_format == "yyyy-mm-dd"


def test_the_codebook_names_every_column_and_code(book: Workbook) -> None:
    rows = {(r[0], r[1]) for r in book["Kodbok"].iter_rows(values_only=True)}
    assert {(t, c) for t, spec in tables().items() for c in spec.column_names} <= rows
    assert ("genders", "K") in rows
    header, *rows_told = book["Kodbok"].iter_rows(values_only=True)
    women = next(r for r in rows_told if r[:2] == ("genders", "K"))
    assert header[5:] == ("Betydelse", "Betydelse på engelska")
    assert women[5].startswith("Kvinnor") and women[6].startswith("Women")


def test_an_english_workbook_speaks_english(out: Path, tmp_path: Path) -> None:
    write(out, tmp_path / "facit.xlsx", lang="en")
    book = openpyxl.load_workbook(tmp_path / "facit.xlsx")
    assert book.sheetnames[:2] == ["Read me", "Discrepancies"]
    told = {r[0] for r in book["Discrepancies"].iter_rows(min_row=2, values_only=True)}
    assert told == {"Error", "Warning", "Note"}


def test_a_table_longer_than_a_sheet_goes_on_in_the_next(
    out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "MAX_ROWS", 5)
    write(out, tmp_path / "facit.xlsx")
    data = {"cells": store.read_table(out, "cells")}
    book = openpyxl.load_workbook(tmp_path / "facit.xlsx")
    parts = [name for name in book.sheetnames if name == "cells" or name.startswith("cells (")]
    assert parts == ["cells", *(f"cells ({i})" for i in range(2, -(-len(data["cells"]) // 5) + 1))]
    texts = [
        r[list(data["cells"].columns).index("text")]
        for n in parts
        for r in book[n].iter_rows(min_row=2, values_only=True)
    ]
    assert texts == [None if pd.isna(t) else t for t in data["cells"]["text"]]


def test_a_large_workbook_is_written_row_by_row_with_the_same_cells(
    out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "HELD_CELLS", 0)
    write(out, tmp_path / "large.xlsx")
    large, small = (openpyxl.load_workbook(p) for p in (tmp_path / "large.xlsx", out / store.WORKBOOK))
    for sheet in small:
        assert list(large[sheet.title].values) == list(sheet.values), sheet.title
    with zipfile.ZipFile(tmp_path / "large.xlsx") as archive:
        assert b"inlineStr" in archive.read("xl/worksheets/sheet5.xml")


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed")
def test_libreoffice_reads_the_same_rows_from_the_workbook_as_stand_in_csv(out: Path, tmp_path: Path) -> None:
    """Sheet by sheet as CSV: comma, every text in quotes, values as stored and not as shown."""
    program = Path(shutil.which("soffice") or "").resolve().parent
    if program.name == "program" and not (program / "libsclo.so").exists():
        pytest.skip("LibreOffice is installed without Calc")
    as_stored = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true,false,false,false,false,-1"
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", as_stored]
    done = subprocess.run(
        [*command, "--outdir", tmp_path, out / store.WORKBOOK], capture_output=True, text=True, timeout=180, check=False
    )
    assert done.returncode == 0, done.stderr
    for name in tables():
        with (tmp_path / f"facit-{name}.csv").open(encoding="utf-8", newline="") as file:
            seen = list(csv.reader(file))
        with (out / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            written = list(csv.reader(file))
        assert [[_same(v) for v in row] for row in seen] == [[_same(v) for v in row] for row in written], name


def _same(value: str) -> str:
    """LibreOffice writes TRUE for true, and 15 digits of a number."""
    if value.lower() in ("true", "false"):
        return value.lower()
    return f"{float(value):.13g}" if re.fullmatch(r"-?\d+\.\d{13,}", value) else value


def test_text_that_a_cell_cannot_hold_is_shown_as_near_as_can_be() -> None:
    assert workbook.excel_text("a\x00b\x0cc") == "a␀b␌c"
    assert workbook.excel_text("_x0041_") == "_x005F_x0041_"
    long = workbook.excel_text("å" * 40_000)
    assert len(long) == workbook.MAX_TEXT and long.endswith("…")


def test_tables_written_in_bulk_are_the_same_bytes_as_cell_by_cell(
    out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cell_by_cell(book: xlsxwriter.Workbook, content: Sheet, formats: Any, **_: bool) -> None:
        workbook._write_sheet(book.add_worksheet(content.name), content, formats)

    monkeypatch.setattr(workbook, "_write_table", cell_by_cell)
    write(out, tmp_path / "slow.xlsx")
    assert (tmp_path / "slow.xlsx").read_bytes() == (out / store.WORKBOOK).read_bytes()
