"""A written dataset -> the form that somebody's tools expect: Excel, SDMX-CSV, Kolada's, Parquet or CSV.

Every form is made from the dataset's own files, so it needs neither the reports nor a new run, and the same dataset
gives the same bytes.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from corpus import export_kolada, export_sdmx, partitions, store
from corpus.contract import tables
from corpus.history import History, Vintage

Format = Literal["excel", "sdmx-csv", "kolada", "parquet", "csv"]
Notes = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Options:
    """`vintage` None is what the format takes by itself. `swedish`: CSV as a Swedish Excel opens it."""

    vintage: Vintage | None = None
    lang: str = "sv"
    swedish: bool = False
    partitioned: bool = False


@dataclass(frozen=True, slots=True)
class Exported:
    """The files that were written, folders of partitions as one, and what the form could not hold."""

    files: tuple[Path, ...]
    notes: Notes


class SameFolderError(Exception):
    """An export into the dataset's own folder: it would replace the dataset's files by others of the same names."""


def export(dataset: Path, form: Format, out: Path, options: Options = Options()) -> Exported:
    """The dataset in a form, into the folder `out` (made when missing); files of the same names are replaced.

    Raises NotADatasetError for a folder that is none, SameFolderError, OneVintageError for vintages that the form
    cannot hold, and OSError when `out` cannot be written.
    """
    opened = History(dataset)
    if out.resolve() == dataset.resolve():
        raise SameFolderError(f"{out}: this is the dataset itself; give another folder with --out")
    out.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=".facit-export-", dir=out))
    try:
        notes = _FORMATS[form](opened, fresh, options)
        names = sorted(p.name for p in fresh.iterdir())
        for name in names:
            if (out / name).is_dir():
                shutil.rmtree(out / name)
            (fresh / name).replace(out / name)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return Exported(tuple(out / name for name in names), notes)


def _excel(dataset: History, out: Path, options: Options) -> Notes:
    from corpus import workbook  # noqa: PLC0415  brings a heavy library

    data = {name: dataset.table(name) for name in tables()}
    workbook.write(data, dataset.sql("SELECT * FROM series_wide"), out / store.WORKBOOK, lang=options.lang)
    return ()


def _sdmx(dataset: History, out: Path, options: Options) -> Notes:
    return export_sdmx.write(dataset, out, options.vintage or "all")


def _kolada(dataset: History, out: Path, options: Options) -> Notes:
    return export_kolada.write(dataset, out, options.vintage or "latest")


def _parquet(dataset: History, out: Path, options: Options) -> Notes:
    for name, spec in tables().items():
        large = 0 if options.partitioned else None
        partitions.write(store.arrow(spec, dataset.table(name)), name, out, large=large)
    return ()


def _csv(dataset: History, out: Path, options: Options) -> Notes:
    from corpus import datapackage  # noqa: PLC0415  only here

    for name, spec in tables().items():
        store.write_csv(spec, dataset.table(name), out / f"{name}.csv", swedish=options.swedish)
    if options.swedish:
        return ("texts that begin with = + - or @ begin with ' instead, so that Excel never runs them",)
    datapackage.write(out, out / store.DESCRIPTOR)
    return ()


_FORMATS: Mapping[Format, Callable[[History, Path, Options], Notes]] = {
    "excel": _excel,
    "sdmx-csv": _sdmx,
    "kolada": _kolada,
    "parquet": _parquet,
    "csv": _csv,
}
