"""A whole figure laid out on one sheet, for a file of its own: what HTML would flow is placed here."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.plot_labels import text_width
from corpus.plot_views import FigureView, PanelView, Sign
from corpus.report_views import Words

_COLUMNS, _GAP, _MARGIN = 3, 26, 24
_HEAD, _LINE = 58, 17
_LARGER = 1.2
"""How much larger the words around the panels are than those in them."""


@dataclass(frozen=True, slots=True)
class Placed:
    """Something with its upper left corner (panel, sign) or its baseline (words) at x, y."""

    x: float
    y: float
    what: PanelView | Sign | str


@dataclass(frozen=True, slots=True)
class Sheet:
    """The size of a figure's file and what stands where on it."""

    width: int
    height: int
    title: str
    lead: str
    told: str
    panels: tuple[Placed, ...]
    signs: tuple[Placed, ...]
    notes: tuple[Placed, ...]


def laid_out(view: FigureView, lang: str) -> Sheet:
    """A figure with its panels in rows of three, the signs and notes under them."""
    if not view.panels:
        raise ValueError(f"{view.ident}: a figure without panels")
    wide, high = view.panels[0].width, view.panels[0].height
    columns = min(_COLUMNS, len(view.panels))
    # Never narrower than two panels: notes need lines of some length.
    width = max(columns, 2) * (wide + _GAP) - _GAP + 2 * _MARGIN
    panels = tuple(
        Placed(_MARGIN + n % columns * (wide + _GAP), _MARGIN + _HEAD + n // columns * (high + _GAP), p)
        for n, p in enumerate(view.panels)
    )
    under = panels[-1].y + high + _GAP
    signs = tuple(_in_rows(view.signs, lang, under, width))
    below = (signs[-1].y if signs else under - _LINE - 6) + _LINE + 14
    letters = int((width - 2 * _MARGIN) / (text_width("e") * _LARGER))
    lines = [line for note in view.notes for line in textwrap.wrap(_in(note, lang), letters)]
    notes = tuple(Placed(_MARGIN, below + n * _LINE, line) for n, line in enumerate(lines))
    told = " ".join(f"{_in(p.title, lang)}: {_in(p.told, lang)}" for p in view.panels)
    bottom = (notes[-1].y if notes else below) + _MARGIN
    return Sheet(width, round(bottom), _in(view.title, lang), _in(view.lead, lang), told, panels, signs, notes)


def _in_rows(signs: tuple[Sign, ...], lang: str, top: float, width: float) -> Iterator[Placed]:
    """The signs with their words, as many in a row as there is room for."""
    x, y = float(_MARGIN), top
    for sign in signs:
        need = 26 + text_width(_in(sign.said, lang)) * _LARGER + 18
        if x + need > width - _MARGIN and x > _MARGIN:
            x, y = float(_MARGIN), y + _LINE
        yield Placed(round(x), y, sign)
        x += need


def _in(said: Words, lang: str) -> str:
    return said.en if lang == "en" else said.sv
