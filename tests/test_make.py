"""What `make` offers is what the documents and the scripts say."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PROGRAMS = (ROOT / ".ci" / "run", *sorted(p for p in (ROOT / "scripts").iterdir() if p.is_file()))
SCRIPTS = tuple(p for p in PROGRAMS if p.suffix != ".py")


def run(*command: str, path: str | None = None) -> subprocess.CompletedProcess[str]:
    environment = os.environ | ({"PATH": path} if path else {})
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, env=environment)


def test_make_help_lists_every_target() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    assert phony
    shown = run("make", "help").stdout
    assert [target for target in phony[1].split() if f"make {target} " not in shown] == []


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda p: p.name)
def test_every_program_can_be_run(program: Path) -> None:
    assert os.access(program, os.X_OK)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda p: p.name)
def test_every_script_stops_at_the_first_error(script: Path) -> None:
    assert "set -euo pipefail" in script.read_text(encoding="utf-8")
    assert run("bash", "-n", str(script)).returncode == 0


def test_continuous_integration_runs_make_test() -> None:
    assert (ROOT / ".ci" / "run").read_text(encoding="utf-8").rstrip().endswith("\nmake test")


def bare_path(folder: Path, *programs: str) -> str:
    """A path on which only these programs (and what a script cannot do without) are found."""
    for program in ("bash", "dirname", "grep", "id", *programs):
        (folder / program).symlink_to(shutil.which(program) or program)
    return str(folder)


def test_without_apt_and_brew_the_way_out_is_said(tmp_path: Path) -> None:
    done = run("/bin/bash", "scripts/install-programs", "tesseract", path=bare_path(tmp_path))
    assert done.returncode == 1
    assert "neither apt nor brew is here" in done.stderr
    assert "swe" in done.stderr


def test_without_a_python_that_will_do_the_way_out_is_said(tmp_path: Path) -> None:
    done = run("/bin/bash", "scripts/make-venv", "", str(tmp_path / "venv"))
    assert done.returncode == 1
    assert "3.11, 3.12 or 3.13" in done.stderr


def test_what_is_there_is_not_installed_again(tmp_path: Path) -> None:
    fake = tmp_path / "tesseract"
    fake.write_text(
        "#!/bin/sh\necho 'List of available languages (3):'\necho eng\necho osd\necho swe\n", encoding="utf-8"
    )
    fake.chmod(0o755)
    done = run("/bin/bash", "scripts/install-programs", "tesseract", path=bare_path(tmp_path))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
