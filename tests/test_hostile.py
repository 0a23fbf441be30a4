"""Files made to harm, beside good reports: the good ones are complete, the bad ones named, nothing is left behind."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from corpus.exit_codes import ExitCode
from corpus.inputs import shown
from fixtures.hostile import SHELF, Hostile
from tests.benchmarks.hostile.run import GOOD, LOCKED, Ran, good, hostile, run

pytestmark = pytest.mark.xdist_group("hostile")

LIMIT = 900
"""MB of memory that one report may take here."""


@pytest.fixture(scope="module")
def good_names() -> set[str]:
    return {*GOOD, LOCKED}


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    folder = tmp_path_factory.mktemp("alone")
    good(folder / "in")
    return run(folder / "in", folder / "out", megabytes=LIMIT)


@pytest.fixture(scope="module")
def among(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    folder = tmp_path_factory.mktemp("among")
    good(folder / "in")
    hostile(folder / "in")
    return run(folder / "in", folder / "out", megabytes=LIMIT)


def test_there_are_many_of_them() -> None:
    assert len(SHELF) >= 60
    assert len({one.name for one in SHELF}) == len(SHELF)


def test_the_run_ends_and_says_that_some_could_not_be_read(among: Ran) -> None:
    assert among.code == ExitCode.SOME_FAILED, among.said[-3000:]
    assert "Traceback" not in among.said


def test_every_good_report_is_complete(alone: Ran, among: Ran, good_names: set[str]) -> None:
    assert alone.code == ExitCode.OK, alone.said[-3000:]
    mine, theirs = alone.of_reports(good_names), among.of_reports(good_names)
    assert len(mine["reports"]) == len(good_names)
    assert len(mine["observations"]) > 300
    for table, rows in mine.items():
        assert rows == theirs[table], table


def lines_about(one: Hostile, ran: Ran) -> str:
    return "\n".join(line for line in ran.said.splitlines() if f"/{shown(one.name)}" in line)


@pytest.mark.parametrize("one", SHELF, ids=[shown(one.name)[:40] for one in SHELF])
def test_what_becomes_of_each_is_what_must(one: Hostile, among: Ran) -> None:
    """Read with its text, refused with a cause, told, or never opened; none is passed over in silence."""
    if one.name == "no-entry.txt" and os.geteuid() == 0:
        pytest.skip("root may read everything")
    rows = {r["file_name"]: r for r in among.rows("reports")}
    row = rows.get(shown(Path(one.name).name))
    said = lines_about(one, among)
    if one.outcome in ("told", "ignored"):
        assert row is None
        assert bool(said) == (one.outcome == "told")
        assert re.search(one.cause, said)
        return
    assert row is not None, "neither read nor refused"
    refused = row["status"] == "failed"
    assert "please report this" not in row["error"]
    assert one.outcome == "either" or refused == (one.outcome == "refused"), row["error"]
    if refused:
        assert re.search(one.cause, row["error"]), row["error"]
        assert row["error"] in said
        assert re.search(r";|:", row["error"]), "it says what to do"


def test_nothing_of_a_text_that_nobody_can_see_becomes_data(among: Ran) -> None:
    """Where letters lie, the page is read by OCR: what it shows is 412 and 133, and nothing else."""
    lying = ("shifted-letters.pdf", "wrong-letters.pdf", "private-letters.pdf", "all-one-letter.pdf")
    ids = {r["report_id"] for r in among.rows("reports") if r["file_name"] in lying}
    printed = {r["value_printed"] for r in among.rows("observations") if r["report_id"] in ids}
    assert printed <= {"412", "133"}


def test_no_process_is_left_and_memory_has_a_bound(among: Ran) -> None:
    assert among.left == ()
    # a worker is looked at some times a second: it may take a little more than it is allowed before it is stopped
    assert among.worker_megabytes < LIMIT + 500, among.worker_megabytes
