"""Every form of the dataset holds its rows, and the same dataset gives the same bytes."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import get_args

import pytest
from rows import dataset

from corpus import export, store
from corpus.contract import tables
from corpus.export_kolada import OneVintageError
from corpus.history import NotADatasetError
from tests.conftest import Facit


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("written") / "out"
    store.write(dataset(), folder)
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.mark.parametrize("form", get_args(export.Format))
def test_two_exports_of_a_dataset_have_the_same_bytes(out: Path, tmp_path: Path, form: export.Format) -> None:
    options = export.Options(swedish=form == "csv", partitioned=True)
    first = export.export(out, form, tmp_path / "first", options)
    export.export(out, form, tmp_path / "second", options)
    export.export(out, form, tmp_path / "second", options)
    assert first.files
    assert contents(tmp_path / "first") == contents(tmp_path / "second")


@pytest.mark.parametrize("form", ["parquet", "csv", "excel"])
def test_what_backfill_writes_too_is_the_same_file(out: Path, tmp_path: Path, form: export.Format) -> None:
    export.export(out, form, tmp_path)
    made = {n: b for n, b in contents(tmp_path).items() if n != store.DESCRIPTOR}  # it names the Parquet files beside
    assert {n: b for n, b in contents(out).items() if n in made} == made


def test_csv_for_a_swedish_excel_has_semicolons_decimal_commas_and_nothing_that_runs(out: Path, tmp_path: Path) -> None:
    export.export(out, "csv", tmp_path, export.Options(swedish=True))
    assert (tmp_path / "observations.csv").read_bytes().startswith("\ufeffobs_id;report_id;".encode())
    with (tmp_path / "observations.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {r["obs_id"]: r for r in csv.DictReader(file, delimiter=";")}
    assert rows["o-prose-5"]["value"] == "71,8"
    assert len(rows) == len(dataset().tables["observations"])
    with (tmp_path / "cells.csv").open(encoding="utf-8-sig", newline="") as file:
        texts = {r["text"] for r in csv.DictReader(file, delimiter=";")}
    assert {"'=1+1", "'@SUM(A1)"} <= texts


def test_a_dataset_of_an_earlier_version_is_exported_with_its_new_columns_empty(out: Path, tmp_path: Path) -> None:
    for path in out.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    frame = store.read_table(out, "codes").drop(columns=["description_sv"])
    frame.to_parquet(tmp_path / "codes.parquet")
    export.export(tmp_path, "csv", tmp_path / "csv")
    assert store.read_table(tmp_path / "csv", "codes")["description_sv"].isna().all()


def test_a_form_is_not_written_over_the_dataset_itself(out: Path) -> None:
    before = contents(out)
    with pytest.raises(export.SameFolderError):
        export.export(out, "sdmx-csv", out / ".")
    assert contents(out) == before


def test_what_cannot_be_exported_is_told(out: Path, tmp_path: Path) -> None:
    with pytest.raises(NotADatasetError):
        export.export(tmp_path, "csv", tmp_path / "x")
    with pytest.raises(OneVintageError):
        export.export(out, "kolada", tmp_path / "y", export.Options(vintage="all"))
    assert contents(tmp_path) == {}


def test_the_command_says_what_it_wrote_and_what_it_left_out(out: Path, facit: Facit, tmp_path: Path) -> None:
    done = facit("export", out, "--format", "kolada", "--out", "kolada")
    assert done.returncode == 0, done.stderr
    assert "kolada/data.csv" in done.stdout.splitlines()
    wrong = facit("export", out, "--format", "kolada", "--vintage", "all", "--out", "again")
    assert wrong.returncode == 2
    assert "latest or first" in wrong.stderr
    assert not list((tmp_path / "again").glob("*"))
    assert "kpi, organisation, period" in facit("export", "--help").stdout


def test_every_table_is_in_the_forms_that_promise_all_of_them(out: Path, tmp_path: Path) -> None:
    export.export(out, "parquet", tmp_path, export.Options(partitioned=True))
    export.export(out, "csv", tmp_path / "csv")
    for name in tables():
        assert store.read_table(tmp_path, name).equals(store.read_table(out, name)), name
        assert (tmp_path / "csv" / f"{name}.csv").exists()
    assert (tmp_path / "observations").is_dir()
