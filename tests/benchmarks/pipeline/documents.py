"""A folder like a real backfill: reports of 10-30 pages with a text layer, prose and tables mixed; scanned reports.

Pages are the press's (`fixtures/press/layouts`), from seeds that nobody tunes on; made once and kept in build/.
"""

from __future__ import annotations

import io
import os
import random
from collections.abc import Iterable, Iterator
from pathlib import Path

import pypdfium2
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from fixtures.press.layouts.run import made
from tests.benchmarks.pipeline import prose
from tests.benchmarks.tables.sets import ROOT, press_digest

BUILD = ROOT / "build" / "bench-pipeline"
HELD_OUT = 2000
"""The first seed of these pages; the benchmark of tables begins at 1000."""
ASSOCIATIONS = (
    "Vindelbygden",
    "Mellanås",
    "Nordsjö Kust",
    "Tallåsen",
    "Sörbygden",
    "Älvnära",
    "Kustbandet",
    "Fjällnära",
)
FIRST_YEAR = 2012
PROSE = "prose"
TABLES = ("grid", "horizontal", "vertical", "three-rules", "none", "zebra", "header-shade", "frame", "stacked")
WITH_TABLES = 0.35
"""The part of the pages that hold tables: 6 of 17 in the reports that we know."""
LEAST, MOST, SCANNED = 10, 30, 3
"""Pages of a report with text, and of a scanned one, where each holds a table."""


def texts(reports: int) -> list[Path]:
    """So many reports with a text layer, in a folder of their own."""
    return [_kept("text", reports, n, _mixed(n)) for n in range(reports)]


def scans(reports: int) -> list[Path]:
    """So many scanned reports, in a folder of their own."""
    return [
        _kept("scans", reports, n, (f"scan-{f}" for f in _chance(n).choices(TABLES, k=SCANNED))) for n in range(reports)
    ]


def _mixed(n: int) -> Iterator[str]:
    """The kinds of pages of the nth report, without its title page."""
    chance = _chance(n)
    yield "prose-contents"
    for _ in range(chance.randint(LEAST, MOST) - 2):
        yield chance.choice(TABLES) if chance.random() < WITH_TABLES else PROSE


def _chance(n: int) -> random.Random:
    return random.Random(f"backfill {n}")


def registry() -> Path:
    """A folder with a registry of the associations of these reports."""
    folder = BUILD / "registry"
    folder.mkdir(parents=True, exist_ok=True)
    rows = [f"forbund-{n},Samordningsförbundet {name},{name}," for n, name in enumerate(ASSOCIATIONS, start=1)]
    (folder / "federations.csv").write_text(
        "\n".join(["federation_id,name,aliases,words", *rows, ""]), encoding="utf-8"
    )
    return folder


def _kept(kind: str, reports: int, n: int, families: Iterable[str]) -> Path:
    """The nth report, of an association and a year of its own; made when it is not there."""
    association, year = ASSOCIATIONS[n % len(ASSOCIATIONS)], FIRST_YEAR + n // len(ASSOCIATIONS)
    path = BUILD / press_digest() / f"{kind}-{reports}" / f"report-{n:03}.pdf"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(f".{os.getpid()}")
        pages = (_page(family, HELD_OUT + 100 * n + i) for i, family in enumerate(families))
        draft.write_bytes(bound((_title_page(association, year), *pages)))
        draft.replace(path)
    return path


def _page(family: str, seed: int) -> bytes:
    return prose.page(random.Random(seed)) if family == PROSE else made(family, seed).pdf


def _title_page(association: str, year: int) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1)
    canvas.setFont("Helvetica-Bold", 28)
    canvas.drawString(70, 560, f"Årsredovisning {year}")
    canvas.setFont("Helvetica", 18)
    canvas.drawString(70, 520, f"Samordningsförbundet {association}")
    canvas.save()
    return out.getvalue()


def bound(parts: Iterable[bytes]) -> bytes:
    """PDFs one after the other as one."""
    whole = pypdfium2.PdfDocument.new()
    for part in parts:
        source = pypdfium2.PdfDocument(part)
        whole.import_pages(source)
        source.close()
    out = io.BytesIO()
    whole.save(out)
    whole.close()
    return out.getvalue()
