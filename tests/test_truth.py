"""The whole run against hand-made truth: no fixture is read worse than its floor, and how near the real reports are."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from corpus.build import Options, run
from tests.measured import FLOORS, SCALE, Dataset, dataset, floors, stems

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"
ROUNDING = 1e-9


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """The dataset of every fixture."""
    return dataset(tmp_path_factory.mktemp("truth") / "out")


def test_every_fixture_has_a_floor() -> None:
    assert sorted(floors()) == stems(), f"add the missing line of `python tests/measured.py` to {FLOORS.name}"


@pytest.mark.parametrize("stem", sorted(floors()))
def test_a_fixture_is_read_no_worse_than_its_floor(made: Dataset, stem: str) -> None:
    shares = made.measured(stem)
    below = {
        f"{SCALE[share]} of {stem}": f"{shares[share]:.3f}, floor {least}"
        for share, least in floors()[stem].items()
        if shares[share] < least - ROUNDING
    }
    assert not below, f"see `python tests/measured.py {stem}`"


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
