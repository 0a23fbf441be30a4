"""`python -m tests.benchmarks.growth.reports`: what the main process of a run holds, by the number of small reports.

The reports are made up, of three pages with some 75 numbers each; two worker processes read them.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.benchmarks.made_folder import made

SIZES = (200, 2000)
CODE = """
import json, sys, time
from pathlib import Path
from corpus.build import Options, run
from corpus.limits import Limits
from tests.benchmarks.growth.one import megabytes
at, begun = {}, time.process_time()
def tell(event):
    if event.stage in ("found", "check", "write"):
        at[event.stage] = megabytes()
done = run([Path(sys.argv[1])], Options(Path(sys.argv[2]), limits=Limits(), jobs=2), tell)
print(json.dumps({**at, "end": megabytes(), "seconds": time.process_time() - begun, **done.counts}))
"""


def measured(reports: int) -> dict[str, float]:
    """The most memory of a run's main process up to each of its stages, in MB; its processor seconds; what it found."""
    with tempfile.TemporaryDirectory(prefix="facit-growth-") as folder:
        made(Path(folder) / "reports", reports)
        command = [sys.executable, "-c", CODE, f"{folder}/reports", f"{folder}/out"]
        done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=Path(__file__).parents[3])
    found: dict[str, float] = json.loads(done.stdout)
    return found


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--reports", type=int, nargs="+", default=SIZES)
    rows = []
    print("reports  numbers  MB: begun  read  checked  written  seconds")
    for reports in asked.parse_args().reports:
        row = measured(reports)
        rows.append(row)
        print(
            f"{reports:7} {row['observations']:8}  {row['found']:9} {row['check']:5} {row['write']:8} {row['end']:8} "
            f"{row['seconds']:8.1f}",
            flush=True,
        )
    if len(rows) > 1:
        more = rows[-1]["observations"] - rows[0]["observations"]
        each = {stage: 1000 * (rows[-1][stage] - rows[0][stage]) / more for stage in ("check", "write", "end")}
        print("GB for a million numbers:", ", ".join(f"{stage} {gb:.1f}" for stage, gb in each.items()))


if __name__ == "__main__":
    main()
