"""One figure of a sentence with the words around it, and what such a figure can turn out to mean."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from normalize import grammar
from normalize.facets import Lens
from normalize.grouping import right_of
from normalize.lexicon import Lexicon
from normalize.mention import Mention
from normalize.sentences import Sentence
from normalize.types import Period, Scope
from normalize.vocabulary import Match

HOLE = "#"
"""Stands for a figure and its group in its own clause."""
MONEY = frozenset({"tkr", "sek", "mkr"})


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
    gender: str = ""
    """The group that the words before say a share is of ('andelen män ökade .. till 28 %'); '' where they do not."""
    share: str = ""
    """The measure of the last share of a sentence, which a goal in the next one may be of; '' for none."""
    reason: str = ""
    """The numbered reason for leaving ('orsak 2') that the sentence explains; '' for none."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A figure that heads its group, in its sentence: folded text, the words before it and after it up to the next.

    `before` are the meanings of the figures before it, `carried` that of the sentence before when this one refers back.
    """

    mention: Mention
    text: str
    left: str
    right: str
    sentence: Sentence
    context: Context
    before: tuple[Meaning | None, ...] = ()
    carried: Meaning | None = None
    seen: Mapping[Decimal, Meaning] = field(default_factory=dict)
    """What the counts of the section so far were counts of, by number."""
    previous: str = ""
    """The words after the figure before this one, up to where its clause ends."""
    own: str = ""
    """The clause the figure stands in, up to the words that join it to the next, its group one HOLE."""

    @property
    def hole(self) -> int:
        """Where the figure stands in `own`."""
        return self.own.find(HOLE)

    @property
    def money(self) -> bool:
        return self.mention.unit in MONEY

    @property
    def in_goals(self) -> bool:
        """Does the sentence stand under a heading of goals?"""
        return self.sentence.section.passage == "goals"

    @property
    def rest(self) -> str:
        """Everything after the figure's group."""
        return self.text[self.mention.tail :]

    def find(self, text: str, facet: str, *where: str) -> list[Match]:
        """Forms of a facet in a part of the sentence."""
        return self.context.lens.vocabulary.find(text, facet, where or ("any",))


def clause(
    i: int,
    found: Sequence[Mention],
    text: str,
    sentence: Sentence,
    context: Context,
    *,
    before: Sequence[Meaning | None],
    carried: Meaning | None,
    seen: Mapping[Decimal, Meaning],
) -> Clause:
    """The i-th figure of a sentence as a Clause."""
    left_edge = max((m.tail for m in found[:i] if m.head < 0), default=0)
    left, right = text[left_edge : found[i].start], right_of(i, found, text)
    within = grammar.OF_WHOM.search(right, 4)  # 'varav ..' counts within this count; 'N av dessa' is this one
    right = right[: within.start()] if within else right
    heads = peers(i, found)
    at = heads.index(i)
    own = own_clause(i, found, text, context)
    previous = own_clause(heads[at - 1], found, text, context).partition(HOLE)[2] if at else ""
    return Clause(found[i], text, left, right, sentence, context, tuple(before), carried, seen, previous, own)


def peers(i: int, found: Sequence[Mention]) -> list[int]:
    """The figures that head groups as this one does: all in brackets, or all outside, itself included."""
    level = found[i].bracket == 0
    return [k for k, m in enumerate(found) if k == i or (m.head < 0 and (m.bracket == 0) == level)]


def own_clause(i: int, found: Sequence[Mention], text: str, context: Context) -> str:
    """The words that are a figure's own, before and after it, its group replaced by HOLE.

    Between two figures the last joining word ('och', a comma) parts them, but not one inside a known phrase ('arbete
    och studier'); where none does, the words between are both figures'.
    """
    heads = peers(i, found)
    at = heads.index(i)
    start, end = 0, len(text)
    if at:
        start = parted(text, found[heads[at - 1]], found[i].start, context)[1]
    if at + 1 < len(heads):
        end = parted(text, found[i], found[heads[at + 1]].start, context)[0]
    if grammar.OF_BASE.search(text[: found[i].start]):
        verb = grammar.THEN_VERB.search(text, found[i].tail, end)
        end = verb.start() if verb else end
    own_main = list(grammar.MAIN_CLAUSE.finditer(text, start, found[i].start))
    start = own_main[-1].start() if own_main else start
    whom = grammar.OF_WHOM.search(text, found[i].tail + 4, end)
    end = whom.start() if whom else end
    if found[i].bracket:
        start = max(start, text.rfind("(", 0, found[i].start) + 1)
        end = min(end, text.find(")", found[i].tail) % (len(text) + 1))
    own = f"{text[start : found[i].start]}{HOLE}{text[found[i].tail : end]}"
    return own if found[i].bracket else re.sub(r" ?\([^()]*\)", "", own)


def parted(text: str, first: Mention, end: int, context: Context) -> tuple[int, int]:
    """Where the clause of a figure ends and that of the next, which stands at `end`, begins."""
    start = first.tail
    between = text[start:end]
    inside = context.lens.vocabulary.find(between, "measure", ("any", "prose"))
    joints = [
        m for m in grammar.PARTING.finditer(between) if not any(k.start < m.start() and m.end() < k.end for k in inside)
    ]
    if not joints and grammar.OF_BASE.search(text[: first.start]):
        verb = grammar.THEN_VERB.search(between)
        return (start + verb.start(), start + verb.start()) if verb else (end, start)
    if not joints:
        return end, start
    return start + joints[-1].start(), start + joints[-1].end()


def among(this: Clause) -> bool:
    """Do the words right before count the same again for a group ('bland männen 45 %')?"""
    return any(grammar.AMONG.search(this.left[: m.start]) for m in this.find(this.left, "gender"))


def takes_part_in(this: Clause) -> str:
    """The name of what the counted people take part in, right after them: '180 personer på X'; '' for none."""
    for start, _, name in this.context.lexicon.mentions(this.text):
        if grammar.TAKES_PART_IN.fullmatch(this.text[this.mention.end : start]):
            return name
    return ""
