"""`facit check`: only the checks, on reports or on tables of cells, so that an author can look at a draft."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus import assemble, inputs, manifest, registry, taught
from corpus.inputs import Problem
from corpus.reading import Job, read_report
from corpus.records import Finding, ReportFacts

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
    edits, findings = assemble.confronted(reports)
    failed = tuple(Problem(o.source.shown, o.error) for o in outcomes if o.error)
    return Checked(tuple(reports), findings, len(edits), (*found.problems, *failed))


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
