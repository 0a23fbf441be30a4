"""`facit names` as a user meets it."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from corpus.exit_codes import ExitCode

if TYPE_CHECKING:
    from tests.conftest import Facit

YEARS = {
    2020: ("Klippan", "Solrosen"),
    2021: ("Klippan-projektet", "Solrosen i Motala"),
}


@pytest.fixture
def dataset(facit: Facit, tmp_path: Path) -> Path:
    """Two years of a federation that names two interventions, each in two ways."""
    folder = tmp_path / "given"
    folder.mkdir()
    for year, (one, other) in YEARS.items():
        rows = f"| {one} | 73 | 41 |\n| {other} | 38 | 19 |\n| Totalt | 111 | 60 |"
        text = (
            f"# Årsredovisning {year}\nSamordningsförbundet Huddinge Botkyrka Salem\n\n## Deltagare\n\n"
            f"| Insats | Deltagare | Nya deltagare |\n|---|---|---|\n{rows}\n"
        )
        (folder / f"hbs-{year}.md").write_text(text, encoding="utf-8")
    done = facit("backfill", folder, "--out", "out", "--jobs", "1")
    assert done.returncode == ExitCode.OK, done.stderr
    return folder


def test_names_are_listed_with_their_forms(facit: Facit, dataset: Path) -> None:
    shown = facit("names", "out")
    assert shown.returncode == ExitCode.OK, shown.stderr
    assert "Klippan  [hbs/klippan]  2020, 2021" in shown.stdout
    listed = json.loads(facit("names", "out", "--json").stdout)
    forms = {f["printed"]: n["intervention_id"] for n in listed for f in n["forms"]}
    assert forms["Klippan"] == forms["Klippan-projektet"] == "klippan"
    assert forms["Solrosen"] != forms["Solrosen i Motala"]


def test_a_question_is_asked_answered_and_remembered(facit: Facit, dataset: Path) -> None:
    asked = facit("names", "out", "--questions")
    assert "Is 'Solrosen" in asked.stdout
    (question,) = json.loads(facit("names", "--questions", "--json", "out").stdout)
    answer = ("names", "decide", "out", question["question_id"], "same_as", "--decisions", "d.csv")
    decided = facit(*answer, "--who", "Eva Ek", "--why", "same office")
    assert decided.returncode == ExitCode.OK, decided.stderr
    again = facit("backfill", dataset, "--out", "out", "--decisions", "d.csv", "--jobs", "1")
    assert again.returncode == ExitCode.OK, again.stderr
    assert facit("names", "out", "--questions").stdout == "No questions are open.\n"
    forms = {
        f["printed"]: n["intervention_id"]
        for n in json.loads(facit("names", "out", "--json").stdout)
        for f in n["forms"]
    }
    assert forms["Solrosen"] == forms["Solrosen i Motala"]
    other = ("names", "decide", "out", question["printed"], "different", question["other_id"])
    against = facit(*other, "--decisions", "d.csv", "--who", "Ola", "--why", "no")
    assert against.returncode == ExitCode.BAD_DATA
    assert "same_as" in against.stderr
    assert "different" in against.stderr


def test_the_years_are_shown(facit: Facit, dataset: Path) -> None:
    shown = facit("names", "timeline", "out")
    assert shown.returncode == ExitCode.OK, shown.stderr
    assert "2020  2021" in shown.stdout
    page = (dataset.parent / "out" / "report" / "index.html").read_text(encoding="utf-8")
    assert '<svg class="timeline"' in page
    assert "Klippan" in page.partition('<svg class="timeline"')[2].partition("</svg>")[0]


def test_a_list_is_put_together_without_a_dataset(facit: Facit, tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("federation,year,printed\nX,2017,Klivet\nX,2018,Klivets\n", encoding="utf-8")
    done = facit("names", "cluster", "list.csv", "--out", "out.csv", "--questions", "asked.csv")
    assert done.returncode == ExitCode.OK, done.stderr
    assert done.stdout == "2 names are 1 intervention; 0 questions are open.\n"
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        assert [r["intervention_id"] for r in csv.DictReader(file)] == ["klivet", "klivet"]
    assert (tmp_path / "asked.csv").is_file()


def test_a_folder_that_is_no_dataset_and_a_list_without_a_column_are_told(facit: Facit, tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("federation,printed\nX,Klivet\n", encoding="utf-8")
    assert facit("names", ".").returncode == ExitCode.USAGE
    assert facit("names", "cluster", "list.csv", "--out", "o.csv").returncode == ExitCode.BAD_DATA
    assert "facit names cluster" in facit("names", "--help").stdout
