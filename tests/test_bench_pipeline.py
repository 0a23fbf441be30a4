"""The benchmark of whole runs holds together: the reports it makes, a run that is measured, the page it writes."""

from __future__ import annotations

from pathlib import Path

import pypdfium2

from fixtures.press.layouts.run import made
from tests.benchmarks.pipeline import page
from tests.benchmarks.pipeline.apart import BARE
from tests.benchmarks.pipeline.documents import _page, bound
from tests.benchmarks.pipeline.whole import STAGES, measured


def test_prose_and_tables_are_bound_to_one_report() -> None:
    whole = pypdfium2.PdfDocument(bound((_page("prose", 1), made("grid", 1).pdf)))
    assert len(whole) == 2
    assert len(whole[0].get_textpage().get_text_range().split()) > 200


def test_a_whole_run_says_what_each_stage_costs(tmp_path: Path) -> None:
    report = tmp_path / "hbs-2018.txt"
    report.write_text("Årsredovisning 2018\nSamordningsförbundet HBS\n\nLyra hade 12 deltagare under 2018.\n", "utf-8")
    cost = measured([report], 1)
    assert cost.reports == 1 and tuple(cost.processor) == STAGES == tuple(cost.wall)
    assert 0 < cost.processor["write"] < cost.seconds


def test_the_page_tells_ratios_and_leaves_out_what_was_not_measured(tmp_path: Path) -> None:
    run = {
        "processor": dict.fromkeys(STAGES, 2.0),
        "wall": dict.fromkeys(STAGES, 3.0),
        "own": dict.fromkeys(STAGES, 0.5),
        "mb_run": 300,
        "mb_worker": 200,
        "reports": 40,
    }
    quick = run | {"wall": dict.fromkeys(STAGES, 1.5)}
    results = {
        "date": "2026-01-01",
        "machine": "a machine",
        "commit": "abc",
        "pages": {"text": 800, "scans": 18, "peers": 40},
        "reports": {"text": 40, "scans": 6, "peers": 2},
        "text": {"floor": [{"seconds": 0.5}], "whole": [run], "small": [run]},
        "peers": {BARE: {"seconds": 0.1, "mb": 50}, "slow": {"seconds": 4.0, "mb": 90}},
        "jobs": {"bundled": {"1": [run], "2": [quick]}},
        "growth": [{"pages": n, "read": n / 100, "mb": 200.0, "mb_parent": 150.0} for n in (10, 100)],
    }
    page.write(results, tmp_path)
    said = (tmp_path / page.PAGE).read_text(encoding="utf-8")
    assert "**16.0**" in said  # 8 s against half a second
    assert "| slow | 100.00 | 10 | 40.0 | 10.0 | 90 |" in said
    assert "| **2.00** |" in said and "power 1.00" in said
    assert "From scans" not in said
    assert (tmp_path / page.PLOT).read_text(encoding="utf-8").startswith("<svg")
