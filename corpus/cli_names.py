"""`facit names`: list the names of a dataset, ask, decide, put a list together, show the years."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from corpus.cli_shared import stop
from corpus.exit_codes import ExitCode

_HELP = """\
Which printed names are one intervention, why, and what is left for a person to decide.

\b
Examples
  facit names out                                  every intervention with its printed forms
  facit names out --questions                      what likeness cannot settle, likeliest first
  facit names decide out q-12ab same_as --decisions decisions.csv --who "Eva Ek" --why "seen in the minutes"
  facit names cluster list.csv --out put-together.csv
  facit names timeline out                         renamings, successions and breaks over the years
"""


class _ListsByDefault(TyperGroup):
    """`facit names out` is `facit names list out`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if args and args[0] not in self.commands and args[0] not in ("-h", "--help"):
            args = ["list", *args]
        return super().parse_args(ctx, args)


names = typer.Typer(
    cls=_ListsByDefault,
    help=_HELP,
    no_args_is_help=True,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Dataset = Annotated[Path, typer.Argument(metavar="DATASET", help="A folder that backfill wrote.", show_default=False)]
Federation = Annotated[str, typer.Option(metavar="ID", help="Only this association.", show_default=False)]
Registry = Annotated[
    Path | None, typer.Option(metavar="DIR", help="Folder of CSV files that extend the built-in registry.")
]


@names.command("list")
def list_names(
    dataset: Dataset,
    *,
    questions: Annotated[
        bool, typer.Option("--questions", help="List the open questions instead, at most five a report.")
    ] = False,
    every: Annotated[bool, typer.Option("--all", help="With --questions: all of them, not the first five.")] = False,
    federation: Federation = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")] = False,
) -> None:
    """List interventions with all printed forms, periods, method and score (what `facit names DATASET` does)."""
    from dataclasses import asdict  # noqa: PLC0415

    from corpus import name_listing  # noqa: PLC0415

    read = _reader(dataset)
    reports = read("reports")
    if questions:
        asked = [q for q in read("name_questions") if federation in ("", q["federation_id"])]
        if as_json:
            typer.echo(_json(asked))
            return
        shown = list(name_listing.question_lines(asked, reports, every=every))
        typer.echo("\n".join(shown) or "No questions are open.")
        return
    found = name_listing.named(read("names"), reports, read("interventions"), federation)
    if as_json:
        typer.echo(_json([asdict(n) for n in found]))
        return
    typer.echo("\n".join(name_listing.lines(found)) or "No names in this dataset.")


@names.command()
def decide(
    dataset: Dataset,
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="A question's id, or a printed name.", show_default=False)
    ],
    decision: Annotated[
        str,
        typer.Argument(metavar="DECISION", help="same_as, different, succeeds, part_of or unsure.", show_default=False),
    ],
    intervention: Annotated[
        str,
        typer.Argument(metavar="[INTERVENTION]", help="Its id; a question knows it already.", show_default=False),
    ] = "",
    *,
    decisions: Annotated[Path, typer.Option(metavar="FILE", help="The file to append to; made when missing.")],
    who: Annotated[str, typer.Option(metavar="NAME", help="Who decides.")],
    why: Annotated[str, typer.Option(metavar="TEXT", help="Why: what it rests on.")],
    when: Annotated[str, typer.Option(metavar="DATE", help="When; today when not given.", show_default=False)] = "",
    federation: Federation = "",
) -> None:
    """Append a decision about a name to a decisions file, which --decisions of backfill applies on every run."""
    from datetime import date  # noqa: PLC0415

    from corpus import name_decision  # noqa: PLC0415
    from corpus.registry import RegistryError  # noqa: PLC0415

    read = _reader(dataset)
    try:
        made = name_decision.decide(
            decisions,
            name_decision.Said(name, decision, intervention, who, when or date.today().isoformat(), why, federation),
            names=read("names"),
            questions=read("name_questions"),
            interventions=read("interventions"),
        )
    except name_decision.UnknownNameError as error:
        stop(str(error), ExitCode.USAGE)
    except RegistryError as error:
        stop(str(error), ExitCode.BAD_DATA)
    typer.echo(f"{decisions}, line {made.line}: {made.target_id} {made.decision} {made.value}")


@names.command()
def cluster(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="CSV with federation, year and printed.", show_default=False)
    ],
    *,
    out: Annotated[Path, typer.Option(metavar="FILE", help="CSV to write: the same rows with four columns more.")],
    questions: Annotated[
        Path | None, typer.Option(metavar="FILE", help="CSV to write the open questions to.", show_default=False)
    ] = None,
    registry: Registry = None,
    decisions: Annotated[
        Path | None, typer.Option(metavar="FILE", help="CSV of what people decided.", show_default=False)
    ] = None,
) -> None:
    """Put any list of names together, without a dataset: adds intervention_id, method, score and reasons."""
    from corpus import name_list  # noqa: PLC0415
    from corpus.registry import RegistryError  # noqa: PLC0415

    try:
        found = name_list.cluster(file, extra=registry, decided=decisions)
    except RegistryError as error:
        stop(str(error), ExitCode.BAD_DATA)
    try:
        out.write_text(found.text(), encoding="utf-8", newline="")
        if questions is not None:
            questions.write_text(found.questions(), encoding="utf-8", newline="")
    except OSError as error:
        stop(f"{error.filename}: cannot be written ({error.strerror})", ExitCode.CANNOT_WRITE)
    for note in found.notes:
        typer.echo(f"note: {note}", err=True)
    interventions = len({row["intervention_id"] for row in found.rows if row["intervention_id"]})
    asked = len(found.linked.questions)
    typer.echo(
        f"{len(found.rows)} names are {interventions} intervention{'' if interventions == 1 else 's'}; "
        f"{asked} question{' is' if asked == 1 else 's are'} open."
    )


@names.command()
def timeline(
    dataset: Dataset,
    *,
    federation: Federation = "",
) -> None:
    """Show renamings, successions, parts and series breaks over the years."""
    from corpus import name_listing, name_timeline  # noqa: PLC0415

    read = _reader(dataset)
    found = name_listing.named(read("names"), read("reports"), read("interventions"), federation)
    shown = name_timeline.timeline(found, {name: read(name) for name in name_timeline.TABLES})
    typer.echo("\n".join(name_timeline.lines(shown)))


def _reader(dataset: Path) -> Any:
    """The tables of a dataset by name; a folder that is none ends the command."""
    from corpus.folders import NotADatasetError  # noqa: PLC0415
    from corpus.name_listing import table  # noqa: PLC0415

    def read(name: str) -> list[dict[str, object]]:
        try:
            return table(dataset, name)
        except NotADatasetError as error:
            stop(str(error), ExitCode.USAGE)

    return read


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2, default=str)
