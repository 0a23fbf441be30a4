"""The engines under measure: a name -> a function from a PDF to the tables it reads there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.benchmarks.tables.alignment import Grid
from tests.benchmarks.tables.score import Read

Engine = Callable[[Path], list[Read]]


class AbsentError(Exception):
    """The engine's package, or what it needs, is not on this machine; the message says which."""


def engine(name: str) -> Engine:
    """The engine of a name, imported and ready. Raises AbsentError, and KeyError for an unknown name."""
    return ENGINES[name]()


def _facit(*, hints: bool) -> Engine:
    from extract.read import read
    from extract.types import Table, TableSettings

    if hints:
        from corpus.registry import load
        from normalize.vocabulary import load as vocabulary

        settings = TableSettings(hints=vocabulary().hints(load(None).names()))
    else:
        settings = TableSettings()

    def as_read(table: Table) -> Read:
        pages = {table.page or 1, *(c.page for c in table.cells if c.page)}
        return Read((_frozen(table.grid()),), tuple(sorted(pages)))

    def run(path: Path) -> list[Read]:
        return [as_read(t) for t in read(path, settings).tables]

    return run


def _frozen(grid: list[list[str]]) -> Grid:
    return tuple(tuple(row) for row in grid)


ENGINES: dict[str, Callable[[], Engine]] = {
    "facit": lambda: _facit(hints=True),
    "facit-unhinted": lambda: _facit(hints=False),
}
"""'facit-unhinted' is told no words at all: how it reads anybody's tables."""
