"""All reports of a run: those that are kept are not read again, the others are, on whatever executor there is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.executors import run_all
from corpus.kept import NotKeptError, Task, is_kept, keep_failure, load
from corpus.pools import Pool
from corpus.reading import Extracted, Outcome, Progress, Tell, outcome_of
from corpus.workers import WorkerError

UNSHARED = (
    "it was read, but what was kept of it cannot be used here: do all workers write to the folder of --cache, "
    "and do they have the same Tesseract?"
)


@dataclass(frozen=True, slots=True)
class Readings:
    """Every task can be asked for its outcome; `anew` is how many were read in this run, the others were kept."""

    tasks: tuple[Task, ...]
    errors: dict[int, str]
    anew: int

    def outcome(self, n: int) -> Outcome:
        """What came of the nth report, from what is kept of it."""
        task = self.tasks[n]
        if n in self.errors:
            return _failed(task, self.errors[n])
        return load(task) or _failed(task, UNSHARED)


def to_read(tasks: Sequence[Task]) -> list[int]:
    """The places of those that must be read, the largest first so that none is left with a long one at the end."""
    missing = [n for n, task in enumerate(tasks) if not is_kept(task)]
    return sorted(missing, key=lambda n: (-tasks[n].job.source.size, n))


def read_all(tasks: Sequence[Task], missing: Sequence[int], pool: Pool, tell: Tell) -> Readings:
    """Read those that are missing. Raises NotKeptError at once when a reading cannot be kept."""

    def failed(task: Task, error: Exception) -> str:
        if isinstance(error, NotKeptError):
            raise error
        keep_failure(task, error)
        if pool.tells:
            tell(Progress(task.job.source.shown, "failed"))
        return "" if is_kept(task) else _said(error)

    errors: dict[int, str] = {}
    to_do = [tasks[i] for i in missing]
    for n, error in run_all(pool.work, to_do, failed, executor=pool.executor, tell=tell, at_once=pool.at_once):
        if error:
            errors[missing[n]] = error
        if not pool.tells:
            tell(Progress(to_do[n].job.source.shown, "failed" if error else "done"))
    return Readings(tuple(tasks), errors, len(missing))


def _said(error: Exception) -> str:
    if isinstance(error, WorkerError):
        return str(error)
    return " ".join(f"its worker was lost ({type(error).__name__}: {error}); run it again".split())


def _failed(task: Task, error: str) -> Outcome:
    return outcome_of(task.job, Extracted(None, error, 0.0), None)
