"""Nine years of invented associations, read from their reports: each series, revision, break and error is as it was."""

from __future__ import annotations

import csv
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator

import pandas as pd
import pytest

import corpus
from corpus.build import Options, run
from corpus.history import History
from fixtures.history.everything import FOLDER, everything

KEY = ("federation", "intervention", "measure", "category", "gender", "role", "unit", "period")
Key = tuple[str, ...]
pytestmark = pytest.mark.xdist_group("history")  # the reports are read once, whatever the number of workers


@pytest.fixture(scope="module")
def ds(tmp_path_factory: pytest.TempPathFactory) -> History:
    out = tmp_path_factory.mktemp("history") / "out"
    result = run([FOLDER / "reports"], Options(out=out, registry=FOLDER / "registry", jobs=2))
    assert [r.file_name for r in result.reports if r.status != "ok"] == []
    return corpus.open(out, sources=FOLDER / "reports")


def truth(name: str) -> list[dict[str, str]]:
    with (FOLDER / "truth" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def told(row: dict[str, str], column: str) -> set[float]:
    return {float(v) for v in row[column].split(";")}


def plain(row: dict[str, object], columns: Iterable[str] = KEY) -> Key:
    """The cells of a row of a frame as text, '' when empty."""
    return tuple("" if row[c] is None or row[c] is pd.NA or row[c] != row[c] else str(row[c]) for c in columns)


def by_key(frame: pd.DataFrame) -> dict[Key, set[float]]:
    """What a frame of series says of each fact."""
    found: dict[Key, set[float]] = defaultdict(set)
    for row in frame.to_dict("records"):
        found[plain(row)].add(round(row["value"], 3))
    return found


def test_the_fixtures_are_what_their_world_makes_of_them() -> None:
    """Write them anew with: python -m fixtures.history"""
    made = everything()
    kept = {str(p.relative_to(FOLDER)): p.read_bytes() for f in ("reports", "truth") for p in (FOLDER / f).iterdir()}
    assert sorted(made) == sorted(kept)
    assert [name for name in made if made[name] != kept[name]] == []


@pytest.mark.parametrize("vintage", ["first", "latest"])
def test_every_series_is_what_the_first_and_the_last_report_say_and_nothing_else(ds: History, vintage: str) -> None:
    wanted = {tuple(r[c] for c in KEY): told(r, vintage) for r in truth("series")}
    found = by_key(ds.series(freq=None, role=None, vintage=vintage))  # type: ignore[arg-type]
    assert {k: v for k, v in found.items() if wanted.get(k) != v} == {}
    assert wanted.keys() == found.keys()
    assert len(wanted) > 1300


def test_every_printing_of_a_fact_is_kept_with_its_report(ds: History) -> None:
    wanted: dict[Key, set[float]] = defaultdict(set)
    for r in truth("printings"):
        wanted[(*(r[c] for c in KEY), r["report"])].add(float(r["value"]))
    found: dict[Key, set[float]] = defaultdict(set)
    for row in ds.series(freq=None, role=None, vintage="all").to_dict("records"):
        found[(*plain(row), row["vintage"])].add(round(row["value"], 3))
    assert found == wanted


def test_half_years_and_years_never_mix(ds: History) -> None:
    assert set(ds.series().period) == {str(year) for year in range(2016, 2026)} - {"2016"}
    assert set(ds.series(freq="H").period) == {"2024-H1"}
    wide = ds.series(freq=None, role=None, wide=True)
    years = [c for c in wide if c.isdigit()]
    assert wide[wide["2024-H1"].notna()][years].isna().all(axis=None)


def test_both_values_of_a_contested_fact_come_back_and_only_reports_with_errors_contest(ds: History) -> None:
    latest = ds.series(role=None, freq=None)
    all_reports = ds.series(role=None, freq=None, vintage="all")
    two = all_reports[all_reports.alternative == 2]
    assert {plain(r, ("vintage", "intervention", "measure")) for r in two.to_dict("records")} == {
        ("norrsjon-2023-annual", "_all", "participants"),
        ("norrsjon-2024-h1-half-year", "lotsen", "exited_participants"),
    }
    assert all_reports[all_reports.obs_id.isin(two.obs_id)].contested.all()
    assert set(all_reports[all_reports.contested].vintage) <= {e["report"] for e in truth("errors")}
    assert len(latest[latest.contested]) > 0


def test_every_revision_is_found_and_no_other(ds: History) -> None:
    columns = (*KEY, "value", "revised_value", "vintage", "revised_vintage", "kind")
    wanted = {tuple(r[c] for c in columns) for r in truth("revisions")}
    found = ds.revisions(role=None)
    assert {plain(r, columns) for r in whole_numbers(found)} == wanted
    assert set(ds.series(vintage="all").query("revised")["vintage"]) == {
        r[c] for r in truth("revisions") for c in ("vintage", "revised_vintage") if r["value"] != r["revised_value"]
    }


def whole_numbers(frame: pd.DataFrame) -> Iterator[dict[str, object]]:
    """Rows with 285 for 285.0."""
    for row in frame.to_dict("records"):
        yield {k: f"{v:.10g}" if isinstance(v, float) and not math.isnan(v) else v for k, v in row.items()}


def test_every_break_is_found_and_shown_where_its_series_goes_on(ds: History) -> None:
    columns = ("federation", "intervention", "measure", "date", "type")
    ours = {r["federation"] for r in truth("breaks")}
    found = ds.breaks()
    assert {plain(r, columns) for r in found[found.federation.isin(ours)].to_dict("records")} == {
        tuple(b[c] for c in columns) for b in truth("breaks")
    }
    rows = ds.series(role=None).to_dict("records")
    for row in rows:
        there = [b for b in truth("breaks") if is_of(b, row) and b["first_period"] == row["period"]]
        assert row["break_before"] == bool(there), (row["series"], row["period"])
        assert set(plain(row, ["break_type"])[0].split(";")) - {""} == {b["type"] for b in there}
        assert not (row["break_before"] and row["comparable"])
    assert sum(row["break_before"] for row in rows) > 50


def is_of(b: dict[str, str], row: dict[str, object]) -> bool:
    return all(b[c] in ("*", row[c]) for c in ("federation", "intervention", "measure"))


def test_ratings_say_where_their_scale_changes(ds: History) -> None:
    rated = ds.ratings()
    assert {plain(r, ("federation", "period")) for r in rated[rated.break_before].to_dict("records")} == {
        ("norrsjon", "2021")
    }
    ours = ds.ratings(federation="Norrsjön", intervention="Nya vägen")
    assert set(ours[ours.period < "2021"].scale) == {"four-step"}
    assert set(ours[ours.period >= "2021"].scale) == {"three-step"}
    assert ours.goal_id.is_unique


def test_every_injected_error_is_found_with_what_it_should_be_and_nothing_else_is_an_error(ds: History) -> None:
    seen = ds.observations.set_index("obs_id")
    found = ds.findings[ds.findings.severity == "error"]
    told_of = {}
    for e in truth("errors"):
        for f in found[found.report_ids == e["report"]].to_dict("records"):
            cells = seen.loc[f["obs_ids"].split(";")]
            wrong = cells[(cells.intervention_id == e["intervention"]) & (cells.measure == e["measure"])]
            if f["kind"] in e["kinds"].split(";") and (wrong.value == float(e["printed"])).any():
                told_of[e["report"]] = f["finding_id"]
    assert set(told_of) == {e["report"] for e in truth("errors")}
    assert set(found.finding_id) == set(told_of.values())


def test_an_intervention_keeps_its_id_through_its_names(ds: History) -> None:
    for row in truth("names"):
        assert set(ds.series(intervention=row["printed"]).intervention) == {row["intervention"]}
    series = ds.series(federation="Norrsjön", intervention="Ungsam", measure="deltagare", gender="totalt")
    assert list(series.period) == [str(year) for year in range(2017, 2026)]
    assert set(series.intervention_name) == {"Ungdomsteamet"}


def test_predecessors_bring_what_an_intervention_follows_and_what_an_association_was(ds: History) -> None:
    sprung = ds.series(intervention="Språnget", measure="participants", gender="T", predecessors=True)
    assert list(sprung.groupby("intervention").period.agg(["min", "max"]).itertuples()) == [
        ("hoppet", "2017", "2020"),
        ("klivet", "2017", "2020"),
        ("spranget", "2021", "2025"),
    ]
    arena = ds.series(
        federation="Vikarna", intervention="Arena Arbete", measure="participants", gender="T", predecessors=True
    )
    assert list(zip(arena.federation, arena.period, strict=True)) == [
        *(("bjorkviken", str(year)) for year in range(2017, 2022)),
        *(("vikarna", str(year)) for year in range(2022, 2026)),
    ]
    assert list(arena[arena.break_before].period) == ["2022"]


def test_a_share_comes_with_what_its_count_gives(ds: History) -> None:
    share = ds.series(intervention="Nya vägen", measure="exit_work_or_studies", unit="percent", vintage="first")
    row = share.set_index("period").loc["2020"]
    assert (row.value, row.numerator, row.denominator, round(row.recomputed, 1)) == (54, 16, 36, 44.4)
    assert row.contested


def test_a_contested_number_comes_with_what_it_should_be_where_a_finding_says_so(ds: History) -> None:
    women = ds.series(intervention="Ungsam", measure="participants", gender="K").set_index("period").loc["2018"]
    assert (women.value, women.proposed, women.quality, women.comparable) == (36, 26, "contested", False)


def test_money_is_one_series_though_the_unit_that_is_printed_changes(ds: History) -> None:
    money = ds.series(intervention="Nya vägen", measure="outcome")
    assert list(money.period) == [str(year) for year in range(2017, 2026)]
    assert set(money.unit) == {"tkr"}
    assert money.value.between(2000, 6000).all()
    assert set(ds.observations.query("intervention_id == 'nya-vagen' and measure == 'outcome'").unit) == {"tkr", "sek"}


def test_a_number_is_traced_to_its_page_and_cell_and_shown(ds: History) -> None:
    row = ds.series(intervention="Ungsam", measure="participants", gender="K", vintage="first").iloc[1]
    trace = ds.trace(row.obs_id)
    assert trace.place == "norrsjon-2018.pdf, page 1, line 10"
    assert trace.cell is not None
    assert trace.cell["text"] == trace.observation["value_printed"] == "36"
    assert trace.quote.startswith("Ungsam 36")
    assert trace.crop is not None
    assert trace.crop.width > 300
    assert "data:image/png" in trace._repr_html_()
    markdown = ds.series(intervention="Ungsam", measure="participants", gender="K", vintage="first").iloc[0]
    assert ds.trace(markdown.obs_id).crop is None
    assert "text without pages" in ds.trace(markdown.obs_id).why_no_crop


def test_the_database_and_the_files_give_the_same_rows(ds: History) -> None:
    import duckdb  # noqa: PLC0415

    with duckdb.connect(str(ds.folder / "facit.duckdb"), read_only=True) as connection:
        for view in ("series", "series_wide", "revisions", "series_breaks", "ratings"):
            order = "ORDER BY ALL"
            stored = connection.execute(f"SELECT * FROM {view} {order}").fetchall()  # noqa: S608
            assert stored == ds.connection.execute(f"SELECT * FROM {view} {order}").fetchall()  # noqa: S608
            assert stored
