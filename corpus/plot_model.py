"""What a figure of series shows, as plain values: made from a dataset by `plot_series`, placed by `plot_panel`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from corpus.report_views import Words

State = Literal["plain", "contested", "corrected", "recovered"]
Kind = Literal["T", "K", "M", "A", "target", "budget", "forecast"]
"""Whom a line is about (genders of the contract), or what a mark is: a role other than actual."""
Scale = Literal["count", "percent", "amount"]
"""How the value axis is chosen: people from zero, on one scale for a whole figure; shares to 100; money by itself."""

MARKS = frozenset(("target", "budget", "forecast"))


@dataclass(frozen=True, slots=True)
class Point:
    """The value of one period. `others` are printed against it when it is contested, `earlier` are what older reports
    printed for the same period, oldest first; `source` says which observation it is."""

    period: str
    value: float
    state: State = "plain"
    others: tuple[float, ...] = ()
    earlier: tuple[float, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A series of points in order of time. Only years in a row are joined; other periods are drawn as spans."""

    kind: Kind
    label: Words
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Panel:
    """One small picture: what is measured, in which unit, and its lines and marks."""

    key: str
    title: Words
    unit: Words
    scale: Scale
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Break:
    """A day from which figures cannot be compared with those before; `kind` is said in the panel, `why` below it."""

    date: str
    kind: Words
    why: str
    panel: str = ""
    """The key of the only panel it is about; empty for all of them."""


@dataclass(frozen=True, slots=True)
class Figure:
    """The small multiples of one intervention over the same years, `first` to `last`, with the reports behind them."""

    federation_id: str
    intervention_id: str
    title: Words
    federation: str
    first: int
    last: int
    panels: tuple[Panel, ...]
    breaks: tuple[Break, ...] = ()
    sources: tuple[Words, ...] = ()

    @property
    def key(self) -> str:
        """What names it in a page: 'hbs-upis'."""
        return f"{self.federation_id}-{self.intervention_id}"
