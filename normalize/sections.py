"""Which intervention, and which kind of passage, a line of running text belongs to."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from extract.types import Line
from normalize.facets import Lens
from normalize.headings import ENDS, NUMBER, alone, passage_of, says_something, unknown_names

NUMBERED = re.compile(r"\d+(\.\d+)*\.?\s+[A-ZÅÄÖ].{2,80}")
HEADING_LIMIT = 70
SENTENCE_END = (".", ",", ";", ":", "-", "”", '"', ")")


@dataclass(frozen=True, slots=True)
class Section:
    """Where a line stands: the intervention whose section it is ('' for none), the passage: goals, results, money."""

    name: str = ""
    passage: str = ""
    heading: str = ""
    level: int = 0
    """How deep the heading of the intervention is marked; a marked heading as high as it ends its section."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading line: its index among the lines, its text, and what it opens."""

    index: int
    text: str
    section: Section


def sections(
    lines: Sequence[Line],
    lens: Lens,
    known: Callable[[str], str],
    taken: frozenset[tuple[int | None, int]],
    labels: frozenset[str] = frozenset(),
) -> tuple[list[Section], list[Heading]]:
    """The section of every line, and the headings. `known` maps a text to the name it is, or ''.

    `taken` are lines of tables, (page, number): they are in a section but never a heading. `labels` are the folded row
    labels of tables: a heading that is one of them names an intervention.
    """
    told = unknown_names(lines, lens, labels, taken)

    def name_of(i: int) -> str:
        return known(NUMBER.sub("", lines[i].text.strip(" *#"))) or told.get(i, "")

    out: list[Section] = []
    headings: list[Heading] = []
    current = Section()
    for i, line in enumerate(lines):
        if (line.page, line.number) not in taken:
            opened = heading_at(lines, i, lens, name_of, current)
            if opened is not None:
                current = opened
                headings.append(Heading(i, line.text.strip(), current))
        out.append(current)
    return out, headings


def heading_at(
    lines: Sequence[Line], i: int, lens: Lens, name_of: Callable[[int], str], current: Section
) -> Section | None:
    """What a line opens when it is a heading; None when it is not one."""
    text = lines[i].text.strip(" *#")
    if not text or len(text) > HEADING_LIMIT:
        return None
    passage = passage_of(NUMBER.sub("", text), lens)
    if passage == ENDS and not lines[i].level:
        return Section("", "", text) if alone(lines, i) and not says_something(text) else None
    if passage == ENDS:
        return marked_heading(lines, i, "", current)
    if passage:
        return Section(current.name, passage, text, current.level)
    if lines[i].level:
        return marked_heading(lines, i, name_of(i), current)
    ends = text.endswith(SENTENCE_END) and not re.fullmatch(r".*\(\w+\)", text)
    if ends or text[0].islower() or not alone(lines, i):
        return None
    name = name_of(i)
    if name:
        return Section(name, "", text)
    return Section("", "", text) if NUMBERED.fullmatch(text) else None


def marked_heading(lines: Sequence[Line], i: int, name: str, current: Section) -> Section:
    """A heading that the medium marks: it opens an intervention, goes deeper into one, or ends it."""
    text, level = lines[i].text.strip(" *#"), lines[i].level
    if name:
        return Section(name, "", text, level)
    if current.name and current.level and level > current.level:
        return Section(current.name, "", text, current.level)
    return Section("", "", text)
