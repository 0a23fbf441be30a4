"""Printed lines of one cell or paragraph -> one text, with end-of-line hyphenation undone."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

from extract.words import words

HYPHENS = "-\u00ad\u2010"


def join_lines(lines: Sequence[str]) -> str:
    """Join printed lines to one text: ['Samverkans-', 'team'] -> 'Samverkansteam'; blank lines are left out."""
    cleaned = [text for line in lines if (text := " ".join(line.split()))]
    return reduce(_join_two, cleaned, "")


def _join_two(before: str, after: str) -> str:
    if not before:
        return after
    if before[-1] not in HYPHENS or len(before) < 2 or before[-2].isspace():
        return f"{before} {after}"
    if not before[-2].isalnum():
        return f"{before} {after}"
    if before[-1] == "\u00ad":
        return before[:-1] + after
    if _is_suspended(after) and before[-2].isalpha():
        return f"{before} {after}"
    return before + after if _keeps_hyphen(before, after) else before[:-1] + after


def _keeps_hyphen(before: str, after: str) -> bool:
    """A hyphen is the writer's own after an acronym or a figure, and before an upper-case letter or a figure."""
    part = before[:-1].rsplit(maxsplit=1)[-1].rsplit("-", maxsplit=1)[-1]
    letters = [c for c in part if c.isalpha()]
    acronym = len(letters) > 1 and all(c.isupper() for c in letters)
    return acronym or not before[-2].isalpha() or not after[0].islower()


def _is_suspended(after: str) -> bool:
    """'arbets-' + 'och' is a suspended hyphen: the words stay apart and the hyphen stays."""
    return after.split(maxsplit=1)[0].lower() in words("conjunction")
