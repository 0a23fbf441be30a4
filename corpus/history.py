"""A written dataset as a researcher opens it: `corpus.open(folder)`. See docs/series.md.

Everything is asked of DuckDB over the Parquet files, with the views that facit.duckdb has too, so that Python, R and
SQL give the same rows.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from functools import cached_property
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import duckdb

from corpus import asked, partitions, views
from corpus.asked import Asked, UnknownNameError
from corpus.contract import SQL_TYPES, TableSpec, tables
from corpus.folders import NotADatasetError
from corpus.identify import UNKNOWN
from corpus.sql_text import literal
from corpus.trace import Trace, found

if TYPE_CHECKING:
    import pandas as pd

    from corpus.plots import Plot

Vintage = Literal["latest", "first", "all"]
VINTAGES: tuple[Vintage, ...] = ("latest", "first", "all")


class NoRowsWarning(UserWarning):
    """Every name is known, but the dataset has no number that fits; the message says what it has instead."""


class History:
    """A dataset: every table as a frame by its name (`ds.observations`, `ds.goals` ...), and what follows from them."""

    def __init__(self, dataset: Path, sources: Sequence[Path] = ()) -> None:
        self.folder = dataset
        self.sources = tuple(sources)
        self.connection = _connected(dataset)
        """DuckDB with the tables and the views `series`, `series_wide` and `revisions`: `.sql('...')` asks anything."""

    def __getattr__(self, name: str) -> pd.DataFrame:
        if name in tables():
            return self.table(name)
        raise AttributeError(f"a dataset has no {name!r}; its tables are {', '.join(tables())}")

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *tables()})

    def table(self, name: str) -> pd.DataFrame:
        """A table as pandas has it. Raises KeyError for a name that is no table."""
        from corpus import store  # noqa: PLC0415  brings pandas

        tables()[name]
        return store.read_table(self.folder, name)

    def sql(self, query: str, values: Sequence[object] = ()) -> pd.DataFrame:
        """What a query over the tables and views gives; `values` stand for its question marks."""
        return self.connection.execute(query, list(values)).df()

    def series(
        self,
        *,
        federation: Asked = None,
        intervention: Asked = None,
        measure: Asked = None,
        gender: Asked = None,
        freq: Asked = "A",
        vintage: Vintage = "latest",
        wide: bool = False,
        role: Asked = "actual",
        unit: Asked = None,
        category: Asked = None,
        predecessors: bool = False,
    ) -> pd.DataFrame:
        """The numbers over the years, a row for each (or, `wide`, a row for each series and a column for each period).

        Everything takes one name or several, as people write them; None is all. `vintage`: what the last report says of
        each period, what the first said, or what all said. `predecessors`: also what an intervention follows, and what
        an association was before. Raises UnknownNameError, with the nearest, for a name that the dataset does not have.
        """
        if vintage not in VINTAGES:
            raise ValueError(f"vintage is {vintage!r}; it must be one of {', '.join(VINTAGES)}")
        wanted = self._codes(
            federation=federation, intervention=intervention, measure=measure, gender=gender, role=role, freq=freq
        )
        wanted |= {"unit": asked.coded("unit", "units").codes(unit)}
        if predecessors:
            wanted |= self._with_predecessors(wanted)
        rows, values = _selected("series", wanted)
        if category is not None:
            lines = [category] if isinstance(category, str) else list(category)
            rows += f" AND list_contains([{', '.join(['category_line(?)'] * len(lines))}], category_line(category))"
            values += lines
        if vintage != "all":
            rows += f" AND {vintage}"
        query = rows
        if wide:
            query = views.wide(rows, views.periods(self.connection, rows, values), vintages=vintage == "all")
        answer = self.sql(query, values)
        if answer.empty:
            self._warn_of_none(wanted)
        return answer

    def revisions(
        self,
        *,
        federation: Asked = None,
        intervention: Asked = None,
        measure: Asked = None,
        gender: Asked = None,
        freq: Asked = None,
        role: Asked = "actual",
    ) -> pd.DataFrame:
        """What later reports changed of what earlier ones printed, beyond rounding."""
        wanted = self._codes(
            federation=federation, intervention=intervention, measure=measure, gender=gender, role=role, freq=freq
        )
        return self.sql(*_selected("revisions", wanted))

    def breaks(self, *, federation: Asked = None, intervention: Asked = None) -> pd.DataFrame:
        """Where series cannot be compared backwards: since when, which series, what kind of break, and why."""
        wanted = self._codes(federation=federation, intervention=intervention)
        if wanted["intervention"]:
            wanted["intervention"] = (*wanted["intervention"], "*")
        return self.sql(*_selected("series_breaks", wanted))

    def plot(
        self, *, federation: Asked = None, intervention: Asked = None, measure: Asked = None, lang: str = "sv"
    ) -> Plot:
        """The series as small pictures, which a notebook shows; `.save(path)` writes them. See docs/plots.md."""
        from corpus import plots  # noqa: PLC0415  brings jinja2

        return plots.plot(self, federation=federation, intervention=intervention, measure=measure, lang=lang)

    def ratings(self, *, federation: Asked = None, intervention: Asked = None) -> pd.DataFrame:
        """How the goals were rated over the years, and where an association began to rate by another scale."""
        return self.sql(*_selected("ratings", self._codes(federation=federation, intervention=intervention)))

    def trace(self, obs_id: str) -> Trace:
        """Where a number is printed: page and line, table and cell, the words around it, and a picture of the place.

        The beginning of an id is enough. Raises UnknownNameError when no number, or more than one, has such an id.
        """
        wanted = obs_id if obs_id.startswith("o-") else f"o-{obs_id}"
        seen = self._records("SELECT * FROM observations WHERE starts_with(obs_id, ?) LIMIT 3", wanted)
        exact = [row for row in seen if row["obs_id"] == wanted] or seen
        if len(exact) != 1:
            raise UnknownNameError(
                f"{'no number has' if not exact else 'several numbers have'} an id that begins with {obs_id!r}; "
                "ids stand in the column obs_id of .observations and of .series()"
            )
        (o,) = exact
        report = self._records("SELECT * FROM reports WHERE report_id = ?", o["report_id"])[0]
        table = self._records("SELECT * FROM tables WHERE table_id = ?", o["table_id"])
        cells = self._records(
            'SELECT * FROM cells WHERE table_id = ? AND "row" <= ? AND ? < "row" + row_span'
            ' AND "column" <= ? AND ? < "column" + column_span',
            *(o["table_id"], o["row"], o["row"], o["column"], o["column"]),
        )
        source, why = found(self.sources, report)
        if source is not None and o["page"] is None:
            why = "no picture: the report is text without pages"
        return Trace(o, report, table[0] if table else None, cells[0] if cells else None, source, why)

    def _records(self, query: str, *values: object) -> list[dict[str, Any]]:
        """Rows as plain values by column."""
        rows = self.connection.execute(query, list(values))
        names = [column[0] for column in rows.description or ()]
        return [dict(zip(names, row, strict=True)) for row in rows.fetchall()]

    def _codes(self, **given: Asked) -> dict[str, tuple[str, ...]]:
        known = {
            "federation": lambda: self._federations,
            "intervention": lambda: self._interventions,
            "measure": lambda: asked.measures(m for (m,) in self._rows("SELECT DISTINCT measure FROM observations")),
            "gender": lambda: asked.coded("gender", "genders"),
            "role": lambda: asked.coded("role", "roles"),
            "freq": lambda: asked.coded("freq", "freqs"),
        }
        return {name: known[name]().codes(value) if value else () for name, value in given.items()}

    @cached_property
    def _federations(self) -> asked.Known:
        rows = self._rows("SELECT federation_id, concat_ws(';', name, aliases) FROM federations")
        names = {code: tuple(names.split(";")) for code, names in rows} | {UNKNOWN: ()}
        return asked.Known("association", names, ". All of them: .federations")

    @cached_property
    def _interventions(self) -> asked.Known:
        names: dict[str, list[str]] = {"_all": [], "_federation": []}
        for code, name in self._rows(
            "SELECT intervention_id, preferred_name FROM interventions UNION SELECT intervention_id, printed FROM names"
        ):
            names.setdefault(code, []).append(name)
        return asked.Known("intervention", names, ". All of them: .interventions, and as printed: .names")

    def _with_predecessors(self, wanted: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        """The associations and interventions that were asked for, and all that they come from."""
        before = {
            "federation": self._rows("SELECT federation_id, former_id FROM federation_changes"),
            "intervention": self._rows("SELECT from_id, to_id FROM relations WHERE type IN ('succeeds', 'same_as')"),
        }
        out = {}
        for kind, pairs in before.items():
            line = list(wanted[kind])
            for code in line:  # grows while it is walked
                line += [old for new, old in pairs if new == code and old not in line]
            out[kind] = tuple(line)
        return out

    def _warn_of_none(self, wanted: Mapping[str, tuple[str, ...]]) -> None:
        """Say what there is of the same associations and interventions, since an empty frame teaches nothing."""
        query, values = _selected("printings", {k: wanted[k] for k in ("federation", "intervention")})
        there = self.connection.execute(
            f"SELECT freq, role, count(*), list(DISTINCT measure ORDER BY measure) FROM ({query}) GROUP BY ALL ORDER BY 3 DESC",  # noqa: E501, S608
            values,
        ).fetchall()
        have = [f"freq={f!r}, role={r!r}: {n} numbers of {', '.join(m)}" for f, r, n, m in there]
        what = ", ".join(f"{k}={'/'.join(v)}" for k, v in wanted.items() if v)
        warnings.warn(
            f"no number has {what}. There is {'; '.join(have) if have else 'nothing at all of them'}",
            NoRowsWarning,
            stacklevel=3,
        )

    def _rows(self, query: str) -> list[tuple[str, ...]]:
        return self.connection.execute(query).fetchall()

    def __repr__(self) -> str:
        return f"<facit dataset {self.folder}: {'; '.join(f'{n} {what}' for what, n in self._counts().items())}>"

    def _repr_html_(self) -> str:
        rows = "".join(f"<tr><td>{escape(what)}</td><td>{n}</td></tr>" for what, n in self._counts().items())
        return f"<p><b>{escape(str(self.folder))}</b></p><table>{rows}</table>"

    def _counts(self) -> dict[str, int]:
        return {
            name: self.connection.execute(f"SELECT count(*) FROM {name}").fetchall()[0][0]  # noqa: S608  our own names
            for name in ("reports", "observations", "goals", "findings", "interventions", "breaks", "revisions")
        }


def _selected(view: str, wanted: Mapping[str, tuple[str, ...]]) -> tuple[str, list[object]]:
    """A query for the rows of a view whose columns hold the codes that are wanted, and its parameters."""
    parts = [f"{column} IN ({', '.join('?' * len(codes))})" for column, codes in wanted.items() if codes]
    values: list[object] = [code for codes in wanted.values() for code in codes]
    return f"SELECT * FROM {view} WHERE {' AND '.join(parts) or 'true'}", values  # noqa: S608  our own names


def _connected(dataset: Path) -> duckdb.DuckDBPyConnection:
    """A DuckDB in memory whose tables are the files of the dataset. Raises NotADatasetError."""
    if not dataset.is_dir():
        raise NotADatasetError(f"{dataset}: no such folder; give the one that facit backfill wrote with --out")
    connection = duckdb.connect()
    for name, spec in tables().items():
        connection.execute(f"CREATE VIEW {name} AS SELECT {_columns(connection, dataset, spec)}")
    views.create(connection)
    return connection


def _columns(connection: duckdb.DuckDBPyConnection, dataset: Path, spec: TableSpec) -> str:
    """What to select for a table: the contract's columns, empty where an older facit wrote none, from its file."""
    source = _source(dataset, spec)
    have = {row[0] for row in connection.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()}  # noqa: S608
    columns = [f'"{c.name}"' if c.name in have else f'NULL::{SQL_TYPES[c.type]} AS "{c.name}"' for c in spec.columns]
    return f"{', '.join(columns)} FROM {source}"


def _source(dataset: Path, spec: TableSpec) -> str:
    if (dataset / f"{spec.name}.parquet").exists():
        return f"read_parquet({literal(str(dataset / f'{spec.name}.parquet'))}, hive_partitioning = false)"
    if partitions.is_partitioned(spec.name, dataset):
        files = literal(f"{dataset / spec.name}/*/*.parquet")
        return f"read_parquet({files}, hive_partitioning = true, hive_types_autocast = false)"
    path = dataset / f"{spec.name}.csv"
    if not path.exists():
        raise NotADatasetError(
            f"{dataset}: neither {spec.name}.parquet nor {spec.name}.csv is there; "
            "give the folder that facit backfill wrote with --out"
        )
    types = ", ".join(f"{literal(c.name)}: '{SQL_TYPES[c.type]}'" for c in spec.columns)
    return f"read_csv({literal(str(path))}, header = true, auto_detect = false, quote = '\"', columns = {{{types}}})"
