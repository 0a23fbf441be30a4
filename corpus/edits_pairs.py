"""Edits of a figure printed twice: every printing after the first should agree with the first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from corpus.rules import MONEY, edit_of, number
from corpus.same_fact import Print
from corpus.sources import Same
from corpus.versions import kind_of


def sames(told: Iterable[Sequence[Sequence[Print]]]) -> list[Same]:
    """An edit for each printing of a fact after its first: it should agree with the first."""
    made = []
    for versions_ in told:
        first, *rest = (p for version in versions_ for p in version)
        made += [_equal(first, other) for other in rest]
    return list({s.edit.edit_id: s for s in made}.values())


def _equal(a: Print, b: Print) -> Same:
    slack = (a.high - a.low + b.high - b.low) / 2
    bounded = slack if slack.is_finite() else Decimal(0)
    scales = [int(MONEY.get(p.fact.observation.value.unit, Decimal(1))) for p in (a, b)]
    origin = f"heuristic: two places print {a.fact.observation.measure} of the same intervention, group and period"
    sign = 1 if (number(a.fact) < 0) != (number(b.fact) < 0) and a.amount * b.amount > 0 else -1
    facts = [a.fact, b.fact]
    edit = edit_of(
        a.fact.report_id,
        kind_of(facts),
        [(a.fact, scales[0]), (b.fact, sign * scales[1])],
        bounded,
        expression="one fact = the same fact",
        origin=origin,
    )
    return Same(edit, a, b)
