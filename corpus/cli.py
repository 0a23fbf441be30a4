"""The command line: parse, call, print, exit. Everything heavy is imported inside the commands."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corpus import cli_export, cli_series
from corpus.cli_diff import diff
from corpus.cli_flag import flag
from corpus.cli_names import names
from corpus.cli_plot import plot
from corpus.cli_review import review
from corpus.cli_shared import Lang, stop
from corpus.exit_codes import ExitCode

if TYPE_CHECKING:
    from corpus.build import Run

_HELP = """\
Turn old annual reports of Swedish coordination associations (samordningsförbund) into one
dataset, and say which printed numbers cannot be true.

\b
What goes in    reports as .pdf .txt .md .html .png .jpg .tif, or folders of them
What comes out  in the folder given with --out: the dataset as Parquet, CSV, DuckDB and
                Excel with a datapackage.json, and report/index.html, a page that
                shows every finding with the lines it is about

\b
Examples
  facit backfill reports --out out            every report in a folder
  facit backfill a.pdf b.md --out out         some reports
  facit backfill reports --out out --strict   for scripts: exit 1 when numbers clash
  facit inspect a.pdf                         what was found on each page, and why
  facit inspect a.pdf --page 3 --draw 3.png   the same, drawn over the page
  facit check draft.pdf numbers.xlsx          only which numbers cannot all be true
  facit explain out --find "Lyra 2022"        numbers of a dataset, with their ids
  facit explain out o-1f0c                    where a number stands, and why it means that
  facit diff before out                       what changed between two datasets
  facit plot out --intervention upis          a series over the years, as a page
  facit names out                             which printed names are one intervention, and why
  facit export out --format excel --out xl    the dataset as Excel, SDMX-CSV, Kolada's form ...
  facit series out --intervention UPIS        its numbers over the years, as CSV
  facit review out                            look at the findings and decide, in a browser
  facit flag out --federation HBS --year 2017 a letter to a report's owner: what to correct
"""
_EPILOG = "\b\nExit codes\n" + "\n".join(f"  {code.value:>3}  {code.meaning}" for code in ExitCode)

app = typer.Typer(
    help=_HELP,
    epilog=_EPILOG,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(names, name="names")
app.command(epilog=_EPILOG)(diff)
cli_export.add(app, _EPILOG)
app.command(name="plot", epilog=_EPILOG)(plot)
app.command("series", help=cli_series.HELP)(cli_series.series)
app.command(epilog=_EPILOG)(review)
app.command(epilog=_EPILOG)(flag)


def main() -> None:
    """The `facit` command."""
    try:
        app()
    except Exception as error:  # noqa: BLE001  the last place to turn a fault of ours into a line and a code of its own
        import traceback  # noqa: PLC0415

        traceback.print_exc()
        typer.echo(
            f"facit failed ({type(error).__name__}: {error}): a fault in facit, please report the lines above", err=True
        )
        sys.exit(int(ExitCode.FAULT))


def _version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version  # noqa: PLC0415

        typer.echo(f"facit {version('facit')}")
        raise typer.Exit


@app.callback()
def _facit(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and end.")
    ] = False,
) -> None:
    pass


@app.command(epilog=_EPILOG)
def backfill(
    reports: Annotated[
        list[str],
        typer.Argument(metavar="REPORTS...", help="Files, folders, addresses (s3://...), any mix.", show_default=False),
    ],
    *,
    out: Annotated[Path, typer.Option(metavar="DIR", help="Folder for the dataset and the report; made when missing.")],
    decisions: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="FILE",
            help="CSV of what people decided: values, names, findings (docs/decisions.md). Once for each file.",
        ),
    ] = None,
    registry: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Folder of CSV files that extend the built-in registry (docs/registry.md)."),
    ] = None,
    vocabulary: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="CSV of words that extend the built-in vocabulary (docs/vocabulary.md)."),
    ] = None,
    lang: Annotated[Lang, typer.Option(help="Language of the workbook and the report.")] = Lang.sv,
    jobs: Annotated[
        int,
        typer.Option(metavar="N", min=0, help="Reports read at the same time; 0 for as many as there are processors."),
    ] = 0,
    scheduler: Annotated[
        str, typer.Option(metavar="URL", help="Read on a Dask cluster, by its scheduler: tcp://host:8786.")
    ] = "",
    dask: Annotated[
        str, typer.Option(metavar="local[:N]", help="Read on a Dask cluster made for this run, on this machine.")
    ] = "",
    cache: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Folder to keep readings in, so that unchanged reports are not read again."),
    ] = None,
    no_cache: Annotated[bool, typer.Option("--no-cache", help="Keep no readings, and use none.")] = False,
    timeout: Annotated[
        float, typer.Option(metavar="S", min=0, help="Seconds that reading one report may take; 0 for no limit.")
    ] = 1800,
    memory: Annotated[
        int, typer.Option(metavar="MB", min=0, help="Memory that reading one report may take; 0 for no limit.")
    ] = 2000,
    max_pages: Annotated[int, typer.Option(metavar="N", min=1, help="Pages that one report may have.")] = 5000,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit with 1 when there are findings of severity error.")
    ] = False,
) -> None:
    """Read reports and write one dataset and one page of findings.

    \b
    A file reports.csv beside the reports may say what their text does not:
      file,federation,period,kind,title,password,published
      old-scan.pdf,hbs,2016,annual,,,
    """
    from corpus import build  # noqa: PLC0415
    from corpus.contract import ContractError  # noqa: PLC0415
    from corpus.limits import Limits  # noqa: PLC0415
    from corpus.pools import LOCAL, NoClusterError  # noqa: PLC0415
    from corpus.progress import shown  # noqa: PLC0415
    from corpus.registry import RegistryError  # noqa: PLC0415
    from normalize.vocabulary import VocabularyError  # noqa: PLC0415

    if (cache and no_cache) or (scheduler and dask):
        stop("give either --cache or --no-cache, either --scheduler or --dask", ExitCode.USAGE)
    if dask and dask.partition(":")[0] != LOCAL:
        stop(
            f"--dask {dask}: write local or local:3, or give the address of a cluster with --scheduler", ExitCode.USAGE
        )
    kept = None if no_cache else cache or out / build.CACHE
    limits = Limits(timeout, memory, max_pages)
    options = build.Options(out, decisions, registry, lang.value, jobs, vocabulary, limits, scheduler or dask, kept)
    try:
        with shown(sys.stderr) as tell:
            result = build.run(reports, options, tell)
    except RegistryError as error:
        stop(str(error), ExitCode.BAD_DATA)
    except (VocabularyError, NoClusterError) as error:
        stop(str(error), ExitCode.USAGE)
    except build.NotWrittenError as error:
        stop(str(error), ExitCode.CANNOT_WRITE)
    except ContractError as error:
        stop(str(error), ExitCode.FAULT)
    except KeyboardInterrupt:
        rest = "" if no_cache else "; what was read is kept: run it again to go on"
        stop(f"stopped; no dataset was written{rest}", ExitCode.INTERRUPTED)
    _print_run(result)
    raise typer.Exit(int(exit_code(result, strict=strict)))


@app.command(epilog=_EPILOG)
def inspect(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="One report.", show_default=False)],
    *,
    registry: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Folder of CSV files that extend the built-in registry.")
    ] = None,
    vocabulary: Annotated[
        Path | None, typer.Option(metavar="FILE", help="CSV of words that extend the built-in vocabulary.")
    ] = None,
    page: Annotated[int, typer.Option(metavar="N", min=1, help="The page that --draw draws.")] = 1,
    draw: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Draw words, rulings, tables and cells over the page's picture (PNG)."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")] = False,
) -> None:
    """Show what is found in one report: pages, reader, tables, and why other parsers were not taken."""
    from corpus import inspect as inspecting  # noqa: PLC0415
    from corpus.registry import RegistryError  # noqa: PLC0415
    from normalize.vocabulary import VocabularyError  # noqa: PLC0415

    try:
        drawing = inspecting.Drawing(page, draw) if draw else None
        found = inspecting.inspect(file, registry, vocabulary=vocabulary, drawing=drawing)
    except inspecting.NotDrawnError as error:
        stop(f"{file}: {error}", ExitCode.USAGE)
    except RegistryError as error:
        stop(str(error), ExitCode.BAD_DATA)
    except VocabularyError as error:
        stop(str(error), ExitCode.USAGE)
    if "error" in found:
        stop(f"{found['file']}: {found['error']}", ExitCode.NOTHING_READ)
    typer.echo(json.dumps(found, ensure_ascii=False, indent=2) if as_json else "\n".join(inspecting.lines(found)))


@app.command(epilog=_EPILOG)
def check(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE...", help="Reports, or tables as .csv, .tsv or .xlsx.", show_default=False),
    ],
    *,
    registry: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Folder of CSV files that extend the built-in registry.")
    ] = None,
    vocabulary: Annotated[
        Path | None, typer.Option(metavar="FILE", help="CSV of words that extend the built-in vocabulary.")
    ] = None,
    lang: Annotated[Lang, typer.Option(help="Language of the findings.")] = Lang.sv,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")] = False,
) -> None:
    """Say which numbers of a draft cannot all be true: sums, shares, figures printed twice. Nothing is written."""
    from corpus import check as checking  # noqa: PLC0415
    from corpus import rows  # noqa: PLC0415
    from corpus.registry import RegistryError  # noqa: PLC0415
    from normalize.vocabulary import VocabularyError  # noqa: PLC0415

    try:
        found = checking.check(files, registry, vocabulary)
    except RegistryError as error:
        stop(str(error), ExitCode.BAD_DATA)
    except VocabularyError as error:
        stop(str(error), ExitCode.USAGE)
    for problem in found.problems:
        typer.echo(f"{problem.shown}: {problem.message}", err=True)
    if as_json:
        typer.echo(json.dumps([rows.finding_row(f) for f in found.findings], ensure_ascii=False, indent=2, default=str))
    else:
        typer.echo("\n".join(checking.lines(found, lang.value)))
    if not found.reports:
        raise typer.Exit(int(ExitCode.NOTHING_READ))
    raise typer.Exit(
        int(ExitCode.SOME_FAILED if found.problems else ExitCode.FINDINGS if found.errors else ExitCode.OK)
    )


@app.command(epilog=_EPILOG)
def explain(
    dataset: Annotated[
        Path, typer.Argument(metavar="DATASET", help="A folder that backfill wrote.", show_default=False)
    ],
    obs_id: Annotated[
        str | None,
        typer.Argument(metavar="[OBS_ID]", help="Id of a number, or how it begins.", show_default=False),
    ] = None,
    find: Annotated[
        str | None,
        typer.Option(metavar="TEXT", help="List the numbers whose value, name, label or quote fit, with ids."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")] = False,
) -> None:
    """Walk from a number back to its cell or sentence, and to the words and rules that gave it its meaning."""
    from corpus import explain as explaining  # noqa: PLC0415
    from corpus import explain_text  # noqa: PLC0415
    from corpus.search import search  # noqa: PLC0415

    if (obs_id is None) == (find is None):
        stop("give either the id of a number or --find TEXT, which lists numbers with their ids", ExitCode.USAGE)
    try:
        if obs_id is not None:
            found = explaining.explain(dataset, obs_id)
            shown, plain = explain_text.lines(found), explain_text.as_json(found)
            typer.echo(_json(plain) if as_json else "\n".join(shown))
            return
        rows = search(dataset, find or "")
    except explaining.ExplainError as error:
        stop(str(error), ExitCode.USAGE)
    if as_json:
        typer.echo(_json([explain_text.plain(row) for row in rows]))
        return
    typer.echo("\n".join(explain_text.found_lines(rows)) or f"No number of this dataset fits {find!r}.")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


def exit_code(result: Run, *, strict: bool) -> ExitCode:
    """A run -> what to end with."""
    if result.dataset is None:
        return ExitCode.NOTHING_READ
    if result.problems:
        return ExitCode.SOME_FAILED
    if result.decisions.unusable:
        return ExitCode.BAD_DATA
    return ExitCode.FINDINGS if strict and result.findings["error"] else ExitCode.OK


def _print_run(result: Run) -> None:
    from corpus.covered import sentence  # noqa: PLC0415

    for note in result.notes:
        typer.echo(f"note: {note}", err=True)
    for problem in result.problems:
        typer.echo(f"{problem.shown}: {problem.message}", err=True)
    if result.dataset is None:
        typer.echo("No report could be read, so no dataset was written.", err=True)
        return
    read = [r for r in result.reports if r.status != "failed"]
    failed = f", {len(result.problems)} could not be read" if result.problems else ""
    counts, found = result.counts, result.findings
    kept = f", {result.kept} of them before" if result.kept else ""
    typer.echo(f"Read {_number(len(read), 'report')} in {result.seconds:.1f} s{kept}{failed}.")
    if result.changes and (said := result.changes.sentence()):
        typer.echo(said)
    typer.echo(
        f"Found {_number(counts['tables'], 'table')}, {_number(counts['observations'], 'number')} and "
        f"{_number(counts['goals'], 'goal')} of {_number(counts['interventions'], 'intervention')}."
    )
    typer.echo(f"{sentence(result.coverage)}{': see unread.csv' if result.coverage.unread else ''}.")
    typer.echo(
        f"Findings: {_number(found['error'], 'error')} (numbers that cannot all be true), "
        f"{_number(found['warning'], 'warning')}, {_number(found['info'], 'remark')}."
    )
    if result.decisions.line:
        typer.echo(result.decisions.line)
    for record in read:
        if record.federation_id == "unknown" or record.period is None:
            typer.echo(f"Not told: {record.file_name}: {record.error}")
    typer.echo(f"Dataset: {result.dataset}")
    typer.echo(f"Report:  {result.report}")
    if any(result.findings.values()):
        typer.echo(f"Decide:  in that page, or with facit review {result.dataset}")


def _number(n: int, what: str) -> str:
    return f"{n} {what}" if n == 1 else f"{n} {what}s"
