"""A run that is killed again and again: what is found in between, and what stands there when it has come to its end."""

from __future__ import annotations

import contextlib
import hashlib
import json
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.made_folder import made

ROOT = Path(__file__).parents[3]
RESUMED = 0.6
"""The part of an undisturbed run's time within which a run is killed: one that is resumed has less to do."""
RUNS = ("runs.csv", "runs.parquet", "facit.duckdb", "facit.xlsx", "datapackage.json", "index.html")
"""Files that hold, or digest, the table `runs`, which says when a run was."""


@dataclass(frozen=True)
class Killed:
    """One kill: seconds after the start, reports kept by then, the dataset that stood there, processes left alive."""

    after: float
    kept: int
    found: str
    left_alive: int


def command(reports: Path, out: Path, jobs: int) -> list[str]:
    code = "from corpus.cli import main; main()"
    return [sys.executable, "-c", code, "backfill", str(reports), "--out", str(out), "--jobs", str(jobs)]


def finish(reports: Path, out: Path, jobs: int) -> float:
    """A run to its end -> seconds. Raises when it does not end well."""
    begun = time.monotonic()
    subprocess.run(command(reports, out, jobs), cwd=ROOT, check=True, capture_output=True)
    return time.monotonic() - begun


def kill(reports: Path, out: Path, jobs: int, after: float, known: dict[str, dict[str, str]]) -> Killed | None:
    """A run that is killed `after` seconds, and what it left; None when it came to its end before.

    `known` are the datasets that may stand there whole.
    """
    with subprocess.Popen(
        command(reports, out, jobs), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as run:
        with contextlib.suppress(subprocess.TimeoutExpired):
            run.wait(timeout=after)
            return None
        family = [*descendants(run.pid)]
        run.send_signal(signal.SIGKILL)
    alive = wait_for_end(family)
    kept = len([*(out / ".facit-cache" / "readings").rglob("*.kept")])
    return Killed(after, kept, state(out, known), alive)


def state(out: Path, known: dict[str, dict[str, str]]) -> str:
    """The name of the dataset that stands in `out`; 'none' for none, 'half' for what is none of the known ones."""
    if not (out / "reports.csv").exists() and not (out / "datapackage.json").exists():
        return "none"
    have = digests(out)
    name = next((name for name, files in known.items() if files == have), "half")
    return name if is_whole(out) else "half"


def is_whole(out: Path) -> bool:
    """Every table is what the descriptor says it is, `runs` too."""
    told = json.loads((out / "datapackage.json").read_text(encoding="utf-8"))["resources"]
    return all(
        (out / r["path"]).is_file() and f"sha256:{_sha(out / r['path'])}" == r["hash"] for r in told if "hash" in r
    )


def digests(out: Path) -> dict[str, str]:
    """Every file of a dataset but those that say when it was made."""
    files = (f for f in out.rglob("*") if f.is_file() and ".facit-cache" not in f.parts and f.name not in RUNS)
    return {f.relative_to(out).as_posix(): _sha(f) for f in sorted(files)}


def _sha(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def descendants(process: int) -> Iterator[int]:
    """The processes that a process started, and those that they started."""
    try:
        for thread in Path(f"/proc/{process}/task").iterdir():
            for child in map(int, (thread / "children").read_text().split()):
                yield child
                yield from descendants(child)
    except OSError:
        return


def wait_for_end(processes: list[int], seconds: float = 10) -> int:
    """How many of these processes are alive after some seconds."""
    until = time.monotonic() + seconds
    while (alive := sum(map(_is_alive, processes))) and time.monotonic() < until:
        time.sleep(0.05)
    return alive


def _is_alive(process: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{process}/status").read_text()
    except OSError:
        return False


def stress(folder: Path, *, kills: int, reports: int, jobs: int, seed: int, chain: int = 2) -> Iterator[Killed]:
    """`kills` kills at random moments of runs over `reports` reports, in chains; every killed run is resumed.

    A chain begins with an empty folder or with a dataset of fewer reports, is killed up to `chain` times and then comes
    to its end: what stands there then must be, byte for byte, what a run that nobody disturbed wrote. Raises
    AssertionError when it is not, when a half-written dataset was found, or when a process was left.
    """
    dice = random.Random(seed)
    files = made(folder / "reports", reports, pages=1)
    fewer = folder / "fewer"
    fewer.mkdir(exist_ok=True)
    for file in files[: reports // 2]:
        shutil.copy2(file, fewer)
    whole = finish(folder / "reports", folder / "undisturbed", jobs)
    finish(fewer, folder / "half the reports", jobs)
    known = {"new": digests(folder / "undisturbed"), "old": digests(folder / "half the reports")}
    done = 0
    while done < kills:
        out = folder / "killed"
        shutil.rmtree(out, ignore_errors=True)
        if dice.random() < 0.5:
            shutil.copytree(folder / "half the reports", out)
        for _ in range(min(chain, kills - done)):
            killed = kill(folder / "reports", out, jobs, dice.uniform(0, RESUMED * whole), known)
            if killed is None:
                break
            assert killed.found != "half", killed
            assert not killed.left_alive, killed
            done += 1
            yield killed
        finish(folder / "reports", out, jobs)
        assert digests(out) == known["new"]
        assert not [*folder.glob(".*")], "something was left beside the dataset"
