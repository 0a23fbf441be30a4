"""`facit check`: only the checks, on reports or on tables of cells, so that an author can look at a draft."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpus import assemble, inputs, manifest, registry, taught
from corpus.inputs import Problem
from corpus.reading import Job, read_report
from corpus.records import Finding, ReportFacts
from normalize.types import Period

UNDATED = Period("utan år", "", "", "A")
"""The period of all numbers of a draft that names none."""
SEVERITIES = {
    "sv": {"error": "FEL", "warning": "VARNING", "info": "ANMÄRKNING"},
    "en": {"error": "ERROR", "warning": "WARNING", "info": "REMARK"},
}


@dataclass(frozen=True, slots=True)
class Checked:
    """What the checks found; `edits` is how many rules there was evidence for."""

    reports: tuple[ReportFacts, ...]
    findings: tuple[Finding, ...]
    edits: int
    problems: tuple[Problem, ...] = ()

    @property
    def errors(self) -> int:
        return sum(f.severity == "error" for f in self.findings)


def check(given: Sequence[Path], known_registry: Path | None = None, vocabulary: Path | None = None) -> Checked:
    """The findings of every file in `given`. Raises RegistryError and VocabularyError as `build.run` does."""
    known, words = registry.load(known_registry), taught.read(vocabulary)
    found = inputs.find(given)
    beside = manifest.load(found.folders(), known)
    outcomes = [read_report(Job(s, beside.row(s.path), known, words)) for s in found.sources]
    records = assemble.records(outcomes)
    reports = assemble.reports(outcomes, records, assemble.linked(outcomes, records, known, ()))
    reports = [_as_draft(r) for r in reports]
    edits, findings = assemble.confronted(reports)
    failed = tuple(Problem(o.source.shown, o.error) for o in outcomes if o.error)
    return Checked(tuple(reports), findings, len(edits), (*found.problems, *failed))


def _as_draft(report: ReportFacts) -> ReportFacts:
    """A draft that says no year is about one, so that its numbers are compared; of several sheets each is a page."""
    tables, several = report.extraction.tables, len(report.extraction.document.pages) > 1
    facts = []
    for fact in report.facts:
        seen = fact.observation
        if not seen.period and not report.record.period:
            seen = replace(seen, period=UNDATED)
        if several and seen.place.page is None and seen.place.table >= 0:
            seen = replace(seen, place=replace(seen.place, page=tables[seen.place.table].page))
        facts.append(replace(fact, observation=seen))
    return replace(report, facts=tuple(facts))


def lines(checked: Checked, lang: str) -> list[str]:
    """The findings in words, report by report, worst first."""
    out = []
    for report in checked.reports:
        record = report.record
        own = [f for f in checked.findings if record.report_id in f.report_ids]
        out.append(f"{record.file_name}: {_counted(own, lang)}")
        for f in own:
            out.append(f"  {SEVERITIES[lang][f.severity]}  {f.message_sv if lang == 'sv' else f.message_en}")
            out += [f"      | {' '.join(q.split())[:160]}" for q in f.quotes[:3]]
    return out


def _counted(findings: Sequence[Finding], lang: str) -> str:
    counts = [sum(f.severity == s for f in findings) for s in ("error", "warning", "info")]
    if lang == "sv":
        names = (("fel", "fel"), ("varning", "varningar"), ("anmärkning", "anmärkningar"))
    else:
        names = (("error", "errors"), ("warning", "warnings"), ("remark", "remarks"))
    return ", ".join(_many(n, *forms) for n, forms in zip(counts, names, strict=True))


def _many(n: int, one: str, several: str) -> str:
    return f"{n} {one if n == 1 else several}"
