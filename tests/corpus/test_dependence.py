"""Edits that say nothing new, and edits that cannot hold together, are known as such."""

from __future__ import annotations

from small import gender_table, report

from corpus.confront import confront
from corpus.dependence import dependence
from corpus.linear import OPEN, LinearEdit, Problem


def total(*cells: int) -> LinearEdit:
    return LinearEdit((*((c, 1) for c in cells[:-1]), (cells[-1], -1)), 0, 0)


def of(values: list[int], *edits: LinearEdit) -> tuple[str, ...]:
    steps = (1,) * len(values)
    return dependence(Problem(tuple(values), edits, steps, (-OPEN,) * len(values)))


def test_the_last_sum_of_a_table_follows_from_the_others() -> None:
    rows = [total(0, 1, 2), total(3, 4, 5), total(6, 7, 8)]
    columns = [total(0, 3, 6), total(1, 4, 7), total(2, 5, 8)]
    assert of([1, 2, 3, 4, 5, 9, 5, 7, 12], *rows, *columns) == ("independent",) * 5 + ("redundant",)


def test_two_sums_of_one_total_that_differ_by_a_printed_number_contradict_each_other() -> None:
    assert of([1, 2, 3, 3], total(0, 1, 3), total(0, 1, 2, 3)) == ("independent", "contradictory")


def test_a_blank_cell_more_is_no_contradiction() -> None:
    assert of([1, 2, 0, 3], total(0, 1, 3), total(0, 1, 2, 3)) == ("independent", "independent")


def test_a_wrong_number_makes_no_rule_contradictory() -> None:
    rows = [("Bryggan", "24 17 0 41"), ("Kompassen", "46 15 0 61"), ("Totalt", "70 302 0 102")]
    edits, _ = confront(report(gender_table(rows)))
    assert {e.depends for e in edits} == {"independent", "redundant"}
