"""A large table is a folder of files, one an association; who reads it gets the same rows in the same order."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pandas as pd
import pytest
from rows import dataset

import corpus
from corpus import frames, partitions, store
from corpus.contract import tables
from corpus.records import Dataset


def rows() -> Dataset:
    """The sample with a number of another association, and one whose association cannot be told."""
    made = dataset()
    made.tables["observations"][0]["federation_id"] = None
    made.tables["observations"][1]["federation_id"] = "sthlm"
    return made


@pytest.fixture
def large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The sample, written as if its observations were many."""
    monkeypatch.setattr(partitions, "LARGE", 3)
    store.write(rows(), tmp_path / "out")
    return tmp_path / "out"


def plain(frame: pd.DataFrame) -> list[tuple[object, ...]]:
    kept = frame.astype(object)
    return list(kept.where(kept.notna(), None).itertuples(index=False, name=None))


def expected() -> list[tuple[object, ...]]:
    return plain(frames.frame(tables()["observations"], rows().tables["observations"]))


def test_each_association_has_a_file_of_its_own(large: Path) -> None:
    found = {p.parent.name for p in (large / "observations").glob("*/*.parquet")}
    assert found == {"federation_id=hbs", "federation_id=sthlm", f"federation_id={partitions.NOBODY}"}
    assert not (large / "observations.parquet").exists()


def test_reading_gives_the_rows_and_columns_as_from_one_file(large: Path) -> None:
    frame = store.read_table(large, "observations")
    assert list(frame.columns) == list(tables()["observations"].column_names)
    assert plain(frame) == expected()
    assert frame["page"].dtype == "Int64"


def test_open_reads_partitions_as_it_reads_one_file(
    large: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(partitions, "LARGE", 10_000)
    store.write(rows(), tmp_path / "small")
    assert (tmp_path / "small" / "observations.parquet").exists()
    wanted = corpus.open(tmp_path / "small").series(freq=None, role=None, vintage="all")
    assert len(wanted) > 3
    pd.testing.assert_frame_equal(corpus.open(large).series(freq=None, role=None, vintage="all"), wanted)


def test_duckdb_and_pandas_read_the_folder_by_themselves(
    large: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    query = f"SELECT count(*), count(federation_id) FROM read_parquet('{large}/observations/*/*.parquet')"  # noqa: S608
    assert duckdb.sql(query).fetchall() == [(len(expected()), len(expected()) - 1)]
    told = rows()
    told.tables["observations"][0]["federation_id"] = "unknown"
    store.write(told, tmp_path / "told")
    frame = pd.read_parquet(tmp_path / "told" / "observations")
    assert len(frame) == len(expected())
    assert set(frame["federation_id"]) == {"hbs", "sthlm", "unknown"}


def test_a_dataset_that_grew_or_shrank_has_its_table_in_one_form(large: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(partitions, "LARGE", 10_000)
    store.write(rows(), large)
    assert (large / "observations.parquet").exists()
    assert not (large / "observations").exists()
    monkeypatch.setattr(partitions, "LARGE", 3)
    store.write(rows(), large)
    assert not (large / "observations.parquet").exists()
    assert partitions.is_partitioned("observations", large)


def test_a_folder_of_that_name_that_is_not_ours_stays(tmp_path: Path) -> None:
    (tmp_path / "observations").mkdir()
    (tmp_path / "observations" / "mine.txt").write_text("mina", encoding="utf-8")
    store.write(dataset(), tmp_path)
    assert (tmp_path / "observations" / "mine.txt").read_text(encoding="utf-8") == "mina"
