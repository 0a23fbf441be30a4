"""Figures of a chart that stand apart from their labels: which belongs to which was told by the text, not the chart."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.clashes import finding, in_order
from corpus.messages import Text, listed, shown, where, words
from corpus.records import Fact, Finding, ReportFacts


def unordered_charts(report: ReportFacts) -> list[Finding]:
    """One warning per chart whose figures the reader found in another order than their labels."""
    charts: dict[int, list[Fact]] = {}
    for fact in report.facts:
        table = fact.observation.place.table
        if table >= 0 and _apart(report, table):
            charts.setdefault(table, []).append(fact)
    return [_finding(facts) for facts in charts.values() if not _as_printed(facts)]


def _apart(report: ReportFacts, table: int) -> bool:
    tables = report.extraction.tables
    return table < len(tables) and tables[table].engine == "text-figure" and bool(tables[table].notes)


def _as_printed(facts: Sequence[Fact]) -> bool:
    """Whether the figures stand in the order of their labels after all."""
    by_column = sorted(facts, key=lambda f: f.observation.place.column)
    lines = [f.observation.place.line or 0 for f in by_column]
    return len(facts) < 2 or (lines == sorted(lines) and len(set(lines)) == 1)


def _finding(facts: Sequence[Fact]) -> Finding:
    ordered = in_order(facts)
    pairs = [(shown(f), words(f"measure.{f.observation.measure}", f.observation.measure)) for f in ordered]
    params: dict[str, str | Text] = {
        "pairs": Text(listed([f"{n} {w.sv}" for n, w in pairs]).sv, listed([f"{n} {w.en}" for n, w in pairs]).en),
        "where": where(ordered),
    }
    values = [n for n, _ in pairs]
    by_label = sorted(facts, key=lambda f: f.observation.place.column)
    return finding(
        "garbled",
        "warning",
        "unordered_chart",
        ordered,
        values,
        params=params,
        about=ordered[0],
        proposed="; ".join(shown(f) for f in by_label),
        confidence="likely",
    )
