"""A small share of the fuzzing, the same on every run; `make fuzz` does the rest."""

from __future__ import annotations

import pytest

from tests.fuzz import files, solving, written
from tests.fuzz.target import TARGETS, Target, run

EXECUTIONS = 120
assert files and solving and written, "they fill the list"


@pytest.mark.parametrize("one", TARGETS, ids=[t.name for t in TARGETS])
def test_nothing_but_our_own_errors_is_raised(one: Target) -> None:
    assert run(one, EXECUTIONS, always_the_same=True) > 0
