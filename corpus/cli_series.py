"""`facit series`: the numbers of a dataset over the years, as CSV for programs and as a table for people."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from corpus.cli_shared import stop
from corpus.exit_codes import ExitCode

if TYPE_CHECKING:
    import pandas as pd

HELP = """\
Numbers over the years: one row for each series, period and value.

\b
Which series      --federation, --intervention, --measure and --gender take names as people write them
                  (UPIS, 'ungdomsprojektet salem', HBS, deltagare, kvinnor), each several times; without them all
Which periods     whole years, unless --freq says H (half-years), T (January-April, -August), I (days) ...:
                  periods of different length are never mixed
Which printing    a fact is printed in several reports; --vintage latest (what the last one says), first, or all
Two values        a report that contradicts itself has a row for each value, with contested = true
Breaks            break_before says that a row cannot be compared with the one before it, break_why why

\b
Examples
  facit series out --intervention UPIS --measure deltagare --gender T
  facit series out --federation HBS --measure exits --wide > exits.csv
  facit series out --intervention upis --measure participants --vintage all
  facit series out --federation sthlm --freq H
  facit series out --revisions                     what later reports changed
  facit series out --breaks                        where series cannot be compared

CSV goes to standard output (a table on a terminal); docs/series.md tells every column and rule.
"""
SHOWN = (
    *("federation", "intervention", "measure", "category", "gender", "role", "unit", "freq", "period", "value"),
    *("revised_value", "kind", "vintage", "revised_vintage"),
)
"""The columns of the table on a terminal; CSV has all."""


class Vintage(StrEnum):
    """Which printing of a fact counts."""

    latest = "latest"
    first = "first"
    all = "all"


Names = list[str] | None


def series(
    dataset: Annotated[
        Path, typer.Argument(metavar="DATASET", help="A folder that backfill wrote.", show_default=False)
    ],
    *,
    federation: Annotated[Names, typer.Option(metavar="NAME", help="Association: id or name. May be repeated.")] = None,
    intervention: Annotated[
        Names, typer.Option(metavar="NAME", help="Intervention: id, or any name it goes by. May be repeated.")
    ] = None,
    measure: Annotated[
        Names, typer.Option(metavar="NAME", help="Measure: code, label, or group (flow, exits ...). May be repeated.")
    ] = None,
    gender: Annotated[Names, typer.Option(metavar="CODE", help="T, K, M, A, or their names. May be repeated.")] = None,
    role: Annotated[str, typer.Option(metavar="CODE", help="actual, target, budget, forecast, or all.")] = "actual",
    freq: Annotated[str, typer.Option(metavar="CODE", help="A, H, T, Q, M, I, S, or all.")] = "A",
    vintage: Annotated[
        Vintage, typer.Option(help="What the last report says, the first, or all reports.")
    ] = Vintage.latest,
    wide: Annotated[bool, typer.Option("--wide", help="A row for each series, a column for each period.")] = False,
    predecessors: Annotated[
        bool, typer.Option("--predecessors", help="Also what an intervention follows and an association was before.")
    ] = False,
    revisions: Annotated[
        bool, typer.Option("--revisions", help="Instead: what later reports changed of earlier ones.")
    ] = False,
    breaks: Annotated[
        bool, typer.Option("--breaks", help="Instead: where series cannot be compared, and why.")
    ] = False,
) -> None:
    from corpus.asked import UnknownNameError  # noqa: PLC0415
    from corpus.folders import NotADatasetError  # noqa: PLC0415
    from corpus.history import History  # noqa: PLC0415

    names = {"federation": federation, "intervention": intervention}
    more = {"measure": measure, "gender": gender, "role": _all(role), "freq": _all(freq)}
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        try:
            opened = History(dataset)
            if breaks:
                found = opened.breaks(**names)
            elif revisions:
                found = opened.revisions(**names, **more)
            else:
                found = opened.series(**names, **more, vintage=vintage.value, wide=wide, predecessors=predecessors)
        except (UnknownNameError, NotADatasetError) as error:
            stop(str(error), ExitCode.USAGE)
    for warning in told:
        typer.echo(f"note: {warning.message}", err=True)
    if sys.stdout.isatty() and len(found):
        _show(found, [c for c in found if c in SHOWN] if "value" in found else list(found.columns))
    else:
        typer.echo("\n".join(_csv(found)))


def _all(code: str) -> str | None:
    return None if code == "all" else code


def _csv(found: pd.DataFrame) -> Iterator[str]:
    import csv  # noqa: PLC0415
    import io  # noqa: PLC0415

    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(found.columns)
    writer.writerows(_texts(found, list(found.columns)))
    yield file.getvalue().removesuffix("\n")


def _texts(found: pd.DataFrame, columns: Sequence[str]) -> Iterator[list[str]]:
    for row in found[list(columns)].astype(object).itertuples(index=False, name=None):
        yield [_text(value) for value in row]


def _text(value: Any) -> str:
    """A value as CSV has it: '' when empty, '.' as decimal sign, ISO dates, true and false."""
    from corpus.frames import text  # noqa: PLC0415

    if isinstance(value, bool):
        return text("boolean", value)
    if isinstance(value, float):
        return text("number", value)
    day = getattr(value, "date", None)
    return text("string", day() if callable(day) and value == value else value)  # noqa: PLR0124  NaT


def _show(found: pd.DataFrame, columns: Sequence[str]) -> None:
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    """A table that fits a terminal: columns that are empty are left out, what all rows share stands above them."""
    columns = [c for c in columns if c != "series" and found[c].notna().any()]
    shared = [c for c in columns if len(found) > 1 and found[c].dtype != float and found[c].nunique(dropna=False) == 1]
    columns = [c for c in columns if c not in shared]
    first = next(_texts(found, shared))
    table = Table(box=None, header_style="bold", pad_edge=False)
    for column in columns:
        number = found[column].dtype == float
        table.add_column(column, justify="right" if number else "left", no_wrap=number)
    flags = [_flags(row) for row in found.to_dict("records")]
    if any(flags):
        table.add_column("")
    for texts, flag in zip(_texts(found, columns), flags, strict=True):
        table.add_row(*map(Text, texts), *([Text(flag, style="yellow")] if any(flags) else []))
    console = Console()
    console.print(Text(", ".join(f"{c} {text}" for c, text in zip(shared, first, strict=True)), style="bold"))
    console.print(table)


def _flags(row: dict[Any, Any]) -> str:
    """What a person should know of a row before comparing it."""
    said = []
    if row.get("contested") is True:
        said.append("contested")
    if row.get("revised") is True:
        said.append("revised")
    if row.get("break_before") is True:
        said.append(f"break {row['break_date']}: {row['break_why']}")
    return "; ".join(said)
