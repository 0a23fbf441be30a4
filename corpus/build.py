"""The whole run: files in, dataset and report out. Read `run` from the top down; each line is one stage."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Literal

from corpus import (
    assemble,
    changes,
    decisions,
    elsewhere,
    fingerprint,
    folders,
    inputs,
    kept,
    manifest,
    pools,
    registry,
    taught,
)
from corpus.beside import Beside
from corpus.cache import Cache
from corpus.corrected import corrected
from corpus.decided import decide
from corpus.disagreement import standing
from corpus.executors import default_jobs, run_all
from corpus.folders import CACHE, NotWrittenError
from corpus.judged import judged
from corpus.kept import NotKeptError, Task
from corpus.limits import Limits
from corpus.outcomes import Outcomes, outcomes_of
from corpus.read_all import Readings, read_all, to_read
from corpus.reading import Job, Progress, Tell, silent
from corpus.records import Dataset, Finding, ReportFacts, ReportRecord
from corpus.registry import Registry
from corpus.remote import is_url
from corpus.report_regions import Paper
from normalize.types import Coverage, together

__all__ = ["CACHE", "NotWrittenError", "Options", "Run", "run"]


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
    limits: Limits | None = None
    """What a report may cost. Without limits and with one job, reports are read in this process."""
    cluster: str = ""
    """A Dask cluster to read on: the address of its scheduler, or 'local:3'; '' for processes of this machine."""
    cache: Path | None = None
    """Where readings are kept from run to run; None for nowhere."""


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
    kept: int = 0
    """How many reports were not read anew, since nothing that their reading rests on changed."""
    changes: changes.Changes | None = None
    """What came and went since the dataset that stood in the folder; None when none stood there."""
    dataset: Path | None = None
    report: Path | None = None


@dataclass(frozen=True, slots=True)
class People:
    """What people have written down: the registry, decisions, words of their own."""

    registry: Registry
    decisions: decisions.Read
    words: taught.Taught | None


def run(given: Sequence[Path | str], options: Options, tell: Tell = silent) -> Run:
    """Read every report in `given` and write one dataset and one flagging report to `options.out`.

    What is given are files and folders, and addresses that fsspec understands ('s3://bucket/reports').
    A report that cannot be read is a row with status failed and a Problem, never an exception. Raises RegistryError
    for a registry, decisions or reports.csv that cannot be used, VocabularyError for such a vocabulary, NotWrittenError
    when `out` cannot be written to, ContractError when rows break the dataset's contract (then nothing is written).
    """
    known, words = registry.load(options.registry), taught.read(options.vocabulary)
    people = People(known, decisions.read(*_files(options.decisions)), words)
    with folders.held(options.out, options.cache) as cache:
        done = _run(given, replace(options, cache=cache), people, tell)
        Cache(cache).sweep(kept.versions())
        return done


def _run(given: Sequence[Path | str], options: Options, people: People, tell: Tell) -> Run:
    clock = time.perf_counter()
    result, made = _made(given, options, people, tell)
    if made is None:
        return result
    tell(Progress("", "write"))
    dataset, report = _write(made, options, tell)
    return replace(result, dataset=dataset, report=report, seconds=time.perf_counter() - clock)


@dataclass(frozen=True, slots=True)
class _Made:
    """What is left of all reports when they are to be written: rows, the pages of pictures, and how many were read."""

    dataset: Dataset
    paper: Paper
    reports: int


def _made(given: Sequence[Path | str], options: Options, people: People, tell: Tell) -> tuple[Run, _Made | None]:
    """Everything up to the rows; nothing to write when no report could be read.

    What the rows were made from ends with this function: to write them takes as much memory again.
    """
    started, clock = datetime.now(UTC), time.perf_counter()
    known, words = people.registry, people.words
    said = standing(people.decisions.decisions)
    assert options.cache is not None  # noqa: S101  a run has a folder for readings, if only for once
    near = inputs.find([Path(g) for g in given if not is_url(g)], leave_out=options.out)
    far = elsewhere.find([str(g) for g in given if is_url(g)], options.cache)
    found = elsewhere.together(near, far)
    beside = manifest.load(found.folders(), known, [s.path for s in far.sources])

    pages = (options.limits or Limits()).pages
    readings = _read([Job(s, beside.row(s.path), known, words, pages) for s in found.sources], options, tell)
    outcomes = [readings.outcome(n) for n in range(len(found.sources))]
    records = assemble.records(outcomes)
    changed = changes.since(options.out, records)
    linked = assemble.linked(outcomes, records, known, said.stand)
    reports = tuple(assemble.reports(outcomes, records, linked))
    tell(Progress("", "check"))
    decided = decide(reports, said.stand, assemble.confronted)
    reports, findings = corrected(decided.reports, decided.findings)
    reports = judged(reports, findings)
    became = outcomes_of(people.decisions, said, decided, linked.used_decisions, linked.stale_decisions)

    problems = found.problems + tuple(inputs.Problem(o.source.shown, o.error) for o in outcomes if o.error)
    notes = (*found.notes, *beside.warnings, *became.notes, *assemble.notes(outcomes))
    seconds = time.perf_counter() - clock
    covered = together(r.reading.coverage for r in reports)
    not_anew = len(records) - readings.anew
    counts, severities = _counts(reports), _severities(findings)
    result = Run(tuple(records), problems, notes, counts, severities, seconds, covered, became, not_anew, changed)
    if not reports:
        return result, None
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
    came = changed.as_json() if changed else None
    tables["runs"] = [{**ran, "vocabulary": words.as_json() if words else None, "changes": came, "kept": not_anew}]
    paper = Paper({r.record.report_id: r.extraction.document.pages for r in reports}, assemble.words(outcomes, records))
    return result, _Made(Dataset(tables), paper, len(reports))


def _files(given: Path | Sequence[Path] | None) -> Sequence[Path]:
    return (given,) if isinstance(given, Path) else given or ()


def _read(jobs: Sequence[Job], options: Options, tell: Tell) -> Readings:
    """Every report, from what is kept of it or anew."""
    assert options.cache is not None  # noqa: S101  as above
    tasks = [Task(job, options.cache, options.limits or Limits(), fingerprint.reading()) for job in jobs]
    missing = to_read(tasks)
    tell(Progress("", "found", 0, len(missing)))
    try:
        with _pool(options, len(missing), tell) as pool:
            return read_all(tasks, missing, pool, tell)
    except NotKeptError as error:
        raise NotWrittenError(f"{error}; mend that or give another --cache: what was read so far is kept") from error


def _pool(options: Options, reports: int, tell: Tell) -> AbstractContextManager[pools.Pool]:
    if options.cluster and reports:
        return pools.on_dask(options.cluster)
    return pools.here(options.jobs, options.limits, reports, tell)


def _write(made: _Made, options: Options, tell: Tell) -> tuple[Path, Path]:
    """Everything into a folder beside `out`, which then takes its place as a whole.

    With more than one job the workbook, the figures of series and the pictures are made on worker processes, while this
    one writes the other files.
    """
    # Heavy (pandas, DuckDB, Excel, templates): imported when there is something to write.
    from corpus import plots, report_pictures, store  # noqa: PLC0415
    from corpus.report import write_report  # noqa: PLC0415

    with pools.processes(options.jobs, options.limits, made.reports, tell) as executor:

        def draw(todo: Sequence[report_pictures.Task]) -> list[report_pictures.Drawn]:
            found = run_all(report_pictures.drawn, todo, report_pictures.undrawn, executor=executor, tell=tell)
            return [drawn for _, drawn in sorted(found, key=lambda nth: nth[0])]

        beside = Beside(executor if (options.jobs or default_jobs()) > 1 else None)

        with (
            folders.written(options.out) as fresh,
            store.writing(made.dataset, fresh, lang=options.lang, beside=beside) as draft,
        ):
            series = beside(partial(plots.section, heading=2), draft.folder)
            write_report(made.dataset, fresh, lang=options.lang, paper=made.paper, draw=draw, series=series)
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
