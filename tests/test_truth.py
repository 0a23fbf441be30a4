"""The whole run against hand-made truth: what the tables of our fixtures mean, how near the real reports are."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections import Counter
from math import isnan
from pathlib import Path

import pytest

from corpus.build import Options, run
from corpus.store import read_table

ROOT = Path(__file__).parent.parent
REPORTS = ROOT / "fixtures" / "reports"
TRUTH = ROOT / "fixtures" / "truth"
SHARED = ROOT.parent / "shared"
GENDER = {"total": "T", "women": "K", "men": "M", "other": "A"}
TEXT_LAYER = ("hbs-2017-bilaga", "hbs-2019-arsredovisning", "sthlm-2021-insatser", "sthlm-2023-arsrapport")
DUMPS = ("hbs-2018-bilaga", "hbs-lost-blad")

Meaning = tuple[str, str, str, str, str, float | None, str]


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The dataset of every fixture that needs no OCR."""
    out = tmp_path_factory.mktemp("truth") / "out"
    given = [p for p in sorted(REPORTS.iterdir()) if p.stem in TEXT_LAYER + DUMPS]
    result = run(given, Options(out=out, jobs=2))
    assert not result.problems
    return out


def number(text: object) -> float | None:
    """A value as a number; None for a blank, which a frame gives as NaN."""
    try:
        value = round(float(str(text)), 6)
    except ValueError:
        return None
    return None if isnan(value) else value


def wanted(stem: str) -> Counter[Meaning]:
    """What the truth says the tables of a report mean; measures without a code are left out."""
    rows = csv.DictReader((TRUTH / stem / "observations.csv").read_text(encoding="utf-8").splitlines())
    return Counter(
        (r["intervention"], r["measure"], GENDER[r["sex"]], r["role"], r["period"], number(r["value"]), r["unit"])
        for r in rows
        if r["where"].startswith("table") and not r["measure"].startswith("other")
    )


def found(dataset: Path, stem: str) -> Counter[Meaning]:
    """What the dataset says they mean."""
    reports = read_table(dataset, "reports")
    ids = set(reports.loc[reports["file_name"].str.startswith(stem + "."), "report_id"])
    frame = read_table(dataset, "observations")
    frame = frame[frame["report_id"].isin(ids) & (frame["source"] == "table")]
    frame = frame[~frame["measure"].str.startswith("other")]
    return Counter(
        (r.intervention_id, r.measure, r.gender, r.role, r.period, number(r.value), r.unit) for r in frame.itertuples()
    )


@pytest.mark.parametrize("stem", TEXT_LAYER + DUMPS)
def test_every_number_in_the_tables_of_a_report_means_what_its_truth_says(dataset: Path, stem: str) -> None:
    want, have = wanted(stem), found(dataset, stem)
    assert sum(want.values()) > 10
    assert have - want == Counter()
    assert want - have == Counter()


GOLD = {
    "2017-hbs": "hbs-2017-bilaga2.txt",
    "2025h1-sthlm": "sthlm-2025h1-halvarsrapport.ocr.txt",
}


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The dataset of the real reports, where they are at hand."""
    if not (SHARED / "score" / "score.py").exists():
        pytest.skip("the real reports and their truth are not beside the project")
    out = tmp_path_factory.mktemp("real") / "out"
    result = run([SHARED / "reports"], Options(out=out, jobs=2))
    assert [r.status for r in result.reports] == ["ok"] * 4
    return out


@pytest.mark.parametrize("folder", sorted(GOLD))
def test_the_real_reports_are_read_as_well_as_we_promise(real: Path, folder: str) -> None:
    command = [sys.executable, SHARED / "score" / "score.py", real, SHARED / "gold" / folder, "--file", GOLD[folder]]
    printed = subprocess.run([*command, "--json"], capture_output=True, text=True, check=True).stdout
    scores = json.loads(printed)
    assert scores["table"]["meaning"]["f1"] >= 0.95
    assert scores["prose"]["meaning"]["f1"] >= 0.85
    assert scores["goals"]["pairs"]["f1"] >= 0.95
    assert scores["names"]["pairs"]["precision"] == 1.0
    assert scores["findings"]["error"]["recall"] >= 0.9
    assert scores["findings"]["errors_not_in_gold"] <= 2
