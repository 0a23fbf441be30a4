"""The digits of a document as printed: one text of all lines, where each run of digits stands, and who takes it."""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple, overload

from extract.types import Line, Page

DIGITS = re.compile(r"[0-9]+")
TOKEN = re.compile(r"[0-9]+(?:[ \u00a0.,][0-9]+)*")
"""A number in the text of a value."""
JOINS = re.compile(r"\s*|[.,]")
"""What may stand between two runs of digits of one number."""
UNPRINTED = re.compile(r"<(?!/?sup\b)[^<>]*>|(?<=\])\([^()\s]*\)")
"""Mark-up and the targets of links; <sup> is left, for it tells that its digits are a footnote mark."""
STOP = "\n\0\n"
"""Between two lines of which the second does not go on from the first: patterns do not reach over it."""
MOST_RUNS = 5


class Ink(NamedTuple):
    """One run of digits: its digits, where it stands in the sheet's text, and the index of its line."""

    digits: str
    start: int
    end: int
    line: int


class Row(Sequence[Ink]):
    """The inks of a text in their order. A report has hundreds of thousands: they are numbers in three arrays, and an
    Ink is made when one is looked at."""

    def __init__(self, text: str, starts: Sequence[int]) -> None:
        self._text = text
        self._starts, self._ends, self._lines = array("Q"), array("Q"), array("Q")
        line = 0
        for m in DIGITS.finditer(text):
            while line + 1 < len(starts) and starts[line + 1] <= m.start():
                line += 1
            self._starts.append(m.start())
            self._ends.append(m.end())
            self._lines.append(line)

    def __len__(self) -> int:
        return len(self._starts)

    @overload
    def __getitem__(self, i: int) -> Ink: ...
    @overload
    def __getitem__(self, i: slice) -> list[Ink]: ...
    def __getitem__(self, i: int | slice) -> Ink | list[Ink]:
        if isinstance(i, slice):
            return [self[k] for k in range(*i.indices(len(self)))]
        start, end = self._starts[i], self._ends[i]
        return Ink(self._text[start:end], start, end, self._lines[i])

    def on(self, line: int) -> range:
        """The indexes of the inks of a line."""
        return range(bisect_left(self._lines, line), bisect_right(self._lines, line))


@dataclass(frozen=True, slots=True)
class Sheet:
    """All lines as one text. `text` is as printed, `folded` the same letter for letter in lower-case ASCII.

    å stays å in it, for 'år' and 'är' are two words, unless the text is spoilt.

    `at` gives the index of a line by (page, number); where the medium has no pages by (None, number) too.
    """

    lines: tuple[Line, ...]
    pages: tuple[int, ...]
    """The number of each line's page."""
    text: str
    folded: str
    inks: Row
    at: dict[tuple[int | None, int], int]
    taken_by: dict[int, list[int]] = field(default_factory=dict, compare=False)
    """Table -> the indexes of the lines it takes, in order; filled when first asked for."""
    _last: dict[int, dict[str, list[int]]] = field(default_factory=dict, init=False, compare=False)
    """The line that was looked at last: its digits -> the indexes of the inks that are these digits there."""

    def such(self, line: int, digits: str) -> Sequence[int]:
        """The indexes of the inks of a line that are these digits."""
        if line not in self._last:
            found: dict[str, list[int]] = {}
            for i in self.inks.on(line):
                found.setdefault(self.inks[i].digits, []).append(i)
            self._last.clear()
            self._last[line] = found
        return self._last[line].get(digits, ())


def nowhere(_: int) -> Sequence[int]:
    """No other lines."""
    return ()


@dataclass(frozen=True, slots=True)
class Claim:
    """A number that someone says is printed: its runs of digits, its line, and what tells where else it may stand."""

    runs: tuple[str, ...]
    line: int
    elsewhere: Callable[[int], Sequence[int]] = nowhere
    """Its line -> the other lines that it may stand on. Few claims ever ask."""

    @property
    def digits(self) -> str:
        return "".join(self.runs)

    @property
    def others(self) -> Sequence[int]:
        return self.elsewhere(self.line)


def sheet(pages: Sequence[Page], tabular: frozenset[tuple[int, int]], *, spoilt: bool = False) -> Sheet:
    """Pages -> their digits. `tabular` are the lines of tables, as (page, number): no sentence runs on from them.

    `spoilt`: the text lost its diacritics, so that å is folded too.
    """
    lines: list[Line] = []
    of_page: list[int] = []
    at: dict[tuple[int | None, int], int] = {}
    for page in pages:
        for line in page.lines:
            if page.reader in ("text", "markdown"):
                at.setdefault((None, line.number), len(lines))
            at.setdefault((page.number, line.number), len(lines))
            lines.append(line)
            of_page.append(page.number)
    starts: list[int] = []
    parts: list[str] = []
    length = 0
    for i, line in enumerate(lines):
        if i:
            apart = of_page[i - 1] != of_page[i] or {(of_page[i], n.number) for n in (lines[i - 1], line)} & tabular
            parts.append("\n" if not apart and goes_on(lines[i - 1], line) else STOP)
            length += len(parts[-1])
        starts.append(length)
        parts.append(UNPRINTED.sub(lambda m: " " * len(m[0]), line.text))
        length += len(line.text)
    text = "".join(parts)
    folded = "".join("".join(map(plain, part)) for part in parts)
    folded = folded.replace("å", "a") if spoilt else folded
    return Sheet(tuple(lines), tuple(of_page), text, folded, Row(text, starts), at)


def goes_on(before: Line, line: Line) -> bool:
    """May a sentence run from one line into the next?"""
    last, first = before.text.strip(), line.text.strip()
    return bool(last and first) and not last.endswith((".", ":", "!", "?")) and not first[:1].isupper()


@lru_cache(maxsize=4096)
def plain(letter: str) -> str:
    """One letter in lower-case ASCII, one letter long; dashes and quotation marks are made one kind."""
    if letter in "–—−‑":
        return "-"
    if letter in "”“„»«":
        return '"'
    if letter.isascii() or letter in "§åÅ":
        return letter.lower()
    found = unicodedata.normalize("NFKD", letter).encode("ascii", "ignore").decode().lower()
    return found[0] if found and not found[0].isdigit() else " "


def tokens(text: str) -> Iterator[tuple[str, ...]]:
    """The numbers in the text of a value, each as its runs of digits: '1 515,5 tkr' gives ('1', '515', '5')."""
    return (tuple(DIGITS.findall(m[0])) for m in TOKEN.finditer(text))


@dataclass(slots=True)
class Inks:
    """The inks of a sheet and which of them are taken: a claim takes free ones, and each is taken once."""

    sheet: Sheet
    taken: set[int] = field(default_factory=set)

    def take(self, claims: Iterable[Claim]) -> list[tuple[int, ...]]:
        """Claims take their inks, those on their own line before those farther away -> what was taken, by claim."""
        rest, out = claims, list[tuple[int, ...]]()
        ways: tuple[Callable[[Claim, int], tuple[int, ...]], ...] = (self.as_printed, self.as_joined)
        for own in (True, False):
            for way in ways:
                left = list[Claim]()
                for claim in rest:
                    lines = (claim.line,) if own else claim.others
                    here = next((found for line in lines if (found := way(claim, line))), ())
                    if here:
                        self.taken |= set(here)
                        out.append(here)
                    else:
                        left.append(claim)
                rest = left
            rest, glued = self.unglued(list(rest), own=own)
            out += glued
        return out

    def as_printed(self, claim: Claim, line: int) -> tuple[int, ...]:
        """The free inks of a line that are a claim's runs one by one."""
        n = len(claim.runs)
        for i in self.sheet.such(line, claim.runs[0]) if claim.runs else ():
            if i in self.taken:
                continue
            if tuple(ink.digits for ink in self.sheet.inks[i : i + n]) == claim.runs and self.joined(i, i + n):
                return tuple(range(i, i + n))
        return ()

    def as_joined(self, claim: Claim, line: int) -> tuple[int, ...]:
        """Free inks that make up a claim's digits when they are put together, whatever their runs: '1998 560'."""
        begins = (claim.digits[:n] for n in range(1, len(claim.digits) + 1))
        for i in sorted(i for digits in begins for i in self.sheet.such(line, digits)):
            for n in range(1, MOST_RUNS):
                digits = "".join(ink.digits for ink in self.sheet.inks[i : i + n])
                if digits == claim.digits and self.joined(i, i + n):
                    return tuple(range(i, i + n))
        return ()

    def joined(self, first: int, end: int) -> bool:
        """Are these inks all there, free, and with nothing between them that parts two numbers?"""
        inks = self.sheet.inks[first:end]
        between = (self.sheet.text[a.end : b.start] for a, b in pairwise(inks))
        return (
            len(inks) == end - first
            and not any(i in self.taken for i in range(first, end))
            and all(JOINS.fullmatch(gap.replace("\0", "")) for gap in between)
        )

    def unglued(self, claims: list[Claim], *, own: bool) -> tuple[list[Claim], list[tuple[int, ...]]]:
        """Numbers that were printed without a space between them: '9042' is 90 and 42 where both are claimed."""
        out: list[tuple[int, ...]] = []
        of_line: dict[int, list[Claim]] = {}
        for c in claims:
            for line in dict.fromkeys((c.line,) if own else c.others):
                of_line.setdefault(line, []).append(c)
        met: set[int] = set()  # claims by identity: equal ones are as many numbers
        for line in sorted(of_line):
            for i in self.sheet.inks.on(line):
                here = [c for c in of_line[line] if id(c) not in met] if i not in self.taken else []
                if len(here) > 1 and (parts := pieces(self.sheet.inks[i].digits, here)):
                    self.taken.add(i)
                    out.append((i,))
                    met |= set(map(id, parts))
        return [c for c in claims if id(c) not in met], out


def pieces(digits: str, claims: Sequence[Claim]) -> Sequence[Claim]:
    """Claims that stand beside each other and together are these digits; none when there are no such."""
    for first in range(len(claims)):
        for end in range(first + 2, min(first + MOST_RUNS, len(claims)) + 1):
            if "".join(c.digits for c in claims[first:end]) == digits:
                return claims[first:end]
    return ()
