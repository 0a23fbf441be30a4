"""Other table engines with their own defaults, imported only when asked for; none is told where tables are."""

from __future__ import annotations

import importlib
import importlib.metadata
import shutil
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.benchmarks.tables.kindness import peer_read
from tests.benchmarks.tables.score import Read

Engine = Callable[[Path], list[Read]]


class AbsentError(Exception):
    """The engine's package, or what it needs, is not on this machine; the message says which."""


def package(name: str) -> Any:
    """A module of the `bench` extras. Raises AbsentError."""
    try:
        return importlib.import_module(name)
    except ImportError as absent:
        raise AbsentError(f"{name} is not installed: pip install 'facit[bench]' ({absent})") from absent


def program(name: str, what: str) -> str:
    """The path of a program. Raises AbsentError."""
    path = shutil.which(name)
    if not path:
        raise AbsentError(f"{what} ({name}) is not installed")
    return path


def camelot(flavor: str, **settings: Any) -> Engine:
    """Camelot 2 in one of its flavours."""
    module = package("camelot")

    def run(path: Path) -> list[Read]:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tables = module.read_pdf(str(path), pages="all", flavor=flavor, suppress_stdout=True, **settings)
        return [peer_read(t.df.astype(str).values.tolist(), int(t.page)) for t in tables]

    return run


def pdfplumber(**settings: Any) -> Engine:
    """pdfplumber's extract_tables, page by page."""
    module = package("pdfplumber")

    def run(path: Path) -> list[Read]:
        with module.open(path) as pdf:
            return [peer_read(rows, page.page_number) for page in pdf.pages for rows in page.extract_tables(settings)]

    return run


def tabula(**settings: Any) -> Engine:
    """tabula-java through tabula-py; the Java machine lives in this process, so only the first page waits for it."""
    program("java", "Java")
    package("jpype")
    module = package("tabula")

    def run(path: Path) -> list[Read]:
        out = []
        for page in range(1, _pages(path) + 1):
            found = module.read_pdf(path, pages=page, output_format="json", silent=True, **settings)
            out += [peer_read([[cell["text"] for cell in row] for row in table["data"]], page) for table in found]
        return out

    return run


def _pages(path: Path) -> int:
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    try:
        return len(document)
    finally:
        document.close()


def img2table(*, borderless: bool, ocr: bool = False) -> Engine:
    """img2table on the PDF's own text, or (`ocr`) on scans with Tesseract in Swedish and English and deskewing."""
    package("img2table")
    document = importlib.import_module("img2table.document").PDF
    reader = importlib.import_module("img2table.ocr").TesseractOCR(lang="swe+eng", n_threads=1) if ocr else None

    def run(path: Path) -> list[Read]:
        pdf = document(path, detect_rotation=True, pdf_text_extraction=False) if ocr else document(path)
        found = pdf.extract_tables(ocr=reader, borderless_tables=borderless)
        return [
            peer_read([[cell.value for cell in row] for row in table.content.values()], page + 1)
            for page, tables in found.items()
            for table in tables
        ]

    return run


def tablers() -> Engine:
    """tablers, the Rust library."""
    module = package("tablers")

    def run(path: Path) -> list[Read]:
        document = module.Document(path)
        try:
            return [
                peer_read([[cell.text for cell in row] for row in table.to_list()], page.page_idx + 1)
                for page in document.pages()
                for table in module.find_tables(page, extract_text=True)
            ]
        finally:
            document.close()

    return run


def ocrmypdf_then_camelot() -> Engine:
    """The usual chain for scans: OCRmyPDF (Swedish and English, deskewed), then Camelot auto."""
    package("ocrmypdf")
    then = camelot("auto")

    def run(path: Path) -> list[Read]:
        with tempfile.TemporaryDirectory() as folder:
            readable = Path(folder) / path.name
            settings = ["-l", "swe+eng", "--deskew", "--force-ocr", "--output-type", "pdf", "-j", "1", "-q"]
            command: list[str | Path] = [sys.executable, "-m", "ocrmypdf", *settings, path, readable]
            subprocess.run(command, check=True, capture_output=True)
            return then(readable)

    return run


PEERS: dict[str, Callable[[], Engine]] = {
    "pdfplumber lines": pdfplumber,
    "pdfplumber text": lambda: pdfplumber(vertical_strategy="text", horizontal_strategy="text"),
    "camelot lattice": lambda: camelot("lattice"),
    "camelot lattice vector": lambda: camelot("lattice", engine="vector"),
    "camelot stream": lambda: camelot("stream"),
    "camelot network": lambda: camelot("network"),
    "camelot hybrid": lambda: camelot("hybrid"),
    "camelot hybrid vector": lambda: camelot("hybrid", engine="vector"),
    "camelot auto": lambda: camelot("auto"),
    "tabula lattice": lambda: tabula(lattice=True),
    "tabula stream": lambda: tabula(stream=True, guess=True),
    "tabula auto": lambda: tabula(guess=True),
    "img2table": lambda: img2table(borderless=False),
    "img2table borderless": lambda: img2table(borderless=True),
    "tablers": tablers,
}
PEERS_ON_SCANS: dict[str, Callable[[], Engine]] = {
    "img2table borderless OCR": lambda: img2table(borderless=True, ocr=True),
    "ocrmypdf + camelot auto": ocrmypdf_then_camelot,
}
PACKAGES = ("camelot-py", "pdfplumber", "tabula-py", "img2table", "tablers", "ocrmypdf", "pypdfium2")


def versions() -> dict[str, str]:
    """Package -> version, of those that are here."""
    found = {}
    for name in PACKAGES:
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
    return found
