"""`facit series`: CSV for programs, names as people write them, and what to do when there is nothing."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from typer.testing import CliRunner

from corpus.cli import app
from tests.benchmarks.history.made import Size, write

RUN = CliRunner()


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("series")
    write(folder, Size(rows=1_000, federations=2, years=3))
    return folder


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_csv_has_every_column_with_numbers_dates_and_flags_as_programs_read_them(out: Path) -> None:
    done = RUN.invoke(app, ["series", str(out), "--intervention", "f01-i00", "--measure", "deltagare", "--gender", "T"])
    assert done.exit_code == 0
    found = [r for r in rows(done.stdout) if not r["category"]]
    assert [(r["period"], r["period_end"], r["vintage"]) for r in found] == [
        ("2017", "2017-12-31", "f01-2018-annual"),
        ("2018", "2018-12-31", "f01-2019-annual"),
        ("2019", "2019-12-31", "f01-2019-annual"),
    ]
    assert {r["contested"] for r in found} == {"false"}
    assert all(r["value"].isdigit() for r in found)


def test_wide_has_a_column_for_each_period_and_all_vintages_a_row_for_each_report(out: Path) -> None:
    asked = ["series", str(out), "--intervention", "f01-i00", "--measure", "participants", "--gender", "K", "--wide"]
    wide = rows(RUN.invoke(app, asked).stdout)
    assert list(wide[0])[-3:] == ["2017", "2018", "2019"]
    every = rows(RUN.invoke(app, [*asked, "--vintage", "all"]).stdout)
    assert len(every) == 3 * len(wide)


def test_breaks_and_revisions_are_listed_instead(out: Path) -> None:
    breaks = rows(RUN.invoke(app, ["series", str(out), "--breaks", "--federation", "f00"]).stdout)
    assert [list(b.values()) for b in breaks] == [
        ["f00", "f00-i00", "*", "2020-07-01", "definition", "ny definition"],
    ]
    revised = rows(RUN.invoke(app, ["series", str(out), "--revisions"]).stdout)
    assert {float(r["difference"]) for r in revised} == {1.0}


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["--intervention", "Insatts f01-i00"], "nearest: f01-i00, Insats f00-i00 (f00-i00)"),
        (["--federation", "nobody"], "no association is called 'nobody'"),
    ],
)
def test_a_name_that_is_not_there_ends_with_the_nearest(out: Path, asked: list[str], said: str) -> None:
    done = RUN.invoke(app, ["series", str(out), *asked])
    assert done.exit_code == 2
    assert said in done.output


def test_when_no_number_fits_there_is_a_header_and_a_note(out: Path) -> None:
    done = RUN.invoke(app, ["series", str(out), "--federation", "f00", "--freq", "H"])
    assert done.exit_code == 0
    assert "There is freq='A'" in done.stderr
    assert rows(done.stdout) == []
    assert done.stdout.startswith("series,federation,")


def test_a_folder_that_is_no_dataset_is_wrong_use(tmp_path: Path) -> None:
    done = RUN.invoke(app, ["series", str(tmp_path)])
    assert done.exit_code == 2
    assert "give the folder that facit backfill wrote" in done.output
