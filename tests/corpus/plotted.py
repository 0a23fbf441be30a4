"""Small figures of series for tests: a line is a dict of periods, RICH has every kind of mark."""

from __future__ import annotations

from typing import Any

from corpus.plot_model import Break, Figure, Kind, Line, Panel, Point
from corpus.report_views import Words

PEOPLE = Words("personer", "persons")
ALL = Words("totalt", "total")


def line(values: dict[str, float | Point], kind: Kind = "T", label: Words = ALL) -> Line:
    return Line(kind, label, tuple(v if isinstance(v, Point) else Point(p, v) for p, v in values.items()))


def panel(*lines: Line, key: str = "participants", scale: Any = "count") -> Panel:
    return Panel(key, Words("Deltagare", "Participants"), PEOPLE, scale, lines)


def figure(*panels: Panel, **rest: Any) -> Figure:
    return Figure("hbs", "upis", Words("UPIS", "UPIS"), "HBS", 2017, 2025, panels, **rest)


RICH = figure(
    panel(
        line({"2017": Point("2017", 34, "contested", (26,)), "2018": 47, "2021": 1515, "2025-H1": 20, "2025": 41.5}),
        line({"2018": 50, "2019": 50}, "target", Words("mål", "target")),
    ),
    panel(
        line({"2017": 13, "2018": 16}, "K", Words("kvinnor", "women")),
        line({"2017": 31, "2018": Point("2018", 31, earlier=(30,))}, "M", Words("män", "men")),
        line({"2017": 1, "2018": 2}, "A", Words("annat", "other")),
        key="women_and_men",
    ),
    breaks=(Break("2021-01-01", Words("ny definition", "definition changed"), "<b>why</b> & how"),),
    sources=(Words("årsredovisning 2017–2025", "annual report 2017–2025"),),
)
