"""What was measured -> docs/benchmarks-pipeline.md and its plot."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.benchmarks.growth.__main__ import exponent
from tests.benchmarks.pipeline import plot, whole
from tests.benchmarks.pipeline.apart import BARE
from tests.benchmarks.pipeline.whole import STAGES

PAGE, PLOT = "benchmarks-pipeline.md", "benchmarks-pipeline.svg"
Results = Mapping[str, Any]
SAID = {
    "start": "start-up, imports, finding the files",
    "read": "pages, tables and what they mean",
    "check": "names, facts, what contradicts",
    "write": "CSV, Parquet, DuckDB, workbook, the report's page",
}


def write(results: Results, docs: Path) -> None:
    """The page, and the plot where growth was measured."""
    parts: tuple[tuple[str, Callable[[Results], Iterator[str]]], ...] = (
        ("text", _text),
        ("peers", _peers),
        ("scans", _scans),
        ("jobs", _jobs),
        ("growth", _growth),
    )
    lines = [*_head(results)]
    for name, part in parts:
        if name in results:
            lines += ["", *part(results)]
    lines += ["", *DOCLING]
    (docs / PAGE).write_text("\n".join(lines) + "\n", encoding="utf-8")
    if "growth" in results:
        rows = results["growth"]
        shown = [("seconds of processor time", [r["read"] for r in rows]), ("megabytes", [r["mb"] for r in rows])]
        (docs / PLOT).write_text(plot.panels([r["pages"] for r in rows], shown), encoding="utf-8")


def _head(results: Results) -> Iterator[str]:
    pages, reports = results["pages"], results["reports"]
    yield "# Benchmarks: the whole run"
    yield ""
    yield (
        f"Made by `python -m tests.benchmarks.pipeline` (part of `make bench`) on {results['date']}: "
        f"{results['machine']}; commit {results['commit']}."
    )
    yield "How well tables are read, by us and by others, is in [benchmarks.md](benchmarks.md)."
    yield ""
    yield (
        f"**Reports.** {reports['text']} reports with a text layer, {pages['text']} pages: 10-30 each, a third of them "
        "with tables, about as many numbers a page as real ones. "
        f"{reports['scans']} scanned reports, {pages['scans']} pages. "
        "The press makes them from seeds that nobody tunes on."
    )
    yield ""
    yield (
        "**Time** is processor time of all processes, and every round measures each once, so that what else the "
        "machine does falls on all alike; ratios are medians over the rounds. "
        "The whole run is what `facit backfill --jobs 1` does with nothing kept from before, "
        "from the start of the program to the report's page."
    )


def _text(results: Results) -> Iterator[str]:
    floors, runs, small = (results["text"][k] for k in ("floor", "whole", "small"))
    pages = results["pages"]["text"]
    ratio = _ratio(runs, floors)
    yield "## From PDFs to a dataset: text layers"
    yield ""
    yield "| | ms/page | times bare text | a run of one report |"
    yield "| --- | ---: | ---: | ---: |"
    bare = statistics.median(f["seconds"] for f in floors)
    yield f"| bare pdfium text | {1000 * bare / pages:.2f} | 1 | |"
    for stage in STAGES:
        spent = statistics.median(r["processor"][stage] for r in runs)
        one = statistics.median(r["processor"][stage] for r in small)
        yield f"| {SAID[stage]} | {1000 * spent / pages:.2f} | {spent / bare:.1f} | {one:.2f} s |"
    every = statistics.median(_seconds(r) for r in runs)
    one = statistics.median(_seconds(r) for r in small)
    yield f"| **the whole run** | {1000 * every / pages:.2f} | **{ratio:.1f}** | {one:.2f} s |"
    yield ""
    yield (
        f"{pages / every:.0f} pages a second of one core; at most {max(r['mb_run'] for r in runs):.0f} MB in the run "
        f"and {max(r['mb_worker'] for r in runs):.0f} MB in a worker. "
        "The run of one report is mostly what every run costs: imports, vocabulary, codebook, database."
    )


def _peers(results: Results) -> Iterator[str]:
    peers: Mapping[str, Mapping[str, float]] = results["peers"]
    pages = results["pages"]["peers"]
    run = statistics.median(_seconds(r) for r in results["text"]["whole"]) / results["pages"]["text"]
    yield f"## Beside other engines, on {pages} of these pages"
    yield ""
    yield "`facit` reads tables as the others do; `facit, whole run` is all of the above, over all pages."
    yield ""
    yield "| engine | ms/page | pages/s | times bare text | whole run is faster by | MB at the most |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: |"
    bare = peers[BARE]["seconds"] / pages
    rows = [(name, cost["seconds"] / pages, cost["mb"]) for name, cost in peers.items()]
    rows.append(("facit, whole run", run, max(max(r["mb_run"], r["mb_worker"]) for r in results["text"]["whole"])))
    for name, seconds, mb in sorted(rows, key=lambda r: r[1]):
        bold = "**" if name.startswith("facit") else ""
        faster = f"{seconds / run:.1f}" if name != BARE and not bold else ""
        costs = f"{1000 * seconds:.2f} | {1 / seconds:.0f} | {seconds / bare:.1f} | {faster} | {mb:.0f}"
        yield f"| {bold}{name}{bold} | {costs} |"


def _scans(results: Results) -> Iterator[str]:
    floors, runs = results["scans"]["floor"], results["scans"]["whole"]
    pages = results["pages"]["scans"]
    one, every = (statistics.median(map(_seconds, rows)) / pages for rows in (floors, runs))
    yield "## From scans to a dataset"
    yield ""
    yield "| | s/page | times one pass |"
    yield "| --- | ---: | ---: |"
    yield f"| one Tesseract pass in Swedish, 300 dpi | {one:.2f} | 1 |"
    yield f"| **the whole run** | {every:.2f} | **{_ratio(runs, floors):.2f}** |"
    yield ""
    yield f"At most {max(r['mb_worker'] for r in runs):.0f} MB in a worker or in Tesseract."


def _jobs(results: Results) -> Iterator[str]:
    reports, pages = results["reports"], results["pages"]
    said = {
        "backfill": f"{reports['text']} with text, {reports['scans']} scanned, {pages['text'] + pages['scans']} pages",
        "bundled": "the bundled reports (`fixtures/reports`)",
    }
    yield "## Two processes beside one"
    yield ""
    yield (
        "By the clock. Not shared out are the check of all reports together and the first part of writing; a machine "
        "that does other things too makes two processes look slower than they are."
    )
    yield ""
    yield "| folder | stage | `--jobs 1` | `--jobs 2` | faster by |"
    yield "| --- | --- | ---: | ---: | ---: |"
    for name, found in results["jobs"].items():
        for stage in (*STAGES[1:], "whole run"):
            one, two = (statistics.median(_clock(r, stage) for r in found[jobs]) for jobs in ("1", "2"))
            bold = "**" if stage == "whole run" else ""
            ratio = statistics.median(
                _clock(a, stage) / _clock(b, stage) for a, b in zip(found["1"], found["2"], strict=True)
            )
            yield f"| {said[name]} | {stage} | {one:.1f} s | {two:.1f} s | {bold}{ratio:.2f}{bold} |"
        at_best = statistics.median(
            whole.Cost(**a).seconds / whole.Cost(**b).at_best for a, b in zip(found["1"], found["2"], strict=True)
        )
        yield f"| {said[name]} | by processor time, were each stage shared out evenly | | | {at_best:.2f} |"
    if "loops" in results:
        yield ""
        yield (
            f"Two plain loops beside each other did {statistics.median(results['loops']):.2f} times what one does, "
            "right after these runs: 2 is a machine with both cores free, anything much less says that these ratios "
            "by the clock are of a machine that others used."
        )


def _growth(results: Results) -> Iterator[str]:
    rows = results["growth"]
    yield "## As a report grows"
    yield ""
    yield "One report of so many pages, read and understood by a worker (`make growth`)."
    yield ""
    yield "| pages | processor seconds | ms/page | MB in a worker | MB in the run |"
    yield "| ---: | ---: | ---: | ---: | ---: |"
    for r in rows:
        costs = f"{r['read']:.2f} | {1000 * r['read'] / r['pages']:.1f} | {r['mb']:.0f} | {r['mb_parent']:.0f}"
        yield f"| {r['pages']:,} | {costs} |"
    if len(rows) > 1:
        power = exponent([r["pages"] for r in rows], [r["read"] for r in rows])
        yield ""
        yield f"Time grows with pages to the power {power:.2f}."
        yield ""
        yield f"![seconds and megabytes against pages]({PLOT})"


DOCLING = (
    "## Docling",
    "",
    "Docling 2.143 was tried (`pip install docling`, 6.2 GB with torch) and read nothing: when it first opens a PDF it "
    "fetches its models from a hub, which cannot be reached here, and none of its packages holds them "
    "(`LocalEntryNotFoundError`). What its users report is 1-6 s a page without a graphics card.",
)


def _seconds(cost: Mapping[str, Any]) -> float:
    """Processor seconds of a whole run, or of an engine."""
    return float(sum(cost["processor"].values()) if "processor" in cost else cost["seconds"])


def _clock(cost: Mapping[str, Any], stage: str) -> float:
    return float(cost["wall"][stage]) if stage in cost["wall"] else float(sum(cost["wall"].values()))


def _ratio(ours: Sequence[Mapping[str, Any]], floors: Sequence[Mapping[str, Any]]) -> float:
    """The median over rounds of what ours costs against the floor."""
    return statistics.median(_seconds(a) / _seconds(b) for a, b in zip(ours, floors, strict=True))
