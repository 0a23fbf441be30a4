"""The views `series`, `series_wide` and `revisions` over a written dataset, as SQL for DuckDB: their rules, once.

`facit.duckdb` holds them, and `corpus.open` makes the same ones over the Parquet files. See docs/series.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib import resources
from string import Template
from typing import TYPE_CHECKING

from corpus.contract import codelists
from corpus.wording import words

if TYPE_CHECKING:
    import duckdb

KEYS = ("series", "federation", "intervention", "measure", "category", "gender", "role", "unit", "freq")
"""What makes a row of the wide form, beside the number of the reading."""


def create(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the views in a database that has the tables of a dataset."""
    text = resources.files("corpus").joinpath("data/contract/series.sql").read_text(encoding="utf-8")
    whole = [f"({_literal(m)}, {_literal(line)})" for m in codelists()["measures"] for line in words(f"whole:{m}")]
    connection.execute(Template(text).substitute(fillers="|".join(words("filler")), whole=", ".join(whole)))
    # Every period of a printing is one of a series; to ask the printings takes no time, however many there are.
    every = periods(connection, "SELECT period, period_end FROM printings")
    connection.execute(f"CREATE OR REPLACE VIEW series_wide AS {wide('SELECT * FROM series WHERE latest', every)}")  # noqa: S608


def periods(connection: duckdb.DuckDBPyConnection, rows: str, values: Sequence[object] = ()) -> list[str]:
    """The periods of the rows that a query with the parameters `values` gives, in their order."""
    query = f"SELECT period FROM ({rows}) GROUP BY period ORDER BY min(period_end) NULLS LAST, period"  # noqa: S608
    return [period for (period,) in connection.execute(query, list(values)).fetchall()]


def wide(rows: str, columns: Iterable[str], *, vintages: bool = False) -> str:
    """SQL for the rows of `series` that the query `rows` selects, with a column for each of the periods `columns`.

    A fact with several readings has a row for each: `reading` 1 holds the values that stand first, 2 and up the others.
    `vintages`: a row for each report that prints the series too.
    """
    by = ", ".join([*KEYS, *(["vintage"] if vintages else [])])
    values = "".join(f", any_value(value) FILTER (WHERE period = {_literal(p)}) AS {_name(p)}" for p in columns)
    order = f"{by}, reading"
    # `by` and the periods are the contract's own names and codes; what people write is among the parameters.
    return f"""
        SELECT {by}, reading,
            string_agg(period, ';' ORDER BY period) FILTER (WHERE contested) AS contested,
            string_agg(period, ';' ORDER BY period) FILTER (WHERE break_before) AS breaks{values}
        FROM (
            SELECT *, row_number() OVER (PARTITION BY {by}, period ORDER BY vintage_date DESC, vintage, alternative)
                AS reading
            FROM ({rows})
        )
        GROUP BY {order} ORDER BY {order}"""  # noqa: S608


def _name(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
