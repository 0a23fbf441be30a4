"""Where tables lie in a text dump: runs of lines that end in figures, with the headings above them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from extract.digits import amount, split_tail
from extract.text_header import opens_table
from extract.text_spaced import spaced_cells
from extract.text_words import YEAR
from extract.types import Hints, Line, fold
from extract.words import words as known_words

CAPTION = re.compile(r"\w+ \d+[a-z]?\s*[.:–-]\s+\S.*")
CAPTION_WORDS = known_words("caption")
MONTHS = known_words("month")
PAGE_NUMBER = re.compile(r"\d{1,3}( ?\(\d{1,3}\))?")
LABEL_LIMIT = 75
"""A longer line is running text, not a label."""
REACH = 4
"""Lines of labels allowed between two rows."""
HEADER_REACH = 40
SENTENCE = re.compile(r"[.!?;]$|[,;:]$")


def regions(lines: Sequence[Line], hints: Hints) -> list[tuple[int, int]]:
    """(first, last) indexes of runs of row lines: figures at the end, with nothing but labels between."""
    found: list[tuple[int, int]] = []
    run: list[int] = []
    gap = 0
    for i, line in enumerate(lines):
        text = line.text.strip()
        if not text or (PAGE_NUMBER.fullmatch(text) and not run):
            continue
        if is_row(text) and not date_goes_on(lines, i):
            run.append(i)
            gap = 0
            continue
        gap += 1
        status = fold(text) != "" and any(fold(text) in s for s in hints.statuses)
        running = len(text) > LABEL_LIMIT or is_caption(text) or (SENTENCE.search(text) and not status)
        if running or gap > REACH + 2 or (run and not status and opens_table(line.text, hints)):
            found += close(lines, run)
            run = []
    return found + close(lines, run)


def date_goes_on(lines: Sequence[Line], i: int) -> bool:
    """Does a line end in a day whose month stands on the next: 'stående 31', 'dec'?"""
    day = re.search(r"(?<!\d)\d{1,2}$", lines[i].text.strip())
    following = fold(lines[i + 1].text) if i + 1 < len(lines) else ""
    return day is not None and following in MONTHS


def is_caption(text: str) -> bool:
    """A line that opens a table or chart: 'Tabell 3 Ekonomi', or a word and a number with a mark after them."""
    first, _, rest = text.partition(" ")
    numbered = re.match(r"\d+[a-z]?\b", rest) is not None
    return CAPTION.fullmatch(text) is not None or (numbered and first[:1].isupper() and first.lower() in CAPTION_WORDS)


def close(lines: Sequence[Line], run: Sequence[int]) -> list[tuple[int, int]]:
    """A run is a table when two rows have two figures, or three neighbouring lines have one each."""
    several = [i for i in run if len(split_tail(lines[i].text)[1]) >= 2]
    if len(several) >= 2:
        return [(run[0], run[-1])]
    neighbours = len(run) >= 3 and run[-1] - run[0] <= len(run) + 1
    labelled = all(split_tail(lines[i].text)[0][:1].isupper() for i in run)
    return [(run[0], run[-1])] if neighbours and labelled else []


def is_row(text: str) -> bool:
    """A line that ends in figures and is short enough to be a label with figures."""
    if len(text) > 110 or (PAGE_NUMBER.fullmatch(text) and "(" in text):
        return False
    label, tail = split_tail(text)
    figures = [t for t, _ in tail if amount(t) is not None]
    if not figures or len(label) > LABEL_LIMIT or is_caption(text):
        return False
    return not neighbouring_years(figures) if len(figures) >= 2 else not YEAR.fullmatch(figures[0])


def neighbouring_years(figures: Sequence[str]) -> bool:
    """'2019 2018': years side by side, one apart, are headings."""
    years = [int(t) for t in figures if re.fullmatch(r"(19|20)\d\d", t)]
    return len(years) == len(figures) and all(abs(a - b) == 1 for a, b in pairwise(years))


def header_block(lines: Sequence[Line], start: int, hints: Hints) -> tuple[int, list[tuple[int, str]]]:
    """Lines above the first row up to a caption, a wide gap, running text or another table: (index, numbered lines)."""
    i = start
    blanks = 0
    headed = False
    block: list[tuple[int, str]] = []
    while i > 0 and start - i < HEADER_REACH:
        raw = lines[i - 1].text.rstrip()
        text = raw.strip()
        if is_caption(text):
            break
        cells = len(spaced_cells(raw))
        if headed and cells > 2 and not block[0][1]:
            break
        headed = headed or (cells > 1 and opens_table(raw, hints))
        blanks = 0 if text else blanks + 1
        if blanks > 2 or len(text) > 100 or text.endswith((".", ";")):
            break
        block.insert(0, (lines[i - 1].number, raw if text else ""))
        i -= 1
    while block and not block[0][1]:
        block.pop(0)
        i += 1
    return i, block


def extended(lines: Sequence[Line], end: int, hints: Hints) -> int:
    """The last index of the region with the status words after its last row taken in."""
    i = end
    while i + 1 < len(lines) and i - end < 12:
        text = fold(lines[i + 1].text)
        if text and not any(text in s for s in hints.statuses):
            break
        i += 1
    while i > end and not lines[i].text.strip():
        i -= 1
    return i
