"""The names of a dataset listed, decided about, and shown over the years."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus import decisions, name_listing, name_timeline
from corpus.name_decision import Said, UnknownNameError, decide
from corpus.registry import RegistryError
from corpus.report_timeline import timeline_view

REPORTS = [
    {"report_id": "r1", "period": "2021", "file_name": "a.pdf"},
    {"report_id": "r2", "period": "2025-H1", "file_name": "b.pdf"},
]
NAMES = [
    {
        "report_id": r,
        "federation_id": "x",
        "printed": p,
        "intervention_id": i,
        "method": m,
        "score": s,
        "reasons": "why",
    }
    for r, p, i, m, s in (
        ("r1", "FINSAM-team", "team", "exact", 1.0),
        ("r1", "FINSAM-teams", "team", "core", 0.95),
        ("r2", "Myndighetsgemensamt team, tidigare FINSAM-team", "team", "declared_acronym", 0.9),
        ("r2", "FINSAM-team", "team", "exact", 1.0),
        ("r1", "Bron", "bron", "new", 0.0),
        ("r2", "Färjan", "farjan", "new", 0.0),
    )
]
INTERVENTIONS = [
    {"intervention_id": i, "federation_id": "x", "preferred_name": n}
    for i, n in (("team", "FINSAM-team"), ("bron", "Bron"), ("farjan", "Färjan"), ("lan", "MIA i länet"))
]
TABLES = {
    "names": NAMES,
    "reports": REPORTS,
    "interventions": INTERVENTIONS,
    "relations": [
        {"from_id": "farjan", "to_id": "bron", "type": "succeeds", "from_date": "2022", "break": True},
        {"from_id": "bron", "to_id": "lan", "type": "part_of", "from_date": "", "break": False},
    ],
    "breaks": [{"series": "x/team", "date": "2025-01-01", "type": "scope", "why": "three teams instead of five"}],
    "federation_changes": [{"federation_id": "x", "former_id": "y", "type": "renamed", "date": "2013"}],
    "federations": [{"federation_id": "x", "name": "Förbundet X"}, {"federation_id": "y", "name": "Förbundet Y"}],
}
QUESTION = {
    "question_id": "q-1234567890",
    "report_id": "r2",
    "federation_id": "x",
    "printed": "Färjan",
    "other_printed": "Bron",
    "other_id": "bron",
    "score": 0.5,
    "rank": 1,
    "suggestion": "same_as",
    "reasons_for": "both have 'vatten'",
    "reasons_against": "",
}


def test_every_intervention_is_listed_with_its_forms_periods_and_reasons() -> None:
    found = name_listing.named(NAMES, REPORTS, INTERVENTIONS)
    assert [(n.preferred_name, n.periods) for n in found] == [
        ("Bron", ("2021",)),
        ("FINSAM-team", ("2021", "2025-H1")),
        ("Färjan", ("2025-H1",)),
    ]
    shown = "\n".join(name_listing.lines(found))
    assert "FINSAM-team  [x/team]  2021, 2025-H1" in shown
    assert "2021  core 0.95  why" in shown
    assert name_listing.named(NAMES, REPORTS, INTERVENTIONS, "y") == []


def test_questions_are_shown_by_report_with_what_to_type() -> None:
    later = {**QUESTION, "question_id": "q-later", "rank": 6}
    shown = list(name_listing.question_lines([later, QUESTION], REPORTS))
    assert shown[0] == "b.pdf:"
    assert "q-1234567890  Is 'Färjan' the same as 'Bron' (x/bron)?" in shown[1]
    assert not any("q-later" in line for line in shown)
    assert any("q-later" in line for line in name_listing.question_lines([later, QUESTION], REPORTS, every=True))


def test_a_renaming_a_succession_a_part_and_a_break_are_seen_over_the_years() -> None:
    found = name_timeline.timeline(name_listing.named(NAMES, REPORTS, INTERVENTIONS), TABLES)
    shown = "\n".join(name_timeline.lines(found))
    assert "Förbundet Y was renamed Förbundet X 2013" in shown
    assert "2021 FINSAM-team → 2025-H1 Myndighetsgemensamt team" in shown
    assert "series break 2025-01-01: three teams instead of five" in shown
    assert "follows Bron (x) 2022, series break" in shown
    assert "is followed by Färjan (x) 2022, series break" in shown
    assert "is part of MIA i länet (x)" in shown


def test_the_figure_has_a_dot_a_period_the_new_name_the_break_and_the_arrow() -> None:
    view = timeline_view(TABLES)
    assert view is not None
    strips = {s.label: s for s in view.strips}
    first, second = strips["FINSAM-team"].dots
    assert (first.renamed, second.renamed, second.said) == (False, True, "Myndighetsgemensamt team")
    assert first.x < strips["FINSAM-team"].breaks[0][0] < second.x
    assert view.arrows == (
        (strips["Bron"].dots[0].x, strips["Bron"].y, strips["Färjan"].dots[0].x, strips["Färjan"].y),
    )
    assert [x for x, _ in view.years] == [first.x, second.x]
    assert strips["Bron"].head == "Förbundet X"


def test_without_periods_there_is_no_figure() -> None:
    assert timeline_view({**TABLES, "names": []}) is None


def said(name: str = "q-1234", decision: str = "same_as", intervention: str = "") -> Said:
    return Said(name, decision, intervention, "Eva", "2026-01-01", "seen")


def made(path: Path, what: Said) -> decisions.Decision:
    return decide(path, what, names=NAMES, questions=[QUESTION], interventions=INTERVENTIONS)


def test_an_answer_to_a_question_is_appended_with_the_names_it_expects(tmp_path: Path) -> None:
    path = tmp_path / "decisions.csv"
    assert made(path, said()).target_id == "x:Färjan"
    made(path, said("Bron", "part_of", "lan"))
    first, second = decisions.read(path).decisions
    assert (first.decision, first.value, first.expected_printed) == ("same_as", "bron", "Bron")
    assert (second.target_id, second.decision, second.value, second.expected_printed) == (
        "x:Bron",
        "part_of",
        "lan",
        "",
    )


def test_a_decision_that_contradicts_an_earlier_one_is_not_written_and_both_are_shown(tmp_path: Path) -> None:
    path = tmp_path / "decisions.csv"
    made(path, said())
    before = path.read_bytes()
    with pytest.raises(RegistryError) as error:
        made(path, said(decision="different"))
    assert "'x:Färjan' same_as 'bron'" in str(error.value)
    assert "'x:Färjan' different 'bron'" in str(error.value)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("what", "told"),
    [
        (said("q-9"), "no question of this dataset begins with q-9"),
        (said("Borta", intervention="bron"), "no report of this dataset prints 'Borta'"),
        (said("Bron"), "say which intervention"),
        (said("Bron", "same_as", "borta"), "'borta' is not an intervention"),
        (said("Bron", "like", "team"), "decision is 'like'"),
    ],
)
def test_what_the_dataset_does_not_have_is_told(tmp_path: Path, what: Said, told: str) -> None:
    with pytest.raises(UnknownNameError, match=told):
        made(tmp_path / "decisions.csv", what)
    assert not (tmp_path / "decisions.csv").exists()
