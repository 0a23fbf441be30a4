"""Where a report speaks against what we took its numbers for, we say nothing rather than call it wrong."""

from __future__ import annotations

from small import fact, gender_table, report

from corpus.confront import confront
from corpus.edits import rules
from corpus.records import Fact, Finding

MIXED_UP = [("Bryggan", "24 17 - 90"), ("Kompassen", "46 15 - 12"), ("Lotsen", "12 30 - 77"), ("Totalt", "82 62 0 179")]


def errors(*facts: Fact | list[Fact]) -> list[Finding]:
    return [f for f in confront(report(*facts))[1] if f.severity == "error"]


def test_sums_that_break_in_most_rows_of_a_table_were_no_sums() -> None:
    """The headings were misunderstood: the last column is not the total of the others."""
    edits, found = confront(report(gender_table(MIXED_UP)))
    assert "parts_sum" not in {e.kind for e in edits}
    assert [f for f in found if f.severity == "error"] == []


def test_one_row_that_breaks_what_the_others_hold_is_an_error() -> None:
    rows = [("Bryggan", "24 17 - 41"), ("Kompassen", "46 15 - 61"), ("Lotsen", "12 30 - 24"), ("Totalt", "82 62 0 126")]
    assert [r.holds for r in rules(report(gender_table(rows))) if r.edit.kind == "parts_sum"].count(False) >= 1


def test_a_sentence_that_prints_the_sum_of_its_parts_was_not_about_the_other_number() -> None:
    quote = "De fem insatserna (5) hade 721 deltagare, 407 kvinnor och 314 män."
    said = [fact(n, line=3, gender=g, quote=quote) for g, n in (("T", "5"), ("K", "407"), ("M", "314"))]
    assert errors(said) == []


def test_a_part_that_is_larger_than_its_whole_in_most_rows_was_no_part() -> None:
    rows = [("Bryggan", 9, 11), ("Kompassen", 15, 17), ("Lotsen", 8, 9), ("Stegen", 8, 4)]
    facts = [
        fact(str(n), m, line=10 + r, who=who, at=(0, r, c))
        for r, (who, whole, part) in enumerate(rows)
        for c, (m, n) in enumerate((("participants", whole), ("carried_in", part)))
    ]
    assert [f for f in confront(report(facts))[1] if f.kind == "part_exceeds_whole"] == []


def test_an_amount_of_all_is_not_held_against_the_intervention_whose_section_it_stands_in() -> None:
    """'Ekonomi' comes after the last intervention, and the sum in its text is that of the table's last row."""
    rows = [("Bryggan", "2400"), ("Lotsen", "900"), ("Totalt", "3300")]
    facts = [
        fact(n, "outcome", line=20 + r, who=who, unit="tkr", at=(0, r, 1), label=who) for r, (who, n) in enumerate(rows)
    ]
    said = fact("3300", "outcome", who="Lotsen", unit="tkr", line=60, quote="Kostnaderna blev 3 300 tkr.")
    assert errors(facts, said) == []


def test_a_sentence_far_from_what_tables_and_other_sentences_say_is_only_a_warning() -> None:
    table = fact("348", who="Totalt", line=10, at=(0, 5, 1), label="Totalt")
    said = fact("348", who="Totalt", line=40, quote="Totalt har 348 deltagare tagit del av insatserna under året.")
    other = fact("470", who="Totalt", line=90, quote="Totalt har 470 deltagare tagit del av seminarierna under året.")
    (found,) = [f for f in confront(report(table, said, other))[1] if f.kind == "table_vs_prose"]
    assert found.severity == "warning"


def test_a_date_in_a_heading_that_was_read_as_a_row_is_left_out_of_the_sum() -> None:
    """'Kvarstående 31 aug' wraps: the 31 stands alone above the rows, and the sum of the others is one off."""
    rows = [("", "- 31"), ("Bryggan", "37 34"), ("Lotsen", "24 26"), ("Totalt", "61 61")]
    facts = [
        fact(None if n == "-" else n, m, line=30 + r, who=who or "aug", at=(0, r, c), label=who)
        for r, (who, numbers) in enumerate(rows)
        for c, (m, n) in enumerate(zip(("carried_in", "carried_out"), numbers.split(), strict=True))
    ]
    (found,) = errors(facts)
    assert found.difference == -1
