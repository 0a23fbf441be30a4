"""One table -> its kind and the observations it holds. The kinds are tried from the most telling headings down."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

from extract.types import Cell, Issue, Table
from normalize.facets import Facets, Lens
from normalize.types import Goal, NameMention, Observation, Place


@dataclass(frozen=True, slots=True)
class Setting:
    """What surrounds a table: its index, the intervention whose section it stands in (''), reader, lens."""

    index: int
    lens: Lens
    section: str
    reader: str
    is_name: Callable[[str], bool]
    """Does a printed text name an intervention known from the registry or from elsewhere in the report?"""


@dataclass(frozen=True, slots=True)
class TableReading:
    """What one table says."""

    kind: str
    observations: tuple[Observation, ...] = ()
    goals: tuple[Goal, ...] = ()
    names: tuple[NameMention, ...] = ()
    issues: tuple[Issue, ...] = ()


def place(table: Table, cell: Cell | None, row: int, column: int, setting: Setting) -> Place:
    """Where a cell stands, with its row as quote. Page only where the medium has pages, line always."""
    paged = setting.reader in ("pdf-text", "ocr")
    placed = cell if cell and cell.line else next((c for c in table.cells if c.row == row and c.line), None)
    line = placed.line if placed else table.line
    own = placed.page if placed and placed.page else table.page
    return Place(
        line=line,
        page=own if paged else None,
        bbox=cell.bbox if cell else None,
        table=setting.index,
        row=row,
        column=column,
        quote=table.row_text(row),
    )


@lru_cache(maxsize=1024)
def because(used: tuple[str, ...]) -> str:
    """The vocabulary entries that gave an observation its meaning, as one text: the same for cells under and beside
    the same words."""
    return "; ".join(used)


def stub_of(table: Table, row: int) -> str:
    """The row's label: the text of column 0."""
    found = table.cell(row, 0)
    return found.text if found and found.row == row else ""


def heading_of(table: Table, column: int) -> str:
    """The column's headings joined from the top down."""
    return " ".join(table.header_path(column))


def column_facets(table: Table, setting: Setting, *where: str) -> list[Facets]:
    """What each column's heading says, column 0 included; 'K' is a gender also under another heading."""
    out: list[Facets] = []
    for c in range(table.columns):
        whole = setting.lens.facets(heading_of(table, c), "header", *where)
        parts = table.header_path(c)
        if not whole.gender and len(parts) > 1:
            last = setting.lens.facets(parts[-1], "header", *where)
            whole = replace(whole, gender=last.gender, used=(*whole.used, *(u for u in last.used if "gender:" in u)))
        out.append(whole)
    return out


def printed_value(table: Table, row: int, column: int) -> str:
    """The cell's own text; '' where it is blank or covered by a span from above or the left."""
    found = table.cell(row, column)
    return found.text if found and found.row == row and found.column == column else ""


def has_figures(table: Table, row: int) -> bool:
    """Does any cell right of the label hold a digit?"""
    return any(any(ch.isdigit() for ch in printed_value(table, row, c)) for c in range(1, table.columns))
