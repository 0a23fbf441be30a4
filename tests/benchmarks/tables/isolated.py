"""An engine in a process of its own on one core: a page that hangs or crashes it costs that page only."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import time
from collections.abc import Iterable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path

from tests.benchmarks.tables.engines import engine
from tests.benchmarks.tables.peers import AbsentError
from tests.benchmarks.tables.score import Read

LIMIT = 60.0
"""Seconds a page may take."""
START = 120.0
"""Seconds an engine may take to be imported."""

Answer = tuple[list[Read], float, str]
"""(what was read, seconds, what went wrong or '')."""


def readings(name: str, paths: Iterable[tuple[Path, int]], core: int | None = None) -> Iterator[Answer]:
    """Read files (path, pages) one after the other by the engine of a name. Raises AbsentError."""
    child = _Child(name, core)
    try:
        for path, pages in paths:
            answer = child.ask(path, LIMIT * pages)
            yield answer
            if not child.alive:
                child = _Child(name, core)
    finally:
        child.stop()


class _Child:
    """The process, and the pipe to it."""

    def __init__(self, name: str, core: int | None) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, other = context.Pipe()
        self.process = context.Process(target=_serve, args=(name, other, core), daemon=True)
        self.process.start()
        other.close()
        self.alive = True
        ready = self._heard(START)
        if ready != "ready":
            self.stop()
            raise AbsentError(str(ready or "it did not start"))

    def ask(self, path: Path, limit: float) -> Answer:
        self.pipe.send(path)
        started = time.perf_counter()
        heard = self._heard(limit)
        if isinstance(heard, tuple):
            return heard
        seconds = time.perf_counter() - started
        self.stop()
        return [], seconds, "took too long" if seconds >= limit else "crashed"

    def _heard(self, limit: float) -> object:
        with contextlib.suppress(EOFError, ConnectionResetError):
            if self.pipe.poll(limit):
                return self.pipe.recv()
        return None

    def stop(self) -> None:
        self.alive = False
        self.process.kill()
        self.process.join()
        self.pipe.close()


def _serve(name: str, pipe: Connection, core: int | None) -> None:
    if core is not None and hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {core})
    os.environ["OMP_THREAD_LIMIT"] = "1"
    # Engines' own chatter, and that of the programs they start, does not belong in the table that the run prints.
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nowhere, stream)
    try:
        run = engine(name)
    except AbsentError as absent:
        pipe.send(str(absent))
        return
    pipe.send("ready")
    while True:
        path = pipe.recv()
        started = time.perf_counter()
        try:
            reads, failed = run(path), ""
        except Exception as wrong:  # noqa: BLE001  # any engine may fail in any way; the page counts as not read
            reads, failed = [], f"{type(wrong).__name__}: {wrong}"
        pipe.send((reads, time.perf_counter() - started, failed))
