"""Time as ratios, all in one run on one core: our reading against the floor and against others.

`python -m tests.benchmarks.tables.speed FOLDER` prints them as JSON; FOLDER holds `report.pdf` and `scans/*.pdf`.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pypdfium2

from tests.benchmarks.tables.engines import engine
from tests.benchmarks.tables.peers import AbsentError, Engine
from tests.benchmarks.tables.sets import Case

REPEATS = 5
PROSE_PAGES, TABLE_PAGES = 11, 6


def lay_out(folder: Path, prose: Sequence[Case], tables: Sequence[Case], scans: Sequence[Case]) -> None:
    """Write the report of 17 pages, tables spread among the prose, and copies of the scans."""
    (folder / "scans").mkdir(parents=True, exist_ok=True)
    pages = [p.path for p in prose[:PROSE_PAGES]]
    for i, table in enumerate(tables[:TABLE_PAGES]):
        pages.insert(3 * i + 2, table.path)
    report = pypdfium2.PdfDocument.new()
    for path in pages:
        source = pypdfium2.PdfDocument(path)
        report.import_pages(source, [0])
        source.close()
    report.save(folder / "report.pdf")
    report.close()
    for old in (folder / "scans").glob("*.pdf"):
        old.unlink()
    for scan in scans:
        (folder / "scans" / scan.path.name).write_bytes(scan.path.read_bytes())


def speeds(folder: Path) -> dict[str, float]:
    """What is measured -> seconds (of the whole report, or of all scans together)."""
    report, scans = folder / "report.pdf", sorted((folder / "scans").glob("*.pdf"))
    found = {"pages": float(PROSE_PAGES + TABLE_PAGES), "scans": float(len(scans))}
    readers: dict[str, Callable[[], object]] = {
        "pdfium text": lambda: bare_text(report),
        "gate": lambda: gate(report),
        "facit": _reader("facit", [report]),
        "pdfplumber lines": _reader("pdfplumber lines", [report]),
        "camelot auto": _reader("camelot auto", [report]),
    }
    for name, read in readers.items():
        try:
            read()
        except AbsentError:
            continue
        # The slowest take seconds: once is enough for them.
        repeats = 1 if name.startswith("camelot") else REPEATS
        found[name] = statistics.median(_seconds(read) for _ in range(repeats))
    found["cold inspect"] = statistics.median(_seconds(lambda: _inspect(report)) for _ in range(3))
    found["tesseract swe"] = _seconds(lambda: sum(map(_one_pass, scans)))
    ours = _reader("facit", scans)
    found["facit scans"] = _seconds(ours)
    return found


def bare_text(path: Path) -> int:
    """The letters of a PDF as pdfium gives them, page by page: the floor."""
    document = pypdfium2.PdfDocument(path)
    count = sum(len(page.get_textpage().get_text_range()) for page in document)
    document.close()
    return count


def gate(path: Path) -> int:
    """Our look at every page that says which may hold a table; gives how many may."""
    raise AbsentError(f"no gate yet for {path}")


def _reader(name: str, paths: Sequence[Path]) -> Callable[[], object]:
    made: list[Engine] = []

    def read() -> object:
        if not made:
            made.append(engine(name))
        return [made[0](path) for path in paths]

    return read


def _inspect(path: Path) -> None:
    command = Path(sys.executable).with_name("facit")
    subprocess.run([command, "inspect", path], check=True, capture_output=True)


def _one_pass(path: Path) -> int:
    """The letters that Tesseract gives of the pages' pictures, in one pass in Swedish."""
    import pytesseract

    document = pypdfium2.PdfDocument(path)
    images = [page.render(scale=300 / 72, grayscale=True).to_pil() for page in document]
    document.close()
    return sum(len(pytesseract.image_to_string(image, lang="swe", config="--psm 6")) for image in images)


def _seconds(run: Callable[[], object]) -> float:
    started = time.perf_counter()
    run()
    return time.perf_counter() - started


if __name__ == "__main__":
    os.environ["OMP_THREAD_LIMIT"] = "1"
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {0})
    sys.stdout.write(json.dumps(speeds(Path(sys.argv[1]))))
