"""Which intervention's section a nameless table belongs to: where it stands, unless another section's goals fit better.

Dumps of two-column pages print a table after the next heading; its goals tell where it belongs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz import fuzz

from extract.types import Line, Table
from normalize.facets import Lens
from normalize.sections import Section
from normalize.sentences import Sentence
from normalize.tables import stub_of

CLEARLY = 0.5


def rehome(
    tables: Sequence[Table], lines: Sequence[Line], where: Sequence[Section], running: Sequence[Sentence], lens: Lens
) -> list[str]:
    """The intervention of each table's section ('' for none), nameless goal tables moved to the section they fit."""
    positions = {(line.page, line.number): i for i, line in enumerate(lines)}
    order = list(dict.fromkeys(s.name for s in where if s.name))
    goals = {
        name: [s.text for s in running if s.section.name == name and s.section.passage == "goals"] for name in order
    }
    homes: list[str] = []
    for table in tables:
        i = positions.get((table.page, table.line or 0), positions.get((None, table.line or 0)))
        here = where[i].name if i is not None else ""
        homes.append(better_home(table, here, order, goals, lens))
    return homes


def better_home(table: Table, here: str, order: Sequence[str], goals: dict[str, list[str]], lens: Lens) -> str:
    """A neighbouring section whose goals are clearly more like the table's than its own section's."""
    if not here or here not in order:
        return here
    corner = " ".join(table.header_path(0))
    if lens.vocabulary.code(re.sub(r"\d+", "", corner).strip(), "header") != "target":
        return here
    at = order.index(here)
    near = [order[k] for k in (at, at - 1, at + 1) if 0 <= k < len(order)]
    rows = [stub_of(table, r) for r in range(table.header_rows, table.rows)]
    scores = {name: sum(likeness(row, goals[name]) for row in rows if row) for name in near}
    best = max(near, key=lambda name: scores[name])
    return best if scores[best] > scores[here] + CLEARLY else here


def likeness(row: str, goals: Sequence[str]) -> float:
    """0-1: the most alike of the goals that hold the row's figures; a row without figures counts half."""
    figures = set(re.findall(r"\d+", row))
    scores = [
        fuzz.token_set_ratio(row, goal) / 100 * (1.0 if figures else 0.5)
        for goal in goals
        if figures <= set(re.findall(r"\d+", goal))
    ]
    return max(scores, default=0.0)
