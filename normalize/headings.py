"""Which lines are headings, what known ones open, and which name an intervention that no table or registry names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extract.types import Line
from normalize.facets import Lens
from normalize.layout import apart

ENDS = "end"
"""The code of headings that end the section of an intervention."""
PAGE_NUMBER = re.compile(r"(?:[Ss]ida? )?\d{1,3}(?: ?\(\d{1,3}\)| av \d{1,3})?")
NUMBER = re.compile(r"^(\d+(?:\.\d+)*)\.?\s+")
LONGEST_NAME = 6
"""Words in the name of an intervention."""
INTRODUCED_WITHIN = 12
"""How many lines after a heading may introduce what it names."""
OPENS = frozenset({"goals", "results", "other"})
"""Sub-headings that come first under an intervention's name."""
NOWHERE = ("", 0, "")
GENERIC = re.compile(r"(?:[Ii]nsats(?:en)?|(?:[Dd]el|[Pp]ilot|ESF-)?[Pp]rojekt(?:et)?)\s+(?=[A-ZÅÄÖ0-9])")
"""'Insatsen X': what X is, said before its name."""
FINITE = re.compile(
    r"(?<!\w)(?:är|har|var|hade|ska|kan|får|fick|blev|drivs|vänder|riktar|erbjuder|består|innebär|syftar|startade)(?!\w)"
)
"""Verbs that a sentence has and a name has not."""
ABOUT_PEOPLE = re.compile(r"\b(?:deltagar|insats|projekt|ungdom|klient|kurs|personer|malgrupp|stod)\w*")
"""Folded words that a passage about an intervention has, and one about the board or the accounts has not."""
MANY = re.compile(r"\b(?:insatser|insatserna|projekten|verksamheter|verksamheterna)\b")
"""Folded words for many interventions, which no one intervention is called by."""
SENTENCE_END = (".", ",", ";", ":", "-", "”", '"', "!", "?")


def passage_of(text: str, lens: Lens) -> str:
    """What a known heading opens: goals, results, money, other; 'end' for one that ends an intervention's section
    ('Bilaga 1. Statistik': such a one may go on in its own words); '' for an unknown one.
    """
    folded = lens.fold(text)
    for entry in lens.vocabulary.entries.get("heading", ()):
        if entry.pattern.fullmatch(folded) or (entry.code == ENDS and entry.pattern.match(folded)):
            return entry.code
    return ""


def alone(lines: Sequence[Line], i: int) -> bool:
    """Not a line inside running text: the line before is blank, ends a sentence, or a new page or column begins."""
    before = lines[i - 1].text.rstrip() if i else ""
    fresh_page = i > 0 and lines[i - 1].page != lines[i].page
    dumped_page = lines[i].text.startswith(" ") and not lines[i].text.startswith("  ")
    following = next((x.text.strip() for x in lines[i + 1 : i + 3] if x.text.strip()), "")
    if not before.strip() or PAGE_NUMBER.fullmatch(before.strip()) or fresh_page or dumped_page:
        return True
    if i and apart(lines[i - 1], lines[i]):
        return True
    return before.endswith((".", ":", "”", '"')) and (following[:1].isupper() or following[:1] in "-–•")


def unknown_names(
    lines: Sequence[Line], lens: Lens, labels: frozenset[str], taken: frozenset[tuple[int | None, int]]
) -> dict[int, str]:
    """The lines that name an intervention by what stands under and beside them: index -> its name.

    So does a heading that says it ('Insatsen X'), that is a row label of a table, under which a sub-heading for goals,
    results or the target group comes next, of which the lines under it speak by that name, or a heading between such
    ones, as deep in the same chapter, with figures of participants under it.
    """
    able = [i for i in range(len(lines)) if (lines[i].page, lines[i].number) not in taken and may_name(lines, i, lens)]
    found = {i for i in able if lens.fold(bare(lines[i])) in labels or opens_intervention(lines, i, lens)}
    chapters = dict(chapter_of(lines))
    beside = {chapter: [i for i in found if chapters.get(i) == chapter] for chapter in set(chapters.values())}
    found |= {
        i
        for i in able
        if len(its := beside.get(chapters.get(i, NOWHERE), [])) > 1
        and min(its) < i < max(its)
        and counts_under(lines, i, lens, taken)
    }
    return {i: bare(lines[i]) for i in found}


def bare(line: Line) -> str:
    """A heading without mark-up, number, and the word for what it names: '3.1 Insatsen X' -> 'X'."""
    return GENERIC.sub("", NUMBER.sub("", line.text.strip(" *#")))


def may_name(lines: Sequence[Line], i: int, lens: Lens) -> bool:
    """Could a line be a name by its looks: short, capital first, no verb, no end of a sentence, no known word?"""
    text = bare(lines[i])
    if not text or not text[0].isupper() or says_something(text):
        return False
    if not lines[i].level and (runs_on(lines, i) or not alone(lines, i)):
        return False
    if passage_of(text, lens) or lens.vocabulary.code(text, "header"):
        return False
    if MANY.search(lens.fold(text)):
        return False
    said = lens.facets(text, "header", "title", "money")
    if said.measure and len(text.split()) > 1 and all(word[0].isupper() for word in text.split()):
        said = replace(said, measure="")  # 'Nya Vägar'
    return (
        said.silent
        and not said.period
        and not lens.vocabulary.code(text, "unit")
        and not lens.vocabulary.find(lens.fold(text), "report_kind", ("any", "first"))
    )


def says_something(text: str) -> bool:
    """Is a line a sentence, or a piece of one, rather than a heading?"""
    return len(text.split()) > LONGEST_NAME or text.endswith(SENTENCE_END) or FINITE.search(text) is not None


def opens_intervention(lines: Sequence[Line], i: int, lens: Lens) -> bool:
    """Does what stands under a line that may be a name say that it is an intervention's?"""
    if GENERIC.match(NUMBER.sub("", lines[i].text.strip(" *#"))):
        return True
    following = [x.text.strip(" *#") for x in lines[i + 1 : i + 1 + INTRODUCED_WITHIN] if x.text.strip()]
    if any(passage_of(text, lens) in OPENS for line in following[:1] for text in (line, line.partition(":")[0])):
        return True
    return introduced(bare(lines[i]), following, lens)


def introduced(name: str, following: Sequence[str], lens: Lens) -> bool:
    """Do the lines under a heading speak of it by its name, written as a name, and of participants?"""
    said = "\n".join(line for line in following if len(line) > len(name) + 10)
    if not ABOUT_PEOPLE.search(lens.fold(said)):
        return False
    words = r"\s+".join(re.escape(w) for w in name.split())
    named = re.search(rf"(?<!\w){words}s?(?!\w)", said, re.IGNORECASE)
    return named is not None and named[0][0].isupper()


def chapter_of(lines: Sequence[Line]) -> Iterator[tuple[int, tuple[str, int, str]]]:
    """Marked and numbered headings -> the chapter each stands in: how deep, after which higher heading."""
    above: list[tuple[int, int]] = []
    for i, line in enumerate(lines):
        numbered = NUMBER.match(line.text.strip(" *#"))
        if line.level:
            above = [(level, at) for level, at in above if level < line.level]
            yield i, ("marked", line.level, str(above[-1][1] if above else -1))
            above.append((line.level, i))
        elif numbered and "." in numbered[1]:
            yield i, ("numbered", numbered[1].count("."), numbered[1].rpartition(".")[0])


def counts_under(lines: Sequence[Line], i: int, lens: Lens, taken: frozenset[tuple[int | None, int]]) -> bool:
    """Do sentences under a heading, up to the next marked one, count participants?"""
    for line in lines[i + 1 : i + 1 + INTRODUCED_WITHIN]:
        if (line.page, line.number) in taken:
            continue
        if line.level:
            return False
        if any(ch.isdigit() for ch in line.text) and ABOUT_PEOPLE.search(lens.fold(line.text)):
            return True
    return False


def runs_on(lines: Sequence[Line], i: int) -> bool:
    """Does the line right under this one go on with its sentence?"""
    return i + 1 < len(lines) and lines[i + 1].text.strip()[:1].islower()
