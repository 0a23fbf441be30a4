"""A decisions file as people and Excel leave it -> its rows; and rows -> a file that Excel opens without harm.

Excel writes semicolons and Windows-1252 in Sweden, quotes whole lines when it kept each in one cell, pads rows with
separators, turns dates about and numbers into its own. All of that is understood; a row that cannot be is told with
its line, and the others are read.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from corpus.formulas import guarded, unguarded

COLUMNS = ("kind", "target_id", "decision", "value", "expected_printed", "who", "when", "why")
NEEDED = ("kind", "target_id", "decision", "who", "when")
"""Columns without which there is no decision; the others may be missing or empty."""
SEPARATORS = (",", ";", "\t")
MOST_LINES = 50
"""Lines that one row may have: a quote that nobody closed must not swallow the rest of the file."""
_EXCEL_DAY_ZERO = date(1899, 12, 30)
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?(?:\.\d+)?)(Z|[+-]\d\d:?\d\d)?)?")
_YEAR_LAST = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4}|(?<!-)\d\d)(?:[ ,]+(\d\d?:\d\d(?::\d\d)?))?")
_YEAR_FIRST = re.compile(r"(\d{4}|\d\d)[./-](\d{1,2})[./-](\d{1,2})(?:[ ,]+(\d\d?:\d\d(?::\d\d)?))?")
_SERIAL = re.compile(r"[3-6]\d{4}(?:[.,]\d+)?")


class NotDecisionsError(ValueError):
    """A file whose first line does not name the columns of a decisions file: `str(error)` says what is missing."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the line (1-based) it begins on, and its cells by column, trimmed; `wrong` says why it has none."""

    line: int
    cells: dict[str, str]
    wrong: str = ""


def decoded(content: bytes) -> str:
    """The text of a file saved as UTF-8 (with or without byte order mark), UTF-16 or Windows-1252."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # Five bytes mean nothing in Windows-1252; Latin-1 has them as control characters.
        return "".join(_western(byte) for byte in content)


def _western(byte: int) -> str:
    one = bytes((byte,))
    try:
        return one.decode("cp1252")
    except UnicodeDecodeError:
        return one.decode("latin-1")


def rows(text: str) -> list[Row]:
    """The rows below the header, blank ones left out. Raises NotDecisionsError when the header is not ours."""
    lines = list(io.StringIO(text, newline=""))
    start = next((n for n, line in enumerate(lines) if line.strip(" \t\r\n;,") and not _says_separator(line)), None)
    if start is None:
        raise NotDecisionsError(f"the file is empty; its first line must be {','.join(COLUMNS)}")
    names, separator = _header(lines[start])
    return [row for row in _read(lines, start + 1, names, separator) if row.wrong or any(row.cells.values())]


def _says_separator(line: str) -> bool:
    """'sep=;' on the first line tells Excel how to read the rest."""
    return line.strip().lower().strip('"').startswith("sep=")


def _header(line: str) -> tuple[list[str], str]:
    bare = line.replace('"', "").strip("\ufeff \r\n")
    split = {s: [name.strip().lower() for name in bare.split(s)] for s in SEPARATORS}
    separator = max(SEPARATORS, key=lambda s: len(set(split[s]) & set(COLUMNS)))
    names = split[separator]
    missing = [c for c in NEEDED if c not in names]
    if missing:
        raise NotDecisionsError(f"column {missing[0]!r} is missing; the header must be {','.join(COLUMNS)}")
    twice = next((n for n in names if n in COLUMNS and names.count(n) > 1), None)
    if twice:
        raise NotDecisionsError(f"column {twice!r} stands twice; the header must be {','.join(COLUMNS)}")
    return names, separator


def _read(lines: Sequence[str], at: int, names: Sequence[str], separator: str) -> Iterator[Row]:
    while at < len(lines):
        taken = _taken(lines, at)
        raw = "".join(lines[at : at + taken])
        cells = _cells(raw, separator)
        surplus = any(c.strip() for c in cells[len(names) :])
        if taken > 1 and (surplus or taken > MOST_LINES or not _well_quoted(raw, separator)):
            # A quote was opened and never closed: this line alone is lost, not those after it.
            taken = 1
            yield Row(at + 1, {}, 'a cell begins with a quote (") that nothing ends; end it')
        elif surplus:
            yield Row(at + 1, {}, f"more cells than the header has; quote cells that hold {separator!r}")
        else:
            found = dict(zip(names, (plain(c) for c in cells), strict=False))
            yield Row(at + 1, {c: found.get(c, "") for c in COLUMNS})
        at += taken


def _taken(lines: Sequence[str], at: int) -> int:
    """How many lines the row that begins on line `at` has: up to where its quotes are in pairs."""
    quotes = 0
    for n, line in enumerate(lines[at:], 1):
        quotes += line.count('"')
        if quotes % 2 == 0:
            return n
    return len(lines) - at + MOST_LINES  # never ends


def _cells(raw: str, separator: str) -> list[str]:
    cells = _parsed(raw, separator)
    if separator not in (cells[0] if cells else ""):
        return cells
    # The whole line is one cell of Excel's: what another separator holds together is the line as it once was.
    for outer in SEPARATORS:
        if outer != separator:
            once = outer.join(_parsed(raw, outer)).rstrip(outer + "\r\n")
            again = _parsed(once, separator)
            if again and separator not in again[0]:
                return again
    return cells


def _parsed(raw: str, separator: str) -> list[str]:
    try:
        return next(csv.reader(io.StringIO(raw, newline=""), delimiter=separator), [])
    except csv.Error:  # a cell of more than 131 072 characters
        return raw.split(separator)


def _well_quoted(raw: str, separator: str) -> bool:
    """Whether every quoted cell of a row ends where its quotes end."""
    try:
        next(csv.reader(io.StringIO(raw, newline=""), delimiter=separator, strict=True), [])
    except csv.Error:
        return False
    return True


def plain(cell: str) -> str:
    """A cell as it was meant: trimmed, without the apostrophe that keeps Excel from taking it for a formula."""
    return unguarded(cell.strip(" \r\n\t\xa0"))


def separator_of(text: str) -> str:
    """What a file's cells are separated by. Raises NotDecisionsError as `rows` does."""
    lines = (line for line in io.StringIO(text, newline="") if line.strip(" \t\r\n;,") and not _says_separator(line))
    return _header(next(lines, ",".join(COLUMNS)))[1]


def written(rows_: Iterable[Sequence[str]], separator: str = ",") -> str:
    """Rows in the order of `COLUMNS` -> the text of a decisions file with its header."""
    return _lines([COLUMNS, *rows_], separator)


def extended(text: str, row: Sequence[str]) -> str:
    """A file's text with one row more, in its own columns and with its own separator."""
    if not text.strip():
        return written([row])
    lines = [line for line in io.StringIO(text, newline="") if line.strip(" \t\r\n;,") and not _says_separator(line)]
    names, separator = _header(lines[0])
    cells = dict(zip(COLUMNS, row, strict=True))
    return (text if text.endswith(("\n", "\r")) else text + "\n") + _lines(
        [[cells.get(n, "") for n in names]], separator
    )


def _lines(rows_: Iterable[Sequence[str]], separator: str) -> str:
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n", delimiter=separator)
    writer.writerows([guarded(c.replace("\x00", "")) for c in row] for row in rows_)
    return file.getvalue()


def dates(written_: Sequence[str]) -> list[tuple[str, str]]:
    """Dates of one file as people and Excel write them -> (as YYYY-MM-DD, with the time where one is said; a doubt).

    '02/11/2026' is 2 November or 11 February: what the other dates of the file are tells; when none does, it stays as
    it is written, and the doubt says so.
    """
    orders = {o for o in map(_order, written_) if o}
    order = orders.pop() if len(orders) == 1 else ""
    return [_date(w, order) for w in written_]


def _order(text: str) -> str:
    """'dmy' or 'mdy' for a date with slashes that can be one only."""
    found = _YEAR_LAST.fullmatch(text)
    if not found or found[2] == ".":
        return ""
    first, second = int(found[1]), int(found[3])
    return "dmy" if first > 12 >= second else "mdy" if second > 12 >= first else ""


def _date(text: str, order: str) -> tuple[str, str]:
    if found := _ISO.fullmatch(text):
        return (text, "") if _day(int(found[1]), int(found[2]), int(found[3])) else (text, _no_day(text))
    if found := _YEAR_LAST.fullmatch(text):
        a, b, year = int(found[1]), int(found[3]), _year(found[4])
        day_first = found[2] == "." or order == "dmy" or a > 12
        if not day_first and order != "mdy" and b <= 12 and a != b:
            return text, f"{text!r} can be two days; write the date as 2026-11-02"
        day = _day(year, b, a) if day_first else _day(year, a, b)
        return _with_time(day, found[5]) if day else (text, _no_day(text))
    if found := _YEAR_FIRST.fullmatch(text):
        day = _day(_year(found[1]), int(found[2]), int(found[3]))
        return _with_time(day, found[4]) if day else (text, _no_day(text))
    if _SERIAL.fullmatch(text):
        return (_EXCEL_DAY_ZERO + timedelta(days=int(re.split("[.,]", text)[0]))).isoformat(), ""
    return text, _no_day(text)


def _with_time(day: date, time: str | None) -> tuple[str, str]:
    return day.isoformat() + (f" {time.zfill(5)}" if time else ""), ""


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _no_day(text: str) -> str:
    return f"{text!r} is not a date; write it as 2026-11-02"
