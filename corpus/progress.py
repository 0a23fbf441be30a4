"""What the user sees while reports are read: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import PurePath
from typing import TextIO

from corpus.reading import Progress, Tell

_WORDS = {
    "extract": "reading",
    "tables": "finding tables",
    "normalize": "understanding",
    "check": "checking the numbers against each other",
    "pictures": "drawing the places of the findings",
    "write": "writing the dataset and the report",
}
_OVER = ("done", "failed")


@contextmanager
def shown(stream: TextIO) -> Iterator[Tell]:
    """A function to tell progress to, which shows it on `stream` (standard error, so that output stays clean)."""
    if not stream.isatty():
        yield _plain(lambda line: print(line, file=stream, flush=True))
        return
    from rich.console import Console  # noqa: PLC0415  only a terminal needs it
    from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn, TimeElapsedColumn  # noqa: PLC0415
    from rich.progress import Progress as Bars  # noqa: PLC0415

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[doing]}"),
    )
    with Bars(*columns, console=Console(file=stream), transient=True) as bars:
        whole = bars.add_task("reports", total=None, doing="")

        def tell(event: Progress) -> None:
            if event.stage == "found":
                bars.update(whole, total=event.pages)
            elif event.stage in _OVER:
                bars.advance(whole)
            else:
                bars.update(whole, doing=_doing(event))

        yield tell


def _plain(say: Callable[[str], None]) -> Tell:
    """One line when a report begins and one when it ends: a log should not have a line per page."""
    total, over = 0, 0

    def tell(event: Progress) -> None:
        nonlocal total, over
        if event.stage == "found":
            total = event.pages
        elif event.stage in _OVER:
            over += 1
            say(f"[{over}/{total}] {_name(event.file)}: {'read' if event.stage == 'done' else 'could not be read'}")

    return tell


def _doing(event: Progress) -> str:
    if not event.file:
        return _WORDS.get(event.stage, event.stage)
    page = f", page {event.page} of {event.pages}" if event.pages else ""
    return f"{_name(event.file)}: {_WORDS.get(event.stage, event.stage)}{page}"


def _name(file: str) -> str:
    return PurePath(file).name
