"""The headings of a goal table in a text dump: which words are headings, and what each column holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extract.joining import join_lines
from extract.text_words import YEAR
from extract.types import Hints, Line, fold

HEADER_LINES = 14


@dataclass(frozen=True, slots=True)
class Heads:
    """The headings of a goal table: texts, the role of each column, and where they end."""

    texts: tuple[str, ...]
    roles: tuple[str, ...]
    first: int
    last: int


def headings(lines: Sequence[Line], start: int, hints: Hints) -> Heads | None:
    """The headings that start on this very line, over several lines and blanks; None when it is not such a line."""
    words: list[tuple[str, int]] = []
    last = start
    for i in range(start, min(start + HEADER_LINES, len(lines))):
        row = lines[i].text.replace("|", " ").split()
        if not row:
            if i == start:
                return None
            continue
        if not all_heads([*[w for w, _ in words], *row], hints):
            break
        words += [(w, i) for w in row]
        last = i
    cut = columns_of([w for w, _ in words], hints)
    if not cut or "target" not in [r for _, r in cut] or "result" not in [r for _, r in cut]:
        return None
    return Heads(tuple(t for t, _ in cut), tuple(r for _, r in cut), start, last)


def all_heads(words: Sequence[str], hints: Hints) -> bool:
    return columns_of(words, hints, partial=True) is not None


def columns_of(words: Sequence[str], hints: Hints, *, partial: bool = False) -> list[tuple[str, str]] | None:
    """Words -> (heading, role) per column; None when a word fits none. `partial` allows a broken word at the end."""
    roles = {
        "stub": hints.stub_headers,
        "target": hints.target_headers,
        "result": hints.result_headers,
        "rating": hints.rating_headers,
    }
    out: list[tuple[str, str]] = []
    i = 0
    while i < len(words):
        bare = fold(words[i])
        if out and (YEAR.fullmatch(bare) or bare in hints.modifiers):
            out[-1] = (f"{out[-1][0]} {words[i]}", out[-1][1])
            i += 1
            continue
        if partial and i == len(words) - 1 and words[i].endswith("-"):
            return out
        found = None
        for length in (3, 2, 1):
            text = join_lines(list(words[i : i + length]))
            role = next((r for r, known in roles.items() if fold(text) in known), None)
            if role and i + length <= len(words):
                found = (text, role, length)
                break
        if found is None:
            return None
        out.append((found[0], found[1]))
        i += found[2]
    return out
