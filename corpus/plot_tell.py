"""What a figure says in words: a sentence per panel for those who do not see it, the signs used, and the numbers."""

from __future__ import annotations

from collections.abc import Iterator

from corpus.plot_marks import marker
from corpus.plot_model import MARKS, Figure, Line, Panel, Point
from corpus.plot_scale import is_year, number, period_name, time_of, value_axis
from corpus.plot_views import Cell, Sign, Stroke, TableView
from corpus.plot_words import joined, say, words
from corpus.report_views import Words


def told(figure: Figure, panel: Panel) -> Words:
    """A panel in a sentence or two: where each line begins and ends, its extremes, which years are missing."""
    lines = [line for line in panel.lines if line.points]
    several = sum(line.kind not in MARKS for line in lines) > 1
    parts = []
    for line in lines:
        name = line.label if several or line.kind in MARKS else panel.title
        parts.append(joined([name, joined(list(course(line, (figure.first, figure.last))))], " "))
    broken = [b.date for b in figure.breaks if b.panel in ("", panel.key)]
    if broken:
        parts.append(say("broken", ", ".join(broken)))
    sentence = joined(parts or [words()["nothing"]], "; ")
    return Words(*(s[:1].upper() + s[1:] + "." for s in (sentence.sv, sentence.en)))


def course(line: Line, axis: tuple[int, int]) -> Iterator[Words]:
    """Where a line begins and ends, its extremes, and the years of the axis that it does not have."""
    years = [p for p in line.points if is_year(p.period)]
    for p in line.points:
        if not is_year(p.period):
            yield say("only", _number(p.value), Words(*(period_name(p.period, lang) for lang in ("sv", "en"))))
    if not years:
        return
    first, last = years[0], years[-1]
    if first is last:
        yield say("only", _number(first.value), first.period)
    else:
        yield say("first_last", _number(first.value), first.period, _number(last.value), last.period)
    if line.kind in MARKS:
        return
    top, bottom = max(years, key=lambda p: p.value), min(years, key=lambda p: p.value)
    if {top, bottom} - {first, last}:
        yield say("extremes", _number(top.value), top.period, _number(bottom.value), bottom.period)
    have = {p.period for p in years}
    missing = [str(y) for y in range(axis[0], axis[1] + 1) if str(y) not in have]
    if missing:
        yield say("missing", ", ".join(missing))


def _number(value: float) -> Words:
    return Words(number(value, "sv"), number(value, "en"))


def table(figure: Figure) -> TableView:
    """The numbers of all panels: every year of the axis, and the other periods among them; a column a line."""
    lines = [(panel, line) for panel in figure.panels for line in panel.lines if line.points]
    years = {str(y) for y in range(figure.first, figure.last + 1)}
    periods = sorted(years | {p.period for _, line in lines for p in line.points}, key=lambda p: (time_of(p)[1], p))
    by_period = [{p.period: p for p in line.points} for _, line in lines]
    rows = tuple(
        (
            Words(*(period_name(period, lang) for lang in ("sv", "en"))),
            tuple(_cell(points.get(period)) for points in by_period),
        )
        for period in periods
    )
    return TableView(tuple(_heading(panel, line) for panel, line in lines), rows)


def _heading(panel: Panel, line: Line) -> Words:
    several = sum(other.kind not in MARKS for other in panel.lines) > 1
    return joined([panel.title, line.label]) if several or line.kind in MARKS else panel.title


def _cell(point: Point | None) -> Cell:
    if point is None:
        return Cell(words()["none"])
    notes = []
    if point.others:
        notes.append(say("also", joined([_number(v) for v in point.others])))
    if point.earlier:
        notes.append(say("earlier", joined([_number(v) for v in point.earlier])))
    if point.state in ("corrected", "recovered"):
        notes.append(words()[point.state])
    said = _number(point.value)
    if notes:
        inside = joined(notes)
        said = Words(f"{said.sv} ({inside.sv})", f"{said.en} ({inside.en})")
    return Cell(said, point.source)


_SPAN = "M3 4v6m0-3H19m0-3v6"


def signs(figure: Figure) -> tuple[Sign, ...]:
    """The marks that are in the figure and do not explain themselves, with a small picture of each."""
    points = [(line, p) for panel in figure.panels for line in panel.lines for p in line.points]
    lines = [(line, p) for line, p in points if line.kind not in MARKS]
    years = [p for _, p in lines if is_year(p.period)]
    found = [
        Sign(tuple(marker("T", state, ((11.0, 7.0),))), words()[f"sign_{state}"])
        for state in ("contested", "corrected", "recovered")
        if any(p.state == state for p in years)
    ]
    if any(p.earlier for p in years):
        ghost = (Stroke("q", "M15 7L6 9"), Stroke("gh", "M6 9h.01"), *marker("T", "plain", ((15.0, 7.0),)))
        found.append(Sign(ghost, words()["sign_earlier"]))
    spans = [p for _, p in lines if not is_year(p.period)]
    if any(p.state == "contested" for p in spans) and not any(p.state == "contested" for p in years):
        found.insert(0, Sign((Stroke("s T dot", _SPAN),), words()["sign_contested"]))
    if spans:
        found.append(Sign((Stroke("s T", _SPAN),), words()["sign_span"]))
    found += [
        Sign((Stroke(f"tk {kind}", "M3 7H19"),), words()[f"sign_{kind}"])
        for kind in ("target", "budget", "forecast")
        if any(line.kind == kind for line, _ in points)
    ]
    if _beyond(figure):
        found.append(Sign((Stroke("f T", "M8 9l3-4l3 4"),), words()["sign_far"]))
    if figure.breaks:
        found.append(Sign((Stroke("b", "M11 1V13"),), words()["sign_break"]))
    return tuple(found)


def _beyond(figure: Figure) -> bool:
    for group in axis_groups(figure):
        axis = value_axis(group)
        points = [p for panel in group for line in panel.lines for p in line.points]
        if any(not axis.low <= v <= axis.high for p in points for v in (p.value, *p.others, *p.earlier)):
            return True
    return False


def axis_groups(figure: Figure) -> list[list[Panel]]:
    """The panels that share a value axis: all that count people, and every other one by itself."""
    counts = [p for p in figure.panels if p.scale == "count"]
    return ([counts] if counts else []) + [[p] for p in figure.panels if p.scale != "count"]


def notes(figure: Figure) -> tuple[Words, ...]:
    """Breaks and sources in words."""
    said = [say("break_note", b.date, joined([b.kind, Words(b.why, b.why)], ", ")) for b in figure.breaks]
    if figure.sources:
        listed = joined(list(dict.fromkeys(figure.sources)), "; ")
        said.append(joined([words()["source"], listed], ": "))
    return tuple(Words(s.sv.rstrip(". ") + ".", s.en.rstrip(". ") + ".") for s in said)
