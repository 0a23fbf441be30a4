"""Lines of running text -> sentences that remember where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extract.types import Line
from normalize import grammar
from normalize.layout import apart
from normalize.sections import Section

BULLET = re.compile(r"^\s*([-–•▪■]|\d+[.)]\s(?=[A-ZÅÄÖ])|[eo]\s+(?=[a-zåäö\d]))\s*")

LONGEST_PARAGRAPH = 120
"""Lines: more without a blank one is no paragraph, and every sentence is sought in all of it."""
LONGEST_SENTENCE = 2000
"""Letters: every figure of a sentence is held against all of its words."""
EMPHASIS = re.compile(r"\*\*|__|</?(?:b|strong|em|i)>")
"""Mark-up inside a sentence."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its section; `starts` are (offset in text, line) of the printed lines it runs over."""

    text: str
    section: Section
    starts: tuple[tuple[int, Line], ...]
    subject: str = ""
    """The intervention that the sentence before in the same paragraph opens with."""
    follows: bool = False
    """Does another sentence of the same section come right before it?"""
    listed: bool = False
    """Is it a point of a list that the sentence before opens with a colon, or that goes on from such a point?"""
    bullet: bool = False
    """Does its first line start as a point of a list?"""

    def line_at(self, offset: int) -> Line:
        """The printed line that holds the character at `offset`."""
        found = self.starts[0][1]
        for start, line in self.starts:
            if start > offset:
                break
            found = line
        return found


def paragraphs(
    lines: Sequence[Line], where: Sequence[Section], taken: frozenset[tuple[int | None, int]], headings: frozenset[int]
) -> Iterator[tuple[Section, list[Line]]]:
    """Runs of lines of one section; a blank line, a heading, a bullet or a table ends a run."""
    run: list[Line] = []
    section = Section()
    for i, line in enumerate(lines):
        text = line.text.strip()
        if i in headings and run:
            yield section, run
            run = []
        table = (line.page, line.number) in taken
        listed = bool(run) and BULLET.match(run[0].text) is not None  # the next point of a list
        bullet = bool(BULLET.match(line.text)) and bool(text) and (listed or not wraps(run))
        if run and (
            table
            or where[i] != section
            or bullet
            or apart(run[-1], line)
            or len(run) >= LONGEST_PARAGRAPH
            or title_line(run, text)
            or (not text and ended(run, lines, i))
        ):
            yield section, run
            run = []
        if text and not table:
            section = where[i]
            run.append(line)
        if i in headings and run:
            yield section, run
            run = []
    if run:
        yield section, run


def title_line(run: Sequence[Line], text: str) -> bool:
    """A short first line without an end, followed by a line that opens a sentence, is a heading of its own."""
    first = run[0].text.strip()
    if grammar.OPEN_END.search(first):
        return False
    return len(run) == 1 and len(first) < 66 and first[-1].isalnum() and text[:1].isupper() and len(text) > len(first)


def wraps(run: Sequence[Line]) -> bool:
    """Does the last line go on: no end of sentence, and long enough to be running text?"""
    return bool(run) and len(run[-1].text.strip()) > 40 and not run[-1].text.rstrip().endswith((".", ":", "!", "?"))


def ended(run: Sequence[Line], lines: Sequence[Line], i: int) -> bool:
    """A blank line ends a paragraph unless the sentence before is open and the text after it starts in lower case."""
    last = run[-1].text.rstrip()
    if last.endswith((".", ":", "!", "?")):
        return True
    following = next((x.text.strip() for x in lines[i : i + 4] if x.text.strip()), "")
    return not following[:1].islower() or bool(BULLET.match(following))


def sentences(section: Section, run: Sequence[Line]) -> Iterator[Sentence]:
    """One paragraph -> its sentences, hyphenation at line ends undone."""
    text = ""
    starts: list[tuple[int, Line]] = []
    for line in run:
        part = " ".join(EMPHASIS.sub("", line.text).split())
        text = glued(text, part) if text else ""
        starts.append((len(text), line))
        text += part if text else BULLET.sub("", part)
    bullet = bool(BULLET.match(run[0].text))
    for begin, end in bounds(text):
        yield replace(cut(text, begin, end, section, starts), bullet=bullet and begin == 0)


def bounds(text: str) -> Iterator[tuple[int, int]]:
    """Where the sentences of a paragraph begin and end; one that does not end is cut between two words."""
    begin = 0
    for match in re.finditer(r"[.!?]+[”\"]?\s+(?=[A-ZÅÄÖ\d\"”])|\s(?=[■▪] )|$", text):
        if match[0] and grammar.ABBREVIATIONS.search(text[max(begin, match.start() - 40) : match.start() + 1]):
            continue
        while match.end() - begin > LONGEST_SENTENCE:
            end = text.rfind(" ", begin + LONGEST_SENTENCE // 2, begin + LONGEST_SENTENCE) + 1
            end = end or begin + LONGEST_SENTENCE
            yield begin, end
            begin = end
        if text[begin : match.end()].strip():
            yield begin, match.end()
        begin = match.end()


def glued(text: str, part: str) -> str:
    """Text ready for its next line: a broken word is left open, an acronym keeps its hyphen, else a space follows."""
    broken = re.search(r"[^\W\d]-$", text) and part[:1].islower() and not part.startswith(("och ", "eller "))
    if not broken:
        return f"{text} "
    return text if re.search(r"[A-ZÅÄÖ]{2,}-$", text) else text[:-1]


def cut(text: str, begin: int, end: int, section: Section, starts: Sequence[tuple[int, Line]]) -> Sentence:
    """The piece of a paragraph from begin to end with the lines it runs over."""
    inside = [(max(s - begin, 0), line) for s, line in starts if s < end]
    before = [i for i, (s, _) in enumerate(starts) if s <= begin]
    first = before[-1] if before else 0
    return Sentence(text[begin:end].strip(), section, tuple(inside[first:]))
