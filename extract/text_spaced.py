"""Headings that white space or printed rules part, whatever their words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extract.joining import join_lines
from extract.text_continued import continued
from extract.text_words import Heading, heading_words, is_known, phrase_score
from extract.types import Hints, fold

KNOWN = 2.0
"""The score of a phrase that is a heading from the hints."""
SPACED = re.compile(r"\S+(?: \S+)*")
"""Words with single spaces between: a wider gap parts columns."""


def spaced_cells(text: str) -> list[tuple[int, int, str]]:
    """The pieces of a line that gaps of two spaces or more part: (start, end, text)."""
    return [(m.start(), m.end(), m.group()) for m in SPACED.finditer(text)]


def spaced_heading(lines: Sequence[tuple[int, str]], columns: int, hints: Hints) -> Heading | None:
    """The line that wide gaps part into one heading per column, with what stands over the labels or a gap there."""
    found = [x for i in range(len(lines)) if (x := spaced_at(lines, i, columns, hints))]
    return max(reversed(found), key=lambda x: (x.known, bool(x.stub)), default=None)


def spaced_at(lines: Sequence[tuple[int, str]], at: int, columns: int, hints: Hints) -> Heading | None:
    """Line `at` as spaced headings; parted lines right above and below go on with what they stand over or under."""
    number, line = lines[at]
    cells = [] if "|" in line else spaced_cells(line)
    if not (len(cells) == columns + 1 or (len(cells) == columns > 1 and cells[0][0] > 1)):
        return None
    texts = [[t] for _, _, t in cells]
    used = {number}
    for step in (-1, 1):
        i = at + step
        while 0 <= i < len(lines) and (homes := beside(spaced_cells(lines[i][1]), cells)):
            for home, text in homes:
                texts[home].insert(0 if step < 0 else len(texts[home]), text)
            used.add(lines[i][0])
            i += step
    joined = [join_lines(t) for t in texts]
    stub, heads = " ".join(joined[:-columns]), tuple(joined[-columns:])
    below = [x for x in lines[at + 1 :] if x[0] not in used and x[1].strip()]
    found = Heading(stub, heads, (), frozenset(used), sum(is_known(t, hints) for t in heads))
    return replace(continued(found, below, hints), spaced=True)


def beside(
    words: Sequence[tuple[int, int, str]], cells: Sequence[tuple[int, int, str]]
) -> list[tuple[int, str]] | None:
    """The cell each of a neighbouring line's pieces stands over or under; None unless every piece has its own."""
    homes = [[i for i, (a, b, _) in enumerate(cells) if start < b and a < end] for start, end, _ in words]
    if len(words) < 2 or any(len(h) != 1 for h in homes) or len({h[0] for h in homes}) < len(homes):
        return None
    return [(h[0], text) for h, (_, _, text) in zip(homes, words, strict=True)]


def ruled_heading(lines: Sequence[tuple[int, str]], columns: int) -> Heading | None:
    """A line whose printed rules part it into a stub and as many unknown headings as there are columns."""
    for number, text in lines:
        stub, *parts = (" ".join(p.split()) for p in text.strip().strip("|").split("|"))
        if len(parts) == columns and all(parts):
            return Heading(stub, tuple(parts), (), frozenset({number}), 0)
    return None


def paragraphed(lines: Sequence[tuple[int, str]], columns: int, hints: Hints) -> Heading | None:
    """Headings that wrap over lines and that blank lines part, one paragraph each: 'Aktuali-', 'serade', '', 'Inskrivna'.

    The first may hold what stands over the labels too ('Insats Inskrivna', '1 jan'). Where there is a paragraph for
    every column, at least half of them known or with a known word, nothing else can be meant.
    """
    found: list[list[tuple[int, str]]] = [[]]
    for number, text in lines:
        if text.strip():
            found[-1].append((number, " ".join(text.split())))
        elif found[-1]:
            found.append([])
    parts = [p for p in found if p]
    if len(parts) not in (columns, columns + 1):
        return None
    texts = [join_lines([t for _, t in p]) for p in parts]
    stub = next((n for n in (3, 2, 1) if fold(" ".join(texts[0].split()[:n])) in hints.stub_headers), 0) if texts else 0
    over = texts[0] if len(parts) == columns + 1 else " ".join(texts[0].split()[:stub]) if stub and texts else ""
    heads = texts[1:] if len(parts) == columns + 1 else [" ".join(texts[0].split()[stub:]), *texts[1:]] if texts else []
    if len(heads) != columns or columns < 2 or not all(heads) or sum(len(p) > 1 for p in parts) < 2:
        return None
    if any(two_headings(t, hints) for t in heads):
        return None
    words = heading_words(hints)
    worded = sum(is_known(t, hints) or any(fold(w) in words for w in t.split()) for t in heads)
    numbers = frozenset(n for p in parts for n, _ in p)
    known = sum(is_known(t, hints) for t in heads)
    return Heading(over, tuple(heads), (), numbers, known) if 2 * worded >= columns else None


def two_headings(text: str, hints: Hints) -> bool:
    """Do two known headings stand in a paragraph: 'Varav män Annat/ej angivet'?"""
    words = tuple(text.split())
    return any(
        phrase_score(words[:i], hints) >= KNOWN and phrase_score(words[i:], hints) >= KNOWN
        for i in range(1, len(words))
    )
