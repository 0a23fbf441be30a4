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
from functools import lru_cache, partial
from pathlib import Path

import pypdfium2

from extract.types import Hints
from normalize.vocabulary import load
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
        "facit": _reader("facit", report),
        "pdfplumber lines": _reader("pdfplumber lines", report),
        "camelot auto": _reader("camelot auto", report),
    }
    found |= _in_turns({name: read for name, read in readers.items() if _is_here(read)}, REPEATS)
    found["cold inspect"] = statistics.median(_seconds(lambda: _inspect(report)) for _ in range(REPEATS))
    both = {"tesseract swe": 0.0, "facit scans": 0.0}
    for scan in scans:
        turns: dict[str, Callable[[], object]] = {
            "tesseract swe": partial(one_pass, scan),
            "facit scans": _reader("facit", scan),
        }
        times = _in_turns({name: turns[name] for name in both}, 1)
        both = {name: seconds + times[name] for name, seconds in both.items()}
    return found | both


def _is_here(read: Callable[[], object]) -> bool:
    """Read once, to be warm; whether the reader is on this machine."""
    try:
        read()
    except AbsentError:
        return False
    return True


def _in_turns(readers: dict[str, Callable[[], object]], repeats: int) -> dict[str, float]:
    """Median seconds of each, one after the other in every round: what else the machine does falls on all alike."""
    # The slowest take seconds: two rounds are enough for them.
    rounds = [
        {n: _seconds(read) for n, read in readers.items() if i < 2 or not n.startswith("camelot")}
        for i in range(repeats)
    ]
    return {name: statistics.median(r[name] for r in rounds if name in r) for name in readers}


def bare_text(path: Path) -> int:
    """The letters of a PDF as pdfium gives them, page by page: the floor."""
    document = pypdfium2.PdfDocument(path)
    count = sum(len(page.get_textpage().get_text_range()) for page in document)
    document.close()
    return count


def gate(path: Path) -> int:
    """Our look at every page that says which may hold a table; gives how many may. Raises AbsentError without one."""
    try:
        from extract.frame import frame
        from extract.gate import sign
        from extract.pdf_surface import surface
        from extract.pdf_words import page_characters
        from extract.pdfium import handle
    except ImportError as absent:
        raise AbsentError(f"this extract has no gate ({absent})") from absent
    hints = _hints()
    document = pypdfium2.PdfDocument(path)
    kept = 0
    for page in document:
        text = page.get_textpage()
        painted = surface(page, frame(page))
        kept += bool(sign(page_characters(handle(text)).splitlines(), painted.levels, hints))
        text.close()
        page.close()
    document.close()
    return kept


@lru_cache(maxsize=1)
def _hints() -> Hints:
    return load().hints()


@lru_cache(maxsize=8)
def _engine(name: str) -> Engine:
    return engine(name)


def _reader(name: str, path: Path) -> Callable[[], object]:
    return lambda: _engine(name)(path)


def _inspect(path: Path) -> None:
    command = Path(sys.executable).with_name("facit")
    subprocess.run([command, "inspect", path], check=True, capture_output=True)


def one_pass(path: Path) -> int:
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
