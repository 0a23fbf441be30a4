"""Rows of the dataset -> what the flagging report shows, as plain values: no HTML here, and no rows in the template."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from corpus.contract import Row, codelists, empty, tables
from corpus.frames import in_order, text
from corpus.name_questions import PER_REPORT
from corpus.records import Dataset
from corpus.report_timeline import timeline_view
from corpus.report_views import (
    CellView,
    Explanation,
    File,
    FindingView,
    FormView,
    NameView,
    Piece,
    PlaceView,
    QuestionView,
    ReportModel,
    TableView,
    UnreadView,
    Words,
)

Quotes = Mapping[str, Sequence[str]]
"""finding_id -> the lines as printed, for findings that carry none themselves."""

_Worst = Mapping[tuple[object, object, object], tuple[str, int]]
"""(table_id, row, column) -> severity and number of the worst finding about that cell."""


class _Rows:
    """The dataset's rows in their order, and the look-ups that the views need."""

    def __init__(self, dataset: Dataset) -> None:
        self.of = {name: in_order(spec, dataset.tables.get(name, ())) for name, spec in tables().items()}
        self.file_number = {r["report_id"]: n for n, r in enumerate(self.of["reports"], start=1)}
        self.file_name = {r["report_id"]: _text(r, "file_name") for r in self.of["reports"]}
        self.table_number = {r["table_id"]: n for n, r in enumerate(self.of["tables"], start=1)}
        self.observation = {r["obs_id"]: r for r in self.of["observations"]}
        self.federation = {r["federation_id"]: _text(r, "name") for r in self.of["federations"]}
        self.intervention = {r["intervention_id"]: _text(r, "preferred_name") for r in self.of["interventions"]}
        order = list(codelists()["severities"])
        self.of["findings"].sort(key=lambda r: order.index(_text(r, "severity")))
        self.finding_number = {r["finding_id"]: n for n, r in enumerate(self.of["findings"], start=1)}
        self.tables: dict[object, list[Row]] = {}
        for t in self.of["tables"]:
            self.tables.setdefault(t["report_id"], []).append(t)
        self.unread: dict[object, list[Row]] = {}
        for u in self.of["unread"]:
            self.unread.setdefault(u["report_id"], []).append(u)
        self.cells: dict[object, list[Row]] = {}
        for c in self.of["cells"]:
            self.cells.setdefault(c["table_id"], []).append(c)

    def named(self, intervention_id: object) -> Words:
        if intervention_id in self.intervention:
            return Words(self.intervention[intervention_id], self.intervention[intervention_id])
        return label("pseudo_interventions", intervention_id)


def model(dataset: Dataset, sources: Quotes | None = None) -> ReportModel:
    """All rows of a run -> what the report shows of them."""
    rows = _Rows(dataset)
    files = tuple(_files(rows))
    worst = _worst(rows)
    shown = {f.report_id: tuple(_table(rows, t, worst) for t in rows.tables.get(f.report_id, ())) for f in files}
    findings = tuple(_finding(rows, r, sources or {}) for r in rows.of["findings"])
    counted = Counter(f.severity for f in findings)
    kinds = sorted({f.kind for f in findings}, key=list(codelists()["finding_kinds"]).index)
    return ReportModel(
        files=files,
        findings=findings,
        tables=tuple((f, shown[f.report_id]) for f in files if shown[f.report_id]),
        names=tuple(_names(rows)),
        questions=tuple(_questions(rows)),
        timeline=timeline_view(rows.of),
        severities=tuple((s, label("severities", s), counted[s]) for s in codelists()["severities"]),
        kinds=tuple((k, label("finding_kinds", k)) for k in kinds),
        observations=len(rows.of["observations"]),
        goals=len(rows.of["goals"]),
    )


def _files(rows: _Rows) -> Iterator[File]:
    found = Counter(t["report_id"] for t in rows.of["tables"])
    numbers = Counter(o["report_id"] for o in rows.of["observations"])
    severities = Counter(
        (i, _text(f, "severity")) for f in rows.of["findings"] for i in _several(_text(f, "report_ids"))
    )
    for r in rows.of["reports"]:
        report_id = _text(r, "report_id")
        yield File(
            number=rows.file_number[report_id],
            report_id=report_id,
            file_name=_text(r, "file_name"),
            title=_text(r, "title"),
            federation=rows.federation.get(r.get("federation_id"), ""),
            period=_text(r, "period"),
            reader=_text(r, "reader"),
            pages=_int(r, "pages"),
            tables=found[report_id],
            observations=numbers[report_id],
            findings=tuple((s, severities[report_id, s]) for s in codelists()["severities"]),
            status=_text(r, "status"),
            status_label=label("report_statuses", r.get("status")),
            error=_text(r, "error"),
            language_folded=bool(r.get("language_folded")),
            printed=_int(r, "numbers"),
            used=_int(r, "numbers_used") or 0,
            ignored=_int(r, "numbers_ignored") or 0,
            unread=tuple(_unread(u) for u in rows.unread.get(report_id, ())),
            unread_percent=_percent(_int(r, "numbers_not_understood"), _int(r, "numbers")),
        )


def _unread(r: Row) -> UnreadView:
    quote = marked(_text(r, "quote"), (_text(r, "text"),))
    return UnreadView(_int(r, "page"), _int(r, "line"), label("unread_kinds", r.get("kind")), quote)


def _percent(part: int | None, whole: int | None) -> Words | None:
    return _number(round(100 * part / whole, 1)) if part is not None and whole else None


def _finding(rows: _Rows, r: Row, sources: Quotes) -> FindingView:
    return FindingView(
        number=rows.finding_number[r["finding_id"]],
        severity=_text(r, "severity"),
        severity_label=label("severities", r["severity"]),
        kind=_text(r, "kind"),
        kind_label=label("finding_kinds", r["kind"]),
        files=tuple(rows.file_number[i] for i in _several(_text(r, "report_ids"))),
        intervention=rows.named(r.get("intervention_id")),
        message=Words(_text(r, "message_sv"), _text(r, "message_en")),
        places=tuple(_places(rows, r, sources)),
        values=tuple(_several(_text(r, "values"))),
        difference=_number(r.get("difference")),
        tolerance=_number(r.get("tolerance")),
        proposed=_text(r, "proposed"),
        confidence_label=label("confidences", r.get("confidence")),
        action=_text(r, "action"),
        action_label=label("actions", r.get("action")),
        status=_text(r, "status"),
        status_label=label("finding_statuses", r.get("status")),
        explanations=tuple(_explanations(r)),
    )


def _places(rows: _Rows, r: Row, sources: Quotes) -> Iterator[PlaceView]:
    """The places in their order; what a place lacks is taken from its observation, or left out."""
    observed = [rows.observation.get(i, {}) for i in _several(_text(r, "obs_ids"))]
    lines, pages = ([int(n) for n in _several(_text(r, name))] for name in ("lines", "pages"))
    quotes = [str(q) for q in json.loads(_text(r, "quotes") or "[]")]
    quotes = quotes or list(sources.get(_text(r, "finding_id"), ())) or [_text(o, "quote") for o in observed]
    reports, values = _several(_text(r, "report_ids")), _several(_text(r, "values"))
    count = max(len(lines), len(pages), len(quotes))
    for i in range(count):
        page, line = pages[i] if i < len(pages) else None, lines[i] if i < len(lines) else None
        here = _observed_at(observed, i, count, page, line)
        report_id = here.get("report_id") or (reports[i] if len(reports) == count else reports[0])
        yield PlaceView(
            file_name=rows.file_name.get(report_id, str(report_id)),
            page=page,
            line=line,
            quote=marked(quotes[i], values) if i < len(quotes) else (),
            table=rows.table_number.get(here.get("table_id"), 0),
        )


def _observed_at(observed: Sequence[Row], i: int, count: int, page: int | None, line: int | None) -> Row:
    """The observation of a place: by order when there are as many of both, else the one printed there; {} without."""
    if len(observed) == count:
        return observed[i]
    there = (o for o in observed if line is not None and o.get("line") == line and page in (None, o.get("page")))
    return next(there, {})


def marked(quote: str, values: Sequence[str]) -> tuple[Piece, ...]:
    """A quoted line cut where a clashing value stands, whole numbers only: 4 is not marked in 94."""
    wanted = sorted({v for v in values if v}, key=len, reverse=True)
    if not wanted or not quote:
        return (Piece(quote),) if quote else ()
    pattern = r"(?<![\w,.])(" + "|".join(re.escape(v) for v in wanted) + r")(?!\w|[,.]\d)"
    pieces = (Piece(part, bool(i % 2)) for i, part in enumerate(re.split(pattern, quote)))
    return tuple(p for p in pieces if p.text)


def _explanations(r: Row) -> Iterator[Explanation]:
    for entry in json.loads(_text(r, "explanations") or "[]"):
        witnesses = entry.get("witnesses") or ()
        yield Explanation(
            printed=str(entry.get("printed") or ""),
            proposed="" if entry.get("proposed") is None else str(entry["proposed"]),
            slip=label("slips", entry.get("slip")),
            witnesses=tuple(map(str, [witnesses] if isinstance(witnesses, str) else witnesses)),
        )


def _table(rows: _Rows, t: Row, worst: _Worst) -> TableView:
    grid = _grid(t, rows.cells.get(t["table_id"], ()), worst)
    confidence = t.get("confidence")
    return TableView(
        number=rows.table_number[t["table_id"]],
        title=_text(t, "title"),
        page=_int(t, "page"),
        line=_int(t, "line"),
        kind_label=label("table_kinds", t.get("kind")),
        engine=_text(t, "engine"),
        confidence=None if empty(confidence) else _number(round(100 * float(str(confidence)))),
        declined=tuple(_text(t, "declined").splitlines()),
        notes=tuple(_text(t, "notes").splitlines()),
        grid=grid,
        findings=len({c.finding for row in grid for c in row if c.finding}),
    )


def _worst(rows: _Rows) -> _Worst:
    """Cell -> severity and number of its worst finding; findings come worst first."""
    out: dict[tuple[object, object, object], tuple[str, int]] = {}
    for f in rows.of["findings"]:
        for obs_id in _several(_text(f, "obs_ids")):
            o = rows.observation.get(obs_id, {})
            place = (o.get("table_id"), o.get("row"), o.get("column"))
            out.setdefault(place, (_text(f, "severity"), rows.finding_number[f["finding_id"]]))
    return out


def _grid(t: Row, cells: Sequence[Row], worst: _Worst) -> tuple[tuple[CellView, ...], ...]:
    """Rows of cells as HTML wants them: a spanned position is left out, one without a cell is blank."""
    starts = {(c["row"], c["column"]): c for c in cells}
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
            severity, finding = worst.get((t["table_id"], row, column), ("", 0))
            if c is not None:
                shown.append(
                    CellView(
                        _text(c, "text"),
                        bool(c["is_header"]),
                        _at(c, "row_span"),
                        _at(c, "column_span"),
                        severity,
                        finding,
                    )
                )
            elif (row, column) not in covered:
                shown.append(CellView("", False, 1, 1, severity, finding))
        out.append(tuple(shown))
    return tuple(out)


def _names(rows: _Rows) -> Iterator[NameView]:
    by_id: dict[tuple[object, object], dict[str, list[Row]]] = {}
    for r in rows.of["names"]:
        key = (r.get("federation_id"), r["intervention_id"])
        by_id.setdefault(key, {}).setdefault(_text(r, "printed"), []).append(r)
    for (federation_id, intervention_id), forms in by_id.items():
        yield NameView(
            intervention=rows.named(intervention_id),
            federation=rows.federation.get(federation_id, ""),
            forms=tuple(
                FormView(
                    printed,
                    tuple(dict.fromkeys(rows.file_name.get(r["report_id"], "") for r in found)),
                    tuple(dict.fromkeys(label("name_methods", r["method"]) for r in found)),
                    "; ".join(dict.fromkeys(_text(r, "reasons") for r in found if not empty(r.get("reasons")))),
                )
                for printed, found in forms.items()
            ),
        )


def _questions(rows: _Rows) -> Iterator[QuestionView]:
    """The questions that are asked: the first few of every report."""
    for q in rows.of["name_questions"]:
        if (_int(q, "rank") or 0) <= PER_REPORT:
            yield QuestionView(
                _text(q, "question_id"),
                rows.file_name.get(q.get("report_id"), ""),
                _text(q, "printed"),
                _text(q, "other_printed"),
                _text(q, "reasons_for"),
                _text(q, "reasons_against"),
            )


def label(codelist: str, code: object) -> Words:
    """A code in words, in both languages; the code itself when the list does not have it."""
    entry = codelists()[codelist].get("" if code is None else str(code))
    return Words(entry.label_sv, entry.label_en) if entry else Words(str(code or ""), str(code or ""))


def _number(value: object) -> Words | None:
    """A number as it is written in each language: 1 096,5 and 1,096.5."""
    if empty(value):
        return None
    plain = text("number", round(float(str(value)), 4) + 0.0)
    sign, digits = ("−", plain[1:]) if plain.startswith("-") else ("", plain)
    whole, _, decimals = digits.partition(".")
    grouped = f"{int(whole):,}"
    point = "." + decimals if decimals else ""
    return Words(sign + grouped.replace(",", "\u00a0") + point.replace(".", ","), sign + grouped + point)


def _text(row: Row, name: str) -> str:
    value = row.get(name)
    return "" if value is None else str(value)


def _int(row: Row, name: str) -> int | None:
    value = row.get(name)
    return value if isinstance(value, int) else None


def _at(row: Row, name: str) -> int:
    """A required whole number of a valid row."""
    return int(str(row[name]))


def _several(joined: str) -> list[str]:
    return joined.split(";") if joined else []
