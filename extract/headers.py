"""Which of a grid's first rows are column headings, and which texts are figures."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.types import Cell, Hints, fold
from extract.words import words

NUMBER = re.compile(r"[(<>~±+\-–−]?\s?\d[\d\s .,]*\)?\s?(%|‰|\w{2,3}\b)?\.?")
DASH = re.compile(r"[-–—−]")
YEAR = re.compile(r"(19|20)\d\d([-–/ ]+(19|20)?\d\d)*")
DAY = re.compile(r"(?:\d{1,2}|den \d{1,2})[.:ea]*\s+([a-zA-Z]{3,})\.?\s*")
"""A day of a month, as in '31 dec 2022'."""
MAX_HEADER_ROWS = 5


def is_number(text: str) -> bool:
    """Whether the whole text is one figure, perhaps with a sign or a unit: '1 281', '−4,5 %', '12 tkr'."""
    return bool(NUMBER.fullmatch(text)) and text.count("(") == text.count(")")


def is_year(text: str) -> bool:
    """Whether the text is a year, a date or several and nothing else: a heading rather than a figure."""
    plain = text.strip()
    day = DAY.match(plain)
    rest = plain[day.end() :] if day and day[1].lower() in words("month") else plain
    return bool(day and not rest) or bool(YEAR.fullmatch(rest))


def is_figure(text: str, hints: Hints | None = None) -> bool:
    """A figure or what stands in its place: a dash, or a status the caller knows ('ej tillämpligt')."""
    if is_number(text) or DASH.fullmatch(text):
        return True
    return bool(hints) and fold(text) in hints.statuses if hints else False


def is_known_heading(text: str, hints: Hints) -> bool:
    """Whether the caller knows the text as a column heading, years and other modifiers aside ('Resultat 2017')."""
    known = hints.headers | hints.stub_headers | hints.target_headers | hints.result_headers | hints.rating_headers
    own = [w for w in fold(text).split() if not is_year(w) and w not in hints.modifiers]
    return fold(text) in known or " ".join(own) in known


def count_header_rows(cells: Sequence[Cell], rows: int, columns: int, hints: Hints) -> int:
    """How many rows from the top are headings: 0 when the first row already holds figures."""
    by_row: list[list[Cell]] = [[] for _ in range(rows)]
    for cell in cells:
        by_row[cell.row].append(cell)
    if not by_row or _has_figures(by_row[0]):
        return 0
    count = 1
    while count < min(MAX_HEADER_ROWS, rows - 1) and _goes_on(by_row, count, columns, hints):
        count += 1
    return count


def _has_figures(row: Sequence[Cell]) -> bool:
    beside = [c.text for c in row if c.column > 0 and c.text]
    figures = [t for t in beside if is_number(t)]
    return any(not is_year(t) for t in figures) or (bool(figures) and len(figures) < len(beside) / 2)


def _goes_on(by_row: Sequence[Sequence[Cell]], row: int, columns: int, hints: Hints) -> bool:
    """Whether `row` is one more heading row: something above it spans columns, or reaches down into it."""
    here, above = by_row[row], by_row[row - 1]
    if _has_figures(here) or not [c for c in here if c.text and c.column > 0]:
        return False
    if any(c.row_span > row - c.row for earlier in by_row[:row] for c in earlier if c.text):
        return True
    filled = [c for c in above if c.text]
    title_row = len(filled) == 1 and (filled[0].column_span >= columns or filled[0].column == 0)
    if title_row:
        return _is_numeric(by_row[row + 1 :]) or _known(here, hints)
    return any(c.column_span > 1 for c in filled)


def _is_numeric(rows: Sequence[Sequence[Cell]]) -> bool:
    return sum(_has_figures(r) for r in rows) * 2 >= max(len(rows), 1)


def _known(row: Sequence[Cell], hints: Hints) -> bool:
    return any(is_known_heading(c.text, hints) for c in row if c.text)
