"""Small reports for tests: a table is a list of rows, a sentence a list of numbers."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from corpus.records import Fact, ReportFacts, ReportRecord
from extract.types import Document, Extraction
from normalize.types import Observation, Period, Place, Reading, Value

YEAR = Period("2019", "2019-01-01", "2019-12-31", "A")


def fact(
    number: str | None,
    measure: str = "participants",
    *,
    line: int = 1,
    who: str = "Bryggan",
    unit: str = "persons",
    at: tuple[int, int, int] | None = None,
    label: str = "",
    quote: str = "",
    of: tuple[int, int] | None = None,
    reader: str = "text",
    period: Period | None = YEAR,
    **rest: Any,
) -> Fact:
    """One printed number; `at` is (table, row, column), without it the number stands in prose."""
    value = Decimal(number) if number is not None else None
    x, y = (Decimal(of[0]), Decimal(of[1])) if of else (None, None)
    decimals = len(number.partition(".")[2]) if number else 0
    status = rest.pop("status", "A" if number is not None else "O")
    qualifier = rest.pop("qualifier", "")
    intervention = "_all" if who == "Totalt" else who.lower()
    table, row, column = at or (-1, -1, -1)
    seen = Observation(
        measure=measure,
        value=Value(number or "", value, unit, decimals, x, y, qualifier, status),
        period=period,
        place=Place(line, None, None, table, row, column, quote or f"row {line}"),
        scope="all" if who == "Totalt" else "intervention",
        name="" if who == "Totalt" else who,
        source="table" if at else "prose",
        row_label=label or who,
        reader=reader,
        **rest,
    )
    spot = "-".join(str(p) for p in (table, row, column, line, measure, seen.gender, seen.role, number, who, unit))
    return Fact(f"obs-{spot}", "r1", "f", intervention, seen, value)


GENDERS = (("K", 0), ("M", 1), ("A", 2), ("T", 3))


def gender_table(rows: Iterable[tuple[str, str]], measure: str = "participants", first: int = 10) -> list[Fact]:
    """A table of women, men, other and total: rows of (name, '24 17 - 41'); '-' is a blank cell."""
    out = []
    for i, (who, numbers) in enumerate(rows):
        for (gender, column), printed in zip(GENDERS, numbers.split(), strict=True):
            number = None if printed == "-" else printed
            at = (0, i, column)
            quote = f"{who} {numbers}"
            out.append(fact(number, measure, line=first + i, who=who, at=at, gender=gender, quote=quote))
    return out


def report(*facts: Fact | Iterable[Fact]) -> ReportFacts:
    """A report that says nothing but these facts."""
    flat = tuple(f for item in facts for f in ([item] if isinstance(item, Fact) else item))
    record = ReportRecord("r1", "r1.txt", "", "text/plain", "ok", period="2019", reader="text")
    return ReportFacts(record, Extraction(Document("r1.txt", "", "text/plain", ()), ()), Reading(), flat)
