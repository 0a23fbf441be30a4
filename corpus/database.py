"""The dataset as one DuckDB file: every table with its keys and comments, and the views of docs/series.md."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa  # type: ignore[import-untyped]

from corpus import views
from corpus.contract import SQL_TYPES, TableSpec, tables
from corpus.sql_text import literal, quoted

if TYPE_CHECKING:
    import pandas as pd


def write(data: Mapping[str, pa.Table], path: Path) -> None:
    """Arrow tables by name -> a new DuckDB file with the same rows."""
    with duckdb.connect(str(path)) as connection:
        for name, rows in data.items():
            spec = tables()[name]
            connection.execute(_create(spec))
            connection.register("incoming", rows)
            connection.execute(f"INSERT INTO {quoted(name)} SELECT * FROM incoming")  # noqa: S608  # our own names
            connection.unregister("incoming")
            for comment in _comments(spec):
                connection.execute(comment)
        views.create(connection)


def read(path: Path, query: str) -> pd.DataFrame:
    """What a query over a database of ours gives."""
    with duckdb.connect(str(path), read_only=True) as connection:
        return connection.execute(query).df()


def _create(spec: TableSpec) -> str:
    columns = [f"{quoted(c.name)} {SQL_TYPES[c.type]}{' NOT NULL' * c.required}" for c in spec.columns]
    key = [f"PRIMARY KEY ({', '.join(map(quoted, spec.key))})"] if spec.key else []
    return f"CREATE TABLE {quoted(spec.name)} ({', '.join(columns + key)})"


def _comments(spec: TableSpec) -> list[str]:
    table = quoted(spec.name)
    return [f"COMMENT ON TABLE {table} IS {literal(spec.description_en)}"] + [
        f"COMMENT ON COLUMN {table}.{quoted(c.name)} IS {literal(c.description_en)}" for c in spec.columns
    ]
