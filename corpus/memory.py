"""How much memory a process and the programs it started hold. Linux only; elsewhere nothing is known and 0 is told."""

from __future__ import annotations

import os
from pathlib import Path

_PROC = Path("/proc")
_PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096


def megabytes_of(process: int) -> float:
    """Resident memory of a process and its descendants, in MB (2**20 bytes); 0 for one that is gone."""
    total, waiting = 0, [process]
    while waiting:
        one = waiting.pop()
        total += _resident(one)
        waiting += _children(one)
    return total / (1 << 20)


def _resident(process: int) -> int:
    try:
        return int((_PROC / str(process) / "statm").read_text().split()[1]) * _PAGE
    except (OSError, IndexError, ValueError):
        return 0


def _children(process: int) -> list[int]:
    """Those that any of its threads started."""
    found: list[int] = []
    try:
        for thread in (_PROC / str(process) / "task").iterdir():
            found += map(int, (thread / "children").read_text().split())
    except OSError:
        return found
    return found
