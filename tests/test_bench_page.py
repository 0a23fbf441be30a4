"""A page of 500 findings and 200 pictures is small enough to mail, and opens; how fast, the benchmark says."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.report_pictures import BUDGET
from tests.benchmarks.page.measure import chromium, felt, made

MOST_BYTES_A_FINDING = 8_000
"""Beside pictures: its sentence in two languages, its answers and its quoted lines."""


@pytest.mark.xdist_group("browser")
def test_a_page_of_500_findings_and_200_pictures_is_small_and_opens(tmp_path: Path) -> None:
    page = made(500, 200, tmp_path)
    assert (page.findings, page.pictures) == (500, 200)
    assert page.size < 500 * MOST_BYTES_A_FINDING + BUDGET * 4 / 3
    with chromium(tmp_path) as browser:
        assert felt(browser, page.path).ready > 0
