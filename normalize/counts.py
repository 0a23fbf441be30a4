"""Tables that count people: flows, reasons for leaving, referrals, ages, year comparisons of participants."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from extract.types import Issue, Table
from normalize import values
from normalize.bracketed import in_brackets, parts, period_in_brackets
from normalize.facets import Facets, over
from normalize.measuring import UNRESOLVED
from normalize.periods import YEAR
from normalize.tables import Setting, TableReading, column_facets, heading_of, place, printed_value, stub_of
from normalize.types import NameMention, Observation, Period, Scope
from normalize.vocabulary import Vocabulary

UNITS = frozenset({"percent", "persons", "months", "points"})
CATEGORY_MEASURES = frozenset({"referrals", "age", "education", "municipality", "time_on_benefits", "benefit_at_start"})
"""Measures whose other axis lists classes, never interventions."""
FIRST_DAY = re.compile(r"\b1 ?(?:jan|juli|sept)\w*")
LAST_DAY = re.compile(r"\b(?:31 ?(?:dec|aug)|30 ?(?:jun|april))\w*")
UNDER = re.compile(
    r"\b(?:under|för|per) (?:året|perioden|halvåret|tertialet|år)\b|\bjan\w*\s*[-–]\s*\w+", re.IGNORECASE
)
"""'under året', 'jan–aug': the time of a heading, said in words."""
NAMED = 3
"""How much a heading says that names a measure; see `telling`."""
STOCKS = ("carried_in", "carried_out")


@dataclass(frozen=True, slots=True)
class Frame:
    """A table of counts taken apart: what every row, every column and the whole say, and which axis carries names."""

    table: Table
    setting: Setting
    rows: tuple[Facets, ...]
    columns: tuple[Facets, ...]
    whole: Facets
    exits: bool
    names_in_columns: bool

    @property
    def body(self) -> range:
        return range(self.table.header_rows, self.table.rows)

    @property
    def genders_in_rows(self) -> bool:
        return any(self.rows[r].gender for r in self.body)


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


def framed(table: Table, setting: Setting) -> Frame:
    """Read every heading, label and the title alone, and see which axis carries names."""
    exits = is_exits(table, setting)
    where = ("exits",) if exits else ()
    columns = stocks(inherit([Facets(), *dayed(column_facets(table, setting, *where)[1:], setting)]))
    rows = [setting.lens.facets(stub_of(table, r), "stub", "header", *where) for r in range(table.rows)]
    if any(f.gender for f in columns):
        rows = [replace(f, gender="") for f in rows]
    elif not any(f.measure for f in columns):
        rows = [*rows[: table.header_rows], *inherit(rows[table.header_rows :])]  # 'varav kvinnor' under 'Antal avslut'
    if exits and reasons_in_rows(table, rows, columns, setting):
        rows = reasons(table, rows, setting)
    title = setting.lens.facets(table.title, "title")
    whole = over(setting.lens.facets(heading_of(table, 0), "header", "title"), title)
    if exits:
        whole = replace(whole, measure="", weak=False)
    named = named_columns(table, columns, setting, exits, whole.measure)
    return Frame(table, setting, tuple(rows), tuple(columns), whole, exits, named)


def is_exits(table: Table, setting: Setting) -> bool:
    """Does the title or corner say that the table lists reasons for leaving?"""
    text = setting.lens.fold(f"{table.title} {heading_of(table, 0)}")
    return bool(setting.lens.vocabulary.find(text, "exits"))


def inherit(columns: Sequence[Facets]) -> list[Facets]:
    """'Varav kvinnor' takes the measure and period of the nearest column to its left that has a measure."""
    out: list[Facets] = []
    group = Facets()
    for facets in columns:
        mine = facets
        if facets.measure and not facets.gender:
            group = facets
        elif facets.gender and not facets.measure and group.measure and not group.measure.startswith("exit_"):
            mine = replace(facets, measure=group.measure, period=facets.period or group.period)
        out.append(mine)
    return out


def dayed(columns: Sequence[Facets], setting: Setting) -> list[Facets]:
    """'Inskrivna 1 jan' were carried in, 'Inskrivna 31 dec' carried out."""
    out: list[Facets] = []
    for column in columns:
        folded = setting.lens.fold(column.text)
        first, last = FIRST_DAY.search(folded), LAST_DAY.search(folded)
        if column.measure in ("participants", "carried_out") and (first or last) and column.gender == "":
            out.append(replace(column, measure="carried_in" if first else "carried_out", weak=False))
        else:
            out.append(column)
    return out


def stocks(columns: Sequence[Facets]) -> list[Facets]:
    """Of two stocks with the flow between them, the earlier is what was carried in, the later what was carried out."""
    out = list(columns)
    for gender in {f.gender for f in columns}:
        mine = [c for c, f in enumerate(columns) if f.gender == gender and f.measure and not f.weak]
        stock = [c for c in mine if columns[c].measure in STOCKS]
        flow = {(columns[c].measure, columns[c].period) for c in mine if c not in stock}
        if len(stock) != 2 or len({measure for measure, _ in flow}) < len(flow):
            continue  # the same flow in two periods: a comparison of years
        if columns[stock[0]].measure == columns[stock[1]].measure and any(stock[0] < c < stock[1] for c in mine):
            for c, measure in zip(sorted(stock, key=lambda c: dated(columns[c], c)), STOCKS, strict=True):
                out[c] = replace(columns[c], measure=measure)
    return out


def dated(column: Facets, c: int) -> tuple[str, int]:
    """Sorts columns by the end of the period they name, then by place; without a period, by place alone."""
    return (column.period.end if column.period else "", c)


def counts_people(frame: Frame) -> bool:
    """Some piece must name a measure of people; the bare 'deltagare' does beside genders or under 'Insats'."""
    if frame.exits or frame.whole.measure or any(f.measure and not f.weak for f in frame.columns):
        return True
    rows = [frame.rows[r] for r in frame.body]
    known = all(f.measure or f.gender or f.total for f in rows)
    if rows and known and any(f.measure and not f.weak for f in rows):
        return True
    named = [r for r in frame.body if frame.setting.is_name(frame.rows[r].text)]
    if {f.gender for f in frame.columns} >= {"K", "M"} and 2 * len(named) > len(rows):
        return True  # women and men of each intervention
    genders = any(f.gender for f in (*frame.columns, *rows))
    corner = frame.setting.lens.vocabulary.code(heading_of(frame.table, 0), "header") == "stub"
    return (genders or corner) and any(f.measure for f in frame.columns)


def reasons_in_rows(table: Table, rows: Sequence[Facets], columns: Sequence[Facets], setting: Setting) -> bool:
    """Does the stub of a table of exits list the reasons? Not under 'Insats', nor where the headings are reasons."""
    corner = heading_of(table, 0)
    if setting.lens.vocabulary.code(corner, "header") == "stub" or any(f.measure.startswith("exit_") for f in columns):
        return False
    known = any(rows[r].measure.startswith("exit_") for r in range(table.header_rows, table.rows))
    return known or bool(setting.lens.vocabulary.find(setting.lens.fold(corner), "exits"))


def reasons(table: Table, rows: Sequence[Facets], setting: Setting) -> list[Facets]:
    """Labels that list reasons for leaving: one that nobody knows, 'Annat' too, is another reason, named by itself."""
    body = range(table.header_rows, table.rows)
    genders = {rows[r].gender for r in body} & {"K", "M"}
    out = list(rows)
    for r in body:
        label = rows[r] if genders else replace(rows[r], gender="")
        known = label.measure and not label.weak
        if label.text and not (known or label.gender or label.total or label.period or setting.is_name(label.text)):
            label = replace(label, measure="exit_other", weak=False, category=label.text)
        out[r] = label
    return out


def named_columns(table: Table, columns: Sequence[Facets], setting: Setting, exits: bool, measure: str) -> bool:
    """Do headings name interventions? Over reasons for leaving bare ones, over classes known names."""
    names = [n for c in range(1, table.columns) if (n := column_name(table, c, columns[c], setting))]
    if exits:
        return len(names) >= 2
    return measure in CATEGORY_MEASURES and 2 * sum(setting.is_name(n) for n in names) >= max(len(names), 1)


def column_name(table: Table, c: int, column: Facets, setting: Setting) -> str:
    """The parts of a heading that say nothing but a name: 'Hamnen' of 'Hamnen > Kv'; '' where there is none."""
    heading = heading_of(table, c)
    if column.silent or setting.is_name(heading):
        return heading
    parts = table.header_path(c)
    if len(parts) < 2 or column.measure:
        return ""
    bare = [p for p in parts if setting.is_name(p) or not says(setting.lens.facets(p, "header"))]
    return " ".join(bare)


def says(part: Facets) -> bool:
    """Does a part of a heading say something that no name says: a measure, a gender, a unit, a time?"""
    return not part.silent or bool(part.unit or part.period)


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
    both = over(over(row, column) if row.measure else over(column, row), frame.whole)
    if setting.is_name(row.text):
        both = over(column, replace(frame.whole, gender=""))
    measure = both.measure or "participants"
    if (row.total or column.total) and not (row.gender or column.gender):
        both = replace(both, gender="")  # a total is of all, whatever group the title speaks of
    if row.total or column.total:
        measure = totals_measure(row, column, frame.whole, measure)
    scope, name = whose(frame, r, c, measure)
    category = row.category
    if measure in CATEGORY_MEASURES:
        category = category_of(row, column, named=setting.is_name(row.text))
        if scope != "intervention" and not frame.names_in_columns:
            scope, name = ("intervention", setting.section) if setting.section else ("all", "")
    value = values.cell(text, setting.lens.vocabulary, both.unit if both.unit in UNITS else "persons")
    return Observation(
        measure=measure,
        value=replace(value, unit=value.unit or "persons"),
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
        why="; ".join(both.used),
    )


def stock_or_flow(frame: Frame, seen: list[Observation]) -> list[Observation]:
    """'Inskrivna' are those who came where carried in + them - exited = carried out holds in most rows; else all."""
    doubtful = columns_called(frame, "participants")
    if not doubtful:
        return seen
    rows: dict[int, dict[str, Decimal]] = {}
    for o in seen:
        if o.gender == "T" and o.value.value is not None:
            key = "doubtful" if o.place.column in doubtful else o.measure
            rows.setdefault(o.place.row, {})[key] = o.value.value
    whole = [r for r in rows.values() if {"carried_in", "doubtful", "exited_participants", "carried_out"} <= set(r)]
    held = sum(r["carried_in"] + r["doubtful"] - r["exited_participants"] == r["carried_out"] for r in whole)
    if held < 2 or held < 0.6 * len(whole):
        return seen
    why = f"arithmetic: carried in + enrolled - exited = carried out in {held} of {len(whole)} rows"
    return [
        replace(o, measure="new_participants", why=f"{o.why}; {why}") if o.place.column in doubtful else o for o in seen
    ]


def columns_called(frame: Frame, code: str) -> set[int]:
    """The columns whose heading, years aside, has two meanings, and `code` for the second."""
    vocabulary, table = frame.setting.lens.vocabulary, frame.table
    return {
        c
        for c in range(1, table.columns)
        if vocabulary.code(bare_heading(table, c, vocabulary), "stock_or_flow") == code
    }


def bare_heading(table: Table, column: int, vocabulary: Vocabulary) -> str:
    """A heading without year, part of a year and 'under året'."""
    words = UNDER.sub("", YEAR.sub("", heading_of(table, column))).split()
    while len(words) > 1 and vocabulary.code(words[-1], "header") == "modifier":
        words.pop()
    return " ".join(words)


def came_or_sent(frame: Frame, seen: list[Observation]) -> list[Observation]:
    """'Aktualiserade' beside a column of those enrolled or new are those who were sent, not those who came."""
    sent = columns_called(frame, "referrals")
    others = [f for c, f in enumerate(frame.columns) if c not in sent]
    if not columns_called(frame, "participants") and not any(f.measure == "new_participants" for f in others):
        return seen
    return [
        replace(o, measure="referrals", why=f"{o.why}; beside a column of those enrolled")
        if o.place.column in sent and o.measure == "new_participants"
        else o
        for o in seen
    ]


def unguessed(frame: Frame, seen: list[Observation]) -> list[Observation]:
    """Persons below zero, and columns that would only by default mean what another of the row says, stay unresolved."""
    alike: dict[tuple[object, ...], list[int]] = {}
    for o in seen:
        alike.setdefault(meaning(o), []).append(telling(frame.columns[o.place.column]))
    out: list[Observation] = []
    for o in seen:
        mine, others = telling(frame.columns[o.place.column]), alike[meaning(o)]
        if o.value.unit == "persons" and o.value.value is not None and o.value.value < 0:
            out.append(replace(o, measure=UNRESOLVED, value=replace(o.value, unit="count"), why="persons below zero"))
        elif mine < NAMED and len(others) > 1 and (mine < max(others) or others.count(mine) > 1):
            why = f"'{' '.join(o.header_path)}' is unknown, and another column of the row is {o.measure}"
            out.append(replace(o, measure=UNRESOLVED, why=why))
        else:
            out.append(o)
    return out


def meaning(o: Observation) -> tuple[object, ...]:
    """What no two cells of a row can both be."""
    return (o.place.row, o.measure, o.gender, o.period, o.category, o.scope, o.name, o.role, o.value.unit)


def telling(column: Facets) -> int:
    """How much a heading says of what its column counts: a measure, the bare 'deltagare', something else, nothing."""
    if column.measure:
        return NAMED - 1 if column.weak else NAMED
    return int(bool(column.gender or column.period or column.total or column.role))


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


def totals_measure(row: Facets, column: Facets, whole: Facets, measure: str) -> str:
    """A sum of reasons for leaving counts those who left; else a total keeps its measure."""
    for facets in (row, column):
        if facets.measure.startswith("exit_"):
            return facets.measure
    if not whole.measure and not row.measure and not column.measure:
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
