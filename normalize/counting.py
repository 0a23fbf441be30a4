"""Which bare figures of a sentence count people, by the words around them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from normalize import grammar
from normalize.facets import GENERAL, MIDDLE, Lens
from normalize.mention import Mention
from normalize.units import people_word
from normalize.vocabulary import Match


def people(text: str, original: str, found: Sequence[Mention], lens: Lens, *, before: bool = False) -> list[Mention]:
    """Bare figures that count people get the unit persons; other bare figures are dropped.

    `before`: the sentence goes on from one that counts people; so does one that opens with 'Av de avslutade ..'.
    """
    out: list[Mention] = []
    of_people = before or grammar.BASE.match(text) is not None
    spoken = of_people or any(m.unit == "persons" for m in found) or speaks_of_people(text, lens)
    for mention in found:
        if mention.value.unit:
            out.append(mention)
            continue
        before = of_people or any(m.unit == "persons" for m in out)
        if mention.bound and out and out[-1].end == mention.start:
            unit = out[-1].unit
        elif mention.part and before:
            unit = "persons"
        elif out and out[-1].unit in ("persons", "count") and grammar.STOOD_FOR.search(text[: mention.start]):
            unit = out[-1].unit
        elif (
            mention.value.decimals == 0
            and not timed(original, text, mention)
            and (
                counts_people(text, mention, lens, before=before)
                or (spoken and goes_on_to_count(text, mention, lens, before=before))
            )
        ):
            unit = "persons"
        else:
            continue
        out.append(replace(mention, value=replace(mention.value, unit=unit)))
    return [m for m in out if m.unit]


def speaks_of_people(text: str, lens: Lens) -> bool:
    """Does a sentence name people or what only people do: 'deltagare', 'avslutade', 'remitterats'?"""
    words = re.findall(r"[a-z-]+", text)
    if any(lens.vocabulary.exact.get(("unit", w)) == "persons" for w in words):
        return True
    return bool(lens.vocabulary.find(text, "measure", ("any", "prose")))


def counts_people(text: str, mention: Mention, lens: Lens, *, before: bool) -> bool:
    """Do the words around a bare figure say that it counts people? `before`: an earlier figure of the sentence does."""
    left, tail = text[: mention.start], text[mention.end :]
    if mention.in_words and mention.value.value == 1:
        return before and grammar.ONE_DID.match(tail) is not None
    goes_on = before and (
        grammar.BESIDE.search(left) is not None
        or grammar.GOES_ON_COUNTING.match(tail) is not None
        or left.endswith(grammar.SHARES_A_NOUN)
    )
    return (
        goes_on
        or bool(mention.gender)
        or people_word(tail, lens)
        or grammar.OF_THEM.match(tail) is not None
        or told(text, mention, lens, before=before)
        or (grammar.THOSE.search(left) is not None and who(tail, lens))
    )


def timed(original: str, text: str, mention: Mention) -> bool:
    """Does a bare figure count years, times or kronor, not people: 'tre år', 'fyra gånger'?"""
    tail, printed = text[mention.end :], original[mention.end :]
    if grammar.IS_NOT_YEARS.match(printed) or grammar.YEAR_NAMED.match(tail):
        return False
    return grammar.NO_COUNT_AFTER.match(tail) is not None


def goes_on_to_count(text: str, mention: Mention, lens: Lens, *, before: bool) -> bool:
    """In a sentence about people: does what follows or precedes a bare figure leave only people for it to count?

    A measure of people follows ('36 skrevs ut', '12 till arbete'), or a preposition or verb where no noun stands
    ('47 från Försäkringskassan', 'tre avbröt'); or the figure ends what was said of a measure ('Avslutade deltagare:
    47', 'till studier 20') or of a party in a list of such ('kommunerna (28)').
    """
    left, tail = text[: mention.start], text[mention.end :]
    if mention.in_words and mention.value.value == 1:
        return False
    if grammar.NO_COUNT_BEFORE.search(left):
        return False
    if mention.bracket:
        return before and re.match(r" ?\)", tail) is not None and left.rstrip().endswith("(")
    places = ("any", "prose", "exits") if lens.vocabulary.find(text, "exits") else ("any", "prose")
    told_next = any(m.start <= 1 for m in lens.vocabulary.find(tail[:60], "measure", places))
    if told_next and (before or not mention.in_words):
        return True
    if grammar.VERB_OR_PREPOSITION.match(tail):
        return before or not mention.in_words
    if not grammar.NOTHING_FOLLOWS.match(tail):
        return False
    clause = left[max((m.end() for m in grammar.COLON_APART.finditer(left)), default=0) :]
    said = lens.vocabulary.find(clause, "measure", places) or lens.vocabulary.find(clause, "role", ("prose", "before"))
    return bool(said) or (before and grammar.CHANGED_TO.search(left) is not None)


def told(text: str, mention: Mention, lens: Lens, *, before: bool) -> bool:
    """Is a bare figure said to be the goal or the result of what is counted before it?

    '13 nya deltagare, färre än målet på 20'; in brackets '(resultat 73 jämfört med planerat 90)' after a word for
    people. `before`: an earlier figure of the sentence counts people.
    """
    opened = text.rfind("(", 0, mention.start) if mention.bracket else 0
    said = lens.vocabulary.find(
        text[opened : mention.start], "role", ("any", "bracket" if mention.bracket else "prose")
    )
    if not any(text[opened : mention.start][m.end :].strip() == "" for m in said):
        return False
    return before or (
        mention.bracket > 0
        and any(people_word(text[m.start() :], lens) for m in re.finditer(r"[a-z-]+", text[:opened]))
    )


def opening(tail: str, lens: Lens) -> list[Match]:
    """The measures that the words after a figure open with."""
    return [m for m in lens.vocabulary.find(tail, "measure", ("any", "prose")) if m.start <= 1]


def who(tail: str, lens: Lens) -> bool:
    """Do people follow 'de 24': 'som avslutades', 'avslutade', 'inskrivna'?"""
    flows = GENERAL | MIDDLE
    return grammar.WHO.match(tail) is not None or any(m.entry.code in flows for m in opening(tail[:30], lens))


def season(text: str, original: str, start: int, end: int) -> str:
    """The season a figure is said to be of, as printed: 'våren'; '' for none."""
    after = grammar.SEASON_AFTER.match(text[end:])
    if after:
        return original[end + after.start(1) : end + after.end(1)].lower()
    before = grammar.SEASON_BEFORE.search(text[:start])
    return original[before.start(1) : before.end(1)].lower() if before else ""
