"""How fast a dataset of 2 million observations answers, and how much memory that takes.

`python -m tests.benchmarks.history [--rows N] [--keep FOLDER]` makes the dataset (a few seconds), asks it in a process
of its own, from Parquet and once from a DuckDB file, and prints the figures: processor seconds and the clock, the best
of a few, since the machine may be busy with other things.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb

from corpus import views
from corpus.contract import tables
from tests.benchmarks.history.made import Size, write

TIMES = 5
IN_SQL = "SELECT * FROM series WHERE federation = 'f07' AND measure = 'participants' AND latest"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=Size().rows, help="about how many observations to make")
    parser.add_argument("--keep", type=Path, help="a folder to leave the dataset in")
    parser.add_argument("--ask", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.ask:
        sys.stdout.write(json.dumps(asked(given.ask)))
        return
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.keep or Path(temporary)
        rows = write(folder, Size(given.rows))
        _database(folder)
        command = [sys.executable, "-m", "tests.benchmarks.history", "--ask", str(folder)]
        told = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    busy = os.getloadavg()[0]
    sys.stdout.write(f"{rows:,} observations, {os.cpu_count()} processors, load of the machine {busy:.1f}\n")
    sys.stdout.write(f"{'':52}{'rows':>8}{'processor s':>13}{'clock s':>9}\n")
    for what, (found, processor, clock) in told["questions"].items():
        sys.stdout.write(f"{what:52}{found:8,}{processor:13.3f}{clock:9.3f}\n")
    sys.stdout.write(f"{'most memory, all of these from Parquet':52}{told['megabytes']:8,} MB\n")


def asked(folder: Path) -> dict[str, object]:
    """Every question with its rows, processor seconds and clock seconds, and the most memory that they took."""
    import corpus

    corpus.open(folder)  # pandas is loaded once
    ds = corpus.open(folder)
    one = {"federation": "f07", "intervention": "Insats f07-i03"}
    several = ["f07", "f08", "f09"]
    questions: dict[str, Callable[[], object]] = {
        "open": lambda: corpus.open(folder).sql("SELECT 1"),
        "series of an intervention and a measure": lambda: ds.series(**one, measure="deltagare"),
        "all series of an intervention": lambda: ds.series(**one),
        "the same, as all reports say": lambda: ds.series(**one, vintage="all"),
        "a measure of an association": lambda: ds.series(federation="f07", measure="deltagare"),
        "a measure of three associations, wide": lambda: ds.series(federation=several, measure="deltagare", wide=True),
        "all series of an association": lambda: ds.series(federation="f07"),
        "a measure, total, of all associations": lambda: ds.series(measure="deltagare", gender="T"),
        "revisions of an association": lambda: ds.revisions(federation="f07"),
    }
    told = {what: (len(ask()), *_timed(ask)) for what, ask in questions.items()}  # type: ignore[arg-type]  # frames
    memory = _most_memory()
    with duckdb.connect(str(folder / "facit.duckdb"), read_only=True) as connection:

        def in_sql() -> object:
            return connection.execute(IN_SQL).df()

        told["a measure of an association, facit.duckdb"] = (len(in_sql()), *_timed(in_sql))  # type: ignore[arg-type]
    return {"questions": told, "megabytes": memory}


def _most_memory() -> int:
    """Megabytes; from /proc, since what getrusage says is inherited from the process that made the dataset."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(status.partition("VmHWM:")[2].split()[0]) // 1024


def _timed(ask: Callable[[], object]) -> tuple[float, float]:
    """(processor seconds, clock seconds), each the least of TIMES."""
    best = (float("inf"), float("inf"))
    for _ in range(TIMES):
        processor, clock = time.process_time(), time.perf_counter()
        ask()
        best = (min(best[0], time.process_time() - processor), min(best[1], time.perf_counter() - clock))
    return best


def _database(folder: Path) -> None:
    """The same tables and views as a DuckDB file."""
    path = folder / "facit.duckdb"
    path.unlink(missing_ok=True)
    with duckdb.connect(str(path)) as connection:
        for name in tables():
            connection.execute(f"CREATE TABLE {name} AS SELECT * FROM '{folder / name}.parquet'")  # noqa: S608
        views.create(connection)


if __name__ == "__main__":
    main()
