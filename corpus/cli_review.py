"""`facit review`: the report page served on this machine, writing decisions to their file while you decide."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corpus.cli_shared import stop
from corpus.exit_codes import ExitCode

if TYPE_CHECKING:
    from corpus.review_server import Review, Server

PORT = 8417
"""The port that is tried first: a browser keeps what it knows of a page by address and port."""


def review(
    dataset: Annotated[
        Path, typer.Argument(metavar="DATASET", help="A folder that backfill wrote.", show_default=False)
    ],
    *,
    decisions: Annotated[
        Path, typer.Option(metavar="FILE", help="The file that decisions are read from and written to.")
    ] = Path("decisions.csv"),
    port: Annotated[
        int | None,
        typer.Option(
            metavar="N", min=0, max=65535, help=f"Port; {PORT} when not given, or one that is free.", show_default=False
        ),
    ] = None,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Print the address and open nothing.")] = False,
) -> None:
    """Open the report page so that decisions go straight to a file. Ctrl-C ends it.

    \b
    The page is served on this machine alone (127.0.0.1). What was in FILE before
    is kept beside it as FILE.bak.
    """
    from corpus import decisions as deciding  # noqa: PLC0415
    from corpus.registry import RegistryError  # noqa: PLC0415
    from corpus.review_server import Review  # noqa: PLC0415

    page = dataset / "report" / "index.html"
    if not page.is_file():
        stop(f"{page}: there is no report page; give the folder that facit backfill wrote", ExitCode.USAGE)
    if not decisions.resolve().parent.is_dir():
        stop(f"{decisions}: there is no folder {decisions.resolve().parent}; give another --decisions", ExitCode.USAGE)
    try:
        found = deciding.read(decisions if decisions.exists() else None)
    except RegistryError as error:
        stop(str(error), ExitCode.BAD_DATA)
    for problem in found.problems:
        typer.echo(f"note: {problem}", err=True)
    try:
        server = _server(Review(page, decisions.resolve()), port)
    except OSError as error:
        stop(f"port {port}: {error.strerror}; give another --port, or none", ExitCode.USAGE)
    typer.echo(f"Review:    {server.url}")
    typer.echo(f"Decisions: {decisions} ({len(found.decisions)} so far), written while you decide. Ctrl-C ends.")
    if not no_browser:
        _open(server.url)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        pass
    finally:
        server.server_close()
    with server.review.lock:  # a decision that is being written gets there
        _next(dataset, decisions, server.review.saved)


def _server(review_: Review, port: int | None) -> Server:
    """On the port asked for; else on the usual one, or on any when that is taken."""
    from corpus.review_server import Server  # noqa: PLC0415

    if port is not None:
        return Server(review_, port)
    try:
        return Server(review_, PORT)
    except OSError:
        return Server(review_, 0)


def _open(url: str) -> None:
    """The user's browser; nothing where there is no screen, since a browser of the terminal would take it over."""
    import webbrowser  # noqa: PLC0415

    if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        typer.echo("Open that address in a browser.")
        return
    webbrowser.open(url)


def _next(dataset: Path, decisions: Path, saved: int) -> None:
    from corpus import decisions as deciding  # noqa: PLC0415

    kept = len(deciding.read(decisions).decisions) if decisions.exists() else 0
    typer.echo("")
    if not saved:
        typer.echo(f"Nothing was decided; {decisions} is as it was." if kept else "Nothing was decided.")
    else:
        typer.echo(f"{decisions} holds {kept} decision{'' if kept == 1 else 's'}.")
    if kept:
        typer.echo(f"Apply them: facit backfill REPORTS... --out {dataset} --decisions {decisions}")
