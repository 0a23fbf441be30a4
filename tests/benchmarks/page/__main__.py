"""`python -m tests.benchmarks.page --findings 500 --pictures 200`: how heavy and how quick the report's page is."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from tests.benchmarks.page.measure import chromium, felt, made


def main() -> None:
    """Makes the page, opens it, prints what it took."""
    parser = argparse.ArgumentParser(prog="tests.benchmarks.page", description=__doc__)
    parser.add_argument("--findings", type=int, default=500)
    parser.add_argument("--pictures", type=int, default=200)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, chromium(Path(folder)) as browser:
        page = made(wanted.findings, wanted.pictures, Path(folder))
        quick = felt(browser, page.path)
    size, seconds = page.size / 1e6, page.seconds
    print(f"{page.findings} findings, {page.pictures} pictures: {size:.1f} MB, written in {seconds:.1f} s")
    times = f"ready {quick.ready:.0f} ms, next finding {quick.step:.0f} ms, search {quick.search:.0f} ms"
    print(f"{times}; this machine is {quick.busy:.1f} times as slow as at best")


if __name__ == "__main__":
    main()
