"""One report: Extraction -> Reading. Tables first, for they teach the names; then the running text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extract.types import Extraction, Issue, Line, Page, Table
from normalize import counts, finance, goals, statements
from normalize.expected import expected_goals
from normalize.facets import Lens
from normalize.lexicon import Lexicon
from normalize.placing import rehome
from normalize.sections import Section, sections
from normalize.sentences import Sentence, paragraphs, sentences
from normalize.tables import Setting, TableReading
from normalize.types import Goal, NameMention, Observation, Period, Place, Reading
from normalize.vocabulary import Vocabulary

RECOGNISERS = (goals.read, finance.read, counts.read)
"""In the order they are asked; the first that does not answer None has the table."""

EDGE = 0.08
"""The share of a page's height where running heads and feet stand."""


@dataclass(frozen=True, slots=True)
class Context:
    """What is known before reading: the report's period, and the printed names of its federation's interventions."""

    report_period: Period | None
    known_names: tuple[str, ...] = ()


def read(extraction: Extraction, vocabulary: Vocabulary, context: Context) -> Reading:
    """Everything a report says: observations, goals, names, and the kind of each table."""
    document = extraction.document
    lens = Lens(vocabulary, context.report_period, document.language_folded)
    lexicon = Lexicon(context.known_names, document.language_folded)
    lines = without_furniture(document.pages)
    taken = frozenset(
        (line_page(t, line), line.number) for t in extraction.tables for line in lines if in_table(line, t)
    )
    lexicon = lexicon.with_names(stub_names(extraction.tables, lens))
    where, headings = sections(lines, lens, lexicon.known, taken)
    lexicon = lexicon.with_names(h.section.name for h in headings)
    running = running_text(lines, where, taken, frozenset(h.index for h in headings), lens, lexicon)
    homes = rehome(extraction.tables, lines, where, running, lens)
    readings = [
        read_table(table, Setting(i, lens, homes[i], reader_of(extraction, table), lexicon.is_name))
        for i, table in enumerate(extraction.tables)
    ]
    lexicon = lexicon.with_names(n.printed for r in readings for n in r.names)
    said: list[Observation] = []
    carried: statements.Meaning | None = None
    for sentence, reader in running_with_reader(running, extraction):
        carried = carried if sentence.follows else None
        made, carried = statements.read(sentence, statements.Context(lens, lexicon, reader), carried)
        said += made
    seen = [o for r in readings for o in r.observations]
    made_goals = [g for r in readings for g in r.goals]
    made_goals += expected_goals(said, made_goals)
    names = [n for r in readings for n in r.names] + heading_names(lines, headings, extraction) + said_names(said)
    return Reading(
        observations=tuple(seen + said),
        goals=tuple(made_goals),
        names=tuple(names),
        table_kinds=tuple(r.kind for r in readings),
        issues=tuple(i for r in readings for i in r.issues),
    )


def without_furniture(pages: Sequence[Page]) -> list[Line]:
    """All lines but running heads and feet: the same words, figures aside, at the edge of three or more pages."""
    seen: Counter[str] = Counter()
    for page in pages:
        seen.update({edge_text(line, page) for line in page.lines} - {""})
    repeated = {text for text, n in seen.items() if n >= 3 or (n == 2 and n == len(pages))}
    return [line for page in pages for line in page.lines if edge_text(line, page) not in repeated]


def edge_text(line: Line, page: Page) -> str:
    """A line's words without figures when it stands in the top or bottom tenth of its page; '' elsewhere."""
    if line.bbox is None or not page.height or EDGE * page.height < line.bbox.top < (1 - EDGE) * page.height:
        return ""
    return re.sub(r"\W*\d+\W*", " ", line.text).strip()


def read_table(table: Table, setting: Setting) -> TableReading:
    """The first recogniser's answer; an unknown table is kept as a table and said so."""
    for recognise in RECOGNISERS:
        found = recognise(table, setting)
        if found is not None:
            return found
    digits = sum(any(ch.isdigit() for ch in c.text) for c in table.cells if not c.is_header)
    issue = Issue(
        "unknown-table",
        f"table '{table.title or table.cells[0].text if table.cells else ''}': its {digits} cells with figures are kept as a "
        "table only, since neither headings nor labels are known; add words to the vocabulary to read it",
        severity="info",
        page=table.page,
        line=table.line,
    )
    return TableReading("other", issues=(issue,) if digits else ())


def in_table(line: Line, table: Table) -> bool:
    return line.number in table.source_lines and (line.page is None or table.page is None or line.page == table.page)


def line_page(table: Table, line: Line) -> int | None:
    return line.page


def reader_of(extraction: Extraction, table: Table) -> str:
    """The reader of the page a table stands on."""
    return next(
        (p.reader for p in extraction.document.pages if p.number == table.page), extraction.document.pages[0].reader
    )


def stub_names(tables: Sequence[Table], lens: Lens) -> list[str]:
    """Row labels under a corner that says 'Insats': names of interventions, sums and wrapped rows left out."""
    out: list[str] = []
    for table in tables:
        corner = table.header_path(0)
        if not corner or lens.vocabulary.code(" ".join(corner), "header") != "stub":
            continue
        for r in range(table.header_rows, table.rows):
            cell = table.cell(r, 0)
            figures = any(c.row == r and c.column and any(ch.isdigit() for ch in c.text) for c in table.cells)
            if figures and cell and cell.text and lens.facets(cell.text, "stub").silent and len(cell.text) < 60:
                out.append(cell.text)
    return out


def running_text(
    lines: Sequence[Line],
    where: Sequence[Section],
    taken: frozenset[tuple[int | None, int]],
    headings: frozenset[int],
    lens: Lens,
    lexicon: Lexicon,
) -> list[Sentence]:
    """All sentences outside tables, in order."""
    out: list[Sentence] = []
    for section, run in paragraphs(lines, where, taken, headings):
        subject = ""
        for sentence in sentences(section, run):
            out.append(replace(sentence, subject=subject, follows=bool(out) and out[-1].section is section))
            named = lexicon.mentions(lens.fold(sentence.text)[:90])
            subject = named[0][2] if named and named[0][0] < 3 else subject
    return out


def running_with_reader(running: Sequence[Sentence], extraction: Extraction) -> list[tuple[Sentence, str]]:
    readers = {p.number: p.reader for p in extraction.document.pages}
    first = extraction.document.pages[0].reader if extraction.document.pages else "text"
    return [(s, readers.get(s.starts[0][1].page or -1, first)) for s in running]


def heading_names(lines: Sequence[Line], headings: Sequence[object], extraction: Extraction) -> list[NameMention]:
    """Headings that name an intervention."""
    out: list[NameMention] = []
    for h in headings:
        section = h.section  # type: ignore[attr-defined]
        if section.name and section.heading and not section.passage:
            line = lines[h.index]  # type: ignore[attr-defined]
            out.append(NameMention(section.name, Place(line.number, line.page, quote=section.heading), "heading"))
    return out


def said_names(said: Sequence[Observation]) -> list[NameMention]:
    """Names that statements were given to, once each."""
    first: dict[str, Observation] = {}
    for o in said:
        if o.name:
            first.setdefault(o.name, o)
    return [NameMention(name, replace(o.place, table=-1), "prose") for name, o in first.items()]


__all__ = ["Context", "Goal", "read"]
