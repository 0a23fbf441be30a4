"""Numerals in words: 'fyra deltagare', 'fem respektive sex', 'tolv återgick i arbete'; 'nio av tio' is no count."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from normalize.facets import Lens
from normalize.mention import Mention
from normalize.types import Value
from normalize.units import gender_after, people_word, unit_after

OUT_OF = (3, 4, 5, 10)
"""'Tre av fyra', 'nio av tio' say a share without having counted: so many parts of a small round whole."""


@dataclass(frozen=True, slots=True)
class Numerals:
    """The numerals in words of a report: the number of each, one of them, two of a pair, one of another."""

    numbers: dict[str, Decimal]
    one: re.Pattern[str]
    second: re.Pattern[str]
    of: re.Pattern[str]


@lru_cache(maxsize=16)
def numerals(lens: Lens) -> Numerals:
    """The vocabulary's numerals, folded as the report's text is."""
    numbers = {lens.fold(e.form): Decimal(e.code) for e in lens.vocabulary.entries.get("number_word", ())}
    pattern = "|".join(sorted(map(re.escape, numbers), key=len, reverse=True))
    one = re.compile(rf"(?<![\w-])({pattern})(?![\w-])")
    second = re.compile(rf" (respektive|och) ({pattern}|\d+) ")
    of = re.compile(rf"(?<![\w-])({pattern}) av (?:(?:de|dem|dessa|totalt|alla|samtliga) )*({pattern}|\d+)(?![\w-])")
    return Numerals(numbers, one, second, of)


def fractions_in_words(text: str, lens: Lens) -> Iterator[tuple[int, int]]:
    """Where 'tre av fyra' stands: a share in words that nobody counted. 'Sex av åtta' and 'elva av 23' are counts."""
    known = numerals(lens)
    for m in known.of.finditer(text):
        top, bottom = known.numbers[m[1]], known.numbers.get(m[2])
        if bottom in OUT_OF and top < bottom and (bottom - top == 1 or bottom == OUT_OF[-1]):
            yield m.start(), m.end()


def known_next(tail: str, lens: Lens) -> bool:
    """Does what a single person did follow at once: 'en deltagare avslutades till arbete'?"""
    said = lens.vocabulary.find(tail, "measure", ("any", "prose"))
    return any(m.start < 24 and m.entry.code.startswith("exit_") for m in said)


def number_words(text: str, original: str, lens: Lens, inside: Sequence[int], covered: set[int]) -> list[Mention]:
    """Numerals in words with what follows them; those without a unit are left for `counting` to tell."""
    known = numerals(lens)
    out: list[Mention] = []
    for m in known.of.finditer(text):
        if m.start() not in covered:
            top = known.numbers[m[1]]
            bottom = known.numbers.get(m[2]) or Decimal(m[2])
            value = Value(original[m.start() : m.end()], top, "persons", 0, top, bottom)
            out.append(
                Mention(m.start(), m.end(), value, gender_after(text, m.end(), lens), inside[m.start()], in_words=True)
            )
            covered |= set(range(m.start(), m.end()))
    for m in known.one.finditer(text):
        number = known.numbers[m[1]]
        if m.start() in covered:
            continue
        pair = known.second.match(text[m.end() : m.end() + 40])
        unit, stop = unit_after(text, m.end(), lens)
        if unit != "percent":
            unit, stop = (
                "persons" if people_word(text[m.end() + (pair.end() - 1 if pair else 0) :], lens) else "",
                m.end(),
            )
        if number == 1 and unit == "persons" and not pair and not known_next(text[m.end() : m.end() + 60], lens):
            continue  # 'en deltagare berättar'
        value = Value(original[m.start() : stop], number, unit)
        out.append(Mention(m.start(), stop, value, gender_after(text, stop, lens), inside[m.start()], in_words=True))
    return out
