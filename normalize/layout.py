"""What the boxes of lines say: which belong to one paragraph, and which are running heads and feet."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from extract.types import Line, Page

EDGE = 0.08
"""The share of a page's height where running heads and feet stand."""


def apart(before: Line, line: Line) -> bool:
    """Do two lines with boxes belong to different paragraphs: a gap between them, another type size, another column?"""
    if before.bbox is None or line.bbox is None:
        return False
    if before.page != line.page:
        return before.text.rstrip().endswith((".", ":", "!", "?")) or not line.text.strip()[:1].islower()
    high, low = before.bbox.bottom - before.bbox.top, line.bbox.bottom - line.bbox.top
    if line.bbox.top < before.bbox.top - high:  # the next column
        return before.text.rstrip().endswith((".", ":", "!", "?")) or not line.text.strip()[:1].islower()
    return line.bbox.top - before.bbox.bottom > 0.6 * max(high, low) or abs(high - low) > 0.15 * max(high, low)


def furniture(pages: Sequence[Page]) -> frozenset[str]:
    """Running heads and feet as `edge_text` has them: the same words at the edge of three or more pages, or of both."""
    seen: Counter[str] = Counter()
    for page in pages:
        seen.update({edge_text(line, page) for line in page.lines} - {""})
    return frozenset(text for text, n in seen.items() if n >= 3 or (n == 2 and n == len(pages)))


def without_furniture(pages: Sequence[Page]) -> list[Line]:
    """All lines but running heads and feet."""
    repeated = furniture(pages)
    return [line for page in pages for line in page.lines if edge_text(line, page) not in repeated]


def edge_text(line: Line, page: Page) -> str:
    """A line's words without figures when it stands at the top or bottom edge of its page; '' elsewhere."""
    return re.sub(r"\W*\d+\W*", " ", line.text).strip() if at_edge(line, page) else ""


def at_edge(line: Line, page: Page) -> bool:
    """Does a line stand where running heads and feet do?"""
    if line.bbox is None or not page.height:
        return False
    return not EDGE * page.height < line.bbox.top < (1 - EDGE) * page.height
