"""The answers to a finding write rows of decisions.csv that the program reads back as it was meant."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from rows import dataset

from corpus import decision_csv, decisions
from corpus.contract import Row
from corpus.records import Dataset
from corpus.report_model import model
from corpus.report_names import in_swedish
from corpus.report_views import Choice, CsvRow, Words


def answers(**changed: object) -> dict[str, Choice]:
    """The choices of the finding f-1 with some columns changed, by key."""
    rows = dataset().tables
    rows["findings"] = [f | changed for f in rows["findings"] if f["finding_id"] == "f-1"]
    (finding,) = model(Dataset(rows)).findings
    return {c.key: c for c in finding.choices}


def entry(cell: str, printed: str, proposed: str, solution: int) -> Row:
    return {"cell": cell, "printed": printed, "proposed": proposed, "slip": "inserted_digit", "solution": solution}


def test_an_explanation_is_accepted_with_its_number_and_what_it_changes() -> None:
    first = answers()["1"]
    assert first.rows == (CsvRow("finding", "f-1", "accepted", "1: 924 → 94", "924;129"),)
    (change,) = first.changes
    assert (change.obs_id, change.place.sv, change.printed, change.proposed.sv) == (
        "o-flow-3-3",
        "Hälsosam · Avslutade",
        "924",
        "94",
    )
    assert first.witnesses == ("rad 1497: 94 avslutades",)


def test_every_answer_is_read_back_as_it_was_meant(tmp_path: Path) -> None:
    for choice in answers().values():
        cells = [
            [r.kind, r.target_id, r.decision, r.value, r.expected_printed, "Eva", "2026-11-02", ""] for r in choice.rows
        ]
        (tmp_path / "decisions.csv").write_text(decision_csv.written(cells), encoding="utf-8")
        read = decisions.read(tmp_path / "decisions.csv")
        assert not read.problems and len(read.decisions) == len(cells)


def test_cells_that_explain_a_finding_only_together_are_one_answer_and_three_explanations_have_keys() -> None:
    entries = [
        entry("o-flow-3-3", "924", "94", 1),
        entry("o-flow-1-3", "11", "12", 2),
        entry("o-flow-2-3", "24", "23", 2),
        entry("o-flow-4-3", "129", "959", 3),
        entry("o-flow-2-3", "24", "25", 4),
    ]
    found = answers(explanations=json.dumps(entries))
    assert list(found) == ["1", "2", "3", "0", "u"]
    assert found["2"].rows[0].value == "2: 11 → 12; 24 → 23"
    assert [c.obs_id for c in found["2"].changes] == ["o-flow-1-3", "o-flow-2-3"]


def test_of_a_fact_printed_with_two_values_each_may_be_the_right_one() -> None:
    found = answers(kind="table_vs_table", explanations="[]", proposed="129", edit_id=None)
    assert [(c.printed, c.proposed.sv) for c in found["1"].changes] == [("924", "129")]
    assert [(c.printed, c.proposed.sv) for c in found["2"].changes] == [("129", "924")]
    assert found["1"].rows == (
        CsvRow("value", "o-flow-3-3", "set", "129", "924"),
        CsvRow("finding", "f-1", "accepted", "", "924;129"),
    )


@pytest.mark.parametrize(
    ("proposed", "shown", "sets"),
    [
        ("94", Words("94", "94"), True),
        ("1 094", Words("1\u00a0094", "1,094"), True),
        ("94 av 96", Words("94 av 96", "94 av 96"), False),
    ],
)
def test_a_proposal_sets_the_number_it_is_about_when_it_is_a_plain_number(
    proposed: str, shown: Words, sets: bool
) -> None:
    found = answers(kind="ratio", explanations="[]", proposed=proposed, edit_id=None)
    assert found["1"].changes[0].proposed == shown
    assert [r.kind for r in found["1"].rows] == (["value", "finding"] if sets else ["finding"])


def test_without_a_proposal_only_keeping_one_s_own_value_and_doubt_are_left() -> None:
    found = answers(explanations="[]", proposed=None)
    assert list(found) == ["0", "u"]
    assert found["0"].rows == (CsvRow("finding", "f-1", "kept", "", "924;129"),)
    assert found["u"].rows == (CsvRow("finding", "f-1", "unsure", "", "924;129"),)


def test_a_proposed_number_is_shown_with_the_unit_that_is_printed() -> None:
    rows = dataset().tables
    rows["observations"] = [
        o | ({"value_printed": "46 %"} if o["obs_id"] == "o-flow-3-3" else {}) for o in rows["observations"]
    ]
    rows["findings"] = [
        f | {"explanations": json.dumps([entry("o-flow-3-3", "46 %", "42.5", 1)])}
        for f in rows["findings"]
        if f["finding_id"] == "f-1"
    ]
    (finding,) = model(Dataset(rows)).findings
    assert finding.choices[0].changes[0].proposed == Words("42,5 %", "42.5 %")


def test_an_answer_about_names_expects_the_names_that_the_other_intervention_has_now() -> None:
    (question,) = model(dataset()).questions
    assert [(c.key, c.rows[0].decision) for c in question.choices] == [
        ("1", "same_as"),
        ("2", "different"),
        ("3", "succeeds"),
        ("4", "part_of"),
        ("u", "unsure"),
    ]
    assert question.choices[0].rows == (CsvRow("name", "hbs:Hälso Sam", "same_as", "halsosam", ""),)


@pytest.mark.parametrize(
    ("reason", "swedish"),
    [
        ("94% of the letters are the same", "94 % av bokstäverna är samma"),
        ("both are printed in hbs-2017", "båda trycks i hbs-2017"),
        (
            "'Bron' is last printed for 2018, 'Nya Bron' first for 2020",
            "'Bron' trycks sist för 2018, 'Nya Bron' först för 2020",
        ),
        ("a reason of tomorrow", "a reason of tomorrow"),
    ],
)
def test_reasons_about_names_are_told_in_swedish(reason: str, swedish: str) -> None:
    assert in_swedish(reason) == swedish
