"""`python -m tests.benchmarks.jobs FOLDER`: how much faster two processes are than one, and how memory grows.

Runs alternate, so that a noisy machine is equally unkind to both; what counts is the ratio.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[3]
CODE = """
import json, resource, sys, time
from pathlib import Path
from corpus.build import Options, run
from corpus.limits import Limits
begun, at = time.perf_counter(), {}
def tell(event):
    if event.stage in ("found", "check", "write"):
        at.setdefault(event.stage, time.perf_counter() - begun)
    if event.stage in ("done", "failed"):
        at["read"] = time.perf_counter() - begun
    if event.stage == "check":
        at["MB before the check"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
result = run([Path(sys.argv[1])], Options(Path(sys.argv[2]), limits=Limits(), jobs=int(sys.argv[3])), tell)
at["reports"], at["over"] = len(result.reports), time.perf_counter() - begun
at["MB at the end"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
at["MB of the largest worker"] = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
print(json.dumps(at))
"""


def measured(folder: Path, jobs: int) -> dict[str, float]:
    """One run in a process of its own: seconds from the start to the end of each stage, and peaks of memory."""
    with tempfile.TemporaryDirectory(prefix="facit-jobs-") as out:
        command = [sys.executable, "-c", CODE, str(folder), f"{out}/out", str(jobs)]
        done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("folder", type=Path)
    asked.add_argument("--times", type=int, default=3)
    given = asked.parse_args()
    runs: dict[int, list[dict[str, float]]] = {1: [], 2: []}
    for _ in range(given.times):
        for jobs, found in runs.items():
            found.append(measured(given.folder, jobs))
    for name in ("read", "over"):
        one, two = (statistics.median(r[name] for r in runs[jobs]) for jobs in runs)
        what = "reading" if name == "read" else "whole run"
        print(f"{what}: {one:.1f} s with one process, {two:.1f} s with two: {one / two:.2f} x faster")
    last = runs[2][-1]
    print(", ".join(f"{name}: {value:.0f}" for name, value in last.items() if name.startswith(("MB", "reports"))))


if __name__ == "__main__":
    main()
