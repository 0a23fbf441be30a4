"""`facit flag`: a letter to a report's owner about what to correct, with the list as CSV beside it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from corpus.cli_shared import Lang, stop
from corpus.exit_codes import ExitCode

SUFFIXES = (".pdf", ".html", "")


def flag(
    dataset: Annotated[
        Path, typer.Argument(metavar="DATASET", help="A folder that backfill wrote.", show_default=False)
    ],
    *,
    federation: Annotated[
        str, typer.Option(metavar="NAME", help="The association: its id or name, such as HBS.", show_default=False)
    ] = "",
    year: Annotated[str, typer.Option(metavar="YEAR", help="What the report is about.", show_default=False)] = "",
    report: Annotated[
        str, typer.Option(metavar="FILE", help="The report's file name, where several fit.", show_default=False)
    ] = "",
    out: Annotated[
        Path, typer.Option(metavar="FILE", help="letter.pdf (with letter.html beside it) or letter.html.")
    ] = Path("letter.pdf"),
    lang: Annotated[Lang, typer.Option(help="Language of the letter.")] = Lang.sv,
    sender: Annotated[
        list[str] | None, typer.Option("--from", metavar="LINE", help="Who signs it; once for each line.")
    ] = None,
    date: Annotated[str, typer.Option(metavar="DATE", help="Its date; today when not given.", show_default=False)] = "",
) -> None:
    """Write a one-page letter to a report's owner: what to correct, where, and why, the most important first.

    \b
    The list goes beside it as CSV for Excel, with what does not go on the page.
    """
    from datetime import date as day  # noqa: PLC0415

    from corpus import flag as flagging  # noqa: PLC0415
    from corpus.folders import NotADatasetError  # noqa: PLC0415
    from corpus.letter_words import Words  # noqa: PLC0415
    from corpus.name_listing import table  # noqa: PLC0415

    if out.suffix.lower() not in SUFFIXES:
        stop(f"{out}: the letter is written as .pdf or .html; give --out one of these", ExitCode.USAGE)
    words = Words(lang.value)
    out = out.with_suffix(out.suffix or ".pdf")
    try:
        tables = {name: table(dataset, name) for name in flagging.TABLES}
        found = flagging.find(tables, federation, year, report, words)
    except (NotADatasetError, flagging.NoSuchReportError) as error:
        stop(str(error), ExitCode.USAGE)
    made = flagging.written(
        tables,
        found,
        words,
        date=date or day.today().isoformat(),
        sender=sender or (),
        list_name=out.with_suffix(".csv").name,
    )
    try:
        paths = flagging.save(out, made.files)
    except OSError as error:
        stop(f"{error.filename}: cannot be written ({error.strerror}); give another --out", ExitCode.CANNOT_WRITE)
    typer.echo(f"{made.items} to correct, {made.shown} of them in the letter: {', '.join(map(str, paths))}")
