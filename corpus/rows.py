"""What the run knows -> rows of the dataset, with exactly the contract's columns. See docs/contract.md."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from corpus.contract import is_code
from corpus.decisions import Decision
from corpus.name_questions import Question
from corpus.records import Edit, Explanation, Fact, Finding, GoalFact, NameRow, ReportFacts, ReportRecord, SeriesBreak
from corpus.registry import Federation, FederationChange, Intervention, Relation
from extract.types import BBox, Table
from normalize.types import Coverage, UnreadNumber, Value

Row = dict[str, object]


def observation_row(fact: Fact, proposed: Decimal | None = None) -> Row:
    """A fact -> its row of `observations`; `proposed` is what an open finding says that it should be."""
    said = fact.observation
    place, value, period = said.place, said.value, said.period
    return {
        "obs_id": fact.obs_id,
        "report_id": fact.report_id,
        "federation_id": fact.federation_id,
        "intervention_id": fact.intervention_id,
        "intervention_printed": said.name,
        "measure": said.measure,
        "category": said.category,
        "gender": said.gender,
        "role": said.role,
        "period": period.code if period else None,
        "period_start": period.start if period else None,
        "period_end": period.end if period else None,
        "freq": period.freq if period else None,
        "value_printed": value.printed,
        "value_raw": value.value,
        "value": fact.value,
        "unit": value.unit,
        "numerator": value.numerator,
        "denominator": value.denominator,
        "qualifier": value.qualifier,
        "obs_status": _status(fact),
        "quality": fact.quality if fact.quality != "ok" else said.quality,
        "source": said.source,
        "table_id": fact.table_id,
        "row": place.row if place.row >= 0 else None,
        "column": place.column if place.column >= 0 else None,
        "row_label": said.row_label,
        "header_path": " > ".join(said.header_path),
        "page": place.page,
        "line": place.line,
        "bbox": box(place.bbox),
        "quote": place.quote,
        "reader": said.reader,
        "engine": said.engine,
        "confidence": said.confidence,
        "rule_id": fact.rule_id,
        "decision_id": fact.decision_id,
        "why": said.why,
        "proposed": proposed,
    }


def _status(fact: Fact) -> str:
    """The printed status, unless the number is not the printed one or is about the future."""
    if fact.quality == "recovered" and fact.value is not None:
        return "I"
    if fact.observation.role == "forecast" and fact.observation.value.status == "A":
        return "F"
    return fact.observation.value.status


def goal_row(fact: GoalFact) -> Row:
    """A goal line -> its row of `goals`; a side that is not printed is empty."""
    goal = fact.goal
    target, result, previous = (v or Value("", None, status="") for v in (goal.target, goal.result, goal.previous))
    return {
        "goal_id": fact.goal_id,
        "report_id": fact.report_id,
        "federation_id": fact.federation_id,
        "intervention_id": fact.intervention_id,
        "intervention_printed": goal.name,
        "period": goal.period.code if goal.period else None,
        "goal_text": goal.goal_text,
        "measure": goal.measure,
        "target_value": target.value,
        "target_unit": target.unit,
        "target_qualifier": target.qualifier,
        "result_text": goal.result_text,
        "result_value": result.value,
        "result_unit": result.unit,
        "result_numerator": result.numerator,
        "result_denominator": result.denominator,
        "result_status": result.status,
        "previous_period": goal.previous_period.code if goal.previous_period else None,
        "previous_text": goal.previous_text,
        "previous_value": previous.value,
        "previous_unit": previous.unit,
        "rating_printed": goal.rating_printed,
        "rating": goal.rating,
        "rating_scale_id": goal.rating_scale_id,
        "fulfilled_by_arithmetic": fact.fulfilled_by_arithmetic,
        "table_id": fact.table_id,
        "page": goal.place.page,
        "line": goal.place.line,
    }


def table_row(table_id: str, report_id: str, table: Table, kind: str) -> Row:
    """A table as extracted -> its row of `tables`."""
    return {
        "table_id": table_id,
        "report_id": report_id,
        "page": table.page,
        "line": table.line,
        "last_line": table.last_line,
        "bbox": box(table.bbox),
        "title": table.title,
        "notes": "\n".join(table.notes),
        "kind": kind or "other",
        "rows": table.rows,
        "columns": table.columns,
        "header_rows": table.header_rows,
        "engine": table.engine,
        "confidence": table.confidence,
        "declined": "\n".join(f"{d.parser}: {d.reason}" for d in table.declined),
    }


def cell_rows(table_id: str, table: Table) -> list[Row]:
    """A table as extracted -> its rows of `cells`."""
    return [
        {
            "table_id": table_id,
            "row": c.row,
            "column": c.column,
            "row_span": c.row_span,
            "column_span": c.column_span,
            "text": c.text,
            "is_header": c.is_header,
            "page": (c.page or table.page) if table.page else None,
            "line": c.line,
            "bbox": box(c.bbox),
            "confidence": c.confidence,
        }
        for c in table.cells
    ]


def finding_row(finding: Finding) -> Row:
    """A finding -> its row of `findings`; lists are joined by ';' in the order of the places."""
    return {
        "finding_id": finding.finding_id,
        "kind": finding.kind,
        "severity": finding.severity,
        "report_ids": _joined(finding.report_ids),
        "intervention_id": finding.intervention_id,
        "lines": _joined(finding.lines),
        "pages": _joined(finding.pages),
        "obs_ids": _joined(finding.obs_ids),
        "values": _joined(finding.values),
        "quotes": _json(finding.quotes),
        "difference": finding.difference,
        "tolerance": finding.tolerance,
        "edit_id": finding.edit_id,
        "explanations": json.dumps([_explanation(e) for e in finding.explanations], ensure_ascii=False),
        "proposed": finding.proposed,
        "confidence": finding.confidence,
        "action": finding.action,
        "status": finding.status,
        "message_sv": finding.message_sv,
        "message_en": finding.message_en,
        "influence": finding.influence,
    }


def _explanation(e: Explanation) -> Row:
    """An explanation as the contract's JSON object; cells of one `solution` belong together."""
    return {
        "cell": e.cell,
        "printed": e.printed,
        "proposed": f"{e.proposed:f}",
        "slip": e.slip,
        "cost": None if e.cost is None else round(e.cost, 2),
        "witnesses": list(e.witnesses),
        "solution": e.solution,
        "mends": e.mends,
    }


def edit_row(edit: Edit) -> Row:
    """A rule -> its row of `edits`. `origin` is 'label: why' or 'heuristic: why'; without a code it is a heuristic."""
    code, _, why = edit.origin.partition(":")
    coded = is_code("edit_origins", code)
    return {
        "edit_id": edit.edit_id,
        "report_id": edit.report_id,
        "kind": edit.kind,
        "expression": edit.expression,
        "tolerance": edit.tolerance,
        "origin": code if coded else "heuristic",
        "evidence": why.strip() if coded else edit.origin,
        "terms": _json(edit.terms),
        "depends": edit.depends,
    }


def name_row(name: NameRow) -> Row:
    """How a printed name was taken -> its row of `names`."""
    return {
        "report_id": name.report_id,
        "federation_id": name.federation_id,
        "printed": name.printed,
        "intervention_id": name.intervention_id,
        "method": name.method,
        "score": name.score,
        "reasons": name.reasons,
        "decision_id": name.decision_id,
    }


def report_row(record: ReportRecord) -> Row:
    """A file that was given -> its row of `reports`. The time it took goes to `runs`: it differs from run to run."""
    return {
        "report_id": record.report_id,
        "federation_id": record.federation_id,
        "title": record.title,
        "kind": record.kind,
        "period": record.period,
        "published": record.published,
        "file_name": record.file_name,
        "sha256": record.sha256,
        "media_type": record.media_type,
        "pages": record.pages,
        "reader": record.reader,
        "pages_ocr": record.pages_ocr,
        "layers": _json(dict(record.layers)) if record.layers else None,
        "why": record.why,
        "language_folded": record.language_folded,
        "status": record.status,
        "error": record.error,
        "seconds": None,
        **_coverage(record.coverage),
    }


def _coverage(found: Coverage | None) -> Row:
    """What became of a report's printed numbers -> its columns of `reports`; empty for a file that was not read."""
    return {
        "numbers": found.numbers if found else None,
        "numbers_used": found.used if found else None,
        "numbers_ignored": found.ignored_by_name if found else None,
        "numbers_not_understood": len(found.unread) if found else None,
        "ignored_by_reason": _json(dict(found.ignored)) if found else None,
    }


def unread_row(report_id: str, nth: int, number: UnreadNumber) -> Row:
    """A printed number that was not understood, the nth of its report -> its row of `unread`."""
    return {
        "report_id": report_id,
        "nth": nth,
        "text": number.text,
        "line": number.line,
        "page": number.page,
        "kind": number.kind,
        "quote": number.quote,
    }


def federation_row(federation: Federation) -> Row:
    """A federation of the registry -> its row of `federations`."""
    return {
        "federation_id": federation.federation_id,
        "name": federation.name,
        "aliases": _joined(federation.aliases),
        "words": _joined(federation.words),
    }


def intervention_row(intervention: Intervention) -> Row:
    """An intervention of the registry (or a new one) -> its row of `interventions`."""
    return {
        "intervention_id": intervention.intervention_id,
        "federation_id": intervention.federation_id,
        "preferred_name": intervention.preferred_name,
        "kind": intervention.kind,
        "owner": intervention.owner,
        "first_year": intervention.first_year,
        "last_year": intervention.last_year,
    }


def relation_row(relation: Relation) -> Row:
    """A relation of the registry -> its row of `relations`."""
    return {
        "from_id": relation.from_id,
        "to_id": relation.to_id,
        "type": relation.type,
        "from_date": relation.from_date,
        "break": relation.series_break,
        "evidence": relation.evidence,
    }


def federation_change_row(change: FederationChange) -> Row:
    """What a federation was before -> its row of `federation_changes`."""
    return {
        "federation_id": change.federation_id,
        "former_id": change.former_id,
        "type": change.type,
        "date": change.date,
        "evidence": change.evidence,
    }


def break_row(found: SeriesBreak) -> Row:
    """Where series cannot be compared -> its row of `breaks`."""
    return {"series": found.series, "date": found.date, "type": found.type, "why": found.why}


def name_question_row(question: Question) -> Row:
    """A question about two names -> its row of `name_questions`."""
    return {
        "question_id": question.question_id,
        "report_id": question.report_id,
        "federation_id": question.federation_id,
        "printed": question.printed,
        "intervention_id": question.intervention_id,
        "other_printed": question.other_printed,
        "other_id": question.other_id,
        "score": question.score,
        "rank": question.rank,
        "rank_for_name": question.rank_for_name,
        "suggestion": question.suggestion,
        "reasons_for": "; ".join(question.reasons_for),
        "reasons_against": "; ".join(question.reasons_against),
    }


def decision_row(decision: Decision, status: str | None = None) -> Row:
    """A decision as read -> its row of `decisions`; `status` says whether it was applied, stale or unused."""
    return {
        "decision_id": decision.decision_id,
        "kind": decision.kind,
        "target_id": decision.target_id,
        "decision": decision.decision,
        "value": decision.value,
        "expected_printed": decision.expected_printed,
        "who": decision.who,
        "when": decision.when,
        "why": decision.why,
        "line": decision.line,
        "status": status,
    }


def run_row(
    version: str,
    started: str,
    seconds: float,
    records: Iterable[ReportRecord],
    tables: Mapping[str, Sequence[Mapping[str, object]]],
) -> Row:
    """A run -> its row of `runs`: the only one that may differ when nothing else does. `started` is ISO 8601."""
    inputs = [{"file_name": r.file_name, "sha256": r.sha256, "status": r.status, "seconds": r.seconds} for r in records]
    counts = {name: len(rows) for name, rows in tables.items() if name != "runs"}
    return {
        "version": version,
        "started": started,
        "inputs": _json(inputs),
        "counts": _json(counts),
        "seconds": seconds,
    }


def rows_of_report(report: ReportFacts, proposed: Mapping[str, Decimal]) -> dict[str, list[Row]]:
    """One report with everything known about it -> its rows by table; findings and edits may span several reports.

    `proposed`: what open findings say that a number should be, by obs_id.
    """
    kinds = report.reading.table_kinds
    # A text file is one page to the readers; to those who look for a number it has lines only.
    paged = {p.number for p in report.extraction.document.pages if p.reader in ("pdf-text", "ocr")}
    tables = [
        (table_id, table if table.page in paged else replace(table, page=None), kinds[i] if i < len(kinds) else "other")
        for i, (table_id, table) in enumerate(zip(report.table_ids, report.extraction.tables, strict=True))
    ]
    return {
        "reports": [report_row(report.record)],
        "observations": [observation_row(f, proposed.get(f.obs_id)) for f in report.facts],
        "goals": [goal_row(g) for g in report.goals],
        "names": [name_row(n) for n in report.names],
        "tables": [table_row(i, report.record.report_id, t, kind) for i, t, kind in tables],
        "cells": [row for i, t, _ in tables for row in cell_rows(i, t)],
        "unread": [
            unread_row(report.record.report_id, nth, number)
            for nth, number in enumerate(report.reading.coverage.unread, start=1)
        ],
    }


def box(bbox: BBox | None) -> str | None:
    """A box as 'x0,top,x1,bottom' with one decimal; None without one."""
    return ",".join(f"{side:.1f}" for side in bbox) if bbox else None


def _joined(parts: Iterable[object]) -> str:
    # A ';' inside a printed value would read as two values.
    return ";".join(str(p).replace(";", ",") for p in parts)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=_plain)


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    raise TypeError(f"{type(value).__name__} has no form in JSON")
