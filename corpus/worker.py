"""What runs in a worker process: calls come over a pipe, one at a time; results, errors and progress go back.

Started by `corpus.workers`, with the same places to import from. Messages are pickles between two processes of one run.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import pickle
import signal
import sys
from collections.abc import Callable
from multiprocessing.connection import Connection

HEADROOM = 3 << 30
"""Bytes of address space beside the limit: what libraries map and never touch."""
_DEATH_SIGNAL = 1
"""PR_SET_PDEATHSIG of prctl(2)."""


def serve(pipe: Connection) -> None:
    """Answer calls until the pipe ends. Every call is answered by 'begun', and by 'done' or 'raised' in the end."""
    while True:
        try:
            message = pipe.recv_bytes()
        except (EOFError, OSError):
            return
        answer(pipe, message)


def answer(pipe: Connection, message: bytes) -> None:
    """One call: what it returns or raises goes back, and before that whatever it tells."""

    def tell(event: object) -> None:
        send(pipe, ("event", event))

    send(pipe, ("begun", None))
    try:
        call, arguments, tells = pickle.loads(message)  # noqa: S301  from the process that started this one
        result = call(*arguments, tell) if tells else call(*arguments)
        send(pipe, ("done", result))
    except Exception as error:  # noqa: BLE001  whatever it is, the caller gets it
        try:
            send(pipe, ("raised", error))
        except Exception:  # noqa: BLE001  an error that cannot be pickled is told by its words
            send(pipe, ("raised", RuntimeError(f"{type(error).__name__}: {error}")))


def send(pipe: Connection, message: tuple[str, object]) -> None:
    """A message to the run; a run that is gone is not answered."""
    data = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
    with contextlib.suppress(BrokenPipeError):
        pipe.send_bytes(data)


def limit_memory(megabytes: int) -> None:
    """An allocation far beyond the limit fails at once; the run watches what is really used. 0 for no limit."""
    if not megabytes:
        return
    import resource  # noqa: PLC0415  not on Windows

    most = (megabytes << 20) + HEADROOM
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    if hard != resource.RLIM_INFINITY:
        most = min(most, hard)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))


def die_with_parent() -> None:
    """On Linux the kernel kills this process when the one that started it dies."""
    if not sys.platform.startswith("linux"):
        return
    parent = os.getppid()
    prctl: Callable[..., int] = ctypes.CDLL(None).prctl
    prctl(_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os.kill(os.getpid(), signal.SIGKILL)


def main(descriptor: int, megabytes: int) -> None:
    """Answer calls that come over a file descriptor, with so much memory."""
    die_with_parent()
    limit_memory(megabytes)
    serve(Connection(descriptor))
