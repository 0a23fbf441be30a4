"""Read one report as a run does and print as JSON what it cost: a worker process reads it, this one takes it over."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from corpus.kept import Task
    from corpus.reading import Tell
    from corpus.workers import Afresh

SMALL = Path(__file__).parents[3] / "fixtures" / "reports" / "hbs-2019-arsredovisning.pdf"


def main(path: Path, *, check: bool) -> None:
    """Cost of a report: of its worker, and of the process that has its outcome, with `check` its findings too."""
    from corpus import assemble
    from corpus.kept import load
    from corpus.limits import Limits
    from corpus.workers import Workers

    with TemporaryDirectory() as folder:
        task, small = (_task(one, Path(folder)) for one in (path, SMALL))
        parts = Path(folder) / "parts.jsonl"
        with Workers(1, Limits(megabytes=0, seconds=0)) as workers:
            kept = workers.submit_telling(_kept, task, small, parts).result()
        assert not kept, kept
        told = _together([json.loads(line) for line in parts.read_text().splitlines()])
        own = megabytes()
        outcome = load(task)
    assert outcome and outcome.extraction and outcome.reading, outcome and outcome.error
    told |= {"pages": len(outcome.extraction.document.pages), "numbers": len(outcome.reading.observations)}
    told |= {"tables": len(outcome.extraction.tables), "mb_before": own, "mb_parent": megabytes()}
    if check:
        begun = time.process_time()
        records = assemble.records([outcome])
        linked = assemble.linked([outcome], records, task.job.registry, ())
        assemble.confronted(assemble.reports([outcome], records, linked))
        told |= {"check": round(time.process_time() - begun, 3), "mb_check": megabytes()}
    print(json.dumps(told))


def _task(path: Path, folder: Path) -> Task:
    from corpus import fingerprint, inputs, registry
    from corpus.kept import Task
    from corpus.limits import Limits
    from corpus.manifest import ManifestRow
    from corpus.reading import Job

    job = Job(inputs.Source(path, path.name, path.stem), ManifestRow(), registry.load(None))
    return Task(job, folder, Limits(), fingerprint.reading())


def _kept(task: Task, small: Task, parts: Path, tell: Tell) -> str | Afresh:
    """In the worker: keep a report and note what it cost, without what is imported and compiled once."""
    from corpus.kept import keep, keep_in_steps

    if not parts.exists():
        keep(small)
    base, begun = megabytes(), time.process_time()
    stages: dict[str, float] = {}
    stage, since = "", begun

    def watched(step: object) -> None:
        nonlocal stage, since
        now, name = time.process_time(), getattr(step, "stage", "")
        if name != stage:
            if stage:
                stages[stage] = round(stages.get(stage, 0.0) + now - since, 3)
            stage, since = name, now
        tell(step)  # type: ignore[arg-type]

    result = keep_in_steps(task, watched)
    cost = {"read": time.process_time() - begun, "mb": megabytes(), "mb_base": base, "stages": stages}
    with parts.open("a") as file:
        file.write(json.dumps(cost) + "\n")
    return result


def _together(parts: list[dict[str, object]]) -> dict[str, object]:
    """What the processes that had a part in it cost: seconds of all, megabytes of the largest."""
    stages: dict[str, float] = {}
    for part in parts:
        of_part = part["stages"]
        assert isinstance(of_part, dict)
        stages |= of_part
    return {
        "read": round(sum(float(str(p["read"])) for p in parts), 3),
        "mb": max(int(str(p["mb"])) for p in parts),
        "mb_base": parts[0]["mb_base"],
        "processes": len(parts),
        "stages": stages,
    }


def megabytes() -> int:
    """The most memory that this process has held, not the one that started it."""
    status = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return int(next(line for line in status if line.startswith("VmHWM")).split()[1]) // 1024


if __name__ == "__main__":
    from tests.benchmarks.growth.one import main  # by its name, so that a worker process finds `_kept`

    main(Path(sys.argv[1]), check="--check" in sys.argv)
