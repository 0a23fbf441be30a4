"""`python -m tests.benchmarks.tables.bench [--icdar DIR]`: everything on the held-out seeds -> docs/benchmarks.md.

What was measured is kept in build/bench-tables/results.json; `--write` makes the page from it anew without measuring.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import platform
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from queue import Queue

from tests.benchmarks.tables import gate, page, speed
from tests.benchmarks.tables.icdar import icdar
from tests.benchmarks.tables.measure import Summary, by_family, measure_apart
from tests.benchmarks.tables.peers import PEERS, PEERS_ON_SCANS, AbsentError, versions
from tests.benchmarks.tables.sets import BUILD, ROOT, Case, Skipped, cases

RESULTS = BUILD / "results.json"
HELD_OUT = 1000
"""The first seed that nobody tunes on."""
ON_FOREIGN = (
    "camelot hybrid vector",
    "camelot auto",
    "img2table borderless",
    "pdfplumber lines",
    "tabula stream",
    "tablers",
)
ON_PROSE = ("camelot hybrid vector", "pdfplumber lines", "tablers")
ON_SPLIT = ("camelot lattice vector", "camelot hybrid vector", "pdfplumber lines", "img2table borderless")


@dataclass(frozen=True)
class Part:
    """A part of the run: a set, how many held-out seeds of it, and who reads it."""

    name: str
    set: str
    seeds: int
    engines: tuple[str, ...]


PARTS = (
    Part("text", "text", 10, ("facit", "facit-unhinted", *PEERS)),
    Part("text-more", "text", 40, ("facit",)),
    Part("split", "split", 17, ("facit", *ON_SPLIT)),
    Part("prose", "prose", 20, ("facit", "facit-recognised", *ON_PROSE)),
    Part("scans", "scans", 1, ("facit", "facit-settled", *PEERS_ON_SCANS)),
    Part("scans-more", "scans", 3, ("facit", "facit-settled")),
    Part("icdar", "icdar", 0, ("facit", "facit-unhinted", *ON_FOREIGN)),
)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure (unless `--write`) and write the page."""
    parser = argparse.ArgumentParser(prog="tests.benchmarks.tables.bench", description=__doc__)
    parser.add_argument("--icdar", type=Path, help="folder of the ICDAR 2013 files; left out when absent")
    parser.add_argument("--docs", type=Path, default=ROOT / "docs")
    parser.add_argument("--parts", default="", help="comma-separated; all when empty")
    parser.add_argument("--most", type=int, default=HELD_OUT, help="at most so many seeds a part, for a trial")
    parser.add_argument("--write", action="store_true", help="only write the page from the last results")
    given = parser.parse_args(arguments)
    if not given.write:
        wanted = [p for p in PARTS if not given.parts or p.name in given.parts.split(",")]
        run(given.icdar, [replace(p, seeds=min(p.seeds, given.most)) for p in wanted])
    page.write(json.loads(RESULTS.read_text(encoding="utf-8")), given.docs)


def run(foreign: Path | None, parts: Sequence[Part]) -> None:
    """Measure the parts, two engines at a time, each on a core of its own; the results go to RESULTS."""
    started = time.perf_counter()
    found: dict[str, list[Case]] = {}
    skipped: dict[str, str] = {}
    for part in parts:
        made = list(_cases(part, foreign))
        found[part.name] = [c for c in made if isinstance(c, Case)]
        skipped |= {f"{part.name}: {c.name}": c.reason for c in made if isinstance(c, Skipped)}
    jobs = [(part, name) for part in parts for name in part.engines if found[part.name]]
    cores: Queue[int] = Queue()
    for core in sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else range(2):
        cores.put(core)
    summaries: dict[str, dict[str, list[dict[str, object]]]] = {part.name: {} for part in parts}
    lock = threading.Lock()

    def one(job: tuple[Part, str]) -> None:
        part, name = job
        core = cores.get()
        try:
            measured = by_family(list(measure_apart(name, found[part.name], core)))
            with lock:
                summaries[part.name][name] = [_plain(s) for s in measured]
                whole = measured[-1]
                _say(f"{part.name:<12}{name:<26}{whole.strict:.4f} {whole.ms_page:9.1f} ms/page")
        except AbsentError as absent:
            with lock:
                skipped[name] = str(absent)
                _say(f"{part.name:<12}{name:<26}{absent}")
        finally:
            cores.put(core)

    with ThreadPoolExecutor(cores.qsize()) as pool:
        list(pool.map(one, jobs))
    results = {
        "date": datetime.datetime.now(tz=datetime.UTC).date().isoformat(),
        "machine": _machine(),
        "versions": versions(),
        "commit": _commit(),
        "skipped": skipped,
        "parts": {p.name: {"seeds": p.seeds, "first": HELD_OUT, "engines": summaries[p.name]} for p in parts},
        "gate": gate.passed([c for name in ("text", "split", "prose") for c in found.get(name, [])]),
        "speed": _speeds(),
        "minutes": (time.perf_counter() - started) / 60,
    }
    RESULTS.write_text(json.dumps(results, ensure_ascii=False, indent=1), encoding="utf-8")


def _cases(part: Part, foreign: Path | None) -> Iterator[Case | Skipped]:
    if part.set != "icdar":
        yield from cases(part.set, range(HELD_OUT, HELD_OUT + part.seeds))
    elif foreign and foreign.is_dir():
        yield from icdar(foreign)
    else:
        yield Skipped("icdar", "its files are not here (--icdar)")


def _speeds() -> dict[str, float]:
    """The speeds, measured in a process of their own with nothing beside it."""
    folder = BUILD / "speed"

    def some(name: str, family: str, n: int) -> list[Case]:
        return [c for c in cases(name, range(HELD_OUT, HELD_OUT + n), (family,)) if isinstance(c, Case)]

    prose = [
        c for f in ("prose-running", "prose-figures", "prose-bullets", "prose-columns") for c in some("prose", f, 3)
    ]
    tables = [c for f in ("grid", "horizontal", "three-rules", "none", "zebra", "frame") for c in some("text", f, 1)]
    scans = [c for f in ("scan-grid", "scan-horizontal", "scan-none", "scan-frame") for c in some("scans", f, 1)]
    speed.lay_out(folder, prose, tables, scans)
    command = [sys.executable, "-m", "tests.benchmarks.tables.speed", str(folder)]
    out = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT).stdout
    measured: dict[str, float] = json.loads(out)
    return measured


def _plain(summary: Summary) -> dict[str, object]:
    return asdict(summary)


def _machine() -> str:
    name = platform.processor() or platform.machine()
    cpus = Path("/proc/cpuinfo")
    if cpus.exists():
        lines = [line for line in cpus.read_text(encoding="utf-8").splitlines() if line.startswith("model name")]
        name = lines[0].split(":", 1)[1].strip() if lines else name
    return f"{name}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"


def _commit() -> str:
    git = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, cwd=ROOT, check=False)
    return git.stdout.strip()


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
