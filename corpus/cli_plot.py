"""`facit plot`: series as small pictures, in a page or a file of their own."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Annotated

import typer

from corpus.cli_shared import Lang, stop
from corpus.exit_codes import ExitCode


def plot(
    dataset: Annotated[
        Path, typer.Argument(metavar="DATASET", help="A folder that backfill wrote.", show_default=False)
    ],
    *,
    intervention: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="An intervention, by id or name; may be repeated. All when left out."),
    ] = None,
    federation: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="An association, by id or name; may be repeated.")
    ] = None,
    measure: Annotated[
        list[str] | None,
        typer.Option(metavar="CODE", help="A measure to draw instead of the usual panels; may be repeated."),
    ] = None,
    out: Annotated[
        Path, typer.Option(metavar="FILE", help="Where to: .html for a page, .svg or .png for one intervention.")
    ] = Path("plot.html"),
    lang: Annotated[Lang, typer.Option(help="Language of the figures.")] = Lang.sv,
) -> None:
    """Draw series over the years: participants, new, exited, share to work or studies, women and men, cost."""
    import corpus  # noqa: PLC0415
    from corpus import plots  # noqa: PLC0415
    from corpus.asked import UnknownNameError  # noqa: PLC0415
    from corpus.folders import NotADatasetError  # noqa: PLC0415
    from corpus.history import NoRowsWarning  # noqa: PLC0415

    try:
        with warnings.catch_warnings(record=True) as told:
            warnings.simplefilter("always", NoRowsWarning)
            history = corpus.open(dataset)
            drawn = plots.plot(
                history, federation=federation, intervention=intervention, measure=measure, lang=lang.value
            )
        drawn.save(out)
    except plots.NotDrawnError as error:
        stop("; ".join([str(error), *(str(w.message) for w in told)]), ExitCode.USAGE)
    except (UnknownNameError, NotADatasetError) as error:
        stop(str(error), ExitCode.USAGE)
    except OSError as error:
        stop(f"{out}: cannot be written: {error.strerror or error}", ExitCode.CANNOT_WRITE)
    many = len(drawn.figures)
    typer.echo(f"{out}: {many} {'intervention' if many == 1 else 'interventions'}")
