"""A run that is killed at random moments goes on where it was and ends with the same bytes: tests/benchmarks/kills."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.benchmarks.kills.stress import stress

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="processes are looked for in /proc")


def test_a_run_that_is_killed_five_times_ends_with_the_same_bytes(tmp_path: Path) -> None:
    killed = list(stress(tmp_path, kills=5, reports=6, jobs=2, seed=4))
    assert len(killed) == 5
