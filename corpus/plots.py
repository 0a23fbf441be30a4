"""Figures of a written dataset: `facit plot`, `History.plot` and the section of the report call these."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from corpus import plot_choice, plot_render, plot_series
from corpus.contract import Row
from corpus.plot_model import Figure
from corpus.plot_scale import date_time
from corpus.plot_spark import sparkline

if TYPE_CHECKING:
    import pandas as pd

    from corpus.asked import Asked
    from corpus.history import History


def figures(
    history: History, *, federation: Asked = None, intervention: Asked = None, measure: Asked = None
) -> list[Figure]:
    """The figures of an opened dataset, all over the years of the whole of it; `measure` takes other panels than ours.

    Without `intervention` those with at least two years of something. Raises UnknownNameError for an unknown name.
    """
    usual = plot_choice.usual()
    measures = plot_choice.measures(usual) if measure is None else measure
    rows = history.series(
        federation=federation, intervention=intervention, measure=measures, freq=None, role=None, vintage="all"
    )
    rows = rows[rows["series"].str.split("/").str[3] == ""]
    specs = usual
    if measure is not None:
        units = sorted({(str(m), str(u)) for m, u in zip(rows["measure"], rows["unit"], strict=True)})
        specs = plot_choice.of_measures(units)
    reports = _records(history.sql("SELECT report_id, kind, period FROM reports"))
    given = plot_series.Given(specs, _records(history.breaks()), reports, _years(history))
    found = plot_series.made(_records(rows), given)
    return [f for f in found if intervention is not None or plot_series.worth_showing(f)]


def _years(history: History) -> tuple[int, int]:
    """The first and the last year that a panel of any intervention may need."""
    measures = plot_choice.measures(plot_choice.usual())
    query = "SELECT min(year(period_start)) AS first, max(year(period_end)) AS last FROM series WHERE measure IN "
    found = history.sql(f"{query}({', '.join('?' * len(measures))})", measures)
    return int(found["first"][0]), int(found["last"][0])


def section(dataset: Path, lang: plot_render.Lang = "both", *, heading: int = 3) -> str:
    """The figures of a written dataset as HTML for a page that holds `plot_render.style()`; empty without a series."""
    import corpus  # noqa: PLC0415  brings DuckDB

    return plot_render.section_html(figures(corpus.open(dataset)), lang, heading=heading)


def sparklines(dataset: Path, lang: str = "sv", measure: str = "participants") -> dict[tuple[str, str], str]:
    """(federation, intervention) -> a measure over the years as a small SVG, for a row of a table."""
    import corpus  # noqa: PLC0415  brings DuckDB

    history = corpus.open(dataset)
    rows = history.series(measure=measure, gender="T", freq="A", vintage="all")
    units = sorted({(str(m), str(u)) for m, u in zip(rows["measure"], rows["unit"], strict=True)})
    years = _years(history)
    given = plot_series.Given(plot_choice.of_measures(units), _records(history.breaks()), (), years)
    drawn = {}
    for figure in plot_series.made(_records(rows), given):
        broken = [date_time(b.date) for b in figure.breaks]
        drawn[figure.federation_id, figure.intervention_id] = sparkline(figure.panels[0], years, lang, broken)
    return drawn


def _records(frame: pd.DataFrame) -> list[Row]:
    return [{str(k): v for k, v in row.items()} for row in frame.to_dict("records")]
