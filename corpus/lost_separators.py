"""Amounts whose separators between thousands were lost: where one number ends and the next begins had to be told."""

from __future__ import annotations

import re
from collections.abc import Iterable

from corpus.clashes import finding, in_order
from corpus.messages import Text, listed, where
from corpus.records import Fact, Finding, ReportFacts
from corpus.rules import MONEY

WHOLE = re.compile(r"[-−–]? ?\d{1,3}(?:[  ]\d{3})+")
SPOILT = re.compile(r"[-−–]? ?(?:(?:\d{1,3}[  ])+\d{4,}|\d{4,}(?:[  ]\d{3})+|\d{6,})")
ENOUGH = 3
"""Such amounts from which on the table as a whole is worth a look."""


def lost_separators(report: ReportFacts) -> list[Finding]:
    """One remark per table of a misread text in which some amounts have their separators and others do not."""
    if not report.extraction.document.language_folded:
        return []
    tables: dict[int, list[Fact]] = {}
    for fact in report.facts:
        if fact.observation.place.table >= 0 and fact.observation.value.unit in MONEY:
            tables.setdefault(fact.observation.place.table, []).append(fact)
    return [f for _, facts in sorted(tables.items()) for f in _of_table(facts)]


def _of_table(facts: Iterable[Fact]) -> list[Finding]:
    printed = [(f, f.observation.value.printed.strip()) for f in facts]
    spoilt = in_order(f for f, text in printed if SPOILT.fullmatch(text))
    if len(spoilt) < ENOUGH or not any(WHOLE.fullmatch(text) for _, text in printed):
        return []
    values = [f.observation.value.printed.strip() for f in spoilt]
    params: dict[str, str | Text] = {"values": listed(values), "where": where(spoilt)}
    return [finding("garbled", "info", "lost_separators", spoilt, values, params=params, about=spoilt[0])]
