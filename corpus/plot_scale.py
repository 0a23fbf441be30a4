"""Axes of a figure: where a period lies in time, how far values reach, which ticks there are; numbers as written."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from corpus.plot_model import Line, Panel, Point
from normalize import periods

FAR = 1.6
"""A contested or revised value beyond this many times the largest undisputed one stands at the edge, with an arrow."""
_MOST_STEPS = 4
_LOW_SHARE = 20.0
"""Shares that never reach this many percent get an axis of their own; all others end at 100 or above."""
_MONTHS = {
    "sv": ("jan", "feb", "mars", "april", "maj", "juni", "juli", "aug", "sept", "okt", "nov", "dec"),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec"),
}


@dataclass(frozen=True, slots=True)
class ValueAxis:
    """How far the axis reaches, and the round values within that get a line; what lies beyond stands at its edge."""

    low: float
    high: float
    ticks: tuple[float, ...]


def time_of(period: str) -> tuple[float, float]:
    """When a period begins and ends, as years with a fraction: 2025-H1 -> (2025.0, 2025.5). ValueError for others."""
    found = periods.parse(period)
    if found is None or not found.start or not found.end:
        raise ValueError(f"not a period: {period!r}")
    return _time(date.fromisoformat(found.start)), _time(date.fromisoformat(found.end) + timedelta(days=1))


def is_year(period: str) -> bool:
    """Whether a period is one calendar year: those alone make a line."""
    return len(period) == 4 and period.isdecimal()


def date_time(text: str) -> float:
    """A date, month or year as a year with a fraction: 2016-12 -> 2016.92. ValueError when it is none."""
    return _time(date.fromisoformat((text + "-01-01")[:10]))


def _time(day: date) -> float:
    """A date as a year with a fraction, every month a twelfth."""
    return day.year + (day.month - 1) / 12 + (day.day - 1) / 31 / 12


def value_axis(panels: Sequence[Panel]) -> ValueAxis:
    """The axis that holds the values of `panels`: from zero, below it only where values are."""
    points = [p for panel in panels for line in panel.lines for p in line.points]
    sure = [p.value for p in points if p.state != "contested"] or [p.value for p in points]
    top, bottom = max((*sure, 0.0)), min((*sure, 0.0))
    within = [v for p in points for v in (p.value, *p.others, *p.earlier) if bottom * FAR <= v <= top * FAR]
    top, bottom = max((*within, top)), min((*within, bottom))
    if panels and panels[0].scale == "percent" and bottom >= 0:
        top = max(top, 100.0) if top > _LOW_SHARE else max(top, 1.0)
    whole = bool(panels) and panels[0].scale == "count"
    top = top if top > bottom else bottom + 1.0
    return ValueAxis(bottom, top, _ticks(bottom, top, whole=whole))


def _ticks(bottom: float, top: float, *, whole: bool) -> tuple[float, ...]:
    """Even steps of 1, 2 or 5 (and 25) times a power of ten between `bottom` and `top`, at most four of them."""
    reach = top - bottom
    power = 10.0 ** (math.floor(math.log10(reach)) - 1)
    steps = (m * scale for scale in (power, power * 10, power * 100) for m in (1.0, 2.0, 2.5, 5.0))
    for step in steps:
        if whole and step != int(step):
            continue
        first, last = math.ceil(bottom / step), math.floor(top / step)
        if last - first <= _MOST_STEPS:
            return tuple(round(n * step, 6) for n in range(first, last + 1))
    raise AssertionError(f"no step for {bottom} to {top}")


def number(value: float, lang: str, decimals: int = 1) -> str:
    """A number as written in Sweden (1 234,5 with no-break spaces, − for minus) or in English (1,234.5)."""
    text = f"{abs(value):,.{decimals}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    if lang != "en":
        text = text.replace(",", "\N{NO-BREAK SPACE}").replace(".", ",")
    return f"−{text}" if value < 0 and text.strip("0,. ") else text


def period_name(period: str, lang: str) -> str:
    """2025-H1 -> 'jan–juni 2025'; a year or span of years as it is."""
    found = periods.parse(period)
    if found is None or found.freq in ("A", "I"):
        return period
    if found.freq == "S":
        return period.replace("/", "–")
    return f"{part_name(period, lang)} {period[:4]}"


def part_name(period: str, lang: str) -> str:
    """Which months of its year a period is, 'jan–juni'; empty for whole years."""
    found = periods.parse(period)
    if found is None or found.freq in ("A", "S", "I"):
        return ""
    months = _MONTHS["en" if lang == "en" else "sv"]
    return f"{months[int(found.start[5:7]) - 1]}–{months[int(found.end[5:7]) - 1]}"


def runs(line: Line, breaks: Sequence[float]) -> Iterator[list[Point]]:
    """The years in a row of a line, cut where a year is missing and at `breaks`: what may be joined."""
    run: list[Point] = []
    for point in (p for p in line.points if is_year(p.period)):
        if run:
            before, now = int(run[-1].period), int(point.period)
            if now - before != 1 or any(before + 0.5 < b <= now + 0.5 for b in breaks):
                yield run
                run = []
        run.append(point)
    if run:
        yield run
