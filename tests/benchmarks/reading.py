"""`python -m tests.benchmarks.reading [FILES]`: what the gate and a whole reading cost against bare pdfium text.

Times are processor time, the best of several runs in one process, so that a busy machine changes the ratios little.
Without files a report of 17 pages is put together from the text-layer fixtures; its cold `facit inspect` is timed too.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import pypdfium2 as pdfium

from corpus.registry import load as load_registry
from extract.frame import frame
from extract.gate import sign, sign_of_words
from extract.pdf_surface import surface
from extract.pdf_words import page_characters, page_text
from extract.pdfium import handle
from extract.read import read
from extract.types import TableSettings
from normalize.vocabulary import load as load_vocabulary

FIXTURES = Path(__file__).parents[2] / "fixtures" / "reports"
PARTS = (
    ("hbs-2017-bilaga", 4),
    ("hbs-2019-arsredovisning", 3),
    ("hbs-2020-arsredovisning", 2),
    ("sthlm-2021-insatser", 3),
    ("sthlm-2023-arsrapport", 4),
    ("sthlm-2021-insatser", 1),
)
"""Fixtures and how many of their pages, 17 in all."""


def report(path: Path) -> Path:
    """A report of 17 pages with text layers: 10 of them hold tables."""
    whole = pdfium.PdfDocument.new()
    for name, count in PARTS:
        part = pdfium.PdfDocument(FIXTURES / f"{name}.pdf")
        whole.import_pages(part, list(range(count)))
    whole.save(path)
    return path


def best(run: Callable[[], object], times: int) -> float:
    """Seconds of processor time of the quickest of so many runs."""
    quickest = float("inf")
    for _ in range(times):
        started = time.process_time()
        run()
        quickest = min(quickest, time.process_time() - started)
    return quickest


def bare(path: Path) -> int:
    """Bare pdfium text of all pages; gives how many there are."""
    document = pdfium.PdfDocument(path)
    for page in document:
        text = page.get_textpage()
        text.get_text_range()
        text.close()
        page.close()
    count = len(document)
    document.close()
    return count


def gated(path: Path, settings: TableSettings) -> list[str]:
    """The gate over all pages: its look at text and drawing, and at words where those say nothing."""
    document = pdfium.PdfDocument(path)
    signs = []
    for page in document:
        text = page.get_textpage()
        shown, characters = frame(page), page_characters(handle(text))
        painted = surface(page, shown)
        found = sign(characters.splitlines(), painted.levels, settings.hints)
        if not found:
            words = page_text(handle(text), shown, characters, painted.invisible).words
            found = sign_of_words(words, shown.height)
        signs.append(found)
        text.close()
        page.close()
    document.close()
    return signs


def cold(path: Path) -> tuple[float, float, float]:
    """`facit inspect` in a new process: seconds by the clock, of the processor, and megabytes at most."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    command = [sys.executable, "-c", "from corpus.cli import main; main()", "inspect", str(path)]
    subprocess.run(command, check=True, capture_output=True, cwd=FIXTURES.parents[1])
    wall = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return wall, used, after.ru_maxrss / 1024


def main(files: Sequence[str]) -> None:
    """Measure and print, one line a file."""
    settings = TableSettings(hints=load_vocabulary(None).hints(load_registry(None).names()))
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(f) for f in files] or [report(Path(folder) / "report.pdf")]
        sys.stdout.write("file                          pages  text  gate  x text  read  x text   (ms a page)\n")
        for path in paths:
            pages = bare(path)
            read(path, settings)
            text, gate = best(partial(bare, path), 9), best(partial(gated, path, settings), 9)
            whole = best(partial(read, path, settings), 5)
            t, g, w = (1000 * v / pages for v in (text, gate, whole))
            sys.stdout.write(f"{path.stem[:28]:<30}{pages:>5}{t:>6.2f}{g:>6.2f}{g / t:>8.1f}{w:>6.1f}{w / t:>8.1f}\n")
        if not files:
            runs = [cold(paths[0]) for _ in range(4)]
            wall, used, memory = (min(run[k] for run in runs) for k in range(3))
            sys.stdout.write(
                f"cold facit inspect: {wall:.2f} s by the clock, {used:.2f} s processor, {memory:.0f} MB\n"
            )


if __name__ == "__main__":
    main(sys.argv[1:])
