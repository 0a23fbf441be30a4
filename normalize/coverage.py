"""Which of a report's printed numbers were used, which were ignored by name, and which were not understood.

A number is a run of digits with what joins it: '1 515', '12,4', '2017-12-31', '16-24', '2003:1210' are one each;
'100 % (13 av 13)' is three. A number in words is none: only digits are counted. Mark-up and the targets of links are
not printed.

Used: an observation that has a measure prints it, or a goal. What observations leave is ignored when a pattern of
`data/ignored.csv` names it, or when it stands in the headings or row labels of a table that was read. The rest is
not understood, also what only the text of a goal keeps. An observation without a measure ('other:unresolved') does not
use its number.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from extract.types import Extraction, Page
from normalize.claimed import of_columns, of_goals, of_labels, of_observations, of_values
from normalize.ignored import LABEL, NEVER, PAGE, Reason, labels, reasons, spans
from normalize.inked import Ink, Inks, Sheet, sheet
from normalize.layout import at_edge, edge_text, furniture
from normalize.types import Coverage, Reading, UnreadNumber

NUMBER = re.compile(r"[0-9]{1,3}(?:[ \u00a0][0-9]{3})+(?:,[0-9]+)?(?![0-9])|[0-9]+(?:(?:[.,:/]| ?[-–—] ?)[0-9]+)*")
"""One number where nobody took a part of it: thousands, decimals, dates, ranges, law numbers."""
ALONE = re.compile(r"[0-9]+(?:(?:[.,:/]| ?[-–—] ?)[0-9]+)*")
"""The same within a table, where figures side by side are not one number."""
LONG_LINE = 400
"""Letters of a line that are quoted in full: a line of a page has a hundred."""
BLOCK = 256
Stretch = tuple[int, int, Reason]
"""(start, end) in a sheet's text, and the reason that names it."""
Kind = Literal["used", "ignored", "unread", "table", "goal_text", "unresolved"]


@dataclass(frozen=True, slots=True)
class Number:
    """A printed number, where it stands and what became of it; `reason` for those that are ignored."""

    text: str
    line: int
    page: int | None
    kind: Kind
    quote: str
    reason: str = ""


def coverage(extraction: Extraction, reading: Reading) -> Coverage:
    """How many of a document's printed numbers were used or ignored, and which were not understood."""
    used, ignored, unread = 0, Counter[str](), list[UnreadNumber]()
    for n in classed(extraction, reading):
        if n.kind == "used":
            used += 1
        elif n.kind == "ignored":
            ignored[n.reason] += 1
        else:
            unread.append(UnreadNumber(n.text, n.line, n.page, n.kind, n.quote))
    return Coverage(used, {reason: ignored[reason] for reason in labels() if ignored[reason]}, tuple(unread))


def classed(extraction: Extraction, reading: Reading) -> Iterator[Number]:
    """Every number printed in a document with what became of it, in the order of the pages."""
    tables = extraction.tables
    first = extraction.document.pages[0].number if extraction.document.pages else 1
    tabular = frozenset((page or first, n) for t in tables for page, n in t.taken())
    spoilt = extraction.document.language_folded
    page = sheet(extraction.document.pages, tabular, spoilt=spoilt)
    inks, in_goals, in_labels = Inks(page), Inks(page), Inks(page)
    used = inks.take(of_observations(reading.observations, tables, page, known=True))
    used += of_values(reading.goals, tables, page, inks)
    unresolved = inks.take(of_observations(reading.observations, tables, page, known=False))
    in_goals.take(of_goals(reading.goals, tables, page))
    in_labels.take(of_labels(tables, reading.table_kinds, page))
    in_columns = {code: Inks(page) for code in {r.code for r in reasons() if r.where == "column"}}
    for code, its in in_columns.items():
        its.take(of_columns(tables, code, page))
    margins = in_margins(extraction.document.pages, page)
    places = Places(page, tabular, by_block(spans(page, spoilt=spoilt)))

    def what(number: tuple[int, ...]) -> Number:
        column = next((code for code, its in in_columns.items() if its.taken.issuperset(number)), "")
        label = LABEL if in_labels.taken.issuperset(number) else ""
        reason = column or places.reason(number) or label or (PAGE if number[0] in margins else "")
        if reason not in ("", NEVER):
            return places.number(number, "ignored", reason)
        if number in unresolved:
            return places.number(number, "unresolved")
        if in_goals.taken.issuperset(number):
            return places.number(number, "goal_text")
        return places.number(number, "table" if places.in_table(number) else "unread")

    rest = {*unresolved, *places.left(inks.taken)}
    for number in sorted(rest.union(used)):
        yield what(number) if number in rest else places.number(number, "used")


def in_margins(pages: Sequence[Page], page: Sheet) -> frozenset[int]:
    """The inks of running heads and feet, and of the page's own number at the top or bottom edge of a page."""
    repeated = furniture(pages)
    by_number = {p.number: p for p in pages}
    out = set()
    for i, ink in enumerate(page.inks):
        line, home = page.lines[ink.line], by_number[page.pages[ink.line]]
        own = ink.digits == str(home.number) and line.text.strip().endswith(ink.digits)
        if edge_text(line, home) in repeated or (own and at_edge(line, home)):
            out.add(i)
    return frozenset(out)


def by_block(stretches: Iterable[Stretch]) -> dict[int, list[Stretch]]:
    """Stretches by each block of the text that they reach into, in their order."""
    out: dict[int, list[Stretch]] = {}
    for stretch in stretches:
        for block in range(stretch[0] // BLOCK, stretch[1] // BLOCK + 1):
            out.setdefault(block, []).append(stretch)
    return out


@dataclass(frozen=True, slots=True)
class Places:
    """What stands around the numbers of a sheet. `named` are the stretches that a reason names, by the blocks of the
    text (of BLOCK letters) they reach into."""

    sheet: Sheet
    tabular: frozenset[tuple[int, int]]
    named: Mapping[int, Sequence[Stretch]]

    def left(self, taken: set[int]) -> Iterator[tuple[int, ...]]:
        """The numbers that nobody took, as the indexes of their inks; apart where a part of one is taken."""
        inks = self.sheet.inks
        i = 0
        while i < len(inks):
            form = ALONE if self.in_table((i,)) or not self.worded(i) else NUMBER
            found = form.match(self.sheet.text, inks[i].start)
            end = found.end() if found else inks[i].end
            n = next((k for k in range(i, len(inks)) if inks[k].end > end), len(inks))
            number = tuple(range(i, max(n, i + 1)))
            if taken.isdisjoint(number):
                yield number
            else:
                yield from ((k,) for k in number if k not in taken)
            i = number[-1] + 1

    def worded(self, i: int) -> bool:
        """Are there words on the line of an ink? Without any, figures side by side are those of a figure or table."""
        return any(ch.isalpha() for ch in self.sheet.lines[self.sheet.inks[i].line].text)

    def reason(self, number: tuple[int, ...]) -> str:
        """The first reason that names a stretch with the number in it; '' where none does."""
        start, end = self.sheet.inks[number[0]].start, self.sheet.inks[number[-1]].end
        elsewhere = "prose" if self.in_table(number) else "table"
        near = self.named.get(start // BLOCK, ())
        return next((r.code for a, b, r in near if a <= start and end <= b and r.where != elsewhere), "")

    def in_table(self, number: tuple[int, ...]) -> bool:
        """Does a table take the number's line?"""
        i = self.sheet.inks[number[0]].line
        return (self.sheet.pages[i], self.sheet.lines[i].number) in self.tabular

    def number(self, number: tuple[int, ...], kind: Kind, reason: str = "") -> Number:
        """A number and what became of it, with its line as printed."""
        first, last = self.sheet.inks[number[0]], self.sheet.inks[number[-1]]
        line = self.sheet.lines[first.line]
        text = " ".join(self.sheet.text[first.start : last.end].replace("\0", " ").split())
        paged = self.sheet.pages[first.line] if (None, line.number) not in self.sheet.at else None
        return Number(text, line.number, paged, kind, self.quote(first, last), reason)

    def quote(self, first: Ink, last: Ink) -> str:
        """The line of a number as printed; of a very long one what stands about the number."""
        line = self.sheet.lines[first.line].text
        if len(line) <= LONG_LINE:
            return " ".join(line.split())
        begins = self.sheet.text.rfind("\n", 0, first.start) + 1
        around = self.sheet.text[max(first.start - LONG_LINE // 2, begins) : last.end + LONG_LINE // 2]
        return " ".join(around.partition("\n")[0].replace("\0", " ").split())
