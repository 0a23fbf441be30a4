"""The whole run: files in, dataset and report out. Read `run` from the top down; each line is one stage."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from corpus import assemble, decisions, inputs, manifest, registry, taught
from corpus.corrected import corrected
from corpus.decided import decide
from corpus.disagreement import standing
from corpus.executors import default_jobs, run_all
from corpus.judged import judged
from corpus.outcomes import Outcomes, outcomes_of
from corpus.reading import Job, Outcome, Progress, Tell, lost, read_report, silent
from corpus.records import Dataset, Finding, ReportFacts, ReportRecord
from normalize.types import Coverage, together


@dataclass(frozen=True, slots=True)
class Options:
    """What a run is asked to do besides reading: where to, with which data of people, in which language."""

    out: Path
    decisions: Path | Sequence[Path] | None = None
    """One file, or one of each person."""
    registry: Path | None = None
    lang: Literal["sv", "en"] = "sv"
    jobs: int = 0
    """Processes; 0 for as many as there are processors."""
    vocabulary: Path | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """What came of it. `problems` are inputs that gave nothing, `notes` what the user should know besides.

    `dataset` and `report` are None when no report could be read: then nothing is written.
    """

    reports: tuple[ReportRecord, ...]
    problems: tuple[inputs.Problem, ...]
    notes: tuple[str, ...]
    counts: dict[str, int]
    findings: dict[str, int]
    seconds: float
    coverage: Coverage = field(default_factory=Coverage)
    """What became of the printed numbers of all reports together."""
    decisions: Outcomes = field(default_factory=Outcomes)
    dataset: Path | None = None
    report: Path | None = None


class NotWrittenError(Exception):
    """The dataset cannot be written to the folder given. `str(error)` is one sentence for the user."""


def run(given: Sequence[Path], options: Options, tell: Tell = silent) -> Run:
    """Read every report in `given` and write one dataset and one flagging report to `options.out`.

    A report that cannot be read is a row with status failed and a Problem, never an exception. Raises RegistryError
    for a registry, decisions or reports.csv that cannot be used, VocabularyError for such a vocabulary, NotWrittenError
    when `out` cannot be written to, ContractError when rows break the dataset's contract (then nothing is written).
    """
    started, clock = datetime.now(UTC), time.perf_counter()
    known = registry.load(options.registry)
    read = decisions.read(*_files(options.decisions))
    said = standing(read.decisions)
    words = taught.read(options.vocabulary)
    found = inputs.find(given, leave_out=options.out)
    beside = manifest.load(found.folders(), known)
    _check_writable(options.out)

    tell(Progress("", "found", 0, len(found.sources)))
    outcomes = _read_all([Job(s, beside.row(s.path), known, words) for s in found.sources], options.jobs, tell)
    records = assemble.records(outcomes)
    linked = assemble.linked(outcomes, records, known, said.stand)
    reports = tuple(assemble.reports(outcomes, records, linked))
    tell(Progress("", "check"))
    decided = decide(reports, said.stand, assemble.confronted)
    reports, findings = corrected(decided.reports, decided.findings)
    reports = judged(reports, findings)
    became = outcomes_of(read, said, decided, linked.used_decisions, linked.stale_decisions)

    problems = found.problems + tuple(inputs.Problem(o.source.shown, o.error) for o in outcomes if o.error)
    notes = (*found.notes, *beside.warnings, *became.notes, *assemble.notes(outcomes))
    seconds = time.perf_counter() - clock
    covered = together(r.reading.coverage for r in reports)
    result = Run(tuple(records), problems, notes, _counts(reports), _severities(findings), seconds, covered, became)
    if not reports:
        return result
    tables = assemble.tables(
        records,
        reports,
        edits=decided.edits,
        findings=findings,
        names=linked,
        registry=known,
        decided=became,
    )
    ran = assemble.run_row(started, seconds, records, tables)
    tables["runs"] = [{**ran, "vocabulary": words.as_json() if words else None}]
    tell(Progress("", "write"))
    dataset, report = _write(Dataset(tables), reports, options, tell)
    return replace(result, dataset=dataset, report=report, seconds=time.perf_counter() - clock)


def _files(given: Path | Sequence[Path] | None) -> Sequence[Path]:
    return (given,) if isinstance(given, Path) else given or ()


def _read_all(jobs: Sequence[Job], processes: int, tell: Tell) -> list[Outcome]:
    return run_all(read_report, jobs, lost, jobs=processes or default_jobs(), tell=tell)


def _check_writable(out: Path) -> None:
    """Before an hour of reading, not after it."""
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise NotWrittenError(f"{out}: cannot be made ({error.strerror}); give another --out") from error
    if not os.access(out, os.W_OK | os.X_OK):
        raise NotWrittenError(f"{out}: no permission to write there; give another --out")


def _write(dataset: Dataset, reports: Sequence[ReportFacts], options: Options, tell: Tell) -> tuple[Path, Path]:
    # Heavy (pandas, DuckDB, Excel, templates): imported when there is something to write.
    from corpus import plots, report_pictures, store  # noqa: PLC0415
    from corpus.report import write_report  # noqa: PLC0415
    from corpus.report_regions import Paper  # noqa: PLC0415

    def draw(todo: Sequence[report_pictures.Task]) -> list[report_pictures.Drawn]:
        jobs = options.jobs or default_jobs()
        return run_all(report_pictures.drawn, todo, report_pictures.undrawn, jobs=jobs, tell=tell)

    paper = Paper({r.record.report_id: r.extraction.document.pages for r in reports})

    try:
        store.write(dataset, options.out, lang=options.lang)
        series = plots.section(options.out, heading=2)
        write_report(dataset, options.out, lang=options.lang, paper=paper, draw=draw, series=series)
    except OSError as error:
        what = f"{error.filename or options.out}: {error.strerror or error}"
        raise NotWrittenError(f"{what}; free space there or give another --out") from error
    return options.out, options.out / "report" / "index.html"


def _counts(reports: Sequence[ReportFacts]) -> dict[str, int]:
    return {
        "tables": sum(len(r.extraction.tables) for r in reports),
        "observations": sum(len(r.facts) for r in reports),
        "goals": sum(len(r.goals) for r in reports),
        "interventions": len({n.intervention_id for r in reports for n in r.names}),
    }


def _severities(findings: Sequence[Finding]) -> dict[str, int]:
    counted = Counter(f.severity for f in findings)
    return {severity: counted[severity] for severity in ("error", "warning", "info")}
