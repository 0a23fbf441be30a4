"""The SDMX export is valid SDMX, every printed number is in it, and its codes are told in its structure."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import duckdb
import pytest
from rows import dataset

import corpus
from corpus import export_sdmx, sdmx, store

Rows = list[dict[str, str]]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("written")
    sample = dataset()
    first = sample.tables["observations"][0]
    sample.tables["observations"] += [
        first | {"obs_id": "o-no-period", "period": None, "period_start": None, "period_end": None, "freq": None},
        first | {"obs_id": "o-again", "row": None, "column": None, "source": "prose"},
    ]
    store.write(sample, folder / "out")
    (folder / "sdmx").mkdir()
    notes = export_sdmx.write(corpus.open(folder / "out"), folder / "sdmx")
    assert notes == ("1 numbers without a period are left out: SDMX has no observation without one",)
    return folder


@pytest.fixture(scope="module")
def rows(written: Path) -> Rows:
    with (written / "sdmx" / export_sdmx.DATA).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_structure_is_valid_sdmx_3_and_the_data_are_read_with_it(written: Path, rows: Rows) -> None:
    """Held against the XML schemas of SDMX 3.0 by pysdmx, the BIS's library."""
    io = pytest.importorskip("pysdmx.io")
    (data,) = io.get_datasets(
        written / "sdmx" / export_sdmx.DATA, written / "sdmx" / export_sdmx.STRUCTURE, validate=True
    )
    assert len(data.data) == len(rows)
    assert data.structure.short_urn == "Dataflow=FACIT:DF_OBSERVATIONS(1.0)"
    components = {c.id: c.role.name for c in data.structure.components}
    assert components["TIME_PERIOD"] == components["SEX"] == components["VINTAGE"] == "DIMENSION"
    assert components["OBS_VALUE"] == "MEASURE"
    assert components["OBS_STATUS"] == "ATTRIBUTE"


def test_every_code_that_is_used_stands_in_its_code_list_with_names_in_both_languages(
    written: Path, rows: Rows
) -> None:
    io = pytest.importorskip("pysdmx.io")
    message = io.read_sdmx(written / "sdmx" / export_sdmx.STRUCTURE, validate=True)
    lists = {c.id: {code.id for code in c.items} for c in message.get_codelists()}
    for component in sdmx.components():
        if component.codes:
            used = {r[component.id] for r in rows} - {""}
            assert used <= lists[component.codes], component.id
    text = (written / "sdmx" / export_sdmx.STRUCTURE).read_text(encoding="utf-8")
    assert text.count('<com:Name xml:lang="sv">') == text.count('<com:Name xml:lang="en">') > 100
    assert '<com:Name xml:lang="sv">Deltagare</com:Name>' in text


def test_the_columns_begin_as_sdmx_csv_2_asks(rows: Rows) -> None:
    header = list(rows[0])
    assert header[:3] == ["STRUCTURE", "STRUCTURE_ID", "ACTION"]
    assert {(r["STRUCTURE"], r["STRUCTURE_ID"], r["ACTION"]) for r in rows} == {
        ("dataflow", "FACIT:DF_OBSERVATIONS(1.0)", "I")
    }


def test_no_two_rows_have_the_same_key_and_no_dimension_is_empty(rows: Rows) -> None:
    dimensions = [c.id for c in sdmx.components() if c.kind in ("dimension", "time")]
    keys = [tuple(r[d] for d in dimensions) for r in rows]
    assert len(set(keys)) == len(keys)
    assert all(all(key) for key in keys)


def test_every_number_with_a_period_is_there_with_its_value(written: Path, rows: Rows) -> None:
    with duckdb.connect(str(written / "out" / store.DATABASE), read_only=True) as connection:
        values = dict(connection.execute("SELECT obs_id, value FROM observations WHERE period IS NOT NULL").fetchall())
    seen = {r["OBS_ID"]: None if r["OBS_VALUE"] == "NaN" else float(r["OBS_VALUE"]) for r in rows}
    assert seen == values
    missing = next(r for r in rows if r["OBS_ID"] == "o-prose-4")
    assert (missing["OBS_VALUE"], missing["OBS_STATUS"] in "MLO") == ("NaN", True)


def test_a_figure_printed_twice_is_two_observations_and_the_first_is_the_one_that_counts(rows: Rows) -> None:
    twice = {r["OBS_ID"]: r for r in rows if r["OBS_ID"] in ("o-flow-1-1", "o-again")}
    assert {i: (r["PRINT_NO"], r["LATEST"]) for i, r in twice.items()} == {
        "o-flow-1-1": ("1", "true"),
        "o-again": ("2", ""),
    }


def test_women_men_and_half_years_have_the_codes_of_sdmx() -> None:
    assert [sdmx.SEXES[g] for g in "TKMA"] == ["_T", "F", "M", "_O"]
    assert [sdmx.FREQS[f] for f in "AHT"] == ["A", "S", "T"]


@pytest.mark.parametrize(
    ("freq", "start", "end", "expected"),
    [
        ("A", "2017-01-01", "2017-12-31", "2017"),
        ("H", "2025-01-01", "2025-06-30", "2025-S1"),
        ("H", "2025-07-01", "2025-12-31", "2025-S2"),
        ("T", "2021-01-01", "2021-04-30", "2021-T1"),
        ("T", "2021-01-01", "2021-08-31", "2021-01-01/P8M"),
        ("Q", "2020-10-01", "2020-12-31", "2020-Q4"),
        ("M", "2018-02-01", "2018-02-28", "2018-02"),
        ("I", "2021-12-31", "2021-12-31", "2021-12-31"),
        ("S", "2019-01-01", "2021-12-31", "2019-01-01/P3Y"),
        ("S", "2019-07-01", "2020-06-30", "2019-07-01/P1Y"),
        ("S", "2019-01-15", "2019-01-24", "2019-01-15/P10D"),
    ],
)
def test_a_period_is_said_as_sdmx_says_it(freq: str, start: str, end: str, expected: str) -> None:
    """Our second tertial is January to August, SDMX's May to August: so it is said as a length."""
    assert sdmx.time_period(freq, date.fromisoformat(start), date.fromisoformat(end)) == expected


def test_ids_of_codes_are_ids_and_differ_where_the_texts_differ() -> None:
    assert sdmx.code_id("mia-hbs") == "mia-hbs"
    assert sdmx.code_id("other:meetings") == "other-meetings"
    given = ["summa intäkter", "Summa intäkter", "summa, intäkter", "summa_intakter", "ä", "å", "16–29 år", "", "–"]
    made = [sdmx.code_id(g) for g in given]
    assert len(set(made)) == len(given)
    assert all(sdmx._ID.fullmatch(m) for m in made)
