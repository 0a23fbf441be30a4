"""A whole run in a process of its own: `measured(files, jobs)` -> what each stage cost."""

from __future__ import annotations

import itertools
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.growth.one import megabytes

ROOT = Path(__file__).parents[3]
STAGES = ("start", "read", "check", "write")
"""Start-up with its imports and the finding of the files; pages, tables and their meaning; names, facts and what
contradicts; the dataset in all its forms and the report's page."""


@dataclass(frozen=True)
class Cost:
    """`processor`: seconds of all processes by stage, `own`: of those the run's own process; `wall`: by the clock.

    Megabytes at the most, a worker's while it reads; `reports` are those that were read.
    """

    processor: dict[str, float]
    own: dict[str, float]
    wall: dict[str, float]
    mb_run: float
    mb_worker: float
    reports: int

    @property
    def seconds(self) -> float:
        """Processor seconds of the whole run."""
        return sum(self.processor.values())

    @property
    def at_best(self) -> float:
        """Seconds that the run would take on two cores that nobody else uses, were each stage shared out evenly."""
        return sum(max(self.own[stage], self.processor[stage] / 2) for stage in STAGES)

    @property
    def clock(self) -> float:
        """Seconds by the clock of the whole run."""
        return sum(self.wall.values())


def measured(given: Sequence[Path], jobs: int, registry: Path | None = None) -> Cost:
    """Read files and folders as `facit backfill` does with nothing kept, into a folder that is dropped."""
    with tempfile.TemporaryDirectory(prefix="facit-pipeline-") as out:
        asked = json.dumps(
            {"given": list(map(str, given)), "jobs": jobs, "out": f"{out}/out", "registry": str(registry or "")}
        )
        # What is imported is compiled already, as it is for a user.
        environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"} | {
            "OMP_THREAD_LIMIT": "1"
        }
        command = [sys.executable, "-m", "tests.benchmarks.pipeline.whole", asked, str(time.time())]
        done = subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True)
    return Cost(**json.loads(done.stdout))


def main(asked: str, begun: float) -> None:
    """In the process of its own: run, and print the cost as JSON."""
    from corpus.build import Options, run
    from corpus.limits import Limits
    from corpus.reading import Progress

    given = json.loads(asked)
    marks = [(0.0, 0.0, 0.0)]

    def mark() -> None:
        own = time.process_time()
        marks.append((own + _of_workers(), own, time.time() - begun))

    mb_worker = 0.0

    def tell(step: Progress) -> None:
        nonlocal mb_worker
        if step.stage == "check":  # workers that are started later begin as large as this process is by then
            mb_worker = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        if step.stage in ("found", "check", "write"):
            mark()

    options = Options(
        Path(given["out"]),
        registry=Path(given["registry"]) if given["registry"] else None,
        limits=Limits(),
        jobs=given["jobs"],
    )
    result = run([Path(g) for g in given["given"]], options, tell)
    mark()
    spent = [tuple(b - a for a, b in zip(one, two, strict=True)) for one, two in itertools.pairwise(marks)]
    cost = Cost(
        {stage: s[0] for stage, s in zip(STAGES, spent, strict=True)},
        {stage: s[1] for stage, s in zip(STAGES, spent, strict=True)},
        {stage: s[2] for stage, s in zip(STAGES, spent, strict=True)},
        megabytes(),
        mb_worker,
        len(result.reports),
    )
    sys.stdout.write(json.dumps(cost.__dict__))


LOOP = "sum(i * i for i in range(10_000_000))"


def two_loops() -> float:
    """How many times as much two plain loops do in two processes as one does: 2 where both cores are free."""
    seconds = []
    for processes in (1, 2):
        begun = time.perf_counter()
        for process in [subprocess.Popen([sys.executable, "-c", LOOP]) for _ in range(processes)]:
            process.wait()
        seconds.append(time.perf_counter() - begun)
    return 2 * seconds[0] / seconds[1]


def _of_workers() -> float:
    """Processor seconds of the workers that have ended, and of what they started."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]))
