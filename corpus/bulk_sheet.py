"""A sheet of a table, whose values are put into the words of the file once: the same file in a fifth of the time.

XlsxWriter checks and keeps every cell by itself. In a table of ours most values of a column come again and again.
`tests/corpus/test_workbook.py` holds both ways to the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Literal

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

Cell = tuple[Literal["s", "n", "b"], Any, Format]
"""Text, a number, or yes or no; the value; how it looks."""
BLOCK = 16
"""Rows that the file tells the used columns of together."""


class BulkSheet(Worksheet):  # type: ignore[misc]  # XlsxWriter has no types
    """`fill` gives it its rows; everything else is as for any sheet of a workbook that is held in memory."""

    def fill(self, header: Sequence[Cell], rows: Iterable[Sequence[Any]], put: Callable[[Any], Cell | None]) -> int:
        """A heading and the rows below it -> the number of the last. `put` gives a value's cell, None for an empty one.

        It is asked once for each value of a column.
        """
        self._cells: list[Cell] = []
        self._filled: list[list[int | None]] = [[self._kept(cell) for cell in header]]
        known: list[dict[object, tuple[int | None, bool]]] = [{} for _ in header]
        texts = self.str_table
        for values in rows:
            places = []
            for of_column, value in zip(known, values, strict=True):
                if value in of_column:
                    place, is_text = of_column[value]
                    texts.count += is_text  # how often texts stand in the workbook
                else:
                    cell = put(value)
                    place = self._kept(cell) if cell else None
                    of_column[value] = place, cell is not None and cell[0] == "s"
                places.append(place)
            self._filled.append(places)
        last = max(n for n, places in enumerate(self._filled) if any(p is not None for p in places))
        self.dim_rowmin, self.dim_rowmax, self.dim_colmin, self.dim_colmax = 0, last, 0, len(header) - 1
        return len(self._filled) - 1

    def _kept(self, cell: Cell) -> int:
        """The place of a cell among all that differ; a text as its number in the workbook."""
        kind, value, look = cell
        self._cells.append((kind, self.str_table._get_shared_string_index(value) if kind == "s" else value, look))
        return len(self._cells) - 1

    def _write_rows(self) -> None:
        letters = [f'<c r="{xl_col_to_name(c)}' for c in range(self.dim_colmax + 1)]
        ends = [_end(cell) for cell in self._cells]
        for start in range(0, len(self._filled), BLOCK):
            block = self._filled[start : start + BLOCK]
            used = [c for places in block for c, place in enumerate(places) if place is not None]
            for n, places in enumerate(block, start=start + 1):
                here = zip(letters, places, strict=True)
                cells = "".join([f"{letter}{n}{ends[place]}" for letter, place in here if place is not None])
                if cells:
                    self.fh.write(f'<row r="{n}" spans="{min(used) + 1}:{max(used) + 1}">{cells}</row>')


def _end(cell: Cell) -> str:
    """What follows a cell's place in the file. Formats have their numbers only when the file is written."""
    kind, value, look = cell
    style = look._get_xf_index()
    if kind == "s":
        return f'" s="{style}" t="s"><v>{value}</v></c>'
    if kind == "b":
        return f'" s="{style}" t="b"><v>{int(value)}</v></c>'
    return f'" s="{style}"><v>{value:.16G}</v></c>'
