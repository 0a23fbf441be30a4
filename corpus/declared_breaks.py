"""A report that says itself that a figure is not what it was: 'antalet avslutade kan inte jämföras med tidigare år'.

The words are rows of `data/break_words.csv`, forms as in the vocabulary (docs/vocabulary.md): `type` is the type of
break, `earlier` for what must stand beside them where `needs` says so, `since` for the year it holds from. A sentence
that names no measure breaks nothing.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import resources

from corpus.identify import UNKNOWN
from corpus.prose import sentences_of
from corpus.records import ReportFacts, SeriesBreak
from extract.types import fold
from normalize import vocabulary
from normalize.facets import Lens


def declared_breaks(read: Sequence[ReportFacts]) -> Iterator[SeriesBreak]:
    """The breaks that the reports declare, each for one measure of the intervention in whose section it is said."""
    for report in read:
        federation, period = report.record.federation_id or "", report.record.period or ""
        if federation in ("", UNKNOWN) or not period:
            continue
        for said in sentences_of(report):
            folded = fold(said.text)
            kind = _kind(folded)
            measure = _measure(said.text) if kind else ""
            if measure:
                who = "*" if said.intervention_id in ("_federation", "_all") else said.intervention_id
                why = f"{report.record.report_id}: {said.text}"
                yield SeriesBreak(f"{federation}/{who}/{measure}", _since(folded, period), kind, why)


def _kind(folded: str) -> str:
    """The type of break that a sentence declares; '' for none."""
    for form, kind, needs in _forms():
        if kind not in ("earlier", "since") and form.search(folded):
            beside = not needs or any(f.search(folded) for f, of, _ in _forms() if of == needs)
            return kind if beside else ""
    return ""


def _since(folded: str, period: str) -> str:
    """The year that the sentence says it is from, else the report's own."""
    named = next((m["year"] for form, kind, _ in _forms() if kind == "since" and (m := form.search(folded))), "")
    return f"{named if len(named) == 4 else period[:4]}-01-01"


def _measure(text: str) -> str:
    """The measure that a sentence names; the bare word 'deltagare' is one too."""
    return Lens(_vocabulary(), None).facets(text).measure


@cache
def _vocabulary() -> vocabulary.Vocabulary:
    return vocabulary.load()


@cache
def _forms() -> tuple[tuple[re.Pattern[str], str, str], ...]:
    """(form, type, what it needs beside it) of every row, in the order of the file."""
    text = resources.files("corpus").joinpath("data/break_words.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return tuple((vocabulary.compiled(row["form"]), row["type"], row["needs"]) for row in rows)
