"""A row with fewer numbers than the table has columns: what the other rows and the totals say was lost."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from corpus.clashes import finding
from corpus.messages import Text, plain, where
from corpus.records import Explanation, Fact, Finding
from corpus.rules import COUNTS, Rule, has_number, number
from corpus.slips import is_digit_slip
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
    """The rows of tables with totals that lost cells."""
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
        if _lost_some(printed, needed):
            left, sums = (frozenset(f.obs_id for f in c.values()) for c in (cells, total))
            found.append(Lost(_finding(cells, total, printed, needed), left, sums))
    return found


def _others(body: Rows, row: int, column: int) -> Decimal:
    return sum((number(cells[column]) for r, cells in body.items() if r != row and column in cells), Decimal(0))


def _lost_some(printed: Sequence[Decimal], needed: Sequence[Decimal]) -> bool:
    """Whether the printed row is what the columns need with one or more numbers fallen out.

    Every way to place the printed numbers under the columns is tried, in order; a 0 that is not printed is a blank
    cell, no lost one. One number may be misread besides, when the row's last column is its total and adds up.
    """
    if not printed or len(printed) >= len(needed) or any(value < 0 for value in needed):
        return False
    adds_up = sum(needed[:-1]) == needed[-1]
    for columns in combinations(range(len(needed)), len(printed)):
        lost = [needed[c] for c in range(len(needed)) if c not in columns and needed[c]]
        wrong = [(p, needed[c]) for p, c in zip(printed, columns, strict=True) if p != needed[c]]
        slipped = len(wrong) == 1 and adds_up and is_digit_slip(*wrong[0])
        if lost and (not wrong or slipped) and (adds_up or len(lost) == 1) and len(lost) < len(printed):
            return True
    return False


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
