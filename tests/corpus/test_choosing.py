"""Which explanation a decision means, and whether the finding still has it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from small import fact

from corpus import rows
from corpus.choosing import fits, printed_of, solution
from corpus.decisions import Decision
from corpus.records import Explanation, Finding

SWAP = (
    Explanation("o-1", "12", Decimal(21), "swapped", solution=2),
    Explanation("o-2", "21", Decimal(12), "swapped", solution=2),
)
FOUND = Finding(
    "f-1",
    "row_sum",
    "error",
    ("r",),
    "lyra",
    "sv",
    "en",
    values=("1 240 tkr", "4 ; 2"),
    explanations=(Explanation("o-3", "1 240 tkr", Decimal(1204), "transposed"), *SWAP),
)


def decided(value: str, expected: str = "1 240 tkr;4 , 2") -> Decision:
    return Decision("d-1", "finding", "f-1", "accepted", value, expected, "Eva", "2026-01-01", "", 2)


def test_what_is_expected_is_held_against_the_values_as_the_dataset_has_them() -> None:
    assert printed_of(FOUND) == rows.finding_row(FOUND)["values"] == "1 240 tkr;4 , 2"
    assert fits(decided("1"), {}, {"f-1": FOUND}) is None


@pytest.mark.parametrize(
    ("value", "cells"),
    [
        ("", ["o-3"]),
        ("1", ["o-3"]),
        ("1: 1 240 tkr → 1204", ["o-3"]),
        ("1240tkr -> 1 204,0", ["o-3"]),
        ("2", ["o-1", "o-2"]),
        ("1: 21 → 12; 12 → 21", ["o-1", "o-2"]),
        ("2: 12 → 21; 21 → 12", ["o-1", "o-2"]),
        ("3", None),
        ("1 240 tkr → 1240", None),
        ("12 → 21", None),
    ],
)
def test_what_is_said_to_change_goes_before_the_number_of_the_explanation(value: str, cells: list[str] | None) -> None:
    found = solution(FOUND, decided(value))
    assert (None if found is None else [e.cell for e in found]) == cells


def test_an_explanation_that_is_not_there_is_told_with_those_that_are() -> None:
    misfit = fits(decided("3"), {}, {"f-1": FOUND})
    assert misfit is not None
    assert misfit.why == ("it has no explanation '3', it has '1: 1 240 tkr → 1 204' or '2: 12 → 21; 21 → 12'")
    assert fits(decided("1", "1 204 tkr"), {}, {"f-1": FOUND}) is not None


def test_a_number_is_held_against_what_is_printed() -> None:
    seen = fact("1281")
    kept = Decision("d-1", "value", seen.obs_id, "keep", "", "1 281", "Eva", "2026-01-01", "", 2)
    assert fits(kept, {seen.obs_id: seen}, {}) is None
