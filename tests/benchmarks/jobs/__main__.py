"""`python -m tests.benchmarks.jobs FOLDER`: how much faster two processes are than one on a folder, and their memory.

Runs alternate, so that a noisy machine is equally unkind to both; what counts is the ratio.
"""

from __future__ import annotations

import argparse
import statistics
from pathlib import Path

from tests.benchmarks.pipeline.whole import STAGES, Cost, measured


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("folder", type=Path)
    asked.add_argument("--times", type=int, default=3)
    given = asked.parse_args()
    rounds = [
        (measured([given.folder.resolve()], 1), measured([given.folder.resolve()], 2)) for _ in range(given.times)
    ]
    for stage in (*STAGES[1:], "whole run"):
        one, two = (statistics.median(_clock(r[n], stage) for r in rounds) for n in (0, 1))
        ratio = statistics.median(_clock(a, stage) / _clock(b, stage) for a, b in rounds)
        print(f"{stage}: {one:.1f} s with one process, {two:.1f} s with two: {ratio:.2f} x faster")
    last = rounds[-1][1]
    print(f"{last.reports} reports; at most {last.mb_run:.0f} MB in the run, {last.mb_worker:.0f} MB in a worker")


def _clock(cost: Cost, stage: str) -> float:
    return cost.wall.get(stage, cost.clock)


if __name__ == "__main__":
    main()
