"""Checks of one kind each: classes in percent, blanks, stray goals, amounts on another line, exits of another group."""

from __future__ import annotations

from dataclasses import replace

import pytest
from small import fact, report

from corpus.confront import confront
from corpus.records import Fact, Finding, ReportFacts
from extract.types import Table


def kinds(given: ReportFacts) -> list[tuple[str, str]]:
    return [(f.kind, f.severity) for f in confront(given)[1]]


def one(kind: str, *facts: Fact | list[Fact]) -> Finding:
    (found,) = [f for f in confront(report(*facts))[1] if f.kind == kind]
    return found


def ages(*numbers: str) -> list[Fact]:
    return [
        fact(n, "age", who="Totalt", unit="percent", line=10 + i, at=(0, i, 1), label=f"grupp {i}", category=f"g{i}")
        for i, n in enumerate(numbers)
    ]


@pytest.mark.parametrize(
    ("numbers", "found"),
    [
        (("20", "30", "50"), []),
        (("20", "30", "51"), [("percent_sum", "info")]),
        (("20", "30", "52.5"), [("percent_sum", "warning")]),
        (("60", "70", "50"), []),
    ],
)
def test_classes_in_percent_make_a_hundred(numbers: tuple[str, ...], found: list[tuple[str, str]]) -> None:
    assert kinds(report(ages(*numbers))) == found


def test_a_blank_among_zeros_that_the_sum_counts_as_nothing_is_a_remark() -> None:
    column = [("Bryggan", "20"), ("Kompassen", None), ("Lotsen", "0"), ("Stegen", "4"), ("Totalt", "24")]
    facts = [fact(n, "exit_work", line=30 + i, who=w, at=(0, i, 1), label=w) for i, (w, n) in enumerate(column)]
    found = one("column_sum", facts)
    assert (found.severity, found.values, found.proposed) == ("info", ("(blank)", "0"), "0")


def test_a_share_that_no_whole_number_of_people_gives_is_the_wrong_one_of_two() -> None:
    quote = "55 deltagare har avslutats, 33 % kvinnor och 66 % män."
    said = [
        fact("55", "exited_participants", line=5, quote=quote),
        *(
            fact(n, "exited_participants", unit="percent", line=5, gender=g, quote=quote)
            for g, n in (("K", "33"), ("M", "66"))
        ),
    ]
    found = one("percent_sum", said)
    assert (found.severity, found.proposed) == ("warning", "67 %")


def money(rows: list[tuple[str, str]], table: int, line: int) -> list[Fact]:
    return [
        fact(n, "cost", line=line + r, who="Kassan", unit="tkr", at=(table, r, 1), label=w, category=w.lower())
        for r, (w, n) in enumerate(rows)
    ]


def test_an_amount_moved_from_one_line_to_another_is_one_finding() -> None:
    notes = money([("Kansli", "1799.2"), ("Processtöd", "16.1"), ("Revision", "38.4")], 0, 10)
    follow_up = money([("Kansli", "1599"), ("Processtöd", "216"), ("Revision", "38")], 1, 50)
    found = one("table_vs_table", notes, follow_up)
    assert found.lines == (10, 11, 50, 51)
    assert "199 900 kr" in found.message_sv


def test_a_whole_printed_more_often_than_its_part_is_proposed() -> None:
    facts = [
        *(fact("108", line=n, at=(t, 1, 0)) for t, n in ((0, 10), (1, 20))),
        fact("108", line=60, quote="Bryggan hade 108 deltagare."),
        fact("114", "new_participants", line=10, at=(0, 1, 1)),
    ]
    found = one("part_exceeds_whole", facts)
    assert (found.proposed, found.confidence) == ("108", "possible")


def test_exits_of_another_group_than_the_participants_are_told_as_such() -> None:
    rows = (("M", "14", "14", "17"), ("T", "45", "45", "41"))
    measures = ("participants", "new_participants", "exited_participants")
    facts = [
        fact(n, m, line=10 * (t + 1), gender=g, at=(t, 1, "KMAT".index(g)))
        for g, *numbers in rows
        for t, (m, n) in enumerate(zip(measures, numbers, strict=True))
    ]
    found = one("part_exceeds_whole", facts)
    assert "All 45 participants are new" in found.message_en


def test_figures_of_a_chart_that_stand_apart_from_their_labels_are_a_warning_in_the_order_of_the_labels() -> None:
    labels = (("carried_in", "198", 5), ("new_participants", "183", 9), ("exited_participants", "190", 7))
    facts = [fact(n, m, who="Totalt", line=line, at=(0, 0, c)) for c, (m, n, line) in enumerate(labels)]
    chart = Table((), 1, 3, engine="text-figure", notes=("unordered",))
    given = report(facts)
    seen = replace(given, extraction=replace(given.extraction, tables=(chart,)))
    (found,) = [f for f in confront(seen)[1] if f.kind == "garbled"]
    assert (found.severity, found.proposed) == ("warning", "198; 183; 190")


def goals(*lists: tuple[int, tuple[tuple[str, str, str], ...]]) -> list[Fact]:
    """Goals by place (a table's number, -1 for sentences): rows of (number, measure, unit)."""
    return [
        fact(n, m, unit=u, line=100 * (place + 2) + i, at=(place, i, 1) if place >= 0 else None, role="target")
        for place, rows in lists
        for i, (n, m, u) in enumerate(rows)
    ]


def test_a_goal_that_only_one_list_of_goals_has_is_a_remark() -> None:
    work = ("50", "exit_work", "percent")
    summary = (("40", "participants", "persons"), work, ("80", "improved_health", "percent"))
    own = (("20", "new_participants", "persons"), work, ("80", "improved_health", "percent"))
    found = [f for f in confront(report(goals((0, summary), (1, own))))[1] if f.kind == "target_mismatch"]
    assert [f.values for f in found] == [("40",), ("20",)]


def test_a_goal_that_every_list_has_is_no_remark() -> None:
    rows = (("40", "participants", "persons"), ("50", "exit_work", "percent"))
    assert kinds(report(goals((0, rows), (1, rows)))) == []


def test_amounts_that_lost_their_separators_in_a_misread_text_are_a_remark() -> None:
    printed = ("7 720000", "931411", "2211230", "1 044 000")
    facts = [
        replace(f, observation=replace(f.observation, value=replace(f.observation.value, printed=p)))
        for i, p in enumerate(printed)
        for f in [fact(p.replace(" ", ""), "budget", unit="sek", line=i + 1, at=(0, i, 1), who=f"I{i}", role="budget")]
    ]
    given = report(facts)
    document = replace(given.extraction.document, language_folded=True)
    assert kinds(replace(given, extraction=replace(given.extraction, document=document))) == [("garbled", "info")]
    assert kinds(given) == []
