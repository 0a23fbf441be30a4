"""What several tests need: small reports written on the spot, a whole run, and the command line."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

LYRA = """\
# Årsredovisning 2022

Samordningsförbundet Huddinge Botkyrka Salem

## Sammanfattning av deltagarflöden

| Insats | Antal deltagare 2022 | Varav kvinnor | Varav män | Antal nya deltagare 2022 |
|---|---|---|---|---|
| Lyra | 38 | 19 | 19 | 26 |
| START | 96 | 41 | 55 | 30 |
| TOTALT | 134 | 60 | 74 | 56 |
"""
Facit = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    """A folder with one report whose sums add up."""
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "hbs-2022.md").write_text(LYRA, encoding="utf-8")
    return folder


@pytest.fixture
def facit(tmp_path: Path) -> Facit:
    """Runs the command line as a user does, in an empty folder."""

    def run(*arguments: object) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", "from corpus.cli import main; main()", *map(str, arguments)]
        return subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)

    return run
