"""What can be done at the same time as something else: on a worker process where there is one, else here, at once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from typing import TypeVar

from corpus.workers import WorkerError

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Beside:
    """`beside(work, ...)` begins it; what it returns is called for the result when that is needed.

    `work` and what it is given must be picklable. A worker that died or took too much is no loss: it is done here then.
    """

    executor: Executor | None = None

    def __call__(self, work: Callable[..., Result], *given: object) -> Callable[[], Result]:
        if self.executor is None:
            done = work(*given)
            return lambda: done
        future = self.executor.submit(work, *given)
        return lambda: _result(future, lambda: work(*given))


def _result(future: Future[Result], again: Callable[[], Result]) -> Result:
    try:
        return future.result()
    except WorkerError:
        return again()
