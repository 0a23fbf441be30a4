"""A CSV file or an Excel workbook with labels -> Extraction: each block of rows is a table as it stands."""

from __future__ import annotations

import csv
import hashlib
import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from extract.errors import DamagedFile, EmptyFile, TooLarge
from extract.types import Cell, Document, Extraction, Line, Page, Table

SHEETS = frozenset({".csv", ".tsv", ".xlsx"})
MEDIA = {
    ".csv": "text/csv",
    ".tsv": "text/tab-separated-values",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
Rows = list[tuple[int, list[str]]]
"""(row number from 1, cells as text) of the rows of one sheet that are not blank."""
MOST_UNPACKED = 100 << 20
MOST_ROWS, MOST_COLUMNS = 50_000, 500
FIGURE = re.compile(r"[-−–]?[\d  ]*\d(?:[.,]\d+)?\s*%?")
YEAR = re.compile(r"(19|20)\d\d")


def read(path: Path) -> Extraction:
    """Every sheet of a file as a page, every block of it as a table. Raises DamagedFile or EmptyFile."""
    data = path.read_bytes()
    suffix = path.suffix.lower()
    sheets = _workbook(data) if suffix == ".xlsx" else [_text(data)]
    pages = [_page(n, rows) for n, rows in enumerate(sheets, 1)]
    tables = [table for n, rows in enumerate(sheets, 1) for table in _tables(n, rows)]
    if not any(sheets):
        raise EmptyFile("there are no filled cells in it; give a file with a table")
    digest = hashlib.sha256(data).hexdigest()
    return Extraction(Document(path.name, digest, MEDIA[suffix], tuple(pages)), tuple(tables))


def _text(data: bytes) -> Rows:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    head = "\n".join(text.splitlines()[:20])
    separator = max(";\t,", key=head.count)
    rows = csv.reader(io.StringIO(text), delimiter=separator)
    try:
        return _filled([cell.strip() for cell in row] for row in rows)
    except csv.Error as error:
        raise DamagedFile(f"cannot be read as cells ({error}); save it again as CSV or .xlsx") from error


def _workbook(data: bytes) -> list[Rows]:
    import openpyxl  # noqa: PLC0415  heavy, and only workbooks need it

    try:
        _check_unpacked(data)
        book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    except (TooLarge, MemoryError):
        raise
    except Exception as error:
        raise DamagedFile("cannot be opened as an Excel workbook; save it again as .xlsx or as .csv") from error
    for sheet in book.worksheets:
        if sheet.max_row > MOST_ROWS or sheet.max_column > MOST_COLUMNS:
            where = f"goes to row {sheet.max_row} and column {sheet.max_column}"
            most = f"at most {MOST_ROWS} rows and {MOST_COLUMNS} columns are read"
            raise TooLarge(
                f"its sheet {sheet.title!r} {where}, and {most}; delete what lies far out, or save the table alone"
            )
    return [_filled([_shown(v) for v in row] for row in sheet.iter_rows(values_only=True)) for sheet in book.worksheets]


def _check_unpacked(data: bytes) -> None:
    """Raises TooLarge for a workbook that unpacks to far more than it is; BadZipFile for what is no workbook."""
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        size = sum(part.file_size for part in parts.infolist())
    if size > MOST_UNPACKED:
        most = f"at most {MOST_UNPACKED >> 20} MB are read"
        raise TooLarge(f"it unpacks to {size >> 20} MB, and {most}; save the table alone as .xlsx or .csv")


def _shown(value: object) -> str:
    """A cell's value as a Swedish report would print it."""
    if value is None or isinstance(value, bool):
        return "" if value is None else str(value)
    if isinstance(value, float):
        exact = Decimal(repr(round(value, 9)))
        return f"{exact.normalize():f}".replace(".", ",")
    return " ".join(str(value).split())


def _filled(rows: object) -> Rows:
    return [(n, row) for n, row in enumerate(rows, 1) if any(row)]  # type: ignore[arg-type, var-annotated]


def _page(number: int, rows: Rows) -> Page:
    """A sheet as a page: its rows are lines, cells parted by tabs."""
    lines = [Line(n, "\t".join(cells).rstrip(), number) for n, cells in rows]
    return Page(number, "markdown", tuple(lines), why="a sheet of cells")


def _tables(page: int, rows: Rows) -> list[Table]:
    blocks: list[Rows] = []
    for n, cells in rows:
        if blocks and n == blocks[-1][-1][0] + 1:
            blocks[-1].append((n, cells))
        else:
            blocks.append([(n, cells)])
    tables: list[Table] = []
    title = ""
    for block in blocks:
        made = _table(page, block)
        if made is None:  # a block of one cell a row is the title of the next
            title = " ".join(c for _, cells in block for c in cells if c)
            continue
        tables.append(replace(made, title=f"{title} {made.title}".strip()))
        title = ""
    return tables


def _table(page: int, block: Rows) -> Table | None:
    titles = 0
    while titles < len(block) and sum(map(bool, block[titles][1])) == 1 and not _has_figures(block[titles][1]):
        titles += 1
    body = block[titles:]
    if len(body) < 2:
        return None
    filled = [c for _, cells in body for c, text in enumerate(cells) if text]
    first, last = min(filled), max(filled)
    headers = next((n for n, (_, cells) in enumerate(body) if _has_figures(cells[first + 1 :])), len(body))
    cells = [
        Cell(r, c, text, (text,), is_header=r < headers, line=n)
        for r, (n, row) in enumerate(body)
        for c, text in enumerate(_cut(row, first, last))
    ]
    return Table(
        tuple(cells),
        rows=len(body),
        columns=last - first + 1,
        header_rows=headers,
        title=" ".join(c for _, row in block[:titles] for c in row if c),
        page=page,
        line=body[0][0],
        last_line=body[-1][0],
        source_lines=frozenset(n for n, _ in block),
        engine="sheet",
    )


def _cut(row: Sequence[str], first: int, last: int) -> list[str]:
    return [*row[first : last + 1], *[""] * (last + 1 - len(row))]


def _has_figures(cells: Sequence[str]) -> bool:
    """Whether a row holds numbers; years alone are headings."""
    return any(FIGURE.fullmatch(c) and not YEAR.fullmatch(c) for c in cells)
