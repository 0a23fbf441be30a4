"""A figure placed: strokes and texts with their coordinates, and the words around them. Drawn by the templates."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.report_views import Words


@dataclass(frozen=True, slots=True)
class Stroke:
    """A path. `css` names its kind (see plot.css); `width` is 0 where the style says how wide."""

    css: str
    d: str
    width: float = 0


@dataclass(frozen=True, slots=True)
class Text:
    """Words or a number with its baseline at x, y; `css` says how it is set and at which end it is anchored."""

    css: str
    x: float
    y: float
    said: Words


@dataclass(frozen=True, slots=True)
class Layer:
    """What several panels of a figure have in common: axes, breaks. `ident` names it where it is used again."""

    strokes: tuple[Stroke, ...]
    texts: tuple[Text, ...]
    ident: str = ""
    again: bool = False
    """Whether an earlier panel of the figure has drawn it, so that it is only pointed at."""


@dataclass(frozen=True, slots=True)
class PanelView:
    """One panel: `ident` is unique in the page, `told` says in a sentence what the picture shows."""

    ident: str
    title: Words
    unit: Words
    told: Words
    width: int
    height: int
    layers: tuple[Layer, ...]
    strokes: tuple[Stroke, ...]
    texts: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Sign:
    """A mark that is explained below a figure, because it is in one of its panels."""

    strokes: tuple[Stroke, ...]
    said: Words


@dataclass(frozen=True, slots=True)
class Cell:
    """A number of the table under a figure, what else is to be said of it, and which observation it is."""

    said: Words
    source: str = ""
    """'report: observation' of the number shown."""


@dataclass(frozen=True, slots=True)
class TableView:
    """The numbers of a figure: a row a period, a column a line."""

    columns: tuple[Words, ...]
    rows: tuple[tuple[Words, tuple[Cell, ...]], ...]


@dataclass(frozen=True, slots=True)
class FigureView:
    """A whole figure: the panels, the signs that need words, its breaks and sources in words, and its numbers."""

    ident: str
    title: Words
    lead: Words
    panels: tuple[PanelView, ...]
    signs: tuple[Sign, ...]
    notes: tuple[Words, ...]
    table: TableView
