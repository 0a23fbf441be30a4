"""Reports of imagined associations, years and layouts are read as their truth says; how well is held to floors.

The sentences are our own. None of them has a word in the vocabulary that only it has: what is read here is read because
of how such reports are written.
"""

from __future__ import annotations

from collections import Counter

import pytest

from tests.normalize.told import Report, load, outcome, reports

RIGHT, WRONG, UNREAD = 0.95, 0.03, 0.05
"""Over all: at least so much of the truth is read, at most so much of what is read is wrong, or not understood."""
RIGHT_OF_ONE, WRONG_OF_ONE = 0.85, 0.10
"""The same for each."""


def test_the_truth_is_large_enough_to_mean_something() -> None:
    assert len(reports()) >= 14
    assert sum(len(r.told) for r in reports()) >= 850


@pytest.mark.parametrize("report", reports(), ids=lambda r: r.name)
def test_a_report_of_an_unknown_association_means_what_its_truth_says(report: Report) -> None:
    got = outcome(report)
    assert got.right >= RIGHT_OF_ONE * len(report.told), got.missed
    assert len(got.wrong) <= WRONG_OF_ONE * (got.right + len(got.wrong)), got.wrong
    assert got.pairs_missed == ()


def test_all_of_them_together_are_read_nearly_without_fault() -> None:
    n = Counter[str]()
    for report in reports():
        n.update(outcome(report).counted(len(report.told)))
    assert n["right"] >= RIGHT * n["told"]
    assert n["wrong"] <= WRONG * (n["right"] + n["wrong"])
    assert n["unread"] <= UNREAD * n["numbers"]


def test_the_truth_stands_beside_the_lines_and_is_not_read(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("told") / "x.md"
    path.write_text(
        "%! period 2019\nTotalt 12 deltagare.\n% all participants 12 5K@2018 | budget 3tkr budget\n", "utf-8"
    )
    report = load(path)
    assert report.text == "Totalt 12 deltagare.\n"
    assert [(t.measure, str(t.value), t.gender, t.period, t.role) for t in report.told] == [
        ("participants", "12", "T", "2019", "actual"),
        ("participants", "5", "K", "2018", "actual"),
        ("budget", "3", "T", "2019", "budget"),
    ]
