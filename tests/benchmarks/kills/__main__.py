"""`python -m tests.benchmarks.kills`: runs over 40 reports are killed 100 times at random moments, and resumed."""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from pathlib import Path

from tests.benchmarks.kills.stress import stress


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--kills", type=int, default=100)
    asked.add_argument("--reports", type=int, default=40)
    asked.add_argument("--jobs", type=int, default=2)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--chain", type=int, default=2, help="kills of one run before it comes to its end")
    given = asked.parse_args()
    found: Counter[str] = Counter()
    with tempfile.TemporaryDirectory(prefix="facit-kills-") as folder:
        how = {"kills": given.kills, "reports": given.reports, "jobs": given.jobs, "seed": given.seed}
        runs = stress(Path(folder), **how, chain=given.chain)
        for n, killed in enumerate(runs, start=1):
            found[killed.found] += 1
            at = f"after {killed.after:.2f} s with {killed.kept} of {given.reports} reports kept"
            print(f"[{n}/{given.kills}] killed {at}: dataset {killed.found}", flush=True)
    what = ", ".join(f"{many} x {name}" for name, many in sorted(found.items()))
    print(f"{given.kills} kills, every run resumed to the same bytes; found in between: {what}; no process left.")


if __name__ == "__main__":
    main()
