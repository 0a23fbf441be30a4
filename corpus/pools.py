"""Where reports are read: in this process, on worker processes of this machine, or on a Dask cluster."""

from __future__ import annotations

import importlib
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from corpus.executors import default_jobs
from corpus.kept import Task, keep, keep_in_steps
from corpus.limits import Limits
from corpus.reading import Tell, silent
from corpus.workers import Workers

LOCAL = "local"
"""A Dask cluster on this machine: 'local' or 'local:3', with as many worker processes."""
PATIENCE = "20s"
"""How long a scheduler is waited for."""
AHEAD = 3
"""Tasks on their way for each process that can work on one."""


class NoClusterError(Exception):
    """A Dask cluster that cannot be used. `str(error)` is one sentence for the user."""


@dataclass(frozen=True, slots=True)
class Pool:
    """Who reads, by which function, how many reports are on their way at a time, and whether progress is told."""

    executor: Executor | None
    work: Callable[[Task, Tell], Any]
    at_once: int
    tells: bool = True


@contextmanager
def processes(jobs: int, limits: Limits | None, tasks: int, tell: Tell) -> Iterator[Workers | None]:
    """`jobs` worker processes, 0 for one a processor, none more than tasks.

    None, for this process itself, when there is no task, or neither limits nor more than one job.
    """
    workers = min(jobs or default_jobs(), tasks)
    if not workers or (limits is None and workers == 1):
        yield None
        return
    with Workers(workers, limits or Limits(), tell) as executor:
        yield executor


@contextmanager
def here(jobs: int, limits: Limits | None, reports: int, tell: Tell) -> Iterator[Pool]:
    """This machine: see `processes`."""
    with processes(jobs, limits, reports, tell) as executor:
        yield Pool(executor, keep_in_steps if executor else keep, AHEAD * min(jobs or default_jobs(), max(reports, 1)))


@contextmanager
def on_dask(where: str) -> Iterator[Pool]:
    """A Dask cluster by the address of its scheduler, or one made here. Raises NoClusterError."""
    try:
        dask: Any = importlib.import_module("distributed")  # an extra
    except ImportError as error:
        raise NoClusterError("Dask is not installed: pip install 'facit[dask]'") from error
    kind, _, number = where.partition(":")
    if kind != LOCAL:
        try:
            client = dask.Client(where, timeout=PATIENCE)
        except (OSError, ValueError, TimeoutError) as error:
            raise NoClusterError(f"{where}: no Dask scheduler answers there ({error})") from error
        with client:
            yield _of(client)
        return
    if number and not (number.isascii() and number.isdigit() and int(number)):
        raise NoClusterError(f"{where!r} is no cluster; write local, or local:3 for three worker processes")
    workers = int(number or default_jobs())
    with (
        dask.LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=None) as cluster,
        dask.Client(cluster) as client,
    ):
        yield _of(client)


def _of(client: Any) -> Pool:
    threads = sum(client.nthreads().values())
    executor: Executor = client.get_executor(pure=False)
    return Pool(executor, keep_apart, AHEAD * max(threads, 1), tells=False)


_own = threading.local()


def keep_apart(task: Task, _: Tell = silent) -> str:
    """`keep_in_steps` in a worker process of a Dask worker's thread: limits and crashes are met there as they are here.

    Raises what that raises, or a WorkerError.
    """
    pool: Workers | None = getattr(_own, "pool", None)
    if pool is None or pool.limits != task.limits:
        if pool:
            pool.shutdown()
        pool = _own.pool = Workers(1, task.limits)
    kept: str = pool.submit(keep_in_steps, task).result()
    return kept
