"""Which intervention, and which kind of passage, a line of running text belongs to."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from extract.types import Line, fold
from normalize.facets import Lens
from normalize.layout import apart

NUMBERED = re.compile(r"\d+(\.\d+)*\.?\s+[A-ZÅÄÖ].{2,80}")
NUMBER = re.compile(r"^\d+(\.\d+)*\.?\s+")
HEADING_LIMIT = 70
SENTENCE_END = (".", ",", ";", ":", "-", "”", '"', ")")
LONGEST_NAME = 6
"""Words in the name of an intervention."""
INTRODUCED_WITHIN = 12
"""How many lines after a heading may introduce what it names."""
ENDS = "end"
"""The code of headings that end the section of an intervention ('Bilaga', 'Styrelse')."""
OPENS = frozenset({"goals", "results", "other"})
"""Sub-headings that come first under an intervention's name."""
GENERIC = re.compile(r"(?:[Ii]nsats(?:en)?|(?:[Dd]el|[Pp]ilot|ESF-)?[Pp]rojekt(?:et)?)\s+(?=[A-ZÅÄÖ0-9])")
"""'Insatsen X': what X is, said before its name."""
FINITE = re.compile(
    r"(?<!\w)(?:är|har|var|hade|ska|kan|får|fick|blev|drivs|vänder|riktar|erbjuder|består|innebär|syftar|startade)(?!\w)"
)
"""Verbs that a sentence has and a name has not."""
ABOUT_PEOPLE = re.compile(r"\b(?:deltagar|insats|projekt|ungdom|klient|kurs|personer|malgrupp|stod)\w*")
"""Folded words that a passage about an intervention has, and one about the board or the accounts has not."""


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
    lines: Sequence[Line], lens: Lens, known: Callable[[str], str], taken: frozenset[tuple[int | None, int]]
) -> tuple[list[Section], list[Heading]]:
    """The section of every line, and the headings. `known` maps a text to the name it is, or ''.

    `taken` are lines of tables, (page, number): they are in a section but never a heading.
    """
    out: list[Section] = []
    headings: list[Heading] = []
    current = Section()
    for i, line in enumerate(lines):
        if (line.page, line.number) not in taken:
            opened = heading_at(lines, i, lens, known, current)
            if opened is not None:
                current = opened
                headings.append(Heading(i, line.text.strip(), current))
        out.append(current)
    return out, headings


def heading_at(
    lines: Sequence[Line], i: int, lens: Lens, known: Callable[[str], str], current: Section
) -> Section | None:
    """What a line opens when it is a heading; None when it is not one."""
    text = lines[i].text.strip(" *#")
    if not text or len(text) > HEADING_LIMIT:
        return None
    passage = passage_of(NUMBER.sub("", text), lens)
    if passage == ENDS:
        return Section("", "", text) if lines[i].level or alone(lines, i) else None
    if passage:
        return Section(current.name, passage, text, current.level)
    if lines[i].level:
        return marked_heading(lines, i, lens, known, current)
    ends = text.endswith(SENTENCE_END) and not re.fullmatch(r".*\(\w+\)", text)
    if ends or text[0].islower() or not alone(lines, i):
        return None
    name = known(NUMBER.sub("", text))
    if name or opens_intervention(lines, i, lens):
        return Section(name or text, "", text)
    return Section("", "", text) if NUMBERED.fullmatch(text) else None


def marked_heading(lines: Sequence[Line], i: int, lens: Lens, known: Callable[[str], str], current: Section) -> Section:
    """A heading that the medium marks: it opens an intervention, goes deeper into one, or ends it."""
    text, level = lines[i].text.strip(" *#"), lines[i].level
    name = known(NUMBER.sub("", text))
    if name or opens_intervention(lines, i, lens):
        return Section(name or text, "", text, level)
    if current.name and current.level and level > current.level:
        return Section(current.name, "", text, current.level)
    return Section("", "", text)


def passage_of(text: str, lens: Lens) -> str:
    """The kind of passage a sub-heading opens: goals, results, money, other; '' when it is no known sub-heading."""
    folded = lens.fold(text)
    for entry in lens.vocabulary.entries.get("heading", ()):
        if entry.pattern.fullmatch(folded):
            return entry.code
    return ""


def alone(lines: Sequence[Line], i: int) -> bool:
    """Not a line inside running text: the line before is blank, ends a sentence, or a new page or column begins."""
    before = lines[i - 1].text.rstrip() if i else ""
    fresh_page = i > 0 and lines[i - 1].page != lines[i].page
    dumped_page = lines[i].text.startswith(" ") and not lines[i].text.startswith("  ")
    following = next((x.text.strip() for x in lines[i + 1 : i + 3] if x.text.strip()), "")
    if not before.strip() or fresh_page or dumped_page:
        return True
    if i and apart(lines[i - 1], lines[i]):
        return True
    return before.endswith((".", ":", "”", '"')) and (following[:1].isupper() or following[:1] in "-–•")


def opens_intervention(lines: Sequence[Line], i: int, lens: Lens) -> bool:
    """Does a heading that no table and no registry knows name an intervention? What stands under it tells.

    So it does when the name says it ('Insatsen X'), when a sub-heading for goals, results or the target group comes
    next, or when the lines under it speak of it by that name, and of participants.
    """
    text = NUMBER.sub("", lines[i].text.strip(" *#"))
    if not text or len(text.split()) > LONGEST_NAME or not text[:1].isupper() or lens.facets(text, "header").period:
        return False
    if not lens.facets(text, "header", "title", "money").silent or lens.vocabulary.code(text, "header"):
        return False
    if FINITE.search(text) or (not lines[i].level and runs_on(lines, i)):
        return False
    if GENERIC.match(text):
        return True
    following = [x.text.strip(" *#") for x in lines[i + 1 : i + 1 + INTRODUCED_WITHIN] if x.text.strip()]
    if any(passage_of(line, lens) in OPENS for line in following[:1]):
        return True
    return introduced(text, following, lens)


def runs_on(lines: Sequence[Line], i: int) -> bool:
    """Does the line right under this one go on with its sentence?"""
    return i + 1 < len(lines) and lines[i + 1].text.strip()[:1].islower()


def introduced(name: str, following: Sequence[str], lens: Lens) -> bool:
    """Do the lines under a heading speak of it by its name, written as a name, and of participants?"""
    spoken = [line for line in following if len(line) > len(name) + 10]
    said = "\n".join(spoken)
    if not ABOUT_PEOPLE.search(lens.fold(said)):
        return False
    words = r"\s+".join(re.escape(w) for w in name.split())
    named = re.search(rf"(?<!\w){words}s?(?!\w)", said, re.IGNORECASE)
    return named is not None and named[0][0].isupper()
