"""A panel of a figure placed on its axes: lines, marks, spans, breaks and the words beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from corpus.plot_labels import BOLD, Box, Room, Spot, text_width
from corpus.plot_marks import half_width, marker, spot
from corpus.plot_model import MARKS, Break, Figure, Line, Panel, Point
from corpus.plot_scale import ValueAxis, date_time, is_year, number, part_name, runs, time_of
from corpus.plot_tell import told
from corpus.plot_views import Layer, PanelView, Stroke, Text
from corpus.plot_words import words
from corpus.report_views import Words

WIDTH, HEIGHT = 340, 178
_LEFT, _RIGHT, _TOP, _BOTTOM = 32.0, 48.0, 42.0, 20.0
_YEAR_ROOM = 25.0
"""A year needs this much to be written out."""
_LONG = 1000
"""Values from here on are too long to stand behind the name of their line."""
_DODGE: Mapping[str, int] = {"K": -2, "M": 2}
_ASIDE = 6.0
"""How far beside a point stand the values that earlier reports, or other places, print for it."""


_ANCHORS = {"start": "", "middle": "mi ", "end": "nd "}
"""The class by which the style sheet knows where a text is anchored."""


@dataclass(slots=True)
class _Sheet:
    """The panel while it is drawn: its axes, and what is on it so far."""

    figure: Figure
    panel: Panel
    axis: ValueAxis
    room: Room
    strokes: list[Stroke] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)

    @property
    def band(self) -> float:
        """How wide a year is."""
        return (WIDTH - _LEFT - _RIGHT) / (self.figure.last + 1 - self.figure.first)

    def x(self, time: float) -> float:
        return _LEFT + (time - self.figure.first) * self.band

    def y(self, value: float) -> float:
        """Where a value stands; at the edge when it lies beyond the axis."""
        a, reach = self.axis, HEIGHT - _BOTTOM - _TOP
        return HEIGHT - _BOTTOM - (min(max(value, a.low), a.high) - a.low) / (a.high - a.low) * reach

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


def place(figure: Figure, panel: Panel, axis: ValueAxis) -> PanelView:
    """A panel of `figure` on `axis` -> its strokes and texts, in a box of WIDTH by HEIGHT."""
    sheet = _Sheet(figure, panel, axis, Room(Box(_LEFT - 12, _TOP - 24, WIDTH, HEIGHT - _BOTTOM)))
    breaks = [b for b in figure.breaks if b.panel in ("", panel.key)]
    layers = [_layer(sheet, draw) for draw in (_years, _ticks, lambda s: _breaks(s, breaks))]
    times = [date_time(b.date) for b in breaks]
    for line in panel.lines:
        if line.kind in MARKS:
            _targets(sheet, line)
        else:
            _line(sheet, line, times)
    _names(sheet)
    _values(sheet)
    return PanelView(
        f"{figure.key}-{panel.key}",
        panel.title,
        panel.unit,
        told(figure, panel),
        WIDTH,
        HEIGHT,
        tuple(layer for layer in layers if layer.strokes or layer.texts),
        tuple(sheet.strokes),
        tuple(sheet.texts),
    )


def _layer(sheet: _Sheet, draw: Callable[[_Sheet], None]) -> Layer:
    """What `draw` puts on the sheet, taken off it as a layer of its own; the room it needs stays taken."""
    draw(sheet)
    layer = Layer(tuple(sheet.strokes), tuple(sheet.texts))
    sheet.strokes.clear()
    sheet.texts.clear()
    return layer


def _years(sheet: _Sheet) -> None:
    """Every year of the axis, or every second where there is no room, counted from the last."""
    every = 1 if sheet.band >= _YEAR_ROOM else 2 if sheet.band * 2 >= _YEAR_ROOM else 5
    for year in range(sheet.figure.last, sheet.figure.first - 1, -every):
        at = Spot(sheet.x(year + 0.5), HEIGHT - _BOTTOM + 13, "middle")
        sheet.write("x", at, Words(str(year), str(year)))


def _ticks(sheet: _Sheet) -> None:
    right = WIDTH - _RIGHT
    lines = "".join(f"M{_LEFT:g} {spot(sheet.y(t))}H{right:g}" for t in sheet.axis.ticks if t)
    sheet.strokes.append(Stroke("g", lines))
    sheet.strokes.append(Stroke("o", f"M{_LEFT:g} {spot(sheet.y(0))}H{right:g}"))
    for t in sheet.axis.ticks:
        sheet.write("y", Spot(_LEFT - 5, sheet.y(t) + 3.5, "end"), Words(number(t, "sv", 2), number(t, "en", 2)))


def _breaks(sheet: _Sheet, breaks: Sequence[Break]) -> None:
    """Dashed lines from the day on which something changed, with what changed above them."""
    for b in breaks:
        x = sheet.x(date_time(b.date))
        if not _LEFT - 1 <= x <= WIDTH - _RIGHT + 1:
            continue
        sheet.strokes.append(Stroke("b", f"M{spot(x)} {_TOP - 12:g}V{HEIGHT - _BOTTOM:g}"))
        sheet.room.cover_line(((x, _TOP - 12), (x, HEIGHT - _BOTTOM)))
    for b in breaks:
        x = sheet.x(date_time(b.date))
        spots = (Spot(x + 3, _TOP - 14, "start"), Spot(x - 3, _TOP - 14, "end"))
        sheet.try_to_write("bl", spots, b.kind) or sheet.try_to_write("bl", spots, words()["break"])


def _line(sheet: _Sheet, line: Line, breaks: Sequence[float]) -> None:
    """The years in a row joined, every point with its marker, other periods as spans of their own."""
    for run in runs(line, breaks):
        corners = [sheet.spot(line, p) for p in run if not sheet.beyond(p.value)]
        if len(corners) > 1 and len(corners) == len(run):
            sheet.strokes.append(Stroke(f"l {line.kind}", _path(corners)))
            sheet.room.cover_line(corners)
    for point in line.points:
        if is_year(point.period):
            _beside(sheet, line, point)
    for point in line.points:
        if not is_year(point.period):
            _span(sheet, line, point)
    sheet.strokes.extend(_markers(sheet, line))


def _path(corners: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{spot(x)} {spot(y)}" for x, y in corners)


def _markers(sheet: _Sheet, line: Line) -> Iterator[Stroke]:
    """The markers of a line, those of one state together. What lies beyond the axis is an arrow at its edge."""
    years = [p for p in line.points if is_year(p.period)]
    for state in ("plain", "contested", "corrected", "recovered"):
        alike = [p for p in years if p.state == state and not sheet.beyond(p.value)]
        spots = [sheet.spot(line, p) for p in alike]
        if state == "contested":
            spots += [(x, y) for p in alike for x, y, v in _others(sheet, line, p) if not sheet.beyond(v)]
        if spots:
            yield from marker(line.kind, state, spots)
        for x, y in spots:
            sheet.room.cover(x, y, half_width(state), half_width(state))
    far = [(x, v) for p in years for x, v in _all_values(sheet, line, p) if sheet.beyond(v)]
    if far:
        yield Stroke(f"f {line.kind}", "".join(_arrow(sheet, x, v) for x, v in far))


def _all_values(sheet: _Sheet, line: Line, point: Point) -> Iterator[tuple[float, float]]:
    """(x, value) of a year's number and all that is printed beside it."""
    yield sheet.spot(line, point)[0], point.value
    yield from ((x, v) for x, _, v in _others(sheet, line, point))
    yield from ((x, v) for x, _, v in _earlier(sheet, line, point))


def _arrow(sheet: _Sheet, x: float, value: float) -> str:
    up = value > sheet.axis.high
    y, slope = sheet.y(value), 4 if up else -4
    sheet.room.cover(x, y, 4, 4)
    return f"M{spot(x - 3)} {spot(y)}l3 {-slope}l3 {slope}"


def _others(sheet: _Sheet, line: Line, point: Point) -> Iterator[tuple[float, float, float]]:
    """(x, y, value) of what is printed against a contested number, to the right of it where they would cover it."""
    x, y = sheet.spot(line, point)
    for value in point.others:
        yield x + (_ASIDE if abs(sheet.y(value) - y) < 8 else 0), sheet.y(value), value


def _earlier(sheet: _Sheet, line: Line, point: Point) -> Iterator[tuple[float, float, float]]:
    """(x, y, value) of what older reports printed, to the left of what is printed now."""
    x, _ = sheet.spot(line, point)
    for n, value in enumerate(reversed(point.earlier), start=1):
        yield x - n * _ASIDE, sheet.y(value), value


def _beside(sheet: _Sheet, line: Line, point: Point) -> None:
    """Ghosts of earlier reports, and threads from a number to what else is printed for it."""
    x, y = sheet.spot(line, point)
    ghosts = [(gx, gy) for gx, gy, v in _earlier(sheet, line, point) if not sheet.beyond(v)]
    others = [(ox, oy) for ox, oy, v in _others(sheet, line, point) if not sheet.beyond(v)]
    if ghosts:
        sheet.strokes.append(Stroke("q", _path(((x, y), *ghosts))))
        sheet.strokes.append(Stroke("gh", "".join(f"M{spot(gx)} {spot(gy)}h.01" for gx, gy in ghosts)))
        for gx, gy in ghosts:
            sheet.room.cover(gx, gy, 2.5, 2.5)
    if others:
        sheet.strokes.append(Stroke("c", "".join(_path(((x, y), other)) for other in others)))


def _span(sheet: _Sheet, line: Line, point: Point) -> None:
    """A half-year or another period as the stretch of time it is: never a point of the yearly line."""
    start, end = (sheet.x(t) for t in time_of(point.period))
    start, end = (start + 2, end - 3) if end - start > 8 else (start, end)  # clear of the year's own point
    for value in (point.value, *point.others):
        y = sheet.y(value)
        dashed = " dot" if point.state == "contested" else ""
        sheet.strokes.append(Stroke(f"s {line.kind}{dashed}", f"M{spot(start)} {spot(y - 3)}v6m0-3H{spot(end)}m0-3v6"))
        sheet.room.cover((start + end) / 2, y, (end - start) / 2 + 1, 3.5)


def _targets(sheet: _Sheet, line: Line) -> None:
    """A tick across the whole period at the value that was aimed at, budgeted or forecast."""
    ticks = []
    for p in line.points:
        start, end = (sheet.x(t) for t in time_of(p.period))
        for value in (p.value, *p.others):
            y = sheet.y(value)
            ticks.append(f"M{spot(start + 2)} {spot(y)}H{spot(end - 2)}")
            sheet.room.cover((start + end) / 2, y, (end - start) / 2 - 2, 1.5)
    sheet.strokes.append(Stroke(f"tk {line.kind}", "".join(ticks)))


def _names(sheet: _Sheet) -> None:
    """What each line and mark is, beside its last point; a lone line is named by the title of the panel."""
    several = sum(line.kind not in MARKS for line in sheet.panel.lines) > 1
    for line in sheet.panel.lines:
        mark = line.kind in MARKS
        if not line.points or not (several or mark):
            continue
        last = line.points[-1]
        _, end = time_of(last.period)
        x, y = sheet.spot(line, last)
        value = _number(last.value) if mark and abs(last.value) < _LONG else Words("", "")
        said = Words(f"{line.label.sv} {value.sv}".strip(), f"{line.label.en} {value.en}".strip())
        right = sheet.x(end) + 1 if mark or not is_year(last.period) else x + 10
        beside = [Spot(right, y + 3.5 + dy, "start") for dy in (0, -4, 4, -8, 8, -12, 12)]
        over = [Spot(x, y + dy, "middle") for dy in (-5, 12, -15, 22)]
        farther = [Spot(right, y + 3.5 + dy, "start") for dy in (-17, 17, -22, 22, -28, 28, -34)]
        near = [*beside[:3], *over[:2], *beside[3:]] if mark else [*beside, *over]
        sheet.try_to_write(f"e {line.kind}", [*near, *farther], said)


def _values(sheet: _Sheet) -> None:
    """Numbers beside points, the telling ones first, while there is room."""
    for line in sheet.panel.lines:
        if line.kind in MARKS:
            continue
        for point in _by_weight(line):
            if is_year(point.period):
                for x, value in _all_values(sheet, line, point):
                    css = "gv" if value in point.earlier else f"v {line.kind}"
                    sheet.try_to_write(css, _around(x, sheet.y(value)), _number(value))
            else:
                _span_value(sheet, line, point)
    for line in sheet.panel.lines:
        if line.kind in MARKS:
            for before, point in zip((None, *line.points), line.points[:-1], strict=False):
                if point.value not in (before.value if before else None, line.points[-1].value):
                    x, y = sheet.spot(line, point)
                    over = [Spot(x, y + dy, "middle") for dy in (-5, 12, -9, 16)]
                    sheet.try_to_write(f"v {line.kind}", over, _number(point.value))


def _number(value: float) -> Words:
    return Words(number(value, "sv"), number(value, "en"))


def _around(x: float, y: float) -> Iterator[Spot]:
    """Where the number of a point may stand: over it, under it, a little further, to its sides."""
    yield from (Spot(x, y + dy, "middle") for dy in (-7, 14, -11, 18))
    yield from (Spot(x + 7, y + dy, "start") for dy in (-3, 3.5, 10))
    yield from (Spot(x - 7, y + dy, "end") for dy in (-3, 3.5, 10))


def _by_weight(line: Line) -> list[Point]:
    """The points of a line: doubtful ones and spans, the last, first, highest and lowest, then the others in time."""
    years = [p for p in line.points if is_year(p.period)] or list(line.points)
    if not years:
        return []
    ends = (years[-1], years[0], max(years, key=lambda p: p.value), min(years, key=lambda p: p.value))
    doubtful = [p for p in line.points if p.state != "plain" or p.earlier or not is_year(p.period)]
    return list(dict.fromkeys((*doubtful, *ends, *line.points)))


def _span_value(sheet: _Sheet, line: Line, point: Point) -> None:
    """The number of a part of a year with the part it is, '45 jan–juni'; alone where several lines have one."""
    start, end = (sheet.x(t) for t in time_of(point.period))
    y = sheet.y(point.value)
    said = Words(*(f"{number(point.value, lang)} {part_name(point.period, lang)}".strip() for lang in ("sv", "en")))
    if any(line.kind != other.kind and other.kind not in MARKS for other in sheet.panel.lines):
        said = _number(point.value)
    after = [Spot(start + 3, y + dy, "start") for dy in (-6, 14)] + [Spot(end + 4, y + 3.5, "start")]
    before = [Spot(end, y + dy, "end") for dy in (-6, 14)] + [Spot(start - 3, y + 3.5, "end")]
    sheet.try_to_write(f"v {line.kind}", [*after, *before], said)
