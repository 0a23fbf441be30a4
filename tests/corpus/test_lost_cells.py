"""Rows with fewer numbers than columns: every way to place them under the sums is tried."""

from __future__ import annotations

import pytest
from small import fact, report

from corpus.confront import confront
from corpus.records import Fact, Finding

NAMES = ("Bryggan", "Kompassen", "Lotsen", "Stegen", "Totalt")
BODY = (
    ("Arbete", "3 7 2 1 13"),
    ("Studier", "1 4 0 2 7"),
    ("Sysselsättning", "14 2 2 1 19"),
    ("Totalt", "18 13 4 4 39"),
)


def exits(*rows: tuple[str, str]) -> list[Fact]:
    """A table of reasons by intervention whose numbers fill the columns from the left, as they do without rules."""
    out = []
    for r, (label, numbers) in enumerate(rows):
        given = numbers.split()
        for c, who in enumerate(NAMES):
            number = given[c] if c < len(given) else None
            at, quote = (0, r, c), f"{label} {numbers}"
            made = fact(number, "exit_work", line=10 + r, who=who, at=at, label=label, quote=quote, header_path=(who,))
            out.append(made)
    return out


def lost(row: str) -> list[Finding]:
    rows = [(label, row if label == "Sysselsättning" else numbers) for label, numbers in BODY]
    return [f for f in confront(report(exits(*rows)))[1] if f.severity == "error"]


@pytest.mark.parametrize(
    "row",
    [
        pytest.param("14 2 1 19", id="one of two equal numbers"),
        pytest.param("14 2 2 1", id="the total"),
        pytest.param("14 2 19", id="two numbers, the row adds up with them"),
        pytest.param("14 2 1 79", id="one number lost and one misread"),
    ],
)
def test_a_row_that_lost_cells_is_one_finding_with_the_whole_row(row: str) -> None:
    (found,) = lost(row)
    assert (found.kind, found.proposed) == ("garbled", "14 ; 2 ; 2 ; 1 ; 19")


def test_a_row_whose_missing_numbers_are_nothing_lost_no_cell() -> None:
    rows = [(label, "1 4 2 7" if label == "Studier" else numbers) for label, numbers in BODY]
    assert not [f for f in confront(report(exits(*rows)))[1] if "fallit bort" in f.message_sv]


def test_numbers_that_no_placement_fits_are_a_broken_sum_instead() -> None:
    assert all(f.kind != "garbled" for f in lost("5 8 6 9"))
