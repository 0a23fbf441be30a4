"""Observations and goals that find their report and intervention: ids that stay the same when a run is repeated."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Literal

from corpus.known_names import name_of
from corpus.records import Fact, GoalFact
from normalize.types import Goal, Observation, Place, Value

Ids = Mapping[tuple[str, str], str]
"""(report_id, name on one line) -> intervention_id"""


def stable_id(prefix: str, *parts: object) -> str:
    """The same parts give the same id on every machine."""
    text = "\x1f".join("" if part is None else str(part) for part in parts)
    return f"{prefix}-{hashlib.sha256(text.encode()).hexdigest()[:16]}"


def table_ids(report_id: str, tables: int) -> tuple[str, ...]:
    """'hbs-2017-annual-t01', ... in the order of the pages."""
    return tuple(f"{report_id}-t{n:02}" for n in range(1, tables + 1))


class _Ordinals:
    """Counts how often the same thing has been seen, so that two equal numbers in one place get two ids."""

    def __init__(self) -> None:
        self._seen: Counter[tuple[object, ...]] = Counter()

    def id(self, prefix: str, *parts: object) -> str:
        self._seen[parts] += 1
        return stable_id(prefix, *parts, self._seen[parts])


def facts(
    observations: Iterable[Observation],
    *,
    report_id: str,
    sha256: str,
    federation_id: str,
    ids: Ids,
    tables: tuple[str, ...],
) -> tuple[Fact, ...]:
    """Every observation with its id (from content and place, not from what we think it means)."""
    ordinals = _Ordinals()
    return tuple(
        Fact(
            obs_id=ordinals.id("o", sha256, *_where(o.place), o.row_label, *o.header_path),
            report_id=report_id,
            federation_id=federation_id,
            intervention_id=_intervention(o, report_id, ids),
            observation=o,
            value=o.value.value,
            table_id=_table_id(o.place, tables),
            quality=o.quality,
        )
        for o in observations
    )


def goal_facts(
    goals: Iterable[Goal],
    *,
    report_id: str,
    sha256: str,
    federation_id: str,
    ids: Ids,
    tables: tuple[str, ...],
) -> tuple[GoalFact, ...]:
    """Every goal line with its id, and whether its numbers by themselves say that it was met."""
    ordinals = _Ordinals()
    return tuple(
        GoalFact(
            goal_id=ordinals.id("g", sha256, *_where(g.place), g.goal_text, g.result_text),
            report_id=report_id,
            federation_id=federation_id,
            intervention_id=ids.get((report_id, name_of(g.name)), "_all"),
            goal=g,
            table_id=_table_id(g.place, tables),
            fulfilled_by_arithmetic=fulfilled(g.target, g.result),
        )
        for g in goals
    )


def fulfilled(target: Value | None, result: Value | None) -> Literal["yes", "no", "cannot tell"]:
    """Whether the result reaches the target, when both are numbers of one unit; 'högst' turns the comparison."""
    if target is None or result is None or target.unit != result.unit:
        return "cannot tell"
    wanted, reached = target.value, result.value
    if wanted is None or reached is None:
        return "cannot tell"
    ceiling = target.qualifier == "at_most"
    met = reached <= wanted if ceiling else reached >= wanted
    # 'högst 40' as a result does not say that 30 was reached; 'minst 40' does.
    open_end = {"at_most": not ceiling, "at_least": ceiling}.get(result.qualifier)
    if open_end is not None and met == open_end:
        return "cannot tell"
    return "yes" if met else "no"


def _where(place: Place) -> tuple[object, ...]:
    """The place without the table's number, which changes when another parser finds one more table."""
    return (place.page, place.line, place.row, place.column)


def _table_id(place: Place, tables: tuple[str, ...]) -> str | None:
    return tables[place.table] if 0 <= place.table < len(tables) else None


def _intervention(o: Observation, report_id: str, ids: Ids) -> str:
    if o.scope == "all":
        return "_all"
    return ids.get((report_id, name_of(o.name)), "_federation") if o.scope == "intervention" else "_federation"
