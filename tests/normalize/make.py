"""Tiny builders: a table from a grid of texts, what surrounds it, a line of running text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from extract.chain import run
from extract.joining import join_lines
from extract.read_markdown import pages as markdown_pages
from extract.read_text import pages as text_pages
from extract.types import Cell, Document, Extraction, Line, Page, Table, TableSettings
from normalize import periods
from normalize.facets import Lens
from normalize.lexicon import Lexicon
from normalize.sections import Section
from normalize.sentences import Sentence
from normalize.tables import Setting
from normalize.types import Observation, Value
from normalize.vocabulary import Vocabulary, load


@cache
def vocabulary() -> Vocabulary:
    """The built-in vocabulary, loaded once."""
    return load()


def lens(period: str = "2017", *, spoilt: bool = False) -> Lens:
    """A report of that period, read with the built-in vocabulary; '' for a report whose period nobody knows."""
    return Lens(vocabulary(), periods.parse(period), spoilt)


def table(rows: Sequence[Sequence[str]], *, title: str = "", header_rows: int = 1, first: int = 10) -> Table:
    """A grid of texts as a table, a line per row from `first` on; a line break in a text makes lines of a cell."""
    cells = tuple(
        Cell(r, c, join_lines(text.split("\n")), tuple(text.split("\n")), is_header=r < header_rows, line=first + r)
        for r, row in enumerate(rows)
        for c, text in enumerate(row)
        if text
    )
    last = first + len(rows) - 1
    columns = max(len(row) for row in rows)
    return Table(
        cells,
        len(rows),
        columns,
        header_rows,
        title,
        page=1,
        line=first,
        last_line=last,
        source_lines=frozenset(range(first, last + 1)),
    )


def setting(
    period: str = "2017", *, section: str = "", names: Iterable[str] = (), reader: str = "text", spoilt: bool = False
) -> Setting:
    """What surrounds the first table of a report: its period, the section, the names known."""
    return Setting(0, lens(period, spoilt=spoilt), section, reader, Lexicon(tuple(names), spoilt).is_name)


def sentence(text: str, section: Section | str = "", *, subject: str = "", line: int = 1) -> Sentence:
    """One sentence on one line; the section as such, or only the intervention whose section it is."""
    where = section if isinstance(section, Section) else Section(section, "", section)
    return Sentence(text, where, ((0, Line(line, text)),), subject)


def lines(text: str, first: int = 1) -> tuple[Line, ...]:
    """A dump's lines, numbered."""
    return tuple(Line(number, line) for number, line in enumerate(text.split("\n"), start=first))


def value(printed: str, unit: str = "persons", **more: Any) -> Value:
    """A figure as printed, with its unit."""
    number = printed.rstrip(" %").replace(",", ".")
    return Value(printed, Decimal(number), unit, len(number.partition(".")[2]), **more)


def dump(text: str, *names: str) -> Extraction:
    """A text dump with the tables that lie in it; `names` are known beforehand."""
    return report(text_pages(text.encode(), Path("rapport.txt"))[0], *names)


def markdown(text: str) -> Extraction:
    """A Markdown report with its ready grids."""
    return report(markdown_pages(text.encode(), Path("rapport.md"))[0])


def report(page: Page, *names: str) -> Extraction:
    """A page with the tables that the parser chain finds on it."""
    settings = TableSettings(hints=vocabulary().hints(names))
    return Extraction(Document("rapport", "0" * 64, "text/plain", (page,)), tuple(run(page, settings)[0]))


def shown(o: Observation) -> tuple[str, str, str, str, str]:
    """What an observation says, short: whom, measure, gender, period, the number with its unit."""
    number = o.value.value if o.value.value is not None else o.value.status
    whom = o.name if o.scope == "intervention" else o.scope
    return whom, o.measure, o.gender, o.period.code if o.period else "", f"{number} {o.value.unit}"
