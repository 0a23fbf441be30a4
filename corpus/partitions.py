"""A table as Parquet: one file, or, when it is large, a folder with a file for each association (hive partitions).

`observations.parquet`, or `observations/federation_id=hbs/part-0.parquet`: pandas, Arrow, DuckDB and R read both, and
who asks for one association reads its file only.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from urllib.parse import quote

import pandas as pd
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.compute as pc  # type: ignore[import-untyped]
import pyarrow.dataset as pads  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from corpus.contract import TableSpec

PARTITIONED = {"observations": "federation_id"}
"""The tables that may grow large, and the column they are split by."""
LARGE = 500_000
"""From so many rows on such a table is a folder of files."""
NOBODY = "__HIVE_DEFAULT_PARTITION__"
"""What hive, and its readers, write for an empty value."""


def write(rows: pa.Table, name: str, folder: Path, *, large: int | None = None) -> str:
    """A table -> its file, or, from `large` rows on, its folder of files; says which. Either replaces the other."""
    column = PARTITIONED.get(name)
    if is_partitioned(name, folder):
        shutil.rmtree(folder / name)
    if column is None or len(rows) < (LARGE if large is None else large):
        pq.write_table(rows, folder / f"{name}.parquet")
        return f"{name}.parquet"
    (folder / f"{name}.parquet").unlink(missing_ok=True)
    values = rows.column(column)
    for value in sorted(pc.unique(values).to_pylist(), key=lambda v: (v is not None, v)):
        here = pc.is_null(values) if value is None else pc.fill_null(pc.equal(values, value), False)
        place = folder / name / f"{column}={NOBODY if value is None else quote(value, safe='')}"
        place.mkdir(parents=True)
        pq.write_table(rows.filter(here).drop_columns([column]), place / "part-0.parquet")
    return name


def read(spec: TableSpec, folder: Path) -> pd.DataFrame | None:
    """A table as pandas has it, its rows in the contract's order, from either form; None where there is neither."""
    if (folder / f"{spec.name}.parquet").exists():
        return pd.read_parquet(folder / f"{spec.name}.parquet")
    if not is_partitioned(spec.name, folder):
        return None
    form = pads.partitioning(pa.schema([(PARTITIONED[spec.name], pa.string())]), flavor="hive")
    rows = pads.dataset(folder / spec.name, format="parquet", partitioning=form).to_table()
    known = [c for c in spec.column_names if c in rows.column_names]
    frame: pd.DataFrame = rows.select(known).to_pandas()
    order = [c for c in spec.order if c in known]
    return frame.sort_values(order, na_position="first", kind="stable", ignore_index=True)


def is_partitioned(name: str, folder: Path) -> bool:
    """Whether the folder has the table as hive partitions; a folder of that name with other files is not ours."""
    return name in PARTITIONED and any((folder / name).glob(f"{PARTITIONED[name]}=*/*.parquet"))
