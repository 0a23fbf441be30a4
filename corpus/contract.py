"""The promise to those who use the data: every table, column, type, code and key of the dataset, and what breaks it.

The knowledge is data: `data/contract/tables.csv` and `columns.csv`, and one CSV per code list in `data/codelists`.
A new column or code is a row there. `validate` holds rows against it before anything is written.
"""

from __future__ import annotations

import csv
import json
import math
import re
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Literal

Row = Mapping[str, object]
Rows = Mapping[str, Sequence[Row]]
ColumnType = Literal["string", "integer", "number", "boolean", "date", "json"]

_TIME = r"\d{4}(-(H[12]|T[1-3]|Q[1-4]|(0[1-9]|1[0-2])(-\d{2})?))?"
SQL_TYPES: Mapping[ColumnType, str] = {
    "string": "VARCHAR",
    "json": "VARCHAR",
    "integer": "BIGINT",
    "number": "DOUBLE",
    "boolean": "BOOLEAN",
    "date": "DATE",
}
"""The types as DuckDB calls them."""
PATTERNS = {
    "period": (f"{_TIME}(/{_TIME})?", "a period such as 2017, 2025-H1, 2021-T2, 2021-12-31 or 2019/2021"),
    "partial_date": (r"\d{4}(-\d{2}(-\d{2})?)?", "a date such as 2018, 2018-03 or 2018-03-31"),
    "bbox": (r"-?\d+\.\d(,-?\d+\.\d){3}", "a box x0,top,x1,bottom in points with one decimal each"),
    "integers": (r"\d+(;\d+)*", "whole numbers joined by ';'"),
    "sha256": (r"[0-9a-f]{64}", "a SHA-256 sum in lower case hexadecimal"),
}
OPEN_CODES = {"measures": r"other:[a-z0-9]+(_[a-z0-9]+)*"}
"""Code lists that admit codes by pattern besides those they list."""


@dataclass(frozen=True, slots=True)
class Code:
    """One entry of a code list."""

    code: str
    label_sv: str
    label_en: str
    description: str = ""
    group: str = ""
    description_sv: str = ""


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    """One column. `references` is 'table.column'; with `codes` too, either will do. `many` separates several values."""

    name: str
    type: ColumnType
    required: bool
    codes: str
    references: str
    many: str
    pattern: str
    minimum: float | None
    maximum: float | None
    description_sv: str
    description_en: str


@dataclass(frozen=True, slots=True)
class TableSpec:
    """One table. `key` columns tell its rows apart; rows are written in the order of the `order` columns."""

    name: str
    key: tuple[str, ...]
    order: tuple[str, ...]
    columns: tuple[ColumnSpec, ...]
    description_sv: str
    description_en: str

    @property
    def column_names(self) -> tuple[str, ...]:
        return tuple(c.name for c in self.columns)


@dataclass(frozen=True, slots=True)
class Breach:
    """One broken promise: which table, row (its key), column and value, and what was expected instead."""

    table: str
    row: str
    column: str
    value: object
    expected: str

    def __str__(self) -> str:
        return f"{self.table}, row {self.row or '?'}, column {self.column}: {self.value!r}; expected {self.expected}"


class ContractError(Exception):
    """Rows that break the contract. `breaches` are all of them; the message shows the first ones."""

    def __init__(self, breaches: Sequence[Breach]) -> None:
        self.breaches = tuple(breaches)
        more = len(breaches) - 10
        lines = [str(b) for b in breaches[:10]] + ([f"... and {more} more"] if more > 0 else [])
        super().__init__("the rows break the contract, nothing was written (docs/contract.md):\n" + "\n".join(lines))


def _read(name: str) -> list[dict[str, str]]:
    text = resources.files("corpus").joinpath("data", name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@cache
def tables() -> Mapping[str, TableSpec]:
    """Every table of the dataset by name, in the order they are presented."""
    columns: dict[str, list[ColumnSpec]] = {}
    for row in _read("contract/columns.csv"):
        columns.setdefault(row.pop("table"), []).append(_column(row))
    return {
        row["table"]: TableSpec(
            name=row["table"],
            key=tuple(row["key"].split()),
            order=tuple(row["order"].split()),
            columns=tuple(columns[row["table"]]),
            description_sv=row["description_sv"],
            description_en=row["description_en"],
        )
        for row in _read("contract/tables.csv")
    }


def _column(row: dict[str, str]) -> ColumnSpec:
    return ColumnSpec(
        name=row["column"],
        type=row["type"],  # type: ignore[arg-type]  # test_contract holds the file to the types
        required=row["required"] == "yes",
        codes=row["codes"],
        references=row["references"],
        many=row["many"],
        pattern=row["pattern"],
        minimum=float(row["minimum"]) if row["minimum"] else None,
        maximum=float(row["maximum"]) if row["maximum"] else None,
        description_sv=row["description_sv"],
        description_en=row["description_en"],
    )


@cache
def codelists() -> Mapping[str, Mapping[str, Code]]:
    """Every code list by name, each a mapping from code to entry in the order of its file."""
    folder = resources.files("corpus").joinpath("data", "codelists")
    names = sorted(f.name.removesuffix(".csv") for f in folder.iterdir() if f.name.endswith(".csv"))
    return {n: {r["code"]: Code(**r) for r in _read(f"codelists/{n}.csv")} for n in names}


@cache
def codelist_titles() -> Mapping[str, tuple[str, str]]:
    """What each code list is about, in Swedish and in English."""
    return {row["list"]: (row["title_sv"], row["title_en"]) for row in _read("contract/codelists.csv")}


def code_rows() -> list[dict[str, object]]:
    """The rows of the table `codes`: every code list, in order."""
    return [
        {
            "list": name,
            "code": c.code,
            "label_sv": c.label_sv,
            "label_en": c.label_en,
            "description": c.description,
            "description_sv": c.description_sv,
        }
        for name, codes in codelists().items()
        for c in codes.values()
    ]


def is_code(codelist: str, value: str) -> bool:
    """Whether the list has the code, or admits it by pattern."""
    return value in codelists()[codelist] or bool(
        codelist in OPEN_CODES and re.fullmatch(OPEN_CODES[codelist], value, re.ASCII)
    )


def empty(value: object) -> bool:
    """None and '' are one thing in the dataset: an empty cell."""
    return value is None or value == ""


def validate(rows: Rows) -> list[Breach]:
    """Rows by table -> everything in them that breaks the contract; [] when they may be written."""
    found = [
        Breach(name, "", "", name, f"one of the tables {', '.join(tables())}") for name in rows if name not in tables()
    ]
    for spec in tables().values():
        here = rows.get(spec.name, ())
        kept: dict[str, set[Hashable]] = {name: set() for name in spec.column_names}
        for number, row in enumerate(here, start=1):
            if not _is_kept(spec, row, kept):
                found += _row_breaches(spec, row, number)
        found += _repeated_keys(spec, here)
    return found + list(_dangling(rows)) + list(_cells_outside(rows))


def row_id(spec: TableSpec, row: Row) -> str:
    """The row's key as a person reads it, its parts joined by '/'."""
    return "/".join(str(row.get(k)) for k in spec.key)


def _is_kept(spec: TableSpec, row: Row, kept: Mapping[str, set[Hashable]]) -> bool:
    """Whether a row keeps the contract. `kept` are the cells of each column that were found to: most come again."""
    if not row.keys() <= kept.keys():
        return False
    for column in spec.columns:
        value = row.get(column.name)
        if not isinstance(value, Hashable):
            return False
        cell = (type(value), value)
        if cell not in kept[column.name]:
            if _expected(column, value):
                return False
            kept[column.name].add(cell)
    rule = RULES.get(spec.name)
    return not (rule and any(True for _ in rule(row)))


def _row_breaches(spec: TableSpec, row: Row, number: int) -> Iterator[Breach]:
    here = row_id(spec, row) if spec.key and not any(empty(row.get(k)) for k in spec.key) else f"number {number}"
    known = spec.column_names
    for name in row:
        if name not in known:
            yield Breach(spec.name, here, name, row[name], f"no such column; it has {', '.join(known)}")
    for column in spec.columns:
        expected = _expected(column, row.get(column.name))
        if expected:
            yield Breach(spec.name, here, column.name, row.get(column.name), expected)
    rule = RULES.get(spec.name)
    for name, expected in rule(row) if rule else ():
        yield Breach(spec.name, here, name, row.get(name), expected)


def _expected(column: ColumnSpec, value: object) -> str | None:
    """What the cell should have been; None when it keeps the contract."""
    if empty(value):
        return "a value; the column is required" if column.required else None
    wrong_type = _TYPES[column.type](value)
    if wrong_type:
        return wrong_type
    if column.codes and not column.references and not is_code(column.codes, str(value)):
        pattern = f" or {OPEN_CODES[column.codes]}" if column.codes in OPEN_CODES else ""
        return f"a code of {column.codes}: {', '.join(codelists()[column.codes])}{pattern}"
    if column.pattern and not re.fullmatch(PATTERNS[column.pattern][0], str(value), re.ASCII):
        return PATTERNS[column.pattern][1]
    return _out_of_range(column, value)


def _out_of_range(column: ColumnSpec, value: object) -> str | None:
    if not isinstance(value, (int, float, Decimal)):
        return None
    if column.minimum is not None and value < column.minimum:
        return f"at least {column.minimum:g}"
    if column.maximum is not None and value > column.maximum:
        return f"at most {column.maximum:g}"
    return None


def _wrong_string(value: object) -> str | None:
    if not isinstance(value, str):
        return "text"
    return None if value.isascii() or not re.search(r"[\ud800-\udfff]", value) else "text without lone surrogates"


def _wrong_integer(value: object) -> str | None:
    return None if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**63 else "a whole number"


def _wrong_number(value: object) -> str | None:
    good = isinstance(value, (int, float, Decimal)) and not isinstance(value, bool)
    return None if good and math.isfinite(float(value)) else "a finite number"  # type: ignore[arg-type]


def _wrong_boolean(value: object) -> str | None:
    return None if isinstance(value, bool) else "True or False"


def _wrong_date(value: object) -> str | None:
    try:
        return None if isinstance(value, date) or date.fromisoformat(str(value)) else ""
    except ValueError:
        return "a date such as 2017-12-31"


def _wrong_json(value: object) -> str | None:
    try:
        return None if isinstance(value, str) and json.loads(value) is not None else "JSON as text"
    except ValueError:
        return "JSON as text"


_TYPES: Mapping[ColumnType, Callable[[object], str | None]] = {
    "string": _wrong_string,
    "integer": _wrong_integer,
    "number": _wrong_number,
    "boolean": _wrong_boolean,
    "date": _wrong_date,
    "json": _wrong_json,
}


def _repeated_keys(spec: TableSpec, rows: Sequence[Row]) -> Iterator[Breach]:
    seen: set[tuple[object, ...]] = set()
    for row in rows if spec.key else ():
        key = tuple(row.get(k) for k in spec.key)
        if key in seen:
            yield Breach(spec.name, row_id(spec, row), spec.key[0], key[0], f"one row for each {' + '.join(spec.key)}")
        seen.add(key)


def _dangling(rows: Rows) -> Iterator[Breach]:
    """Values that name a row which is not there."""
    known: dict[str, set[object]] = {}
    for spec in tables().values():
        for column in (c for c in spec.columns if c.references):
            if column.references not in known:
                table, key = column.references.split(".")
                known[column.references] = {r.get(key) for r in rows.get(table, ())}
            for row in rows.get(spec.name, ()):
                for value in values_in(column, row.get(column.name)):
                    if value not in known[column.references] and not (column.codes and is_code(column.codes, value)):
                        yield Breach(
                            spec.name, row_id(spec, row), column.name, value, f"a value of {column.references}"
                        )


def values_in(column: ColumnSpec, value: object) -> list[str]:
    """The single values of a cell: none, one, or as many as `many` separates."""
    if empty(value):
        return []
    return str(value).split(column.many) if column.many else [str(value)]


def _cells_outside(rows: Rows) -> Iterator[Breach]:
    sizes = {t.get("table_id"): (t.get("rows"), t.get("columns")) for t in rows.get("tables", ())}
    for cell in rows.get("cells", ()):
        for name, span, size in zip(
            ("row", "column"), ("row_span", "column_span"), sizes.get(cell.get("table_id"), ()), strict=False
        ):
            first, length = cell.get(name), cell.get(span)
            if isinstance(first, int) and isinstance(length, int) and isinstance(size, int) and first + length > size:
                place = row_id(tables()["cells"], cell)
                yield Breach("cells", place, name, first, f"a cell within its table, which has {size} {name}s")


def _observation_rules(row: Row) -> list[tuple[str, str]]:
    found = []
    changed = _as_float(row.get("value")) != _as_float(row.get("value_raw"))
    if changed and empty(row.get("rule_id")) and empty(row.get("decision_id")):
        found.append(
            ("value", f"value_raw ({row.get('value_raw')!r}), or a rule_id or decision_id that says who changed")
        )
    if not changed and empty(row.get("value")) and row.get("obs_status") == "A":
        found.append(("obs_status", "a status that says why there is no value (M, L, O ...), or a value"))
    if str(row.get("period_start") or "") > str(row.get("period_end") or "9"):
        found.append(("period_start", f"a day not after period_end ({row.get('period_end')})"))
    return found


def _as_float(value: object) -> float | None:
    return float(value) if isinstance(value, (int, float, Decimal)) else None


def _finding_rules(row: Row) -> list[tuple[str, str]]:
    if _wrong_json(row.get("explanations")):
        return []  # told already
    explanations = json.loads(str(row.get("explanations")))
    if not isinstance(explanations, list) or not all(isinstance(e, dict) for e in explanations):
        return [("explanations", "a JSON list of objects")]
    slips = [e["slip"] for e in explanations if "slip" in e and e["slip"] not in codelists()["slips"]]
    return [("explanations", f"slips of the code list slips, not {s!r}") for s in slips]


RULES: Mapping[str, Callable[[Row], list[tuple[str, str]]]] = {
    "observations": _observation_rules,
    "findings": _finding_rules,
}
"""What holds between the columns of one row: row -> (column, what was expected)."""
