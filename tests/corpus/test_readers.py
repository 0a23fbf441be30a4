"""People read the dataset with R, DuckDB and pandas, and all of them see the same numbers."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import duckdb
import pytest
from rows import dataset

from corpus import partitions, store
from corpus.contract import tables

SCRIPT = Path(__file__).with_name("read_dataset.R")


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("written") / "out"
    store.write(dataset(), folder)
    return folder


def told(out: Path) -> list[str]:
    """What the script in R says of the observations."""
    seen = store.read_table(out, "observations")
    quotes = sum(len(q) for q in seen["quote"].dropna())
    values = seen["value"].dropna()
    return [str(len(seen)), f"{values.sum():.6f}", str(len(values)), str(quotes), str(max(seen["period_end"].dropna()))]


@pytest.mark.skipif(shutil.which("Rscript") is None, reason="R (Rscript) is not installed")
def test_r_reads_the_same_numbers_with_every_package_that_is_installed(out: Path) -> None:
    done = subprocess.run(["Rscript", SCRIPT, out], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    seen = {line.split("\t")[0]: line.rstrip("\t").split("\t")[1:] for line in done.stdout.splitlines()}
    assert "base" in seen
    assert seen == dict.fromkeys(seen, told(out))


@pytest.mark.parametrize("source", ["csv", "parquet", "database"])
def test_duckdb_reads_the_same_numbers_from_every_file(out: Path, source: str) -> None:
    connection = duckdb.connect(str(out / store.DATABASE), read_only=True) if source == "database" else duckdb.connect()
    rows = {
        "csv": f"read_csv('{out}/observations.csv', header = true, quote = '\"', escape = '\"', sample_size = -1)",
        "parquet": f"read_parquet('{out}/observations.parquet')",
        "database": "observations",
    }[source]
    query = f"""SELECT count(*), printf('%.6f', sum(value)), count(value), sum(length(quote)), max(period_end)
        FROM {rows}"""  # noqa: S608
    assert [str(v) for v in connection.execute(query).fetchall()[0]] == told(out)


def test_the_descriptor_names_the_parquet_files_too(out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(partitions, "LARGE", 3)
    store.write(dataset(), tmp_path / "large")
    for folder in (out, tmp_path / "large"):
        described = json.loads((folder / store.DESCRIPTOR).read_text(encoding="utf-8"))
        named = {r["name"]: r["parquet"] for r in described["resources"]}
        assert set(named) == set(tables())
        for name, files in named.items():
            found = [str(p) for p in folder.glob(files)]
            count = duckdb.execute("SELECT count(*) FROM read_parquet(?)", [found]).fetchall()[0][0]
            assert count == len(store.read_table(folder, name)), name
