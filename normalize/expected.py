"""'Förväntat resultat för X är 140 deltagare': a goal in running text; corpus finds its result among all facts."""

from __future__ import annotations

from collections.abc import Sequence

from normalize.names import core
from normalize.types import Goal, Observation


def expected_goals(said: Sequence[Observation], goals: Sequence[Goal]) -> list[Goal]:
    """Targets of running text for interventions that no goal table holds: goals that wait for their result."""
    in_tables = {core(g.name) for g in goals}
    return [
        Goal(
            name=o.name,
            period=o.period,
            place=o.place,
            goal_text=o.place.quote,
            measure=o.measure,
            target=o.value,
        )
        for o in said
        if o.role == "target"
        and o.name
        and o.gender == "T"
        and core(o.name) not in in_tables
        and o.value.unit in ("persons", "percent")
    ]
