"""Edits of two numbers or one: a figure printed twice, a percent with its 'x av y', a part of a whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from corpus.messages import plain
from corpus.parts import comparable, parts_and_wholes
from corpus.ratios import exact, own_gap
from corpus.records import Edit, Fact
from corpus.rules import MONEY, digest, has_number, number, unit_step
from corpus.same_fact import Print
from corpus.system import Same
from corpus.versions import kind_of


@dataclass(frozen=True, slots=True)
class Held:
    """An edit and whether it holds."""

    edit: Edit
    holds: bool


def pairs(facts: Sequence[Fact]) -> list[Held]:
    """Every ratio and every part of a whole of a report, in a fixed order, each once."""
    made = [*_ratios(facts), *_wholes(facts)]
    return sorted({t.edit.edit_id: t for t in made}.values(), key=lambda t: (t.edit.kind, t.edit.edit_id))


def _edit(
    facts: Sequence[Fact], scales: Sequence[int], kind: str, *, expression: str, tolerance: Decimal, origin: str
) -> Edit:
    terms = tuple((f.obs_id, c) for f, c in zip(facts, scales, strict=True))
    edit_id = digest(facts[0].report_id, kind, *(f"{o}:{c}" for o, c in terms))
    return Edit(edit_id, facts[0].report_id, kind, expression, tolerance, origin, terms)


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
    edit = _edit(
        facts,
        [scales[0], sign * scales[1]],
        kind_of(facts),
        expression="one fact = the same fact",
        tolerance=bounded,
        origin=origin,
    )
    return Same(edit, a, b)


def _ratios(facts: Sequence[Fact]) -> list[Held]:
    made = []
    for fact in facts:
        value = fact.observation.value
        if value.unit != "percent" or not has_number(fact) or value.numerator is None or not value.denominator:
            continue
        if exact(value.numerator, value.denominator) is None:
            continue
        expression = f"100 x {plain(value.numerator)} / {plain(value.denominator)} = {plain(number(fact))} %"
        origin = "label: the percent is printed with the counts it comes from"
        edit = _edit([fact], [1], "ratio", expression=expression, tolerance=unit_step(fact) / 2, origin=origin)
        made.append(Held(edit, own_gap(fact) == 0))
    return made


def _wholes(facts: Sequence[Fact]) -> list[Held]:
    made = []
    for parts, wholes in parts_and_wholes(comparable(facts)):
        whole = max(wholes, key=number)
        for part in parts:
            expression = f"{part.observation.measure} <= {whole.observation.measure}"
            origin = "heuristic: nobody can be in the part who is not in the whole"
            edit = _edit(
                [part, whole], [1, -1], "part_exceeds_whole", expression=expression, tolerance=Decimal(0), origin=origin
            )
            made.append(Held(edit, number(part) <= number(whole)))
    return made
