"""Codes and numbers in words, in both languages, and quoted lines cut where a clashing value stands."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.contract import codelists, empty
from corpus.frames import text as plain_text
from corpus.report_views import Piece, Words


def label(codelist: str, code: object) -> Words:
    """A code in words, in both languages; the code itself when the list does not have it."""
    entry = codelists()[codelist].get("" if code is None else str(code))
    return Words(entry.label_sv, entry.label_en) if entry else Words(str(code or ""), str(code or ""))


def number(value: object) -> Words | None:
    """A number as it is written in each language: 1 096,5 and 1,096.5; None for an empty cell."""
    if empty(value):
        return None
    plain = plain_text("number", round(float(str(value)), 4) + 0.0)
    sign, digits = ("−", plain[1:]) if plain.startswith("-") else ("", plain)
    whole, _, decimals = digits.partition(".")
    grouped = f"{int(whole):,}"
    point = "." + decimals if decimals else ""
    return Words(sign + grouped.replace(",", "\u00a0") + point.replace(".", ","), sign + grouped + point)


def percent(part: int | None, whole: int | None) -> Words | None:
    """A share of a whole with at most one decimal; None when either is not known."""
    return number(round(100 * part / whole, 1)) if part is not None and whole else None


def marked(quote: str, values: Sequence[str]) -> tuple[Piece, ...]:
    """A quoted line cut where a clashing value stands, whole numbers only: 4 is not marked in 94.

    1 835 is also found where it is written 1835.
    """
    wanted = sorted({v for v in values if v}, key=len, reverse=True)
    if not wanted or not quote:
        return (Piece(quote),) if quote else ()
    pattern = r"(?<![\w,.])(" + "|".join(_form(v) for v in wanted) + r")(?!\w|[,.]\d)"
    pieces = (Piece(part, bool(i % 2)) for i, part in enumerate(re.split(pattern, quote)))
    return tuple(p for p in pieces if p.text)


def _form(value: str) -> str:
    """A value as a pattern; the spaces inside a number may be missing, or other spaces."""
    digits = re.compile(r"(?<=\d)[ \u00a0](?=\d)")
    return r"\s?".join(re.escape(part) for part in digits.split(value))
