"""How one number becomes another, and which of two slips is the likelier."""

from __future__ import annotations

from decimal import Decimal

import pytest

from corpus.slips import is_digit_slip, slip


@pytest.mark.parametrize(
    ("printed", "meant", "code"),
    [
        ("924", "94", "inserted_digit"),
        ("944", "94", "inserted_digit"),
        ("1525", "15258", "lost_digit"),
        ("1", "1000", "scale"),
        ("12", "12345", "lost_digit"),
        ("83", "88", "confused_digit"),
        ("61", "16", "transposed"),
        ("-222", "222", "sign"),
        ("237.0", "273", "transposed"),
        ("94.0", "94", "other"),
        ("7", "0", "confused_digit"),
        ("18", "532", "other"),
    ],
)
def test_a_slip_is_named(printed: str, meant: str, code: str) -> None:
    assert slip(Decimal(printed), Decimal(meant)).code == code


@pytest.mark.parametrize(
    ("printed", "meant", "yes"),
    [
        ("17701435", "17710435", False),
        ("924", "94", True),
        ("83", "88", True),
        ("82", "89", False),
        ("3", "8", False),
        ("-5", "5", False),
        ("5", "5", False),
    ],
)
def test_a_misreading_is_one_digit_that_came_went_or_looks_alike(printed: str, meant: str, yes: bool) -> None:
    assert is_digit_slip(Decimal(printed), Decimal(meant)) is yes


def test_a_lookalike_is_less_of_a_surprise_than_another_digit_and_that_than_another_number() -> None:
    costs = [slip(Decimal(83), Decimal(n)).cost for n in (88, 87, 41)]
    assert costs == sorted(costs)
