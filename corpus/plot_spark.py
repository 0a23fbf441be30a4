"""A series as a line the size of a word, for a row of a table: its course, its gaps and its last value."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import escape

from corpus.plot_marks import marker, spot
from corpus.plot_model import Line, Panel
from corpus.plot_scale import is_year, number, runs, value_axis
from corpus.plot_tell import course
from corpus.plot_words import joined
from corpus.report_views import Words

_WIDTH, _HEIGHT, _EDGE, _NUMBER = 96, 22, 4.0, 32
"""Size of the drawing in pixels, the room around the line, and the room of the last value beside it."""


def sparkline(panel: Panel, years: tuple[int, int], lang: str = "sv", breaks: Sequence[float] = ()) -> str:
    """The first line of `panel` over `years` as a small SVG; '' when it has no year. `breaks` cut the line (as times).

    The page holds `plot_render.style()` once. The drawing is silent about anything but the course: the label says it.
    """
    line = next((each for each in panel.lines if any(is_year(p.period) for p in each.points)), None)
    if line is None:
        return ""
    first, last = years
    axis = value_axis([Panel(panel.key, panel.title, panel.unit, panel.scale, (line,))])
    step = (_WIDTH - 2 * _EDGE) / max(last - first, 1)

    def at(period: str, value: float) -> tuple[float, float]:
        reach = (min(max(value, axis.low), axis.high) - axis.low) / (axis.high - axis.low)
        return round(_EDGE + (int(period) - first) * step), _HEIGHT - _EDGE - reach * (_HEIGHT - 2 * _EDGE)

    strokes, lone = [], []
    for run in runs(line, breaks):
        corners = [at(p.period, p.value) for p in run]
        if len(corners) > 1:
            d = "M" + "L".join(f"{spot(x)} {spot(y)}" for x, y in corners)
            strokes.append(f'<path class="l" d="{d}"/>')
        else:
            lone += corners
    end = [p for p in line.points if is_year(p.period)][-1]
    d = "".join(f"M{spot(x)} {spot(y)}h.01" for x, y in lone)
    strokes += [f'<path class="mr" stroke-width="3" d="{d}"/>'] if d else []
    state = "contested" if end.state == "contested" else "plain"
    strokes += [
        f'<path class="{s.css}" stroke-width="{min(s.width, 6):g}" d="{s.d}"/>'
        for s in marker("T", state, (at(end.period, end.value),))
    ]
    said = escape(_in(_told(panel, line, years), lang))
    text = escape(number(end.value, lang))
    return (
        f'<svg class="fp fp-spark" width="{_WIDTH + _NUMBER}" height="{_HEIGHT}" '
        f'viewBox="0 0 {_WIDTH + _NUMBER} {_HEIGHT}" role="img"><title>{said}</title>{"".join(strokes)}'
        f'<text x="{_WIDTH + 3}" y="15">{text}</text></svg>'
    )


def _told(panel: Panel, line: Line, years: tuple[int, int]) -> Words:
    return joined([panel.title, joined(list(course(line, years)))], " ")


def _in(said: Words, lang: str) -> str:
    return said.en if lang == "en" else said.sv
