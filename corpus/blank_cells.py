"""Blank cells that a sum counts as nothing, in a column where other rows print a 0: nobody can tell which is meant."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.clashes import finding, in_order
from corpus.messages import Text, listed, where
from corpus.records import Fact, Finding
from corpus.rules import COUNTS, Rule


def blanks_for_zero(rules: Sequence[Rule]) -> list[Finding]:
    """One remark per table with such cells."""
    tables: dict[int, dict[str, Fact]] = {}
    for rule in rules:
        cells = [f for f, _ in rule.terms]
        counted = all(f.observation.value.unit in COUNTS for f in cells)
        if rule.edit.kind != "column_sum" or not rule.holds or not counted:
            continue
        blank = [f for f in cells if f.observation.value.value is None and f.observation.value.status == "O"]
        unwritten = [f for f in blank if not f.observation.value.printed]
        if unwritten and any(f.observation.value.value == 0 for f in cells):
            tables.setdefault(rule.total.observation.place.table, {}).update({f.obs_id: f for f in unwritten})
    return [_finding(list(cells.values())) for _, cells in sorted(tables.items())]


def _finding(cells: Sequence[Fact]) -> Finding:
    ordered = in_order(cells)
    rows = [" ".join(f.observation.row_label.split()) for f in ordered]
    params: dict[str, str | Text] = {"rows": listed(rows), "where": where(ordered)}
    return finding(
        "column_sum",
        "info",
        "blank_for_zero",
        ordered,
        ["(blank)", "0"],
        params=params,
        about=ordered[0],
        proposed="0",
        confidence="likely",
    )
