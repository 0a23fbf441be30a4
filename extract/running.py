"""Running heads and feet: the lines that pages carry at their edges whatever they hold."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from extract.types import Line, Page
from extract.words import words

EDGE = 0.13
"""Heads and feet stand in this share of the page's height from its upper and lower edge."""
PAGE_NUMBER = re.compile(r"\W*(?:([^\W\d_]+)\.?\s*)?\d{1,3}(?:\s*(?:/|av|of|\()\s*\d{1,3}\)?)?\W*", re.IGNORECASE)
"""'7', '- 7 -', 'Sida 7', '7 (31)', 'Sid. 7 av 31'; the word before the number is one for a page."""
SAME_PLACE = 6.0
"""Points that a running line may stand higher or lower from page to page."""


def running_lines(pages: Sequence[Page]) -> frozenset[tuple[int, int]]:
    """(page, line) of every running head and foot: page numbers, and lines that another page has at the same place."""
    edges = [(page, line, _told(line.text)) for page in pages for line in page.lines if _at_edge(page, line)]
    seen = Counter(
        (told, round(line.bbox.top / SAME_PLACE) + k) for _, line, told in edges if line.bbox for k in (0, 1)
    )
    out = set()
    for page, line, told in edges:
        assert line.bbox is not None  # noqa: S101  _at_edge asks for one
        place = round(line.bbox.top / SAME_PLACE)
        repeated = max(seen[told, place], seen[told, place + 1]) > 1
        if repeated or _is_page_number(line.text):
            out.add((page.number, line.number))
    return frozenset(out)


def _is_page_number(text: str) -> bool:
    match = PAGE_NUMBER.fullmatch(text)
    return bool(match and (match[1] is None or match[1].lower() in words("page")))


def _at_edge(page: Page, line: Line) -> bool:
    if line.bbox is None or page.height <= 0:
        return False
    return line.bbox.bottom <= EDGE * page.height or line.bbox.top >= (1 - EDGE) * page.height


def _told(text: str) -> str:
    """A line's text without its figures: 'Årsredovisning 2019 sida 7' is the same line on every page."""
    return re.sub(r"\d+", "0", " ".join(text.split()))
