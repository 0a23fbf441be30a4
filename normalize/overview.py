"""Tables of years side by side whose rows are of several kinds: participants, shares and money under each other."""

from __future__ import annotations

from extract.types import Table
from normalize import counts, finance
from normalize.facets import Facets
from normalize.tables import Setting, TableReading, column_facets, printed_value, stub_of


def read(table: Table, setting: Setting) -> TableReading | None:
    """A table of years with rows of people and rows of money -> TableReading; None for one of a single kind."""
    columns = column_facets(table, setting)
    if not all(years_only(f) for f in columns[1:]) or table.columns < 3:
        return None
    body = [r for r in range(table.header_rows, table.rows) if filled(table, r)]
    money = [r for r in body if of_money(stub_of(table, r), setting)]
    people = [r for r in body if r not in money and of_people(stub_of(table, r), setting)]
    if not money or not people or len(money) + len(people) < len(body):
        return None
    of_accounts = finance.rows_read(finance.framed(table, setting), money)
    of_counts = counts.rows_read(counts.framed(table, setting), people)
    return TableReading(
        "other",
        (*of_accounts.observations, *of_counts.observations),
        (),
        (*of_accounts.names, *of_counts.names),
        (*of_accounts.issues, *of_counts.issues),
    )


def years_only(column: Facets) -> bool:
    """Does a heading say a time, and nothing of what is measured?"""
    return column.period is not None and column.silent


def filled(table: Table, r: int) -> bool:
    """Has a row any cell to read?"""
    return any(printed_value(table, r, c) for c in range(1, table.columns))


def of_money(label: str, setting: Setting) -> bool:
    """Does a label name a line of the accounts?"""
    said = setting.lens.facets(label, "stub", "money")
    return said.measure in finance.LINES or said.unit in finance.MONEY


def of_people(label: str, setting: Setting) -> bool:
    """Does a label name what counts people, or a group of them?"""
    said = setting.lens.facets(label, "stub", "header")
    return bool(said.measure or said.gender)
