"""`facit diff`: what changed between two datasets."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Annotated, Literal

import typer

from corpus.cli_shared import stop
from corpus.exit_codes import ExitCode


def diff(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="A dataset, as backfill wrote it.", show_default=False)],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="A later one.", show_default=False)],
    *,
    lang: Annotated[Literal["sv", "en"], typer.Option(help="Language of the words.")] = "sv",
    as_csv: Annotated[bool, typer.Option("--csv", help="Print every difference as a row of CSV instead.")] = False,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the rows of CSV to a file, and print the words.")
    ] = None,
) -> None:
    """Say what changed between two datasets: reports, numbers, goals, findings, names."""
    from corpus import diff as comparing  # noqa: PLC0415
    from corpus import diff_text  # noqa: PLC0415
    from corpus.explain import ExplainError  # noqa: PLC0415

    try:
        found = comparing.diff(old, new)
    except ExplainError as error:
        stop(str(error), ExitCode.USAGE)
    rows = io.StringIO()
    comparing.write_csv(found, rows)
    if out:
        try:
            out.write_text(rows.getvalue(), encoding="utf-8", newline="")
        except OSError as error:
            stop(f"{out}: cannot be written ({error.strerror}); give another --out", ExitCode.CANNOT_WRITE)
    typer.echo(rows.getvalue().rstrip("\n") if as_csv else "\n".join(diff_text.lines(found, lang)))
