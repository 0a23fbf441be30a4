"""Write the dataset, every format from the same frames, and read its tables back. See docs/contract.md.

Everything is written into a sibling folder first and moved in when it is whole: an interrupted run leaves the old
dataset as it was. Files in the folder that are not ours are left alone.
"""

from __future__ import annotations

import csv
import re
import shutil
import tempfile
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
import pyarrow as pa  # type: ignore[import-untyped]

from corpus import frames, partitions
from corpus.beside import Beside
from corpus.contract import ColumnType, ContractError, TableSpec, code_rows, tables, validate
from corpus.records import Dataset

DATABASE = "facit.duckdb"
WORKBOOK = "facit.xlsx"
DESCRIPTOR = "datapackage.json"

HERE = Beside()

_ARROW: Mapping[ColumnType, pa.DataType] = {
    "string": pa.string(),
    "json": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
}


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: the folder, its files by name, and how many rows each table has."""

    out: Path
    files: tuple[str, ...]
    rows: Mapping[str, int]


def write(dataset: Dataset, out: Path, *, lang: str = "sv") -> Written:
    """Rows -> Parquet, CSV, DuckDB, workbook and descriptor in `out` (made when missing). `lang` is the workbook's.

    Raises ContractError (nothing is written) when rows break the contract, OSError when the folder cannot be written;
    in both cases an older dataset stays as it was.
    """
    with writing(dataset, out, lang=lang) as draft:
        pass  # nothing is to be done meanwhile
    return Written(out, tuple(draft.files), draft.rows)


@dataclass(frozen=True, slots=True)
class Draft:
    """A dataset on its way: a folder where all but the workbook is whole, and how many rows each table has.

    `files` are named when it has taken its place.
    """

    folder: Path
    rows: Mapping[str, int]
    files: list[str] = field(default_factory=list)


@contextmanager
def writing(dataset: Dataset, out: Path, *, lang: str = "sv", beside: Beside = HERE) -> Iterator[Draft]:
    """`write`, while the block does something else: the workbook, half of the work, is made beside it."""
    rows = {**dataset.tables, "codes": code_rows()}
    breaches = validate(rows)
    if breaches:
        raise ContractError(breaches)
    data = {name: frames.frame(spec, rows.get(name, ())) for name, spec in tables().items()}
    out.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{out.resolve().name}-", dir=out.resolve().parent))
    new, old = fresh / "new", fresh / "old"
    try:
        new.mkdir()
        old.mkdir()
        draft = Draft(new, {name: len(frame) for name, frame in data.items()})
        workbook = _write_all(data, new, lang, beside)
        try:
            yield draft
        finally:
            workbook()  # it writes to the folder that is removed below
        draft.files.extend(sorted(f.name for f in new.iterdir()))
        _move_in(draft.files, new, out, old)
        _drop_other_forms(draft.files, out)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _write_all(data: Mapping[str, pd.DataFrame], folder: Path, lang: str, beside: Beside) -> Callable[[], None]:
    """Everything into the folder; the workbook is there when what is returned has been called."""
    from corpus import database, datapackage  # noqa: PLC0415  # each brings a heavy library

    rows = {name: arrow(tables()[name], frame) for name, frame in data.items()}
    for name in data:
        partitions.write(rows[name], name, folder)
    database.write(rows, folder / DATABASE)
    workbook = beside(write_workbook, folder, lang)
    for name, frame in data.items():
        write_csv(tables()[name], frame, folder / f"{name}.csv")
    datapackage.write(folder, folder / DESCRIPTOR)
    return workbook


def write_workbook(folder: Path, lang: str) -> None:
    """The workbook of a folder that has the tables as Parquet and in DuckDB."""
    from corpus import database, workbook  # noqa: PLC0415  # as above

    wide = database.read(folder / DATABASE, "SELECT * FROM series_wide")
    workbook.write({name: read_table(folder, name) for name in tables()}, wide, folder / WORKBOOK, lang=lang)


def arrow(spec: TableSpec, frame: pd.DataFrame) -> pa.Table:
    """A frame as an Arrow table of the contract's types; pandas reads its own types back."""
    schema = pa.schema([pa.field(c.name, _ARROW[c.type], nullable=not c.required) for c in spec.columns])
    return pa.Table.from_pandas(frame, schema=schema, preserve_index=False)


def write_csv(spec: TableSpec, frame: pd.DataFrame, path: Path, *, swedish: bool = False) -> None:
    """A frame -> a CSV file: UTF-8, comma, '.' decimals, text as it is printed, also where it begins with '='.

    `swedish`: as Excel with Swedish settings opens a file by itself: a byte order mark, semicolons, decimal commas,
    and an apostrophe before text that it would run as a formula.
    """
    between = ";" if swedish else ","
    shown = _swedish if swedish else frames.text
    columns = [_fields(c.type, frame[c.name].tolist(), shown, between) for c in spec.columns]
    lines = [between.join(spec.column_names), *map(between.join, zip(*columns, strict=True))]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8-sig" if swedish else "utf-8", newline="")


def _fields(
    kind: ColumnType, values: Sequence[Hashable], shown: Callable[[ColumnType, object], str], between: str
) -> list[str]:
    """A column as the fields of a CSV file. Most values of a column stand in it many times: each is put once."""
    fields = {value: csv_field(shown(kind, value), between) for value in set(values)}
    return [fields[value] for value in values]


def _swedish(kind: ColumnType, value: object) -> str:
    shown = frames.text(kind, value)
    if kind == "number":
        return shown.replace(".", ",")
    runs = kind in ("string", "json") and shown[:1] in ("=", "+", "-", "@", "\t", "\r")
    return f"'{shown}" if runs else shown


def csv_field(shown: str, between: str = ",") -> str:
    """A text as it stands between two commas, or whatever is between the fields."""
    # Python's csv writer leaves a lone carriage return unquoted before 3.13, and readers take it for a new row.
    return '"' + shown.replace('"', '""') + '"' if re.search(rf'["{between}\r\n]', shown) else shown


def _move_in(files: Sequence[str], new: Path, out: Path, old: Path) -> None:
    """Every file of `new` into `out`, or none: a file that cannot be replaced puts the earlier ones back."""
    moved: list[str] = []
    try:
        for name in files:
            if (out / name).exists():
                (out / name).replace(old / name)
            moved.append(name)
            (new / name).replace(out / name)
    except OSError:
        for name in reversed(moved):
            if (old / name).exists():
                (old / name).replace(out / name)
            else:
                (out / name).unlink(missing_ok=True)
        raise


def _drop_other_forms(files: Sequence[str], out: Path) -> None:
    """A table that grew large, or small again, is there in one form only: the other, of an earlier run, goes."""
    for name in partitions.PARTITIONED:
        if name in files:
            (out / f"{name}.parquet").unlink(missing_ok=True)
        elif partitions.is_partitioned(name, out):
            shutil.rmtree(out / name)


def read_table(out: Path, name: str) -> pd.DataFrame:
    """A table of a written dataset as pandas has it, from Parquet, or from CSV where only that was kept.

    Columns that came into the contract after it was written are empty.
    Raises KeyError for a name that is no table, FileNotFoundError when the folder has neither file.
    """
    spec = tables()[name]
    frame = partitions.read(spec, out)
    if frame is not None:
        return frames.completed(spec, frame)
    path = out / f"{name}.csv"
    if not path.exists():
        raise FileNotFoundError(
            f"{out} holds no table {name!r}: neither {name}.parquet nor {name}.csv; is it a dataset?"
        )
    with path.open(encoding="utf-8", newline="") as file:
        return frames.from_text(spec, list(csv.DictReader(file)))
