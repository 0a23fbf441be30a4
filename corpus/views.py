"""The views `series`, `series_wide` and `revisions` over a written dataset, as SQL for DuckDB: their rules, once.

`facit.duckdb` holds them, and `corpus.open` makes the same ones over the Parquet files. See docs/series.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import resources
from string import Template
from typing import TYPE_CHECKING

from corpus.wording import words

if TYPE_CHECKING:
    import duckdb

KEYS = ("series", "federation", "intervention", "measure", "category", "gender", "role", "unit", "freq")
"""What makes a row of the wide form, beside the number of the reading."""


def create(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the views in a database that has the tables of a dataset."""
    text = resources.files("corpus").joinpath("data/contract/series.sql").read_text(encoding="utf-8")
    connection.execute(Template(text).substitute(fillers="|".join(words("filler"))))
    query = wide("SELECT * FROM series WHERE latest", connection)
    connection.execute(f"CREATE OR REPLACE VIEW series_wide AS {query}")


def wide(
    rows: str, connection: duckdb.DuckDBPyConnection, values: Sequence[object] = (), *, vintages: bool = False
) -> str:
    """SQL for the rows of `series` that the query `rows` selects, with a column for each of their periods.

    A fact with several readings has a row for each: `reading` 1 holds the values that stand first, 2 and up the others.
    `vintages`: a row for each report that prints the series too. `values` are the parameters of `rows`.
    """
    found = connection.execute(
        f"SELECT period FROM ({rows}) GROUP BY period ORDER BY min(period_end) NULLS LAST, period",  # noqa: S608
        list(values),
    ).fetchall()
    by = ", ".join([*KEYS, *(["vintage"] if vintages else [])])
    columns = "".join(f", any_value(value) FILTER (WHERE period = {_literal(p)}) AS {_name(p)}" for (p,) in found)
    order = f"{by}, reading"
    # `by` and the periods are the contract's own names and codes; what people write is among the parameters.
    return f"""
        SELECT {by}, reading,
            string_agg(period, ';' ORDER BY period) FILTER (WHERE contested) AS contested,
            string_agg(period, ';' ORDER BY period) FILTER (WHERE break_before) AS breaks{columns}
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
