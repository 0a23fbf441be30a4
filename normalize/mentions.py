"""The figures of one sentence: where each stands, its unit, gender and group. No meaning beyond that yet."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from normalize import grammar
from normalize.facets import GENERAL, MIDDLE, Lens
from normalize.types import Value
from normalize.values import NUMBER, qualifier_before, to_decimal
from normalize.vocabulary import Match

OF = re.compile(
    r"(?<![\d.,:/-])(\d+) av (?:(?:de|dem|dessa|totalt|alla|samtliga|sammanlagt|it) )*(\d+)(?![\d:%]| ?(?:%|procent))"
)
FIGURE = re.compile(rf"(?<![\w.,:/§–-])({NUMBER})(?![\w:/]|[.,]\d|[-–—]\d|-\w)")
YEAR = re.compile(r"(19[89]\d|20[0-3]\d)")


@dataclass(frozen=True, slots=True)
class Mention:
    """A figure in a sentence. `head`: the index of the mention it splits or repeats ('(191 kvinnor ...)'), else -1."""

    start: int
    end: int
    value: Value
    gender: str = ""
    bracket: int = 0
    """0 outside brackets, else the number of the bracket."""
    head: int = -1
    tail: int = 0
    """Where its group ends, brackets and all; the words after it go on there."""
    part: str = ""
    """What a part of a count is called: the office in '6 deltagare (2 Kista, 4 City)', the season; '' else."""

    @property
    def unit(self) -> str:
        return self.value.unit


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


def find(text: str, original: str, lens: Lens) -> list[Mention]:
    """Mentions of a folded sentence in order; `original` is the sentence letter for letter, of the same length.

    Years, dates, ages, ranges and numbers of tables, laws and chapters are left out. A bare figure counts people only
    when a word for people or a gender follows, or when it continues an earlier count ('varav 14 till arbete').
    """
    inside = brackets(text)
    found: list[Mention] = []
    covered: set[int] = set()
    for m in OF.finditer(text):
        value = Value(original[m.start() : m.end()], Decimal(m[1]), "persons", 0, Decimal(m[1]), Decimal(m[2]))
        found.append(Mention(m.start(), m.end(), value, gender_after(text, m.end(), lens), inside[m.start()]))
        covered |= set(range(m.start(), m.end()))
    for m in FIGURE.finditer(text):
        start = m.end(1) - len(m[1].lstrip(" -−–"))
        if (
            start in covered
            or grammar.NUMBERED_THING.search(text[max(0, start - 14) : start])
            or grammar.AGE_OR_DATE.match(text[m.end(1) :])
        ):
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
    return grouped(text, people(text, added_up(found, original), lens))


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


def unit_after(text: str, end: int, lens: Lens) -> tuple[str, int]:
    """The unit that follows a figure, longest first; people are left to `people`."""
    m = re.match(r" ?(%|[a-z]+(?: [a-z]+)?)", text[end:])
    if not m:
        return "", end
    for words in dict.fromkeys((m[1], m[1].split()[0])):
        code = lens.vocabulary.exact.get(("unit", words))
        if code and code != "persons":
            return code, end + m.start(1) + len(words)
    return "", end


def gender_after(text: str, end: int, lens: Lens, *, bracket: bool = False) -> str:
    """The gender right after a figure: 'kvinnor', 'av männen', 'annan köns-ID', 'ej angivit'; in brackets 'annat'."""
    tail = text[end : end + 40]
    for match in lens.vocabulary.find(tail, "gender", ("any", "bracket") if bracket else ("any",)):
        if re.fullmatch(r"\s*(av |% |med |som )?", tail[: match.start]):
            return match.entry.code
    return ""


def gender_before(text: str, start: int, lens: Lens) -> str:
    """The gender right before a bracket: 'en större andel män (33 %)'."""
    head = text[max(0, start - 24) : start].rstrip("( ")
    return next((m.entry.code for m in lens.vocabulary.find(head, "gender") if m.end == len(head)), "")


@dataclass(frozen=True, slots=True)
class Numerals:
    """The numerals in words of a report: the number of each, one of them, and a second ('.. respektive sex ')."""

    numbers: dict[str, Decimal]
    one: re.Pattern[str]
    second: re.Pattern[str]


@lru_cache(maxsize=16)
def numerals(lens: Lens) -> Numerals:
    """The vocabulary's numerals, folded as the report's text is."""
    numbers = {lens.fold(e.form): Decimal(e.code) for e in lens.vocabulary.entries.get("number_word", ())}
    pattern = "|".join(sorted(map(re.escape, numbers), key=len, reverse=True))
    one = re.compile(rf"(?<![\w-])({pattern})(?![\w-])")
    return Numerals(numbers, one, re.compile(rf" (respektive|och) ({pattern}|\d+) "))


def number_words(text: str, original: str, lens: Lens, inside: Sequence[int], covered: set[int]) -> list[Mention]:
    """Numerals in words before a word for people or 'procent': 'fyra deltagare', 'fem respektive sex deltagare'."""
    known = numerals(lens)
    out: list[Mention] = []
    for m in known.one.finditer(text):
        tail = text[m.end() : m.end() + 40]
        pair = known.second.match(tail)
        noun_at = pair.end() if pair else 1
        unit, stop = unit_after(text, m.end(), lens)
        goes_on = said_next(tail, lens)
        if unit != "percent":
            unit, stop = "persons" if people_word(tail[noun_at - 1 :], lens) else "", m.end()
        if m.start() in covered or not (unit or goes_on) or (known.numbers[m[1]] == 1 and not goes_on):
            continue
        value = Value(original[m.start() : stop], known.numbers[m[1]], unit)
        out.append(Mention(m.start(), stop, value, gender_after(text, stop, lens), inside[m.start()]))
    return out


def said_next(tail: str, lens: Lens) -> bool:
    """Is a reason said right after a numeral: 'sex till arbete', 'fyra fick'? `people` asks for a count before."""
    return (tail.startswith(" till ") and bool(opening(tail, lens))) or grammar.DID.match(tail) is not None


def opening(tail: str, lens: Lens) -> list[Match]:
    """The measures that the words after a figure open with."""
    return [m for m in lens.vocabulary.find(tail, "measure", ("any", "prose")) if m.start <= 1]


def people_word(tail: str, lens: Lens) -> bool:
    """Do people come within three words: 'deltagare', 'nya deltagare', 'kvinnor', 'avslutade deltagarna'?"""
    words = re.findall(r"[a-z-]+|[(),;.%]", tail)[:3]
    for word in words:
        if word in "(),;.%":
            return False
        if lens.vocabulary.exact.get(("unit", word)) == "persons" or lens.vocabulary.exact.get(("gender", word)) in (
            "K",
            "M",
        ):
            return True
    return False


def people(text: str, found: Sequence[Mention], lens: Lens) -> list[Mention]:
    """Bare figures that count people get the unit persons; other bare figures are dropped."""
    out: list[Mention] = []
    for mention in found:
        if mention.value.unit:
            out.append(mention)
            continue
        before = any(m.unit == "persons" for m in out)
        if mention.part and before:
            unit = "persons"
        elif out and out[-1].unit in ("persons", "count") and grammar.STOOD_FOR.search(text[: mention.start]):
            unit = out[-1].unit
        elif mention.value.decimals == 0 and counts_people(text, mention, lens, before=before):
            unit = "persons"
        else:
            continue
        out.append(replace(mention, value=replace(mention.value, unit=unit)))
    return out


def counts_people(text: str, mention: Mention, lens: Lens, *, before: bool) -> bool:
    """Do the words around a bare figure say that it counts people? `before`: an earlier figure of the sentence does."""
    left, tail = text[: mention.start], text[mention.end :]
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


def season(text: str, original: str, start: int, end: int) -> str:
    """The season a figure is said to be of, as printed: 'våren'; '' for none."""
    after = grammar.SEASON_AFTER.match(text[end:])
    if after:
        return original[end + after.start(1) : end + after.end(1)].lower()
    before = grammar.SEASON_BEFORE.search(text[:start])
    return original[before.start(1) : before.end(1)].lower() if before else ""


def who(tail: str, lens: Lens) -> bool:
    """Do people follow 'de 24': 'som avslutades', 'avslutade', 'inskrivna'?"""
    flows = GENERAL | MIDDLE
    return grammar.WHO.match(tail) is not None or any(m.entry.code in flows for m in opening(tail[:30], lens))


def added_up(found: Sequence[Mention], original: str) -> list[Mention]:
    """Bare figures of a bracket that add up to the figure before it are parts of it; the words after them name them."""
    out = list(found)
    for number in sorted({m.bracket for m in found} - {0}):
        inside = [i for i, m in enumerate(found) if m.bracket == number]
        parts = [found[i] for i in inside]
        bare = all(not m.unit and not m.gender for m in parts)
        if (
            len(parts) > 1
            and inside[0]
            and bare
            and sum(m.value.value or 0 for m in parts) == found[inside[0] - 1].value.value
        ):
            for i in inside:
                named = re.match(r"[^,;()]*", original[found[i].end :])
                out[i] = replace(found[i], part=named[0].strip().lower() if named else "")
    return out


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


def grouped(text: str, found: Sequence[Mention]) -> list[Mention]:
    """Mentions that split or repeat an earlier one get its index as `head`; heads get where their group ends."""
    out: list[Mention] = []
    for i, mention in enumerate(found):
        last = head_for(text, mention, out)
        head = last if last >= 0 and belongs(text, mention, out[last], out[i - 1]) else -1
        out.append(replace(mention, head=head, tail=mention.end))
    for i, mention in enumerate(out):
        members = [m for m in out if m.head == i]
        if members:
            out[i] = replace(mention, tail=max(mention.end, *(e for _, e in spans(text, members))))
    return out


def head_for(text: str, mention: Mention, before: Sequence[Mention]) -> int:
    """The index of the mention that a later one may split: the last that heads a group.

    A bracket some words after 'varav 11 nya för året' splits the whole count before it, not the eleven.
    """
    heads = [k for k, m in enumerate(before) if m.head < 0]
    if len(heads) > 1 and mention.bracket and mention.gender:
        last = before[heads[-1]]
        apart = text[last.end : text.rfind("(", 0, mention.start)]
        within = text[: last.start].endswith(grammar.SHARES_A_NOUN[0]) and len(apart.split()) > 2
        return heads[-2] if within else heads[-1]
    return heads[-1] if heads else -1


def belongs(text: str, mention: Mention, head: Mention, before: Mention) -> bool:
    """Does a mention split or repeat the head: in brackets after it, a gender of it, or the share it amounts to?"""
    if mention.bracket and head.bracket != mention.bracket:
        splits = mention.part or mention.gender or head.unit != mention.unit or mention.value.denominator is not None
        opened = "(" in text[before.end : mention.start] or before.bracket == mention.bracket
        return bool(splits) and opened
    between = text[head.end : mention.start]
    if mention.unit == "percent" and grammar.AMOUNTS_TO.search(between):
        return True
    return bool(mention.gender) and not head.gender and not re.search(r"[.;]", between)


def spans(text: str, members: Sequence[Mention]) -> list[tuple[int, int]]:
    """The stretches of text that members of a group take: their whole bracket, or themselves."""
    out = []
    for m in members:
        opened, closed = text.rfind("(", 0, m.start + 1), text.find(")", m.end)
        out.append((opened, closed + 1) if m.bracket and opened >= 0 and closed >= 0 else (m.start, m.end))
    return out


def right_of(i: int, found: Sequence[Mention], text: str) -> str:
    """The words after a mention up to the next one that is not of its group, the group itself left out."""
    members = [m for m in found if m.head == i]
    edge = min((m.start for m in found[i + 1 :] if m.head != i and m.bracket == found[i].bracket), default=len(text))
    out = list(text[found[i].end : edge])
    for a, b in spans(text, members):
        for k in range(max(a - found[i].end, 0), min(b - found[i].end, len(out))):
            out[k] = " "
    return re.sub(r" {2,}", " ", "".join(out))
