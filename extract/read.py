"""The one entry of extract: a file -> Extraction. The reader is picked by content, then the parser chain runs."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from extract.errors import DamagedFile, EmptyFile, ExtractError, UnsupportedFile
from extract.gate import sign as table_sign
from extract.gate import sign_of_words
from extract.geometry import text_lines
from extract.shelf import Desk, Shelf
from extract.turning import views
from extract.types import Declined, Document, Extraction, Page, Table, TableSettings
from extract.words import words

Progress = Callable[[str, int, int], None]

IMAGES = {
    b"\x89PNG": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"II*\x00": "image/tiff",
    b"MM\x00*": "image/tiff",
}
FOREIGN = {
    b"PK\x03\x04": "an office file or archive",
    b"\xd0\xcf\x11\xe0": "an old office file",
    b"{\\rtf": "a rich text file",
    b"\x7fELF": "a program",
    b"MZ": "a program",
    b"\x1f\x8b": "an archive",
    b"GIF8": "a GIF image",
}
HEAD = 1024
"""Bytes that tell what a file is."""
TEXTS = {".txt": "text/plain", ".text": "text/plain", "": "text/plain"}
MARKUP = {".md": "text/markdown", ".markdown": "text/markdown", ".html": "text/html", ".htm": "text/html"}
ENOUGH_LETTERS, ENOUGH_FUNCTION_WORDS, FOLDED_SHARE = 500, 0.05, 0.005


def read(
    path: Path,
    settings: TableSettings,
    *,
    password: str | None = None,
    progress: Progress | None = None,
    shelf: Shelf | None = None,
) -> Extraction:
    """Read one file: its pages, and the tables the parser chain finds on them, page by page.

    `progress` is told (stage, pages done, pages in all). With a `shelf` the words of a page lie there when the page is
    read, and are not in the Extraction. Raises ExtractError's children, OSError when there is no file.
    """
    head = _head(path)
    media_type = detect(head, path)
    shelf = shelf or Desk()
    kept: list[Page] = []
    tables: list[Table] = []
    declined: list[tuple[int, Declined]] = []
    for page in _pages(media_type, path, settings, password=password, progress=progress):
        found, noes = run_chain(page, settings)
        tables += found
        declined += [(page.number, no) for no in noes]
        kept.append(shelf.put(page))
    pages = tuple(kept)
    if not any(page.lines for page in pages):
        raise _nothing_read(pages)
    if tables and len(pages) > 1:
        from extract.stitch import stitch

        tables = stitch(pages, tables, settings, best_tables, shelf)
    if progress:
        progress("tables", len(pages), len(pages))
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    document = Document(path.name, sha256, media_type, pages, is_folded(pages))
    return Extraction(document, tuple(tables), tuple(declined))


def _head(path: Path) -> bytes:
    """What a file begins with; all of it where that is white space."""
    with path.open("rb") as file:
        head = file.read(HEAD)
        return head if head.strip() else head + file.read()


def _nothing_read(pages: tuple[Page, ...]) -> ExtractError:
    """Why a file with pages gives no report, by what was wrong with the first page that something is wrong with."""
    if all(page.layer == "damaged" for page in pages):
        return DamagedFile(f"{pages[0].why}; there is no other page, so download or export the report again")
    why = next((page.why for page in pages if page.layer not in (None, "text", "blank")), pages[0].why)
    return EmptyFile(f"no text can be read on any page ({why}); export it again, or scan it with at least 200 dpi")


def best_tables(page: Page, settings: TableSettings) -> list[Table]:
    """The best tables of a page by the parser chain, and nothing else."""
    from extract.chain import run

    return run(page, settings)[0]


def run_chain(page: Page, settings: TableSettings) -> tuple[list[Table], list[Declined]]:
    """The tables of a page, those in its pictures included, and noes that concern the whole page.

    The chain is imported late, so that a program which only asks for help starts fast.
    """
    sign = page.table_sign
    if sign is None and page.words:
        sign = table_sign([line.text for line in page.lines], len(page.rulings), settings.hints)
        sign = sign or sign_of_words([w for line in text_lines(page.words) for w in line], page.height)
    tables: list[Table] = []
    declined: list[Declined] = []
    if sign == "":
        declined.append(Declined("gate", "nothing looks like a table: no gaps, figures, lines or known headings"))
    else:
        from extract.chain import run

        for view in views(page):
            found, noes = run(view.page, settings)
            tables += map(view.shown, found)
            declined += noes
    for inset in page.insets:
        found, noes = run_chain(inset, settings)
        tables += [replace(t, reader="ocr") for t in found]
        declined += noes
    return tables, declined


def detect(data: bytes, path: Path) -> str:
    """The media type, by content before suffix. Raises EmptyFile and UnsupportedFile."""
    if not data.strip():
        raise EmptyFile("the file is empty; export or download the report again")
    if b"%PDF-" in data[:1024]:
        return "application/pdf"
    for magic, media_type in IMAGES.items():
        if data.startswith(magic):
            return media_type
    for magic, kind in FOREIGN.items():
        if data.startswith(magic):
            raise UnsupportedFile(f"this is {kind}, which facit does not read: save the report as PDF or text")
    suffix = path.suffix.lower()
    if suffix == ".pdf":
        return "application/pdf"
    if suffix in {".png", ".jpg", ".jpeg", ".tif", ".tiff"}:
        return {"png": "image/png", "tif": "image/tiff", "tiff": "image/tiff"}.get(suffix[1:], "image/jpeg")
    if re.match(rb"\s*(<!doctype html|<html)", data[:512], re.IGNORECASE):
        return "text/html"
    if suffix in MARKUP or suffix in TEXTS:
        return (MARKUP | TEXTS)[suffix]
    raise UnsupportedFile(f"facit does not read {suffix} files: save the report as PDF or text")


def _pages(
    media_type: str, path: Path, settings: TableSettings, *, password: str | None, progress: Progress | None
) -> Iterable[Page]:
    """The pages as they are read; those of a PDF, which may be many, one at a time."""
    if media_type == "application/pdf":
        from extract import read_pdf

        return read_pdf.pages(path, settings, password=password, progress=progress)
    data = path.read_bytes()
    if media_type.startswith("image/"):
        from extract import read_ocr

        return read_ocr.pages(data, path, most_pages=settings.most_pages, progress=progress)
    if media_type == "text/plain":
        from extract import read_text

        return read_text.pages(data, path, most_pages=settings.most_pages)
    from extract import read_markdown

    return read_markdown.pages(data, path, most_pages=settings.most_pages)


def is_folded(pages: Iterable[Page]) -> bool:
    """Whether a Swedish text lost its å ä ö, as it does when it was read with the wrong language."""
    letters = umlauts = tokens = swedish = 0
    for line in (line for page in pages for line in page.lines):
        text = line.text.lower()
        own = re.findall(r"[^\W\d_]+", text)
        letters += sum(map(str.isalpha, text))
        umlauts += sum(map(text.count, "åäö"))
        tokens += len(own)
        swedish += sum(t in words("function") for t in own)
    if letters < ENOUGH_LETTERS or not tokens:
        return False
    return swedish / tokens >= ENOUGH_FUNCTION_WORDS and umlauts / letters < FOLDED_SHARE
