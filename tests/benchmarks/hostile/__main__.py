"""`python -m tests.benchmarks.hostile`: a run over all hostile files, told file by file."""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from pathlib import Path

from tests.benchmarks.hostile.run import good, hostile, run


def main() -> None:
    with tempfile.TemporaryDirectory() as where:
        folder = Path(where)
        names = good(folder / "in")
        count = len(hostile(folder / "in"))
        ran = run(folder / "in", folder / "out")
        rows = ran.rows("reports")
        seconds = {i["file_name"]: i["seconds"] for i in json.loads(ran.rows("runs")[0]["inputs"])}
        for row in sorted(rows, key=lambda r: r["file_name"]):
            took = seconds.get(row["file_name"], 0.0)
            print(f"{took:6.1f} s  {row['status']:8} {row['file_name'][:44]:44} {row['error'][:110]}")
        counted = Counter(r["status"] for r in rows if r["file_name"] not in names)
        print(f"{count} hostile files beside {len(names)} good ones: {dict(counted)}; exit code {ran.code}")
        print(
            f"{ran.seconds:.0f} s; at most {ran.worker_megabytes:.0f} MB in one process, {ran.megabytes:.0f} MB in all"
        )
        print(f"processes left: {len(ran.left)}")


if __name__ == "__main__":
    main()
