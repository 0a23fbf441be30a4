"""What the page's script needs beside the HTML: the rows each answer writes, the words it says, the grids of tables."""

from __future__ import annotations

from collections.abc import Mapping

from corpus.report_views import CellView, Choice, CsvRow, FindingView, QuestionView, ReportModel, TableView, Words


def data(shown: ReportModel, words: Mapping[str, Words]) -> dict[str, object]:
    """All of it as plain values for JSON."""
    return {
        "dataset": shown.dataset,
        "words": {name: [w.sv, w.en] for name, w in words.items()},
        "decided": [dict(d) for d in shown.decided],
        "findings": {f.finding_id: _finding(f) for f in shown.findings},
        "questions": {q.question_id: _question(q) for q in shown.questions},
    }


def grids(shown: ReportModel) -> dict[str, object]:
    """The cells of every table, apart from the rest: they are read when the first table is unfolded."""
    return {t.table_id: _table(t) for _, ts in shown.tables for t in ts}


def _finding(f: FindingView) -> dict[str, object]:
    return {
        "severity": f.severity,
        "kind": f.kind,
        "federations": list(f.federations),
        "years": list(f.years),
        "intervention": f.intervention_id,
        "status": f.status,
        "alike": f.alike,
        "choices": [_choice(c) for c in f.choices],
        "own": [[c.obs_id, c.printed] for c in f.own],
    }


def _question(q: QuestionView) -> dict[str, object]:
    return {"choices": [_choice(c) for c in q.choices]}


def _choice(c: Choice) -> dict[str, object]:
    return {
        "key": c.key,
        "reason": [c.reason.sv, c.reason.en],
        "changes": [[h.obs_id, h.printed, h.proposed.sv, h.proposed.en] for h in c.changes],
        "rows": [_row(r) for r in c.rows],
    }


def _row(r: CsvRow) -> list[str]:
    return [r.kind, r.target_id, r.decision, r.value, r.expected_printed]


def _table(t: TableView) -> list[list[object]]:
    return [[_cell(c) for c in row] for row in t.grid]


def _cell(c: CellView) -> object:
    """A plain cell is its text; any other a list: text, header, row span, column span, severity, finding."""
    if not (c.is_header or c.finding or c.row_span > 1 or c.column_span > 1):
        return c.text
    return [c.text, int(c.is_header), c.row_span, c.column_span, c.severity, c.finding]
