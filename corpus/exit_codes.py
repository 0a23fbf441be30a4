"""What the number that `facit` ends with means: the one list, which `facit --help` prints and docs/cli.md repeats."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """Exit codes, each with a sentence. When several apply, the first of 5, 7, 4, 3, 6, 1 is used."""

    OK = 0
    FINDINGS = 1
    USAGE = 2
    SOME_FAILED = 3
    NOTHING_READ = 4
    CANNOT_WRITE = 5
    BAD_DATA = 6
    FAULT = 7
    INTERRUPTED = 130

    @property
    def meaning(self) -> str:
        return _MEANINGS[self]


_MEANINGS = {
    ExitCode.OK: "all reports were read and the dataset is written",
    ExitCode.FINDINGS: "with --strict, and from check: all were read, but printed numbers cannot all be true",
    ExitCode.USAGE: "wrong use: an unknown option, a missing argument, a vocabulary file or an id that cannot be used",
    ExitCode.SOME_FAILED: "some reports could not be read; the dataset holds the others",
    ExitCode.NOTHING_READ: "no report could be read; no dataset is written",
    ExitCode.CANNOT_WRITE: "the dataset cannot be written to --out",
    ExitCode.BAD_DATA: "a row of a registry, decisions or reports.csv file cannot be used; other decisions are applied",
    ExitCode.FAULT: "a fault in facit, such as a row that breaks the dataset's contract; please report it",
    ExitCode.INTERRUPTED: "stopped from the keyboard; nothing is written",
}
