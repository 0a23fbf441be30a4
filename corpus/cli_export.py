"""`facit export`: a written dataset in the form that somebody's tools expect."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from corpus.cli_shared import Lang, stop
from corpus.exit_codes import ExitCode

_EXAMPLES = """\b
Formats
  excel      one workbook: what is where, discrepancies, codebook, every table
  sdmx-csv   SDMX-CSV 2.0 with its structure (SDMX-ML 3.0), for statistical offices' tools
  kolada     kpi, organisation, period, gender, value, as Kolada's database has it
  parquet    a file a table, or a folder of files where the table is large
  csv        a file a table with datapackage.json; with --swedish as a Swedish Excel opens it

\b
Examples
  facit export out --format excel --out for-the-board
  facit export out --format sdmx-csv --out sdmx --vintage latest
  facit export out --format csv --swedish --out for-excel"""


class Form(StrEnum):
    """What a dataset can be written as."""

    excel = "excel"
    sdmx_csv = "sdmx-csv"
    kolada = "kolada"
    parquet = "parquet"
    csv = "csv"


class Which(StrEnum):
    """Which reports' word is taken for a period."""

    latest = "latest"
    first = "first"
    all = "all"


def export(
    dataset: Annotated[
        Path, typer.Argument(metavar="DATASET", help="A folder that backfill wrote.", show_default=False)
    ],
    *,
    form: Annotated[Form, typer.Option("--format", help="What to write.", show_default=False)],
    out: Annotated[Path, typer.Option(metavar="DIR", help="Folder to write to; made when missing.")],
    vintage: Annotated[
        Which | None,
        typer.Option(
            help="sdmx-csv and kolada: what the last report says of a period, the first, or all of them. "
            "When not given: all for sdmx-csv, latest for kolada.",
            show_default=False,
        ),
    ] = None,
    lang: Annotated[Lang, typer.Option(help="excel: language of the workbook.")] = Lang.sv,
    swedish: Annotated[
        bool, typer.Option("--swedish", help="csv: semicolons and decimal commas, for a Swedish Excel.")
    ] = False,
    partitioned: Annotated[
        bool, typer.Option("--partitioned", help="parquet: a file for each association, also when there are few rows.")
    ] = False,
) -> None:
    """Write a dataset in the form that your tools expect. Reads the dataset only; the same one gives the same bytes."""
    from corpus import export as exporting  # noqa: PLC0415
    from corpus.export_kolada import OneVintageError  # noqa: PLC0415
    from corpus.folders import NotADatasetError  # noqa: PLC0415

    options = exporting.Options(vintage.value if vintage else None, lang.value, swedish, partitioned)
    try:
        done = exporting.export(dataset, form.value, out, options)
    except (NotADatasetError, OneVintageError, exporting.SameFolderError) as error:
        stop(str(error), ExitCode.USAGE)
    except OSError as error:
        stop(f"{error.filename or out}: cannot be written ({error.strerror})", ExitCode.CANNOT_WRITE)
    for note in done.notes:
        typer.echo(f"note: {note}", err=True)
    for path in done.files:
        typer.echo(str(path))


def add(app: typer.Typer, epilog: str) -> None:
    """Add the command to the program."""
    app.command("export", epilog=f"{_EXAMPLES}\n\n{epilog}")(export)
