"""SDMX-CSV 2.0 of all printed numbers, with the structure message that says what its columns and codes mean.

After the field guide of SDMX-CSV 2.0.0 (sdmx-twg). A number that is missing, with a status that says why, is a row with
NaN; what has no period cannot be an observation of SDMX and is counted in the note.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd

from corpus import sdmx, sdmx_structure
from corpus.frames import records, text
from corpus.history import History, Vintage
from corpus.store import csv_field

DATA = "observations.csv"
STRUCTURE = "structure.xml"
_KINDS = {"Double": "number", "Integer": "integer", "Boolean": "boolean"}
# PRINT_NO 1 is what the view series takes; the others follow in its order.
_QUERY = """
    WITH told AS (SELECT * REPLACE (coalesce(federation_id, 'unknown') AS federation_id) FROM observations)
    SELECT o.*, s.latest, s.first, s.contested, s.comparable, row_number() OVER (
        PARTITION BY o.freq, o.federation_id, o.intervention_id, o.measure, o.category, o.gender, o.role, o.unit,
            o.report_id, o.period
        ORDER BY s.alternative NULLS LAST, o.value IS NULL, o.source = 'table' DESC, o.confidence DESC NULLS LAST,
            o.obs_id
    ) AS print_no
    FROM told o LEFT JOIN series s USING (obs_id)
    WHERE {which} ORDER BY o.obs_id"""


def write(dataset: History, out: Path, vintage: Vintage = "all") -> tuple[str, ...]:
    """The two files into `out`; notes on what could not be said in SDMX."""
    found = dataset.sql(_QUERY.format(which="true" if vintage == "all" else f"s.{vintage}"))
    placed = found[found["period_start"].notna() & found["period_end"].notna() & found["freq"].notna()]
    rows = sorted(_row(r) for r in records(placed))
    header = ["STRUCTURE", "STRUCTURE_ID", "ACTION", *(c.id for c in sdmx.components())]
    flow = f"{sdmx.AGENCY}:{sdmx.DATAFLOW}({sdmx.VERSION})"
    lines = [header, *(("dataflow", flow, "I", *row) for row in rows)]
    content = "\n".join(",".join(map(csv_field, line)) for line in lines) + "\n"
    (out / DATA).write_text(content, encoding="utf-8", newline="")
    tables = {name: dataset.table(name) for name in ("reports", "federations", "interventions")}
    lists = sdmx_structure.items(tables, {c.codes: placed[c.column].dropna() for c in sdmx.components() if c.codes})
    (out / STRUCTURE).write_bytes(sdmx_structure.message(lists))
    left = len(found) - len(placed)
    return (f"{left} numbers without a period are left out: SDMX has no observation without one",) * bool(left)


def _row(record: dict[str, object]) -> tuple[str, ...]:
    return tuple(_shown(component, record) for component in sdmx.components())


def _shown(component: sdmx.Component, record: dict[str, object]) -> str:
    value = record[component.column]
    if component.kind == "time":
        return sdmx.time_period(str(record["freq"]), _day(record["period_start"]), _day(record["period_end"]))
    if pd.isna(value):  # type: ignore[call-overload]  # a value of a cell
        return {"CATEGORY": sdmx.NO_CATEGORY, "UNIT_MEASURE": sdmx.NO_UNIT, "OBS_VALUE": "NaN"}.get(component.id, "")
    if component.codes == "CL_FREQ":
        return sdmx.FREQS[str(value)]
    if component.codes == "CL_SEX":
        return sdmx.SEXES[str(value)]
    if component.codes:
        return sdmx.code_id(str(value))
    kind = _KINDS.get(component.type, "string")
    return text(kind, int(value) if kind == "integer" else value)  # type: ignore[arg-type, call-overload]


def _day(value: object) -> date:
    return pd.Timestamp(value).date()  # type: ignore[arg-type]
