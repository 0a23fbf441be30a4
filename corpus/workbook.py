"""The dataset as one Excel workbook: what is where, findings a person can read, the codebook, and every table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from corpus import workbook_sheets as sheets
from corpus.bulk_sheet import BulkSheet, Cell
from corpus.workbook_sheets import Mark, Sheet

CREATED = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
"""A fixed date: the workbook of the same rows has the same bytes."""
_DAY_0 = date(1899, 12, 30)
"""What Excel counts days from."""
MAX_ROWS = 1_048_575
"""Rows below the header that one sheet holds; a longer table goes on in a further sheet."""
MAX_TEXT = 32_767
HELD_CELLS = 4_000_000
"""A larger workbook is written row by row, so that it need not fit in memory; its texts then stand in the sheets."""
_CONTROLS = {c: chr(0x2400 + c) for c in range(0x20) if c not in (0x09, 0x0A, 0x0D)} | {0x7F: "\u2421"}
# Excel reads _x0041_ as the letter A, so an underscore that begins such a run is itself written as one.
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_A4 = 9
_FIRST_WIDTHS = (32, 90, 12)
# Dark, middle and light, so that they differ also in grey and to eyes that do not tell red from green.
_MARKS: Mapping[Mark, Mapping[str, object]] = {
    "error": {"bg_color": "#A63A00", "font_color": "#FFFFFF", "bold": True},
    "warning": {"bg_color": "#F5C242", "font_color": "#000000", "bold": True},
    "info": {"bg_color": "#DCEBF7", "font_color": "#000000"},
}


def write(data: Mapping[str, pd.DataFrame], wide: pd.DataFrame, path: Path, *, lang: str = "sv") -> None:
    """Frames by table, and the view `series_wide` -> the workbook. Numbers are numbers, and texts are never formulas.

    Excel's limits: a table longer than a sheet goes on in the next; longer texts are cut and end with an ellipsis;
    control characters are shown as their symbols. The other formats keep everything.
    """
    words = sheets.words(lang)
    options: dict[str, object] = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    if sum(frame.size for frame in data.values()) > HELD_CELLS:
        options["constant_memory"] = True
    series = sheets.series(wide, data, MAX_ROWS, lang)
    told = (sheets.findings(data, lang, words), *series, sheets.codebook(lang, words))
    tables = tuple(part for name, frame in data.items() for part in sheets.table(name, frame, MAX_ROWS, lang))
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({"title": words["title"], "author": "facit", "created": CREATED})
        formats = _formats(book)
        _write_first(book.add_worksheet(words["read_me"]), sheets.first(data, (*told, *tables), lang, words), formats)
        held = not options.get("constant_memory")
        for sheet in told:
            _write_sheet(book.add_worksheet(sheet.name), sheet, formats)
        for sheet in tables:
            _write_table(book, sheet, formats, bulk=held)


@dataclass(frozen=True, slots=True)
class _Formats:
    title: Format
    header: Format
    plain: Format
    wrap: Format
    marked: Format
    day: Format
    link: Format
    marks: Mapping[str, Format]
    coloured: Mapping[str, Format]


def _formats(book: xlsxwriter.Workbook) -> _Formats:
    top = {"valign": "top"}
    return _Formats(
        title=book.add_format({"bold": True, "font_size": 16}),
        header=book.add_format({**top, "bold": True, "bg_color": "#E8EEF2", "bottom": 1}),
        plain=book.add_format(top),
        wrap=book.add_format({**top, "text_wrap": True, "align": "left"}),
        marked=book.add_format({**top, "quote_prefix": True}),
        day=book.add_format({**top, "num_format": "yyyy-mm-dd"}),
        link=book.add_format({**top, "font_color": "#0B57A4", "underline": 1}),
        marks={name: book.add_format({**top, **look}) for name, look in _MARKS.items()},
        coloured={name: book.add_format(dict(look)) for name, look in _MARKS.items()},
    )


def _write_first(sheet: Worksheet, lines: tuple[sheets.Line, ...], formats: _Formats) -> None:
    """The first sheet: headings, paragraphs, and the other sheets with links to them."""
    for row, line in enumerate(lines):
        look = {"title": formats.title, "heading": formats.header}.get(line.look, formats.wrap)
        if line.link:
            sheet.write_url(row, 0, f"internal:'{line.link}'!A1", formats.link, excel_text(str(line.cells[0])))
        for column, value in enumerate(line.cells):
            if not (line.link and column == 0):
                used = formats.marks[line.mark] if line.mark and column == 0 else look
                _write_cell(sheet, (row, column), value, formats, used)
        if line.look == "text":  # a paragraph spans the columns
            sheet.merge_range(row, 0, row, 2, excel_text(str(line.cells[0])), formats.wrap)
        widths = (sum(_FIRST_WIDTHS),) if line.look == "text" else _FIRST_WIDTHS
        _fit_row(sheet, row, zip(line.cells, widths, strict=False))
    for column, width in enumerate(_FIRST_WIDTHS):
        sheet.set_column(column, column, width)
    sheet.hide_gridlines(2)
    _for_paper(sheet, repeat=False)


def _write_sheet(sheet: Worksheet, content: Sheet, formats: _Formats) -> None:
    for column, name in enumerate(content.header):
        sheet.write_string(0, column, name, formats.header)
    last = 0
    for last, values in enumerate(content.rows, start=1):  # the last row's number is used below
        for column, value in enumerate(values):
            look = formats.wrap if content.wrap else formats.plain
            if isinstance(value, sheets.Marked):
                _write_cell(sheet, (last, column), value.value, formats, formats.marks[value.mark])
            else:
                _write_cell(sheet, (last, column), value, formats, look)
        if content.wrap:
            _fit_row(sheet, last, zip(values, content.widths, strict=True))
    _finish(sheet, content, last, formats)


def _write_table(book: xlsxwriter.Workbook, content: Sheet, formats: _Formats, *, bulk: bool) -> None:
    """A sheet of one of the dataset's tables: no marks, no wrapped texts."""
    if not bulk:
        _write_sheet(book.add_worksheet(content.name), content, formats)
        return
    sheet = book.add_worksheet(content.name, worksheet_class=BulkSheet)

    header: list[Cell] = [("s", name, formats.header) for name in content.header]
    last = sheet.fill(header, content.rows, lambda value: _cell(value, formats, formats.plain))
    _finish(sheet, content, last, formats)


def _finish(sheet: Worksheet, content: Sheet, last: int, formats: _Formats) -> None:
    """What is around the rows of a sheet, whose last is so far down: widths, colours, filter, paper."""
    for column, width in enumerate(content.widths):
        sheet.set_column(column, column, width)
    if "quality" in content.header:
        _colour(sheet, content.header.index("quality"), last, formats)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(last, 1), len(content.header) - 1)
    if content.wrap:
        _for_paper(sheet, repeat=True)


def _fit_row(sheet: Worksheet, row: int, cells: Iterable[tuple[object, int]]) -> None:
    """Tell the height of a row of wrapped texts (value, width in characters): not every program works it out itself."""
    lines = max((-(-len(str(value)) * 11 // (10 * width)) for value, width in cells if value is not None), default=1)
    if lines > 1:
        sheet.set_row(row, min(15.0 * lines, 400.0))


def _colour(sheet: Worksheet, column: int, last: int, formats: _Formats) -> None:
    """Colour the qualities that ask for a look at the findings."""
    for quality, mark in sheets.QUALITY_MARKS.items():
        rule = {"type": "cell", "criteria": "==", "value": f'"{quality}"', "format": formats.coloured[mark]}
        sheet.conditional_format(1, column, max(last, 1), column, rule)


def _for_paper(sheet: Worksheet, *, repeat: bool) -> None:
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    if repeat:
        sheet.repeat_rows(0)


def _write_cell(sheet: Worksheet, at: tuple[int, int], value: object, formats: _Formats, look: Format) -> None:
    if (cell := _cell(value, formats, look)) is not None:
        kind, shown, used = cell
        write = {"s": sheet.write_string, "n": sheet.write_number, "b": sheet.write_boolean}[kind]
        write(*at, shown, used)


def _cell(value: object, formats: _Formats, look: Format) -> Cell | None:
    """What stands in a cell, and its format; None for an empty one."""
    if value is None or value is pd.NA or value == "":
        return None
    if isinstance(value, bool):
        return "b", value, look
    if isinstance(value, (int, float)):
        return ("n", value, look) if value == value else None  # noqa: PLR0124  # NaN is an empty cell
    if isinstance(value, date):
        return "n", (date(value.year, value.month, value.day) - _DAY_0).days, formats.day
    shown = excel_text(str(value))
    # The quote prefix keeps it text also when a person edits the cell.
    dangerous = shown[:1] in ("=", "+", "-", "@", "\t", "\r")
    return "s", shown, formats.marked if dangerous else look


def excel_text(value: str) -> str:
    """A text as an Excel cell can hold it."""
    shown = _ESCAPE.sub("_x005F_", value.translate(_CONTROLS))
    return shown if len(shown) <= MAX_TEXT else shown[: MAX_TEXT - 1] + "…"
