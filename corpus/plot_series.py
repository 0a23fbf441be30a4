"""Rows of the views `series` and `series_breaks` -> figures: one an intervention, all over the same years."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import cast

from corpus.contract import Row, codelists
from corpus.plot_choice import PanelSpec
from corpus.plot_model import MARKS, Break, Figure, Kind, Line, Panel, Point, State
from corpus.plot_scale import is_year, time_of
from corpus.plot_words import joined
from corpus.report_views import Words

Key = tuple[str, str]
"""(federation, intervention)"""


@dataclass(frozen=True, slots=True)
class Given:
    """What all figures of a dataset have in common: panels, breaks and reports as rows, first and last year."""

    specs: Sequence[PanelSpec]
    breaks: Sequence[Row]
    reports: Sequence[Row]
    years: tuple[int, int]


def made(rows: Iterable[Row], given: Given) -> list[Figure]:
    """Rows of the view `series`, every vintage of them -> a figure an intervention, those of all together first.

    What no panel shows is left out, and so is an intervention with nothing to show.
    """
    of: dict[Key, list[Row]] = defaultdict(list)
    for row in rows:
        if _text(row, "series").split("/")[3:4] == [""]:  # a part of a measure is another thing than the whole of it
            of[_text(row, "federation"), _text(row, "intervention")].append(row)
    found = [_figure(key, of[key], given) for key in sorted(of)]
    return sorted(
        (f for f in found if f.panels), key=lambda f: (f.federation, f.intervention_id != "_all", f.title.sv, f.key)
    )


def _figure(key: Key, rows: Sequence[Row], given: Given) -> Figure:
    cells: dict[tuple[str, str, str, str], list[Row]] = defaultdict(list)
    for row in rows:
        cells[_text(row, "measure"), _text(row, "role"), _text(row, "gender"), _text(row, "unit")].append(row)
    panels = tuple(p for s in given.specs if (p := _panel(s, cells)).lines)
    kept = [s for s in given.specs if s.key in {p.key for p in panels}]
    shown = {(m, s.unit) for s in kept for m, _ in (*s.lines, *s.marks)}
    vintages = {_text(r, "vintage") for r in rows if (r["measure"], r["unit"]) in shown}
    federation, intervention = key
    return Figure(
        federation,
        intervention,
        _intervention(intervention, rows),
        _text(rows[0], "federation_name") or federation,
        *given.years,
        panels,
        tuple(_breaks(key, given, panels)),
        tuple(_sources([r for r in given.reports if _text(r, "report_id") in vintages])),
    )


def _intervention(code: str, rows: Sequence[Row]) -> Words:
    pseudo = codelists()["pseudo_interventions"].get(code)
    if pseudo:
        return Words(pseudo.label_sv, pseudo.label_en)
    name = _text(rows[0], "intervention_name") or code
    return Words(name, name)


def _panel(spec: PanelSpec, cells: Mapping[tuple[str, str, str, str], Sequence[Row]]) -> Panel:
    lines = [
        Line(cast(Kind, gender), _gender(gender), _points(cells.get((measure, "actual", gender, spec.unit), ())))
        for measure, gender in spec.lines
    ]
    seen: dict[str, tuple[Point, ...]] = {}
    for measure, role in spec.marks:  # the first measure that has such a mark is taken
        seen[role] = seen.get(role) or _points(cells.get((measure, role, "T", spec.unit), ()))
    marks = [Line(cast(Kind, role), _role(role), points) for role, points in seen.items()]
    kept = [line for line in lines if line.points and (line.kind != "A" or any(p.value for p in line.points))]
    unit = codelists()["units"][spec.unit]
    said = Words("tkr", "tkr") if spec.unit == "tkr" else Words(unit.label_sv, unit.label_en)
    return Panel(spec.key, spec.title, said, spec.scale, tuple(kept + [m for m in marks if m.points]))


def _gender(code: str) -> Words:
    found = codelists()["genders"][code]
    return Words(found.label_sv.lower(), found.label_en.lower()) if code != "A" else Words("annat", "other")


def _role(code: str) -> Words:
    found = codelists()["roles"][code]
    return Words(found.label_sv.lower(), found.label_en.lower())


def _points(rows: Sequence[Row]) -> tuple[Point, ...]:
    """The rows of one series -> a point a period, in order of time; whole years after parts that end with them."""
    by_period: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_period[_text(row, "period")].append(row)
    order = sorted(by_period, key=lambda p: (time_of(p)[1], time_of(p)[0]))
    return tuple(_point(period, by_period[period]) for period in order)


def _point(period: str, rows: Sequence[Row]) -> Point:
    """All that is printed for a period -> what the latest report says, the readings against it, and what was before."""
    rows = sorted(rows, key=lambda r: (_text(r, "vintage_date"), cast(int, r["alternative"]), _text(r, "vintage")))
    latest = [r for r in rows if r["latest"]]
    best = min(latest, key=lambda r: (cast(int, r["alternative"]), rows.index(r)))
    value = _value(best)
    others = tuple(dict.fromkeys(v for r in latest if (v := _value(r)) != value))
    before = tuple(v for r in rows if not r["latest"] and _differs(r, best) and (v := _value(r)) not in others)
    contested = bool(others) or bool(best["contested"])
    quality = _text(best, "quality")
    state = "contested" if contested else quality if quality in ("corrected", "recovered") else "plain"
    source = f"{_text(best, 'vintage')}: {_text(best, 'obs_id')}"
    return Point(period, value, cast(State, state), others, tuple(v for v, _ in groupby(before)), source)


def _value(row: Row) -> float:
    return round(float(cast(float, row["value"])), 6)


def _differs(row: Row, other: Row) -> bool:
    """Whether two printings differ by more than their rounding."""
    slack = sum(float(cast(float, r.get("rounding") or 0)) for r in (row, other))
    return abs(_value(row) - _value(other)) > slack


def _breaks(key: Key, given: Given, panels: Sequence[Panel]) -> Iterator[Break]:
    """The breaks of an intervention that lie within its panels; one for a measure alone goes to the panels of it."""
    federation, intervention = key
    types = codelists()["break_types"]
    for b in sorted(given.breaks, key=lambda b: (_text(b, "date"), _text(b, "type"), _text(b, "measure"))):
        if _text(b, "federation") != federation or _text(b, "intervention") not in ("*", intervention):
            continue
        found = types.get(_text(b, "type"))
        kind = Words(found.label_sv.lower(), found.label_en.lower()) if found else Words("brott", "break")
        measure = _text(b, "measure")
        about = [s.key for s in given.specs if measure in {m for m, _ in s.lines}]
        for panel in [""] if measure == "*" else [p.key for p in panels if p.key in about]:
            yield Break(_text(b, "date"), kind, _text(b, "why"), panel)


def _sources(reports: Iterable[Row]) -> Iterator[Words]:
    """'Årsredovisning 2019–2022, 2024': the reports that the numbers come from, by kind."""
    kinds = codelists()["report_kinds"]
    periods: dict[str, set[str]] = defaultdict(set)
    for r in reports:
        periods[_text(r, "kind")].add(_text(r, "period"))
    for kind in sorted(periods, key=lambda k: (list(kinds).index(k) if k in kinds else len(kinds), k)):
        label = kinds.get(kind)
        years = [p for p in periods[kind] if is_year(p)]
        said = ", ".join((*_stretches(sorted(map(int, years))), *sorted(periods[kind] - set(years))))
        yield joined(
            [Words(label.label_sv.lower(), label.label_en.lower()) if label else Words(kind, kind), Words(said, said)],
            " ",
        )


def _stretches(years: Sequence[int]) -> Iterator[str]:
    """[2017, 2018, 2019, 2022] -> '2017–2019', '2022'."""
    for _, group in groupby(enumerate(years), key=lambda pair: pair[1] - pair[0]):
        run = [year for _, year in group]
        yield str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}"


def worth_showing(figure: Figure) -> bool:
    """Whether some line of the figure has at least two years: one dot is no series."""
    lines = [line for panel in figure.panels for line in panel.lines if line.kind not in MARKS]
    return any(sum(is_year(p.period) for p in line.points) > 1 for line in lines)


def _text(row: Row, column: str) -> str:
    value = row.get(column)
    return "" if value is None or value != value else str(value)  # noqa: PLR0124  NaN is what pandas has for nothing
