"""All edits of a report: the linear rules that its own headings, labels and words give evidence for."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from corpus.edits_columns import column_sums
from corpus.edits_grid import grid_rules
from corpus.edits_rows import deviations, flows, parts_sums, total_columns
from corpus.grid_cells import BLANK, cells_of
from corpus.records import Fact, ReportFacts
from corpus.rules import Rule
from extract.types import Table


def rules(report: ReportFacts) -> list[Rule]:
    """The sum rules of `report`, in a fixed order, each once."""
    facts, cells = report.facts, cells_of(report)
    unread = _unread([*facts, *cells], report.extraction.tables)
    made = [
        *parts_sums(facts),
        *total_columns(facts),
        *deviations(facts),
        *flows(facts),
        *column_sums(facts, unread),
        *grid_rules(cells, unread),
    ]
    return sorted({r.edit.edit_id: r for r in made}.values(), key=lambda r: (_line(r), r.edit.kind, r.edit.edit_id))


def _line(rule: Rule) -> tuple[int, int]:
    place = rule.total.observation.place
    return (place.page or 0, place.line or 0)


def _unread(facts: Sequence[Fact], tables: Sequence[Table]) -> Callable[[int, int, int], bool]:
    """A test for cells that hold something but became no number, so that no sum over them can be told."""
    read = {(f.observation.place.table, f.observation.place.row, f.observation.place.column) for f in facts}

    def unread(table: int, row: int, column: int) -> bool:
        if (table, row, column) in read or table >= len(tables):
            return False
        cell = tables[table].cell(row, column)
        return cell is not None and not cell.is_header and cell.column == column and cell.text.strip() not in BLANK

    return unread
