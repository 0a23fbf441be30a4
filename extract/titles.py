"""What belongs to a table outside its cells: its title (above, or a caption below) and the notes under it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.geometry import shared, type_size
from extract.types import BBox, Line, Page
from extract.words import words as known_words

REACH = 3.0
"""How far off a title may stand, in type sizes; a caption that says it is one may stand twice as far."""
NOTE_REACH = 1.6
MAX_NOTES = 8
NOTE_MARK = re.compile(r"(\*+|†|‡|[¹²³⁴⁵⁶⁷⁸⁹]|\d{1,2}\)|[a-z]\))\s?\S")


def surroundings(page: Page, region: BBox, taken: frozenset[int]) -> tuple[str, tuple[str, ...]]:
    """(title or '', notes) of the table that fills a region of a page; `taken` are the numbers of its own lines."""
    size = type_size(page.words)
    near = [
        line
        for line in page.lines
        if line.bbox
        and line.number not in taken
        and line.bbox.bottom > region.top - 2 * REACH * size - 1
        and line.bbox.top < region.bottom + (MAX_NOTES + 2) * 1.5 * size
        and shared(line.bbox.x0, line.bbox.x1, region.x0, region.x1) > 0
    ]
    below = sorted((n for n in near if _top(n) >= region.bottom - size / 2), key=_top)
    title = _title_above(near, region, size) or _caption_below(below, region, size)
    return title, tuple(_notes(below, region, size, title))


def _top(line: Line) -> float:
    return line.bbox.top if line.bbox else 0.0


def _bottom(line: Line) -> float:
    return line.bbox.bottom if line.bbox else 0.0


def _title_above(near: Sequence[Line], region: BBox, size: float) -> str:
    """A line that begins like a caption ('Tabell 3'), else a short line right above that is no sentence."""
    above = sorted(
        ((gap, n) for n in near if -size / 2 <= (gap := region.top - _bottom(n)) <= 2 * REACH * size),
        key=lambda pair: pair[0],
    )
    for _, line in above:
        if is_caption(line.text):
            return line.text
    return next((line.text for gap, line in above[:1] if gap <= REACH * size and _is_heading(line.text)), "")


def _caption_below(below: Sequence[Line], region: BBox, size: float) -> str:
    first = below[:1]
    return next((n.text for n in first if is_caption(n.text) and _top(n) - region.bottom <= REACH * size), "")


def _notes(below: Sequence[Line], region: BBox, size: float, title: str) -> list[str]:
    """Lines right below that are marked as notes ('*', '1)', 'Källa:'), with the lines they run on over."""
    out: list[str] = []
    edge = region.bottom
    for line in below:
        if line.text == title:
            edge = _bottom(line)
            continue
        if _top(line) - edge > (NOTE_REACH if not out else 0.6) * size or len(out) > MAX_NOTES:
            break
        if is_note(line.text):
            out.append(line.text)
        elif out and line.text[:1].islower():
            out[-1] = f"{out[-1]} {line.text}"
        else:
            break
        edge = _bottom(line)
    return out


def is_caption(text: str) -> bool:
    """Whether a line says that it is a caption: 'Tabell 3', 'Figur 2.1'."""
    match = re.match(r"([^\W\d_]+)\s+\d+", text)
    return bool(match) and match[1].lower() in known_words("caption") if match else False


def is_note(text: str) -> bool:
    """Whether a line says that it is a note: it begins with a mark or with a word like 'Källa'."""
    if NOTE_MARK.match(text):
        return True
    match = re.match(r"([^\W\d_]+)\s?:", text)
    return bool(match) and match[1].lower() in known_words("note") if match else False


def _is_heading(text: str) -> bool:
    return 3 <= len(text) <= 110 and text[0].isupper() and not text.endswith((".", ",", ";", "-")) and text[-1] != ":"
