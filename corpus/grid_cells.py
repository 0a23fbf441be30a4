"""Tables that nobody understood, as plain cells: their sums can be checked although nobody knows what they count."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from corpus.facts import stable_id
from corpus.records import Fact, ReportFacts
from corpus.wording import is_total, says
from extract.types import Cell, Table
from normalize.types import Observation, Place, Value
from normalize.values import FIGURE, to_decimal

MEASURE = "other:cell"
"""What a cell of such a table measures: nothing that could be held against another place."""
BLANK = ("", "-", "–", "—", "−")
YEAR = re.compile(r"(19|20)\d\d")


def cells_of(report: ReportFacts) -> list[Fact]:
    """The numbers of all tables of which no cell became an observation, in the order of the tables."""
    read = {f.observation.place.table for f in report.facts}
    tables = report.extraction.tables
    return [f for n, table in enumerate(tables) if n not in read for f in _cells(report, n, table)]


def _cells(report: ReportFacts, index: int, table: Table) -> Iterator[Fact]:
    for cell in table.cells:
        label, path = _label(table, cell.row), table.header_path(cell.column)
        value = _value(cell, _unit(table, label, path))
        if cell.is_header or cell.row < table.header_rows or cell.column == 0 or value is None:
            continue
        whole = is_total(label) or (bool(path) and is_total(path[-1]))
        line, page = cell.line or table.line, _page(report, table, cell)
        row = " ".join(c.text for c in table.cells if c.row == cell.row)
        seen = Observation(
            measure=MEASURE,
            value=value,
            period=None,
            place=Place(line, page, cell.bbox, index, cell.row, cell.column, row),
            scope="all" if whole else "intervention",
            name="" if whole else label,
            row_label=label,
            header_path=path,
            reader=report.extraction.document.pages[0].reader if report.extraction.document.pages else "",
            engine=table.engine,
        )
        obs_id = stable_id("c", report.record.sha256, index, cell.row, cell.column)
        who = "_all" if whole else label
        federation = report.record.federation_id or "unknown"
        yield Fact(obs_id, report.record.report_id, federation, who, seen, value.value)


def _page(report: ReportFacts, table: Table, cell: Cell) -> int | None:
    """The page where there are several; the lines of a text are numbered through."""
    pages = report.extraction.document.pages
    return (cell.page or table.page) if len(pages) > 1 else None


def _label(table: Table, row: int) -> str:
    stub = table.cell(row, 0)
    return " ".join(stub.text.split()) if stub else ""


def _value(cell: Cell, unit: str) -> Value | None:
    """The cell as a number or a blank; None for text, percents and years."""
    text = " ".join(cell.text.split())
    if text in BLANK:
        return Value(text, None, unit, status="O")
    figure = FIGURE.fullmatch(text)
    if figure is None or YEAR.fullmatch(text):
        return None
    number, decimals = to_decimal(figure[1])
    return Value(text, Decimal(number), unit, decimals)


def _unit(table: Table, label: str, path: tuple[str, ...]) -> str:
    """Persons where the words say so, percent likewise; else nothing is known and sums get room for rounding."""
    words = " ".join((table.title, label, *path))
    if "%" in words or says("share", words):
        return "percent"
    return "count" if says("people", words) else ""
