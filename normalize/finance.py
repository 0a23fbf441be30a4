"""Tables of money: budget and outcome per line or intervention, profit and loss, balance, cash flow, notes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from statistics import median

from extract.types import Issue, Table
from normalize import periods, values
from normalize.counts import unread
from normalize.facets import Facets, over
from normalize.periods import end_of, start_of, whole_year
from normalize.tables import Setting, TableReading, because, heading_of, place, printed_value, stub_of
from normalize.types import NameMention, Observation, Period, Scope

MONEY = ("tkr", "sek", "mkr")
KRONOR_FROM = 20_000
"""Without a printed unit, amounts of this median size are kronor; smaller ones thousands of kronor."""
WHOLE_YEAR = re.compile(r"\bhelar\w*|\barsbudget\w*|\barsprognos\w*")
"""Folded headings of amounts for all of a year in a report of a part of it."""
LINES = frozenset(
    {"income", "cost", "result", "equity", "cash_flow", "solidity", "asset", "liability", "budget", "outcome"}
)
"""What a line of a money table may be by its own words; words for people in it ('Nya insatser') say nothing here."""
UNCOUNTED = "headcount"
"""Lines of a money table that count people ('Antal anställda') have no code of their own."""
STOCKS = frozenset({"asset", "liability", "equity", "solidity"})
"""Measured on a day, not over a period."""
SECTIONS = frozenset({"income", "cost", "asset", "liability", "equity", "cash_flow"})
"""What a title may say of all its lines."""


@dataclass(frozen=True, slots=True)
class Line:
    """What a row's label says here: its facets, and the section it stands under."""

    facets: Facets
    section: str


@dataclass(frozen=True, slots=True)
class Frame:
    """A table of money taken apart: lines, columns, what the title says it is, unit, and rows of interventions."""

    table: Table
    setting: Setting
    lines: tuple[Line, ...]
    columns: tuple[Facets, ...]
    subject: str
    unit: str
    interventions: frozenset[int]

    @property
    def statement(self) -> bool:
        """Are income and cost columns of their own, so that a column's own word says what an intervention's line is?"""
        return {"income", "cost"} <= {f.measure for f in self.columns}


def read(table: Table, setting: Setting) -> TableReading | None:
    """A table of money -> TableReading; None when neither headings, title nor lines speak of money."""
    frame = framed(table, setting)
    if not about_money(table, frame.columns, frame.lines, frame.subject, setting):
        return None
    return rows_read(frame, range(table.header_rows, table.rows))


def framed(table: Table, setting: Setting) -> Frame:
    """Read headings, title and labels, and see which rows are interventions'."""
    columns = tuple(column_of(table, c, setting) for c in range(table.columns))
    subject = title_subject(table, setting)
    lines = tuple(labelled(table, setting, subject))
    unit = unit_of(table, columns, setting)
    return Frame(table, setting, lines, columns, subject, unit, intervention_rows(table, setting))


def rows_read(frame: Frame, rows: Iterable[int]) -> TableReading:
    """Rows of a table of money -> what they say."""
    table, setting = frame.table, frame.setting
    out: list[Observation] = []
    issues: list[Issue] = []
    for r in rows:
        for c in range(1, table.columns):
            if not printed_value(table, r, c) or is_note_column(table, c):
                continue
            made = one(frame, r, c)
            if made.value.status == "unread":
                issues.append(unread(table, made))
            elif made.value.value is not None or made.value.status in "ML":
                out.append(made)
    filled = {o.place.row for o in out}
    names = [
        NameMention(stub_of(table, r), place(table, table.cell(r, 0), r, 0, setting), "stub")
        for r in sorted(frame.interventions & filled)
    ]
    return TableReading("finance", tuple(out), (), tuple(names), tuple(issues))


def column_of(table: Table, c: int, setting: Setting) -> Facets:
    """What a column's headings say: under 'Utfall 2022' the lowest ('Intäkt', 'Kostnad', 'Netto') says what it is."""
    path = table.header_path(c)
    levels = [setting.lens.facets(text, "header", "money") for text in path]
    whole = setting.lens.facets(heading_of(table, c), "header", "money")
    if len(path) < 2 or any(f.measure == "deviation" for f in levels):
        return whole if len(path) < 2 else replace(whole, measure="deviation")
    return over(levels[-1], whole)


def title_subject(table: Table, setting: Setting) -> str:
    """What the title says the table is: income, cost, balance, result, budget ...; '' when it says nothing."""
    text = setting.lens.fold(f"{table.title} {heading_of(table, 0)}")
    found = setting.lens.vocabulary.best(text, "finance", ("title", "any"))
    return found.entry.code if found else ""


def labelled(table: Table, setting: Setting, subject: str) -> list[Line]:
    """Every row's facets with the section it stands under: a label without figures opens one.

    One that names several ('Eget kapital och skulder') opens the first; its sum closes it, and the next one follows.
    """
    sections = [subject] if subject in SECTIONS else [""]
    out: list[Line] = []
    for r in range(table.rows):
        label = stub_of(table, r)
        facets = setting.lens.facets(label, "stub", "money")
        if r >= table.header_rows and label and not any(printed_value(table, r, c) for c in range(1, table.columns)):
            opened = setting.lens.vocabulary.find(setting.lens.fold(label), "finance", ("stub", "any"))
            sections = list(dict.fromkeys(m.entry.code for m in opened)) or sections
        out.append(Line(facets, sections[0]))
        if facets.total and facets.measure == sections[0] and len(sections) > 1:
            del sections[0]
    return out


def about_money(table: Table, columns: Sequence[Facets], lines: Sequence[Line], subject: str, setting: Setting) -> bool:
    """Money units in the headings, a budget/outcome/deviation heading, or lines that are mostly finance words."""
    text = setting.lens.fold(" ".join([table.title, *[f.text for f in columns]]))
    if any(f.unit in MONEY for f in columns) or re.search(r"(?<!\w)(tkr|kr|mkr|mnkr|kronor)(?!\w)", text):
        return True
    roles = {f.role for f in columns[1:]} | {f.measure for f in columns[1:]}
    if len(roles & {"budget", "outcome", "deviation", "forecast"}) >= 2:
        return True
    body = [x for x in lines[table.header_rows :] if x.facets.text]
    known = sum(
        x.facets.measure in ("income", "cost", "result", "equity", "asset", "liability", "cash_flow") for x in body
    )
    if subject in ("cost", "income") and table.columns == 2 and all("%" in x for x in column_texts(table, 1)):
        return True
    people = sum(f.measure in ("participants", "new_participants", "exited_participants") for f in columns)
    return bool(body) and not people and (known >= 0.5 * len(body) or (bool(subject) and known >= 1))


def column_texts(table: Table, c: int) -> list[str]:
    """The texts of a column below the headings."""
    return [printed_value(table, r, c) for r in range(table.header_rows, table.rows)]


def unit_of(table: Table, columns: Sequence[Facets], setting: Setting) -> str:
    """The printed unit of title, corner or headings; else by the size of the amounts."""
    for text in (table.title, *(f.text for f in columns)):
        found = setting.lens.vocabulary.best(setting.lens.fold(text), "unit")
        if found and found.entry.code in MONEY:
            return found.entry.code
    sizes = [
        abs(v.value)
        for r in range(table.header_rows, table.rows)
        for c in range(1, table.columns)
        if (v := values.cell(printed_value(table, r, c), setting.lens.vocabulary)).value
    ]
    return "sek" if sizes and median(sizes) >= Decimal(KRONOR_FROM) else "tkr"


def intervention_rows(table: Table, setting: Setting) -> frozenset[int]:
    """Rows about one intervention: known names; every line but sums where the corner says 'Insats'."""
    corner = setting.lens.vocabulary.code(heading_of(table, 0), "header") == "stub"
    rows = set()
    for r in range(table.header_rows, table.rows):
        label = stub_of(table, r)
        facets = setting.lens.facets(label, "stub")
        if label and not facets.total and (corner or setting.is_name(label)):
            rows.add(r)
    return frozenset(rows)


def is_note_column(table: Table, column: int) -> bool:
    """'Not' columns hold the numbers of notes, not amounts."""
    return heading_of(table, column).strip().lower() in ("not", "noter")


def one(frame: Frame, r: int, c: int) -> Observation:
    """One amount -> Observation."""
    table, setting, line, column = frame.table, frame.setting, frame.lines[r], frame.columns[c]
    intervention = r in frame.interventions
    of_interventions = sums_interventions(frame, r)
    measure, unit = measure_of(line, column, frame, intervention or of_interventions), frame.unit
    if not intervention and setting.lens.vocabulary.find(setting.lens.fold(line.facets.text), "unit", ("header",)):
        measure, unit = f"other:{UNCOUNTED}", "count"
    unit = unit_of_line(line) or unit
    value = values.cell(printed_value(table, r, c), setting.lens.vocabulary, unit)
    scope: Scope = "intervention" if intervention else "all" if of_interventions else "federation"
    return Observation(
        measure=measure,
        value=value if value.unit or not unit else replace(value, unit=unit),
        period=period_of(line, column, measure, frame),
        place=place(table, table.cell(r, c), r, c, setting),
        scope=scope,
        name=line.facets.text if intervention else "",
        category="" if intervention else line.facets.text.strip(" :").lower(),
        role=role_of(line, column, measure),  # type: ignore[arg-type]
        source="table",
        row_label=line.facets.text,
        header_path=table.header_path(c),
        reader=setting.reader,
        engine=table.engine,
        confidence=table.confidence,
        why=because((*line.facets.used, *column.used, *([f"section:{line.section}"] if line.section else []))),
    )


def unit_of_line(line: Line) -> str:
    """The unit that a label prints itself: 'Kostnad (tkr)', 'Soliditet (%)'; '' where it prints none."""
    return line.facets.unit if line.facets.unit in (*MONEY, "percent") else ""


def sums_interventions(frame: Frame, r: int) -> bool:
    """Is the row a sum of interventions: 'Insats' stands in the corner, or the lines it closes are mostly names?"""
    table, lens = frame.table, frame.setting.lens
    if lens.vocabulary.code(heading_of(table, 0), "header") == "stub":
        return True
    if not lens.facets(stub_of(table, r), "stub").total:
        return False
    closed = []
    for above in range(r - 1, table.header_rows - 1, -1):
        if lens.facets(stub_of(table, above), "stub").total:
            break
        if any(printed_value(table, above, c) for c in range(1, table.columns)):
            closed.append(above)
    return len(closed) >= 2 and sum(a in frame.interventions for a in closed) > 0.5 * len(closed)


def measure_of(line: Line, column: Facets, frame: Frame, intervention: bool) -> str:
    """The measure of a cell: deviations everywhere; interventions have budget and outcome; lines the rest.

    Where income and cost are columns of their own, those and the net of them are measures of interventions too.
    """
    if column.measure == "deviation":
        return "deviation"
    named = column.measure in ("income", "cost", "result")
    if intervention and not (named and frame.statement):
        return "budget" if column.role == "budget" or column.measure == "budget" else "outcome"
    if named:
        return column.measure
    return measure_of_line(line, frame.subject)


def measure_of_line(line: Line, subject: str) -> str:
    """The measure of a line by its own words, its section and the title."""
    own = line.facets.measure if line.facets.measure in LINES else ""
    if subject == "cash_flow":
        return own if own == "result" else "cash_flow"
    if own in ("budget", "outcome"):  # of the federation itself: 'Utfall 1:a halvåret' is what was spent
        return line.section or "cost"
    if own in ("result", "equity", "cash_flow", "solidity", "asset", "liability"):
        return own
    if own == "income" and line.section != "cost":
        return "income"
    return line.section or own or {"balance": "asset", "result": "result"}.get(subject, "cost")


def role_of(line: Line, column: Facets, measure: str) -> str:
    """actual, budget or forecast; a deviation is always of what happened."""
    if measure == "deviation" or line.facets.measure == "outcome":
        return "actual"
    if column.role in ("budget", "forecast"):
        return column.role
    return "budget" if column.measure == "budget" else "actual"


def period_of(line: Line, column: Facets, measure: str, frame: Frame) -> Period | None:
    """Stocks are dated (opening: first day; else the period's end or the printed date), flows have the period."""
    lens, report = frame.setting.lens, frame.setting.lens.period
    printed = line.facets.period or column.period
    if printed is None and report is not None and WHOLE_YEAR.search(lens.fold(column.text)):
        printed = whole_year(report)
    if printed is not None and printed == report and role_of(line, column, measure) in ("budget", "forecast"):
        printed = whole_year(printed) if whole_years(column, frame) else printed
    if printed is None and report is not None and report.freq in "HT" and role_of(line, column, measure) == "forecast":
        return whole_year(report)
    found = printed or report
    text = lens.fold(line.facets.text)
    if measure in STOCKS or frame.subject == "balance":
        when = lens.vocabulary.best(text, "when")
        if when and when.entry.code == "opening":
            return start_of(found) if found else None
        return found if found is None or found.freq == "I" else end_of(found)
    if found is not None and found.freq == "I" and report is not None:
        return replace_instant(found)
    return found


def whole_years(column: Facets, frame: Frame) -> bool:
    """Does a column headed by a bare year ('Budget 2023') stand beside one of a part of it ('Utfall jan-aug')?"""
    lens = frame.setting.lens

    def part(text: str) -> bool:
        return lens.period is not None and periods.names_part(lens.fold(text))

    return not part(column.text) and any(part(f.text) for f in frame.columns)


def replace_instant(found: Period) -> Period:
    """A flow headed by its closing date ('2022-12-31') is the year's flow."""
    number = found.start[:4]
    return Period(number, f"{number}-01-01", f"{number}-12-31", "A")
