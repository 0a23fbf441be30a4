"""An engine in a process of its own, on one core: `measured(name, files)` -> its processor seconds and memory."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.growth.one import megabytes
from tests.benchmarks.tables.engines import ENGINES
from tests.benchmarks.tables.peers import AbsentError
from tests.benchmarks.tables.speed import bare_text, one_pass

ROOT = Path(__file__).parents[3]
BARE, ONE_PASS = "pdfium text", "tesseract swe"
ABSENT = 3
"""The exit code that says that an engine is not on this machine."""


@dataclass(frozen=True)
class Cost:
    """Processor seconds, without imports and the first page's start-up, and the most megabytes of this process."""

    seconds: float
    mb: float


def measured(name: str, files: Sequence[Path]) -> Cost:
    """Read the files with an engine, each once after one that does not count. Raises AbsentError."""
    command = [sys.executable, "-m", "tests.benchmarks.pipeline.apart", name, *map(str, files)]
    environment = os.environ | {"OMP_THREAD_LIMIT": "1", "OMP_NUM_THREADS": "1"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode == ABSENT:
        raise AbsentError(done.stdout)
    done.check_returncode()
    return Cost(**json.loads(done.stdout.splitlines()[-1]))


def main(name: str, files: Sequence[Path]) -> None:
    """In the process of its own: read, and print the cost as JSON."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    floors: dict[str, Callable[[Path], object]] = {BARE: bare_text, ONE_PASS: one_pass}
    try:
        read = floors.get(name) or ENGINES[name]()
    except AbsentError as absent:
        sys.stdout.write(str(absent))
        raise SystemExit(ABSENT) from absent
    warm = files[0]
    if name != ONE_PASS:  # Tesseract is a program: nothing of it stays warm
        read(warm)
    begun = _processor()
    for path in files:
        read(path)
    sys.stdout.write("\n" + json.dumps({"seconds": _processor() - begun, "mb": megabytes()}))


def _processor() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


if __name__ == "__main__":
    main(sys.argv[1], [Path(f) for f in sys.argv[2:]])
