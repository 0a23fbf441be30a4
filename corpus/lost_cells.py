"""A row with one number fewer than the table has columns: what the other rows and the totals say was lost."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from corpus.clashes import finding
from corpus.messages import Text, plain, where
from corpus.records import Explanation, Fact, Finding
from corpus.rules import COUNTS, Rule, has_number, number
from corpus.wording import is_of_which, is_total

Rows = dict[int, dict[int, Fact]]


@dataclass(frozen=True, slots=True)
class Lost:
    """A row that lost a cell: its finding, the ids of what is left of it, and of the totals it was found by."""

    finding: Finding
    row: frozenset[str]
    totals: frozenset[str]

    def explains(self, rule: Rule) -> bool:
        """Whether `rule` breaks only because of the lost cell."""
        column = rule.edit.kind == "column_sum" and rule.total.obs_id in self.totals
        return column or any(f.obs_id in self.row for f, _ in rule.terms)


def lost_cells(facts: Sequence[Fact]) -> list[Lost]:
    """The rows of tables with totals that lost one cell."""
    tables: dict[int, Rows] = defaultdict(lambda: defaultdict(dict))
    for fact in facts:
        place = fact.observation.place
        if min(place.table, place.row, place.column) >= 0 and fact.observation.value.unit in COUNTS:
            tables[place.table][place.row][place.column] = fact
    return [found for _, rows in sorted(tables.items()) for found in _in_table(rows)]


def _in_table(rows: Rows) -> list[Lost]:
    labels = {r: next(iter(cells.values())).observation.row_label for r, cells in rows.items()}
    totals = [r for r in rows if is_total(labels[r])]
    if len(totals) != 1 or len(rows) < 3 or len(rows[totals[0]]) < 3:
        return []
    total = rows[totals[0]]
    body = {r: cells for r, cells in rows.items() if r < totals[0] and not is_of_which(labels[r])}
    if not all(has_number(f) for f in total.values()):
        return []
    found = []
    for row, cells in sorted(body.items()):
        printed = printed_numbers(next(iter(cells.values())))
        needed = [number(total[c]) - _others(body, row, c) for c in sorted(total)]
        if len(printed) == len(needed) - 1 and _lost_one(printed, needed):
            left, sums = (frozenset(f.obs_id for f in c.values()) for c in (cells, total))
            found.append(Lost(_finding(cells, total, printed, needed), left, sums))
    return found


def _others(body: Rows, row: int, column: int) -> Decimal:
    return sum((number(cells[column]) for r, cells in body.items() if r != row and column in cells), Decimal(0))


def _lost_one(printed: list[Decimal], needed: list[Decimal]) -> bool:
    """Whether what the columns need is the printed row with one number (not a 0, that is a blank cell) put in."""
    ways = [needed[i] for i in range(len(needed)) if needed[:i] + needed[i + 1 :] == printed]
    return bool(ways) and all(value > 0 for value in ways)


def printed_numbers(fact: Fact) -> list[Decimal]:
    """The whole numbers at the end of the row as printed; a dash is a cell with nothing in it and counts as 0."""
    tail = re.search(r"(?:(?:^|\s)[|\s]*(?:\d+|[-–]))+[|\s]*$", fact.observation.place.quote)
    cells = re.findall(r"\d+|[-–]", tail.group()) if tail else []
    return [Decimal(c) if c.isdigit() else Decimal(0) for c in cells]


def _finding(cells: dict[int, Fact], total: dict[int, Fact], printed: list[Decimal], needed: list[Decimal]) -> Finding:
    first = cells[min(cells)]
    label = " ".join(first.observation.row_label.split())
    params: dict[str, str | Text] = {
        "label": label,
        "printed": " ".join(plain(n) for n in printed),
        "count": str(len(printed)),
        "columns": str(len(needed)),
        "needed": " ".join(plain(n) for n in needed),
        "where": where([first]),
    }
    return finding(
        "garbled",
        "error",
        "lost_cell",
        [*cells.values(), *total.values()],
        # repeated numbers are kept apart: the row is one value as printed
        [" ; ".join(plain(n) for n in printed)],
        params=params,
        about=first,
        proposed=" ; ".join(plain(n) for n in needed),
        confidence="likely",
        explanations=_explanations(cells, dict(zip(sorted(total), needed, strict=True))),
    )


def _explanations(cells: dict[int, Fact], needed: dict[int, Decimal]) -> list[Explanation]:
    """The blank cell that the lost number belongs to; none when the row's other cells are not where they should be."""
    blank = [c for c in needed if c in cells and not has_number(cells[c])]
    placed = all(number(cells[c]) == value for c, value in needed.items() if c in cells and has_number(cells[c]))
    if len(blank) != 1 or not placed:
        return []
    return [Explanation(cells[blank[0]].obs_id, "", needed[blank[0]], "lost_cell", mends=2)]
