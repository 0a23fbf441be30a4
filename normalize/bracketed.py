"""Figures in brackets beside the figure of a cell: last year's where title or heading says so, a share, or unknown."""

from __future__ import annotations

import re
from dataclasses import replace

from extract.types import Table
from normalize import values
from normalize.measuring import UNRESOLVED
from normalize.periods import previous, same_in
from normalize.tables import Setting, heading_of
from normalize.types import Observation, Period

IN_BRACKETS = re.compile(r"\b(?:inom|i) paren?t[eh]+s\w*|\b(?:inom|i) parant[eh]s\w*|\binom klammer")
"""Folded, as often misspelt: what says that brackets hold something of its own."""
YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
CELL = re.compile(r"\s*([^()]*\d[^()]*)\(([^()]*\d[^()]*)\)\s*")


def period_in_brackets(table: Table, column: int, setting: Setting) -> Period | None:
    """The period of the figures in a column's brackets, by what heading or title says of them; None when they do not.

    'resultat 2021 inom parentes', 'föregående år inom parentes', '2020 (2019)'.
    """
    report = setting.lens.period
    for text in (heading_of(table, column), table.title, heading_of(table, 0)):
        folded = setting.lens.fold(text)
        said = IN_BRACKETS.search(folded)
        if said and report is not None:
            years = YEAR.findall(folded[: said.start()])
            return same_in(report, int(years[-1])) if years else previous(report)
        beside = re.search(r"(?:19|20)\d\d \(((?:19|20)\d\d)\)\s*$", text.strip())
        if beside and report is not None:
            return same_in(report, int(beside[1]))
    return None


def parts(text: str) -> tuple[str, str] | None:
    """'74 (66)' -> ('74', '66'); None for a cell without a figure in brackets after another, or with an 'x av y'."""
    found = CELL.fullmatch(text)
    if found is None or re.search(r"\d+ av ", found[2]):
        return None
    return found[1].strip(), found[2].strip()


def in_brackets(o: Observation, inside: str, when: Period | None, setting: Setting) -> Observation:
    """The observation of a cell's bracketed figure, given that of the figure before it.

    Of a known period it is the same then; a share beside a count, or a count beside a share, is the same now; else it
    is kept without a measure.
    """
    unit = o.value.unit if when or "%" not in inside else "percent"
    if when is None and o.value.unit == "percent" and "%" not in inside:
        unit = "persons"
    value = replace(values.cell(inside, setting.lens.vocabulary, unit), printed=inside)
    value = replace(value, unit=value.unit or unit)
    if when is not None:
        return replace(o, value=value, period=when, why=f"{o.why}; brackets hold {when.code}")
    if value.unit != o.value.unit:
        return replace(o, value=value, why=f"{o.why}; the share beside the count")
    return replace(o, value=value, measure=UNRESOLVED, why="nothing says what the brackets hold")
