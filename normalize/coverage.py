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

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal

from extract.types import Extraction, Table, fold
from normalize.clause import UNRESOLVED
from normalize.inked import DIGITS, Claim, Inks, Sheet, sheet, tokens
from normalize.types import Coverage, Goal, Observation, Place, Reading, UnreadNumber, Value

NUMBER = re.compile(r"[0-9]{1,3}(?:[ \u00a0][0-9]{3})+(?:,[0-9]+)?(?![0-9])|[0-9]+(?:(?:[.,:/]| ?[-–—] ?)[0-9]+)*")
"""One number where nobody took a part of it: thousands, decimals, dates, ranges, law numbers."""
ALONE = re.compile(r"[0-9]+(?:(?:[.,:/]| ?[-–—] ?)[0-9]+)*")
"""The same within a table, where figures side by side are not one number."""
SENTENCE_RUNS_ON = 6
"""How many lines a sentence may run on after the one its number is placed on."""
LABEL = "label"
"""The reason of numbers in the headings and row labels of tables that were read."""
NEVER = "never"
"""The reason of what may not be ignored: people, shares, money. Only reasons that come before it in the file do so."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a number is not about what facit reads.

    `where` the pattern is looked for: in any text, in prose, in tables, in spoilt text (whose letters OCR misread), or
    in the heading of a column, whose numbers it then names.
    """

    code: str
    where: str
    pattern: re.Pattern[str]


@cache
def reasons() -> tuple[Reason, ...]:
    """The patterns of `data/ignored.csv` in their order; a space in one stands for white space, line ends included."""
    return tuple(
        Reason(row["reason"], row["where"], re.compile(spaced(row["pattern"]), re.MULTILINE))
        for row in _rows()
        if row["pattern"]
    )


@cache
def labels() -> Mapping[str, tuple[str, str]]:
    """Reason -> what it is called in Swedish and in English."""
    named = (row for row in _rows() if row["label_sv"] and row["reason"] != NEVER)
    return {row["reason"]: (row["label_sv"], row["label_en"]) for row in named}


def _rows() -> list[dict[str, str]]:
    text = resources.files("normalize").joinpath("data", "ignored.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def spaced(pattern: str) -> str:
    """A pattern as written in the file -> as it is used: ' ' is some white space, ' ?' any or none."""
    return re.sub(r" (\?)?", lambda m: r"\s*" if m[1] else r"\s+", pattern)


def coverage(extraction: Extraction, reading: Reading) -> Coverage:
    """What became of every number printed in a document."""
    tables = extraction.tables
    first = extraction.document.pages[0].number if extraction.document.pages else 1
    tabular = frozenset((t.page or first, n) for t in tables for n in t.source_lines)
    kinds = ("any", "spoilt") if extraction.document.language_folded else ("any",)
    page = sheet(extraction.document.pages, tabular)
    inks, in_goals, in_labels = Inks(page), Inks(page), Inks(page)
    used = inks.take(of_observations(reading.observations, tables, page, known=True))
    used += of_values(reading.goals, tables, page, inks)
    unresolved = inks.take(of_observations(reading.observations, tables, page, known=False))
    in_goals.take(of_goals(reading.goals, tables, page))
    in_labels.take(of_labels(tables, reading.table_kinds, page))
    in_columns = {code: Inks(page) for code in {r.code for r in reasons() if r.where == "column"}}
    for code, its in in_columns.items():
        its.take(of_columns(tables, code, page))
    places = Places(page, tabular, tuple(spans(page, kinds)))
    ignored: Counter[str] = Counter()
    unread: list[UnreadNumber] = []
    for number in [*unresolved, *places.left(inks.taken)]:
        column = next((code for code, its in in_columns.items() if its.taken.issuperset(number)), "")
        reason = column or places.reason(number) or (LABEL if in_labels.taken.issuperset(number) else "")
        if reason not in ("", NEVER):
            ignored[reason] += 1
        elif number in unresolved:
            unread.append(places.unread(number, "unresolved"))
        elif in_goals.taken.issuperset(number):
            unread.append(places.unread(number, "goal_text"))
        else:
            unread.append(places.unread(number, "table" if places.in_table(number) else "unread"))
    unread.sort(key=lambda u: (u.page or 0, u.line))
    named = {reason: ignored[reason] for reason in labels() if ignored[reason]}
    return Coverage(len(used), named, tuple(unread))


@dataclass(frozen=True, slots=True)
class Places:
    """What stands around the numbers of a sheet. `named` are the stretches that a reason names, as (start, end)."""

    sheet: Sheet
    tabular: frozenset[tuple[int, int]]
    named: tuple[tuple[int, int, Reason], ...]

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
        found = (r.code for a, b, r in self.named if a <= start and end <= b and r.where != elsewhere)
        return next(found, "")

    def in_table(self, number: tuple[int, ...]) -> bool:
        """Does a table take the number's line?"""
        i = self.sheet.inks[number[0]].line
        return (self.sheet.pages[i], self.sheet.lines[i].number) in self.tabular

    def unread(
        self, number: tuple[int, ...], kind: Literal["unread", "table", "goal_text", "unresolved"]
    ) -> UnreadNumber:
        """A number that was not understood, with its line as printed."""
        first, last = self.sheet.inks[number[0]], self.sheet.inks[number[-1]]
        line = self.sheet.lines[first.line]
        text = " ".join(self.sheet.text[first.start : last.end].replace("\0", " ").split())
        paged = self.sheet.pages[first.line] if (None, line.number) not in self.sheet.at else None
        return UnreadNumber(text, line.number, paged, kind, " ".join(line.text.split()))


def spans(page: Sheet, kinds: tuple[str, ...]) -> Iterator[tuple[int, int, Reason]]:
    """Every stretch of a sheet that a reason of these kinds, of prose or of tables names, reasons in their order."""
    for reason in (r for r in reasons() if r.where in (*kinds, "prose", "table")):
        for m in reason.pattern.finditer(page.folded):
            yield m.start(), m.end(), reason


def of_observations(
    observations: Iterable[Observation], tables: tuple[Table, ...], page: Sheet, *, known: bool
) -> Iterator[Claim]:
    """The numbers that observations print: value, numerator and denominator, each as often as its cell prints it.

    `known`: those of observations with a measure, else of those without.
    """
    made: Counter[tuple[int, int, int, tuple[str, ...]]] = Counter()
    for o in observations:
        at, value = o.place, o.value
        for run in printed(value):
            key = (at.table, at.row, at.column, run)
            made[key] += 1
            if at.table >= 0 and made[key] > max(1, times(run, tables[at.table], at)):
                continue
            if (o.measure != UNRESOLVED) == known:
                yield from claims([run], at, tables, page)


def printed(value: Value) -> list[tuple[str, ...]]:
    """The numbers of a value as runs of digits: '100 %' with 13 of 13 is three, '13 av 13' two."""
    runs = list(tokens(value.printed))
    own = 1 if value.unit == "percent" else 0
    shown = Counter("".join(run) for run in runs[own:])
    for part in (value.numerator, value.denominator):
        run = tuple(DIGITS.findall(str(part))) if part is not None else ()
        if run and shown["".join(run)] > 0:
            shown["".join(run)] -= 1
        elif run:
            runs.append(run)
    return runs


def times(run: tuple[str, ...], table: Table, at: Place) -> int:
    """How often a cell prints a number."""
    cell = table.cell(at.row, at.column)
    return sum(found == run for found in tokens(cell.text)) if cell else 0


def of_values(goals: Iterable[Goal], tables: tuple[Table, ...], page: Sheet, inks: Inks) -> list[tuple[int, ...]]:
    """The inks that values of goals take beyond those of observations, which mostly print the same numbers."""
    apart = Inks(page)
    values = ((g, v) for g in goals for v in (g.target, g.result, g.previous) if v is not None and g.place.table >= 0)
    found = apart.take(c for g, v in values for c in claims(printed(v), g.place, tables, page))
    more = [number for number in found if inks.taken.isdisjoint(number)]
    inks.taken.update(i for number in more for i in number)
    return more


def of_goals(goals: Iterable[Goal], tables: tuple[Table, ...], page: Sheet) -> Iterator[Claim]:
    """The numbers in the texts of goals that stand in tables; a sentence's numbers are its observations'."""
    for goal in goals:
        if goal.place.table >= 0:
            for text in (goal.goal_text, goal.result_text, goal.previous_text):
                yield from claims(tokens(text), goal.place, tables, page)


def of_labels(tables: tuple[Table, ...], kinds: tuple[str, ...], page: Sheet) -> Iterator[Claim]:
    """The numbers in titles, headings and row labels of tables that were read."""
    for i, (table, kind) in enumerate(zip(tables, kinds, strict=False)):
        if kind == "other":
            continue
        for cell in table.cells:
            stub = cell.column == 0 and not kind.startswith("goals")
            if cell.is_header or cell.row < table.header_rows or stub:
                at = Place(cell.line or table.line, table.page, table=i)
                yield from claims(tokens(cell.text), at, tables, page)


def of_columns(tables: tuple[Table, ...], code: str, page: Sheet) -> Iterator[Claim]:
    """The numbers in columns whose heading a reason names."""
    for i, table in enumerate(tables):
        for cell in table.cells:
            heading = fold(" ".join(table.header_path(cell.column)))
            if not cell.is_header and any(
                r.code == code and r.where == "column" and r.pattern.search(heading) for r in reasons()
            ):
                at = Place(cell.line or table.line, table.page, table=i)
                yield from claims(tokens(cell.text), at, tables, page)


def claims(runs: Iterable[tuple[str, ...]], at: Place, tables: tuple[Table, ...], page: Sheet) -> Iterator[Claim]:
    """Numbers placed somewhere -> claims on their line, else on the other lines of the table or sentence."""
    line = page.at.get((at.page, at.line)) if at.line is not None else None
    if at.table >= 0:
        table = tables[at.table]
        numbers = sorted(page.at[table.page, n] for n in table.source_lines if (table.page, n) in page.at)
        line = line if line is not None else (numbers[0] if numbers else None)
        home = line or 0
        others = tuple(sorted((n for n in numbers if n != line), key=lambda n: (abs(n - home), n < home)))
    else:
        others = tuple(range(line + 1, min(line + 1 + SENTENCE_RUNS_ON, len(page.lines)))) if line is not None else ()
    if line is not None:
        yield from (Claim(run, line, others) for run in runs)
