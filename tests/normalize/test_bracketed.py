"""A figure in brackets beside another is last year's, a share, or nobody knows: it never vanishes."""

from __future__ import annotations

from normalize import counts, goals
from tests.normalize.make import setting, shown, table

HEADS = ["Insats", "Deltagare", "Kvinnor"]


def read(title: str, cell: str, period: str = "2021") -> list[tuple[str, str, str, str, str]]:
    found = counts.read(table([HEADS, ["Samspel", cell, ""], ["Rusta", "5", "2"]], title=title), setting(period))
    assert found
    return [shown(o) for o in found.observations if o.place.row == 1 and o.place.column == 1]


def test_a_title_says_that_brackets_hold_the_year_before() -> None:
    for title in ("Deltagare 2021 (2020 inom parentes)", "Deltagare, resultat 2020 inom parantes"):
        assert read(title, "74 (66)") == [
            ("Samspel", "participants", "T", "2021", "74 persons"),
            ("Samspel", "participants", "T", "2020", "66 persons"),
        ]


def test_half_years_are_compared_with_the_half_year_before() -> None:
    found = read("Deltagare (förra året inom parentes)", "74 (66)", "2024-H1")
    assert [o[3] for o in found] == ["2024-H1", "2023-H1"]


def test_a_share_beside_a_count_is_the_same_share() -> None:
    assert read("Deltagare 2021", "74 (48 %)")[1] == ("Samspel", "participants", "T", "2021", "48 percent")


def test_a_bracket_that_nothing_explains_is_kept_unresolved() -> None:
    assert read("Deltagare 2021", "74 (66)")[1] == ("Samspel", "other:unresolved", "T", "2021", "66 persons")


def test_results_of_indicators_have_the_year_before_in_brackets() -> None:
    rows = [
        ["Indikator", "Resultat 2024 (resultat 2023 inom parentes)", "Mål"],
        ["Bättre hälsa", "61 % (66 %)", "70 %"],
    ]
    found = goals.read(table(rows), setting("2024"))
    assert found
    goal = found.goals[0]
    assert goal.previous is not None
    assert goal.previous_period is not None
    assert (str(goal.previous.value), goal.previous_period.code) == ("66", "2023")
