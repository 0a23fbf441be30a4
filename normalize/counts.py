"""Tables that count people: flows, reasons for leaving, referrals, ages, year comparisons of participants."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Literal

from extract.types import Issue, Table
from normalize import values
from normalize.bracketed import in_brackets, parts, period_in_brackets
from normalize.count_doubt import came_or_sent, stock_or_flow, unguessed
from normalize.count_frame import CATEGORY_MEASURES, STOCKS, Frame, column_name, counts_people, framed
from normalize.facets import Facets, over
from normalize.tables import Setting, TableReading, because, place, printed_value, stub_of
from normalize.types import NameMention, Observation, Period, Scope

UNITS = frozenset({"percent", "persons", "months", "points"})


def read(table: Table, setting: Setting) -> TableReading | None:
    """A table of counts -> TableReading; None when nothing in it says that people are counted."""
    frame = framed(table, setting)
    return rows_read(frame, frame.body) if counts_people(frame) else None


def rows_read(frame: Frame, rows: Iterable[int]) -> TableReading:
    """Rows of a table of counts -> what they say."""
    table, setting = frame.table, frame.setting
    out: list[Observation] = []
    issues: list[Issue] = []
    for r in rows:
        if not any(printed_value(table, r, c) for c in range(1, table.columns)):
            continue
        for c in range(1, table.columns):
            for made in of_cell(frame, r, c):
                if made.value.status == "unread":
                    issues.append(unread(table, made))
                else:
                    out.append(made)
    out = unguessed(frame, stock_or_flow(frame, came_or_sent(frame, out)))
    where: Literal["header", "stub"] = "header" if frame.names_in_columns else "stub"
    first = {o.name: o for o in reversed(out) if o.scope == "intervention" and o.name != setting.section}
    names = [NameMention(name, o.place, where) for name, o in sorted(first.items(), key=lambda x: x[1].place.row)]
    return TableReading(kind_of(out, frame.exits), tuple(out), (), tuple(names), tuple(issues))


def of_cell(frame: Frame, r: int, c: int) -> Iterator[Observation]:
    """The observations of one cell: its figure, and the one it has in brackets."""
    text = printed_value(frame.table, r, c)
    apart = parts(text)
    made = one(frame, r, c, apart[0] if apart else text)
    if made is None:
        return
    yield made
    if apart and made.value.value is not None:
        yield in_brackets(made, apart[1], period_in_brackets(frame.table, c, frame.setting), frame.setting)


def one(frame: Frame, r: int, c: int, text: str) -> Observation | None:
    """One cell -> Observation; None for a blank where nothing was expected."""
    table, setting = frame.table, frame.setting
    row, column = frame.rows[r], frame.columns[c]
    if not text and (blank_mostly(table, r) or blank_row(table, r)):
        return None
    if setting.is_name(row.text):  # a name says nothing by its words: 'Nya vägen' counts no new participants
        row = Facets(text=row.text)
        both = over(column, replace(frame.whole, gender=""))
    else:
        both = over(over(row, column) if row.measure else over(column, row), frame.whole)
    measure = both.measure or "participants"
    if (row.total or column.total) and not (row.gender or column.gender):
        both = replace(both, gender="")  # a total is of all, whatever group the title speaks of
    if row.total or column.total:
        measure = totals_measure(frame, row, column, measure)
    scope, name = whose(frame, r, c, measure)
    category = row.category
    if measure in CATEGORY_MEASURES:
        category = category_of(row, column, named=setting.is_name(row.text))
        if scope != "intervention" and not frame.names_in_columns:
            scope, name = ("intervention", setting.section) if setting.section else ("all", "")
    value = values.cell(text, setting.lens.vocabulary, both.unit if both.unit in UNITS else "persons")
    return Observation(
        measure=measure,
        value=value if value.unit else replace(value, unit="persons"),
        period=period_of(measure, row, column, setting),
        place=place(table, table.cell(r, c), r, c, setting),
        scope=scope,
        name=name,
        category=category,
        gender=(both.gender or "T"),  # type: ignore[arg-type]
        role="actual" if both.role in ("", "actual") else both.role,  # type: ignore[arg-type]
        source="table",
        row_label=row.text,
        header_path=table.header_path(c),
        reader=setting.reader,
        engine=table.engine,
        confidence=table.confidence,
        why=because(both.used),
    )


def period_of(measure: str, row: Facets, column: Facets, setting: Setting) -> Period | None:
    """The printed period; 'Kvar från 2024' and 'Kvar till Q3' say where people came from, not when."""
    if measure in STOCKS:
        return setting.lens.period
    return column.period or row.period or setting.lens.period


def category_of(row: Facets, column: Facets, *, named: bool) -> str:
    """The class a count of classes belongs to: the label (`named`: it is an intervention's) or heading silent else."""
    if row.total:
        return ""
    bare = [
        f.text for f in ((column,) if named else (row, column)) if f.silent and not f.unit and not f.period and f.text
    ]
    return bare[0] if bare else ""


def totals_measure(frame: Frame, row: Facets, column: Facets, measure: str) -> str:
    """A sum of reasons for leaving counts those who left; else a total keeps its measure.

    Without a reason anywhere in a table of women and men, nothing says that it is about those who left.
    """
    for facets in (row, column):
        if facets.measure.startswith("exit_"):
            return facets.measure
    reasons = any(f.measure.startswith("exit_") for f in (*frame.rows, *frame.columns))
    genders = {f.gender for f in frame.columns} >= {"K", "M"}
    silent = not frame.whole.measure and not row.measure and not column.measure
    if silent and (reasons or not genders):
        return "exited_participants"
    return measure


def whose(frame: Frame, r: int, c: int, measure: str) -> tuple[Scope, str]:
    """Whom a cell is about: the name of its row or column, all together, or the section's intervention."""
    table, setting, row = frame.table, frame.setting, frame.rows[r]
    if frame.names_in_columns:
        named = column_name(table, c, frame.columns[c], setting)
        return ("intervention", named) if named else ("all", "")
    if setting.is_name(row.text):
        return "intervention", row.text
    classed = frame.genders_in_rows or row.measure or not row.text or measure in CATEGORY_MEASURES or row.period
    if row.total or not classed:
        return section_or_all(table, setting) if row.total else ("intervention", row.text)
    return ("intervention", setting.section) if setting.section else section_or_all(table, setting)


def section_or_all(table: Table, setting: Setting) -> tuple[Scope, str]:
    """A total row is about all, unless the table stands in one intervention's section and names none itself."""
    named = any(setting.is_name(stub_of(table, r)) for r in range(table.header_rows, table.rows))
    return ("intervention", setting.section) if setting.section and not named else ("all", "")


def blank_row(table: Table, r: int) -> bool:
    return not any(printed_value(table, r, c) for c in range(1, table.columns))


def blank_mostly(table: Table, r: int) -> bool:
    """A row with a single figure ('Varav unika deltagare 624') has no other cells to miss."""
    filled = sum(bool(printed_value(table, r, c)) for c in range(1, table.columns))
    return filled <= max(1, (table.columns - 1) // 4)


def kind_of(out: Sequence[Observation], exits: bool) -> str:
    """The contract's kind of a table of counts."""
    measures = [o.measure for o in out]
    if exits or sum(m.startswith("exit_") for m in measures) > 0.6 * max(len(measures), 1):
        return "exits"
    return "referrals" if measures and measures.count("referrals") > 0.5 * len(measures) else "flow"


def unread(table: Table, o: Observation) -> Issue:
    return Issue(
        "unread-cell",
        f"table '{table.title or 'without title'}', row '{o.row_label}', column '{' '.join(o.header_path)}': "
        f"'{o.value.printed}' is neither a number nor a known status; add the word to the vocabulary (facet status)",
        page=o.place.page,
        line=o.place.line,
    )
