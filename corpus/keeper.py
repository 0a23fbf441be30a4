"""A small process that outlives a run which is killed, and ends the workers that it leaves behind.

Run as a script. On standard input it is told '+N' for every group of processes that begins and '-N' for one that has
ended. When standard input ends, the run is gone: the groups that are left are killed, Tesseract in them included. A
worker cannot do this itself: one that hangs in a C library or a regular expression hears nothing.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Iterable


def keep(told: Iterable[str]) -> set[int]:
    """The groups that are left when there is nothing more to be told."""
    groups: set[int] = set()
    for line in told:
        number = int(line[1:])
        if line[0] == "+":
            groups.add(number)
        else:
            groups.discard(number)
    return groups


def end(group: int) -> None:
    """Kill every process of a group; one that is gone is no fault."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(group, signal.SIGKILL)


if __name__ == "__main__":
    for left in keep(sys.stdin):
        end(left)
