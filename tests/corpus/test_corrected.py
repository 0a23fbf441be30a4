"""Reading errors are put right where sums leave one value; what a report itself prints is left to people."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from corpus.build import Options, run
from corpus.store import read_table

OCR = """\
Halvarsrapport 2025

Samordningsforbundet Stockholms stad

Under forsta halvaret 2025 har det varit fler deltagare an aret innan och det har varit bra for forbundet och for
alla som deltog i insatserna. Rapporten visar hur manga som har varit med och hur manga som har slutat under
halvaret. Den ar skriven av kansliet och bygger pa uppgifter fran projektledarna som de har lamnat i juni. Vi tackar
alla som har hjalpt till med uppgifterna och onskar trevlig sommar till samtliga medarbetare och deltagare som varit
med under varen.

Tabell 1. Antal avslutade deltagare per insats och kon

Avslutade deltagare Kvinnor Man Totalt

Aktivitetsplatsen 46 15 61
Novum 12 30 42
Myndighetsgemensamt team 24 17 41
Totalt {women} 62 144
"""
TYPED = """\
# Halvårsrapport 2025

Samordningsförbundet Stockholms stad

Tabell 1. Antal avslutade deltagare första halvåret 2025

| Insats | Kvinnor | Män | Totalt |
|---|---|---|---|
| Aktivitetsplatsen | 46 | 15 | 61 |
| Novum | 12 | 30 | 42 |
| Myndighetsgemensamt team | 24 | 17 | 41 |
| Totalt | 822 | 62 | 144 |
"""


def total_of_women(tmp_path: Path, name: str, text: str) -> tuple[dict[str, object], list[dict[str, object]]]:
    """The total's cell for women, and the error findings, of a report of one table."""
    (tmp_path / name).write_text(text, encoding="utf-8")
    run([tmp_path / name], Options(out=tmp_path / "out", jobs=1))
    frame = read_table(tmp_path / "out", "observations")
    row = frame[(frame["intervention_id"] == "_all") & (frame["gender"] == "K") & (frame["source"] == "table")]
    findings = read_table(tmp_path / "out", "findings")
    return row.iloc[0].to_dict(), findings[findings["severity"] == "error"].to_dict("records")


def test_a_total_that_ocr_misread_is_corrected_and_keeps_what_was_read(tmp_path: Path) -> None:
    cell, errors = total_of_women(tmp_path, "sthlm-2025.txt", OCR.format(women="822"))
    assert (cell["value_printed"], float(str(cell["value_raw"])), float(str(cell["value"]))) == ("822", 822, 82)
    assert cell["quality"] == "corrected"
    edits = set(read_table(tmp_path / "out", "edits")["edit_id"])
    assert cell["rule_id"] in edits
    assert [(e["kind"], e["action"]) for e in errors] == [("garbled", "corrected")]
    (explanation,) = json.loads(str(errors[0]["explanations"]))
    assert (explanation["printed"], explanation["proposed"]) == ("822", "82")
    assert explanation["slip"] == "inserted_digit"


def test_nothing_is_corrected_in_a_text_that_adds_up(tmp_path: Path) -> None:
    cell, errors = total_of_women(tmp_path, "sthlm-2025.txt", OCR.format(women="82"))
    assert (cell["quality"], errors) == ("ok", [])


def test_a_total_that_the_report_itself_prints_wrong_is_contested_and_left_as_it_is(tmp_path: Path) -> None:
    cell, errors = total_of_women(tmp_path, "sthlm-2025.md", TYPED)
    assert float(str(cell["value"])) == 822
    assert cell["quality"] == "contested"
    assert [e["action"] for e in errors] == ["none"]
    assert errors[0]["proposed"] == "82"


@pytest.mark.parametrize("text", [OCR.format(women="822"), TYPED])
def test_a_second_run_gives_the_same_dataset(tmp_path: Path, text: str) -> None:
    name = "r.md" if text is TYPED else "r.txt"
    total_of_women(tmp_path, name, text)
    first = (tmp_path / "out" / "observations.csv").read_bytes()
    total_of_women(tmp_path, name, text)
    assert (tmp_path / "out" / "observations.csv").read_bytes() == first
