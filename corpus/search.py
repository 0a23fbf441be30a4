"""Words and figures -> the numbers of a dataset that they find, so that a person can get at an id."""

from __future__ import annotations

import re
from pathlib import Path

from corpus import frames
from corpus.explain import ExplainError, Row, place, read
from extract.types import fold

VALUE, WORDS, PASSAGE = range(3)
"""How well a text fits a number, best first."""


def search(dataset: Path, text: str) -> list[Row]:
    """The observations that `text` finds, those whose value it is first. Raises ExplainError for no such dataset.

    Every word must stand in the name, label, heading, measure, category or quote; a figure must be the value, the
    period, or part of a name. When nothing fits so, the whole text is looked for in the quotes: a passage with figures.
    """
    if not fold(text):
        raise ExplainError(f"there is no letter or figure to look for in {text!r}; give a name, a value or words")
    found = [
        (rank, row) for row in frames.records(read(dataset, "observations")) if (rank := _fits(row, text)) is not None
    ]
    best = [(rank, row) for rank, row in found if rank < PASSAGE] or found
    return [row for _, row in sorted(best, key=lambda x: (x[0], *place(x[1])))]


def _fits(row: Row, text: str) -> int | None:
    """VALUE when the text is the value, WORDS when all its words fit, PASSAGE when the quote has it, else None."""
    wanted = _plain(text)
    values = {_plain(row["value_printed"] or "")} | {frames.text("number", v) for v in _amounts(row)}
    if wanted in values or (_amount(wanted) is not None and _amount(wanted) in _amounts(row)):
        return VALUE
    said = " ".join(str(row[c] or "") for c in ("intervention_id", "intervention_printed", "row_label", "header_path"))
    named = _plain(f"{said} {row['measure']} {row['category'] or ''}")
    quote = _plain(row["quote"] or "")
    figures = {row["period"], *values, *re.findall(r"\w+", named)}
    fit = all(
        word in figures or (word in f"{named} {quote}" if not word[:1].isdigit() else _amount(word) in _amounts(row))
        for word in wanted.split()
    )
    if fit:
        return WORDS
    return PASSAGE if re.search("[a-z]", wanted) and wanted in quote else None


def _plain(text: str) -> str:
    """Folded, and without the space inside '1 515'."""
    return re.sub(r"(?<=\d) (?=\d{3}(?!\d))", "", fold(text))


def _amounts(row: Row) -> set[float]:
    return {float(v) for v in (row["value"], row["value_raw"]) if v is not None}


def _amount(text: str) -> float | None:
    number = re.fullmatch(r"[-−–]?\d+([.,]\d+)?", text)
    return float(re.sub("[−–]", "-", text).replace(",", ".")) if number else None
