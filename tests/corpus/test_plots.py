"""Figures of series: what is joined and what is not, what is marked, and that everyone can read them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import plot_choice, plot_render, plot_series
from corpus.plot_labels import Spot, text_box, text_width
from corpus.plot_model import Break, Figure, Kind, Line, Panel, Point
from corpus.plot_panel import HEIGHT, WIDTH
from corpus.plot_render import figure_html, figure_svg, figure_view, page_html
from corpus.plot_scale import number, period_name, time_of, value_axis
from corpus.plot_spark import sparkline
from corpus.plot_views import PanelView, Text
from corpus.report_views import Words

SVG = "{http://www.w3.org/2000/svg}"
PEOPLE = Words("personer", "persons")
ALL = Words("totalt", "total")


def line(values: dict[str, float | Point], kind: Kind = "T", label: Words = ALL) -> Line:
    return Line(kind, label, tuple(v if isinstance(v, Point) else Point(p, v) for p, v in values.items()))


def panel(*lines: Line, key: str = "participants", scale: Any = "count") -> Panel:
    return Panel(key, Words("Deltagare", "Participants"), PEOPLE, scale, lines)


def figure(*panels: Panel, **rest: Any) -> Figure:
    return Figure("hbs", "upis", Words("UPIS", "UPIS"), "HBS", 2017, 2025, panels, **rest)


def drawn(*lines: Line, **rest: Any) -> PanelView:
    return figure_view(figure(panel(*lines), **rest)).panels[0]


def strokes(view: PanelView, css: str) -> list[str]:
    """The paths of every stroke that has the class."""
    layers = [s for layer in view.layers for s in layer.strokes]
    return [s.d for s in (*layers, *view.strokes) if css in s.css.split()]


def texts(view: PanelView) -> list[Text]:
    return [t for layer in view.layers for t in layer.texts] + list(view.texts)


def said(view: PanelView) -> list[str]:
    return [t.said.sv for t in texts(view)]


def corners(path: str) -> int:
    return path.count("L") + 1


def test_years_in_a_row_are_joined_and_a_missing_year_leaves_a_gap() -> None:
    view = drawn(line({"2017": 44, "2018": 47, "2020": 41, "2021": 40, "2022": 38, "2025": 41}))
    assert [corners(d) for d in strokes(view, "l")] == [2, 3]
    assert strokes(view, "mr")[0].count("M") == 6


def test_the_axis_has_every_year_also_those_without_a_figure() -> None:
    view = drawn(line({"2019": 44, "2021": 47}))
    assert [t.said.sv for t in texts(view) if "x" in t.css.split()] == [str(y) for y in range(2025, 2016, -1)]


def test_a_break_is_a_dashed_line_with_its_kind_and_nothing_is_joined_across_it() -> None:
    broken = Break("2021-01-01", Words("ny definition", "definition changed"), "Färre räknas.")
    view = drawn(line({str(y): 40 for y in range(2019, 2024)}), breaks=(broken,))
    assert [corners(d) for d in strokes(view, "l")] == [2, 3]
    assert len(strokes(view, "b")) == 1
    assert "ny definition" in said(view)
    assert "Brott 2021-01-01: ny definition, Färre räknas." in figure_html(
        figure(panel(line({"2019": 1})), breaks=(broken,))
    )


def test_a_break_of_one_measure_stands_in_its_panel_alone() -> None:
    of_new = Break("2021-01-01", Words("ny definition", "definition changed"), "why", "new")
    shown = figure(panel(line({"2020": 4})), panel(line({"2020": 4}), key="new"), breaks=(of_new,))
    assert [len(strokes(p, "b")) for p in figure_view(shown).panels] == [0, 1]


def test_a_half_year_is_a_stretch_of_its_own_and_never_on_the_yearly_line() -> None:
    view = drawn(line({"2023": 40, "2024": 41, "2025-H1": 20, "2025": 39}))
    assert [corners(d) for d in strokes(view, "l")] == [3]
    (span,) = strokes(view, "s")
    start, end = (float(n) for n in re.findall(r"M([\d.]+) .*H([\d.]+)", span)[0])
    assert (WIDTH / 20) < end - start + 8 < WIDTH / 9
    assert "20 jan–juni" in said(view)


def test_a_contested_number_is_hollow_and_all_its_values_are_shown() -> None:
    view = drawn(line({"2020": Point("2020", 34, "contested", (26,)), "2021": 30}))
    hollow = [s for s in view.strokes if s.css == "mr w"]
    assert [s.d.count("M") for s in hollow] == [2]
    assert {"34", "26", "30"} <= set(said(view))
    assert len(strokes(view, "c")) == 1  # the thread between them


@pytest.mark.parametrize(("state", "layers"), [("plain", 1), ("contested", 2), ("corrected", 3), ("recovered", 3)])
def test_how_sure_a_number_is_can_be_seen_without_colour(state: Any, layers: int) -> None:
    view = drawn(line({"2020": Point("2020", 34, state)}))
    assert len(strokes(view, "mr")) == layers


def test_what_an_earlier_report_printed_is_a_ghost_beside_the_number() -> None:
    view = drawn(line({"2020": Point("2020", 242, earlier=(240,)), "2021": 250}))
    assert len(strokes(view, "gh")) == 1
    (old,) = [t for t in texts(view) if "gv" in t.css.split()]
    assert old.said.sv == "240"


def test_targets_are_marks_and_never_joined() -> None:
    target = line({"2020": 35, "2021": 35}, "target", Words("mål", "target"))
    view = drawn(line({"2020": 30}), target)
    assert [d.count("M") for d in strokes(view, "tk")] == [2]
    assert "mål 35" in said(view)


def test_counts_begin_at_zero_on_one_scale_for_the_whole_figure() -> None:
    shown = figure(panel(line({"2020": 90})), panel(line({"2020": 9}), key="new"))
    ticks = [[t.said.sv for t in texts(p) if "y" in t.css.split()] for p in figure_view(shown).panels]
    assert ticks[0] == ticks[1] == ["0", "20", "40", "60", "80"]


@pytest.mark.parametrize(("share", "top"), [(78.0, 100.0), (21.0, 100.0), (4.0, 4.0), (112.0, 112.0)])
def test_shares_end_at_a_hundred_unless_they_are_far_from_it(share: float, top: float) -> None:
    axis = value_axis([panel(line({"2020": share}), scale="percent")])
    assert (axis.low, axis.high) == (0, top)


def test_a_disputed_value_out_of_proportion_stands_at_the_edge_and_does_not_squeeze_the_others() -> None:
    view = drawn(line({"2019": 90, "2020": Point("2020", 94, "contested", (924,)), "2021": 95}))
    assert value_axis([panel(line({"2019": 95, "2020": Point("2020", 94, "contested", (924,))}))]).high == 95
    assert len(strokes(view, "f")) == 1
    assert "924" in said(view)


def test_numbers_below_zero_have_an_axis_below_zero() -> None:
    axis = value_axis([panel(line({"2020": -26.4, "2021": 100}), scale="amount")])
    assert axis.low == -26.4
    assert axis.high == 100


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.none() | st.integers(0, 2000), min_size=9, max_size=9),
    st.lists(st.none() | st.integers(0, 2000), min_size=9, max_size=9),
    st.sampled_from(["plain", "contested", "corrected", "recovered"]),
    st.booleans(),
)
def test_texts_never_cover_each_other_and_stay_in_the_panel(
    one: Sequence[int | None], two: Sequence[int | None], state: Any, broken: bool
) -> None:
    lines = [
        line({str(2017 + n): Point(str(2017 + n), v, state) for n, v in enumerate(values) if v is not None}, kind, name)
        for kind, name, values in (
            ("K", Words("kvinnor", "women"), one),
            ("M", Words("män", "men"), two),
        )
    ]
    rest = {"breaks": (Break("2020-01-01", Words("ny avgränsning", "scope changed"), "why"),)} if broken else {}
    view = drawn(*(each for each in lines if each.points), **rest)
    boxes = [
        text_box(
            text_width(t.said.sv), Spot(t.x, t.y, "middle" if "mi" in t.css else "end" if "nd" in t.css else "start")
        )
        for t in view.texts
    ]
    assert all(b.x0 >= 0 and b.x1 <= WIDTH + 1 and b.y0 >= 0 and b.y1 <= HEIGHT for b in boxes)
    # Placed to whole units, so that edges may meet by one.
    shrunk = [replace(b, x0=b.x0 + 1, x1=b.x1 - 1, y0=b.y0 + 1, y1=b.y1 - 1) for b in boxes]
    assert not any(a.meets(b) for a, b in combinations(shrunk, 2))


RICH = figure(
    panel(
        line({"2017": Point("2017", 34, "contested", (26,)), "2018": 47, "2021": 1515, "2025-H1": 20, "2025": 41.5}),
        line({"2018": 50, "2019": 50}, "target", Words("mål", "target")),
    ),
    panel(
        line({"2017": 13, "2018": 16}, "K", Words("kvinnor", "women")),
        line({"2017": 31, "2018": Point("2018", 31, earlier=(30,))}, "M", Words("män", "men")),
        line({"2017": 1, "2018": 2}, "A", Words("annat", "other")),
        key="women_and_men",
    ),
    breaks=(Break("2021-01-01", Words("ny definition", "definition changed"), "<b>why</b> & how"),),
    sources=(Words("årsredovisning 2017–2025", "annual report 2017–2025"),),
)


def test_a_figure_is_the_same_bytes_every_time() -> None:
    assert page_html([RICH], "UPIS") == page_html([RICH], "UPIS")
    assert figure_svg(RICH) == figure_svg(replace(RICH))


def test_an_svg_file_is_well_formed_says_what_it_shows_and_fetches_nothing() -> None:
    for lang in ("sv", "en"):
        text = figure_svg(RICH, lang)
        root = ElementTree.fromstring(text)  # noqa: S314  our own text
        assert root.get("role") == "img"
        title, desc = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
        assert title is not None and desc is not None and "1" in (desc.text or "")
        fetched = re.findall(r"(?:href|src|url)\W+([^\s\"')]+)", text.replace("http://www.w3.org/2000/svg", ""))
        assert [f for f in fetched if not f.startswith("hbs-upis-l")] == []


def test_what_reports_print_is_escaped_everywhere() -> None:
    evil = "<script>alert(1)</script>\"'&"
    shown = replace(RICH, title=Words(evil, evil), federation=evil, sources=(Words(evil, evil),))
    for text in (figure_html(shown), figure_html(shown, "both"), figure_svg(shown), page_html([shown], evil)):
        assert "<script" not in text
        assert "<b>why" not in text
    ElementTree.fromstring(figure_svg(shown))  # noqa: S314  our own text


def test_every_panel_says_in_words_what_it_shows() -> None:
    told = figure_view(figure(panel(line({"2017": 44, "2018": 47, "2019": 38, "2020": 41})))).panels[0].told
    assert told.sv == (
        "Deltagare från 44 (2017) till 41 (2020), högst 47 (2018), lägst 38 (2019), "
        "saknas 2021, 2022, 2023, 2024, 2025."
    )
    assert told.en.startswith("Participants from 44 (2017) to 41 (2020), highest 47 (2018), lowest 38 (2019), missing")
    html = figure_html(RICH)
    assert html.count("<desc>") == html.count('role="img"') == 2


def test_the_table_has_every_number_of_the_figure_and_every_year() -> None:
    table = figure_view(RICH).table
    assert [p.sv for p, _ in table.rows] == [*map(str, range(2017, 2025)), "jan–juni 2025", "2025"]
    assert [c.sv for c in table.columns] == [
        "Deltagare",
        "Deltagare, mål",
        "Deltagare, kvinnor",
        "Deltagare, män",
        "Deltagare, annat",
    ]
    cells = {p.sv: [c.said.sv for c in row] for p, row in table.rows}
    assert cells["2017"] == ["34 (även 26)", "–", "13", "31", "1"]
    assert cells["2018"] == ["47", "50", "16", "31 (tidigare 30)", "2"]
    assert cells["2021"][0] == "1\N{NO-BREAK SPACE}515"


@pytest.mark.parametrize(
    ("value", "swedish", "english"),
    [(1515, "1\N{NO-BREAK SPACE}515", "1,515"), (71.84, "71,8", "71.8"), (-26.4, "−26,4", "−26.4"), (-0.01, "0", "0")],
)
def test_numbers_are_written_as_in_the_language(value: float, swedish: str, english: str) -> None:
    assert (number(value, "sv"), number(value, "en")) == (swedish, english)


@pytest.mark.parametrize(
    ("period", "begins", "ends", "name"),
    [
        ("2021", 2021, 2022, "2021"),
        ("2025-H1", 2025, 2025.5, "jan–juni 2025"),
        ("2021-T2", 2021, 2021 + 2 / 3, "jan–aug 2021"),
        ("2019/2021", 2019, 2022, "2019–2021"),
    ],
)
def test_a_period_lies_where_its_months_lie(period: str, begins: float, ends: float, name: str) -> None:
    assert time_of(period) == pytest.approx((begins, ends))
    assert period_name(period, "sv") == name


def test_only_signs_that_are_in_the_figure_are_explained() -> None:
    plain = figure(panel(line({"2017": 44, "2018": 47})))
    assert figure_view(plain).signs == ()
    explained = [s.said.sv for s in figure_view(RICH).signs]
    assert explained == [
        "motsagt: annat som är tryckt säger emot",
        "så som en tidigare rapport tryckte det",
        "del av år eller flera år",
        "mål",
        "brott i jämförbarheten",
    ]


def test_a_contested_half_year_is_dashed_and_explained() -> None:
    shown = figure(panel(line({"2024": 40, "2025-H1": Point("2025-H1", 45, "contested")})))
    assert strokes(figure_view(shown).panels[0], "dot")
    assert next(s.said.en for s in figure_view(shown).signs).startswith("contested")


def test_both_languages_in_one_page_are_told_apart_by_class_and_numbers_stand_once() -> None:
    html = figure_html(RICH, "both")
    assert '<tspan class="sv" lang="sv">kvinnor</tspan><tspan class="en" lang="en">women</tspan>' in html
    assert "1,515" not in html


def test_an_ordinary_figure_is_smaller_than_ten_kilobytes() -> None:
    years = {str(y): float(20 + y % 7 * 11) for y in range(2017, 2026)}
    target = line(years, "target", Words("mål", "target"))
    panels = [panel(line(years), target, key=f"p{n}") for n in range(4)]
    panels.append(panel(line(years, "K", Words("kvinnor", "women")), line(years, "M", Words("män", "men")), key="p5"))
    assert len(figure_html(figure(*panels)).encode()) < 10_000


def test_axes_that_panels_share_are_drawn_once() -> None:
    html = figure_html(RICH)
    assert html.count(">2017</text>") == 1
    assert html.count("<use ") == 3  # years, ticks and breaks of the second panel


# What people see. The matrices are those of Viénot, Brettel & Mollon 1999 (protan, deutan) and, for tritan, of
# Brettel's one-plane reduction, on linear RGB.
BLIND = {
    "protan": ((0.11238, 0.88762, 0.0), (0.11238, 0.88762, 0.0), (0.00401, -0.00401, 1.0)),
    "deutan": ((0.29275, 0.70725, 0.0), (0.29275, 0.70725, 0.0), (-0.02234, 0.02234, 1.0)),
    "tritan": ((1.0, 0.14461, -0.14461), (0.0, 0.85924, 0.14076), (0.0, 0.85924, 0.14076)),
    "nobody": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
}
STYLE = plot_render.style()


def colour(selector: str) -> tuple[float, ...]:
    """The colour of a rule of the style sheet as linear RGB."""
    found = re.search(rf"{re.escape(selector)} {{[^}}]*?(?:stroke|fill): #([0-9a-f]{{6}})", STYLE)
    assert found is not None, selector
    parts = [int(found[1][n : n + 2], 16) / 255 for n in (0, 2, 4)]
    return tuple(p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)


def lab(linear: Sequence[float]) -> tuple[float, float, float]:
    r, g, b = (min(max(c, 0.0), 1.0) for c in linear)
    x, y, z = (
        (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505,
        0.2126 * r + 0.7152 * g + 0.0722 * b,
        (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089,
    )
    fx, fy, fz = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


@pytest.mark.parametrize("eyes", BLIND)
@pytest.mark.parametrize("pair", [(".fp .K", ".fp .M"), (".fp .K", ".fp path"), (".fp .M", ".fp path")])
def test_women_men_and_all_differ_in_colour_for_every_eye(eyes: str, pair: tuple[str, str]) -> None:
    one, two = (
        lab([sum(m * c for m, c in zip(row, colour(name), strict=True)) for row in BLIND[eyes]]) for name in pair
    )
    assert sum((a - b) ** 2 for a, b in zip(one, two, strict=True)) ** 0.5 > 20


def test_women_and_men_differ_without_colour_too_by_marker_dash_and_label() -> None:
    view = figure_view(RICH).panels[1]
    css = {s.css for s in view.strokes}
    assert {"mr K", "mq M", "mf A"} <= css
    assert ".fp .l.M { stroke-dasharray" in STYLE and ".fp .l.K" not in STYLE
    assert {"kvinnor", "män", "annat"} <= set(said(view))


@pytest.mark.parametrize(
    ("selector", "least"),
    [
        *((s, 3.0) for s in (".fp .K", ".fp .M", ".fp .A", ".fp .tk", ".fp .o")),
        *((f".fp .{s} text", 4.5) for s in ("K", "M", "A", "gv", "bl")),
        (".fp .target text, .fp .budget text, .fp .forecast text", 4.5),
    ],
)
def test_lines_and_letters_stand_out_from_the_paper(selector: str, least: float) -> None:
    r, g, b = colour(selector)
    assert 1.05 / (0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05) >= (least if selector != ".fp .o" else 2.5)


def test_no_two_classes_of_the_style_differ_in_case_alone() -> None:
    names = set(re.findall(r"\.([a-zA-Z][\w-]*)", re.sub(r"/\*.*?\*/", "", STYLE)))
    assert len({n.lower() for n in names}) == len(names)


# From rows of the view `series` to figures.


def row(period: str, value: float, **rest: Any) -> dict[str, object]:
    """A row of the view, as `corpus.open(...).series(vintage='all')` gives it."""
    measure, gender, role, unit = (
        rest.get(k, d)
        for k, d in (("measure", "participants"), ("gender", "T"), ("role", "actual"), ("unit", "persons"))
    )
    vintage = rest.get("vintage", f"hbs-{period[:4]}-annual")
    return {
        "series": f"hbs/upis/{measure}/{rest.pop('line', '')}/{gender}/{role}/{unit}",
        "federation": "hbs",
        "federation_name": "HBS",
        "intervention": "upis",
        "intervention_name": "UPIS",
        "measure": measure,
        "gender": gender,
        "role": role,
        "unit": unit,
        "period": period,
        "value": value,
        "rounding": 0.0,
        "vintage": vintage,
        "vintage_date": f"{vintage[4:8]}-12-31",
        "latest": True,
        "alternative": 1,
        "contested": False,
        "quality": "ok",
        "obs_id": f"o-{period}-{value:g}",
    } | rest


def made(*rows: dict[str, object], breaks: Sequence[dict[str, object]] = ()) -> Figure:
    reports = [
        {"report_id": f"hbs-{y}-annual", "kind": "annual", "period": str(y)} for y in (2017, 2018, 2019, 2021, 2025)
    ]
    (found,) = plot_series.made(list(rows), plot_series.Given(plot_choice.usual(), breaks, reports, (2017, 2025)))
    return found


def test_the_latest_report_gives_the_point_and_an_earlier_one_its_ghost() -> None:
    old = row("2017", 44, vintage="hbs-2017-annual", latest=False)
    new = row("2017", 46, vintage="hbs-2018-annual")
    (point,) = made(new, old).panels[0].lines[0].points
    assert (point.value, point.earlier, point.others) == (46, (44,), ())
    assert point.source == "hbs-2018-annual: o-2017-46"


def test_the_same_number_printed_again_or_within_its_rounding_is_no_revision() -> None:
    old = row("2017", 71, vintage="hbs-2017-annual", latest=False, rounding=0.5)
    new = row("2017", 71.4, vintage="hbs-2018-annual", rounding=0.05)
    (point,) = made(old, new).panels[0].lines[0].points
    assert (point.value, point.earlier) == (71.4, ())


def test_two_readings_of_one_report_are_both_shown_as_contested() -> None:
    rows = [row("2017", 34, alternative=2, contested=True), row("2017", 35, contested=True)]
    (point,) = made(*rows).panels[0].lines[0].points
    assert (point.value, point.state, point.others) == (35, "contested", (34,))


@pytest.mark.parametrize(
    ("quality", "contested", "state"),
    [
        ("ok", False, "plain"),
        ("rounding", False, "plain"),
        ("contested", True, "contested"),
        ("unresolved", True, "contested"),
        ("corrected", False, "corrected"),
        ("recovered", False, "recovered"),
    ],
)
def test_the_quality_of_a_number_is_the_state_of_its_point(quality: str, contested: bool, state: str) -> None:
    (point,) = made(row("2017", 34, quality=quality, contested=contested)).panels[0].lines[0].points
    assert point.state == state


def test_panels_come_in_order_and_those_without_numbers_are_left_out() -> None:
    found = made(
        row("2019", 1500, measure="budget", role="budget", unit="tkr"),
        row("2019", 1437.4, measure="outcome", unit="tkr"),
        row("2019", 17, gender="K"),
        row("2019", 29, gender="M"),
        row("2019", 0, gender="A"),
        row("2019", 46),
        row("2019", 50, role="target"),
        row("2019", 3, line="kommunen"),
    )
    assert [p.key for p in found.panels] == ["participants", "women_and_men", "cost"]
    assert [[each.kind for each in p.lines] for p in found.panels] == [["T", "target"], ["K", "M"], ["T", "budget"]]
    assert [p.value for p in found.panels[0].lines[0].points] == [46]  # a part of a measure is not the measure


def test_sources_are_the_reports_behind_the_numbers_by_kind_and_stretch() -> None:
    found = made(*(row(str(y), 40) for y in (2017, 2018, 2019, 2021)))
    assert [s.sv for s in found.sources] == ["årsredovisning 2017–2019, 2021"]


def test_breaks_of_the_intervention_of_all_and_of_a_measure_find_their_panels() -> None:
    def broken(date: str, intervention: str = "upis", measure: str = "*", federation: str = "hbs") -> dict[str, object]:
        return {
            "federation": federation,
            "intervention": intervention,
            "measure": measure,
            "date": date,
            "type": "definition",
            "why": "why",
        }

    breaks = [
        broken("2019-01-01"),
        broken("2018-01-01", "*"),
        broken("2020-01-01", measure="participants"),
        broken("2021-01-01", measure="exited_participants"),
        broken("2022-01-01", "lyra"),
        broken("2023-01-01", federation="sthlm"),
    ]
    found = made(row("2017", 44), row("2017", 12, gender="K"), breaks=breaks)
    assert [(b.date, b.panel) for b in found.breaks] == [
        ("2018-01-01", ""),
        ("2019-01-01", ""),
        ("2020-01-01", "participants"),
        ("2020-01-01", "women_and_men"),
    ]


def test_a_sparkline_is_small_has_gaps_a_last_value_and_words() -> None:
    shown = sparkline(panel(line({"2017": 44, "2018": 47, "2020": 41, "2021": 38})), (2017, 2021))
    assert shown.count('class="l"') == 2
    assert ">38</text>" in shown
    assert "Deltagare från 44 (2017) till 38 (2021), högst 47 (2018), lägst 38 (2021), saknas 2019" in shown
    assert len(shown) < 500
    ElementTree.fromstring(shown)  # noqa: S314  our own text
    assert sparkline(panel(line({"2025-H1": 4})), (2017, 2025)) == ""
