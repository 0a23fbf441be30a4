"""The engines under measure: a name -> a function from a PDF to the tables it reads there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.benchmarks.tables.alignment import Grid
from tests.benchmarks.tables.peers import PEERS, PEERS_ON_SCANS, Engine
from tests.benchmarks.tables.score import Read

NOT_OURS = frozenset({"contents", "text", "other", "definitions"})
"""Kinds of table that give no observation."""


def engine(name: str) -> Engine:
    """The engine of a name, imported and ready. Raises AbsentError, and KeyError for an unknown name."""
    return ENGINES[name]()


def _facit(*, hints: bool = True, recognised: bool = False) -> Engine:
    """Our chain. `recognised`: only the tables that turn out to be goals, participants, finances or the like."""
    from corpus.registry import load
    from extract.read import read
    from extract.types import Table, TableSettings
    from normalize.read import Context
    from normalize.read import read as understand
    from normalize.vocabulary import load as load_vocabulary

    vocabulary, names = load_vocabulary(), load(None).names()
    settings = TableSettings(hints=vocabulary.hints(names)) if hints else TableSettings()

    def as_read(table: Table) -> Read:
        pages = {table.page or 1, *(c.page for c in table.cells if c.page)}
        return Read((_frozen(table.grid()),), tuple(sorted(pages)))

    def run(path: Path) -> list[Read]:
        extraction = read(path, settings)
        if not recognised:
            return [as_read(t) for t in extraction.tables]
        kinds = understand(extraction, vocabulary, Context(None, names)).table_kinds
        return [as_read(t) for t, kind in zip(extraction.tables, kinds, strict=True) if kind not in NOT_OURS]

    return run


def _settled() -> Engine:
    from tests.benchmarks.tables.settled import settled

    return settled()


def _frozen(grid: list[list[str]]) -> Grid:
    return tuple(tuple(row) for row in grid)


OURS: dict[str, Callable[[], Engine]] = {
    "facit": _facit,
    "facit-unhinted": lambda: _facit(hints=False),
    "facit-recognised": lambda: _facit(recognised=True),
    "facit-settled": _settled,
}
"""'facit-unhinted' is told no words at all: how it reads anybody's tables. 'facit-recognised' gives the tables only
that it takes for goals, participants, finances and the like: on pages of prose there must be none. 'facit-settled' is
after sums and columns have put right what the reader got wrong."""
ENGINES = OURS | PEERS | PEERS_ON_SCANS
