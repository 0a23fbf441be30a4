"""Cells of CSV files that people open in Excel: a printed text that begins like a formula must stay text."""

from __future__ import annotations

import re

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What a cell begins with that Excel takes for a formula, or lets one begin after."""
_GUARDED = re.compile(r"'+[=+\-@\t\r\n]")
_NEGATIVE = re.compile(r"-[\d\s.,]+%?")


def guarded(cell: str) -> str:
    """A cell that Excel shows as it is: an apostrophe goes before what it would take for a formula, not before -5."""
    dangerous = cell.startswith(FORMULA) and not _NEGATIVE.fullmatch(cell)
    return "'" + cell if dangerous or _GUARDED.match(cell) else cell


def unguarded(cell: str) -> str:
    """The cell without the apostrophe that `guarded` gave it."""
    return cell[1:] if _GUARDED.match(cell) else cell
