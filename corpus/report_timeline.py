"""The figure of names over the years in the flagging report: where each dot, line and word stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from corpus.contract import Row
from corpus.name_listing import named
from corpus.name_timeline import TABLES, Change, Strip, Tie, Timeline, timeline
from normalize.name_features import name as features

_LABEL, _RIGHT, _ROW, _TOP = 350, 190, 34, 34
_WIDTH = 1120
_LONGEST, _ROOM = 46, 28
"""letters of a label, and of a name beside a dot"""


@dataclass(frozen=True, slots=True)
class Dot:
    """A period in which an intervention is printed; `said` is written beside it when the name is new there."""

    x: float
    title: str
    said: str
    renamed: bool


@dataclass(frozen=True, slots=True)
class StripView:
    """A row of the figure. `head` opens a federation; `ties` say what it is a part of, or follows."""

    y: float
    label: str
    ties: tuple[Tie, ...]
    head: str
    dots: tuple[Dot, ...]
    breaks: tuple[tuple[float, str], ...]


@dataclass(frozen=True, slots=True)
class TimelineView:
    """The figure: its size in pixels, the years as (x, label), the rows, the arrows of successions (x1, y1, x2, y2)."""

    width: int
    height: int
    years: tuple[tuple[float, str], ...]
    strips: tuple[StripView, ...]
    arrows: tuple[tuple[float, float, float, float], ...]
    federations: tuple[Change, ...]


def timeline_view(tables: Mapping[str, Sequence[Row]]) -> TimelineView | None:
    """Rows of the dataset by table -> the figure; None when nothing with a period is printed."""
    rows = [{k: "" if v is None else v for k, v in r.items()} for r in tables["names"]]
    found = [n for n in named(rows, tables["reports"], tables["interventions"]) if n.periods != ("undated",)]
    plain = {name: [{k: "" if v is None else v for k, v in r.items()} for r in tables[name]] for name in TABLES}
    shown = timeline(found, plain)
    called = {str(r["federation_id"]): str(r["name"]) for r in plain["federations"]}
    follows = [(str(r["from_id"]), str(r["to_id"])) for r in plain["relations"] if r["type"] == "succeeds"]
    return _drawn(shown, called, follows) if shown.strips else None


def _drawn(shown: Timeline, called: Mapping[str, str], follows: Sequence[tuple[str, str]]) -> TimelineView:
    times = [t for p in shown.periods if (t := _time(p)) is not None]
    times += [t for s in shown.strips for date, _ in s.breaks if (t := _time(date)) is not None]
    first, last = min(times, default=0.0), max(times, default=0.0)
    span = max(last - first, 1.0)

    def x(time: float) -> float:
        return round(_LABEL + (time - first) / span * (_WIDTH - _LABEL - _RIGHT), 1)

    strips: list[StripView] = []
    at: dict[str, StripView] = {}
    y, federation = _TOP + _ROW / 2, ""
    for s in shown.strips:
        head = called.get(s.federation_id, s.federation_id) if s.federation_id != federation else ""
        federation = s.federation_id
        y += _ROW * (1.9 if head else 1)
        view = StripView(
            y,
            _cut(s.preferred_name),
            tuple(t for t in s.ties if t.kind in ("part_of", "succeeds")),
            head,
            tuple(_dots(s, x)),
            tuple((x(t), f"{date}: {why}") for date, why in s.breaks if (t := _time(date)) is not None),
        )
        strips.append(view)
        at[s.intervention_id] = view
    years = tuple((x(t), p) for p in shown.periods if (t := _time(p)) is not None)
    arrows = tuple(
        (at[old].dots[-1].x, at[old].y, at[new].dots[0].x, at[new].y)
        for new, old in follows
        if new in at and old in at and at[new].dots and at[old].dots
    )
    return TimelineView(_WIDTH, int(y + _ROW), years, tuple(strips), arrows, shown.federations)


def _dots(s: Strip, x: Callable[[float], float]) -> list[Dot]:
    out = []
    for n, stop in enumerate(s.stops):
        time = _time(stop.period)
        if time is not None:
            names = " / ".join(stop.names)
            other = n == 0 and not any(features(p).core == features(s.preferred_name).core for p in stop.names)
            said = stop.new or (stop.names if other else ())
            out.append(Dot(x(time), f"{stop.period}: {names}", _cut(said[0], _ROOM) if said else "", bool(stop.new)))
    return out


def _time(period: str) -> float | None:
    """A period or date as a year with a fraction: its middle, or the day it begins for a date."""
    year, _, rest = period.partition("-")
    if not year[:4].isdecimal():
        return None
    part = {"H1": 0.25, "H2": 0.75, "T1": 0.17, "T2": 0.33, "T3": 0.83}.get(rest, 0.5 if not rest else None)
    if part is None:
        part = (int(rest[:2]) - 1) / 12 if rest[:2].isdecimal() else 0.5
    return int(year[:4]) + part


def _cut(text: str, most: int = _LONGEST) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
