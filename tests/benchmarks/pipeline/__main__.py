"""`python -m tests.benchmarks.pipeline`: the whole run beside the floor and others -> docs/benchmarks-pipeline.md.

Every round measures each once, so that what else the machine does falls on all alike; ratios are medians over rounds.
What was measured is kept in build/bench-pipeline/results.json; `--write` makes the page from it without measuring.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pypdfium2

from tests.benchmarks.growth.__main__ import measured as grown
from tests.benchmarks.pipeline import apart, documents, page, whole
from tests.benchmarks.tables.bench import circumstances
from tests.benchmarks.tables.peers import AbsentError
from tests.benchmarks.tables.sets import ROOT

RESULTS = documents.BUILD / "results.json"
PEERS = (
    "pdfplumber lines",
    "camelot lattice",
    "camelot stream",
    "camelot network",
    "camelot hybrid",
    "camelot auto",
    "tabula auto",
    "img2table",
    "img2table borderless",
)
SIZES = (10, 100, 1000, 5000)
PARTS = ("text", "peers", "scans", "jobs", "growth")


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure the parts (unless `--write`) and write the page."""
    parser = argparse.ArgumentParser(prog="tests.benchmarks.pipeline", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--reports", type=int, default=40, help="with a text layer, 10-30 pages each")
    parser.add_argument("--scans", type=int, default=6, help="scanned reports, 3 pages each")
    parser.add_argument("--peers-on", type=int, default=2, help="so many of the reports are read by the other engines")
    parser.add_argument(
        "--most", type=int, default=SIZES[-1], help="pages of the largest report that growth is shown with"
    )
    parser.add_argument("--parts", default=",".join(PARTS), help="comma-separated; the others stay as they are")
    parser.add_argument("--docs", type=Path, default=ROOT / "docs")
    parser.add_argument("--write", action="store_true", help="only write the page from the last results")
    given = parser.parse_args(arguments)
    if not given.write:
        _measure(given, given.parts.split(","))
    page.write(json.loads(RESULTS.read_text(encoding="utf-8")), given.docs)


def _measure(given: argparse.Namespace, parts: Sequence[str]) -> None:
    texts, scans = documents.texts(given.reports), documents.scans(given.scans)
    registry = documents.registry()
    old = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
    results: dict[str, Any] = old | circumstances() | {"rounds": given.rounds}
    results |= {"pages": {"text": _pages(texts), "scans": _pages(scans), "peers": _pages(texts[: given.peers_on])}}
    results |= {"reports": {"text": len(texts), "scans": len(scans), "peers": given.peers_on}}

    def keep(part: str, found: object) -> None:
        results[part] = found
        RESULTS.parent.mkdir(parents=True, exist_ok=True)
        RESULTS.write_text(json.dumps(results, ensure_ascii=False, indent=1), encoding="utf-8")

    if "text" in parts:
        keep("text", _rounds(given.rounds, {
            "floor": lambda: asdict(apart.measured(apart.BARE, texts)),
            "whole": lambda: asdict(whole.measured(texts, 1, registry)),
            "small": lambda: asdict(whole.measured(texts[:1], 1, registry)),
        }))  # fmt: skip
    if "peers" in parts:
        keep(
            "peers",
            {name: found for name in (apart.BARE, "facit", *PEERS) if (found := _peer(name, texts[: given.peers_on]))},
        )
    if "scans" in parts:
        keep("scans", _rounds(max(given.rounds - 1, 1), {
            "floor": lambda: asdict(apart.measured(apart.ONE_PASS, scans)),
            "whole": lambda: asdict(whole.measured(scans, 1, registry)),
        }))  # fmt: skip
    if "jobs" in parts:
        mixed = [*texts, *scans]
        bundled = [ROOT / "fixtures" / "reports"]
        keep(
            "jobs",
            {
                name: _rounds(
                    given.rounds,
                    {
                        str(jobs): (
                            lambda jobs=jobs, files=files, known=known: asdict(whole.measured(files, jobs, known))
                        )
                        for jobs in (1, 2)
                    },
                )
                for name, files, known in (("backfill", mixed, registry), ("bundled", bundled, None))
            },
        )
        keep("loops", [whole.two_loops() for _ in range(given.rounds)])  # fmt: skip
    if "growth" in parts:
        keep("growth", [grown(pages) for pages in SIZES if pages <= given.most])


def _peer(name: str, files: Sequence[Path]) -> dict[str, float] | None:
    """What an engine costs; None, and said so, where it is not on this machine."""
    try:
        cost = apart.measured(name, files)
    except AbsentError as absent:
        _say(f"{name}: {absent}")
        return None
    _say(f"{name}: {cost.seconds:.1f} s, {cost.mb:.0f} MB")
    return asdict(cost)


def _rounds(rounds: int, work: dict[str, Callable[[], dict[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
    """Each measured once in every round."""
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in work}
    for n in range(rounds):
        for name, measure in work.items():
            begun = time.perf_counter()
            found[name].append(measure())
            _say(f"round {n + 1}: {name} {time.perf_counter() - begun:.1f} s")
    return found


def _pages(files: Sequence[Path]) -> int:
    counts = []
    for path in files:
        document = pypdfium2.PdfDocument(path)
        counts.append(len(document))
        document.close()
    return sum(counts)


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
