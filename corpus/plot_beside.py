"""The words of a panel: names of lines beside their ends, numbers beside points, each only where it covers nothing."""

from __future__ import annotations

from collections.abc import Iterator

from corpus.plot_frame import Sheet, all_values
from corpus.plot_labels import Spot
from corpus.plot_model import MARKS, Line, Point
from corpus.plot_scale import is_year, number, part_name, time_of
from corpus.report_views import Words

_LONG = 1000
"""Values from here on are too long to stand behind the name of their line."""


def names(sheet: Sheet) -> None:
    """What each line and mark is, beside its last point; a lone line is named by the title of the panel."""
    several = sum(line.kind not in MARKS for line in sheet.panel.lines) > 1
    for line in sheet.panel.lines:
        mark = line.kind in MARKS
        if not line.points or not (several or mark):
            continue
        last = line.points[-1]
        _, end = time_of(last.period)
        x, y = sheet.spot(line, last)
        value = _number(last.value) if mark and abs(last.value) < _LONG else None
        said = Words(f"{line.label.sv} {value.sv}", f"{line.label.en} {value.en}") if value else line.label
        right = sheet.x(end) + 1 if mark or not is_year(last.period) else x + 10
        beside = [Spot(right, y + 3.5 + dy, "start") for dy in (0, -4, 4, -8, 8, -12, 12)]
        over = [Spot(x, y + dy, "middle") for dy in (-5, 12, -15, 22)]
        farther = [Spot(right, y + 3.5 + dy, "start") for dy in (-17, 17, -22, 22, -28, 28, -34)]
        near = [*beside[:3], *over[:2], *beside[3:]] if mark else [*beside, *over]
        css = f"e {line.kind}"
        placed = sheet.try_to_write(css, near, said)
        if not placed:
            sheet.try_to_write(css, [*near, *farther], line.label)
        if not placed or value is None:
            sheet.unsaid.add(line.kind)


def values(sheet: Sheet) -> None:
    """Numbers beside points, the telling ones first, while there is room."""
    for line in sheet.panel.lines:
        if line.kind in MARKS:
            continue
        for point in _by_weight(line):
            if is_year(point.period):
                for x, value in all_values(sheet, line, point):
                    css = "gv" if value in point.earlier else f"v {line.kind}"
                    sheet.try_to_write(css, _around(x, sheet.y(value)), _number(value))
            else:
                _span_value(sheet, line, point)
    for line in sheet.panel.lines:
        if line.kind in MARKS:
            last = line.points[-1]
            for before, point in zip((None, *line.points), line.points, strict=False):
                beside_name = None if line.kind in sheet.unsaid else last.value
                if point.value not in (before.value if before else None, beside_name):
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


def _span_value(sheet: Sheet, line: Line, point: Point) -> None:
    """The numbers of a part of a year with the part it is, '45 jan–juni'; alone where several lines have one."""
    start, end = (sheet.x(t) for t in time_of(point.period))
    several = any(line.kind != other.kind and other.kind not in MARKS for other in sheet.panel.lines)
    part = Words("", "") if several else Words(part_name(point.period, "sv"), part_name(point.period, "en"))
    for value in (point.value, *point.others):
        y, said = sheet.y(value), _number(value)
        after = [Spot(start + 3, y + dy, "start") for dy in (-6, 14)] + [Spot(end + 4, y + 3.5, "start")]
        before = [Spot(end, y + dy, "end") for dy in (-6, 14)] + [Spot(start - 3, y + 3.5, "end")]
        full = Words(f"{said.sv} {part.sv}".strip(), f"{said.en} {part.en}".strip())
        sheet.try_to_write(f"v {line.kind}", [*after, *before], full)
