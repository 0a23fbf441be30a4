"""The command line as a user meets it: what is printed where, and what it ends with."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from corpus.build import Run
from corpus.cli import exit_code
from corpus.exit_codes import ExitCode
from corpus.inputs import Problem

if TYPE_CHECKING:
    from tests.conftest import Facit


def test_help_teaches_with_examples_and_exit_codes(facit: Facit) -> None:
    shown = facit("--help")
    assert shown.returncode == ExitCode.OK
    assert "facit backfill reports --out out" in shown.stdout
    assert all(code.meaning in shown.stdout for code in ExitCode)


def test_the_version_is_the_installed_one(facit: Facit) -> None:
    assert facit("--version").stdout.startswith("facit 0.")


def test_a_run_ends_by_saying_where_everything_is(facit: Facit, reports: Path) -> None:
    done = facit("backfill", reports, "--out", "out", "--lang", "en")
    assert done.returncode == ExitCode.OK, done.stderr
    assert "Read 1 report" in done.stdout
    assert re.search(r"Of \d+ printed numbers \d+ were used, \d+ ignored by name \(.*\), \d+ not underst", done.stdout)
    assert "Dataset: out\n" in done.stdout
    assert "Report:  out/report/index.html" in done.stdout
    assert "[1/1] hbs-2022.md: read" in done.stderr


def test_some_failed_is_said_line_by_line(facit: Facit, reports: Path, tmp_path: Path) -> None:
    (reports / "empty.txt").touch()
    (tmp_path / "nothing here").mkdir()
    done = facit("backfill", reports, "nothing here", "--out", "out")
    assert done.returncode == ExitCode.SOME_FAILED
    assert [line for line in done.stderr.splitlines() if line.startswith(f"{reports / 'empty.txt'}: ")]
    assert [line for line in done.stderr.splitlines() if line.startswith("nothing here: ")]
    assert (tmp_path / "out" / "observations.csv").is_file()


def test_nothing_read_has_its_own_code(facit: Facit, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    done = facit("backfill", "empty.txt", "--out", "out")
    assert done.returncode == ExitCode.NOTHING_READ
    assert done.stdout == ""


def test_strict_ends_with_one_when_numbers_clash(facit: Facit, reports: Path) -> None:
    report = reports / "hbs-2022.md"
    report.write_text(report.read_text(encoding="utf-8").replace("| 38 | 19 |", "| 38 | 91 |"), encoding="utf-8")
    assert facit("backfill", reports, "--out", "out", "--strict").returncode == ExitCode.FINDINGS


@pytest.mark.parametrize(
    ("written", "problems", "errors", "strict", "expected"),
    [
        (True, 0, 0, True, ExitCode.OK),
        (True, 0, 2, False, ExitCode.OK),
        (True, 0, 2, True, ExitCode.FINDINGS),
        (True, 1, 2, True, ExitCode.SOME_FAILED),
        (False, 1, 0, False, ExitCode.NOTHING_READ),
    ],
)
def test_the_gravest_outcome_is_the_one_to_end_with(
    written: bool, problems: int, errors: int, strict: bool, expected: ExitCode
) -> None:
    result = Run(
        reports=(),
        problems=(Problem("a.pdf", "damaged"),) * problems,
        notes=(),
        counts={},
        findings={"error": errors, "warning": 0, "info": 0},
        seconds=0.0,
        dataset=Path("out") if written else None,
    )
    assert exit_code(result, strict=strict) == expected


@pytest.mark.parametrize(
    "arguments",
    [("backfill", "a.pdf"), ("backfill", "--out", "out"), ("back",), ("inspect",), ("backfill", "a", "--lang", "de")],
)
def test_wrong_use_is_told(facit: Facit, arguments: tuple[str, ...]) -> None:
    done = facit(*arguments)
    assert done.returncode == ExitCode.USAGE
    assert "Error" in done.stderr


def test_a_bad_decision_stops_the_run_before_reading(facit: Facit, reports: Path, tmp_path: Path) -> None:
    (tmp_path / "decisions.csv").write_text("kind,target_id\n", encoding="utf-8")
    done = facit("backfill", reports, "--out", "out", "--decisions", "decisions.csv")
    assert done.returncode == ExitCode.BAD_DATA
    assert done.stderr.startswith("decisions.csv, line 1: column 'decision' is missing")


def test_an_out_that_cannot_be_written_has_its_own_code(facit: Facit, reports: Path, tmp_path: Path) -> None:
    (tmp_path / "out").touch()
    assert facit("backfill", reports, "--out", "out").returncode == ExitCode.CANNOT_WRITE


def test_a_fault_of_ours_has_its_own_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from corpus import build, cli  # noqa: PLC0415

    def broken(*_: object) -> None:
        raise KeyError("lost")

    monkeypatch.setattr(build, "run", broken)
    monkeypatch.setattr("sys.argv", ["facit", "backfill", str(tmp_path), "--out", str(tmp_path / "out")])
    with pytest.raises(SystemExit) as stopped:
        cli.main()
    assert stopped.value.code == ExitCode.FAULT


def test_inspect_shows_pages_tables_and_who_declined(facit: Facit, reports: Path) -> None:
    shown = facit("inspect", reports / "hbs-2022.md")
    assert shown.returncode == ExitCode.OK, shown.stderr
    assert "federation  hbs   period 2022" in shown.stdout
    assert "markdown" in shown.stdout
    assert "4 rows x 5 columns" in shown.stdout
    assert re.search(r"numbers     Of \d+ printed numbers", shown.stdout)


def test_inspect_can_speak_to_programs(facit: Facit, reports: Path) -> None:
    found = json.loads(facit("inspect", reports / "hbs-2022.md", "--json").stdout)
    assert found["tables"][0]["kind"] == "flow"
    assert found["pages"][0]["reader"] == "markdown"
    assert found["federation"] == "hbs"
    coverage = found["coverage"]
    assert coverage["numbers"] == coverage["used"] + sum(coverage["ignored"].values()) + len(found["unread"])


def test_inspect_of_what_cannot_be_read_is_one_line(facit: Facit, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    done = facit("inspect", "empty.txt")
    assert done.returncode == ExitCode.NOTHING_READ
    assert done.stderr.startswith("empty.txt: ")


def test_inspect_draws_a_page(facit: Facit, tmp_path: Path) -> None:
    report = Path(__file__).parent.parent / "fixtures" / "reports" / "hbs-2019-arsredovisning.pdf"
    done = facit("inspect", report, "--page", "2", "--draw", "two.png")
    assert done.returncode == ExitCode.OK, done.stderr
    assert "Drawn: two.png" in done.stdout
    assert (tmp_path / "two.png").read_bytes().startswith(b"\x89PNG")


def test_a_page_that_is_not_there_cannot_be_drawn(facit: Facit) -> None:
    report = Path(__file__).parent.parent / "fixtures" / "reports" / "hbs-2019-arsredovisning.pdf"
    done = facit("inspect", report, "--page", "9", "--draw", "nine.png")
    assert done.returncode == ExitCode.USAGE
    assert "there is no page 9: the report has pages 1 to 3" in done.stderr
