"""Our reading after the whole house has had its say: cells whose number sums and columns put right are taken so."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from corpus import assemble, inputs
from corpus.corrected import corrected
from corpus.manifest import ManifestRow
from corpus.reading import Job, read_report
from corpus.records import ReportFacts
from corpus.registry import load
from tests.benchmarks.tables.peers import Engine
from tests.benchmarks.tables.score import Read

FEDERATION = "hbs"
"""Random pages name no federation; any will do."""


def settled() -> Engine:
    """An engine that reads, understands and confronts a document, and gives its tables with what was put right."""
    known = load(None)

    def run(path: Path) -> list[Read]:
        job = Job(inputs.find([path]).sources[0], ManifestRow(path.name, FEDERATION), known)
        outcomes = [read_report(job)]
        if outcomes[0].extraction is None:
            raise ValueError(outcomes[0].error)
        records = assemble.records(outcomes)
        linked = assemble.linked(outcomes, records, known, ())
        reports = assemble.reports(outcomes, records, linked)
        _, findings = assemble.confronted(reports)
        settled_reports, _ = corrected(reports, findings)
        return _tables(settled_reports[0])

    return run


def _tables(report: ReportFacts) -> list[Read]:
    tables = report.extraction.tables
    grids = [table.grid() for table in tables]
    for fact in report.facts:
        place = fact.observation.place
        if fact.quality in ("corrected", "recovered") and fact.value is not None and 0 <= place.table < len(grids):
            grids[place.table][place.row][place.column] = _written(fact.value, fact.observation.value.printed)
    return [
        Read((tuple(map(tuple, grid)),), tuple(sorted({table.page or 1, *(c.page for c in table.cells if c.page)})))
        for table, grid in zip(tables, grids, strict=True)
    ]


def _written(value: Decimal, printed: str) -> str:
    """The number as the report writes numbers: a comma, and a sign of per cent where one was read."""
    return f"{value:f}".replace(".", ",") + (" %" if "%" in printed else "")
