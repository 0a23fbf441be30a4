"""Figures of series as SVG and HTML that stand alone: no script, no network, the same bytes for the same figure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from importlib import resources
from typing import Literal

import jinja2
from markupsafe import Markup

from corpus import plot_sheet
from corpus.plot_model import Figure
from corpus.plot_panel import place
from corpus.plot_scale import value_axis
from corpus.plot_tell import axis_groups, notes, signs, table
from corpus.plot_views import FigureView, Layer, PanelView
from corpus.plot_words import say, words
from corpus.report_views import Words

Lang = Literal["sv", "en", "both"]
"""One language, or both with the classes `sv` and `en`, of which the page hides one."""


def figure_view(figure: Figure) -> FigureView:
    """A figure with everything placed."""
    placed: dict[str, PanelView] = {}
    for group in axis_groups(figure):
        axis = value_axis(group)
        placed |= {panel.key: place(figure, panel, axis) for panel in group}
    return FigureView(
        figure.key,
        figure.title,
        say("lead", figure.federation, str(figure.first), str(figure.last)),
        tuple(_shared(figure.key, [placed[panel.key] for panel in figure.panels])),
        signs(figure),
        notes(figure),
        table(figure),
    )


def _shared(key: str, panels: Sequence[PanelView]) -> Iterator[PanelView]:
    """The panels with every layer that several of them have drawn once and pointed at by the others."""
    drawn = Counter(layer for panel in panels for layer in panel.layers)
    ident = {layer: f"{key}-l{n}" if times > 1 else "" for n, (layer, times) in enumerate(drawn.items())}
    seen: set[Layer] = set()
    for panel in panels:
        layers = tuple(replace(layer, ident=ident[layer], again=layer in seen) for layer in panel.layers)
        seen.update(panel.layers)
        yield replace(panel, layers=layers)


def figure_html(figure: Figure, lang: Lang = "sv", *, heading: int = 3, sources: bool = False) -> str:
    """A figure as a piece of HTML; the page holds `style()` once. `heading` is the level of its title.

    `sources`: the numbers of the table say when pointed at which report and observation they are.
    """
    template = _environment().get_template("plot_figure.html.j2")
    return template.render(view=figure_view(figure), lang=lang, level=heading, words=words(), sources=sources)


def section_html(figures: Sequence[Figure], lang: Lang = "sv", *, heading: int = 3, sources: bool = False) -> str:
    """All figures, one after another, for a page that holds `style()` once."""
    return "".join(figure_html(f, lang, heading=heading, sources=sources) for f in figures)


def page_html(figures: Sequence[Figure], title: str, lang: Lang = "sv") -> str:
    """A whole page of figures."""
    return (
        _environment()
        .get_template("plot_page.html.j2")
        .render(
            title=title,
            lang="sv" if lang == "both" else lang,
            figures=Markup(section_html(figures, lang, heading=2, sources=True)),  # noqa: S704  our own template's output, escaped
            style=Markup(style()),  # noqa: S704  our own file
            words=words(),
        )
    )


def figure_svg(figure: Figure, lang: str = "sv") -> str:
    """A figure as one SVG file that stands alone: heading, panels in rows of three, signs, notes; white behind."""
    sheet = plot_sheet.laid_out(figure_view(figure), lang)
    template = _environment().get_template("plot_sheet.svg.j2")
    return template.render(sheet=sheet, lang=lang, style=Markup(_asset("plot_svg.css")))  # noqa: S704  our own file


def style() -> str:
    """The style sheet of figures: all its names begin with `.fp`, so that it disturbs no page it is set into."""
    return _asset("plot_svg.css") + _asset("plot.css")


@lru_cache(maxsize=2)
def _asset(name: str) -> str:
    return resources.files("corpus").joinpath("templates", name).read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("corpus", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["same"] = _same
    return environment


def _same(said: Words) -> bool:
    """Whether Words need not be written twice: numbers are the same in both languages but for their separators."""
    return said.sv.translate(_SEPARATORS) == said.en.translate(_SEPARATORS)


_SEPARATORS = {ord(c): None for c in " ,.\N{NO-BREAK SPACE}"}
