"""Rows -> one typed, sorted pandas frame per table, and the text that each of its values has in CSV.

Every format is written from these frames, so that they cannot differ. Strings are 'string', whole numbers 'Int64',
numbers 'float64' (NaN is empty), booleans 'boolean', dates `datetime.date`; JSON is text.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd

from corpus.contract import ColumnSpec, ColumnType, Row, TableSpec, empty

_DTYPES: dict[ColumnType, str] = {
    "string": "string",
    "json": "string",
    "integer": "Int64",
    "number": "float64",
    "boolean": "boolean",
    "date": "object",
}


_EMPTY = (0, 0.0, "")


def frame(spec: TableSpec, rows: Sequence[Row]) -> pd.DataFrame:
    """Valid rows of a table -> its frame: the contract's columns in their order, sorted, '' and None both empty."""
    ordered = in_order(spec, rows)
    return pd.DataFrame({c.name: _column(c, [row.get(c.name) for row in ordered]) for c in spec.columns})


def _column(column: ColumnSpec, values: Sequence[object]) -> pd.Series:
    plain = [None if empty(v) else _plain(column.type, v) for v in values]
    return pd.Series(plain, dtype=_DTYPES[column.type])


def _plain(kind: ColumnType, value: object) -> object:
    if kind == "number":
        return float(value) + 0.0  # type: ignore[arg-type]  # adding zero makes -0.0 plain 0.0; validated before
    if kind == "date":
        return value if isinstance(value, date) else date.fromisoformat(str(value))
    return value


def in_order(spec: TableSpec, rows: Sequence[Row]) -> list[Row]:
    """The rows in the order in which they are written, whatever order they came in."""
    others = [name for name in spec.column_names if name not in spec.order]
    keys = [_sort_key(spec.order, row) for row in rows]
    if len(set(keys)) < len(keys):  # the other columns break ties
        keys = [(*key, *_sort_key(others, row)) for key, row in zip(keys, rows, strict=True)]
    return [rows[n] for n in sorted(range(len(rows)), key=keys.__getitem__)]


def _sort_key(names: Sequence[str], row: Row) -> tuple[tuple[int, float, str], ...]:
    """Empty first, then numbers by size, then text by code point."""
    return tuple([_comparable(row.get(name)) for name in names])


def _comparable(value: object) -> tuple[int, float, str]:
    if isinstance(value, str):  # most are: asked first
        return (2, 0.0, value) if value else _EMPTY
    if value is None:
        return _EMPTY
    if isinstance(value, (int, float, Decimal)):
        return (1, float(value), "")
    return (2, 0.0, str(value))


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a frame as dicts, empty cells as None."""
    kept = frame.astype(object).where(frame.notna(), None)
    return [{str(k): v for k, v in r.items()} for r in kept.to_dict("records")]


def text(kind: ColumnType, value: object) -> str:
    """A value of a frame as CSV has it: '' when empty, '.' as decimal sign, no exponent, true and false, ISO dates."""
    if value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value)):
        return ""
    if kind == "number":
        return _number_text(float(value))  # type: ignore[arg-type]  # the column's dtype is float64
    if kind == "boolean":
        return "true" if value else "false"
    return str(value)


def _number_text(value: float) -> str:
    if value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return format(Decimal(repr(value)), "f")


def from_text(spec: TableSpec, records: Sequence[dict[str, str]]) -> pd.DataFrame:
    """Rows of a CSV file that we wrote -> the frame they were written from."""
    return pd.DataFrame(
        {c.name: _column(c, [_parsed(c.type, r.get(c.name, "")) for r in records]) for c in spec.columns}
    )


def completed(spec: TableSpec, frame: pd.DataFrame) -> pd.DataFrame:
    """A frame of an earlier version with all columns of the contract; those that it did not have are empty."""
    missing = [c for c in spec.columns if c.name not in frame.columns]
    more = {c.name: _column(c, [None] * len(frame)) for c in missing}
    return frame.assign(**more)[list(spec.column_names)] if more else frame


def _parsed(kind: ColumnType, value: str) -> object:
    if not value:
        return None
    if kind == "boolean":
        return value == "true"
    return int(value) if kind == "integer" else float(value) if kind == "number" else value
