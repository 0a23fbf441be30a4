"""Whether a page that holds a table was ever turned away before it was searched."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.registry import load as load_registry
from extract.read import read
from extract.types import TableSettings
from normalize.vocabulary import load
from tests.benchmarks.tables.sets import Case

GATE = "gate"
"""The parser in whose name a page is turned away."""


def passed(cases: Sequence[Case]) -> dict[str, int]:
    """Pages with and without true tables, and how many of each were searched."""
    settings = TableSettings(hints=load().hints(load_registry(None).names()))
    count = {"with": 0, "kept_with": 0, "without": 0, "kept_without": 0}
    for case in cases:
        away = {number for number, no in read(case.path, settings).declined if no.parser == GATE}
        holding = {number for truth in case.truths for number in truth.pages}
        for number in range(1, case.pages + 1):
            kind = "with" if number in holding else "without"
            count[kind] += 1
            count[f"kept_{kind}"] += number not in away
    return count
