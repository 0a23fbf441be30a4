"""One report from file to Reading: the unit of work that an executor runs, and the unit that may fail alone."""

from __future__ import annotations

import errno
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from corpus import registry, remote
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
from extract.shelf import Shelf
from extract.types import Extraction, Hints, TableSettings
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
FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS})
"""A disk that takes no more: the machine's fault, no report's."""


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
    words: Path | None = None
    """The file with the words of its pages, where they were put aside."""


@dataclass(frozen=True, slots=True)
class Extracted:
    """What came of opening a file: its pages and tables, or an error; and the seconds it took."""

    extraction: Extraction | None
    error: str
    seconds: float
    lasting: bool = True
    """False for an error that another try may not meet: the file could not be fetched."""


@dataclass(frozen=True, slots=True)
class Understood:
    """What came of an extraction: what it says and which report it is, or an error; and the seconds it took."""

    reading: Reading | None
    identity: Identity | None
    error: str
    seconds: float


def read_report(job: Job, tell: Tell = silent) -> Outcome:
    """Read one report. Never raises for what is in the file: the error stands in the Outcome."""
    extracted = extract(job, tell)
    understood = understand(job, extracted.extraction, tell) if extracted.extraction else None
    outcome = outcome_of(job, extracted, understood)
    tell(Progress(job.source.shown, "failed" if outcome.error else "done"))
    return outcome


def outcome_of(job: Job, extracted: Extracted, understood: Understood | None) -> Outcome:
    """The two steps as one. A report that was opened and not understood has failed as a whole."""
    error = extracted.error or (understood.error if understood else "")
    seconds = extracted.seconds + (understood.seconds if understood else 0.0)
    if error or understood is None:
        return Outcome(job.source, seconds, error=error)
    return Outcome(job.source, seconds, extracted.extraction, understood.reading, understood.identity)


def extract(job: Job, tell: Tell = silent, shelf: Shelf | None = None) -> Extracted:
    """The first step: what is printed in the file, and where. Raises OSError for a full disk only.

    With a `shelf` the words of the pages lie there, and only their lines in what is returned.
    """
    # Heavy: what reads PDFs is imported where a report is read, so that the command line starts fast.
    from extract.read import read as extract_report  # noqa: PLC0415

    def at_page(stage: str, page: int, pages: int) -> None:
        tell(Progress(job.source.shown, stage, page, pages))

    started = time.perf_counter()
    tell(Progress(job.source.shown, "extract"))
    password = job.given.password or None
    extraction, error, lasting = None, "", True
    try:
        with _at_hand(job.source) as path:
            if path.suffix.lower() in SHEETS:
                extraction = read_sheets(path)
            else:
                extraction = extract_report(path, settings(job), password=password, progress=at_page, shelf=shelf)
    except Exception as raised:
        if isinstance(raised, OSError) and raised.errno in FULL:
            raise
        error, lasting = _sentence(raised), not isinstance(raised, OSError)
    return Extracted(extraction, error, time.perf_counter() - started, lasting)


def _at_hand(source: Source) -> AbstractContextManager[Path]:
    """The report as a file of this machine, while it is read."""
    return remote.fetched(source.url, source.path.name) if source.url else nullcontext(source.path)


def understand(job: Job, extraction: Extraction, tell: Tell = silent) -> Understood:
    """The second step: which report it is, and what it says."""
    from normalize.read import Context  # noqa: PLC0415
    from normalize.read import read as normalize_report  # noqa: PLC0415

    started = time.perf_counter()
    tell(Progress(job.source.shown, "normalize"))
    reading, identity, error = None, None, ""
    try:
        vocabulary = _vocabulary(job.taught)
        lines = [line.text for page in extraction.document.pages for line in page.lines]
        identity = identify(lines, job.given, job.registry, vocabulary)
        federation = job.registry.federation(identity.federation_id)
        own = federation.aliases if federation else ()
        context = Context(identity.period, job.registry.names(identity.federation_id), own)
        reading = normalize_report(extraction, vocabulary, context)
    except Exception as raised:  # noqa: BLE001  as above
        error = _sentence(raised)
    return Understood(reading, identity, error, time.perf_counter() - started)


def _sentence(error: Exception) -> str:
    """What went wrong, on one line, for the user."""
    if isinstance(error, PasswordNeeded):
        said = f"{error}; write it in a {MANIFEST} beside the file (columns file,password)"
    elif isinstance(error, ExtractError):
        said = str(error)
    elif isinstance(error, MemoryError):
        said = "reading it took more memory than allowed; split the file, or allow more with --memory"
    else:
        what = f"{type(error).__name__}: {error}{_place(error)}"
        said = f"facit failed on it ({what}); please report this with the file"
    return " ".join(said.split())


def settings(job: Job) -> TableSettings:
    """What the table parsers are told."""
    return TableSettings(hints=hints(job.taught), most_pages=job.most_pages)


@lru_cache(maxsize=2)
def hints(taught: Taught | None) -> Hints:
    """The words that help to find tables.

    They come before the association is known, so they hold the names of all in the built-in registry. Those of the
    user's registry are left to the second step: an edit of it never costs an extraction.
    """
    return _vocabulary(taught).hints(registry.load().names())


@lru_cache(maxsize=1)
def _vocabulary(taught: Taught | None) -> vocabulary_file.Vocabulary:
    return vocabulary_file.load(taught.path if taught else None)


def _place(error: BaseException) -> str:
    """' at module.py:12': the last place in the traceback, for a report to us."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f" at {Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else ""
