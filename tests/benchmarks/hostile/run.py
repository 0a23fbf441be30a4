"""`facit backfill` over a folder of hostile files and good reports, as a user runs it, watched from outside."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from corpus.memory import megabytes_of
from fixtures.hostile import Hostile, made
from fixtures.press.broken import PASSWORD, locked

REPORTS = Path(__file__).parents[3] / "fixtures" / "reports"
GOOD = (
    "hbs-2018-bilaga.txt",
    "hbs-2022-arsredovisning.md",
    "hbs-2023-arsredovisning.pdf",
    "sthlm-2023-arsrapport.pdf",
    "vattersund-2023-arsredovisning.txt",
)
LOCKED = "sthlm-2020-locked.pdf"
"""A good report that opens with a password from reports.csv."""
TABLES = ("observations", "goals", "tables", "cells", "findings", "names")
MARK = "FACIT_HOSTILE_RUN"
"""An environment variable by which the processes of a run are known, whoever started them."""

Rows = list[dict[str, str]]


@dataclass(frozen=True, slots=True)
class Ran:
    """How a run ended: exit code, what it said, seconds, the most memory of all its processes and of one worker (MB),
    and the processes that were left when it had ended."""

    code: int
    said: str
    seconds: float
    megabytes: float
    worker_megabytes: float
    left: tuple[int, ...]
    out: Path

    def rows(self, table: str) -> Rows:
        """A table of the dataset."""
        csv.field_size_limit(1 << 30)
        with (self.out / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def of_reports(self, file_names: set[str]) -> dict[str, Rows]:
        """The rows of some reports alone, but for the clock's."""
        ids = {r["report_id"] for r in self.rows("reports") if r["file_name"] in file_names}
        own = {
            t: [r for r in self.rows(t) if {*r.get("report_id", r.get("report_ids", "")).split(";")} & ids]
            for t in TABLES
        }
        own["reports"] = [
            {k: v for k, v in r.items() if k != "seconds"} for r in self.rows("reports") if r["report_id"] in ids
        ]
        return own


def good(folder: Path) -> set[str]:
    """Puts good reports in a folder, one of them locked; their file names."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in GOOD:
        shutil.copy(REPORTS / name, folder / name)
    (folder / LOCKED).write_bytes(locked())
    (folder / "reports.csv").write_text(
        f"file,password\n{LOCKED},{PASSWORD}\nwrong-password.pdf,fel\n", encoding="utf-8"
    )
    return {*GOOD, LOCKED}


def hostile(folder: Path) -> list[tuple[Hostile, Path]]:
    """Puts every hostile file in a folder."""
    return list(made(folder))


def run(folder: Path, out: Path, *, seconds: int = 60, megabytes: int = 900, jobs: int = 2) -> Ran:
    """One run with limits on each report, watched until all its processes have ended, or ten seconds have passed."""
    mark = f"{os.getpid()}-{time.monotonic_ns()}"
    limits = ["--timeout", str(seconds), "--memory", str(megabytes), "--jobs", str(jobs)]
    start = "from corpus.cli import main; main()"
    command = [sys.executable, "-c", start, "backfill", str(folder), "--out", str(out), *limits]
    begun = time.monotonic()
    path = out.with_suffix(".txt")
    with path.open("wb") as file:
        process = subprocess.Popen(command, stdout=file, stderr=file, env=os.environ | {MARK: mark})
        most = most_one = 0.0
        while process.poll() is None:
            most = max(most, megabytes_of(process.pid))
            most_one = max([most_one, *(megabytes_of(p) for p in marked(mark) if p != process.pid)])
            time.sleep(0.05)
    took = time.monotonic() - begun
    until = time.monotonic() + 10
    while (left := marked(mark)) and time.monotonic() < until:
        time.sleep(0.1)
    return Ran(process.returncode, path.read_text(encoding="utf-8"), took, most, most_one, tuple(left), out)


def marked(mark: str) -> list[int]:
    """The living processes of a run, those that nobody waits for any more excepted."""
    wanted = f"{MARK}={mark}".encode()
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                if wanted in (folder / "environ").read_bytes() and "\tZ" not in (folder / "status").read_text()[:200]:
                    found.append(int(folder.name))
            except OSError:
                continue
    return found
