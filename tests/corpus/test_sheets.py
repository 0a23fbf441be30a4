"""Workbooks and CSV files for `facit check` that would cost far more than they are: refused with what to do."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest

from corpus.sheets import read
from extract.errors import DamagedFile, TooLarge


def test_a_workbook_that_unpacks_to_far_more_than_it_is_is_not_unpacked(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as parts, parts.open("xl/worksheets/sheet1.xml", "w") as sheet:
        for _ in range(120):
            sheet.write(b" " * (1 << 20))
    path = tmp_path / "a.xlsx"
    path.write_bytes(out.getvalue())
    with pytest.raises(TooLarge, match="120 MB"):
        read(path)


def test_a_cell_far_out_does_not_make_a_million_rows(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"], sheet["XFD1048576"] = "Lyra", 12
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(TooLarge, match="row 1048576 and column 16384"):
        read(tmp_path / "a.xlsx")


def test_a_cell_without_end_is_a_damage_and_no_fault_of_ours(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Lyra;" + "1" * 200_000, encoding="utf-8")
    with pytest.raises(DamagedFile, match="save it again"):
        read(tmp_path / "a.csv")
