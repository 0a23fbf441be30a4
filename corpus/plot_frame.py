"""The sheet that a panel is drawn on: its axes, what covers what, and the layers that panels share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from corpus.plot_labels import BOLD, Room, Spot, text_width
from corpus.plot_marks import spot
from corpus.plot_model import Break, Figure, Kind, Line, Panel, Point
from corpus.plot_scale import ValueAxis, date_time, number, time_of
from corpus.plot_views import Layer, Stroke, Text
from corpus.plot_words import words
from corpus.report_views import Words

WIDTH, HEIGHT = 340, 178
LEFT, RIGHT, TOP, BOTTOM = 32.0, 48.0, 42.0, 20.0
_YEAR_ROOM = 25.0
"""A year needs this much to be written out."""
_DODGE: Mapping[str, int] = {"K": -2, "M": 2}
_ASIDE = 6.0
"""How far beside a point stand the values that earlier reports, or other places, print for it."""
_ANCHORS = {"start": "", "middle": "mi ", "end": "nd "}
"""The class by which the style sheet knows where a text is anchored."""


@dataclass(slots=True)
class Sheet:
    """The panel while it is drawn: its axes, and what is on it so far."""

    figure: Figure
    panel: Panel
    axis: ValueAxis
    room: Room
    strokes: list[Stroke] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)
    unsaid: set[Kind] = field(default_factory=set)
    """Marks whose last value did not fit beside their name."""

    @property
    def band(self) -> float:
        """How wide a year is."""
        return (WIDTH - LEFT - RIGHT) / (self.figure.last + 1 - self.figure.first)

    def x(self, time: float) -> float:
        return LEFT + (time - self.figure.first) * self.band

    def y(self, value: float) -> float:
        """Where a value stands; at the edge when it lies beyond the axis."""
        a, reach = self.axis, HEIGHT - BOTTOM - TOP
        return HEIGHT - BOTTOM - (min(max(value, a.low), a.high) - a.low) / (a.high - a.low) * reach

    def beyond(self, value: float) -> bool:
        return not self.axis.low <= value <= self.axis.high

    def spot(self, line: Line, point: Point) -> tuple[float, float]:
        """Where a point stands: in the middle of its period, men a little after women, so that both are seen."""
        start, end = time_of(point.period)
        return round(self.x((start + end) / 2) + _DODGE.get(line.kind, 0)), self.y(point.value)

    def write(self, css: str, spot: Spot, said: Words) -> None:
        self.texts.append(Text(f"{_ANCHORS[spot.anchor]}{css}", round(spot.x), round(spot.y), said))

    def try_to_write(self, css: str, spots: Iterable[Spot], said: Words) -> bool:
        """Words at the first of `spots` where they cover nothing; whether there was one."""
        width = max(text_width(said.sv), text_width(said.en)) * (BOLD if css.startswith("e ") else 1)
        found = self.room.place(width, spots)
        if found:
            self.write(css, found, said)
        return found is not None


def all_values(sheet: Sheet, line: Line, point: Point) -> Iterator[tuple[float, float]]:
    """(x, value) of a year's number and all that is printed beside it."""
    yield sheet.spot(line, point)[0], point.value
    yield from ((x, v) for x, _, v in others(sheet, line, point))
    yield from ((x, v) for x, _, v in earlier(sheet, line, point))


def others(sheet: Sheet, line: Line, point: Point) -> Iterator[tuple[float, float, float]]:
    """(x, y, value) of what is printed against a contested number, to the right of it where they would cover it."""
    x, y = sheet.spot(line, point)
    for value in point.others:
        yield x + (_ASIDE if abs(sheet.y(value) - y) < 8 else 0), sheet.y(value), value


def earlier(sheet: Sheet, line: Line, point: Point) -> Iterator[tuple[float, float, float]]:
    """(x, y, value) of what older reports printed, to the left of what is printed now."""
    x, _ = sheet.spot(line, point)
    for n, value in enumerate(reversed(point.earlier), start=1):
        yield x - n * _ASIDE, sheet.y(value), value


def layer(sheet: Sheet, draw: Callable[[Sheet], None]) -> Layer:
    """What `draw` puts on the sheet, taken off it as a layer of its own; the room it needs stays taken."""
    draw(sheet)
    layer = Layer(tuple(sheet.strokes), tuple(sheet.texts))
    sheet.strokes.clear()
    sheet.texts.clear()
    return layer


def years(sheet: Sheet) -> None:
    """Every year of the axis, or every second where there is no room, counted from the last."""
    every = 1 if sheet.band >= _YEAR_ROOM else 2 if sheet.band * 2 >= _YEAR_ROOM else 5
    for year in range(sheet.figure.last, sheet.figure.first - 1, -every):
        at = Spot(sheet.x(year + 0.5), HEIGHT - BOTTOM + 13, "middle")
        sheet.write("x", at, Words(str(year), str(year)))


def ticks(sheet: Sheet) -> None:
    right = WIDTH - RIGHT
    lines = "".join(f"M{LEFT:g} {spot(sheet.y(t))}H{right:g}" for t in sheet.axis.ticks if t)
    sheet.strokes.append(Stroke("g", lines))
    sheet.strokes.append(Stroke("o", f"M{LEFT:g} {spot(sheet.y(0))}H{right:g}"))
    for t in sheet.axis.ticks:
        sheet.write("y", Spot(LEFT - 5, sheet.y(t) + 3.5, "end"), Words(number(t, "sv", 2), number(t, "en", 2)))


def breaks(sheet: Sheet, breaks: Sequence[Break]) -> None:
    """Dashed lines from the day on which something changed, with what changed above them."""
    for b in breaks:
        x = sheet.x(date_time(b.date))
        if not LEFT - 1 <= x <= WIDTH - RIGHT + 1:
            continue
        sheet.strokes.append(Stroke("b", f"M{spot(x)} {TOP - 12:g}V{HEIGHT - BOTTOM:g}"))
        sheet.room.cover_line(((x, TOP - 12), (x, HEIGHT - BOTTOM)))
    for b in breaks:
        x = sheet.x(date_time(b.date))
        spots = (Spot(x + 3, TOP - 14, "start"), Spot(x - 3, TOP - 14, "end"))
        sheet.try_to_write("bl", spots, b.kind) or sheet.try_to_write("bl", spots, words()["break"])
