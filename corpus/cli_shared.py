"""What the commands share: the languages that they speak, and how they stop."""

from __future__ import annotations

from enum import StrEnum
from typing import NoReturn

import typer

from corpus.exit_codes import ExitCode


class Lang(StrEnum):
    """The languages of what people read."""

    sv = "sv"
    en = "en"


def stop(message: str, code: ExitCode) -> NoReturn:
    """End the command with one sentence for the user."""
    typer.echo(message, err=True)
    raise typer.Exit(int(code))
