"""The letter as a PDF, set with reportlab: pure Python, so that it works wherever facit was installed.

(WeasyPrint needs Pango and Chromium is not on every machine; a letter of one table needs neither.)
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

from corpus.letter import Item, Letter
from corpus.letter_words import MOST_PRINTED, MOST_SUPPORT, MOST_WHY, Words, cut

MARGIN = (51, 57)
"""Left and right, top and bottom, in points."""
WIDTHS = (18, 130, 66, 66, 201)
"""Of the columns, in points: 481, the width between the margins."""


def pdf(
    letter: Letter, items: Sequence[Item], words: Words, *, to: str, date: str, sender: Sequence[str], rest: str
) -> tuple[bytes, int]:
    """The letter with `items`, and how many pages it has; the same content gives the same bytes."""
    from reportlab.lib.pagesizes import A4  # noqa: PLC0415  heavy
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer  # noqa: PLC0415

    style = _styles()

    def said(text: str, name: str = "text") -> Any:
        return Paragraph(_markup(text), style[name])

    flow: list[Any] = [_head(to, date, words, style), said(words("subject", report=letter.report), "title")]
    flow.append(said(words("greeting")))
    if items:
        flow.append(said(words("intro", report=letter.report, file=letter.file_name)))
        notes = [words(w) for w, asked in (("scanned", letter.scanned), ("lines", letter.counted_in_lines)) if asked]
        flow += [said(" ".join(notes))] if notes else []
        flow += [_table(items, words, style), said(rest), said(words("close"))]
    else:
        flow.append(said(words("nothing", report=letter.report, file=letter.file_name)))
    flow += [Spacer(1, 10), said(words("regards")), *(said(line, "close") for line in sender)]
    file = io.BytesIO()
    document = SimpleDocTemplate(
        file,
        pagesize=A4,
        leftMargin=MARGIN[0],
        rightMargin=MARGIN[0],
        topMargin=MARGIN[1],
        bottomMargin=MARGIN[1],
        title=_shown(words("page_title", name=to)),
        author=_shown(next(iter(sender), "")),
        lang=words.lang,
        invariant=1,
    )
    document.build(flow)
    return file.getvalue(), document.page


def _head(to: str, date: str, words: Words, style: dict[str, Any]) -> Any:
    from reportlab.platypus import Paragraph, Table  # noqa: PLC0415

    left = Paragraph(f"{_markup(words('to'))}<br/><b>{_markup(to)}</b>", style["text"])
    right = Paragraph(_markup(date), style["right"])
    return Table(
        [[left, right]], colWidths=[sum(WIDTHS) - 100, 100], style=[("VALIGN", (0, 0), (-1, -1), "TOP"), *_BARE]
    )


_BARE = [("LEFTPADDING", (0, 0), (-1, -1), 0), ("RIGHTPADDING", (0, 0), (-1, -1), 0)]


def _table(items: Sequence[Item], words: Words, style: dict[str, Any]) -> Any:
    from reportlab.lib import colors  # noqa: PLC0415
    from reportlab.platypus import Paragraph, Table  # noqa: PLC0415

    def cell(text: str, *, bold: bool = False) -> Any:
        return Paragraph(f"<b>{_markup(text)}</b>" if bold else _markup(text), style["cell"])

    def places(rows: Sequence[Sequence[Any]]) -> Any:
        # A table of its own, so that a place, its text and its proposal stand beside each other.
        inner = [*_BARE, ("TOPPADDING", (0, 0), (-1, -1), 0), ("BOTTOMPADDING", (0, 0), (-1, -1), 0)]
        spaced = [("RIGHTPADDING", (0, 0), (-1, -1), 6), ("VALIGN", (0, 0), (-1, -1), "TOP")]
        return Table(rows, colWidths=WIDTHS[1:4], style=[*inner, *spaced])

    heads = [cell(words(w), bold=True) for w in ("number", "where", "printed", "proposed", "why")]
    rows = [[heads[0], places([heads[1:4]]), heads[4]]]
    for n, item in enumerate(items, 1):
        support = cut(" ".join(item.support), MOST_SUPPORT)
        grey = f' <font color="#555555">{_markup(support)}</font>' if support else ""
        told = places(
            [[cell(s.where), cell(cut(s.printed, MOST_PRINTED)), cell(s.proposed, bold=True)] for s in item.spots]
        )
        rows.append([cell(str(n)), told, Paragraph(_markup(cut(item.why, MOST_WHY)) + grey, style["cell"])])
    return Table(
        rows,
        colWidths=(WIDTHS[0], sum(WIDTHS[1:4]), WIDTHS[4]),
        repeatRows=1,
        spaceBefore=4,
        spaceAfter=10,
        style=[
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LINEBELOW", (0, 0), (-1, 0), 1, colors.HexColor("#333333")),
            ("LINEBELOW", (0, 1), (-1, -1), 0.5, colors.HexColor("#999999")),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("RIGHTPADDING", (0, 0), (-1, -1), 6),
            ("TOPPADDING", (0, 0), (-1, -1), 3),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
        ],
    )


def _styles() -> dict[str, Any]:
    from reportlab.lib.styles import ParagraphStyle  # noqa: PLC0415

    text = ParagraphStyle("text", fontName="Helvetica", fontSize=10, leading=14, spaceAfter=7)
    return {
        "text": text,
        "right": ParagraphStyle("right", parent=text, alignment=2),
        "title": ParagraphStyle(
            "title", parent=text, fontName="Helvetica-Bold", fontSize=14, leading=18, spaceBefore=16
        ),
        "cell": ParagraphStyle("cell", parent=text, fontSize=8.5, leading=11, spaceAfter=2),
        "close": ParagraphStyle("close", parent=text, spaceAfter=0),
    }


def _markup(text: str) -> str:
    """Text for a paragraph: escaped, and set in letters that the font has."""
    return escape(_shown(text))


def _shown(text: str) -> str:
    """What the standard fonts can set: a minus as a hyphen, and a question mark for letters they lack."""
    plain = text.replace("−", "-").replace("→", "->").replace("\u00a0", " ").replace("\u202f", " ")
    return plain.encode("cp1252", errors="replace").decode("cp1252")
