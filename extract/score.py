"""How good a reading of a table is, by evidence that can be named to the user."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields

from extract.geometry import merge_rulings, shared
from extract.headers import is_figure, is_known_heading, is_number, is_year
from extract.types import Cell, Hints, Ruling, Table, fold

SIDE = 2.0
"""A ruling this close (points) to a cell's side is that side."""
TOLERANCE = 1
"""A sum of rounded figures may be off by this much."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Shares between 0 and 1; the weights are `WEIGHTS`."""

    filled: float
    headed: float
    consistent: float
    whole: float
    single: float
    drawn: float
    known: float
    sums: float


WEIGHTS = {
    "filled": 0.5,
    "headed": 1.5,
    "consistent": 2.0,
    "whole": 1.5,
    "single": 2.0,
    "drawn": 0.5,
    "known": 0.5,
    "sums": 1.0,
}
SENTENCES = {
    "filled": "more of its cells are empty",
    "headed": "more of its columns have no heading",
    "consistent": "figures and text are mixed in its columns",
    "whole": "its rows are torn apart",
    "single": "several figures stand in one cell",
    "drawn": "it leaves rulings between columns out",
    "known": "fewer of its headings are known",
    "sums": "its totals do not add up",
}


def evidence(table: Table, hints: Hints, rulings: Sequence[Ruling] = ()) -> Evidence:
    """What speaks for a table."""
    body = [c for c in table.cells if c.row >= table.header_rows]
    # beside goals of several lines, lines of figures are their results
    told = {c.row for c in body if c.column and len(c.lines) > 1 and not all(is_number(line) for line in c.lines)}
    return Evidence(
        filled=_share(bool(c.text) for c in _grid_cells(table)),
        headed=_share(bool(table.header_path(k)) for k in range(1, table.columns)) if table.header_rows else 0.0,
        consistent=_consistent(table, body, hints),
        whole=_share(not _is_torn(table, r) for r in range(table.header_rows, table.rows)),
        single=_share(not is_crowded(c) or c.row in told for c in body if any(ch.isdigit() for ch in c.text)),
        drawn=_drawn(table, rulings),
        known=_share(is_known_heading(c.text, hints) for c in table.cells if c.is_header and c.text),
        sums=_sums(table, hints),
    )


def score(found: Evidence) -> float:
    """One number for comparing readings of the same place, 0-1."""
    return float(sum(WEIGHTS[f.name] * getattr(found, f.name) for f in fields(found)) / sum(WEIGHTS.values()))


DOUBTS = {"filled": 0.65, "headed": 0.9, "consistent": 0.85, "whole": 0.9, "single": 0.95, "drawn": 0.99}
"""Below these shares a reading is doubtful. One without heading rows may be the lower part of a table."""


def doubt(found: Evidence) -> str:
    """Why a reading may be wrong, as a clause; '' when nothing speaks against it."""
    for name, least in DOUBTS.items():
        share = getattr(found, name)
        if share < least and (name != "headed" or share > 0):
            return f"{SENTENCES[name].replace('more of', 'many of')} ({share:.0%} in order)"
    return ""


def why_worse(loser: Evidence, winner: Evidence) -> str:
    """The evidence that told most against the loser, as a clause."""
    gaps = {name: weight * (getattr(winner, name) - getattr(loser, name)) for name, weight in WEIGHTS.items()}
    worst = max(gaps, key=lambda name: gaps[name])
    if gaps[worst] <= 1e-9:
        return "gives the same table"
    share, best = getattr(loser, worst), getattr(winner, worst)
    return f"{SENTENCES[worst]} ({share:.0%} against {best:.0%} in order)"


def _share(values: Iterable[bool]) -> float:
    known = list(values)
    return sum(known) / len(known) if known else 1.0


def _grid_cells(table: Table) -> list[Cell]:
    blank = Cell(0, 0, "")
    return [table.cell(r, k) or blank for r in range(table.rows) for k in range(table.columns)]


def _consistent(table: Table, body: Sequence[Cell], hints: Hints) -> float:
    """How far each column beside the stub holds either numbers or texts; dashes and statuses go with both."""
    shares = []
    for column in range(1, table.columns):
        texts = [c.text for c in body if c.column == column and c.text]
        texts = [t for t in texts if is_number(t) or not is_figure(t, hints)]
        if texts:
            figures = sum(map(is_number, texts)) / len(texts)
            shares.append(max(figures, 1 - figures))
    return sum(shares) / len(shares) if shares else 0.0


def _is_torn(table: Table, row: int) -> bool:
    """A row without a label that holds no more than texts: the lower half of the row above."""
    if not table.header_rows and row == 0:
        return False
    label = table.cell(row, 0)
    if label and label.text:
        return label.text[0].islower() and label.row == row
    return not any(is_number(c.text) for c in table.cells if c.row == row and c.text)


def is_crowded(cell: Cell) -> bool:
    """Whether one cell holds what must be several: lines of figures only, or a spanning cell with several figures."""
    figures = [line for line in cell.lines if is_number(line) and not is_year(line)]
    if len(figures) > 1 and len(figures) == len(cell.lines):
        return True
    return cell.column_span > 1 and len(re.findall(r"\d+", cell.text)) > 1 and cell.column > 0


def _sums(table: Table, hints: Hints) -> float:
    """Share of the columns that a total row closes and that add up; 0 without a total row."""
    total = next((c.row for c in table.cells if c.column == 0 and _is_total(c.text, hints)), None)
    if total is None:
        return 0.0
    held = []
    for column in range(1, table.columns):
        values = [amount(c.text) for c in table.cells if c.column == column and table.header_rows <= c.row <= total]
        known = [v for v in values if v is not None]
        if len(known) > 2:
            held.append(abs(sum(known[:-1]) - known[-1]) <= TOLERANCE)
    return sum(held) / len(held) if held else 0.0


def _drawn(table: Table, rulings: Sequence[Ruling]) -> float:
    """Share of the rulings down through the table that no cell runs over."""
    if table.bbox is None:
        return 1.0
    box = table.bbox
    height = box.bottom - box.top
    inner = [
        r.x0
        for r in merge_rulings(rulings, SIDE)[1]
        if box.x0 < r.x0 < box.x1 and shared(r.top, r.bottom, box.top, box.bottom) > height / 2
    ]
    own = [c.bbox for c in table.cells if c.bbox and c.column_span == 1]
    return _share(not any(b.x0 + SIDE < x < b.x1 - SIDE for b in own) for x in inner)


def _is_total(text: str, hints: Hints) -> bool:
    return fold(text) in hints.totals


def amount(text: str) -> int | None:
    """A whole number as printed ('1 281', '−4') -> int; None for anything else."""
    plain = re.sub(r"[\s.]", "", text).replace("−", "-").replace("–", "-")
    return int(plain) if re.fullmatch(r"-?\d+", plain) else None
