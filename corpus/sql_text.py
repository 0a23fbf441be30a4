"""Names and texts as they stand in SQL."""

from __future__ import annotations


def quoted(name: str) -> str:
    """A table, view or column, also where its name is a word of SQL."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text between quotes."""
    return "'" + text.replace("'", "''") + "'"
