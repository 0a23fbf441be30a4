"""A pool of worker processes as a `concurrent.futures.Executor`: each call has limits, and dies alone.

`concurrent.futures.ProcessPoolExecutor` breaks as a whole when one process dies and cannot stop a call that hangs, so
we have a small supervisor of our own: one thread and one process per worker, a pipe between them. A process that
crashes, takes too long or too much memory is killed with the programs it started and replaced; its call raises why.
"""

from __future__ import annotations

import contextlib
import enum
import json
import os
import pickle
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future
from multiprocessing import Pipe
from typing import Any

from corpus import keeper
from corpus.limits import Limits
from corpus.memory import megabytes_of

TICK = 0.05
"""Seconds between looks at a worker's clock and memory."""
START = 60.0
"""Seconds that a process may take to start, beside what its first call may take."""
_ONE_THREAD = dict.fromkeys(("OMP_THREAD_LIMIT", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")
"""The workers are what runs at the same time, not threads within them."""
_CODE = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from corpus.worker import main; main(int(sys.argv[2]), int(sys.argv[3]))"
)
LEFT_AT_EASE = 0.6
"""A worker that still holds more than this part of its memory limit after a call is replaced before the next."""


class Afresh(enum.Enum):
    """What a call returns that wants to go on in another process: one that holds nothing of what was done so far."""

    PLEASE = 1


class WorkerError(Exception):
    """A call that its worker could not finish; `cause` is a word for it. `str(error)` is a sentence for the user."""

    cause = "crash"


class TimedOut(WorkerError):  # noqa: N818  named by what is wrong, as the errors of extract are
    """It took longer than allowed."""

    cause = "time"


class TooMuchMemory(WorkerError):  # noqa: N818
    """It, with the programs it started, took more memory than allowed."""

    cause = "memory"


class Died(WorkerError):  # noqa: N818
    """The process ended by a signal or by itself. `signal` is the signal's number, 0 for none."""

    @property
    def by_others(self) -> bool:
        """Whether someone else ended it: the kernel for lack of memory, a person. Then it is worth another try."""
        return self.signal in (signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGHUP)

    def __init__(self, message: str, number: int = 0) -> None:
        super().__init__(message)
        self.signal = number

    def __reduce__(self) -> tuple[type[Died], tuple[str, int]]:
        return type(self), (str(self), self.signal)


class Workers(Executor):
    """`submit` as any executor; `submit_telling` for calls whose last argument is a function that tells progress."""

    def __init__(self, workers: int, limits: Limits, tell: Callable[[Any], None] = lambda _: None) -> None:
        self.limits = limits
        self.tell = tell
        self.keeper = _Keeper()
        self._calls: queue.SimpleQueue[_Call | None] = queue.SimpleQueue()
        self._closed = False
        self._slots = [_Slot(self, self._calls) for _ in range(workers)]
        for slot in self._slots:
            slot.start()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Call `fn(*args)` in a worker. Keyword arguments are not passed on."""
        if kwargs:
            raise TypeError("workers take positional arguments only")
        return self._put(fn, args, tells=False)

    def submit_telling(self, fn: Callable[..., Any], /, *args: Any) -> Future[Any]:
        """Call `fn(*args, tell)` in a worker; what it tells comes to this pool's `tell`."""
        return self._put(fn, args, tells=True)

    def _put(self, fn: Callable[..., Any], args: tuple[Any, ...], *, tells: bool) -> Future[Any]:
        if self._closed:
            raise RuntimeError("the workers have been sent home")
        call = _Call(Future(), pickle.dumps((fn, args, tells), pickle.HIGHEST_PROTOCOL))
        self._calls.put(call)
        return call.future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """No more calls. With `cancel_futures` those that wait are cancelled and those that run are killed."""
        self._closed = True
        if cancel_futures:
            with contextlib.suppress(queue.Empty):
                while (call := self._calls.get_nowait()) is not None:
                    call.future.cancel()
        for slot in self._slots:
            self._calls.put(None)
            if cancel_futures:
                slot.kill()
        if wait:
            for slot in self._slots:
                slot.join()
            self.keeper.close()

    def __exit__(self, kind: object, *rest: object) -> None:
        self.shutdown(cancel_futures=kind is not None)


class _Call:
    """A call on its way: where its result goes, and itself as bytes (function, arguments, whether it tells)."""

    def __init__(self, future: Future[Any], message: bytes) -> None:
        self.future = future
        self.message = message


class _Slot(threading.Thread):
    """One worker after another: takes calls and gives each to a process that lives."""

    def __init__(self, pool: Workers, calls: queue.SimpleQueue[_Call | None]) -> None:
        super().__init__(daemon=True, name="facit-worker")
        self._pool, self._calls = pool, calls
        self._worker: _Process | None = None
        self._ended = False

    def run(self) -> None:
        while (call := self._calls.get()) is not None:
            if call.future.set_running_or_notify_cancel():
                self._settle(call)
        self._drop()

    def kill(self) -> None:
        """End the process at once; the call that it works on raises."""
        self._ended = True
        if worker := self._worker:
            worker.kill()

    def _settle(self, call: _Call) -> None:
        try:
            result = self._answer(call.message, again=True)
        except BaseException as error:  # noqa: BLE001  a future takes whatever was raised
            call.future.set_exception(error)
        else:
            call.future.set_result(result)

    def _answer(self, message: bytes, *, again: bool) -> Any:
        worker = self._worker = self._worker or _Process(self._pool)
        if self._ended:  # sent home while it was started
            worker.kill()
        try:
            result = worker.call(message)
        except Died as error:
            self._drop()
            # Killed from outside (by the kernel for lack of memory, by a person): not this call's fault, most likely.
            if again and error.by_others and not self._ended:
                return self._answer(message, again=False)
            raise
        except (WorkerError, MemoryError):
            self._drop()
            raise
        if isinstance(result, Afresh) and again:
            self._drop()
            return self._answer(message, again=False)
        if self._pool.limits.megabytes and worker.megabytes() > LEFT_AT_EASE * self._pool.limits.megabytes:
            self._drop()
        return result

    def _drop(self) -> None:
        worker, self._worker = self._worker, None
        if worker:
            worker.kill()
            worker.close()


class _Process:
    """A worker process, in a group of its own with the programs it starts, and the pipe to it."""

    def __init__(self, pool: Workers) -> None:
        self._pool = pool
        self._pipe, theirs = Pipe()
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603  our own module
                [sys.executable, "-c", _CODE, json.dumps(sys.path), str(theirs.fileno()), str(pool.limits.megabytes)],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                start_new_session=True,
                env=os.environ | _ONE_THREAD,
            )
        pool.keeper.begins(self._process.pid)

    def call(self, message: bytes) -> Any:
        """What the call returns. Raises what it raises, or a WorkerError (then this process is dead or must be)."""
        deadline = self._deadline() + START
        try:
            self._pipe.send_bytes(message)
            while True:
                if self._pipe.poll(TICK):
                    kind, what = pickle.loads(self._pipe.recv_bytes())  # noqa: S301  from the process started here
                    if kind == "done":
                        return what
                    if kind == "raised":
                        raise what
                    if kind == "event":
                        with contextlib.suppress(Exception):  # whoever is told may be gone; no report fails for that
                            self._pool.tell(what)
                    else:  # it begins now: to start the process was not its time
                        deadline = self._deadline()
                self._check(deadline)
        except (EOFError, ConnectionError) as error:
            raise self._death() from error

    def _deadline(self) -> float:
        seconds = self._pool.limits.seconds
        return time.monotonic() + seconds if seconds else float("inf")

    def _check(self, deadline: float) -> None:
        limits = self._pool.limits
        if time.monotonic() > deadline:
            what = f"reading it took more than {limits.seconds:g} seconds and was stopped"
            raise TimedOut(f"{what}; split the file, or allow more with --timeout")
        if limits.megabytes and self.megabytes() > limits.megabytes:
            what = f"reading it took more than {limits.megabytes} MB of memory and was stopped"
            raise TooMuchMemory(f"{what}; split the file, or allow more with --memory")

    def megabytes(self) -> float:
        """What the process and the programs it started hold in memory."""
        return megabytes_of(self._process.pid)

    def _death(self) -> Died:
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=5)
        code = self._process.returncode or 0
        if code >= 0:
            return Died(f"the process reading it ended by itself (exit code {code}); please report this with the file")
        try:
            name = signal.Signals(-code).name
        except ValueError:
            name = f"signal {-code}"
        return Died(
            f"the process reading it died ({name}), perhaps for lack of memory; split or repair the file", -code
        )

    def kill(self) -> None:
        """The process and all it started."""
        keeper.end(self._process.pid)

    def close(self) -> None:
        self._process.wait()
        self._pool.keeper.ended(self._process.pid)
        self._pipe.close()


class _Keeper:
    """The process that ends the workers should this one be killed; see `corpus.keeper`."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process = subprocess.Popen(  # noqa: S603  our own script
            [sys.executable, "-I", "-S", keeper.__file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
            text=True,
        )

    def begins(self, group: int) -> None:
        self._say(f"+{group}\n")

    def ended(self, group: int) -> None:
        self._say(f"-{group}\n")

    def _say(self, line: str) -> None:
        assert self._process.stdin is not None  # noqa: S101  a pipe was asked for
        with self._lock, contextlib.suppress(OSError, ValueError):
            self._process.stdin.write(line)
            self._process.stdin.flush()

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._process.communicate(timeout=5)
