"""Goals and results that landed in the wrong column of a goal table."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.types import Cell, Issue
from normalize.goal_row import Row, labelled
from normalize.goal_text import Statement, statements

GARBLED = "garbled-cell"
"""The code of an issue whose message is the text that stands in another cell's place."""
GARBLED_GOAL = "garbled-goal"
"""The same, of a goal in a result's place."""
GAP = re.compile(r"\s{5,}")
"""So wide a gap inside a line says that text of another cell stands beside it."""


def garbled(row: Row) -> list[Issue]:
    """Results that landed in the goal column and goals in the column of the row's own result, one issue a line."""
    column, own = row.roles.target, row.roles.results[0][0]
    cell = row.table.cell(row.r, column)
    targets, strays = without_strays(cell, statements(cell, row.setting, "goal"))
    results = statements(row.table.cell(row.r, own), row.setting, "goal")
    reached = [labelled(t, row) for t in targets if answers(t)]
    return [
        *misplaced(GARBLED, [*strays, *reached], row, column),
        *misplaced(GARBLED_GOAL, [x for x in results if wishes(x)], row, own),
    ]


def misplaced(code: str, found: Sequence[Statement], row: Row, column: int) -> list[Issue]:
    """Statements that landed in the wrong column -> an issue for every line of them."""
    lines = dict.fromkeys(s.line for s in found)
    page = row.at(column).page
    return [Issue(code, "; ".join(s.text for s in found if s.line == line), page=page, line=line) for line in lines]


def answers(goal: Statement) -> bool:
    """A share with the counts it comes from ('35 % .. 7 av 20') was reached; nobody wishes for both."""
    value = goal.value
    return value is not None and value.unit == "percent" and value.denominator is not None and not value.qualifier


def wishes(result: Statement) -> bool:
    """A figure with a bound and no counts ('Minst 40 % till arbete') is wished for, not reached."""
    value = result.value
    if value is None or value.denominator is not None or len(result.values) > 1:
        return False
    return value.qualifier in ("at_least", "at_most")


def without_strays(cell: Cell | None, targets: list[Statement]) -> tuple[list[Statement], list[Statement]]:
    """Goals, and what landed among them from another cell: the statements of a line with a gap, its first one aside."""
    gapped = [line for line in (cell.lines if cell else ()) if GAP.search(line.strip())]
    if not gapped:
        return targets, []
    pieces = [
        " ".join(p.split()).strip(" .")
        for line in gapped
        for part in GAP.split(line)
        for p in re.split(r"(?<=[.;])\s+", part)
    ]
    strays = [t for t in targets if t.text.strip(" .") in pieces and t.text.strip(" .") not in (pieces[0],)]
    return [t for t in targets if t not in strays], strays
