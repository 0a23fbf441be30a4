"""How the map over reports is run: one after the other, or on several processes that may die one by one."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack, contextmanager
from typing import Any, TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")
Event = TypeVar("Event")


def default_jobs() -> int:
    """As many processes as this one may use processors."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def run_all(
    work: Callable[[Task, Callable[[Event], None]], Result],
    tasks: Sequence[Task],
    lost: Callable[[Task], Result],
    *,
    jobs: int,
    tell: Callable[[Event], None],
) -> list[Result]:
    """`work(task, tell)` for every task, results in the order of the tasks, on at most `jobs` processes.

    `lost(task)` stands in for a task whose process died (a crash in a C library, no memory left). With one job or one
    task all runs in this process. `work`, tasks and results must be picklable otherwise.
    """
    workers = min(jobs, len(tasks))
    if workers <= 1:
        return [work(task, tell) for task in tasks]
    with _relay(tell) as put:
        results = _settled_all(work, tasks, put, workers)
        # One dead process breaks the whole pool. Each task without a result gets a process of its own to die in.
        return [
            result if result is not None else _settled_all(work, [task], put, 1)[0] or lost(task)
            for task, result in zip(tasks, results, strict=True)
        ]


def _settled_all(
    work: Callable[[Task, Callable[[Event], None]], Result], tasks: Sequence[Task], put: Any, workers: int
) -> list[Result | None]:
    """The results in order; None where the process died. Stopped from the keyboard, the processes are ended at once."""
    before = set(multiprocessing.active_children())
    # 'spawn' is the same on Linux and macOS, and does not copy threads of this process halfway through their work.
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
        with _deaf_to_interrupts():
            futures = [pool.submit(work, task, put) for task in tasks]
        try:
            return [_settled(future) for future in futures]
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            for process in set(multiprocessing.active_children()) - before:
                process.terminate()
            raise


def _settled(future: Future[Result]) -> Result | None:
    try:
        return future.result()
    except BrokenProcessPool:
        return None


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """Processes started here ignore Ctrl-C: this one ends them, in order and without a traceback from each."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    heard = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, heard)


@contextmanager
def _relay(tell: Callable[[Event], None]) -> Iterator[Callable[[Event], None]]:
    """A function that other processes can call to tell this one; what they say arrives in the order it was said."""
    with ExitStack() as stack:
        with _deaf_to_interrupts():
            manager = stack.enter_context(multiprocessing.get_context("spawn").Manager())
        queue = manager.Queue()

        def listen() -> None:
            while (event := queue.get()) is not None:
                tell(event)

        listener = threading.Thread(target=listen, daemon=True)
        listener.start()
        try:
            yield queue.put
        finally:
            queue.put(None)
            listener.join(timeout=5)
