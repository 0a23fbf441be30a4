"""What changed between two datasets: exactly that, told by what became of the reports."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from conftest import LYRA

from corpus import decisions
from corpus.build import Options, run
from corpus.diff import Difference, diff, write_csv
from corpus.diff_reports import became, fates
from corpus.diff_text import lines
from corpus.explain import ExplainError

NEXT_YEAR = """\
# Årsredovisning 2023

Samordningsförbundet Huddinge Botkyrka Salem

| Insats | Antal deltagare 2022 | Antal deltagare 2023 |
|---|---|---|
| Lyra | 41 | 45 |
| START | 96 | 90 |
| TOTALT | 137 | 135 |
"""


@dataclass(frozen=True)
class Datasets:
    """A dataset of one report, and what became of it: a later report added, the report corrected, a value decided."""

    base: Path
    grown: Path
    corrected: Path
    decided: Path


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Datasets:
    folder = tmp_path_factory.mktemp("diff")

    def dataset(name: str, decided: Path | None = None, **texts: str) -> Path:
        reports = folder / f"reports-{name}"
        reports.mkdir()
        for stem, text in texts.items():
            (reports / f"{stem}.md").write_text(text, encoding="utf-8")
        run([reports], Options(folder / name, jobs=1, cache=folder / "kept", decisions=decided))
        return folder / name

    base = dataset("base", a=LYRA)
    with (base / "observations.csv").open(encoding="utf-8", newline="") as file:
        lyra = next(r for r in csv.DictReader(file) if r["value"] == "38")
    row = f"value,{lyra['obs_id']},set,39,38,Eva,2026-01-01,one was forgotten"
    (folder / "decided.csv").write_text(f"{','.join(decisions.COLUMNS)}\n{row}\n", encoding="utf-8")
    return Datasets(
        base,
        dataset("grown", a=LYRA, b=NEXT_YEAR),
        dataset("corrected", a=LYRA.replace("38 | 19 |", "39 | 20 |").replace("134 | 60", "135 | 61")),
        dataset("decided", folder / "decided.csv", a=LYRA),
    )


def counted(found: list[Difference]) -> Counter[tuple[str, str, str]]:
    return Counter((d.table, d.what, d.because) for d in found)


def rows_of(dataset: Path, table: str, report_id: str) -> int:
    with (dataset / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return sum(r["report_id"] == report_id for r in csv.DictReader(file))


def test_a_dataset_does_not_differ_from_itself(made: Datasets) -> None:
    assert diff(made.base, made.base) == []
    assert list(lines([], "sv")) == ["Inget skiljer de två datamängderna åt."]


def test_a_report_that_was_added_gives_exactly_its_rows_and_the_findings_it_causes(made: Datasets) -> None:
    found = diff(made.base, made.grown)
    added = "hbs-2023-annual"
    assert counted([d for d in found if d.table not in ("findings", "interventions")]) == {
        ("reports", "added", "report added"): 1,
        ("observations", "added", "report added"): rows_of(made.grown, "observations", added),
        ("names", "added", "report added"): rows_of(made.grown, "names", added),
    }
    assert {d.report_id for d in found if d.table in ("observations", "names")} == {added}
    findings = [d for d in found if d.table == "findings"]
    assert {(d.what, frozenset(d.report_id.split(";"))) for d in findings} == {
        ("added", frozenset({"hbs-2022-annual", added}))
    }
    assert {d.intervention_id for d in findings} == {"lyra", "_all"}


def test_back_again_the_same_rows_are_gone(made: Datasets) -> None:
    there, back = diff(made.base, made.grown), diff(made.grown, made.base)
    assert sorted((d.table, d.id) for d in there if d.what == "added") == sorted(
        (d.table, d.id) for d in back if d.what == "removed"
    )


def test_of_a_report_that_was_corrected_only_the_corrected_numbers_changed(made: Datasets) -> None:
    found = diff(made.base, made.corrected)
    assert [(d.what, d.old, d.new) for d in found if d.table == "reports"] == [("replaced", "a.md", "a.md")]
    changed = {
        (d.gender, d.column, d.old, d.new) for d in found if d.table == "observations" and d.intervention_id == "lyra"
    }
    columns = ("value", "value_printed", "value_raw")
    assert changed == {
        *(("T", c, "38", "39") for c in columns),
        *(("K", c, "19", "20") for c in columns),
    }
    assert {d.because for d in found} == {"report replaced"}


def test_a_decision_changes_one_number_of_a_report_that_is_as_it_was(made: Datasets) -> None:
    found = diff(made.base, made.decided)
    values = {d.column: (d.old, d.new) for d in found if d.table == "observations"}
    assert values["value"] == ("38", "39")
    assert values["decision_id"][0] == "" != values["decision_id"][1]
    assert "value_printed" not in values
    assert [d.what for d in found if d.table == "decisions"] == ["added"]
    assert {d.because for d in found} == {""}


@pytest.mark.parametrize(
    ("lang", "says"), [("sv", ["Rapporter: 1 tillkom", "b.md"]), ("en", ["Reports: 1 added", "hbs-2023-annual"])]
)
def test_the_words_name_the_reports_and_count_their_rows(made: Datasets, lang: str, says: list[str]) -> None:
    said = "\n".join(lines(diff(made.base, made.grown), lang))
    assert [s for s in says if s not in said] == []


def test_a_change_is_told_with_what_it_is_about(made: Datasets) -> None:
    said = list(lines(diff(made.base, made.decided), "en"))
    assert "  changed: lyra, participants, 2022 (hbs-2022-annual): value 38 → 39" in said


def test_the_rows_can_be_read_as_csv(made: Datasets) -> None:
    found = diff(made.base, made.grown)
    file = io.StringIO()
    write_csv(found, file)
    rows = list(csv.DictReader(io.StringIO(file.getvalue())))
    assert len(rows) == len(found)
    assert rows[0]["table"] == "reports"


def test_what_is_no_dataset_is_told(tmp_path: Path, made: Datasets) -> None:
    with pytest.raises(ExplainError, match="no such folder"):
        diff(made.base, tmp_path / "nowhere")


def test_the_command_prints_words_and_writes_rows(made: Datasets, tmp_path: Path, facit: Callable[..., object]) -> None:
    done = facit("diff", made.base, made.grown, "--lang", "en", "--out", tmp_path / "rows.csv")
    assert done.returncode == 0  # type: ignore[attr-defined]
    assert done.stdout.startswith("Reports: 1 added")  # type: ignore[attr-defined]
    rows = (tmp_path / "rows.csv").read_text(encoding="utf-8")
    assert facit("diff", made.base, made.grown, "--csv").stdout == rows  # type: ignore[attr-defined]


def report(report_id: str, file_name: str, sha256: str) -> dict[str, str]:
    about = dict.fromkeys(("federation_id", "period", "kind", "title", "status"), "")
    return {"report_id": report_id, "file_name": file_name, "sha256": sha256, **about}


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ([("r1", "a", "1")], [("r1", "a", "1")], {"r1": "changed"}),
        ([("r1", "a", "1")], [("r9", "b", "1")], {"r9": "changed"}),
        ([("r1", "a", "1")], [("r1", "b", "2")], {"r1": "replaced"}),
        ([("r1", "a", "1")], [("r2", "a", "2")], {"r2": "replaced"}),
        ([("r1", "a", "1")], [("r2", "b", "2")], {"r2": "added", "r1": "removed"}),
        ([("r1", "a", "1"), ("r2", "b", "2")], [("r1", "b", "3")], {"r1": "replaced", "r2": "removed"}),
    ],
    ids=["same", "renamed", "by id", "by name", "another", "the name goes before the id"],
)
def test_a_report_is_the_same_by_its_content_and_replaced_by_its_name_or_id(
    old: list[tuple[str, str, str]], new: list[tuple[str, str, str]], what: dict[str, str]
) -> None:
    found = fates([report(*r) for r in old], [report(*r) for r in new])
    if old[0] == ("r1", "a", "1") and len(old) == 2:  # b was replaced, a is gone
        assert [(f.what, f.row["file_name"]) for f in found] == [("replaced", "b"), ("removed", "a")]
        return
    assert {f.row["report_id"]: f.what for f in found} == what
    assert became(found).now("r1") in (*what, "r1")
