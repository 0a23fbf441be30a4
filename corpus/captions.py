"""Tables and figures that share a number, so that a reference in the text cannot be followed."""

from __future__ import annotations

import re

from corpus.clashes import remark
from corpus.messages import Text, listed
from corpus.records import Finding, ReportFacts
from corpus.wording import fold, says
from extract.types import Line
from normalize.types import Place

CAPTION = re.compile(r"^[\s*#]*(Tabell|Figur|Diagram)\s+(\d{1,2})\s*[.:]\s+(\S.{4,})$")

LISTED = re.compile(r"(\.{3,}|\t|\s{2,})\s*\d+\s*$")
"""A list of tables repeats every caption, with a page number at its end."""


def shared_numbers(report: ReportFacts) -> list[Finding]:
    """One remark per kind and number that two captions with other words have."""
    captions: dict[tuple[str, str], dict[str, Line]] = {}
    for page in report.extraction.document.pages:
        for line in page.lines:
            caption = CAPTION.match(line.text)
            if (
                caption
                and not re.search(r"(\.{3,}|\t|\s{2,})\s*\d+\s*$", line.text)
                and not says("continued", line.text)
            ):
                captions.setdefault((caption[1], caption[2]), {}).setdefault(fold(caption[3])[:40], line)
    found = []
    for (kind, number), lines in captions.items():
        if len(lines) > 1:
            title = f"{kind} {number}"
            titles = [" ".join(x.text.split())[:80] for x in lines.values()]
            places = [Place(x.number, x.page, quote=x.text) for x in lines.values()]
            params: dict[str, str | Text] = {"title": title, "titles": listed(titles)}
            report_id = report.record.report_id
            found.append(
                remark(
                    "numbering", "shared_number", report_id, "_federation", places=places, values=titles, params=params
                )
            )
    return found
