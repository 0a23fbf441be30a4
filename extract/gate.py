"""Which pages may hold a table: a look at their text and drawn lines, cheap enough for every page of every report.

It must never turn a table away; a page that is kept needlessly costs only time. Only pages that pass are searched for
tables; the others' text is read all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from extract.types import Hints, Word, fold

GAP = 1.0
"""White wider than this, in heights of type, between two words of a line parts cells; justified prose has less."""
STEP = 0.8
"""Going on so much higher up, in heights of type, and to the right is a step to the next cell or column."""
FARTHEST = 0.45
"""A step up of more than this share of the page's height goes to the next column of prose, not to the next cell."""
MIN_GAPS = 2
"""So many lines with gaps, and steps up, are a sign."""
MIN_FIGURES = 3
"""So many lines of nothing but figures are one."""
MIN_DRAWN = 3
"""So many levels at which lines are drawn across or down the page are one."""
MIN_SIDEWAYS = 12
"""So many words that stand sideways are one."""
SHORT = 40
"""Letters: column headings are no longer."""
NEAR = 8
"""Lines within which two known headings must stand."""
NUMBER = re.compile(r"[-−–(]?\d[\d.,:/()%]*%?")


def sign(lines: Sequence[str], drawn: int, hints: Hints) -> str:
    """The first sign in a page's text and drawing that it may hold a table, in words; '' when there is none.

    `lines` are in the order of the file, `drawn` counts the levels of lines and of edges of boxes.
    """
    if drawn >= MIN_DRAWN:
        return f"lines drawn at {drawn} levels"
    figures = sum(map(_is_figures, lines))
    if figures >= MIN_FIGURES:
        return f"{figures} lines of figures"
    return "known column headings" if hints.headers and _has_headings(lines, hints) else ""


def sign_of_words(words: Sequence[Word], height: float) -> str:
    """The sign in where the words of a page stand, in the order of the file; `height` is the page's."""
    sideways = sum(w.turn != 0 for w in words)
    if sideways >= MIN_SIDEWAYS:
        return f"{sideways} words set sideways"
    gaps, level = 0, -1.0
    for (x0, top, x1, bottom), (start, _, _, foot) in pairwise(w.bbox for w in words):
        size = bottom - top
        rise = bottom - foot
        beside = start - x1 > GAP * size and -STEP * size < rise < STEP * size
        if (beside and abs(foot - level) > size / 2) or (STEP * size <= rise < FARTHEST * height and start > x0):
            gaps += 1
            level = foot
    return f"{gaps} lines with gaps" if gaps >= MIN_GAPS else ""


def _is_figures(text: str) -> bool:
    """Whether a line says nothing but figures, or mostly figures and three at least."""
    tokens = text.split()
    figures = sum(NUMBER.fullmatch(t) is not None for t in tokens)
    return figures > 0 and (figures == len(tokens) or (figures >= MIN_FIGURES and 2 * figures >= len(tokens)))


def _has_headings(lines: Sequence[str], hints: Hints) -> bool:
    """Whether two different known column headings stand close to each other, alone on their lines or on one."""
    seen: list[tuple[int, str]] = []
    for i, line in enumerate(lines):
        if len(line) <= SHORT and not line.endswith("."):
            seen += [(i, word) for word in _headings(line, hints)]
    return any(b[0] - a[0] <= NEAR and a[1] != b[1] for a, b in pairwise(seen))


def _headings(text: str, hints: Hints) -> Iterable[str]:
    whole = fold(text)
    if whole in hints.headers:
        return (whole,)
    words = whole.split()
    return [w for w in words if w in hints.headers] if len(words) <= 4 else ()
