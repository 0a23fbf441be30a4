"""Tables as extracted, for the report: rows of cells as HTML wants them, with the findings about each cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from corpus.contract import Row, empty
from corpus.report_regions import Paper, table_regions
from corpus.report_rows import Rows, several, text, whole
from corpus.report_views import CellView, TableView
from corpus.report_wording import label, number

Worst = Mapping[tuple[str, int, int], tuple[str, str]]
"""(table_id, row, column) -> severity and id of the worst finding about that cell."""


def worst(rows: Rows) -> Worst:
    """Cell -> severity and id of its worst finding; findings come worst first."""
    out: dict[tuple[str, int, int], tuple[str, str]] = {}
    for f in rows.of["findings"]:
        for obs_id in several(text(f, "obs_ids")):
            o = rows.observation.get(obs_id, {})
            row, column = whole(o, "row"), whole(o, "column")
            if row is not None and column is not None:
                out.setdefault((text(o, "table_id"), row, column), (text(f, "severity"), text(f, "finding_id")))
    return out


def table(rows: Rows, t: Row, flagged: Worst, paper: Paper) -> TableView:
    """A table's rows -> what is shown of it."""
    table_id = text(t, "table_id")
    grid = _grid(t, rows.cells.get(table_id, ()), flagged)
    confidence = t.get("confidence")
    return TableView(
        table_id=table_id,
        title=text(t, "title"),
        page=whole(t, "page"),
        line=whole(t, "line"),
        kind_label=label("table_kinds", t.get("kind")),
        engine=text(t, "engine"),
        confidence=None if empty(confidence) else number(round(100 * float(str(confidence)))),
        declined=tuple(text(t, "declined").splitlines()),
        notes=tuple(text(t, "notes").splitlines()),
        grid=grid,
        findings=len({c.finding for row in grid for c in row if c.finding}),
        regions=table_regions(rows, table_id, paper),
    )


def _grid(t: Row, cells: Sequence[Row], flagged: Worst) -> tuple[tuple[CellView, ...], ...]:
    """Rows of cells as HTML wants them: a spanned position is left out, one without a cell is blank."""
    starts = {(_at(c, "row"), _at(c, "column")): c for c in cells}
    covered = {
        (row, column)
        for c in cells
        for row in range(_at(c, "row"), _at(c, "row") + _at(c, "row_span"))
        for column in range(_at(c, "column"), _at(c, "column") + _at(c, "column_span"))
    } - set(starts)
    out = []
    for row in range(_at(t, "rows")):
        shown = []
        for column in range(_at(t, "columns")):
            c = starts.get((row, column))
            severity, finding = flagged.get((text(t, "table_id"), row, column), ("", ""))
            if c is not None:
                spans = _at(c, "row_span"), _at(c, "column_span")
                shown.append(CellView(text(c, "text"), bool(c["is_header"]), *spans, severity, finding))
            elif (row, column) not in covered:
                shown.append(CellView("", False, 1, 1, severity, finding))
        out.append(tuple(shown))
    return tuple(out)


def _at(row: Row, name: str) -> int:
    """A required whole number of a valid row."""
    return int(str(row[name]))
