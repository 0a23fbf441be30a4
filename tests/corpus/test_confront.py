"""A report held against itself: what it contradicts is found once, and what it does not is left alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import gold
import pytest
from small import YEAR, fact, gender_table, report

from corpus.confront import confront
from corpus.records import Finding, NameRow
from normalize.types import NameMention, Period, Place, Reading


def findings(*facts: object) -> list[Finding]:
    return confront(report(*facts))[1]  # type: ignore[arg-type]


def one(*facts: object) -> Finding:
    found = findings(*facts)
    assert len(found) == 1, [f.message_en for f in found]
    return found[0]


EXITS = [("Bryggan", "24 17 - 41"), ("Kompassen", "46 15 - 61"), ("Lotsen", "12 30 1 43"), ("Totalt", "824 62 1 145")]


def test_a_misread_total_that_breaks_its_row_and_its_column_is_one_finding_with_the_value_both_need() -> None:
    found = one(gender_table(EXITS, "exited_participants"))
    assert (found.kind, found.severity, found.proposed, found.confidence) == ("garbled", "error", "82", "likely")
    assert found.values[:2] == ("824", "82")
    assert "82" in found.message_sv and "824" in found.message_en


def test_prose_that_prints_the_needed_value_is_named_as_witness() -> None:
    said = fact("82", "exited_participants", line=3, who="Totalt", gender="K", quote="Totalt 82 kvinnor avslutades.")
    assert 3 in one(gender_table(EXITS, "exited_participants"), said).lines


def test_a_source_error_is_not_called_a_misreading() -> None:
    rows = [("Bryggan", "24 17 0 41"), ("Kompassen", "46 15 0 61"), ("Totalt", "50 32 0 102")]
    assert one(gender_table(rows)).kind != "garbled"


def test_a_broken_sum_with_no_evidence_of_the_culprit_proposes_nothing() -> None:
    column = [("Bryggan", "20"), ("Kompassen", "30"), ("Totalt", "55")]
    found = one([fact(n, line=9 + i, who=w, at=(0, i, 0)) for i, (w, n) in enumerate(column)])
    assert (found.kind, found.proposed, found.values) == ("column_sum", None, ("50", "55"))


def exit_reasons(row: str) -> list:
    """Reasons by intervention with totals both ways; `row` may have lost a cell."""
    names = ("Bryggan", "Kompassen", "Lotsen", "Totalt")
    rows = [("Arbete", "exit_work", "5 0 6 11"), ("Studier", "exit_studies", row), ("Vård", "exit_medical", "3 9 1 13")]
    out = []
    for i, (label, measure, numbers) in enumerate([*rows, ("Totalt", "exited_participants", "12 11 8 31")]):
        for c, n in enumerate(numbers.split()):
            at = (0, i, c)
            where = {"label": label, "quote": f"{label} {numbers}", "header_path": (names[c],)}
            out.append(fact(n, measure, line=40 + i, who=names[c], at=at, **where))  # type: ignore[arg-type]
    return out


def test_a_row_that_lost_a_cell_is_one_finding_with_the_whole_row_proposed() -> None:
    found = one(exit_reasons("4 2 7"))
    assert (found.kind, found.severity) == ("garbled", "error")
    assert (found.values, found.proposed) == (("4 ; 2 ; 7",), "4 ; 2 ; 1 ; 7")


def test_a_whole_row_is_no_lost_cell() -> None:
    assert findings(exit_reasons("4 2 1 7")) == []


@pytest.mark.parametrize(
    ("percent", "x", "y", "severity"),
    [
        ("93", 89, 93, "error"),
        ("41", 23, 55, "info"),
        ("15", 2, 13, None),
        ("100", 13, 13, None),
        ("29.4", 5, 17, None),
    ],
)
def test_x_of_y_is_held_against_its_percent(percent: str, x: int, y: int, severity: str | None) -> None:
    found = findings(fact(percent, "improved_health", unit="percent", of=(x, y)))
    assert [f.severity for f in found] == ([severity] if severity else [])


def test_x_of_y_of_one_gender_is_held_against_its_percent_too() -> None:
    found = one(fact("46", "exit_work_or_studies", unit="percent", of=(31, 74), gender="K"))
    assert (found.kind, found.severity, found.proposed) == ("ratio", "error", "42 %")


def test_the_denominator_that_gives_the_printed_percent_is_proposed() -> None:
    wrong = fact("6", "exit_job_seeking", unit="percent", of=(4, 26), line=5, at=(0, 1, 1))
    flow = [
        fact("66", "exited_participants", line=50, at=(1, 1, 1)),
        fact("4", "exit_job_seeking", line=50, at=(1, 1, 2)),
    ]
    found = one(wrong, flow)
    assert (found.kind, found.proposed) == ("ratio", "4 av 66")


def shares_of(women: str, men: str, *counts: str) -> list:
    quote = f"Totalt {women} % kvinnor och {men} % män."
    out = [
        fact(women, unit="percent", gender="K", line=8, quote=quote),
        fact(men, unit="percent", gender="M", line=8, quote=quote),
    ]
    return out + (gender_table([("Bryggan", counts[0])]) if counts else [])


def test_women_and_men_that_make_110_percent_are_an_error_and_the_counts_say_which_share() -> None:
    found = one(shares_of("44", "66", "62 79 0 141"))
    assert (found.kind, found.severity, found.proposed) == ("percent_sum", "error", "56 %")


def test_women_and_men_that_make_99_percent_are_a_warning() -> None:
    assert one(shares_of("33", "66")).severity == "warning"


def test_a_third_group_in_the_counts_explains_what_is_missing_to_100() -> None:
    assert findings(shares_of("50", "49", "191 185 5 381")) == []


def test_a_figure_printed_in_several_places_is_one_finding_with_all_of_them() -> None:
    found = one(
        fact("18", "new_participants", line=4, at=(0, 1, 1)),
        fact("13", "new_participants", line=40, at=(1, 1, 1)),
        fact("13", "new_participants", line=90, at=(2, 1, 1)),
        fact("13", "new_participants", line=70, quote="Totalt 13 nya."),
    )
    assert (found.kind, found.lines, found.proposed) == ("table_vs_prose", (4, 40, 70, 90), "13")


def test_the_version_with_which_a_column_adds_up_outweighs_a_repetition() -> None:
    rows = [("Bryggan", "21"), ("Kompassen", "30"), ("Totalt", "51")]
    table = [fact(n, "new_participants", line=9 + i, who=w, at=(0, i, 0)) for i, (w, n) in enumerate(rows)]
    said = fact("20", "new_participants", line=60, quote="Under året skrevs 20 in.")
    own = fact("20", "new_participants", line=80, at=(1, 0, 0))
    found = one(table, said, own)
    assert (found.proposed, found.confidence) == ("21", "likely")


@pytest.mark.parametrize(
    "other",
    [
        {"period": Period("2018", "", "", "A")},
        {"role": "target"},
        {"gender": "K"},
        {"category": "Stadsdelen"},
        {"who": "Kompassen"},
        {"period": None},
    ],
)
def test_figures_that_are_about_different_things_are_not_held_against_each_other(other: dict) -> None:
    assert findings(fact("18", line=4, at=(0, 1, 1)), fact("13", line=70, **other)) == []


@pytest.mark.parametrize(
    ("printed", "quote", "clash"),
    [
        ("1098", "ett överskott med 1098 tkr", True),
        ("1097", "ett överskott med knappt 1097 tkr", False),
        ("1098", "ett överskott med knappt 1098 tkr", True),
        ("1096", "ett överskott med 1096 tkr", False),
        ("1096", "ett överskott med drygt 1096 tkr", False),
    ],
)
def test_money_in_prose_is_held_against_kronor_by_how_exactly_it_is_printed(
    printed: str, quote: str, clash: bool
) -> None:
    table = fact("-1096230", "deviation", unit="sek", line=5, at=(0, 1, 1))
    assert bool(findings(table, fact(printed, "deviation", unit="tkr", line=60, quote=quote))) == clash


def test_a_table_that_gives_two_numbers_for_one_key_is_misunderstood_and_not_held_against_others() -> None:
    mixed = [fact("18", line=4, at=(0, 1, 1)), fact("25", line=5, at=(0, 2, 1))]
    assert findings(mixed, fact("18", line=70)) == []


def test_more_new_than_participants_is_an_error() -> None:
    row = [fact("108", line=7, at=(0, 1, 0)), fact("114", "new_participants", line=7, at=(0, 1, 1))]
    found = one(row)
    assert (found.kind, found.severity, found.values) == ("part_exceeds_whole", "error", ("114", "108"))


def test_a_percent_that_the_counts_contradict_is_corrected_by_them() -> None:
    counts = [
        fact("31", "exited_participants", line=50, at=(1, 1, 1)),
        fact("14", "exit_work_or_studies", line=50, at=(1, 1, 2)),
    ]
    goals = [
        fact("67", "exit_work_or_studies", unit="percent", of=(14, 21), line=5, at=(0, 1, 1)),
        fact("61", "exit_work_or_studies", unit="percent", line=80, at=(2, 1, 1)),
    ]
    found = one(counts, goals)
    assert (found.kind, found.proposed) == ("table_vs_table", "45 %")
    assert {"14", "31"} <= set(found.values)


def test_a_share_that_no_whole_number_of_people_gives_is_a_warning() -> None:
    base = fact("11", "exited_participants", line=50, at=(1, 1, 1))
    share = fact("33", "exit_job_seeking", unit="percent", line=5, at=(0, 1, 1))
    assert one(base, share).severity == "warning"


def test_a_result_said_to_be_unmeasured_and_printed_is_an_error() -> None:
    said = fact(None, "exit_work", unit="percent", line=60, status="L", quote="har ännu inte mätts")
    found = one(fact("27", "exit_work", unit="percent", line=5, at=(0, 1, 1)), said)
    assert (found.severity, found.lines) == ("error", (5, 60))


def test_exits_to_work_and_to_studies_that_do_not_make_the_exits_to_either_are_found() -> None:
    quote = "21 gick till studier och 23 till arbete."
    parts = [fact("21", "exit_studies", line=8, quote=quote), fact("23", "exit_work", line=8, quote=quote)]
    found = one(parts, fact("66", "exit_work_or_studies", line=50, at=(0, 1, 1)))
    assert set(found.values) == {"21", "23", "44", "66"}


def test_a_goal_of_one_number_with_two_meanings_is_a_remark() -> None:
    goals = [
        fact("80", role="target", line=4, at=(0, 1, 0)),
        fact("80", "new_participants", role="target", line=90, at=(1, 1, 0)),
    ]
    assert (one(goals).kind, one(goals).severity) == ("target_mismatch", "info")


def test_a_table_that_contradicts_the_report_in_most_things_is_doubted_as_a_whole() -> None:
    shifted = [fact(str(20 + i), line=9 + i, who=f"Insats {i}", at=(0, i, 1)) for i in range(5)]
    own = [fact(str(40 + i), line=60 + 9 * i, who=f"Insats {i}", at=(i + 1, 0, 1)) for i in range(5)]
    found = one(shifted, own)
    assert (found.kind, found.severity) == ("garbled", "warning") and 9 in found.lines


def test_a_bad_table_does_not_make_its_witnesses_suspect() -> None:
    shifted = [fact(str(20 + i), line=9 + i, who=f"Insats {i}", at=(0, i, 1)) for i in range(5)]
    summary = [fact(str(40 + i), line=30 + i, who=f"Insats {i}", at=(1, i, 1)) for i in range(5)]
    said = [fact(str(40 + i), line=60 + i, who=f"Insats {i}") for i in range(5)]
    assert one(shifted, summary, said).lines[0] == 9


def test_women_and_men_fewer_than_the_total_are_a_warning_when_nobody_else_is_printed() -> None:
    rows = gender_table([("Bryggan", "2 2 - 5"), ("Totalt", "41 24 - 66")])
    found = one([f for f in rows if f.observation.gender != "A"])
    assert (found.kind, found.severity, found.lines) == ("parts_sum", "warning", (10, 11))


def test_people_of_other_gender_in_another_column_of_the_row_explain_what_is_missing() -> None:
    row = gender_table([("MIA", "106 58 12 176")])
    new = [("K", "57"), ("M", "35"), ("T", "100")]
    rest = [fact(n, "new_participants", line=10, who="MIA", at=(0, 0, 5 + i), gender=g) for i, (g, n) in enumerate(new)]
    assert one(row, rest).severity == "info"


def test_a_clash_about_women_and_men_of_the_same_two_tables_is_one_finding() -> None:
    first = [("K", "95"), ("M", "63")]
    tables = [fact(n, line=30, at=(0, 1, i), gender=g, header_path=("antal",)) for i, (g, n) in enumerate(first)]
    other = [fact("94", line=80, at=(1, 1, 0), gender="K"), fact("64", line=80, at=(1, 1, 1), gender="M")]
    assert set(one(tables, other).values) == {"94", "95", "63", "64"}


def test_a_number_of_a_sentence_that_is_another_figure_of_the_table_makes_no_clash() -> None:
    row = [fact("59", line=7, at=(0, 1, 0)), fact("11", "new_participants", line=7, at=(0, 1, 1))]
    assert findings(row, fact("11", line=70, quote="59 personer har deltagit varav 11 nya för året.")) == []


def test_a_hedge_before_a_percent_is_heard() -> None:
    quote = "Av dessa har 90 personer (ca 50 %) börjat arbeta."
    base = fact("184", "exited_participants", line=7, at=(0, 1, 0))
    said = [
        fact("90", "exit_work", line=70, quote=quote),
        fact("50", "exit_work", unit="percent", line=70, quote=quote),
    ]
    assert findings(base, said) == []


def test_a_cost_line_with_a_longer_named_sister_is_not_compared() -> None:
    notes = fact("360.3", "cost", who="Kassan", unit="tkr", line=9, at=(0, 1, 1), category="nya insatser")
    budget = [
        fact("0", "cost", who="Kassan", unit="tkr", line=80, at=(1, 1, 1), category="nya insatser"),
        fact("360", "cost", who="Kassan", unit="tkr", line=90, at=(1, 9, 1), category="nya insatser (uvas)"),
    ]
    assert findings(notes, budget) == []


def test_numbers_dealt_out_with_respektive_are_not_taken_for_facts() -> None:
    said = fact("5", "exit_work", line=70, quote="De har avslutat 5 respektive 6 deltagare till arbete.")
    assert findings(fact("6", "exit_work", line=7, at=(0, 1, 1)), said) == []


def test_a_follow_up_after_a_year_is_not_held_against_the_exit() -> None:
    later = fact("45", "exit_work_or_studies", unit="percent", line=70, quote="45 % i arbete ett år efter insats.")
    assert findings(fact("26", "exit_work_or_studies", unit="percent", line=7, at=(0, 1, 1)), later) == []


def test_shares_of_women_and_of_men_that_cannot_be_rates_are_a_warning() -> None:
    quote = "68 procent av männen och 32 procent av kvinnorna började arbeta."
    shares = [
        fact(n, "exit_work", unit="percent", gender=g, line=70, quote=quote) for g, n in (("M", "68"), ("K", "32"))
    ]
    counts = [fact("190", "exited_participants", line=7, at=(0, 1, 0)), fact("38", "exit_work", line=7, at=(0, 1, 1))]
    found = one(shares, counts)
    assert (found.kind, found.severity) == ("ratio", "warning") and "20 %" in found.values


def test_an_intervention_written_two_ways_is_a_remark() -> None:
    names = [("Bryggan", 3), ("BRYGGAN", 40), ("Bryggan (ESF)", 60), ("Projekt Bryggan", 70), ("Bryggans", 80)]
    mentions = tuple(NameMention(n, Place(line=line), "stub") for n, line in names)
    rows = tuple(NameRow("r1", "f", n, "bryggan", "core", 1.0, "") for n, _ in names)
    named = replace(report(), reading=Reading(names=mentions), names=rows)
    (found,) = confront(named)[1]
    assert (found.kind, found.values, found.lines) == ("name", ("Bryggan", "BRYGGAN"), (3, 40))


def test_findings_come_worst_first_with_ids_that_do_not_change() -> None:
    facts = [*shares_of("44", "66", "62 79 0 141"), *gender_table(EXITS, "exited_participants", 200)]
    first, second = findings(facts), findings(facts)
    assert first == second and len({f.finding_id for f in first}) == len(first)


def test_a_finding_names_the_rule_it_breaks() -> None:
    facts = [
        *(fact("18", line=4, at=(0, 1, 1)), fact("13", line=70)),
        fact("93", "improved_health", unit="percent", of=(89, 93), line=8),
        *gender_table(EXITS, "exited_participants", 200),
    ]
    edits, found = confront(report(facts))
    assert {f.edit_id for f in found} <= {e.edit_id for e in edits}


def test_the_order_of_facts_does_not_matter() -> None:
    facts = [*shares_of("44", "66", "62 79 0 141"), *gender_table(EXITS, "exited_participants", 200)]
    assert confront(report(facts)) == confront(report(facts[::-1]))


def test_gaps_do_not_stop_the_checks() -> None:
    facts = [fact(None, line=3), fact("5", "other:visits", line=4, period=None), fact("7", "", line=5, unit="")]
    assert findings(facts) == []


def test_every_finding_speaks_both_languages_and_fills_its_template() -> None:
    for found in findings(shares_of("44", "66", "62 79 0 141"), gender_table(EXITS, "exited_participants", 200)):
        assert found.message_sv and found.message_en and found.message_sv != found.message_en
        assert "{" not in found.message_sv + found.message_en


needs_gold = pytest.mark.skipif(not (gold.SHARED / "gold").is_dir(), reason="the shared gold is not on this machine")


@needs_gold
@pytest.mark.parametrize(("folder", "recall"), [("2017-hbs", 1.0), ("2025h1-sthlm", 0.8)])
def test_what_the_paper_contradicts_is_found_and_nothing_else_is_called_an_error(folder: str, recall: float) -> None:
    path = gold.SHARED / "gold" / folder
    found = confront(gold.report(path))[1]
    scored, _ = gold.score(found, path)
    assert scored["error"]["recall"] >= recall
    assert scored["warning"]["recall"] >= 0.4
    assert gold.errors_not_in_gold(found, path) == []


@needs_gold
def test_the_slip_of_the_ocr_is_found_with_its_witnesses() -> None:
    path: Path = gold.SHARED / "gold" / "2025h1-sthlm"
    read = gold.reprinted(gold.report(path), "o0137", 924, "Totalt 924 95 1 190")
    scored, _ = gold.score(confront(read)[1], path)
    assert scored["error"]["recall"] == 1.0
    (slip,) = [f for f in confront(read)[1] if "924" in f.values]
    assert (slip.proposed, slip.confidence) == ("94", "likely")
    assert YEAR.code not in slip.message_sv
