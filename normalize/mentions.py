"""The figures of one sentence: where each stands, its unit, gender and group. No meaning beyond that yet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from normalize import grammar
from normalize.counting import people, season
from normalize.facets import Lens
from normalize.grouping import added_up, grouped
from normalize.mention import Mention
from normalize.numerals import fractions_in_words, number_words
from normalize.types import Value
from normalize.units import gender_after, gender_before, unit_after
from normalize.values import NUMBER, qualifier_before, to_decimal

OF = re.compile(
    r"(?<![\d.,:/-])(\d+) av (?:(?:de|dem|dessa|totalt|alla|samtliga|sammanlagt|it) )*(\d+)(?![\d:%]| ?(?:%|procent))"
)
FIGURE = re.compile(rf"(?<![\w.,:§–-])(?<!\d/)({NUMBER})(?![\w:/]|[.,]\d|[-–—]\d|-\w)")
YEAR = re.compile(r"(19[89]\d|20[0-3]\d)")
RANGE = re.compile(r"(?<![\w.,:/§–-])(\d{1,4}) ?[-–] ?(\d{1,4})(?![\w:/–-]|[.,]\d)|\bmellan (\d{1,4}) och (\d{1,4})\b")
"""'32-34 procent', 'mellan 25 och 30 personer': two bounds of one figure."""


def find(text: str, original: str, lens: Lens, *, people_before: bool = False) -> list[Mention]:
    """Mentions of a folded sentence in order; `original` is the sentence letter for letter, of the same length.

    Years, dates, ages and numbers of tables, laws and chapters are left out. `people_before`: the sentence goes on from
    one that counts people, so that its bare figures may count people too.
    """
    inside = brackets(text)
    found: list[Mention] = []
    covered: set[int] = set()
    for mention in (*shares_of(text, original, lens), *ranges(text, original, lens)):
        found.append(replace(mention, bracket=inside[mention.start]))
        covered |= set(range(mention.start, mention.end))
    for start, end in fractions_in_words(text, lens):
        covered |= set(range(start, end))
    for m in FIGURE.finditer(text):
        start = m.end(1) - len(m[1].lstrip(" -−–"))
        if start in covered or not measures(text, start, m.end(1), original):
            continue
        made = figure(text, original, m.start(1) if m[1].lstrip()[0] in "-−–" else start, m.end(1), lens)
        if made is not None:
            gender = made.gender
            if inside[start] and not gender:
                gender = gender_before(text, start, lens) or gender_after(text, made.end, lens, bracket=True)
            found.append(
                replace(made, bracket=inside[start], gender=gender, part=season(text, original, start, made.end))
            )
    found += number_words(text, original, lens, inside, covered)
    found.sort(key=lambda x: x.start)
    return grouped(text, people(text, original, added_up(found, original), lens, before=people_before))


def brackets(text: str) -> list[int]:
    """For every character: 0 outside brackets, else which bracket it is in, counted from 1."""
    out, depth, number = [], 0, 0
    for ch in text:
        if ch == "(":
            depth += 1
            number += 1
        out.append(number if depth else 0)
        if ch == ")" and depth:
            depth -= 1
    return out


def measures(text: str, start: int, end: int, original: str) -> bool:
    """Does a figure measure something: no number of a table or chapter, no age, no part of a date?"""
    after = text[end:]
    if grammar.ADDS_UP_TO.search(text[:start]) or grammar.NUMBERED_THING.search(text[max(0, start - 28) : start]):
        return False
    if age_span(text, start, end):
        return False
    if grammar.YEAR_NAMED.match(after):
        return True  # '121 år 2021'
    return grammar.AGE_OR_DATE.match(after) is None or grammar.IS_NOT_YEARS.match(original[end:]) is not None


def age_span(text: str, start: int, end: int) -> bool:
    """Is a figure one end of 'mellan 18 och 24 år'?"""
    return any(m.start() <= start and end <= m.end() for m in grammar.AGES.finditer(text))


def shares_of(text: str, original: str, lens: Lens) -> Iterator[Mention]:
    """'18 av de 34': one figure with what it is taken of."""
    for m in OF.finditer(text):
        if age_span(text, m.start(), m.end()):
            continue
        value = Value(original[m.start() : m.end()], Decimal(m[1]), "persons", 0, Decimal(m[1]), Decimal(m[2]))
        yield Mention(m.start(), m.end(), value, gender_after(text, m.end(), lens))


def ranges(text: str, original: str, lens: Lens) -> Iterator[Mention]:
    """'32-34 procent' is at least 32 and at most 34: two mentions with bounds, the second of the first's group."""
    for m in RANGE.finditer(text):
        first, second = (1, 2) if m[1] else (3, 4)
        low, high = Decimal(m[first]), Decimal(m[second])
        if low >= high or YEAR.fullmatch(m[first]) or not measures(text, m.start(), m.end(), original):
            continue
        unit, stop = unit_after(text, m.end(), lens)
        lower = Value(original[m.start(first) : m.end(first)], low, unit, qualifier="at_least")
        upper = Value(original[m.start(second) : stop].strip(), high, unit, qualifier="at_most")
        yield Mention(m.start(), m.start(second), lower)
        yield Mention(m.start(second), stop, upper, bound=True)


def figure(text: str, original: str, start: int, end: int, lens: Lens) -> Mention | None:
    """One figure with its printed unit; None for a year."""
    printed = text[start:end]
    number, decimals = to_decimal(printed)
    unit, stop = unit_after(text, end, lens)
    if not unit and YEAR.fullmatch(printed.strip()):
        return None
    if not unit and grammar.UP_TO.match(text[end:]):
        unit = "percent"
    qualifier = qualifier_before(text, start, lens.vocabulary)
    value = Value(original[start:stop].strip(), number, unit, decimals, qualifier=qualifier)
    return Mention(start, stop, value, gender_after(text, stop, lens))
