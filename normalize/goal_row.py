"""One row of a goal table: whose it is, where its cells stand, its rating, and an observation of what it says."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from extract.types import Table, fold
from normalize import mentions
from normalize.aligned import aligned
from normalize.goal_roles import Roles
from normalize.goal_text import Statement, statement
from normalize.tables import Setting, place, printed_value
from normalize.types import Observation, Period, Place, Value

LIGHTS = frozenset({"gron", "gul", "rod"})


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a goal table: where it stands, whose it is, and when its own result is about."""

    table: Table
    r: int
    roles: Roles
    name: str
    period: Period | None
    setting: Setting

    def at(self, column: int) -> Place:
        """The place of a cell of this row."""
        return place(self.table, self.table.cell(self.r, column), self.r, column, self.setting)

    def text(self, column: int) -> str:
        """The text of a cell of this row; '' for a column the table does not have."""
        return printed_value(self.table, self.r, column) if column >= 0 else ""


def rated(row: Row) -> tuple[str, str]:
    """A row's rating as printed, and its code."""
    rating = row.text(row.roles.rating)
    return rating, row.setting.lens.vocabulary.code(re.sub(r"\s+\d$", "", rating), "rating") or ""


def labelled(goal: Statement, row: Row) -> Statement:
    """A goal with the label cells before it: it measures what it says itself, else what the nearest label says."""
    labels = [text for c in row.roles.labels if (text := row.text(c))]
    facets = goal.facets
    for label in reversed(labels):
        if facets.measure:
            break
        facets = statement(f"{label}: {goal.text}", goal.line, row.setting, "goal").facets
    return replace(goal, text=": ".join([*labels, goal.text]), facets=facets)


def on_line(at: Place, item: Statement | None) -> Place:
    """A place moved to the printed line of the statement, where that is known."""
    return replace(at, line=item.line if item and item.line else at.line)


def scale(rating: str, row: Row) -> str:
    """Which instrument a rating belongs to: the words its column uses tell."""
    if not rating:
        return ""
    body = range(row.table.header_rows, row.table.rows)
    code = row.setting.lens.vocabulary.code
    printed = [fold(printed_value(row.table, r, row.roles.rating)) for r in body]
    used = {code(text, "rating") for text in printed}
    if any(text in LIGHTS for text in printed):
        return "traffic-light"
    return "four-step" if "very_good" in used else "three-step"


def observe(
    row: Row,
    column: int,
    item: Statement,
    measure: str,
    *,
    role: Literal["actual", "target"] = "actual",
    value: Value | None = None,
    period: Period | None = None,
    gender: str = "",
) -> Observation:
    """A statement's figure (or `value` instead of its first) -> Observation."""
    shown = value or item.values[0]
    return Observation(
        measure=measure or ("other:goal" if shown.unit == "percent" else "participants"),
        value=shown,
        period=period or row.period,
        place=replace(on_line(row.at(column), item), quote=item.text or row.at(column).quote),
        scope="intervention" if row.name else "all",
        name=row.name,
        role=role,
        gender=gender or (own_gender(item, row.setting) if value is None else "") or "T",  # type: ignore[arg-type]
        source="table",
        row_label=row.name,
        header_path=row.table.header_path(column),
        reader=row.setting.reader,
        engine=row.table.engine,
        confidence=row.table.confidence,
        why="; ".join(item.facets.used),
    )


def own_gender(item: Statement, setting: Setting) -> str:
    """The gender that a statement's first figure counts ('varav 20 kvinnor'), not one that splits it; '' for none."""
    found = mentions.find(aligned(item.text, setting.lens), item.text, setting.lens)
    first = found[0] if found else None
    return first.gender if first and first.value.value == item.values[0].value else ""
