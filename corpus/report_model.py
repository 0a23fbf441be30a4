"""Rows of the dataset -> what the flagging report shows, as plain values: no HTML here, and no rows in the template."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import chain

from corpus.contract import codelists
from corpus.decision_csv import COLUMNS
from corpus.records import Dataset
from corpus.report_files import associations, files
from corpus.report_findings import finding
from corpus.report_names import names, questions
from corpus.report_pictures import Draw, within
from corpus.report_regions import Paper
from corpus.report_rows import Rows, text
from corpus.report_tables import table, worst
from corpus.report_timeline import timeline_view
from corpus.report_views import FindingView, Region, ReportModel, TableView, Tally, Words
from corpus.report_wording import label, percent

Quotes = Mapping[str, Sequence[str]]
"""finding_id -> the lines as printed, for findings that carry none themselves."""


def model(
    dataset: Dataset, sources: Quotes | None = None, paper: Paper | None = None, draw: Draw | None = None
) -> ReportModel:
    """All rows of a run -> what the report shows of them.

    `paper` are the pages that can be drawn, `draw` draws them; without either the lines are quoted only.
    """
    rows, sheets = Rows(dataset), paper or Paper({})
    listed = tuple(files(rows))
    flagged = worst(rows)
    shown = {
        f.report_id: tuple(table(rows, t, flagged, sheets) for t in rows.tables.get(f.report_id, ())) for f in listed
    }
    found = tuple(
        finding(rows, r, sheets, tuple((sources or {}).get(text(r, "finding_id"), ()))) for r in rows.of["findings"]
    )
    read = [f for f in listed if f.printed]
    printed, used, ignored = (
        sum(n) for n in ([f.printed or 0 for f in read], [f.used for f in read], [f.ignored for f in read])
    )
    plain = ReportModel(
        dataset=_key(rows),
        files=listed,
        findings=found,
        tables=tuple((f, shown[f.report_id]) for f in listed if shown[f.report_id]),
        names=tuple(names(rows)),
        questions=tuple(questions(rows)),
        timeline=timeline_view(rows.of),
        severities=_severities(found),
        kinds=_kinds(found),
        associations=associations(listed, found),
        interventions=tuple(sorted({f.intervention_id: f.intervention for f in found if f.intervention.sv}.items())),
        years=tuple(sorted({y for f in found for y in f.years if y})),
        observations=len(rows.of["observations"]),
        goals=len(rows.of["goals"]),
        printed=(printed, used, ignored),
        understood=percent(used + ignored, printed) or Words("", ""),
        decided=tuple({c: text(d, c) for c in (*COLUMNS, "status")} for d in rows.of["decisions"]),
    )
    return _pictured(plain, sheets, draw) if draw else plain


def _pictured(plain: ReportModel, paper: Paper, draw: Draw) -> ReportModel:
    """The model with pictures: of the findings first, in their order, then of the tables, while the budget lasts."""
    of_findings = (p.region for f in plain.findings for p in f.places)
    of_tables = (g for _, ts in plain.tables for t in sorted(ts, key=lambda t: -t.findings) for g in t.regions)
    wanted = [g for g in chain(of_findings, of_tables) if g is not None]
    pictures, left_out = within(wanted, paper, draw)
    number = {p.region: p.number for p in pictures}
    return replace(
        plain,
        findings=tuple(_with_pictures(f, number) for f in plain.findings),
        tables=tuple((f, tuple(_with_picture(t, number) for t in ts)) for f, ts in plain.tables),
        pictures=tuple(pictures),
        pictures_left_out=left_out,
    )


def _with_pictures(f: FindingView, number: Mapping[Region, int]) -> FindingView:
    return replace(f, places=tuple(replace(p, picture=number.get(p.region, 0) if p.region else 0) for p in f.places))


def _with_picture(t: TableView, number: Mapping[Region, int]) -> TableView:
    return replace(t, pictures=tuple(number[g] for g in t.regions if g in number))


def _severities(found: Sequence[FindingView]) -> tuple[tuple[str, Words, int], ...]:
    counted = Counter(f.severity for f in found)
    return tuple((s, label("severities", s), counted[s]) for s in codelists()["severities"])


def _kinds(found: Sequence[FindingView]) -> tuple[Tally, ...]:
    counted = Counter((f.kind, f.severity) for f in found)
    kinds = sorted({f.kind for f in found}, key=list(codelists()["finding_kinds"]).index)
    return tuple(
        Tally(k, label("finding_kinds", k), tuple(counted[k, s] for s in codelists()["severities"])) for k in kinds
    )


def _key(rows: Rows) -> str:
    """What a browser keeps decisions under: the same for the same reports, whatever order they came in."""
    sums = sorted(text(r, "sha256") for r in rows.of["reports"])
    return hashlib.sha256("\n".join(sums).encode()).hexdigest()[:12]
