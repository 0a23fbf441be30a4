"""One report of any number of pages: the text pages of the fixtures over and over, prose and tables mixed."""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

import pypdfium2 as pdfium

LINES = 50
"""Of a page of a text dump."""
REPORTS = Path(__file__).parents[3] / "fixtures" / "reports"
SOURCES = (
    "hbs-2019-arsredovisning.pdf",
    "hbs-2023-arsredovisning.pdf",
    "hbs-2025-arsredovisning.pdf",
    "sthlm-2017-verksamhet.pdf",
    "sthlm-2019-arsredovisning.pdf",
    "sthlm-2021-insatser.pdf",
    "sthlm-2023-arsrapport.pdf",
    "norraskog-2022-arsredovisning.pdf",
    "skogsbygden-2023-arsredovisning.pdf",
)


def pages(count: int) -> Iterator[tuple[str, int]]:
    """(file, page index) of each page, in the order of the fixtures and from the start again."""
    every = [(name, i) for name in SOURCES for i in range(len(pdfium.PdfDocument(REPORTS / name)))]
    return islice(cycle(every), count)


def document(path: Path, count: int) -> None:
    """Write a PDF of `count` pages. Fonts and pictures are shared by pages of one fixture, as in a real report."""
    block = pdfium.PdfDocument.new()
    opened = {name: pdfium.PdfDocument(REPORTS / name) for name in SOURCES}
    every = list(dict.fromkeys(pages(count)))
    for name in SOURCES:
        own = [i for of, i in every if of == name]
        if own:
            block.import_pages(opened[name], own)
    out = io.BytesIO()
    block.save(out)
    repeated(out.getvalue(), path, count)


def repeated(data: bytes, path: Path, count: int) -> None:
    """The pages of a PDF again and again until there are `count`: their objects are shared, the pages are not."""
    whole = pdfium.PdfDocument.new()
    part = pdfium.PdfDocument(data)
    left = count
    while left > 0:
        whole.import_pages(part, list(range(min(len(part), left))))
        left -= len(part)
    whole.save(path)


def dump(path: Path, count: int) -> None:
    """Write a text dump, or by its suffix Markdown, of `count` pages of 50 lines: those of the fixtures, repeated."""
    own = [p for p in sorted(REPORTS.iterdir()) if p.suffix == path.suffix]
    lines = [line for p in own for line in p.read_text(encoding="utf-8").splitlines()]
    path.write_text("\n".join(islice(cycle(lines), count * LINES)), encoding="utf-8")


def scan(path: Path, count: int) -> None:
    """Write a PDF of `count` pages that are pictures of text: those of the scanned fixture, repeated."""
    repeated((REPORTS / "hbs-2024-skannad.pdf").read_bytes(), path, count)
