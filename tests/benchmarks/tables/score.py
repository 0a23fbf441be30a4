"""The score of a page: read tables against true ones. Cells count by exact text; see docs/benchmarks.md.

Strict: white space collapsed. Loose: white space removed. A table is found when half its text stands in one read table
in the right places, perfect when every cell is right (loose) and there are no others. What is read beside that is
spurious.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import LCSseq

from tests.benchmarks.tables.alignment import Grid, aligned

NUMBER = re.compile(r"[-–−]?\s?\d[\d\s]*([.,]\d+)?\s?%?")
PERCENT = re.compile(r"\d+(?:[.,]\d+)?\s?%")
ENOUGH = 0.5


@dataclass(frozen=True)
class Truth:
    """A true table and the pages (from 1) it stands on."""

    grid: Grid
    pages: tuple[int, ...] = (1,)
    kind: str = ""


@dataclass(frozen=True)
class Read:
    """A table as an engine gave it: the readings of it that are fair (one, or more for a peer's other conventions)."""

    grids: tuple[Grid, ...]
    pages: tuple[int, ...] = (1,)


@dataclass(frozen=True)
class Figures:
    """Numbers and percentages of the true table's cells: how many there are, how many were read, how many invented."""

    numbers: int = 0
    numbers_right: int = 0
    percents: int = 0
    percents_right: int = 0
    percents_invented: int = 0

    def __add__(self, other: Figures) -> Figures:
        return Figures(*(a + b for a, b in zip(_values(self), _values(other), strict=True)))


def _values(figures: Figures) -> tuple[int, ...]:
    return (
        figures.numbers,
        figures.numbers_right,
        figures.percents,
        figures.percents_right,
        figures.percents_invented,
    )


@dataclass(frozen=True)
class TableScore:
    """One true table: how well it was read. `read` is the index of the read table, None when nothing matched it."""

    kind: str
    strict: float = 0.0
    loose: float = 0.0
    found: bool = False
    perfect: bool = False
    figures: Figures = Figures()
    read: int | None = None
    grid: Grid = ()


@dataclass(frozen=True)
class PageScore:
    """One document: the scores of its true tables, and how many read tables match none of them."""

    tables: tuple[TableScore, ...]
    spurious: int


def score(truths: Sequence[Truth], reads: Sequence[Read]) -> PageScore:
    """Match read tables to true ones, best agreement first, each to at most one; score every true table."""
    agreements = []
    for t, truth in enumerate(truths):
        for r, read in enumerate(reads):
            if set(truth.pages) & set(read.pages):
                best = max(((f1(truth.grid, g, loose=True), g) for g in read.grids), key=lambda pair: pair[0])
                if best[0] > 0:
                    agreements.append((best[0], -t, -r, best[1]))
    taken: dict[int, tuple[int, Grid]] = {}
    used: set[int] = set()
    for _, t, r, grid in sorted(agreements, key=lambda a: a[:3], reverse=True):
        if -t not in taken and -r not in used:
            taken[-t] = (-r, grid)
            used.add(-r)
    scores = tuple(_table_score(t, *taken.get(i, (None, ()))) for i, t in enumerate(truths))
    return PageScore(scores, len(reads) - len(used))


def _table_score(truth: Truth, read: int | None, grid: Grid) -> TableScore:
    if read is None:
        return TableScore(truth.kind, figures=figures(truth.grid, ()))
    return TableScore(
        truth.kind,
        f1(truth.grid, grid, loose=False),
        f1(truth.grid, grid, loose=True),
        found(truth.grid, grid),
        tidy(truth.grid, loose=True) == tidy(grid, loose=True),
        figures(truth.grid, grid),
        read,
        grid,
    )


@lru_cache(maxsize=4096)
def tidy(grid: Grid, *, loose: bool) -> Grid:
    """The grid with white space collapsed (strict) or removed (loose), without blank rows and columns, rectangular."""
    wide = max(map(len, grid), default=0)
    gap = "" if loose else " "
    # A soft hyphen inside a line is not printed; some engines give it.
    rows = [[gap.join(text.replace("\u00ad", "").split()) for text in row] + [""] * (wide - len(row)) for row in grid]
    rows = [row for row in rows if any(row)]
    columns = [c for c in range(wide) if any(row[c] for row in rows)]
    return tuple(tuple(row[c] for c in columns) for row in rows)


@lru_cache(maxsize=4096)
def f1(true: Grid, read: Grid, *, loose: bool) -> float:
    """Cell F1: equal cells of the best alignment against all cells with text on either side."""
    a, b = tidy(true, loose=loose), tidy(read, loose=loose)
    cells = sum(bool(t) for row in a for t in row) + sum(bool(t) for row in b for t in row)
    if a == b:
        return 1.0 if a else 0.0
    return 2 * aligned(a, b)[2] / cells if cells else 0.0


def found(true: Grid, read: Grid) -> bool:
    """Whether half of the true table's text (letters, white space aside) stands in the right places."""
    a, b = tidy(true, loose=True), tidy(read, loose=True)
    whole = sum(len(t) for row in a for t in row)
    rows, columns, _ = aligned(a, b)
    placed = sum(len(a[i][c]) for i, j in rows for c, d in columns if a[i][c] == b[j][d])
    if placed < ENOUGH * whole:
        placed = int(aligned(a, b, _shared)[2])
    return placed >= ENOUGH * whole


@lru_cache(maxsize=65536)
def _shared(a: str, b: str) -> float:
    """How many letters two texts have in common, in order."""
    return float(LCSseq.similarity(a, b)) if a and b else 0.0


def figures(true: Grid, read: Grid) -> Figures:
    """Count the numbers and percentages of a true table that the read one has in the same place."""
    a, b = tidy(true, loose=True), tidy(read, loose=True)
    spaced, other = tidy(true, loose=False), tidy(read, loose=False)
    laid: dict[tuple[int, int], tuple[int, int]] = {}
    if b:
        # Misread cells must not break the alignment: likeness breaks ties between places of equal agreement.
        rows, columns, _ = aligned(a, b, _likeness)
        laid = {(i, c): (j, d) for i, j in rows for c, d in columns}
    count = Figures()
    for i, row in enumerate(a):
        for c, text in enumerate(row):
            place = laid.get((i, c))
            got = b[place[0]][place[1]] if place else ""
            want = Counter(_percents(spaced[i][c]))
            have = Counter(_percents(other[place[0]][place[1]]) if place else ())
            number = bool(NUMBER.fullmatch(text))
            count += Figures(
                number,
                number and _plain(text) == _plain(got),
                want.total(),
                (want & have).total(),
                (have - want).total(),
            )
    return count


def _likeness(a: str, b: str) -> float:
    if not a or not b:
        return 0.0
    return 1.0 if a == b else 0.5 * LCSseq.normalized_similarity(a, b)


def _percents(text: str) -> list[str]:
    return [m.replace(" ", "") for m in PERCENT.findall(text)]


def _plain(text: str) -> str:
    """A number with one sign for minus."""
    return text.replace("–", "-").replace("−", "-")
