"""The rules of series, one by one, on a handful of printed numbers: what is one series, which report counts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
import pytest

import corpus
from corpus import frames, store
from corpus.asked import UnknownNameError
from corpus.contract import tables
from corpus.folders import NotADatasetError
from corpus.history import History, NoRowsWarning

REPORTS = {
    "r2019": {"period": "2019", "kind": "annual"},
    "r2020": {"period": "2020", "kind": "annual"},
    "r2020b": {"period": "2020", "kind": "appendix"},
    "r2020h": {"period": "2020-H1", "kind": "half_year"},
    "late": {"period": "2019", "kind": "annual", "published": "2021-05"},
}


def number(value: float, **said: Any) -> dict[str, Any]:
    """One printed number about UPIS in 2019, unless something else is said."""
    year = str(said.get("period", "2019"))
    row = {
        **{"report_id": "r2019", "federation_id": "hbs", "intervention_id": "upis", "measure": "participants"},
        **{"gender": "T", "role": "actual", "period": year, "freq": "A", "unit": "persons", "obs_status": "A"},
        **{"quality": "ok", "source": "table", "table_id": said.get("report_id", "r2019"), "confidence": 0.9},
        **({"period_start": f"{year[:4]}-01-01", "period_end": f"{year[:4]}-12-31"} if year[0] == "2" else {}),
    }
    printed = f"{value:g}".replace(".", ",")
    return {**row, "value_printed": printed, "value_raw": value, "value": value, **said}


def opened(folder: Path, *numbers: dict[str, Any], **more: list[dict[str, Any]]) -> History:
    """A dataset of these numbers, as Parquet alone."""
    rows: dict[str, list[dict[str, Any]]] = {
        "observations": [{"obs_id": f"o-{n}", **row} for n, row in enumerate(numbers)],
        "reports": [
            {"report_id": i, "file_name": i, "status": "ok", "language_folded": False, **r} for i, r in REPORTS.items()
        ],
        "federations": [{"federation_id": "hbs", "name": "Samordningsförbundet HBS", "aliases": "Huddinge"}],
        "interventions": [
            {"intervention_id": "upis", "federation_id": "hbs", "preferred_name": "UPIS"},
            {"intervention_id": "lyra", "federation_id": "hbs", "preferred_name": "Lyra"},
        ],
        "names": [
            {"report_id": "r2019", "printed": "Ungdomsprojektet Salem", "intervention_id": "upis", "method": "exact"}
        ],
        **more,
    }
    for name, spec in tables().items():
        pq.write_table(store.arrow(spec, frames.frame(spec, rows.get(name, []))), folder / f"{name}.parquet")
    return corpus.open(folder)


def values(frame: pd.DataFrame, *columns: str) -> list[tuple[Any, ...]]:
    return list(frame[list(columns)].itertuples(index=False, name=None))


def test_each_report_is_a_vintage_and_the_later_period_is_the_later_one(tmp_path: Path) -> None:
    ds = opened(tmp_path, number(40), number(42, report_id="r2020"))
    assert values(ds.series(), "value", "vintage") == [(42, "r2020")]
    assert values(ds.series(vintage="first"), "value", "vintage") == [(40, "r2019")]
    assert values(ds.series(vintage="all"), "value", "latest", "first", "revised") == [
        (40, False, True, True),
        (42, True, False, True),
    ]
    assert values(ds.revisions(), "value", "revised_value", "difference", "percent", "kind") == [
        (40, 42, 2, 5.0, "revision")
    ]


def test_a_day_of_publication_counts_when_it_is_after_the_period(tmp_path: Path) -> None:
    ds = opened(tmp_path, number(40, report_id="late"), number(42, report_id="r2020"))
    assert values(ds.series(), "value", "vintage_date") == [(40, pd.Timestamp("2021-05-31"))]


def test_of_two_reports_of_one_day_the_annual_report_goes_before_its_appendix(tmp_path: Path) -> None:
    same = opened(tmp_path, number(40, report_id="r2020b"), number(40, report_id="r2020"))
    assert values(same.series(), "vintage", "contested") == [("r2020", False)]


def test_two_reports_of_one_day_that_differ_are_both_given_and_contested(tmp_path: Path) -> None:
    ds = opened(tmp_path, number(41, report_id="r2020b"), number(40, report_id="r2020"))
    assert values(ds.series(), "value", "contested", "comparable") == [(40, True, False), (41, True, False)]
    assert ds.revisions().empty


def test_a_table_stands_before_prose_that_no_finding_names(tmp_path: Path) -> None:
    ds = opened(tmp_path, number(40), number(4, source="prose", table_id=None, line=3))
    assert values(ds.series(), "value", "contested", "times_printed", "values_differ") == [(40, False, 2, True)]


def test_prose_that_a_finding_names_is_given_beside_the_table(tmp_path: Path) -> None:
    told = {"source": "prose", "table_id": None, "line": 3, "quality": "contested"}
    ds = opened(tmp_path, number(40, quality="contested", proposed=44), number(44, **told))
    assert values(ds.series(), "value", "alternative", "contested", "source") == [
        (40, 1, True, "table"),
        (44, 2, True, "prose"),
    ]
    assert ds.series().proposed[0] == 44
    assert values(ds.series(wide=True), "reading", "contested", "2019") == [(1, "2019", 40), (2, "2019", 44)]


def test_a_place_that_contradicts_itself_yields_to_one_that_does_not(tmp_path: Path) -> None:
    rows = [number(n, table_id="by-town") for n in (12, 15, 13, 40)]
    assert values(opened(tmp_path, *rows, number(40)).series(), "value", "contested") == [(40, False)]


def test_where_every_place_contradicts_itself_all_its_values_are_contested(tmp_path: Path) -> None:
    said = {"source": "prose", "table_id": None, "quote": "Kostnaden blev 38, mot väntade 39."}
    found = opened(tmp_path, number(38, **said), number(39, **said)).series()
    assert sorted(values(found, "value", "contested")) == [(38, True), (39, True)]


def test_two_tables_that_differ_are_contested_and_the_value_printed_more_often_stands_first(tmp_path: Path) -> None:
    ds = opened(tmp_path, number(41, table_id="a"), number(40, table_id="b"), number(40, table_id="c"))
    assert values(ds.series(), "value", "alternative", "contested", "times_printed") == [
        (40, 1, True, 3),
        (41, 2, True, 3),
    ]


def test_a_report_that_repeats_one_of_two_contested_values_settles_them(tmp_path: Path) -> None:
    ds = opened(tmp_path, number(41, table_id="a"), number(40, table_id="b"), number(41, report_id="r2020"))
    assert values(ds.revisions(), "revised_value", "kind") == [(41, "settled")]


def test_rounding_is_no_revision_and_nothing_to_contest(tmp_path: Path) -> None:
    share = {"measure": "exit_work", "unit": "percent"}
    ds = opened(tmp_path, number(44.4, **share), number(44, report_id="r2020", **share))
    assert ds.revisions().empty
    assert not ds.series(vintage="all").revised.any()
    people = opened(tmp_path, number(44), number(45, report_id="r2020"))
    assert len(people.revisions()) == 1


def test_about_forty_does_not_contest_forty_two(tmp_path: Path) -> None:
    told = {"source": "prose", "table_id": None, "qualifier": "about", "quality": "contested"}
    assert len(opened(tmp_path, number(42), number(40, **told)).series()) == 1


def test_money_is_one_series_in_thousands(tmp_path: Path) -> None:
    money = {"measure": "outcome"}
    ds = opened(
        tmp_path,
        number(1500, unit="tkr", **money),
        number(1523640, unit="sek", period="2020", report_id="r2020", **money),
        number(1.5, unit="mkr", report_id="r2020", **money),
    )
    assert values(ds.series(), "period", "value", "unit") == [("2019", 1500, "tkr"), ("2020", 1523.64, "tkr")]
    assert ds.revisions().empty  # 1,5 miljoner is 1 500 tkr as far as it is printed


def test_half_years_and_years_are_series_of_their_own(tmp_path: Path) -> None:
    half = number(20, period="2020-H1", freq="H", period_end="2020-06-30", report_id="r2020h")
    ds = opened(tmp_path, number(40), half)
    assert values(ds.series(), "period") == [("2019",)]
    assert values(ds.series(freq="halvår"), "period") == [("2020-H1",)]
    wide = ds.series(freq=None, wide=True).set_index("freq")
    assert wide.loc["A", "2019"] == 40
    assert wide.loc["H", "2020-H1"] == 20
    assert wide[["2019", "2020-H1"]].isna().sum(axis=None) == 2


def test_a_line_is_the_same_however_its_sum_is_worded(tmp_path: Path) -> None:
    ds = opened(
        tmp_path,
        number(1, category="Summa kostnader", measure="cost"),
        number(2, category="kostnader", measure="cost", period="2020", report_id="r2020"),
        number(3, category="Årets resultat", measure="result", unit="tkr"),
        number(4, measure="result", unit="tkr", period="2020", report_id="r2020"),
    )
    assert ds.series().series.nunique() == 2
    assert values(ds.series(category="KOSTNADER"), "value") == [(1,), (2,)]


def test_a_printed_share_comes_with_its_count_worked_out(tmp_path: Path) -> None:
    ds = opened(tmp_path, number(6, unit="percent", measure="exit_work", numerator=4, denominator=26))
    assert round(ds.series().recomputed[0], 2) == 15.38


def test_numbers_that_were_not_understood_are_in_no_series(tmp_path: Path) -> None:
    ds = opened(
        tmp_path,
        number(40),
        number(7, measure="other:unresolved"),
        number(8, period=None, period_start=None, period_end=None),
    )
    assert values(ds.series(freq=None, role=None), "value") == [(40,)]


def test_reports_of_unknown_associations_are_not_put_together(tmp_path: Path) -> None:
    ds = opened(tmp_path, number(40, federation_id="unknown"), number(90, federation_id="unknown", report_id="r2020"))
    assert values(ds.series(federation="unknown"), "value", "revised") == [(40, False), (90, False)]


BREAK = {"series": "hbs/upis", "date": "2020-03", "type": "scope", "why": "två kommuner till"}


def test_a_break_stands_at_the_first_period_after_it(tmp_path: Path) -> None:
    ds = opened(
        tmp_path,
        *(number(40, period=str(year), report_id="r2020") for year in (2018, 2019, 2020, 2021)),
        number(9, intervention_id="lyra", period="2020"),
        breaks=[BREAK],
    )
    assert values(ds.series(intervention="upis"), "period", "break_before", "comparable") == [
        ("2018", False, True),
        ("2019", False, True),
        ("2020", True, False),
        ("2021", False, True),
    ]
    assert ds.series(intervention="upis").break_why[2] == "två kommuner till"
    assert not ds.series(intervention="lyra").break_before.any()
    assert values(ds.breaks(intervention="upis"), "intervention", "measure", "type") == [("upis", "*", "scope")]


@pytest.mark.parametrize(
    ("series", "broken"),
    [("hbs", 2), ("hbs/*/participants", 1), ("hbs/upis/cost", 1), ("hbs/lyra", 0), ("hbs/*/rating", 0), ("sthlm", 0)],
)
def test_a_break_is_of_as_many_series_as_it_names(tmp_path: Path, series: str, broken: int) -> None:
    rows = [number(40, period=y, measure=m) for y in ("2019", "2020") for m in ("participants", "cost")]
    ds = opened(tmp_path, *rows, breaks=[{**BREAK, "series": series}])
    assert ds.series().break_before.sum() == broken


def test_an_intervention_that_took_over_begins_with_a_break(tmp_path: Path) -> None:
    taken = {**BREAK, "type": "succession", "date": "2018-12"}
    assert values(opened(tmp_path, number(40), breaks=[taken]).series(), "break_type") == [("succession",)]
    long_ago = {**taken, "date": "2013-01-01"}
    assert not opened(tmp_path, number(40), breaks=[long_ago]).series().break_before.any()


def test_a_series_has_its_rows_in_order_whatever_order_they_came_in(tmp_path: Path) -> None:
    rows = [number(40 + n, period=str(2018 + n)) for n in range(4)]
    assert list(opened(tmp_path, *rows[::-1]).series().period) == ["2018", "2019", "2020", "2021"]


@pytest.mark.parametrize(
    "asked",
    [
        {"intervention": "UPIS"},
        {"intervention": "ungdomsprojektet i salem"},
        {"federation": "HBS", "measure": "Deltagare"},
        {"federation": "samordningsförbundet hbs", "gender": "totalt"},
        {"federation": "huddinge", "measure": "flow", "gender": ["T", "K"]},
        {"intervention": ["upis", "Lyra"], "role": "utfall"},
    ],
)
def test_names_are_taken_as_people_write_them(tmp_path: Path, asked: dict[str, Any]) -> None:
    assert len(opened(tmp_path, number(40)).series(**asked)) == 1


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"intervention": "UPPIS"}, "no intervention is called 'UPPIS'; nearest: UPIS (upis)"),
        ({"federation": "HBSS"}, "no association is called 'HBSS'; nearest:"),
        ({"measure": "deltagere"}, r"no measure is called 'deltagere'; nearest: Deltagare (participants)"),
        ({"gender": "x"}, "no gender is called 'x'"),
    ],
)
def test_a_name_that_is_not_there_is_told_with_the_nearest(tmp_path: Path, asked: dict[str, Any], said: str) -> None:
    with pytest.raises(UnknownNameError) as error:
        opened(tmp_path, number(40)).series(**asked)
    assert str(error.value).startswith(said)


def test_what_there_is_instead_is_told_when_no_number_fits(tmp_path: Path) -> None:
    ds = opened(tmp_path, number(40))
    with pytest.warns(NoRowsWarning, match="There is freq='A', role='actual': 1 numbers of participants"):
        assert ds.series(intervention="upis", freq="H").empty
    with pytest.warns(NoRowsWarning, match="nothing at all of them"):
        assert ds.series(intervention="lyra", wide=True).empty


def test_a_folder_that_is_no_dataset_is_told(tmp_path: Path) -> None:
    with pytest.raises(NotADatasetError, match="give the folder that facit backfill wrote"):
        corpus.open(tmp_path)
    with pytest.raises(NotADatasetError, match="no such folder"):
        corpus.open(tmp_path / "nowhere")


def test_csv_alone_is_a_dataset_too(tmp_path: Path) -> None:
    ds = opened(tmp_path, number(40.5, quote='han sa "40", sedan\nmer'), breaks=[BREAK])
    (tmp_path / "csv").mkdir()
    for name, spec in tables().items():
        store.write_csv(spec, ds.table(name), tmp_path / "csv" / f"{name}.csv")
    again = corpus.open(tmp_path / "csv")
    assert (
        again.connection.execute("SELECT * FROM series").fetchall()
        == ds.connection.execute("SELECT * FROM series").fetchall()
    )


def test_every_table_is_a_frame_and_the_dataset_shows_what_it_holds(tmp_path: Path) -> None:
    ds = opened(tmp_path, number(40))
    assert ds.observations.value.tolist() == [40]
    assert {"observations", "goals", "series"} <= set(dir(ds))
    with pytest.raises(AttributeError, match="its tables are observations, goals"):
        _ = ds.observation
    assert "1 observations" in repr(ds)
    assert "<td>observations</td><td>1</td>" in ds._repr_html_()


def test_an_id_that_no_number_has_cannot_be_traced(tmp_path: Path) -> None:
    ds = opened(tmp_path, number(40, quote="UPIS 40", line=7), number(41))
    assert ds.trace("0").place == "r2019, line 7"
    for wrong in ("o-9", "o-"):
        with pytest.raises(UnknownNameError, match="id that begins with"):
            ds.trace(wrong)
