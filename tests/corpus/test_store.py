"""One dataset, many formats, the same rows in all of them; and an old dataset is never lost half-way."""

from __future__ import annotations

import copy
import json
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rows import dataset

from corpus import database, frames, store
from corpus.contract import ContractError, tables
from corpus.records import Dataset


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("written") / "out"
    store.write(dataset(), folder)
    return folder


def rows_of(frame: pd.DataFrame) -> list[tuple[object, ...]]:
    """A frame's rows as plain values, empty cells as None."""
    return [
        tuple(None if pd.isna(v) else v for v in row) for row in frame.astype(object).itertuples(index=False, name=None)
    ]


@pytest.mark.parametrize("name", tables())
def test_csv_and_duckdb_hold_the_rows_of_parquet(out: Path, tmp_path: Path, name: str) -> None:
    parquet = store.read_table(out, name)
    assert list(parquet.columns) == list(tables()[name].column_names)
    assert len(parquet) >= 1
    (tmp_path / f"{name}.csv").write_bytes((out / f"{name}.csv").read_bytes())
    assert rows_of(store.read_table(tmp_path, name)) == rows_of(parquet)
    with duckdb.connect(str(out / store.DATABASE), read_only=True) as connection:
        kept = connection.execute(f'SELECT * FROM "{name}"').fetchall()  # noqa: S608
    assert kept == rows_of(parquet)


def test_a_number_a_missing_number_and_a_page_come_back_with_their_types(out: Path) -> None:
    observations = store.read_table(out, "observations").set_index("obs_id")
    assert observations.loc["o-flow-3-3", "value_printed"] == "924"
    assert observations.loc["o-flow-3-3", "value"] == 94
    assert observations.loc["o-prose-5", "value"] == 71.8
    assert pd.isna(observations.loc["o-prose-4", "value"])
    assert observations["page"].dtype == "Int64"
    assert observations.loc["o-flow-1-1", "bbox"] == "50.0,100.0,60.0,110.0"
    assert observations.loc["o-flow-1-1", "header_path"] == "Deltagare > Ingående"


def test_numbers_in_csv_have_a_point_and_neither_exponent_nor_needless_decimals() -> None:
    assert [frames.text("number", v) for v in (11.0, -0.5, 71.8, 1e-7, 7301000.0, float("nan"))] == [
        "11",
        "-0.5",
        "71.8",
        "0.0000001",
        "7301000",
        "",
    ]


def test_the_same_rows_give_the_same_bytes_whatever_their_order(out: Path, tmp_path: Path) -> None:
    shuffled = Dataset({name: rows[::-1] for name, rows in dataset().tables.items()})
    written = store.write(shuffled, tmp_path / "again")
    same = [f for f in written.files if f != store.DATABASE]
    assert {Path(f).suffix for f in same} == {".parquet", ".csv", ".xlsx", ".json"}
    assert [f for f in same if (out / f).read_bytes() != (tmp_path / "again" / f).read_bytes()] == []


def test_a_later_run_over_the_same_reports_changes_the_table_of_runs_only(out: Path, tmp_path: Path) -> None:
    later = copy.deepcopy(dataset())
    later.tables["runs"][0] |= {"started": "2026-02-01T10:00:00Z", "seconds": 9.0}
    written = store.write(later, tmp_path / "later")
    changed = {f for f in written.files if (out / f).read_bytes() != (tmp_path / "later" / f).read_bytes()}
    assert changed - {store.DATABASE, store.WORKBOOK} == {"runs.csv", "runs.parquet"}


def test_every_table_is_written_also_when_a_run_found_nothing(tmp_path: Path) -> None:
    written = store.write(Dataset(), tmp_path / "out")
    assert set(written.rows) == set(tables())
    assert {f"{name}.parquet" for name in tables()} <= set(written.files)
    assert rows_of(store.read_table(tmp_path / "out", "observations")) == []


def test_rows_that_break_the_contract_leave_the_old_dataset_as_it_was(tmp_path: Path) -> None:
    store.write(dataset(), tmp_path / "out")
    before = {p.name: p.read_bytes() for p in (tmp_path / "out").iterdir()}
    wrong = copy.deepcopy(dataset())
    wrong.tables["observations"][0]["unit"] = "kilo"
    with pytest.raises(ContractError, match=r"observations, row o-flow-1-1, column unit: 'kilo'"):
        store.write(wrong, tmp_path / "out")
    assert {p.name: p.read_bytes() for p in (tmp_path / "out").iterdir()} == before


def test_files_that_are_not_ours_stay_in_the_folder_and_no_others_are_left(tmp_path: Path) -> None:
    out = tmp_path / "out"
    (out / "report").mkdir(parents=True)
    (out / "anteckningar.txt").write_text("mina", encoding="utf-8")
    store.write(dataset(), out)
    written = store.write(dataset(), out)
    assert (out / "anteckningar.txt").read_text(encoding="utf-8") == "mina"
    assert {p.name for p in out.iterdir()} == {*written.files, "report", "anteckningar.txt"}
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_a_run_that_stops_while_writing_leaves_the_old_dataset_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.write(dataset(), tmp_path / "out")
    before = {p.name: p.read_bytes() for p in (tmp_path / "out").iterdir()}

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(database, "write", full)
    with pytest.raises(OSError, match="No space left"):
        store.write(Dataset(), tmp_path / "out")
    assert {p.name: p.read_bytes() for p in (tmp_path / "out").iterdir()} == before
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_a_file_that_is_locked_by_another_program_puts_the_others_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Excel on Windows keeps an open workbook from being replaced."""
    store.write(dataset(), tmp_path / "out")
    before = {p.name: p.read_bytes() for p in (tmp_path / "out").iterdir()}
    move = Path.replace

    def locked(self: Path, target: Path) -> Path:
        if self.name == store.WORKBOOK:
            raise PermissionError(13, "the file is open in another program", str(self))
        return move(self, target)

    monkeypatch.setattr(Path, "replace", locked)
    with pytest.raises(PermissionError, match="open in another program"):
        store.write(Dataset(), tmp_path / "out")
    assert {p.name: p.read_bytes() for p in (tmp_path / "out").iterdir()} == before


def test_a_table_that_is_missing_is_told_with_its_folder(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"no table 'goals'.*is it a dataset"):
        store.read_table(tmp_path, "goals")
    with pytest.raises(KeyError):
        store.read_table(tmp_path, "observation")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=12), min_size=1, max_size=4))
def test_any_text_that_a_report_can_print_survives_csv_and_parquet(tmp_path: Path, texts: list[str]) -> None:
    spec = tables()["cells"]
    rows = [
        {"table_id": "t", "row": i, "column": 0, "row_span": 1, "column_span": 1, "text": t, "is_header": False}
        for i, t in enumerate(texts)
    ]
    frame = frames.frame(spec, rows)
    store.write_csv(spec, frame, tmp_path / "cells.csv")
    assert rows_of(store.read_table(tmp_path, "cells")) == rows_of(frame)
    assert store.arrow(spec, frame).column("text").to_pylist() == [t or None for t in texts]
    assert [r[5] or "" for r in rows_of(frame)] == texts


def test_a_series_tells_the_vintage_the_latest_print_and_where_it_breaks(out: Path) -> None:
    with duckdb.connect(str(out / store.DATABASE), read_only=True) as connection:
        found = connection.execute(
            "SELECT period, value, vintage, latest, quality, comparable FROM series "
            "WHERE intervention = 'adrian' AND measure = 'exit_work_or_studies' AND role = 'actual'"
        ).fetchall()
        columns = [r[0] for r in connection.execute("DESCRIBE series").fetchall()]
    assert found == [
        ("2017", 2.0, "hbs-2017", False, "contested", False),
        ("2017", 1.0, "hbs-2018", True, "ok", True),
        ("2018", 3.0, "hbs-2018", True, "ok", False),
    ]
    promised = ["federation", "intervention", "measure", "category", "gender", "role", "period", "value", "vintage"]
    assert set(promised) | {"quality", "comparable"} <= set(columns)


def test_a_figure_that_one_report_prints_twice_is_one_row_of_the_series_and_says_whether_they_differ(
    tmp_path: Path,
) -> None:
    twice = copy.deepcopy(dataset())
    first = next(r for r in twice.tables["observations"] if r["obs_id"] == "o-flow-2-2")
    twice.tables["observations"].append(
        first | {"obs_id": "o-twice", "value": 35, "value_raw": 35, "source": "prose", "table_id": None}
    )
    store.write(twice, tmp_path / "out")
    with duckdb.connect(str(tmp_path / "out" / store.DATABASE), read_only=True) as connection:
        found = connection.execute(
            "SELECT value, times_printed, values_differ, obs_id FROM series "
            "WHERE intervention = 'lyra' AND measure = 'new_participants'"
        ).fetchall()
    assert found == [(34.0, 2, True, "o-flow-2-2")]


def test_the_descriptor_is_valid_and_the_files_are_as_it_says(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    frictionless = pytest.importorskip("frictionless")
    monkeypatch.chdir(out)
    report = frictionless.validate("datapackage.json")
    assert report.flatten(["title", "type", "rowNumber", "fieldName", "note"]) == []
    assert report.valid
    assert len(report.tasks) == len(tables())


def test_the_descriptor_catches_a_file_that_was_changed_by_hand(out: Path, tmp_path: Path) -> None:
    frictionless = pytest.importorskip("frictionless")
    for path in out.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    changed = (out / "observations.csv").read_text(encoding="utf-8").replace("persons", "kilo", 1)
    (tmp_path / "observations.csv").write_text(changed, encoding="utf-8")
    report = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert {"constraint-error", "hash-count"} & {e[0] for e in report.flatten(["type"])}


def test_coded_columns_carry_their_code_list_in_the_descriptor(out: Path) -> None:
    package = json.loads((out / "datapackage.json").read_text(encoding="utf-8"))
    assert package["$schema"].endswith("/2.0/datapackage.json")
    resources = {r["name"]: r for r in package["resources"]}
    fields = {f["name"]: f for f in resources["observations"]["schema"]["fields"]}
    assert fields["gender"]["constraints"]["enum"] == ["T", "K", "M", "A"]
    assert {"value": "K", "label": "Kvinnor"} in fields["gender"]["categories"]
    assert "participants" in fields["measure"]["constraints"]["pattern"]
    assert "hash" in resources["observations"] and "hash" not in resources["runs"]
