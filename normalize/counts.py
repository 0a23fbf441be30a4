"""Tables that count people: flows, reasons for leaving, referrals, ages, year comparisons of participants."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extract.types import Issue, Table
from normalize import values
from normalize.facets import Facets, over
from normalize.tables import Setting, TableReading, column_facets, heading_of, place, printed_value, stub_of
from normalize.types import NameMention, Observation, Scope

CATEGORY_MEASURES = frozenset({"referrals", "age", "education", "municipality", "time_on_benefits", "benefit_at_start"})
"""Measures whose other axis lists classes, never interventions."""


def read(table: Table, setting: Setting) -> TableReading | None:
    """A table of counts -> TableReading; None when nothing in it says that people are counted."""
    title = setting.lens.facets(table.title, "title")
    corner = setting.lens.facets(heading_of(table, 0), "header", "title")
    exits = is_exits(table, setting)
    where = ("exits",) if exits else ()
    columns = inherit([Facets(), *column_facets(table, setting, *where)[1:]])
    rows = [setting.lens.facets(stub_of(table, r), "stub", "header", *where) for r in range(table.rows)]
    whole = over(corner, title)
    if exits:
        whole = replace(whole, measure="", weak=False)
    if not counts_people(whole, columns, rows[table.header_rows :], exits):
        return None
    names_in_columns = exits and named_columns(table, columns, setting)
    if any(f.gender for f in columns):
        rows = [replace(f, gender="") for f in rows]
    genders = {f.gender for f in rows[table.header_rows :] if f.gender}
    out: list[Observation] = []
    names: list[NameMention] = []
    issues: list[Issue] = []
    for r in range(table.header_rows, table.rows):
        if not any(printed_value(table, r, c) for c in range(1, table.columns)):
            continue
        for c in range(1, table.columns):
            made = one(table, r, c, rows[r], columns[c], whole, setting, names_in_columns, bool(genders))
            if made is None:
                continue
            if made.value.status == "unread":
                issues.append(unread(table, made, setting))
                continue
            out.append(made)
    for o in {o.name: o for o in out if o.scope == "intervention" and o.place.table == setting.index and o.name}.values():
        if o.name != setting.section:
            names.append(NameMention(o.name, o.place, "header" if names_in_columns else "stub"))
    return TableReading(kind_of(out, exits), tuple(out), (), tuple(names), tuple(issues))


def is_exits(table: Table, setting: Setting) -> bool:
    """Does the title or corner say that the table lists reasons for leaving?"""
    text = setting.lens.fold(f"{table.title} {heading_of(table, 0)}")
    return bool(setting.lens.vocabulary.find(text, "exits"))


def inherit(columns: Sequence[Facets]) -> list[Facets]:
    """'Varav kvinnor' takes the measure, period and unit of the nearest column to its left that has a measure."""
    out: list[Facets] = []
    group = Facets()
    for facets in columns:
        if facets.measure and not facets.gender:
            group = facets
        elif facets.gender and not facets.measure and group.measure and not group.measure.startswith("exit_"):
            facets = replace(facets, measure=group.measure, period=facets.period or group.period)
        out.append(facets)
    return out


def counts_people(whole: Facets, columns: Sequence[Facets], rows: Sequence[Facets], exits: bool) -> bool:
    """Some piece must name a measure of people."""
    return exits or bool(whole.measure) or any(f.measure and not f.weak for f in columns) or (
        any(f.measure for f in columns) and any(f.gender for f in [*columns, *rows])
    )


def named_columns(table: Table, columns: Sequence[Facets], setting: Setting) -> bool:
    """Do most headings that say nothing else name interventions?"""
    silent = [c for c in range(1, table.columns) if columns[c].silent or setting.is_name(heading_of(table, c))]
    return len(silent) >= 2


def one(
    table: Table,
    r: int,
    c: int,
    row: Facets,
    column: Facets,
    whole: Facets,
    setting: Setting,
    names_in_columns: bool,
    genders_in_rows: bool,
) -> Observation | None:
    """One cell -> Observation; None for a blank where nothing was expected."""
    text = printed_value(table, r, c)
    both = over(over(row, column) if row.measure else over(column, row), whole)
    if setting.is_name(row.text):
        both = over(column, replace(whole, gender=""))
    measure = both.measure or "participants"
    category = ""
    if row.total or column.total:
        measure = totals_measure(row, column, whole, measure)
    scope, name = whose(table, c, row, column, measure, setting, names_in_columns, genders_in_rows)
    if measure in CATEGORY_MEASURES and scope != "intervention":
        scope, name = ("intervention", setting.section) if setting.section else ("all", "")
    if measure in CATEGORY_MEASURES:
        category = category_of(row, column)
    unit = both.unit if both.unit in ("percent", "persons", "months", "points") else "persons"
    value = values.cell(text, setting.lens.vocabulary, unit)
    if not text and (row.total and not row.measure and blank_row(table, r)):
        return None
    if not text and blank_mostly(table, r):
        return None
    return Observation(
        measure=measure,
        value=replace(value, unit=value.unit or "persons"),
        period=column.period or row.period or setting.lens.period,
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
        why="; ".join(both.used),
    )


def category_of(row: Facets, column: Facets) -> str:
    """The class a count of classes belongs to: the label or heading that says nothing else, not even a unit."""
    if row.total or column.total:
        return ""
    bare = [f.text for f in (row, column) if f.silent and not f.unit and not f.period and f.text]
    return bare[0] if bare else ""


def totals_measure(row: Facets, column: Facets, whole: Facets, measure: str) -> str:
    """A sum of reasons for leaving counts those who left; else a total keeps its measure."""
    reasons = row.measure.startswith("exit_") or column.measure.startswith("exit_")
    if reasons and (row.measure if row.measure.startswith("exit_") else column.measure):
        return row.measure if row.measure.startswith("exit_") else column.measure
    if not whole.measure and not row.measure and not column.measure:
        return "exited_participants"
    return measure


def whose(
    table: Table,
    c: int,
    row: Facets,
    column: Facets,
    measure: str,
    setting: Setting,
    names_in_columns: bool,
    genders_in_rows: bool,
) -> tuple[Scope, str]:
    """Whom a cell is about: the name of its row or column, all together, or the section's intervention."""
    if names_in_columns:
        return ("all", "") if column.total else ("intervention", heading_of(table, c))
    if setting.is_name(row.text):
        return "intervention", row.text
    if row.total or genders_in_rows or row.measure or not row.text or measure in CATEGORY_MEASURES or row.period:
        return ("intervention", setting.section) if setting.section and not row.total else section_or_all(table, setting)
    return "intervention", row.text


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


def unread(table: Table, o: Observation, setting: Setting) -> Issue:
    return Issue(
        "unread-cell",
        f"table '{table.title or 'without title'}', row '{o.row_label}', column '{' '.join(o.header_path)}': "
        f"'{o.value.printed}' is neither a number nor a known status; add the word to the vocabulary (facet status)",
        page=table.page if setting.reader in ("pdf-text", "ocr") else None,
        line=o.place.line,
    )
