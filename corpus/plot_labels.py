"""Words and numbers set beside points where there is room: a free place is taken, nothing is covered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

SIZE = 10.0
"""Height of the letters in the units of a panel."""
_DIGIT, _LETTER, _NARROW, _WIDE = 5.7, 5.3, 2.9, 8.4
BOLD = 1.09
"""How much wider bold letters are."""
_MARGIN = 1.2
"""Clear space around a text."""
_WALK = 3.0
"""How closely a line is walked along when it is asked what it covers."""


@dataclass(frozen=True, slots=True)
class Box:
    """What a mark or a text covers."""

    x0: float
    y0: float
    x1: float
    y1: float

    def meets(self, other: Box) -> bool:
        return self.x0 < other.x1 and other.x0 < self.x1 and self.y0 < other.y1 and other.y0 < self.y1


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a baseline starts, has its middle or ends."""

    x: float
    y: float
    anchor: Literal["start", "middle", "end"]


@dataclass(slots=True)
class Room:
    """What a panel's drawing area holds so far; `bounds` is where texts may stand."""

    bounds: Box
    taken: list[Box] = field(default_factory=list)

    def cover(self, x: float, y: float, half_width: float, half_height: float) -> None:
        """A mark stands here."""
        self.taken.append(Box(x - half_width, y - half_height, x + half_width, y + half_height))

    def cover_line(self, corners: Sequence[tuple[float, float]]) -> None:
        """A line runs here, through `corners`."""
        for (x0, y0), (x1, y1) in pairwise(corners):
            steps = max(1, int(max(abs(x1 - x0), abs(y1 - y0)) / _WALK))
            for n in range(steps + 1):
                self.cover(x0 + (x1 - x0) * n / steps, y0 + (y1 - y0) * n / steps, 0.8, 0.8)

    def free(self, box: Box) -> bool:
        b = self.bounds
        inside = b.x0 <= box.x0 and box.x1 <= b.x1 and b.y0 <= box.y0 and box.y1 <= b.y1
        return inside and not any(box.meets(t) for t in self.taken)

    def place(self, width: float, spots: Iterable[Spot]) -> Spot | None:
        """The first of `spots` where a text of a width covers nothing; it is taken. None when there is none."""
        for spot in spots:
            box = text_box(width, spot)
            if self.free(box):
                self.taken.append(box)
                return spot
        return None


def text_width(text: str) -> float:
    """About how wide a text is in the sans-serif faces of every system; rather too wide than too narrow."""
    return sum(map(_width, text))


def _width(letter: str) -> float:
    if letter.isdigit():
        return _DIGIT
    return _NARROW if letter in " ,.\u00a0|il" else _WIDE if letter in "mwMW" else _LETTER


def text_box(width: float, spot: Spot) -> Box:
    """What a text of a width covers at a spot."""
    left = spot.x - {"start": 0.0, "middle": width / 2, "end": width}[spot.anchor]
    return Box(left - _MARGIN, spot.y - SIZE * 0.75 - _MARGIN, left + width + _MARGIN, spot.y + _MARGIN)
