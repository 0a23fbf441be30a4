"""Vetoes beat scores, negative wins over closure, and what is left is asked: ranked, few, with reasons."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from corpus.decisions import Decision
from corpus.linkage import Linked, ReportNames, link
from corpus.name_evidence import Figure, ReportFigures, differing_counts, evidence
from corpus.name_questions import PER_NAME, PER_REPORT, Question
from corpus.registry import (
    Federation,
    FederationChange,
    Intervention,
    Registry,
    load,
)
from normalize.types import NameMention, Place

X = Registry((Federation("x", "X"),))


def report(*printed: str, year: int = 2017, federation: str = "x", table: int = -1) -> ReportNames:
    mentions = tuple(
        NameMention(p, Place(table=table, row=n if table >= 0 else -1), "stub" if table >= 0 else "heading")
        for n, p in enumerate(printed)
    )
    return ReportNames(f"{federation}-{year}", federation, mentions, year=year)


def ids(linked: Linked) -> dict[str, str]:
    return {row.printed: row.intervention_id for row in linked.rows}


def asked(linked: Linked) -> set[frozenset[str]]:
    return {frozenset((q.printed, q.other_printed)) for q in linked.questions}


def decided(target: str, decision: str, value: str, expected: str = "", number: int = 1) -> Decision:
    return Decision(f"d-{number}", "name", target, decision, value, expected, "Eva", "2026-01-01", "seen", number + 1)


def test_an_acronym_of_two_places_is_asked_and_joins_neither() -> None:
    found = link([report("Samverkansteam Alby (SVT)", "Samverkansteam Fittja (SVT)"), report("SVT", year=2018)], X)
    assert len(set(ids(found).values())) == 3
    assert asked(found) >= {
        frozenset(("SVT", "Samverkansteam Alby (SVT)")),
        frozenset(("SVT", "Samverkansteam Fittja (SVT)")),
    }
    (row,) = (r for r in found.rows if r.printed == "SVT")
    assert "another place" in row.reasons
    assert any("another place" in reason for q in found.questions for reason in q.reasons_against)


def test_an_acronym_that_two_names_declare_is_asked_even_without_a_veto() -> None:
    found = link([report("Gemensam kartläggning (GK)", "Gemensam kompetens (GK)"), report("GK", year=2018)], X)
    assert len(set(ids(found).values())) == 3
    assert sum("GK" in pair for pair in asked(found)) == 2


def test_a_decision_that_two_names_differ_wins_over_what_would_join_them_through_a_third() -> None:
    names = [report("Bron", "Bro-projektet", "Bron (BRO)", "BRO")]
    together = link(names, X)
    apart = link(names, X, [decided("x:BRO", "different", ids(together)["Bron"], "Bron")])
    assert ids(together)["Bron (BRO)"] == ids(together)["BRO"]
    assert ids(apart)["BRO"] != ids(apart)["Bron"] == ids(apart)["Bron (BRO)"]
    assert not any(
        "BRO" in (q.printed, q.other_printed) and "bron" in (q.intervention_id, q.other_id) for q in apart.questions
    )


@pytest.mark.parametrize("decision", ["succeeds", "part_of"])
def test_a_successor_or_a_part_is_no_synonym_and_becomes_a_relation(decision: str) -> None:
    found = link(
        [report("Bron"), report("Bron-projektet", year=2019)],
        X,
        [decided("x:Bron-projektet", decision, "bron", "Bron")],
    )
    assert ids(found)["Bron"] == "bron" != ids(found)["Bron-projektet"]
    (relation,) = found.relations
    assert (relation.from_id, relation.to_id, relation.type) == (ids(found)["Bron-projektet"], "bron", decision)
    assert relation.series_break == (decision == "succeeds")
    assert relation.from_date == ("2019" if decision == "succeeds" else "")


def test_what_a_person_could_not_tell_is_not_asked_again() -> None:
    names = [report("Ung kraft"), report("Ung kraft i Motala", year=2018)]
    open_question = link(names, X)
    assert asked(open_question) == {frozenset(("Ung kraft", "Ung kraft i Motala"))}
    (q,) = open_question.questions
    settled = link(names, X, [decided(f"x:{q.printed}", "unsure", q.other_id, q.other_printed)])
    assert settled.questions == ()
    assert settled.used_decisions == {"d-1"}


def test_an_answer_to_a_question_is_remembered_and_joins_what_had_a_new_id() -> None:
    names = [report("Ung kraft"), report("Ung kraft i Motala", year=2018)]
    (q,) = link(names, X).questions
    answered = link(names, X, [decided(f"x:{q.printed}", "same_as", q.other_id, q.other_printed)])
    assert len(set(ids(answered).values())) == 1
    assert answered.questions == ()


def test_a_decision_whose_other_name_is_gone_is_stale_and_not_applied() -> None:
    found = link([report("Bron", "Färjan")], X, [decided("x:Färjan", "same_as", "bron", "Stora bron;Bron 3")])
    assert ids(found)["Färjan"] != ids(found)["Bron"]
    assert found.used_decisions == frozenset()
    assert found.stale_decisions == {"d-1": "no report prints any of the names it expects: Stora bron; Bron 3"}


def test_a_decision_about_a_name_that_no_report_prints_is_unused() -> None:
    found = link([report("Bron")], X, [decided("x:Färjan", "same_as", "bron")])
    assert found.used_decisions == frozenset()
    assert not found.stale_decisions


def test_a_successor_of_an_intervention_that_nobody_knows_is_told() -> None:
    found = link([report("Bron")], X, [decided("x:Bron", "succeeds", "borta")])
    assert found.stale_decisions == {"d-1": "borta is no intervention of the registry or of these reports"}
    assert not found.used_decisions


def test_questions_are_few_for_a_name_and_a_report_and_the_likeliest_come_first() -> None:
    others = [f"Stegen {word}" for word in ("framåt", "uppåt", "vidare", "hemåt", "utåt", "bortåt", "ihop", "isär")]
    found = link([report(*others, "Stegen"), report("Stegen nu", year=2019)], X)
    by_name: dict[str, list[Question]] = {}
    for q in found.questions:
        by_name.setdefault(q.printed, []).append(q)
    assert max(q.rank_for_name for q in found.questions) <= PER_NAME
    for report_id in {q.report_id for q in found.questions}:
        its = [q for q in found.questions if q.report_id == report_id]
        assert sum(q.asked for q in its) <= PER_REPORT
        assert [q.rank for q in its] == list(range(1, len(its) + 1))
    scores = [q.score for q in found.questions]
    assert scores == sorted(scores, reverse=True)


def test_what_the_registry_tells_apart_is_never_asked() -> None:
    registry = Registry(
        (Federation("x", "X"),),
        (Intervention("ung", "x", "Ung kraft"), Intervention("ung-m", "x", "Ung kraft i Motala")),
    )
    assert link([report("Ung kraft", "Ung kraft i Motala")], registry).questions == ()


FORMER = Registry(
    (Federation("ny", "Ny"), Federation("annan", "Annan")),
    federation_changes=(
        FederationChange("ny", "gamla-a", "Gamla A", "merged", "2013"),
        FederationChange("ny", "gamla-b", "Gamla B", "merged", "2013"),
    ),
)


def test_names_are_compared_with_those_of_the_federation_that_it_was_before() -> None:
    found = link([report("Bron", federation="gamla-a", year=2010), report("Bron-projektet", federation="ny")], FORMER)
    assert len(set(ids(found).values())) == 1
    assert {i.federation_id for i in found.new} == {"ny"}


def test_two_federations_that_became_one_share_no_names_and_what_follows_is_asked() -> None:
    reports = [
        report("Bron", federation="gamla-a", year=2010),
        report("Bron ", federation="gamla-b", year=2011),
        report("Bron", federation="ny", year=2014),
    ]
    found = link(reports, FORMER)
    assert len({row.intervention_id for row in found.rows}) == 3
    assert any("another federation" in why for q in found.questions for why in q.reasons_against)
    assert (
        len({r.intervention_id for r in link([report("Bron", federation=f) for f in ("ny", "annan")], FORMER).rows})
        == 2
    )


def figures(name: str, period: str, **counted: int) -> list[Figure]:
    return [
        Figure(name, (measure, "", "T", "actual", period, "persons"), Decimal(n), 0) for measure, n in counted.items()
    ]


def numbers(year: str, *found: list[Figure]) -> ReportFigures:
    return ReportFigures(f"x-{year}", "x", year, tuple(f for part in found for f in part))


BEFORE = numbers(
    "2016",
    figures("Klippan", "2016", participants=73, new_participants=41, exited_participants=29),
    figures("Lyra", "2016", participants=52, new_participants=18, exited_participants=22),
)
AFTER = numbers(
    "2017",
    figures("Vändpunkten", "2016", participants=73, new_participants=41, exited_participants=29),
    figures("Vändpunkten", "2017", participants=80),
    figures("Lyra", "2016", participants=52, new_participants=18, exited_participants=22),
)


def test_last_years_column_under_a_new_name_links_it_to_last_years_report() -> None:
    (found,) = evidence([BEFORE, AFTER])
    assert {letters for _, letters in found.pair} == {"klippan", "vändpunkten"}
    assert found.enough
    names = [report("Klippan", "Lyra", year=2016), report("Vändpunkten", "Lyra", year=2017)]
    linked = link(names, X, numbers=[BEFORE, AFTER])
    assert ids(linked)["Vändpunkten"] == ids(linked)["Klippan"] != ids(linked)["Lyra"]
    (row,) = (r for r in linked.rows if r.printed == "Vändpunkten")
    assert "repeats for 2016 the 73 persons" in row.reasons


def test_one_equal_number_is_only_a_reason_to_ask() -> None:
    few = numbers("2017", figures("Vändpunkten", "2016", participants=73))
    names = [report("Klippan", year=2016), report("Vändpunkten", year=2017)]
    linked = link(names, X, numbers=[numbers("2016", figures("Klippan", "2016", participants=73)), few])
    assert ids(linked)["Vändpunkten"] != ids(linked)["Klippan"]
    (q,) = linked.questions
    assert "73 persons" in q.reasons_for[0]


def test_a_number_that_differs_or_a_rival_with_the_same_numbers_undoes_the_evidence() -> None:
    differing = numbers(
        "2017", figures("Vändpunkten", "2016", participants=73, new_participants=41, exited_participants=30)
    )
    assert evidence([BEFORE, differing]) == []
    rival = numbers("2017", *([replace(f, name=n) for f in AFTER.figures[:3]] for n in ("Vändpunkten", "Fyren")))
    assert evidence([BEFORE, rival]) == []


def test_the_same_budget_row_links_two_names() -> None:
    def money(name: str, **amounts: int) -> list[Figure]:
        return [Figure(name, (m, "", "T", "budget", "2017", "tkr"), Decimal(n), 0) for m, n in amounts.items()]

    found = evidence(
        [
            numbers("2016", money("Klippan", budget=1515, cost=1487)),
            numbers("2017", money("Nya klippan", budget=1515, cost=1487)),
        ]
    )
    assert [e.enough for e in found] == [True]


def test_other_counts_for_the_same_time_in_one_report_keep_two_names_apart() -> None:
    both = numbers("2016", figures("Klippan", "2016", participants=73), figures("Klippor", "2016", participants=12))
    assert len(differing_counts([both])) == 1
    folded = replace(both, language_folded=True)
    assert differing_counts([folded]) == {}


def test_mia_of_two_federations_is_two_interventions_and_both_are_part_of_the_one_of_the_county() -> None:
    registry = load()
    linked = link([report("MIA Vidare", federation="hbs"), report("MIA Vidare", federation="sthlm")], registry)
    assert {r.intervention_id for r in linked.rows} == {"mia-hbs", "mia-sthlm"}
    parts = {(r.from_id, r.to_id) for r in registry.relations if r.type == "part_of"}
    assert {("mia-hbs", "mia-lan"), ("mia-sthlm", "mia-lan")} <= parts


def test_the_finsam_team_is_one_series_with_a_break() -> None:
    registry = load()
    linked = link(
        [
            report("FINSAM-team", federation="sthlm", year=2021),
            report("Myndighetsgemensamt team", "MGT", federation="sthlm", year=2025),
        ],
        registry,
    )
    assert {r.intervention_id for r in linked.rows} == {"finsam-team"}
    assert [b.date for b in registry.breaks if b.intervention_id == "finsam-team"] == ["2025-01-01"]


HBS = [
    [
        "Ungdoms- projektet Salem",
        "Ungdomsprojektet i Salem",
        "Upis",
        "UPIS",
        "Unga på väg i Salem (UPIS)",
        "Ung i Salem",
    ],
    ["Samverkans- team Botkyrka", "Samverkansteamet Botkyrka"],
    ["Samverkansteam Huddinge"],
]
STHLM = [
    ["IPS- psykos", "Integrering av IPS i psykosvården (ESF)", "Integrering av IPS i psykosvarden"],
    [
        "IPS för personer med beroendeproblematik",
        "IPS- bero ende",
        "IPS fér personer med beroendeproblematik",
        "IPS foér personer med beroendeproblematik",
        "IPS f6r personer med beroendeproblematik",
        "IPS tor personer med beroendeproblematik",
    ],
]


@pytest.mark.parametrize(("federation", "groups"), [("hbs", HBS), ("sthlm", STHLM)])
def test_the_names_that_must_be_one_are_one_and_the_others_are_not(federation: str, groups: list[list[str]]) -> None:
    found = link([report(*(n for group in groups for n in group), federation=federation)], load())
    got = [
        {
            r.intervention_id
            for r in found.rows
            if r.printed in {x.replace("- ", "-") for x in g} | {x.replace("- ", "") for x in g}
        }
        for g in groups
    ]
    assert [len(one) for one in got] == [1] * len(groups)
    assert len(set.union(*got)) == len(groups)
