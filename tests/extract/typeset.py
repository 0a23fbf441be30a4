"""Small PDFs for tests: prose and tables set by reportlab in the ways reports set them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
from reportlab.lib import colors
from reportlab.lib.enums import TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph, Spacer, Table

Grid = list[list[str]]
Span = tuple[int, int, int]
"""Row, first column, last column of a spanning heading."""


@dataclass(frozen=True)
class Look:
    """How a table is set. `rules`: 'grid', 'horizontal', 'three', 'vertical' or 'none'."""

    rules: str = "grid"
    size: float = 9.5
    padding: float = 3.0
    font: str = "Helvetica"
    align: str = "RIGHT"
    valign: str = "TOP"
    zebra: bool = False


def table(grid: Grid, widths: list[float], look: Look, *, spans: tuple[Span, ...] = (), header: int = 1) -> Table:
    """A grid of texts as a flowable; texts wrap in their column."""
    body = ParagraphStyle("cell", fontName=look.font, fontSize=look.size, leading=look.size * 1.2)
    bold = ParagraphStyle(
        "head", parent=body, fontName=f"{look.font}-Bold" if look.font != "Times-Roman" else "Times-Bold"
    )
    place = {"LEFT": 0, "CENTER": 1, "RIGHT": 2}[look.align]
    right, right_bold = (ParagraphStyle("r", parent=s, alignment=place) for s in (body, bold))

    def cell(r: int, c: int, text: str) -> Paragraph | str:
        style = (bold, right_bold) if r < header else (body, right)
        return Paragraph(text, style[c > 0 and len(text) < 24]) if text else ""

    data = [[cell(r, c, t) for c, t in enumerate(row)] for r, row in enumerate(grid)]
    return Table(
        data, colWidths=widths, style=[*_rules(look, header), *(("SPAN", (a, r), (b, r)) for r, a, b in spans)]
    )


def _rules(look: Look, header: int) -> list[tuple[Any, ...]]:
    pad, everywhere = look.padding, ((0, 0), (-1, -1))
    style: list[tuple[Any, ...]] = [("VALIGN", *everywhere, look.valign)]
    style += [(f"{side}PADDING", *everywhere, pad) for side in ("TOP", "BOTTOM")]
    line = (0.5, colors.black)
    if look.rules == "grid":
        style.append(("GRID", *everywhere, *line))
    if look.rules == "horizontal":
        style += [("LINEABOVE", *everywhere, *line), ("LINEBELOW", (0, -1), (-1, -1), *line)]
    if look.rules == "three":
        style += [("LINEABOVE", (0, 0), (-1, 0), *line), ("LINEBELOW", (0, header - 1), (-1, header - 1), *line)]
        style.append(("LINEBELOW", (0, -1), (-1, -1), *line))
    if look.rules == "vertical":
        style += [("INNERGRID", *everywhere, 0.0, colors.white), ("LINEAFTER", (0, 0), (-2, -1), *line)]
        style = [s for s in style if s[0] != "INNERGRID"]
    if look.zebra:
        style.append(("ROWBACKGROUNDS", (0, header), (-1, -1), [colors.HexColor("#e8eef4"), colors.white]))
    return style


def prose(text: str, size: float = 10.0) -> Paragraph:
    """A justified paragraph."""
    style = ParagraphStyle(
        "p", fontName="Helvetica", fontSize=size, leading=size * 1.3, alignment=TA_JUSTIFY, spaceAfter=8
    )
    return Paragraph(text, style)


def heading(text: str) -> Paragraph:
    """A bold line."""
    return Paragraph(text, ParagraphStyle("h", fontName="Helvetica-Bold", fontSize=11, leading=14, spaceAfter=3))


def space(points: float = 10) -> Spacer:
    """White space between blocks."""
    return Spacer(1, points)


def document(path: Path, blocks: list[Any], *, columns: int = 1, encrypt: Any = None) -> Path:
    """Write blocks to a PDF of A4 pages in one or two columns."""
    margin, gutter = 60, 24
    width = (A4[0] - 2 * margin - gutter * (columns - 1)) / columns
    frames = [
        Frame(margin + i * (width + gutter), 60, width, A4[1] - 120, leftPadding=0, rightPadding=0)
        for i in range(columns)
    ]
    template = BaseDocTemplate(str(path), pagesize=A4, encrypt=encrypt, title="test", invariant=1)
    template.addPageTemplates([PageTemplate(frames=frames)])
    template.build(blocks)
    return path


def scanned(pdf: Path, path: Path, dpi: int = 300) -> Path:
    """The pages of a PDF as images in a PDF without text."""
    document_ = pdfium.PdfDocument(pdf)
    images = [page.render(scale=dpi / 72, grayscale=True).to_pil() for page in document_]
    images[0].save(path, save_all=True, append_images=images[1:], resolution=dpi)
    document_.close()
    return path
