"""A panel of a figure placed on its axes: lines, markers, spans and targets, then the words beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.plot_beside import names, values
from corpus.plot_frame import (
    BOTTOM,
    HEIGHT,
    LEFT,
    TOP,
    WIDTH,
    Sheet,
    all_values,
    breaks,
    earlier,
    layer,
    others,
    ticks,
    years,
)
from corpus.plot_labels import Box, Room
from corpus.plot_marks import half_width, marker, spot
from corpus.plot_model import MARKS, Figure, Line, Panel, Point
from corpus.plot_scale import ValueAxis, date_time, is_year, runs, time_of
from corpus.plot_tell import told
from corpus.plot_views import PanelView, Stroke


def place(figure: Figure, panel: Panel, axis: ValueAxis) -> PanelView:
    """A panel of `figure` on `axis` -> its strokes and texts, in a box of WIDTH by HEIGHT."""
    sheet = Sheet(figure, panel, axis, Room(Box(LEFT - 12, TOP - 24, WIDTH, HEIGHT - BOTTOM)))
    broken = [b for b in figure.breaks if b.panel in ("", panel.key)]
    layers = [layer(sheet, draw) for draw in (years, ticks, lambda s: breaks(s, broken))]
    times = [date_time(b.date) for b in broken]
    for line in panel.lines:
        if line.kind in MARKS:
            _targets(sheet, line)
        else:
            _line(sheet, line, times)
    names(sheet)
    values(sheet)
    return PanelView(
        f"{figure.key}-{panel.key}",
        panel.title,
        panel.unit,
        told(figure, panel),
        WIDTH,
        HEIGHT,
        tuple(each for each in layers if each.strokes or each.texts),
        tuple(sheet.strokes),
        tuple(sheet.texts),
    )


def _line(sheet: Sheet, line: Line, broken: Sequence[float]) -> None:
    """The years in a row joined, every point with its marker, other periods as spans of their own."""
    within = replace(line, points=tuple(p for p in line.points if not sheet.beyond(p.value)))
    for run in runs(within, broken):
        corners = [sheet.spot(line, p) for p in run]
        if len(corners) > 1:
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


def _markers(sheet: Sheet, line: Line) -> Iterator[Stroke]:
    """The markers of a line, those of one state together. What lies beyond the axis is an arrow at its edge."""
    of_years = [p for p in line.points if is_year(p.period)]
    for state in ("plain", "contested", "corrected", "recovered"):
        alike = [p for p in of_years if p.state == state and not sheet.beyond(p.value)]
        spots = [sheet.spot(line, p) for p in alike]
        if state == "contested":
            spots += [(x, y) for p in alike for x, y, v in others(sheet, line, p) if not sheet.beyond(v)]
        if spots:
            yield from marker(line.kind, state, spots)
        for x, y in spots:
            sheet.room.cover(x, y, half_width(state), half_width(state))
    far = [(x, v) for p in of_years for x, v in all_values(sheet, line, p) if sheet.beyond(v)]
    if far:
        yield Stroke(f"f {line.kind}", "".join(_arrow(sheet, x, v) for x, v in far))


def _arrow(sheet: Sheet, x: float, value: float) -> str:
    up = value > sheet.axis.high
    y, slope = sheet.y(value), 4 if up else -4
    sheet.room.cover(x, y, 4, 4)
    return f"M{spot(x - 3)} {spot(y)}l3 {-slope}l3 {slope}"


def _beside(sheet: Sheet, line: Line, point: Point) -> None:
    """Ghosts of earlier reports, and threads from a number to what else is printed for it."""
    x, y = sheet.spot(line, point)
    ghosts = [(gx, gy) for gx, gy, v in earlier(sheet, line, point) if not sheet.beyond(v)]
    rest = [(ox, oy) for ox, oy, v in others(sheet, line, point) if not sheet.beyond(v)]
    if ghosts:
        sheet.strokes.append(Stroke("q", _path(((x, y), *ghosts))))
        sheet.strokes.append(Stroke("gh", "".join(f"M{spot(gx)} {spot(gy)}h.01" for gx, gy in ghosts)))
        for gx, gy in ghosts:
            sheet.room.cover(gx, gy, 2.5, 2.5)
    if rest:
        sheet.strokes.append(Stroke("c", "".join(_path(((x, y), other)) for other in rest)))


def _span(sheet: Sheet, line: Line, point: Point) -> None:
    """A half-year or another period as the stretch of time it is: never a point of the yearly line."""
    start, end = (sheet.x(t) for t in time_of(point.period))
    start, end = (start + 2, end - 3) if end - start > 8 else (start, end)  # clear of the year's own point
    for value in (point.value, *point.others):
        y = sheet.y(value)
        dashed = " dot" if point.state == "contested" else ""
        sheet.strokes.append(Stroke(f"s {line.kind}{dashed}", f"M{spot(start)} {spot(y - 3)}v6m0-3H{spot(end)}m0-3v6"))
        sheet.room.cover((start + end) / 2, y, (end - start) / 2 + 1, 3.5)


def _targets(sheet: Sheet, line: Line) -> None:
    """A tick across the whole period at the value that was aimed at, budgeted or forecast."""
    ticks = []
    for p in line.points:
        start, end = (sheet.x(t) for t in time_of(p.period))
        for value in (p.value, *p.others):
            y = sheet.y(value)
            ticks.append(f"M{spot(start + 2)} {spot(y)}H{spot(end - 2)}")
            sheet.room.cover((start + end) / 2, y, (end - start) / 2 - 2, 1.5)
    sheet.strokes.append(Stroke(f"tk {line.kind}", "".join(ticks)))
