"""The bars of a chart are put in order by what sentences say and by the flow; else they are left out."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from extract.types import Table
from normalize.charts import in_order
from normalize.types import Observation, Place, Value

BARS = Table((), 2, 5, engine="text-figure", notes=("order lost",))
FLOW = ("carried_in", "new_participants", "exited_participants", "carried_out")


def chart(*values: int) -> list[Observation]:
    """A chart's observations in the order of its labels, with values in the order they are printed."""
    return [
        Observation(m, Value(str(v), Decimal(v), "persons"), None, Place(line=10 + i, table=0, row=1, column=i), "all")
        for i, (m, v) in enumerate(zip(FLOW, values, strict=True))
    ]


def said(measure: str, value: int) -> Observation:
    return Observation(
        measure, Value(str(value), Decimal(value), "persons"), None, Place(line=40), "all", source="prose"
    )


def test_sentences_and_the_flow_put_the_bars_under_their_labels() -> None:
    made = in_order(chart(198, 190, 191, 183), [BARS], [said("carried_in", 198), said("exited_participants", 190)])
    assert [(o.measure, o.value.printed) for o in made] == list(zip(FLOW, ("198", "183", "190", "191"), strict=True))
    assert [o.place.line for o in made] == [10, 13, 11, 12]


def test_a_chart_that_nothing_orders_is_left_out_and_other_tables_stay() -> None:
    other = replace(chart(1, 2, 3, 4)[0], place=Place(line=3, table=1))
    tables = [BARS, replace(BARS, engine="text-rows", notes=())]
    assert in_order([*chart(198, 190, 191, 183), other], tables, [said("carried_in", 198)]) == [other]


def test_two_orders_that_are_as_good_are_no_order() -> None:
    assert in_order(chart(5, 5, 6, 4), [BARS], [said("new_participants", 5), said("carried_in", 5)]) == []
