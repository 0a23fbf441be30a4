"""`facit check`: a draft, also as a table of cells, is looked at before it is published."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest

from corpus import check, sheets
from corpus.exit_codes import ExitCode
from extract.errors import DamagedFile, EmptyFile

if TYPE_CHECKING:
    from tests.conftest import Facit

KNOWN = [["Avslutade deltagare 2022"], ["Insats", "Kvinnor", "Män", "Totalt"], ["Bryggan", 12, 8, 20]]
KNOWN += [["Lotsen", 7, 9, 16], ["Stegen", 11, 14, 52], ["Totalt", 30, 31, 61]]
UNKNOWN = [["Post", "Q1", "Q2", "Q3", "Summa"], ["Hyra", 10, 20, 30, 60], ["Lön", 100, 110, 120, 330]]
UNKNOWN += [["Resor", 5, 5, 7, 71], ["Summa", 115, 135, 157, 407]]
Rows = list[list[object]]


def csv(folder: Path, rows: Rows, separator: str = ";") -> Path:
    path = folder / "draft.csv"
    path.write_text("\n".join(separator.join(map(str, row)) for row in rows), encoding="utf-8")
    return path


def workbook(folder: Path, *sheets_: Rows) -> Path:
    book = openpyxl.Workbook()
    for n, rows in enumerate(sheets_):
        sheet = book.active if n == 0 else book.create_sheet()
        assert sheet is not None
        for row in rows:
            sheet.append(row)
    path = folder / "draft.xlsx"
    book.save(path)
    return path


def errors(path: Path) -> list[tuple[str | None, tuple[int, ...]]]:
    return [(f.proposed, f.lines) for f in check.check([path]).findings if f.severity == "error"]


@pytest.mark.parametrize(("rows", "right"), [(KNOWN, "25"), (UNKNOWN, "17")])
@pytest.mark.parametrize("write", [csv, workbook])
def test_the_wrong_cell_of_a_sheet_is_named_whether_its_words_are_known_or_not(
    tmp_path: Path, rows: Rows, right: str, write: object
) -> None:
    ((proposed, lines),) = errors(write(tmp_path, rows))  # type: ignore[operator]
    assert proposed == right
    assert len(rows) - 1 in lines, "the row of the file, counted from 1"


def test_sheets_that_add_up_have_no_findings(tmp_path: Path) -> None:
    right = [[25 if c == 52 else 17 if c == 71 else c for c in row] for row in [*KNOWN, [], *UNKNOWN]]
    assert check.check([csv(tmp_path, right)]).findings == ()


def test_every_sheet_and_every_block_is_a_table_with_its_title(tmp_path: Path) -> None:
    read = sheets.read(workbook(tmp_path, [*KNOWN, [], *UNKNOWN], UNKNOWN))
    assert [(t.page, t.title, t.header_rows, t.rows) for t in read.tables] == [
        (1, "Avslutade deltagare 2022", 1, 5),
        (1, "", 1, 5),
        (2, "", 1, 5),
    ]


@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_the_separator_of_a_csv_file_is_found(tmp_path: Path, separator: str) -> None:
    (table,) = sheets.read(csv(tmp_path, UNKNOWN, separator)).tables
    assert table.grid()[1] == ["Hyra", "10", "20", "30", "60"]


def test_swedish_letters_of_an_old_encoding_are_read(tmp_path: Path) -> None:
    path = tmp_path / "old.csv"
    path.write_bytes("Post;Män\nHälsa;3\nVård;4\n".encode("cp1252"))
    (table,) = sheets.read(path).tables
    assert [row[0] for row in table.grid()] == ["Post", "Hälsa", "Vård"]


def test_decimals_of_a_workbook_are_written_as_reports_write_them(tmp_path: Path) -> None:
    (table,) = sheets.read(workbook(tmp_path, [["Post", "tkr"], ["Hyra", 1.5], ["Lön", 0.1 + 0.2]])).tables
    assert [row[1] for row in table.grid()] == ["tkr", "1,5", "0,3"]


def test_what_is_no_workbook_or_empty_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_text("no zip", encoding="utf-8")
    (tmp_path / "b.csv").write_text("\n;;\n", encoding="utf-8")
    with pytest.raises(DamagedFile):
        sheets.read(tmp_path / "a.xlsx")
    with pytest.raises(EmptyFile):
        sheets.read(tmp_path / "b.csv")


def test_the_command_speaks_the_language_asked_for_and_ends_with_one_when_there_are_errors(
    facit: Facit, tmp_path: Path
) -> None:
    path = csv(tmp_path, KNOWN)
    swedish, english = facit("check", path), facit("check", path, "--lang", "en")
    assert (swedish.returncode, english.returncode) == (ExitCode.FINDINGS, ExitCode.FINDINGS)
    assert "1 fel" in swedish.stdout and "FEL" in swedish.stdout
    assert "1 error" in english.stdout and "with 25 they hold" in english.stdout
    assert not (tmp_path / "out").exists()


def test_findings_as_json_have_the_columns_of_the_dataset(facit: Facit, tmp_path: Path) -> None:
    (row,) = json.loads(facit("check", csv(tmp_path, KNOWN), "--json").stdout)
    assert (row["proposed"], row["severity"]) == ("25", "error")


def test_a_file_that_cannot_be_read_gets_a_line_of_its_own(facit: Facit, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    done = facit("check", tmp_path / "empty.txt", csv(tmp_path, KNOWN))
    assert done.returncode == ExitCode.SOME_FAILED
    assert "empty.txt" in done.stderr and "1 fel" in done.stdout
    assert facit("check", tmp_path / "empty.txt").returncode == ExitCode.NOTHING_READ


WITHOUT_TITLE: Rows = [["Insats", "Kvinnor", "Män", "Totalt"], ["Navigatorn", 24, 17, 41], ["Klivet", 46, 15, 61]]


def test_women_men_and_total_without_a_title_or_a_year_are_summed_both_ways(tmp_path: Path) -> None:
    rows = [*WITHOUT_TITLE, ["Vägen", 12, 9, 12], ["Totalt", 82, 41, 123]]
    (found,) = check.check([csv(tmp_path, rows)]).findings
    assert (found.severity, found.proposed, found.confidence) == ("error", "21", "likely")


def test_who_is_missing_in_the_total_row_alone_is_no_third_group(tmp_path: Path) -> None:
    """132 is neither 41 + 61 + 21 nor 82 + 41; nine people of other gender would be in some row above."""
    rows = [*WITHOUT_TITLE, ["Vägen", 12, 9, 21], ["Totalt", 82, 41, 132]]
    (found,) = check.check([csv(tmp_path, rows)]).findings
    assert (found.severity, found.proposed) == ("error", "123")
    assert "82 + 41 = 123" in found.message_sv and "41 + 61 + 21 = 123" in found.message_sv


def test_a_draft_without_a_year_is_about_one_and_its_places_name_the_sheet(tmp_path: Path) -> None:
    head: list[object] = ["Insats", "Antal deltagare", "Varav nya", "Avslutade"]
    counts = [["Deltagare och avslut"], head, ["Lyra", 41, 20, 20], ["Start", 61, 66, 30], ["Slussen", 21, 11, 10]]
    (found,) = check.check([workbook(tmp_path, UNKNOWN[:3], counts)]).findings
    assert (found.kind, found.pages, found.lines) == ("part_exceeds_whole", (2,), (4,))
