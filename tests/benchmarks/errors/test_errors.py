"""Seeded errors, a few of each class: the whole benchmark is `make bench-errors`."""

from __future__ import annotations

import pytest
from made_reports import KINDS
from measure import Tally, false_errors, measured, trials

FEW = 25
WITH_BOTH_SUMS = ("table of women and men", "table of exits", "whole report")


def tally(kind: str, errors: int, *, typos: bool) -> Tally:
    return measured(trials(kind, errors, typos=typos, count=FEW, seed=7))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("typos", [True, False])
def test_no_wrong_number_that_a_sum_covers_goes_unseen(kind: str, typos: bool) -> None:
    assert tally(kind, 1, typos=typos).detected == FEW


@pytest.mark.parametrize("kind", WITH_BOTH_SUMS)
@pytest.mark.parametrize("errors", [1, 2, 3])
def test_slips_under_sums_of_rows_and_columns_are_found_with_what_was_meant(kind: str, errors: int) -> None:
    found = tally(kind, errors, typos=True)
    assert found.first >= FEW - 1
    assert found.likely_right == found.likely > 0


def test_what_one_sum_alone_says_is_never_called_likely() -> None:
    assert tally("column sums only", 1, typos=True).likely == 0


@pytest.mark.parametrize("kind", KINDS)
def test_reports_that_add_up_have_no_errors(kind: str) -> None:
    assert false_errors(kind, FEW, 7) == 0


def test_no_report_takes_longer_than_the_time_it_is_given() -> None:
    assert max(tally("whole report", 3, typos=False).milliseconds) < 2000
