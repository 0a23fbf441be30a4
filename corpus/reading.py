"""One report from file to Reading: the unit of work that an executor runs, and the unit that may fail alone."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from corpus.identify import Identity, identify
from corpus.inputs import Source
from corpus.limits import Limits
from corpus.manifest import FILE_NAME as MANIFEST
from corpus.manifest import ManifestRow
from corpus.registry import Registry
from corpus.sheets import SHEETS
from corpus.sheets import read as read_sheets
from corpus.taught import Taught
from extract.errors import ExtractError, PasswordNeeded
from extract.types import Extraction, TableSettings
from normalize import vocabulary as vocabulary_file
from normalize.types import Reading


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a report is: stage is extract, tables, normalize, done or failed, page of pages where it is known.

    Without a file: 'found' says first how many reports there are (in `pages`), 'check' and 'write' end the run.
    """

    file: str
    stage: str
    page: int = 0
    pages: int = 0


Tell = Callable[[Progress], None]


def silent(_: Progress) -> None:
    """For those who want no progress."""


@dataclass(frozen=True, slots=True)
class Job:
    """A file and what is known before it is opened."""

    source: Source
    given: ManifestRow
    registry: Registry
    taught: Taught | None = None
    most_pages: int = Limits().pages


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a file: extraction, reading and identity, or `error`, one sentence for the user."""

    source: Source
    seconds: float
    extraction: Extraction | None = None
    reading: Reading | None = None
    identity: Identity | None = None
    error: str = ""


def read_report(job: Job, tell: Tell = silent) -> Outcome:
    """Read one report. Never raises for what is in the file: the error stands in the Outcome."""
    started = time.perf_counter()
    try:
        extraction, reading, identity = _read(job, tell)
    except PasswordNeeded as error:
        where = f"write it in a {MANIFEST} beside the file (columns file,password)"
        return _failed(job, started, f"{error}; {where}", tell)
    except ExtractError as error:
        return _failed(job, started, str(error), tell)
    except MemoryError:
        what = "reading it took more memory than allowed; split the file, or allow more with --memory"
        return _failed(job, started, what, tell)
    except Exception as error:  # noqa: BLE001  one report may never take the others with it
        place = _place(error)
        what = f"facit failed on it ({type(error).__name__}: {error}{place}); please report this with the file"
        return _failed(job, started, what, tell)
    tell(Progress(job.source.shown, "done"))
    return Outcome(job.source, time.perf_counter() - started, extraction, reading, identity)


def _failed(job: Job, started: float, what: str, tell: Tell) -> Outcome:
    tell(Progress(job.source.shown, "failed"))
    return Outcome(job.source, time.perf_counter() - started, error=" ".join(what.split()))


def _read(job: Job, tell: Tell) -> tuple[Extraction, Reading, Identity]:
    # Heavy: what reads PDFs is imported where a report is read, so that the command line starts fast.
    from extract.read import read as extract_report  # noqa: PLC0415
    from normalize.read import Context  # noqa: PLC0415
    from normalize.read import read as normalize_report  # noqa: PLC0415

    def at_page(stage: str, page: int, pages: int) -> None:
        tell(Progress(job.source.shown, stage, page, pages))

    vocabulary = _vocabulary(job.taught)
    tell(Progress(job.source.shown, "extract"))
    password = job.given.password or None
    if job.source.path.suffix.lower() in SHEETS:
        extraction = read_sheets(job.source.path)
    else:
        extraction = extract_report(job.source.path, settings(job), password=password, progress=at_page)
    lines = [line.text for page in extraction.document.pages for line in page.lines]
    identity = identify(lines, job.given, job.registry, vocabulary)
    tell(Progress(job.source.shown, "normalize"))
    federation = job.registry.federation(identity.federation_id)
    own = federation.aliases if federation else ()
    context = Context(identity.period, job.registry.names(identity.federation_id), own)
    return extraction, normalize_report(extraction, vocabulary, context), identity


def settings(job: Job) -> TableSettings:
    """What the table parsers are told.

    Hints come before the federation is known, so they hold the names of all; the meaning is read with its own only.
    """
    hints = _vocabulary(job.taught).hints(job.registry.names())
    return TableSettings(hints=hints, most_pages=job.most_pages)


@lru_cache(maxsize=1)
def _vocabulary(taught: Taught | None) -> vocabulary_file.Vocabulary:
    return vocabulary_file.load(taught.path if taught else None)


def _place(error: BaseException) -> str:
    """' at module.py:12': the last place in the traceback, for a report to us."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f" at {Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else ""


def failed(job: Job, error: Exception) -> Outcome:
    """For a report whose worker did not finish it: what the worker's keeper says of it."""
    return Outcome(job.source, 0.0, error=str(error) or type(error).__name__)
