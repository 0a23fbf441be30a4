"""The running text of a report as sentences, each with its place and the intervention whose section it stands in."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.records import ReportFacts
from extract.types import Line
from normalize.layout import without_furniture
from normalize.sections import Section
from normalize.sentences import paragraphs, sentences
from normalize.types import Place

TITLE = 70
"""Letters that a line of running text seldom has fewer of."""


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence; `intervention_id` is '_federation' before the first heading that names an intervention."""

    text: str
    place: Place
    intervention_id: str
    name: str = ""


def sentences_of(report: ReportFacts) -> list[Said]:
    """Every sentence outside tables, in reading order, hyphenation undone."""
    lines = without_furniture(report.extraction.document.pages)
    tables = report.extraction.tables
    taken = frozenset((x.page, n) for x in tables for n in x.source_lines)
    taken |= frozenset((line.page, line.number) for line in lines if (None, line.number) in taken)
    opened = _headings(report)
    named = {place for place, _, _ in opened}
    headings = frozenset(
        i for i, x in enumerate(lines) if (x.page or 0, x.number) in named or x.level or _is_title(lines, i)
    )
    found = []
    for section, run in paragraphs(lines, [Section()] * len(lines), taken, headings):
        for sentence in sentences(section, run):
            line = sentence.line_at(0)
            intervention, name = _section(opened, line.page, line.number)
            place = Place(line.number, line.page, quote=sentence.text)
            found.append(Said(sentence.text, place, intervention, name))
    return found


def _is_title(lines: Sequence[Line], i: int) -> bool:
    """A short line after a blank one, without an end, before a line that opens a sentence."""
    text, before = lines[i].text.strip(), lines[i - 1].text.strip() if i else ""
    after = lines[i + 1].text.strip() if i + 1 < len(lines) else ""
    short = 0 < len(text) < TITLE and text[:1].isupper() and text[-1].isalnum()
    return short and not before and after[:1].isupper()


Opened = list[tuple[tuple[int, int], str, str]]


def _headings(report: ReportFacts) -> Opened:
    """((page, line), intervention id, name) of every heading that opens an intervention's section."""
    who = {n.printed: n.intervention_id for n in report.names}
    found = [
        ((n.place.page or 0, n.place.line or 0), who.get(n.printed, ""), n.printed)
        for n in report.reading.names
        if n.where == "heading"
    ]
    return sorted(h for h in found if h[1])


def _section(opened: Sequence[tuple[tuple[int, int], str, str]], page: int | None, line: int) -> tuple[str, str]:
    at = bisect_right(opened, ((page or 0, line), "\uffff", "")) - 1
    return (opened[at][1], opened[at][2]) if at >= 0 else ("_federation", "")
