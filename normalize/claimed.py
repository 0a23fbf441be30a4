"""Which printed numbers observations, goals, headings and labels lay claim to, and on which lines."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from extract.types import Table, fold
from normalize.ignored import reasons
from normalize.inked import DIGITS, Claim, Inks, Sheet, tokens
from normalize.measuring import UNRESOLVED
from normalize.types import Goal, Observation, Place, Value

SENTENCE_RUNS_ON = 6
"""How many lines a sentence may run on after the one its number is placed on."""
SENTENCE_BEGAN = 2
"""How many lines before it the parts of a share may stand: '2 av 13 deltagare .., vilket motsvarar 15 %'."""
TABLE_REACH = 400
"""How many lines of its table on either side of its own a number may stand on: the length of some pages."""


def of_observations(
    observations: Iterable[Observation], tables: tuple[Table, ...], page: Sheet, *, known: bool
) -> Iterator[Claim]:
    """The numbers that observations print: value, numerator and denominator, each as often as its cell prints it.

    `known`: those of observations with a measure, else of those without. Those of one table come one after another.
    """
    made: Counter[tuple[int, int, tuple[str, ...]]] = Counter()
    table = -1
    for o in observations:
        at, value = o.place, o.value
        if at.table != table:
            made.clear()
            table = at.table
        for run in printed(value):
            if at.table >= 0:
                made[at.row, at.column, run] += 1
                if made[at.row, at.column, run] > max(1, times(run, tables[at.table], at)):
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
                at = Place(cell.line or table.line, cell.page or table.page, table=i)
                yield from claims(tokens(cell.text), at, tables, page)


def of_columns(tables: tuple[Table, ...], code: str, page: Sheet) -> Iterator[Claim]:
    """The numbers in columns whose heading a reason names."""
    for i, table in enumerate(tables):
        for cell in table.cells:
            heading = fold(" ".join(table.header_path(cell.column)))
            if not cell.is_header and any(
                r.code == code and r.where == "column" and r.pattern.search(heading) for r in reasons()
            ):
                at = Place(cell.line or table.line, cell.page or table.page, table=i)
                yield from claims(tokens(cell.text), at, tables, page)


def claims(runs: Iterable[tuple[str, ...]], at: Place, tables: tuple[Table, ...], page: Sheet) -> Iterator[Claim]:
    """Numbers placed somewhere -> claims on their line, else on the other lines of the table or sentence."""
    line = page.at.get((at.page, at.line)) if at.line is not None else None
    if at.table >= 0:
        if at.table not in page.taken_by:
            page.taken_by[at.table] = sorted(page.at[spot] for spot in tables[at.table].taken() if spot in page.at)
        numbers = page.taken_by[at.table]
        line = line if line is not None else (numbers[0] if numbers else None)
        others = partial(near, numbers)
    else:
        others = partial(around, len(page.lines))
    if line is not None:
        yield from (Claim(run, line, others) for run in runs)


def near(numbers: Sequence[int], line: int) -> tuple[int, ...]:
    """The other lines of a table about one of them, the closest first; `numbers` are all its lines, in order."""
    k = bisect_left(numbers, line)
    about = numbers[max(k - TABLE_REACH, 0) : k + TABLE_REACH]
    return tuple(sorted((n for n in about if n != line), key=lambda n: (abs(n - line), n < line)))


def around(count: int, line: int) -> tuple[int, ...]:
    """The other lines that a sentence may run over, those after a line first; `count` is how many there are in all."""
    after = range(line + 1, min(line + 1 + SENTENCE_RUNS_ON, count))
    return *after, *range(line - 1, max(line - 1 - SENTENCE_BEGAN, -1), -1)
