"""Printed cells and phrases -> Values: Swedish figures, units, 'x av y', qualifiers, words that stand for no figure."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from extract.types import fold
from normalize.types import Value
from normalize.vocabulary import Vocabulary

NUMBER = (
    r"[-−–]?[ ]?\d{1,3}(?:\.\d{3})+(?:,\d+)?|[-−–]?[ ]?\d{1,4}(?:[ \u00a0]\d{3})+(?:[.,]\d+)?|[-−–]?[ ]?\d+(?:[.,]\d+)?"
)
FIGURE = re.compile(rf"(?<![\w.,])({NUMBER})(?!\w)")
RANGE = re.compile(r"(?<![\w.,/–-])(\d{1,4}) ?[-–] ?(\d{1,4})(?![\w/–-]|[.,]\d)")
OF = re.compile(r"(?<!\d)(\d+)(?: \w+)? av (?:de |dem |dessa |totalt |alla |samtliga )*(\d+)(?!\d)")


def to_decimal(printed: str) -> tuple[Decimal, int]:
    """'−1 916,5' -> (Decimal('-1916.5'), 1): the number and how many decimals were printed."""
    text = re.sub(r"[ \u00a0]", "", printed).replace("−", "-").replace("–", "-")
    if re.fullmatch(r"-?\d{1,3}(\.\d{3})+(,\d+)?", text):
        text = text.replace(".", "")
    text = text.replace(",", ".")
    return Decimal(text), len(text.partition(".")[2])


@lru_cache(maxsize=4096)
def cell(text: str, vocabulary: Vocabulary, unit: str = "") -> Value:
    """A cell that should hold one number -> Value; a status or an unknown text has value None and says so in status.

    `unit` is what the headings say; a unit printed in the cell wins. A text that is neither figure nor known status
    keeps status 'unread', which the caller reports. The same text gives the very same Value: a report has few figures
    that it prints once only.
    """
    printed = text.strip()
    if not printed:
        return Value("", None, unit, status="O")
    status = vocabulary.code(printed, "status")
    if printed in ("-", "–", "—"):
        status = "O"
    if status:
        return Value(printed, None, unit, status=status)
    found = values(printed, vocabulary)
    if found and covers(found[0], printed):
        return replace(found[0], printed=printed, unit=found[0].unit or unit)
    glued = re.sub(r"(?<=\d) (?=\d)", "", printed)
    if re.fullmatch(r"[-−–]?\d+(,\d+)?", glued):
        number, decimals = to_decimal(glued)
        return Value(printed, number, unit, decimals)
    return Value(printed, None, unit, status="unread")


def covers(found: Value, whole: str) -> bool:
    """Is the figure found, with the 'x av y' it took in, nearly all of the cell?"""
    parts = "" if found.denominator is None else f"{found.numerator}av{found.denominator}"
    part = found.printed + ("" if "av" in found.printed else parts)
    return len(re.sub(r"\W", "", part)) >= 0.5 * len(re.sub(r"\W", "", whole))


def bounds(text: str, vocabulary: Vocabulary) -> tuple[list[Value], int]:
    """'120-150 deltagare' -> at least 120 and at most 150, with where the range ends; ([], 0) for none."""
    m = RANGE.search(text)
    if not m or int(m[1]) >= int(m[2]) or re.fullmatch(r"(19|20)\d\d", m[1]) or re.match(r" ?-?år", text[m.end() :]):
        return [], 0
    unit, end = unit_after(text, m.end(), vocabulary)
    low = Value(m[1], Decimal(m[1]), unit, qualifier="at_least")
    return [low, Value(text[m.start(2) : end].strip(), Decimal(m[2]), unit, qualifier="at_most")], end


def values(text: str, vocabulary: Vocabulary) -> list[Value]:
    """Every figure in a short text, with unit, qualifier and 'x av y' joined: '85 % (66 av 78)' is one Value.

    A range is its two bounds.
    """
    span, ends = bounds(text, vocabulary)
    if span:
        return [*span, *values(text[ends:], vocabulary)]
    out: list[Value] = []
    of = {m.start(1): m for m in OF.finditer(text)}
    skip: set[int] = set()
    for match in FIGURE.finditer(text):
        start = match.start(1) + len(match[1]) - len(match[1].lstrip(" -−–"))
        if match.start(1) in skip:
            continue
        number, decimals = to_decimal(match[1])
        if start in of:
            skip.add(of[start].start(2))
            top, bottom = Decimal(of[start][1]), Decimal(of[start][2])
            if out and out[-1].unit == "percent" and out[-1].numerator is None:
                out[-1] = replace(out[-1], numerator=top, denominator=bottom)
                continue
            out.append(Value(of[start][0], top, "persons", 0, top, bottom))
            continue
        unit, end = unit_after(text, match.end(1), vocabulary)
        printed = text[match.start(1) : end].strip()
        qualifier = qualifier_before(text, match.start(1), vocabulary)
        out.append(Value(printed, number, unit, decimals, qualifier=qualifier))
    return out


def unit_after(text: str, end: int, vocabulary: Vocabulary) -> tuple[str, int]:
    """The unit printed right after a figure, with where it ends; ('', end) when there is none."""
    tail = text[end:]
    m = re.match(r"\s*(%|[^\W\d]+(?:[ ][^\W\d]+)?)", tail)
    if not m:
        return "", end
    for words in (m[1], m[1].split()[0]):
        code = vocabulary.code(words, "unit")
        if code:
            return code, end + tail.index(words) + len(words)
    return "", end


def qualifier_before(text: str, start: int, vocabulary: Vocabulary) -> str:
    """at_least, at_most or about, when a word just before the figure says so."""
    words = fold(text[:start]).split()[-2:]
    for tail in (" ".join(words), words[-1] if words else ""):
        code = vocabulary.exact.get(("qualifier", tail))
        if code:
            return code
    return ""
