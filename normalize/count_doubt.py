"""Columns with two meanings: decided by the flow of the rows, by the columns beside them, or left unresolved."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from extract.types import Table
from normalize.count_frame import Frame
from normalize.facets import Facets
from normalize.measuring import UNRESOLVED
from normalize.periods import YEAR
from normalize.tables import heading_of
from normalize.types import Observation
from normalize.vocabulary import Vocabulary

NAMED = 3
"""How much a heading says that names a measure; see `telling`."""
UNDER = re.compile(
    r"\b(?:under|för|per) (?:året|perioden|halvåret|tertialet|år)\b|\bjan\w*\s*[-–]\s*\w+", re.IGNORECASE
)
"""'under året', 'jan–aug': the time of a heading, said in words."""


def stock_or_flow(frame: Frame, seen: list[Observation]) -> list[Observation]:
    """'Inskrivna' are those who came where carried in + them - exited = carried out holds in most rows; else all."""
    doubtful = columns_called(frame, "participants")
    if not doubtful:
        return seen
    rows: dict[int, dict[str, Decimal]] = {}
    for o in seen:
        if o.gender == "T" and o.value.value is not None:
            key = "doubtful" if o.place.column in doubtful else o.measure
            rows.setdefault(o.place.row, {})[key] = o.value.value
    whole = [r for r in rows.values() if {"carried_in", "doubtful", "exited_participants", "carried_out"} <= set(r)]
    held = sum(r["carried_in"] + r["doubtful"] - r["exited_participants"] == r["carried_out"] for r in whole)
    if held < 2 or held < 0.6 * len(whole):
        return seen
    why = f"arithmetic: carried in + enrolled - exited = carried out in {held} of {len(whole)} rows"
    return [
        replace(o, measure="new_participants", why=f"{o.why}; {why}") if o.place.column in doubtful else o for o in seen
    ]


def columns_called(frame: Frame, code: str) -> set[int]:
    """The columns whose heading, years aside, has two meanings, and `code` for the second."""
    vocabulary, table = frame.setting.lens.vocabulary, frame.table
    return {
        c
        for c in range(1, table.columns)
        if vocabulary.code(bare_heading(table, c, vocabulary), "stock_or_flow") == code
    }


def bare_heading(table: Table, column: int, vocabulary: Vocabulary) -> str:
    """A heading without year, part of a year and 'under året'."""
    words = UNDER.sub("", YEAR.sub("", heading_of(table, column))).split()
    while len(words) > 1 and vocabulary.code(words[-1], "header") == "modifier":
        words.pop()
    return " ".join(words)


def came_or_sent(frame: Frame, seen: list[Observation]) -> list[Observation]:
    """'Aktualiserade' beside a column of those enrolled or new are those who were sent, not those who came."""
    sent = columns_called(frame, "referrals")
    others = [f for c, f in enumerate(frame.columns) if c not in sent]
    if not columns_called(frame, "participants") and not any(f.measure == "new_participants" for f in others):
        return seen
    return [
        replace(o, measure="referrals", why=f"{o.why}; beside a column of those enrolled")
        if o.place.column in sent and o.measure == "new_participants"
        else o
        for o in seen
    ]


def unguessed(frame: Frame, seen: list[Observation]) -> list[Observation]:
    """Persons below zero, and columns that would only by default mean what another of the row says, stay unresolved."""
    alike: dict[tuple[object, ...], list[int]] = {}
    for o in seen:
        alike.setdefault(meaning(o), []).append(telling(frame.columns[o.place.column]))
    out: list[Observation] = []
    for o in seen:
        mine, others = telling(frame.columns[o.place.column]), alike[meaning(o)]
        if o.value.unit == "persons" and o.value.value is not None and o.value.value < 0:
            out.append(replace(o, measure=UNRESOLVED, value=replace(o.value, unit="count"), why="persons below zero"))
        elif mine < NAMED and len(others) > 1 and (mine < max(others) or others.count(mine) > 1):
            why = f"'{' '.join(o.header_path)}' is unknown, and another column of the row is {o.measure}"
            out.append(replace(o, measure=UNRESOLVED, why=why))
        else:
            out.append(o)
    return out


def meaning(o: Observation) -> tuple[object, ...]:
    """What no two cells of a row can both be."""
    return (o.place.row, o.measure, o.gender, o.period, o.category, o.scope, o.name, o.role, o.value.unit)


def telling(column: Facets) -> int:
    """How much a heading says of what its column counts: a measure, the bare 'deltagare', something else, nothing."""
    if column.measure:
        return NAMED - 1 if column.weak else NAMED
    return int(bool(column.gender or column.period or column.total or column.role))
