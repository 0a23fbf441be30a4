"""Numbers in running text: which measure, whose, when. Witnesses for the tables, and data of their own.

A figure's measure comes from the words after it up to the next figure, else from those before it; a group in brackets
takes its head's. What cannot be resolved is kept with the measure 'other:unresolved', never guessed into a code.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from types import MappingProxyType

from normalize import grammar
from normalize import mentions as figures
from normalize.aligned import aligned
from normalize.clause import Context, Meaning, clause
from normalize.meaning import as_member, meaning
from normalize.measuring import MONEY_MEASURES, UNRESOLVED
from normalize.mention import Mention
from normalize.sentences import Sentence
from normalize.types import Observation, Place


def read(
    sentence: Sentence,
    context: Context,
    before: Meaning | None = None,
    seen: Mapping[Decimal, Meaning] = MappingProxyType({}),
) -> tuple[list[Observation], Meaning | None]:
    """A sentence -> its observations in order of the figures, and the meaning that 'Av dessa ..' may go on from.

    `before` is that meaning from the sentence before it in the same paragraph, `seen` what the counts of the section
    were counts of.
    """
    original = re.sub(r" ?/ ?", "/", sentence.text)
    text = aligned(original, context.lens)
    reason = grammar.NUMBERED_REASON.search(text)
    same_reason = before is not None and reason is not None and reason[1] == before.reason
    carried = before if sentence.listed or same_reason or grammar.REFERS_BACK.match(text) else None
    of_people = before is not None and before.measure not in MONEY_MEASURES
    found, repeated = combined(figures.find(text, original, context.lens, people_before=of_people))
    meanings: list[Meaning | None] = []
    out: list[Observation] = []
    for i, mention in enumerate(found):
        head = meanings[mention.head] if mention.head >= 0 else None
        if head is not None:
            said: Meaning | None = as_member(mention, head, text, context)
        else:
            said = meaning(clause(i, found, text, sentence, context, before=meanings, carried=carried, seen=seen))
        meanings.append(said)
        if said is not None and i not in repeated and not (mention.in_words and said.measure == UNRESOLVED):
            out.append(observation(mention, said, sentence, context))
    known = [m for m in meanings if m is not None and m.measure != UNRESOLVED]
    goes_on = known[0] if known else carried
    shares = [m.measure for m, f in zip(meanings, found, strict=True) if m in known and m and f.unit == "percent"]
    if goes_on is not None and shares:
        goes_on = replace(goes_on, share=shares[-1])
    return out, replace(goes_on, reason=reason[1]) if goes_on and reason else goes_on


def combined(found: Sequence[Mention]) -> tuple[list[Mention], set[int]]:
    """'18 av de 34 personer (61 %)' and '61 % (18 av 34)' are one observation, the share with its parts.

    Returns the mentions, and the indexes of those that another one took in.
    """
    out = list(found)
    taken: set[int] = set()
    for i, mention in enumerate(out):
        if mention.head < 0 or mention.gender:
            continue
        head = out[mention.head]
        if head.unit == "percent" and mention.value.denominator is not None:
            out[mention.head] = with_parts(head, mention)
            taken.add(i)
        elif head.value.denominator is not None and mention.unit == "percent":
            out[i] = with_parts(mention, head)
            taken.add(mention.head)
    return out, taken


def with_parts(share: Mention, parts: Mention) -> Mention:
    """A share with the numerator and denominator that another mention prints."""
    value = replace(share.value, numerator=parts.value.numerator, denominator=parts.value.denominator)
    return replace(share, value=value)


def observation(mention: Mention, said: Meaning, sentence: Sentence, context: Context) -> Observation:
    """A figure and its meaning -> Observation, placed on the printed line that holds the figure."""
    line = sentence.line_at(mention.start)
    paged = context.reader in ("pdf-text", "ocr")
    return Observation(
        measure=said.measure,
        value=mention.value,
        period=said.period,
        place=Place(line.number, line.page if paged else None, line.bbox, quote=sentence.text),
        scope=said.scope,
        name=said.name,
        category=mention.part,
        gender=mention.gender or said.gender or "T",  # type: ignore[arg-type]
        role=said.role,  # type: ignore[arg-type]
        source="prose",
        row_label=sentence.section.heading,
        reader=context.reader,
        engine="statements",
        confidence=0.7 if said.measure != UNRESOLVED else 0.3,
        why="; ".join(said.words),
    )
