"""SDMX-CSV 2.0 of all printed numbers, with the structure message that says what its columns and codes mean.

After the field guide of SDMX-CSV 2.0.0 (sdmx-twg). A number that is missing, with a status that says why, is a row with
NaN; what has no period cannot be an observation of SDMX and is counted in the note.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from corpus import sdmx, sdmx_structure
from corpus.contract import ColumnType
from corpus.frames import text
from corpus.history import History, Vintage
from corpus.store import csv_field

DATA = "observations.csv"
STRUCTURE = "structure.xml"
_AT_ONCE = 50_000
"""Rows held in memory: millions of them are written as they come."""
_KINDS: dict[str, ColumnType] = {"Double": "number", "Integer": "integer", "Boolean": "boolean", "String": "string"}
_EMPTY = {"CATEGORY": sdmx.NO_CATEGORY, "UNIT_MEASURE": sdmx.NO_UNIT, "OBS_VALUE": "NaN"}
"""What stands for an empty cell where SDMX allows none."""
# PRINT_NO 1 is what the view series takes; the others follow in its order.
_FOUND = """
    WITH told AS (SELECT * REPLACE (coalesce(federation_id, 'unknown') AS federation_id) FROM observations), found AS (
        SELECT o.*, s.latest, s.first, s.contested, s.comparable, row_number() OVER (
            PARTITION BY o.freq, o.federation_id, o.intervention_id, o.measure, o.category, o.gender, o.role, o.unit,
                o.report_id, o.period
            ORDER BY s.alternative NULLS LAST, o.value IS NULL, o.source = 'table' DESC, o.confidence DESC NULLS LAST,
                o.obs_id
        ) AS print_no
        FROM told o LEFT JOIN series s USING (obs_id)
        WHERE {which}
    )"""
_PLACED = "freq IS NOT NULL AND period_start IS NOT NULL AND period_end IS NOT NULL"
_ORDER = "federation_id, intervention_id, measure, category, gender, role, unit, freq, period_end, report_id, obs_id"


def write(dataset: History, out: Path, vintage: Vintage = "all") -> tuple[str, ...]:
    """The two files into `out`; notes on what could not be said in SDMX."""
    found = _FOUND.format(which="true" if vintage == "all" else f"s.{vintage}")
    used: dict[str, set[str]] = {c.codes: set() for c in sdmx.components() if c.codes}
    flow = f"{sdmx.AGENCY}:{sdmx.DATAFLOW}({sdmx.VERSION})"
    with (out / DATA).open("w", encoding="utf-8", newline="") as file:
        file.write(",".join(("STRUCTURE", "STRUCTURE_ID", "ACTION", *(c.id for c in sdmx.components()))) + "\n")
        for row in _rows(dataset, found, used):
            file.write(",".join(map(csv_field, ("dataflow", flow, "I", *row))) + "\n")
    tables = {name: dataset.table(name) for name in ("reports", "federations", "interventions")}
    (out / STRUCTURE).write_bytes(sdmx_structure.message(sdmx_structure.items(tables, used)))
    query = f"{found} SELECT count(*) FROM found WHERE NOT ({_PLACED})"  # noqa: S608  our own names
    ((left,),) = dataset.connection.execute(query).fetchall()
    return (f"{left} numbers without a period are left out: SDMX has no observation without one",) * bool(left)


def _rows(dataset: History, found: str, used: dict[str, set[str]]) -> Iterator[tuple[str, ...]]:
    """The cells of each observation as they are written; the codes that it has go into `used`."""
    columns = ", ".join([*(c.column for c in sdmx.components()), "period_start", "period_end"])
    query = f"{found} SELECT {columns} FROM found WHERE {_PLACED} ORDER BY {_ORDER}"  # noqa: S608  our own names
    cursor = dataset.connection.execute(query)
    while some := cursor.fetchmany(_AT_ONCE):
        for values in some:
            for component, value in zip(sdmx.components(), values, strict=False):
                if component.codes and value is not None:
                    used[component.codes].add(value)
            yield tuple(_shown(c, v, values) for c, v in zip(sdmx.components(), values, strict=False))


def _shown(component: sdmx.Component, value: object, values: tuple[object, ...]) -> str:
    if component.kind == "time":
        return sdmx.time_period(str(values[0]), *values[-2:])  # type: ignore[arg-type]  # days, by the query
    if value is None:
        return _EMPTY.get(component.id, "")
    if component.codes == "CL_FREQ":
        return sdmx.FREQS[str(value)]
    if component.codes == "CL_SEX":
        return sdmx.SEXES[str(value)]
    return sdmx.code_id(str(value)) if component.codes else text(_KINDS[component.type], value)
