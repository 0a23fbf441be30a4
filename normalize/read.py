"""One report: Extraction -> Reading. Tables first, for they teach the names; then the running text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from extract.types import Extraction, Issue, Line, Table
from normalize import charts, counts, finance, goals, grammar, overview, statements
from normalize.clause import Context as Against
from normalize.clause import Meaning
from normalize.coverage import coverage
from normalize.declarations import declarations
from normalize.enrolled import as_in_tables
from normalize.expected import expected_goals
from normalize.facets import Lens
from normalize.layout import without_furniture
from normalize.lexicon import Lexicon
from normalize.name_mentions import name_mentions, running
from normalize.placing import rehome
from normalize.sections import Heading, Section, sections
from normalize.sentences import Sentence, paragraphs, sentences
from normalize.tables import Setting, TableReading
from normalize.types import NameMention, Observation, Period, Place, Reading
from normalize.vocabulary import Vocabulary

RECOGNISERS = (goals.read, overview.read, finance.read, counts.read)
"""In the order they are asked; the first that does not answer None has the table."""
LONGEST_NAME = 60
OF_MANY = re.compile(r"\b(?:forbunden|forbundets|forbundet|insatserna|samtliga insatser)\b")
"""Folded words of sentences that are not about the intervention that one before them opened with."""


@dataclass(frozen=True, slots=True)
class Context:
    """What is known before reading: the report's period, and the printed names of its federation's interventions."""

    report_period: Period | None
    known_names: tuple[str, ...] = ()
    federation_words: tuple[str, ...] = ()
    """What the federation is called beside its interventions ('HBS'): it may follow a name."""


@dataclass(frozen=True, slots=True)
class Text:
    """The lines of a report with the section of each, its headings, and which lines tables took, as (page, number)."""

    lines: tuple[Line, ...]
    where: tuple[Section, ...]
    headings: tuple[Heading, ...]
    taken: frozenset[tuple[int | None, int]]


def read(extraction: Extraction, vocabulary: Vocabulary, context: Context) -> Reading:
    """Everything a report says: observations, goals, names, the kind of each table, and what no one understood."""
    reading = understood(extraction, vocabulary, context)
    return replace(reading, coverage=coverage(extraction, reading))


def understood(extraction: Extraction, vocabulary: Vocabulary, context: Context) -> Reading:
    """Everything but the coverage: sentences and what else is made on the way is let go before that is counted."""
    document, tables = extraction.document, extraction.tables
    lens = Lens(vocabulary, context.report_period, document.language_folded)
    lexicon = Lexicon(context.known_names, document.language_folded).with_names(stub_names(tables, lens))
    text = text_of(extraction, lens, lexicon)
    lexicon = lexicon.with_names(h.section.name for h in text.headings)
    running = running_text(text, lens, lexicon)
    homes = rehome(tables, text.lines, text.where, running, lens)
    readers = {p.number: p.reader for p in document.pages}
    readings = [
        read_table(table, Setting(i, lens, homes[i], table.reader or reader_at(readers, table.page), lexicon.is_name))
        for i, table in enumerate(tables)
    ]
    lexicon = lexicon.with_names(n.printed for r in readings for n in r.names)
    said = said_in(running, lens, lexicon, readers)
    paired = [g for r in readings for g in r.goals]
    seen = charts.in_order([o for r in readings for o in r.observations], tables, said)
    made, aims = as_in_tables([*seen, *said], paired + expected_goals(said, paired), vocabulary)
    return Reading(
        observations=tuple(made),
        goals=tuple(aims),
        names=tuple(
            [n for r in readings for n in r.names]
            + heading_names(text)
            + said_names(said)
            + printed_names(text, lexicon, context.federation_words)
        ),
        table_kinds=tuple(r.kind for r in readings),
        issues=tuple(i for r in readings for i in r.issues),
    )


def text_of(extraction: Extraction, lens: Lens, lexicon: Lexicon) -> Text:
    """The lines without running heads and feet, sectioned."""
    lines = without_furniture(extraction.document.pages)
    taken = taken_by_tables(lines, extraction.tables)
    where, headings = sections(lines, lens, lexicon.known, taken, labels_of(extraction.tables, lens))
    return Text(tuple(lines), tuple(where), tuple(headings), taken)


def labels_of(tables: Sequence[Table], lens: Lens) -> frozenset[str]:
    """The folded row labels of all tables that no vocabulary knows: where a heading says the same, they are names."""
    labels = (c for t in tables for c in t.cells if c.column == 0 and c.row >= t.header_rows)
    return frozenset(lens.fold(c.text) for c in labels if c.text and lens.facets(c.text, "stub", "header").silent)


def taken_by_tables(lines: Iterable[Line], tables: Iterable[Table]) -> frozenset[tuple[int | None, int]]:
    """(page, number) of the lines that tables took; where one of the two knows no page, the number alone tells."""
    spots = frozenset(spot for table in tables for spot in table.taken())
    numbers = frozenset(n for _, n in spots)
    of_lines = {(line.page, line.number) for line in lines}
    return frozenset(
        (page, n) for page, n in of_lines if (page, n) in spots or (None, n) in spots or (page is None and n in numbers)
    )


def reader_at(readers: Mapping[int, str], page: int | None) -> str:
    """The reader of a page; the first page's where the page is not known."""
    return readers.get(page if page is not None else -1, next(iter(readers.values()), "text"))


def read_table(table: Table, setting: Setting) -> TableReading:
    """The first recogniser's answer; an unknown table is kept as a table and said so."""
    for recognise in RECOGNISERS:
        found = recognise(table, setting)
        if found is not None:
            return found
    figures = sum(any(ch.isdigit() for ch in c.text) for c in table.cells if not c.is_header)
    name = table.title or (table.cells[0].text if table.cells else "")
    issue = Issue(
        "unknown-table",
        f"table '{name}': its {figures} cells with figures are kept as a table only, since neither headings nor labels "
        "are known; add words to the vocabulary to read it",
        severity="info",
        page=table.page,
        line=table.line,
    )
    return TableReading("other", issues=(issue,) if figures else ())


def stub_names(tables: Sequence[Table], lens: Lens) -> list[str]:
    """Row labels under a corner that says 'Insats': names, with sums and labels without figures left out."""
    out: list[str] = []
    for table in tables:
        corner = table.header_path(0)
        if not corner or lens.vocabulary.code(" ".join(corner), "header") != "stub":
            continue
        for r in range(table.header_rows, table.rows):
            cell = table.cell(r, 0)
            figures = any(c.row == r and c.column and any(ch.isdigit() for ch in c.text) for c in table.cells)
            if (
                figures
                and cell
                and cell.text
                and len(cell.text) < LONGEST_NAME
                and lens.facets(cell.text, "stub").silent
            ):
                out.append(cell.text)
    return out


def running_text(text: Text, lens: Lens, lexicon: Lexicon) -> list[Sentence]:
    """All sentences outside tables, in order, each knowing the intervention that the one before it opened with."""
    out: list[Sentence] = []
    headings = frozenset(h.index for h in text.headings)
    for section, run in paragraphs(text.lines, text.where, text.taken, headings):
        subject = ""
        for sentence in sentences(section, run):
            if OF_MANY.search(lens.fold(sentence.text)):
                subject = ""  # 'Från de två förbunden kom 105 deltagare'
            follows = bool(out) and out[-1].section is section
            listed = follows and sentence.bullet and (out[-1].listed or out[-1].text.endswith(":"))
            out.append(replace(sentence, subject=subject, follows=follows, listed=listed))
            named = lexicon.mentions(lens.fold(sentence.text)[:90])
            subject = named[0][2] if named and named[0][0] < 3 else subject
    return out


def said_in(running: Sequence[Sentence], lens: Lens, lexicon: Lexicon, readers: Mapping[int, str]) -> list[Observation]:
    """The observations of all sentences; what a sentence counts is carried to one that refers back to it."""
    out: list[Observation] = []
    carried: Meaning | None = None
    seen: dict[Decimal, Meaning] = {}
    at_event = False
    for sentence in running:
        against = Against(lens, lexicon, reader_at(readers, sentence.starts[0][1].page))
        if not sentence.follows:
            seen = {}
        made, carried = statements.read(sentence, against, carried if sentence.follows else None, seen)
        at_event = grammar.EVENTS.search(lens.fold(sentence.text)) is not None or (at_event and sentence.follows)
        if at_event:
            made = [attended(o) for o in made]
        seen |= {o.value.value: counted(o) for o in made if o.value.value is not None and o.value.unit == "persons"}
        out += made
    return out


def attended(o: Observation) -> Observation:
    """Those who came to a seminar are no participants of all interventions together."""
    if o.measure != "participants" or o.scope != "all":
        return o
    return replace(o, measure="other:event_attendees", why=f"{o.why}; at an event")


def counted(o: Observation) -> Meaning:
    """What an observation of running text means, for a later sentence that takes others from it."""
    return Meaning(o.measure, o.role, o.period, o.scope, o.name, (o.why,))


def heading_names(text: Text) -> list[NameMention]:
    """Headings that name an intervention."""
    out: list[NameMention] = []
    for heading in text.headings:
        section = heading.section
        if section.name and section.heading == heading.text.strip(" *#") and not section.passage:
            line = text.lines[heading.index]
            out.append(NameMention(section.name, Place(line.number, line.page, quote=section.heading), "heading"))
    return out


def printed_names(text: Text, lexicon: Lexicon, federation_words: tuple[str, ...]) -> list[NameMention]:
    """Every form in which the text prints a name that is known by now, and the names that it declares beside them."""
    run = running(text.lines, text.taken)
    return [
        *name_mentions(run, lexicon.names, spoilt=lexicon.spoilt, federation_words=federation_words),
        *declarations(run, lexicon.names),
    ]


def said_names(said: Sequence[Observation]) -> list[NameMention]:
    """Names that statements were given to, once each."""
    first: dict[str, Observation] = {}
    for o in said:
        if o.name:
            first.setdefault(o.name, o)
    return [NameMention(name, replace(o.place, table=-1), "prose") for name, o in first.items()]
