"""Two reports of one association: a figure given differently later is a revision, and a slip only with a reason."""

from __future__ import annotations

from dataclasses import replace

from small import fact, report

from corpus.across import printed_by_others, revisions
from corpus.confront import confront
from corpus.records import Fact, ReportFacts
from normalize.types import Period

Y2018 = Period("2018", "2018-01-01", "2018-12-31", "A")


def of_year(year: str, *facts: Fact, federation: str = "hbs") -> ReportFacts:
    """The report of a year; its facts get ids and a report of their own."""
    made = report(*facts)
    record = replace(
        made.record, report_id=f"hbs-{year}", period=year, federation_id=federation, sha256=f"content of {year}"
    )
    own = tuple(replace(f, report_id=record.report_id, obs_id=f"{year}-{f.obs_id}") for f in made.facts)
    return replace(made, record=record, facts=own)


def printed(number: str, *, row: int = 1) -> Fact:
    return fact(number, "exit_work", line=20 + row, at=(0, row, 2), period=Y2018)


def test_last_years_result_given_differently_a_year_later_is_a_remark_on_both_reports() -> None:
    reports = [of_year("2018", printed("14")), of_year("2019", printed("16"))]
    edits, (found,) = revisions(reports, [])
    assert (found.kind, found.severity, found.report_ids) == ("cross_period", "info", ("hbs-2018", "hbs-2019"))
    assert found.values == ("14", "16")
    assert [e.kind for e in edits] == ["cross_period"]


def test_the_same_number_a_year_later_is_an_edit_that_holds() -> None:
    edits, found = revisions([of_year("2018", printed("14")), of_year("2019", printed("14"))], [])
    assert (len(edits), found) == (1, [])


def test_when_one_report_contradicts_itself_the_other_says_what_was_meant() -> None:
    total = [
        fact(n, "exit_work", line=30 + i, who=w, at=(0, i, 2), label=w, period=Y2018)
        for i, (w, n) in enumerate([("Bryggan", "41"), ("Lotsen", "9"), ("Totalt", "23")])
    ]
    reports = [of_year("2018", *total), of_year("2019", printed("14"))]
    _, findings = confront(reports[0], printed_by_others(reports[0], reports))
    (wrong,) = [f for f in findings if f.severity == "error"]
    assert (wrong.explanations[0].printed, wrong.explanations[0].proposed) == ("41", 14)
    _, (found,) = revisions(reports, findings)
    assert (found.severity, found.proposed) == ("warning", "14")


def test_reports_of_other_associations_and_of_unknown_ones_are_not_compared() -> None:
    for federation in ("sthlm", "unknown"):
        other = of_year("2019", printed("16"), federation=federation)
        first = of_year("2018", printed("14"), federation="hbs" if federation == "sthlm" else "unknown")
        assert revisions([first, other], []) == ([], [])
        assert printed_by_others(first, [first, other]) == {}


def test_a_sentence_about_another_year_is_no_restatement() -> None:
    said = fact("16", "exit_work", line=70, period=Y2018)
    assert revisions([of_year("2018", printed("14")), of_year("2019", said)], [])[1] == []
