"""Numbers in running text: which measure, whose, when. Witnesses for the tables, and data of their own.

A figure's measure comes from the words after it up to the next figure, else from those before it; a group in brackets
takes its head's. What cannot be resolved is kept with the measure 'other:unresolved', never guessed into a code.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from normalize import mentions as figures
from normalize import periods
from normalize.facets import GENERAL, MIDDLE, Lens, telling
from normalize.lexicon import Lexicon
from normalize.mentions import Mention
from normalize.sentences import Sentence
from normalize.types import Observation, Period, Place, Scope, Value
from normalize.vocabulary import Match

MONEY = frozenset({"tkr", "sek", "mkr"})
SHARE_OF = re.compile(
    r"^ ?\)? ?(av|bland) (de |dem |samtliga |alla |dessa )*(totalt )?(\d+ )?([a-z-]+ )?(deltagarna|deltagare|personerna|kvinnorna|mannen|kvinnor|man)\b"
)
GOES_ON = re.compile(r"(av (dessa|dem|de)|varav|dessa)\b")
MONEY_MEASURES = frozenset(
    {"budget", "outcome", "deviation", "income", "cost", "result", "equity", "asset", "liability"}
)
UNRESOLVED = "other:unresolved"


@dataclass(frozen=True, slots=True)
class Context:
    """What a report's statements are read against."""

    lens: Lens
    lexicon: Lexicon
    reader: str


@dataclass(frozen=True, slots=True)
class Meaning:
    """What one figure turned out to mean; `words` are the forms that said so."""

    measure: str
    role: str
    period: Period | None
    scope: Scope
    name: str
    words: tuple[str, ...]


def aligned(text: str, lens: Lens) -> tuple[str, str]:
    """(folded and mended, original): both of the same length, so that offsets agree.

    A mended word that changed length is padded or cut in the original's favour of position, never of content.
    """
    folded: list[str] = []
    for token in re.findall(r"\w+|\W", text):
        plain = lens.fold(token) if token.strip() else token
        plain = plain or token
        folded.append(plain[: len(token)].ljust(len(token)) if len(plain) != len(token) else plain)
    return "".join(folded), text


def read(
    sentence: Sentence, context: Context, before: Meaning | None = None
) -> tuple[list[Observation], Meaning | None]:
    """A sentence -> its observations in order of the figures, and the meaning that 'Av dessa ..' may go on from.

    `before` is that meaning from the sentence before it in the same paragraph.
    """
    lens = context.lens
    text, original = aligned(re.sub(r" ?/ ?", "/", sentence.text), lens)
    found = figures.find(text, original, lens)
    carried = before if GOES_ON.match(text) else None
    meanings: list[Meaning | None] = []
    out: list[Observation] = []
    dropped: set[int] = set()
    found, dropped = combined(found)
    for i, mention in enumerate(found):
        if mention.head >= 0 and meanings[mention.head] is not None:
            meaning = as_member(mention, meanings[mention.head], text, context)
        else:
            meaning = meaning_of(i, found, meanings, text, sentence, context, carried)
        meanings.append(meaning)
        if meaning is None or i in dropped:
            continue
        out.append(observation(mention, meaning, sentence, context))
    known = [m for m in meanings if m is not None and m.measure != UNRESOLVED]
    return out, known[0] if known else carried


def combined(found: Sequence[Mention]) -> tuple[list[Mention], set[int]]:
    """'18 av de 34 personer (61 %)' and '61 % (18 av 34)' are one observation: the share with its parts."""
    out = list(found)
    dropped: set[int] = set()
    for i, mention in enumerate(out):
        if mention.head < 0 or mention.gender:
            continue
        head = out[mention.head]
        if head.unit == "percent" and mention.value.denominator is not None:
            out[mention.head] = replace(head, value=with_parts(head.value, mention.value))
            dropped.add(i)
        elif head.value.denominator is not None and mention.unit == "percent":
            out[i] = replace(mention, value=with_parts(mention.value, head.value))
            dropped.add(mention.head)
    return out, dropped


def with_parts(share: Value, parts: Value) -> Value:
    return replace(share, numerator=parts.numerator, denominator=parts.denominator)


def as_member(mention: Mention, head: Meaning | None, text: str, context: Context) -> Meaning | None:
    """A mention in its head's group: same measure, role and name; its own year when one stands beside it."""
    if head is None:
        return None
    period = period_beside(mention, text, context.lens.period) or head.period
    return replace(head, period=period)


def meaning_of(
    i: int,
    found: Sequence[Mention],
    before: Sequence[Meaning | None],
    text: str,
    sentence: Sentence,
    context: Context,
    carried: Meaning | None,
) -> Meaning | None:
    """The meaning of a figure that heads its own group."""
    mention = found[i]
    left_edge = max((m.tail for m in found[:i] if m.head < 0), default=0)
    left = text[left_edge : mention.start]
    right = figures.right_of(i, found, text)
    money = mention.unit in MONEY
    named = whose(mention, text, sentence, context)
    role = role_of(left, text, sentence, context, before)
    if money:
        match = money_measure(left, right, named, context)
    else:
        match = people_measure(left, right, text[mention.tail :], sentence, mention, context, target=role == "target")
    previous = next((m for m in reversed(before) if m is not None), carried)
    goes_on = money or (carried is not None and mention.gender != "" and mention.unit in ("persons", "percent"))
    if match is None and goes_on and previous is not None and (money == (previous.measure in MONEY_MEASURES)):
        measure, words = previous.measure, previous.words
    elif match is None:
        if mention.unit not in ("persons", "percent", "points"):
            return None
        measure, words = UNRESOLVED, ()
    else:
        measure, words = match.entry.code, (f"{match.entry.facet}:{match.entry.code}←{match.entry.form}",)
    if mention.unit in ("months", "weeks", "days", "hours", "years") and measure != "time_in_intervention":
        return None
    role = "budget" if measure == "budget" else role
    period = period_of(mention, measure, role, left, right, text, context)
    scope, name = named
    if scope == "all" and money:
        scope = "federation"
    return Meaning(measure, role, period, scope, name, words)


def ranked(matches: Sequence[Match]) -> Match | None:
    """The most telling of several measures: reasons for leaving before in and out, those before the bare stock."""
    if not matches:
        return None

    return max(matches, key=telling)


def people_measure(
    left: str, right: str, rest: str, sentence: Sentence, mention: Mention, context: Context, *, target: bool
) -> Match | None:
    """The measure of a count or share: from the words after it, then before it, then the rest of the sentence."""
    places = {"any", "prose"} | ({"goal"} if sentence.section.passage == "goals" else set())
    find = context.lens.vocabulary.find
    after = (
        SHARE_OF.sub(" ", right, count=1)
        if mention.unit == "percent" or mention.value.denominator is not None
        else right
    )
    near = ranked(find(after, "measure", places))
    if near and (near.entry.code not in GENERAL or near.start < 40):
        return near
    bare = (
        context.lens.vocabulary.best(right[:14], "measure", {"weak"}) if target and mention.unit == "persons" else None
    )
    clause = left[left.rfind(",") + 1 :] if bare else left
    behind = ranked(find(clause, "measure", places))
    if behind and behind.entry.code not in ("better_cooperation",):
        return behind
    if near or bare:
        return near or bare
    if (SHARE_OF.match(right) and mention.unit == "percent") or mention.gender:
        later = find(rest, "measure", places)
        if later:
            return ranked(later)
    later = [m for m in find(rest, "measure", places) if m.entry.code in GENERAL | MIDDLE]
    if later and mention.unit == "persons":
        return later[0]
    counted = context.lens.vocabulary.find(left[-24:], "total")
    if mention.unit == "persons" and (sentence.section.passage == "goals" or (counted and not mention.gender)):
        return context.lens.vocabulary.best(right, "measure", {"weak"})
    return None


def money_measure(left: str, right: str, named: tuple[Scope, str], context: Context) -> Match | None:
    """The measure of an amount: the nearest money word before it, else the first after it."""
    places = {"money"} | ({"intervention-money"} if named[0] == "intervention" else set())
    before = context.lens.vocabulary.find(left, "measure", places)
    if named[0] == "intervention":
        before = [m for m in before if m.entry.code in ("budget", "outcome", "deviation")]
    if before:
        return before[-1]
    after = context.lens.vocabulary.find(right, "measure", places)
    if named[0] == "intervention":
        after = [m for m in after if m.entry.code in ("budget", "outcome", "deviation")]
    return after[0] if after else None


def role_of(left: str, text: str, sentence: Sentence, context: Context, before: Sequence[Meaning | None]) -> str:
    """target under a goals heading or after 'målet om', forecast after 'beräknas', else actual."""
    found = context.lens.vocabulary.find(left, "role", ("any", "prose"))
    if found and found[-1].entry.code in ("target", "forecast"):
        return found[-1].entry.code
    if found and found[-1].entry.code == "actual":
        return "actual"
    opening = context.lens.vocabulary.find(text[:60], "role", ("any",))
    if opening and opening[0].entry.code == "target" and before and all(m and m.role == "target" for m in before):
        return "target"
    if context.lens.vocabulary.find(text, "role", ("prose",)) and any(
        m.entry.code == "actual" for m in context.lens.vocabulary.find(text, "role", ("prose",))
    ):
        return "actual"
    return "target" if sentence.section.passage == "goals" else "actual"


def period_beside(mention: Mention, text: str, report: Period | None) -> Period | None:
    """A year printed right beside a figure, other than the report's: '(35 % år 2021)', '(2021: 75 %)'."""
    after = re.match(r" ?(?:ar )?((?:19|20)\d\d)\b", text[mention.end :])
    before = re.search(r"((?:19|20)\d\d)(?:: ?| var motsvarande andel )$", text[: mention.start])
    printed = after or before
    if not printed or (report and printed[1] == report.start[:4]):
        return None
    return periods.year(int(printed[1]))


def period_of(
    mention: Mention, measure: str, role: str, left: str, right: str, text: str, context: Context
) -> Period | None:
    """When a figure speaks of: a year beside it, the first of 'från .. till ..', an opening or closing day, else the report's."""
    report = context.lens.period
    beside = period_beside(mention, text, report)
    if beside:
        return beside
    if report is None:
        return None
    following = re.match(r" ?(?:%|procent)? ?till ?[\d.,]+ ?(?:%|procent)", text[mention.end :])
    if text[: mention.start].endswith("fran ") and following and mention.unit == "percent":
        return periods.previous(report)
    if measure == "equity":
        when = context.lens.vocabulary.find(left, "when")
        if when and when[-1].entry.code == "opening":
            return periods.start_of(report)
        return periods.end_of(report) if when else periods.instant_end(report)
    if report.freq in "HT" and role == "target" and context.lens.vocabulary.find(text, "when"):
        return periods.whole_year(report)
    if report.freq in "HT" and role == "forecast":
        return periods.whole_year(report)
    return report


def whose(mention: Mention, text: str, sentence: Sentence, context: Context) -> tuple[Scope, str]:
    """The nearest name before the figure, the section's intervention, or all together."""
    section = sentence.section.name
    named = [(s, e, n) for s, e, n in context.lexicon.mentions(text) if e <= mention.start]
    for start, _, name in reversed(named):
        preposition = re.search(r"\b(till|i|hos|pa|inom|via|fran|av|och) $", text[:start])
        if section and (preposition or start > 30):
            continue
        return "intervention", name
    if section:
        return "intervention", section
    for start, _, name in context.lexicon.mentions(text):
        if re.fullmatch(r" ?[a-z]+ (har deltagit )?(i|pa|hos) (nagon av [a-z]+ )?", text[mention.end : start]):
            return "intervention", name
    return ("intervention", sentence.subject) if sentence.subject else ("all", "")


def observation(mention: Mention, meaning: Meaning, sentence: Sentence, context: Context) -> Observation:
    """A figure and its meaning -> Observation, placed on the printed line that holds the figure."""
    line = sentence.line_at(mention.start)
    paged = context.reader in ("pdf-text", "ocr")
    return Observation(
        measure=meaning.measure,
        value=mention.value,
        period=meaning.period,
        place=Place(line.number, line.page if paged else None, line.bbox, quote=sentence.text),
        scope=meaning.scope,
        name=meaning.name,
        gender=mention.gender or "T",  # type: ignore[arg-type]
        role=meaning.role,  # type: ignore[arg-type]
        source="prose",
        row_label=sentence.section.heading,
        reader=context.reader,
        engine="statements",
        confidence=0.7 if meaning.measure != UNRESOLVED else 0.3,
        why="; ".join(meaning.words),
    )
