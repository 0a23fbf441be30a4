"""One report read once: its extraction and its reading are kept, and used again while nothing they rest on changed.

Kept apart, for what they rest on differs: pages are extracted from the file alone (with the vocabulary's words and the
names of the built-in registry as hints), while their meaning also rests on reports.csv and on the names that the user's
registry has for the report's association. So an edit of the registry never costs an extraction, and decisions, which
are applied after reading, cost nothing at all.
"""

from __future__ import annotations

import hashlib
import json
import sys
from dataclasses import asdict, dataclass, fields, replace
from functools import lru_cache
from pathlib import Path

from corpus import fingerprint, kept_words
from corpus.cache import Cache, Head, used
from corpus.identify import UNKNOWN
from corpus.limits import Limits
from corpus.reading import (
    Extracted,
    Job,
    Outcome,
    Progress,
    Tell,
    Understood,
    extract,
    hints,
    outcome_of,
    silent,
    understand,
)
from corpus.registry import Registry
from corpus.taught import Taught
from corpus.workers import Afresh, Died, WorkerError
from extract.shelf import Spool, without_words
from extract.types import Extraction, PageSource

EXTRACTIONS, READINGS, WORDS = "extractions", "readings", "words"
NO_TESSERACT = "none"
_VERSION = 8
"""Letters of the code's digest that are enough to tell versions apart."""
LONG, LONGEST = 1000, sys.maxsize
"""Pages of a report that one process extracts and another understands."""


class NotKeptError(Exception):
    """What was read cannot be kept: the fault of the disk or the set-up, not of the report. One sentence."""


@dataclass(frozen=True, slots=True)
class Task:
    """A report to read and where to keep what comes of it."""

    job: Job
    folder: Path
    limits: Limits
    code: str
    """The fingerprint of the run's code: a worker on another machine may have another."""


def keep(task: Task, tell: Tell = silent) -> str:
    """Read a report and keep what comes of it, failures included -> '', or an error that another try may not meet.

    What is kept already and may be used is not done again. Raises NotKeptError when it cannot be kept.
    """
    kept = _kept(task, tell, LONGEST)
    assert not isinstance(kept, Afresh)  # noqa: S101  no report is as long
    return kept


def keep_in_steps(task: Task, tell: Tell = silent) -> str | Afresh:
    """As `keep`, for worker processes: once the pages of a long report are extracted, another process is asked for.

    What a process has imported and laid hold of to extract pages only takes room while their meaning is read.
    """
    return _kept(task, tell, LONG)


def _kept(task: Task, tell: Tell, at_once: int) -> str | Afresh:
    if task.code != fingerprint.reading():
        raise NotKeptError("a worker has another version of facit, or of a library; install the same everywhere")
    try:
        return _keep(task, tell, at_once)
    except OSError as error:
        raise _not_kept(task, error) from error


def _not_kept(task: Task, error: OSError) -> NotKeptError:
    return NotKeptError(f"{error.filename or task.folder}: {error.strerror or error}")


def _keep(task: Task, tell: Tell, at_once: int) -> str | Afresh:
    """`at_once` are the most pages that are extracted and understood by the same process."""
    cache, job = Cache(task.folder), task.job
    extracted = extraction_of(cache, task)
    if extracted is None:
        extracted = _extracted(cache, task, tell)
        if extracted.lasting and extracted.extraction and len(extracted.extraction.document.pages) > at_once:
            return Afresh.PLEASE
    error = extracted.error
    if extracted.extraction:
        understood = understand(job, extracted.extraction, tell)
        cache.put(READINGS, reading_key(job), _names_head(job.registry, understood), understood)
        error = understood.error
    tell(Progress(job.source.shown, "failed" if error else "done"))
    return "" if extracted.lasting else extracted.error


def _extracted(cache: Cache, task: Task, tell: Tell) -> Extracted:
    """The file opened, and what came of it kept, the words of its pages apart from the rest."""
    task.folder.mkdir(parents=True, exist_ok=True)
    with Spool(task.folder) as spool:
        extracted = _spared(extract(task.job, tell, spool))
        if extracted.lasting:
            key, words = extraction_key(task.job), ""
            if extracted.extraction and not spool.empty:
                words = kept_words.write(cache.path(WORDS, key), spool.words())
            cache.put(EXTRACTIONS, key, _head(extracted, task.limits, words), extracted)
    return extracted


def keep_failure(task: Task, error: Exception) -> None:
    """Keep that a worker did not finish a report, where trying again would end the same way. Raises NotKeptError."""
    if isinstance(error, WorkerError) and not (isinstance(error, Died) and error.by_others):
        head = Head(cause=error.cause, limits=_limits(task.limits))
        said = Extracted(None, str(error), 0.0)
        try:
            Cache(task.folder).put(EXTRACTIONS, extraction_key(task.job), head, said)
        except OSError as full:
            raise _not_kept(task, full) from full


def load(task: Task) -> Outcome | None:
    """What is kept of a report, where it may be used; None when it must be read."""
    cache, job = Cache(task.folder), task.job
    extracted = extraction_of(cache, task)
    if extracted is None or extracted.extraction is None:
        return outcome_of(job, extracted, None) if extracted else None
    found = cache.get(READINGS, reading_key(job), Understood)
    if found is None or found[0].names != _names(job.registry, found[0].federation_id):
        return None
    outcome = outcome_of(job, replace(extracted, extraction=_restored(extracted.extraction, job)), found[1])
    path = cache.path(WORDS, extraction_key(job))
    return replace(outcome, words=path) if path.exists() else outcome


def is_kept(task: Task) -> bool:
    """Whether `load` would give an Outcome, without taking it to pieces."""
    cache, job = Cache(task.folder), task.job
    opened = cache.head(EXTRACTIONS, extraction_key(job))
    if opened is None or not _serves(opened, task):
        return False
    if opened.cause:
        return True
    read = cache.head(READINGS, reading_key(job))
    return read is not None and read.names == _names(job.registry, read.federation_id)


def extraction_of(cache: Cache, task: Task) -> Extracted | None:
    """What is kept of opening the file, where it may be used."""
    found = cache.get(EXTRACTIONS, extraction_key(task.job), Extracted)
    return found[1] if found and _serves(found[0], task) else None


def _serves(head: Head, task: Task) -> bool:
    """Whether an extraction would be the same today, and the words of its pages are there."""
    limits = task.limits
    if head.words:
        path = Cache(task.folder).path(WORDS, extraction_key(task.job))
        if head.words != kept_words.digest_of(path):
            return False
        used(path)
    if head.tesseract and head.tesseract != (fingerprint.tesseract() or NO_TESSERACT):
        return False
    return head.pages <= limits.pages and (not head.cause or head.limits == _limits(limits))


def extraction_key(job: Job) -> str:
    """What an extraction rests on, as a digest: the file's content and kind, its password, the hints, our code."""
    kind = job.source.path.suffix.lower()
    return _key(fingerprint.extraction(), job.source.sha256, kind, job.given.password, _hints(job.taught))


def reading_key(job: Job) -> str:
    """What a reading rests on besides the names of its association: the same, our code, reports.csv, associations."""
    words = job.taught.sha256 if job.taught else ""
    given = {name: value for name, value in asdict(job.given).items() if name not in ("file", "password")}
    return _key(fingerprint.reading(), extraction_key(job), words, given, _federations(job.registry))


def versions() -> tuple[str, ...]:
    """How the keys of entries begin that this code makes."""
    return fingerprint.extraction()[:_VERSION], fingerprint.reading()[:_VERSION]


def _key(code: str, *parts: object) -> str:
    """A key that tells which code made its entry, then all that the entry rests on."""
    return f"{code[:_VERSION]}-{_digest(code, *parts)}"


def _head(extracted: Extracted, limits: Limits, words: str) -> Head:
    """Failures and pages that are not simply text rest on Tesseract; a failure may rest on the limits too."""
    if extracted.extraction is None:
        return Head(fingerprint.tesseract() or NO_TESSERACT, cause="error", limits=_limits(limits))
    pages = extracted.extraction.document.pages
    asked = any(p.reader == "ocr" or p.insets or p.layer not in (None, "text", "blank") for p in pages)
    return Head(fingerprint.tesseract() or NO_TESSERACT if asked else "", len(pages), words=words)


def _names_head(registry: Registry, understood: Understood) -> Head:
    federation_id = understood.identity.federation_id if understood.identity else UNKNOWN
    return Head(federation_id=federation_id, names=_names(registry, federation_id))


def _names(registry: Registry, federation_id: str) -> str:
    """What the meaning of a report rests on in the registry when it is this association's, as a digest."""
    own = registry.federation(federation_id)
    return _digest(registry.names(federation_id), own.aliases if own else ())


@lru_cache(maxsize=2)
def _federations(registry: Registry) -> str:
    """What telling reports apart rests on."""
    return _digest(*([asdict(x) for x in t] for t in (registry.federations, registry.federation_changes)))


@lru_cache(maxsize=2)
def _hints(taught: Taught | None) -> str:
    given = hints(taught)
    return _digest({field.name: sorted(getattr(given, field.name)) for field in fields(given)})


def _limits(limits: Limits) -> str:
    return f"{limits.seconds:g} s, {limits.megabytes} MB, {limits.pages} pages"


def _digest(*parts: object) -> str:
    return hashlib.sha256(json.dumps(parts, ensure_ascii=True, sort_keys=True).encode()).hexdigest()[:40]


def _spared(extracted: Extracted) -> Extracted:
    """What is kept of it: the lines of the pages and their tables, and nothing of where the file lay."""
    if extracted.extraction is None:
        return extracted
    document = extracted.extraction.document
    pages = tuple(replace(without_words(p), source=None) for p in document.pages)
    # the name is what the file is called when it is used again; it may hold bytes that no text is
    slim = replace(document, file_name="", pages=pages)
    return replace(extracted, extraction=replace(extracted.extraction, document=slim))


def _restored(extraction: Extraction, job: Job) -> Extraction:
    """With what the file is called now, and where its pages can be opened on this machine."""
    document, path = extraction.document, job.source.path
    pages = document.pages
    if job.source.url:
        pages = document.pages
    elif document.media_type == "application/pdf" or document.media_type.startswith("image/"):
        password = job.given.password or None
        pages = tuple(replace(p, source=PageSource(path, p.number - 1, password)) for p in pages)
    return replace(extraction, document=replace(document, file_name=path.name, pages=pages))
