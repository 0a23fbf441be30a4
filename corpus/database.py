"""The dataset as one DuckDB file: every table with its keys and comments, and the view `series`."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import resources
from pathlib import Path

import duckdb
import pyarrow as pa  # type: ignore[import-untyped]

from corpus.contract import ColumnType, TableSpec, tables

_SQL_TYPES: Mapping[ColumnType, str] = {
    "string": "VARCHAR",
    "json": "VARCHAR",
    "integer": "BIGINT",
    "number": "DOUBLE",
    "boolean": "BOOLEAN",
    "date": "DATE",
}


def write(data: Mapping[str, pa.Table], path: Path) -> None:
    """Arrow tables by name -> a new DuckDB file with the same rows."""
    with duckdb.connect(str(path)) as connection:
        for name, rows in data.items():
            spec = tables()[name]
            connection.execute(_create(spec))
            connection.register("incoming", rows)
            connection.execute(f"INSERT INTO {_quoted(name)} SELECT * FROM incoming")  # noqa: S608  # our own names
            connection.unregister("incoming")
            for comment in _comments(spec):
                connection.execute(comment)
        connection.execute(resources.files("corpus").joinpath("data/contract/series.sql").read_text(encoding="utf-8"))


def _create(spec: TableSpec) -> str:
    columns = [f"{_quoted(c.name)} {_SQL_TYPES[c.type]}{' NOT NULL' * c.required}" for c in spec.columns]
    key = [f"PRIMARY KEY ({', '.join(map(_quoted, spec.key))})"] if spec.key else []
    return f"CREATE TABLE {_quoted(spec.name)} ({', '.join(columns + key)})"


def _comments(spec: TableSpec) -> list[str]:
    table = _quoted(spec.name)
    return [f"COMMENT ON TABLE {table} IS {_literal(spec.description_en)}"] + [
        f"COMMENT ON COLUMN {table}.{_quoted(c.name)} IS {_literal(c.description_en)}" for c in spec.columns
    ]


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
