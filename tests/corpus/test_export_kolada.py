"""The export in Kolada's form has one value for each kpi, organisation, year and gender, and says what each kpi is."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from rows import dataset

import corpus
from corpus import export_kolada, store


def write(folder: Path, *more: dict[str, object], vintage: str = "latest") -> tuple[str, ...]:
    """The sample, and observations like its first but for what is given, in Kolada's form."""
    sample = dataset()
    first = sample.tables["observations"][0]
    sample.tables["observations"] += [first | {"obs_id": f"o-more-{i}"} | row for i, row in enumerate(more)]
    store.write(sample, folder / "out")
    (folder / "kolada").mkdir()
    return export_kolada.write(corpus.open(folder / "out"), folder / "kolada", vintage)  # type: ignore[arg-type]


def table(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / "kolada" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def answer(folder: Path, name: str) -> list[dict[str, Any]]:
    read = json.loads((folder / "kolada" / f"{name}.json").read_text(encoding="utf-8"))
    assert read["count"] == len(read["values"])
    return read["values"]  # type: ignore[no-any-return]


def test_a_key_has_one_value_and_names_things_that_are_described(tmp_path: Path) -> None:
    write(tmp_path)
    data = table(tmp_path, "data")
    keys = [(r["kpi"], r["organisation"], r["period"], r["gender"]) for r in data]
    assert len(set(keys)) == len(keys) > 5
    assert {r["kpi"] for r in data} == {r["id"] for r in table(tmp_path, "kpi")}
    assert {r["organisation"] for r in data} <= {r["id"] for r in table(tmp_path, "organisation")}
    assert all(len(r["period"]) == 4 for r in data)


def test_the_values_are_those_of_the_series(tmp_path: Path) -> None:
    write(tmp_path)
    series = corpus.open(tmp_path / "out").series(freq="A", role=None)
    wanted = {r.obs_id: r.value for r in series.itertuples() if r.alternative == 1 and r.gender in "TKM"}
    assert {r["obs_id"]: float(r["value"]) for r in table(tmp_path, "data")} == wanted


def test_a_later_report_goes_before_an_earlier_one_unless_the_first_is_asked_for(tmp_path: Path) -> None:
    for vintage, expected in (("latest", "1"), ("first", "2")):
        (tmp_path / vintage).mkdir()
        write(tmp_path / vintage, vintage=vintage)
        kept = [
            r["value"]
            for r in table(tmp_path / vintage, "data")
            if (r["kpi"], r["organisation"], r["period"]) == ("exit_work_or_studies.persons", "hbs.adrian", "2017")
        ]
        assert kept == [expected]


def test_what_kolada_has_no_place_for_is_counted(tmp_path: Path) -> None:
    half = {"period": "2017-H1", "period_start": "2017-01-01", "period_end": "2017-06-30", "freq": "H"}
    notes = write(tmp_path, half, {"gender": "A"})
    assert [n.split()[0] for n in notes] == ["1", "1"]
    assert {r["gender"] for r in table(tmp_path, "data")} <= {"T", "K", "M"}


def test_two_reports_of_associations_that_are_not_known_are_not_one(tmp_path: Path) -> None:
    unknown = {"federation_id": "unknown", "intervention_id": "_all", "measure": "participants"}
    write(tmp_path, unknown | {"value": 5, "value_raw": 5}, unknown | {"report_id": "hbs-2018", "table_id": None})
    found = {r["organisation"]: r["value"] for r in table(tmp_path, "data") if r["organisation"].startswith("unknown")}
    assert found == {"unknown-hbs-2017": "5", "unknown-hbs-2018": "10"}
    titles = {r["id"]: r["title"] for r in table(tmp_path, "organisation")}
    assert titles["unknown-hbs-2017"] == "Okänt förbund (hbs-2017)"


def test_the_last_day_of_a_year_is_a_kpi_of_its_own(tmp_path: Path) -> None:
    day = {"period": "2017-12-31", "period_start": "2017-12-31", "period_end": "2017-12-31", "freq": "I"}
    write(
        tmp_path,
        day | {"measure": "equity", "category": "eget kapital", "unit": "sek", "value": 7301000, "value_raw": 7301000},
    )
    row = next(r for r in table(tmp_path, "data") if r["kpi"] == "equity.eget_kapital.tkr.year_end")
    assert (row["period"], row["value"]) == ("2017", "7301")


def test_two_values_of_one_report_are_one_row_that_says_so(tmp_path: Path) -> None:
    prose = {"table_id": None, "row": None, "column": None, "source": "prose", "quote": "tolv", "quality": "contested"}
    write(tmp_path, prose | {"value": 12, "value_raw": 12, "value_printed": "12", "line": 77})
    (row,) = [
        r
        for r in table(tmp_path, "data")
        if (r["kpi"], r["organisation"]) == ("carried_in.persons", "hbs.adrian") and r["period"] == "2017"
    ]
    assert row["status"] == "contested"
    assert {row["value"], row["other_values"]} == {"10", "12"}


def test_a_kpi_says_in_swedish_what_it_is_and_whether_women_and_men_are_told_apart(tmp_path: Path) -> None:
    write(tmp_path, {"gender": "K"}, {"gender": "M"})
    kpis = {r["id"]: r for r in table(tmp_path, "kpi")}
    kpi = kpis["carried_in.persons"]
    assert kpi["title"] == "Ingående deltagare, personer"
    assert kpi["description"].startswith("Personer som redan deltog")
    assert kpi["operating_area"] == "Deltagarflöde"
    assert (kpi["is_divided_by_gender"], kpis["new_participants.persons"]["is_divided_by_gender"]) == ("1", "0")


def test_the_json_files_have_the_shape_of_the_answers_of_koladas_api(tmp_path: Path) -> None:
    write(tmp_path, {"gender": "K"})
    kpi = answer(tmp_path, "kpi")[0]
    asked = {"auspices", "id", "title", "description", "definition", "municipality_type", "is_divided_by_gender"}
    asked |= {"operating_area", "ou_publication_date", "perspective", "publication_date", "has_ou_data"}
    assert asked <= set(kpi)
    units = {u["id"]: u for u in answer(tmp_path, "ou")}
    associations = {m["id"] for m in answer(tmp_path, "municipality")}
    assert {u["municipality"] for u in units.values()} <= associations
    of_units = answer(tmp_path, "oudata")
    assert {d["ou"] for d in of_units} == set(units)
    assert {d["municipality"] for d in answer(tmp_path, "data")} <= associations
    both = next(d for d in of_units if d["kpi"] == "carried_in.persons" and d["ou"] == "hbs.adrian")
    assert [v["gender"] for v in both["values"]] == ["K", "T"]
    assert set(both["values"][0]) == {"count", "gender", "status", "value"}


@pytest.mark.parametrize(
    ("measure", "line", "unit", "role", "expected"),
    [
        ("participants", "", "persons", "actual", "participants.persons"),
        ("other:meetings", "", None, "actual", "other-meetings.none"),
        ("budget", "lokal hyra", "tkr", "budget", "budget.lokal_hyra.tkr"),
        ("exit_work", "", "percent", "target", "exit_work.percent.target"),
    ],
)
def test_the_id_of_a_kpi_says_what_it_counts(
    measure: str, line: str, unit: str | None, role: str, expected: str
) -> None:
    row = {"measure": measure, "line": line, "unit": unit, "role": role, "freq": "A"}
    assert export_kolada.kpi_id(row) == expected
