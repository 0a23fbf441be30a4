"""A table of counts taken apart: what rows, columns and title say, and which axis carries names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extract.types import Table
from normalize.facets import Facets, over
from normalize.tables import Setting, column_facets, heading_of, stub_of

CATEGORY_MEASURES = frozenset({"referrals", "age", "education", "municipality", "time_on_benefits", "benefit_at_start"})
"""Measures whose other axis lists classes, never interventions."""
STOCKS = ("carried_in", "carried_out")
FIRST_DAY = re.compile(r"\b1 ?(?:jan|juli|sept)\w*")
LAST_DAY = re.compile(r"\b(?:31 ?(?:dec|aug)|30 ?(?:jun|april))\w*")


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
    elif classes := setting.lens.vocabulary.code(heading_of(table, 0), "corner"):
        said = f"corner:{classes}←{heading_of(table, 0).strip().lower()}"
        whole = replace(whole, measure=classes, weak=False, used=(*whole.used, said))
    if {f.gender for f in rows} <= {"", "A"}:
        rows = [replace(f, gender="") for f in rows]  # 'Annan' among municipalities is another one
    columns = bare_beside(columns, whole.measure)
    named = named_columns(table, columns, setting, exits, whole.measure)
    return Frame(table, setting, tuple(rows), tuple(columns), whole, exits, named)


def bare_beside(columns: Sequence[Facets], titled: str) -> list[Facets]:
    """A bare 'deltagare' means itself where the measure of the title has columns of its own beside it."""
    own = {f.measure for f in columns if not f.weak}
    return [replace(f, weak=False) if f.weak and f.measure and titled in own else f for f in columns]


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
