"""Read one report by itself and print what it cost as JSON: processor seconds a stage, and the most memory held."""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from corpus.reading import Progress


def main(path: Path, *, check: bool) -> None:
    """Read a report as a worker does; with `check` also hold its figures against each other."""
    from corpus import assemble, inputs, registry
    from corpus.manifest import ManifestRow
    from corpus.reading import Job, read_report

    known = registry.load(None)
    small = Path(__file__).parents[3] / "fixtures" / "reports" / "hbs-2019-arsredovisning.pdf"

    def job(one: Path) -> Job:
        return Job(inputs.Source(one, one.name, one.stem), ManifestRow(), known)

    warm = read_report(job(small))  # what is imported and compiled once is no part of the growth
    assert not warm.error, warm.error
    stages: dict[str, float] = {}
    stage, since = "", 0.0

    def tell(step: Progress) -> None:
        nonlocal stage, since
        if step.stage != stage:
            now = time.process_time()
            if stage:
                stages[stage] = round(stages.get(stage, 0.0) + now - since, 3)
            stage, since = step.stage, now

    begun = time.process_time()
    outcome = read_report(job(path), tell)
    told = {"pages": 0, "read": round(time.process_time() - begun, 3), "mb": megabytes(), "stages": stages}
    assert outcome.extraction and outcome.reading, outcome.error
    told["pages"] = len(outcome.extraction.document.pages)
    told |= {"tables": len(outcome.extraction.tables), "numbers": len(outcome.reading.observations)}
    if check:
        begun = time.process_time()
        records = assemble.records([outcome])
        reports = assemble.reports([outcome], records, assemble.linked([outcome], records, known, ()))
        assemble.confronted(reports)
        told |= {"check": round(time.process_time() - begun, 3), "mb_check": megabytes()}
    print(json.dumps(told))


def megabytes() -> int:
    """The most memory that this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    main(Path(sys.argv[1]), check="--check" in sys.argv)
