"""What the workers of the tests are asked to do: work, tell, fail, crash, hang, eat memory, start programs."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from corpus.workers import Afresh

Say = Callable[[str], None]


def loud(task: str, tell: Say) -> str:
    """Tells that it begins and ends; 'dies' does not end."""
    tell(f"begin {task}")
    if task == "dies":
        os._exit(1)
    tell(f"end {task}")
    return task.upper()


def doubled(number: int) -> int:
    return 2 * number


def who() -> int:
    return os.getpid()


def fails(what: str) -> None:
    raise ValueError(what)


def crashes(number: int) -> None:
    """Ends as a fault in a C library does."""
    os.kill(os.getpid(), number)


def hangs() -> None:
    """Holds the interpreter's lock and hears no signal, as a regular expression that never ends."""
    re.match(r"(a+)+$", "a" * 64 + "b")


def tells_for_ever(tell: Say) -> None:
    while True:
        tell("still here")
        time.sleep(0.001)


def eats(megabytes: int) -> int:
    """Takes memory bit by bit, and touches it."""
    eaten = []
    for _ in range(megabytes):
        eaten.append(b"x" * (1 << 20))
        time.sleep(0.001)
    return len(eaten)


KEPT: list[bytes] = []


def keeps(megabytes: int) -> None:
    """Takes memory and does not let go of it."""
    KEPT.extend(b"x" * (1 << 20) for _ in range(megabytes))


def swallows(gigabytes: int) -> int:
    """Asks for memory all at once."""
    return len(bytearray(gigabytes << 30))


def starts_a_program(note: Path) -> None:
    """Starts a program that would run for a minute, writes down both process ids, and waits for it."""
    with subprocess.Popen(["sleep", "60"]) as program:
        note.write_text(f"{os.getpid()} {program.pid}")


def dies_once(mark: Path) -> str:
    """Is killed from outside the first time."""
    if not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return "done"


def is_alive(process: int) -> bool:
    """Whether a process runs; one that is dead and not yet fetched does not."""
    try:
        return "\nState:\tZ" not in Path(f"/proc/{process}/status").read_text()
    except OSError:
        return False


def noted(note: Path) -> list[int]:
    """The process ids in a note, when it is there."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        if note.exists() and len(text := note.read_text().split()) == 2:
            return [int(n) for n in text]
        time.sleep(0.02)
    raise TimeoutError(note)


def gone(processes: list[int]) -> bool:
    """Whether all these processes end within some seconds."""
    until = time.monotonic() + 10
    while time.monotonic() < until:
        if not any(map(is_alive, processes)):
            return True
        time.sleep(0.02)
    return False


if __name__ == "__main__":  # a run of its own, to be killed
    from corpus.limits import Limits
    from corpus.workers import Workers
    from tests.corpus import chores

    with Workers(1, Limits()) as pool:
        pool.submit(getattr(chores, sys.argv[1]), Path(sys.argv[2])).result()


def in_two(first: str) -> tuple[str, int] | Afresh:
    """Notes in a file which process begins, and asks for another to end in."""
    path = Path(first)
    if not path.exists():
        path.write_text(str(os.getpid()), encoding="ascii")
        return Afresh.PLEASE
    return path.read_text(encoding="ascii"), os.getpid()


def never_content() -> Afresh:
    return Afresh.PLEASE
