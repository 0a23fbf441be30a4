"""Edits of tables that nobody understood: sums by their labels, and identities of columns that most rows hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

from corpus.edits_columns import column_sums, has_weight
from corpus.records import Fact
from corpus.rules import Rule, has_number, make_rule, rounding_tolerance
from corpus.wording import is_total

MOST = 2 / 3
"""The share of a table's rows that have to hold an identity of columns before it is believed."""
Columns = dict[int, Fact]


def grid_rules(cells: Sequence[Fact], unread: Callable[[int, int, int], bool]) -> list[Rule]:
    """The sum rules of tables given as plain cells."""
    tables: dict[int, dict[int, Columns]] = defaultdict(lambda: defaultdict(dict))
    for fact in cells:
        place = fact.observation.place
        if fact.observation.value.unit != "percent":
            tables[place.table][place.row][place.column] = fact
    rules = column_sums(cells, unread)
    for rows in tables.values():
        rules += _row_sums(list(rows.values())) or _differences(list(rows.values()))
    return rules


def _row_sums(rows: Sequence[Columns]) -> list[Rule]:
    """A column headed as a total is the sum of the columns before it (or after it), where most rows say so."""
    heads = {c: f.observation.header_path for row in rows for c, f in row.items()}
    totals = sorted(c for c, path in heads.items() if path and is_total(path[-1]))
    found: list[Rule] = []
    for n, total in enumerate(totals):
        before = [c for c in sorted(heads) if (totals[n - 1] if n else -1) < c < total]
        after = [c for c in sorted(heads) if total < c < (totals[n + 1] if n + 1 < len(totals) else max(heads) + 1)]
        for parts in (before, after):
            made = _believed([_rule(row, [(c, 1) for c in parts], total, "a column headed as a total") for row in rows])
            if len(parts) > 1 and made:
                found += made
                break
    return found


def _differences(rows: Sequence[Columns]) -> list[Rule]:
    """Of three columns side by side, the third is the difference of the others, where most rows say so."""
    columns = sorted({c for row in rows for c in row})
    for first, second, third in zip(columns, columns[1:], columns[2:], strict=False):
        for sign in (1, -1):
            terms = [(first, sign), (second, -sign)]
            made = _believed([_rule(row, terms, third, "three columns of which one is the difference") for row in rows])
            if made:
                return made
    return []


def _rule(row: Columns, parts: Sequence[tuple[int, int]], total: int, why: str) -> Rule | None:
    if total not in row or not has_number(row[total]):
        return None
    members = [(row[c], sign) for c, sign in parts if c in row]
    if sum(has_number(f) for f, _ in members) < 2:
        return None
    facts = [*(f for f, _ in members), row[total]]
    return make_rule(
        facts[0].report_id,
        "row_sum",
        [*members, (row[total], -1)],
        rounding_tolerance(facts),
        expression=f"{len(members)} columns = one column",
        origin=f"heuristic: {why}, and most rows of the table hold it",
    )


def _believed(made: Sequence[Rule | None]) -> list[Rule]:
    rules = [r for r in made if r is not None]
    telling = [r for r in rules if has_weight(r)]
    holding = [r for r in telling if r.holds]
    return rules if len(holding) > 1 and len(holding) >= MOST * len(telling) else []
