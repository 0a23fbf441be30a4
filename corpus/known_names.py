"""How a printed name is written in the dataset, and when two are the same letter for letter."""

from __future__ import annotations

from normalize.names import joined, tidy


def name_of(printed: str) -> str:
    """The name as the dataset prints it: on one line, broken words joined."""
    return tidy(joined(printed))


def letters(name: str) -> str:
    """For 'letter for letter': only case, white space and what surrounds the name are ignored; å ä ö count."""
    return name_of(name).casefold()
