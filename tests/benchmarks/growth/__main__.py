"""`make growth`: what reading costs as a report grows from 10 to 5 000 pages, in processor seconds and megabytes."""

from __future__ import annotations

import argparse
import json
import math
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.benchmarks.growth.documents import document, dump, scan

SIZES = (10, 100, 1000, 5000)
KINDS: dict[str, tuple[str, Callable[[Path, int], None]]] = {
    "pdf": ("report.pdf", document),
    "text": ("report.txt", dump),
    "markdown": ("report.md", dump),
    "scan": ("report.pdf", scan),
}
"""What the report is: the file's name, and what writes it with so many pages."""


def measured(pages: int, *, check: bool = False, kind: str = "pdf") -> dict[str, float]:
    """What reading a report of so many pages costs, in processes of its own."""
    name, write = KINDS[kind]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        write(path, pages)
        command = [sys.executable, "-m", "tests.benchmarks.growth.one", str(path), *["--check"] * check]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def exponent(sizes: Sequence[float], costs: Sequence[float]) -> float:
    """The power of the size that the cost grows with: the slope of a straight line through their logarithms."""
    x, y = [math.log(s) for s in sizes], [math.log(c) for c in costs]
    mx, my = sum(x) / len(x), sum(y) / len(y)
    return sum((a - mx) * (b - my) for a, b in zip(x, y, strict=True)) / sum((a - mx) ** 2 for a in x)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, nargs="+", default=SIZES)
    parser.add_argument("--kind", choices=KINDS, default="pdf")
    parser.add_argument("--check", action="store_true", help="also hold the figures against each other")
    given = parser.parse_args()
    rows = []
    print(" pages   read s  ms/page  worker MB  parent MB  processes  stages")
    for pages in given.pages:
        row = measured(pages, check=given.check, kind=given.kind)
        rows.append(row)
        more = f"  check {row['check']} s, {row['mb_check']} MB" if given.check else ""
        print(
            f"{pages:6} {row['read']:8.2f} {1000 * row['read'] / pages:8.1f} {row['mb']:10} {row['mb_parent']:10} "
            f"{row['processes']:10}  {row['stages']}{more}",
            flush=True,
        )
    if len(rows) > 1:
        print(f"time grows with pages to the power {exponent(given.pages, [r['read'] for r in rows]):.2f}")
        if given.check:
            print(f"checking grows with pages to the power {exponent(given.pages, [r['check'] for r in rows]):.2f}")


if __name__ == "__main__":
    main()
