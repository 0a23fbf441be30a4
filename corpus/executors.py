"""The map over reports: in this process or through any `concurrent.futures.Executor`, results as they come."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from typing import Any, TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")
Event = TypeVar("Event")
Tell = Callable[[Event], None]


def default_jobs() -> int:
    """As many processes as this one may use processors."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def run_all(
    work: Callable[[Task, Tell[Event]], Result],
    tasks: Sequence[Task],
    failed: Callable[[Task, Exception], Result],
    *,
    executor: Executor | None,
    tell: Tell[Event],
    at_once: int = 64,
) -> Iterator[tuple[int, Result]]:
    """`work(task, tell)` for every task -> (its place in `tasks`, its result), in the order in which they end.

    Without an executor all runs in this process. With one, at most `at_once` tasks are on their way at a time, so that
    memory does not grow with their number; one whose call raises (its worker died, or took too long) gives
    `failed(task, error)`. `work`, tasks and results must be picklable then. Executors that can pass progress on.
    """
    if executor is None:
        for n, task in enumerate(tasks):
            yield n, work(task, tell)
        return
    waiting: dict[Future[Result], int] = {}
    left = iter(enumerate(tasks))
    while True:
        while len(waiting) < at_once and (following := next(left, None)) is not None:
            n, task = following
            waiting[_submitted(executor, work, task)] = n
        if not waiting:
            return
        for future in wait(waiting, return_when=FIRST_COMPLETED).done:
            n = waiting.pop(future)
            try:
                result = future.result()
            except Exception as error:  # noqa: BLE001  each executor has errors of its own for a worker that died
                result = failed(tasks[n], error)
            yield n, result


def _submitted(executor: Executor, work: Callable[[Task, Tell[Event]], Result], task: Task) -> Future[Result]:
    telling = getattr(executor, "submit_telling", None)
    if telling is not None:
        future: Future[Result] = telling(work, task)
        return future
    return executor.submit(work, task, _silent)


def _silent(_: Any) -> None:
    """For executors that pass no progress on."""
