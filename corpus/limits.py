"""What reading one report may cost at most: time, memory, pages. One that costs more is recorded as failed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """`seconds` of wall time, `megabytes` of memory (the worker and the programs it starts together), `pages`."""

    seconds: float = 1800.0
    megabytes: int = 2000
    pages: int = 5000
