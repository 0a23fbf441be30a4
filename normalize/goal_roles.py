"""The columns of a goal table: which holds the names, the goals, the results by period, the rating, the labels."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extract.types import Table
from normalize.tables import Setting, heading_of, printed_value, stub_of
from normalize.types import Period
from normalize.vocabulary import Vocabulary

SHORT_RESULT = 30
"""A longer result is told in words."""


@dataclass(frozen=True, slots=True)
class Roles:
    """Which column is what; -1 where there is none. `results` are (column, period), the report's own first.

    `labels` say what is measured beside a column of bare targets: 'Effektmål', 'Indikator' beside 'Mål 2023'.
    """

    stub: int
    target: int
    rating: int
    results: tuple[tuple[int, Period | None], ...]
    labels: tuple[int, ...] = ()


def roles_of(table: Table, setting: Setting) -> Roles | None:
    """Columns by their headings: goal, results by period, rating, stub, labels of what the goal measures."""
    report = setting.lens.period
    codes = [heading_code(table, c, setting) for c in range(table.columns)]
    goals = [c for c, code in enumerate(codes) if code == "target"]
    target = target_of(table, goals)
    labels = tuple(c for c in goals if c < target)
    if target == 1 and codes[0] == "" and measured_by_label(table, setting):
        labels = (0,)
    rating = max((c for c, code in enumerate(codes) if code == "rating"), default=-1)
    answered = {"result"}
    if "budget" not in codes and (rating >= 0 or labels or told(table, target)):
        answered.add("actual")
    results = [
        (c, setting.lens.facets(re.sub(r"\(.*?\)", "", heading_of(table, c)), "header").period)
        for c, code in enumerate(codes)
        if code in answered
    ]
    if target < 0 or not results:
        return None
    stub = 0 if codes[0] == "stub" or (target == 1 and not labels) else -1
    results.sort(key=lambda x: 0 if x[1] is None or (report and x[1].code == report.code) else 1)
    return Roles(stub, target, rating, tuple(results), labels)


def measured_by_label(table: Table, setting: Setting) -> bool:
    """Do the row labels of a table of bare targets say what is measured, not whose it is?"""
    body = range(table.header_rows, table.rows)
    filled = [r for r in body if any(printed_value(table, r, c) for c in range(1, table.columns))]
    known = [r for r in filled if setting.lens.facets(stub_of(table, r), "stub", "header", "prose", "goal").measure]
    return 2 * len(known) > len(filled) and not any(setting.is_name(stub_of(table, r)) for r in filled)


def heading_code(table: Table, column: int, setting: Setting) -> str:
    """What a column's heading says it holds: target, result, rating, stub; 'actual' for 'Utfall', 'budget'; '' else."""
    vocabulary = setting.lens.vocabulary
    words = setting.lens.fold(heading_of(table, column)).split()
    while len(words) > 1 and vocabulary.code(words[-1], "header") == "modifier":
        words.pop()  # 'Utfall T2'
    bare = re.sub(r"\(.*?\)|\b(19|20)\d\d\b|\d+$", "", " ".join(words)).strip()
    return vocabulary.code(bare, "header") or opening(bare, vocabulary) or vocabulary.code(bare, "role") or ""


def target_of(table: Table, columns: Sequence[int]) -> int:
    """Of the columns headed as goals the last that mostly holds figures, else the first; -1 of none."""
    body = range(table.header_rows, table.rows)

    def figures(c: int) -> bool:
        filled = [text for r in body if (text := printed_value(table, r, c))]
        return sum(any(ch.isdigit() for ch in text) for text in filled) > 0.5 * len(filled)

    return next((c for c in reversed(columns) if figures(c)), columns[0] if columns else -1)


def told(table: Table, column: int) -> bool:
    """Do the cells of a column say in words what they are about, not only how many?"""
    body = range(table.header_rows, table.rows)
    return column >= 0 and any(re.search(r"[^\W\d_]{4,}", printed_value(table, r, column)) for r in body)


def in_words(table: Table, roles: Roles) -> bool:
    """Are results told in words, not only figures?"""
    column = roles.results[0][0]
    return any(len(printed_value(table, r, column)) > SHORT_RESULT for r in range(table.header_rows, table.rows))


def opening(bare: str, vocabulary: Vocabulary) -> str:
    """The role of a heading that opens with a known one and says more ('Resultat och måluppfyllelse för året')."""
    found = next(iter(vocabulary.find(bare, "header", ("header",))), None)
    known = found is not None and found.start == 0 and found.entry.code in ("target", "result", "rating")
    return found.entry.code if found is not None and known else ""
