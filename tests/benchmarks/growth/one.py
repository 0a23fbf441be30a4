"""Read one report by itself and print what it cost as JSON: processor seconds a stage, and the most memory held."""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path


def main(path: Path) -> None:
    from corpus import assemble, inputs, registry
    from corpus.manifest import ManifestRow
    from corpus.reading import Job, read_report

    known = registry.load(None)
    small = Path(__file__).parents[3] / "fixtures" / "reports" / "hbs-2019-arsredovisning.pdf"

    def job(one: Path) -> Job:
        return Job(inputs.Source(one, one.name, inputs.find([one]).sources[0].sha256), ManifestRow(), known)

    warm = read_report(job(small))  # what is imported and compiled once is no part of the growth
    assert not warm.error, warm.error
    stages: dict[str, float] = {}
    clock = [time.process_time(), ""]

    def tell(step: object) -> None:
        stage = getattr(step, "stage", "")
        if stage != clock[1]:
            now = time.process_time()
            if clock[1]:
                stages[clock[1]] = stages.get(clock[1], 0.0) + now - clock[0]
            clock[:] = [now, stage]

    begun = time.process_time()
    outcome = read_report(job(path), tell)
    read = time.process_time() - begun
    assert outcome.extraction and outcome.reading, outcome.error
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    begun = time.process_time()
    records = assemble.records([outcome])
    linked = assemble.linked([outcome], records, known, ())
    reports = assemble.reports([outcome], records, linked)
    edits, findings = assemble.confronted(reports)
    check = time.process_time() - begun
    print(
        json.dumps(
            {
                "pages": len(outcome.extraction.document.pages),
                "read": read,
                "stages": stages,
                "check": check,
                "mb_read": peak,
                "mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
                "tables": len(outcome.extraction.tables),
                "numbers": len(outcome.reading.observations),
                "findings": len(findings),
                "edits": len(edits),
            }
        )
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
