"""Figures of a sentence that split or repeat another: groups in brackets, genders, parts that add up."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from normalize import grammar
from normalize.mention import Mention


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
    return listed(out, original)


def listed(found: Sequence[Mention], original: str) -> list[Mention]:
    """Bare figures after a colon that add up to the figure before it are its parts, named by the words before them.

    'Insatsen har remitterats 31 personer: psykiatrin 14, beroendevården 8 och kriminalvården 9.'
    """
    out = list(found)
    for at, head in enumerate(found):
        colon = original.find(":", head.end)
        rest = [i for i in range(at + 1, len(found)) if found[i].start > colon >= 0]
        if colon < 0 or rest != list(range(at + 1, len(found))) or len(rest) < 2 or any(found[i].unit for i in rest):
            continue
        if sum(found[i].value.value or 0 for i in rest) != head.value.value:
            continue
        edges = [colon + 1, *(found[i].end for i in rest)]
        for edge, i in zip(edges, rest, strict=False):
            named = re.sub(r"^[\s,;]*(?:och |samt )?", "", original[edge : found[i].start])
            out[i] = replace(found[i], part=named.strip().lower())
        break
    return out


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
    if mention.bound:
        return before.end == mention.start
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
