"""'Inskrivna' in goals and sentences is what the report's own tables, by their arithmetic, count by that word."""

from __future__ import annotations

from normalize.periods import parse
from normalize.read import Context, read
from normalize.types import Reading
from tests.normalize.make import markdown, vocabulary

FLOW = """\
# Årsredovisning 2023

| Insats | Inskrivna 1 jan | Inskrivna under året | Utskrivna under året | Kvarstående 31 dec |
|---|---|---|---|---|
| Kraft | 34 | {0} | 45 | 37 |
| Steget | 22 | 31 | 29 | 24 |

| Insats | Mål | Resultat | Bedömning |
|---|---|---|---|
| Kraft | 45 inskrivna deltagare | 48 inskrivna deltagare | Uppfyllt |
"""


def reading(enrolled: int) -> Reading:
    return read(markdown(FLOW.format(enrolled)), vocabulary(), Context(parse("2023")))


def measures(of: Reading, row: str) -> list[str]:
    return [o.measure for o in of.observations if o.name == row and o.place.table == 0]


def test_the_flow_of_the_rows_says_that_the_enrolled_are_those_who_came() -> None:
    found = reading(48)
    assert measures(found, "Kraft") == ["carried_in", "new_participants", "exited_participants", "carried_out"]
    assert [g.measure for g in found.goals] == ["new_participants"]
    assert any("arithmetic: carried in" in o.why for o in found.observations)


def test_without_that_proof_they_are_all_who_took_part() -> None:
    found = reading(90)
    assert measures(found, "Kraft")[1] == "participants"
    assert [g.measure for g in found.goals] == ["participants"]
