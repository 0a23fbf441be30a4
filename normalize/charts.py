"""Charts whose figures lost their order: put back by what sentences say of the same measures, and by the flow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import permutations

from extract.types import Table
from normalize.types import Observation, Value

MOST = 7
"""Bars; more have too many orders to try."""
FLOW = {"carried_in": 1, "new_participants": 1, "exited_participants": -1, "carried_out": -1}
"""Those there were and those who came are those who left and those there are."""


def in_order(
    observations: Sequence[Observation], tables: Sequence[Table], said: Sequence[Observation]
) -> list[Observation]:
    """The observations, those of unordered charts with their values exchanged where witnesses tell the order.

    A chart that no sentence and no identity orders in one best way is left out: its figures would be guesses.
    """
    out = [o for o in observations if not unordered(o, tables)]
    for index, table in enumerate(tables):
        chart = (
            [o for o in observations if o.place.table == index] if table.notes and table.engine == "text-figure" else []
        )
        out += ordered(chart, said)
    return out


def unordered(o: Observation, tables: Sequence[Table]) -> bool:
    """Does an observation stand in a chart whose order is lost?"""
    table = tables[o.place.table] if 0 <= o.place.table < len(tables) else None
    return table is not None and table.engine == "text-figure" and bool(table.notes)


def ordered(chart: Sequence[Observation], said: Sequence[Observation]) -> list[Observation]:
    """The chart's observations with its values in the order that most witnesses support; [] when none stands out."""
    if not 2 <= len(chart) <= MOST:
        return []
    cells = [(o.value, o.place) for o in chart]
    scored = sorted(
        ((support(chart, [v for v, _ in order], said), n, order) for n, order in enumerate(permutations(cells))),
        key=lambda x: (-x[0], x[1]),
    )
    if scored[0][0] < 2 or (len(scored) > 1 and scored[1][0] == scored[0][0]):
        return []
    return [
        replace(o, value=value, place=replace(o.place, line=at.line, quote=at.quote))
        for o, (value, at) in zip(chart, scored[0][2], strict=True)
    ]


def support(chart: Sequence[Observation], values: Sequence[Value], said: Sequence[Observation]) -> int:
    """How many of the chart's measures a sentence gives the same value, and one more when the flow adds up."""
    witnesses = sum(
        any(same_fact(o, s) and s.value.value == value.value for s in said)
        for o, value in zip(chart, values, strict=True)
    )
    parts = {o.measure: v.value for o, v in zip(chart, values, strict=True)}
    adds_up = set(parts) == set(FLOW) and sum(sign * (parts[m] or 0) for m, sign in FLOW.items()) == 0
    return witnesses + adds_up


def same_fact(a: Observation, b: Observation) -> bool:
    """Do two observations speak of the same measure, people and group?"""
    return (a.measure, a.scope, a.name, a.gender, a.role) == (b.measure, b.scope, b.name, b.gender, b.role)
