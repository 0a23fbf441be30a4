"""Figures of a written dataset: `facit plot`, `corpus.open(...).plot` and the section of the report call these."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

from corpus import plot_choice, plot_render, plot_series
from corpus.contract import Row
from corpus.plot_model import Figure
from corpus.plot_render import Lang
from corpus.plot_scale import date_time
from corpus.plot_spark import sparkline
from corpus.plot_words import words
from corpus.whole import write_whole

if TYPE_CHECKING:
    import pandas as pd

    from corpus.asked import Asked
    from corpus.history import History

_TIES = """
    SELECT from_id, coalesce(f.preferred_name, from_id), to_id, coalesce(t.preferred_name, to_id) FROM relations
    LEFT JOIN interventions f ON f.intervention_id = from_id LEFT JOIN interventions t ON t.intervention_id = to_id
    WHERE type = 'succeeds' ORDER BY ALL"""
SUFFIXES = (".html", ".svg", ".png")


class NotDrawnError(Exception):
    """A figure that cannot be made as asked. `str(error)` says why and what to do instead."""


@dataclass(frozen=True, slots=True)
class Plot:
    """Figures as a notebook shows them and as files."""

    figures: tuple[Figure, ...]
    lang: str = "sv"

    def _repr_html_(self) -> str:
        return f"<style>{plot_render.style()}</style>{plot_render.section_html(self.figures, self._lang)}"

    def html(self) -> str:
        """All figures as a page that stands alone; its numbers say when pointed at which observation they are."""
        series = words()["series"]
        title = series.en if self.lang == "en" else series.sv
        if len({f.title for f in self.figures}) == 1:
            said = self.figures[0].title
            title = f"{title}: {said.en if self.lang == 'en' else said.sv}"
        return plot_render.page_html(self.figures, title, self._lang)

    def svg(self) -> str:
        """The one figure as an SVG file. Raises NotDrawnError when there are more."""
        if len(self.figures) != 1:
            some = ", ".join(f"{f.title.sv} ({f.federation_id})" for f in self.figures[:3])
            raise NotDrawnError(f"a picture holds one intervention, and here are {len(self.figures)}: {some} ...")
        return plot_render.figure_svg(self.figures[0], self.lang)

    def save(self, path: Path) -> None:
        """Write a page or a picture, as the name of the file says; an older file stays when that fails.

        Raises NotDrawnError for another ending, several figures in a picture, a PNG without resvg-py; OSError.
        """
        suffix = path.suffix.lower()
        if suffix not in SUFFIXES:
            raise NotDrawnError(f"{path}: a figure can be written as {', '.join(SUFFIXES)}")
        written = self.html().encode() if suffix == ".html" else self.svg().encode()
        if suffix == ".png":
            written = _png(written.decode())
        write_whole(path, written)

    @property
    def _lang(self) -> Lang:
        return cast(Lang, self.lang)


def _png(svg: str) -> bytes:
    """A picture twice as fine as the screen's, with this machine's fonts."""
    try:
        import resvg_py  # noqa: PLC0415  only when a PNG is asked for
    except ImportError as error:
        raise NotDrawnError("a .png needs one more package: pip install 'facit[png]'; .svg needs none") from error
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, zoom=2))


def plot(
    history: History,
    *,
    federation: Asked = None,
    intervention: Asked = None,
    measure: Asked = None,
    lang: str = "sv",
) -> Plot:
    """The figures of an opened dataset, all over the years of the whole of it. Raises UnknownNameError, NotDrawnError.

    Without `intervention` those with at least two years of something; `measure` takes other panels than the usual ones.
    """
    found = figures(history, federation=federation, intervention=intervention, measure=measure)
    if not found:
        least = "" if intervention else "; name an intervention to draw one with a single year"
        raise NotDrawnError(f"there is no series to draw{least}")
    return Plot(tuple(found), lang)


def figures(
    history: History, *, federation: Asked = None, intervention: Asked = None, measure: Asked = None
) -> list[Figure]:
    """The same as values; none where there is nothing to draw."""
    specs = plot_choice.usual()
    rows = history.series(
        federation=federation,
        intervention=intervention,
        measure=plot_choice.measures(specs) if measure is None else measure,
        freq=None,
        role=None,
        vintage="all",
    )
    if measure is not None:
        specs = plot_choice.of_measures(_units(rows))
    reports = _records(history.sql("SELECT report_id, kind, period FROM reports"))
    ties = [cast(plot_series.Tie, tuple(r)) for r in history.sql(_TIES).itertuples(index=False)]
    given = plot_series.Given(specs, _records(history.breaks()), reports, _years(history), ties)
    found = plot_series.made(_records(rows), given)
    return [f for f in found if intervention is not None or plot_series.worth_showing(f)]


def section(dataset: Path, lang: Lang = "both", *, heading: int = 3) -> str:
    """The figures of a written dataset as HTML for a page that holds `plot_render.style()`; '' without a series."""
    import corpus  # noqa: PLC0415  brings DuckDB
    from corpus.history import NoRowsWarning  # noqa: PLC0415

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", NoRowsWarning)  # a report without participants is no mistake
        found = figures(corpus.open(dataset))
    return plot_render.section_html(found, lang, heading=heading)


def sparklines(dataset: Path, lang: str = "sv", measure: str = "participants") -> dict[tuple[str, str], str]:
    """(federation, intervention) -> a measure over the years as a small SVG, for a row of a table."""
    import corpus  # noqa: PLC0415  brings DuckDB

    history = corpus.open(dataset)
    rows = history.series(measure=measure, gender="T", freq="A", vintage="all")
    years = _years(history)
    given = plot_series.Given(plot_choice.of_measures(_units(rows)), _records(history.breaks()), (), years)
    drawn = {}
    for figure in plot_series.made(_records(rows), given):
        broken = [date_time(b.date) for b in figure.breaks]
        drawn[figure.federation_id, figure.intervention_id] = sparkline(figure.panels[0], years, lang, broken)
    return drawn


def _units(rows: pd.DataFrame) -> Sequence[tuple[str, str]]:
    return sorted({(str(m), str(u)) for m, u in zip(rows["measure"], rows["unit"], strict=True) if isinstance(u, str)})


def _years(history: History) -> tuple[int, int]:
    """The first and the last year that a panel of any intervention may need."""
    query = "SELECT min(year(period_start)) AS first, max(year(period_end)) AS last FROM observations"
    measures = plot_choice.measures(plot_choice.usual())
    found = history.sql(f"{query} WHERE value IS NOT NULL AND measure IN ({', '.join('?' * len(measures))})", measures)
    return (0, 0) if found.isna().any(axis=None) else (int(found["first"][0]), int(found["last"][0]))


def _records(frame: pd.DataFrame) -> list[Row]:
    return [{str(k): v for k, v in row.items()} for row in frame.to_dict("records")]
