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
from typing import Any

from tests.benchmarks.tables import gate, page, speed
from tests.benchmarks.tables.icdar import icdar
from tests.benchmarks.tables.measure import by_family, measure_apart
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

GATE, SPEED = "gate", "speed"
GATED = tuple(replace(p, seeds=min(p.seeds, 5)) for p in PARTS if p.name in ("text", "split", "prose"))
"""What the gate is tried on."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure (unless `--write`) and write the page."""
    names = [*(p.name for p in PARTS), GATE, SPEED]
    parser = argparse.ArgumentParser(prog="tests.benchmarks.tables.bench", description=__doc__)
    parser.add_argument("--icdar", type=Path, help="folder of the ICDAR 2013 files; left out when absent")
    parser.add_argument("--docs", type=Path, default=ROOT / "docs")
    parser.add_argument(
        "--parts", default="", help=f"comma-separated, of {', '.join(names)}; the others stay as they are"
    )
    parser.add_argument("--most", type=int, default=HELD_OUT, help="at most so many seeds a part, for a trial")
    parser.add_argument("--write", action="store_true", help="only write the page from the last results")
    given = parser.parse_args(arguments)
    if not given.write:
        wanted = given.parts.split(",") if given.parts else names
        parts = [replace(p, seeds=min(p.seeds, given.most)) for p in PARTS if p.name in wanted]
        run(given.icdar, parts, gated=GATE in wanted, timed=SPEED in wanted, anew=not given.parts)
    page.write(json.loads(RESULTS.read_text(encoding="utf-8")), given.docs)


def run(foreign: Path | None, parts: Sequence[Part], *, gated: bool, timed: bool, anew: bool) -> None:
    """Measure the parts, two engines at a time, each on a core of its own; RESULTS is written after each.

    `anew`: forget the last results; else parts that are not measured now stay.
    """
    started = time.perf_counter()
    old = {} if anew or not RESULTS.exists() else json.loads(RESULTS.read_text(encoding="utf-8"))
    spent = old.get("minutes", 0.0)
    results: dict[str, Any] = {"skipped": {}, "parts": {}} | old | circumstances()
    found: dict[str, list[Case]] = {}
    for part in parts:
        made = list(_cases(part, foreign))
        found[part.name] = [c for c in made if isinstance(c, Case)]
        results["skipped"] |= {f"{part.name}: {c.name}": c.reason for c in made if isinstance(c, Skipped)}
        results["parts"][part.name] = {"first": HELD_OUT, "seeds": part.seeds, "commit": _commit(), "engines": {}}
    lock = threading.Lock()
    cores: Queue[int] = Queue()
    for core in sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else range(2):
        cores.put(core)

    def keep() -> None:
        results["minutes"] = spent + (time.perf_counter() - started) / 60
        RESULTS.parent.mkdir(parents=True, exist_ok=True)
        RESULTS.write_text(json.dumps(results, ensure_ascii=False, indent=1), encoding="utf-8")

    def one(job: tuple[Part, str]) -> None:
        part, name = job
        core = cores.get()
        try:
            measured = by_family(list(measure_apart(name, found[part.name], core)))
            with lock:
                results["parts"][part.name]["engines"][name] = [asdict(s) for s in measured]
                _say(f"{part.name:<12}{name:<26}{measured[-1].strict:.4f} {measured[-1].ms_page:9.1f} ms/page")
                keep()
        except AbsentError as absent:
            with lock:
                results["skipped"][name] = str(absent)
                _say(f"{part.name:<12}{name:<26}{absent}")
        finally:
            cores.put(core)

    with ThreadPoolExecutor(cores.qsize()) as pool:
        list(pool.map(one, [(part, name) for part in parts for name in part.engines if found[part.name]]))
    if gated:
        results[GATE] = gate.passed([c for part in GATED for c in _cases(part, None) if isinstance(c, Case)])
    if timed:
        results[SPEED] = _speeds()
    keep()


def circumstances() -> dict[str, Any]:
    return {
        "date": datetime.datetime.now(tz=datetime.UTC).date().isoformat(),
        "machine": _machine(),
        "versions": versions(),
        "commit": _commit(),
    }


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
