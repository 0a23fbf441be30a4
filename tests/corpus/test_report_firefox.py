"""The report works in Firefox too, opened as a file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from browsing import settled
from firefox import firefox
from paper_report import typeset
from rows import dataset

from corpus.records import Dataset
from corpus.report import write_report
from corpus.report_pictures import draw_here
from corpus.report_regions import Paper


@pytest.mark.xdist_group("browser")
def test_in_firefox_a_finding_is_seen_filtered_and_decided_by_keyboard(tmp_path: Path) -> None:
    paper = Paper({"hbs-2017": typeset(tmp_path / "hbs-2017.pdf", 2, (3, 41))})
    page = write_report(Dataset(dataset().tables | {"decisions": []}), tmp_path, paper=paper, draw=draw_here)
    profile = tmp_path / "profile"
    profile.mkdir()
    with firefox(profile) as browser:
        browser.visit(page.as_uri() + "#findings?severity=error.warning")
        settled(lambda: browser.run("document.documentElement.dataset.ready") == "")
        shown = "[...document.querySelectorAll('#list li')].filter(l => !l.hidden).map(l => l.dataset.finding)"
        assert browser.run(shown) == ["f-1", "f-2"]
        settled(lambda: browser.run("document.querySelectorAll('.finding.current image[href]').length") == 1)
        browser.press("1")
        settled(lambda: browser.run("document.getElementById('ask-name').open"))
        browser.press(*"Eva Ek", "\ue007")
        settled(lambda: browser.run("!document.getElementById('ask-name').open"))
        browser.press("j", "u")
        settled(lambda: browser.run("document.querySelector('.finding.current').id") == "finding-f-2")
        browser.visit(page.as_uri() + "#finding-f-1")
        settled(lambda: browser.run("document.documentElement.dataset.ready") == "")
        told = browser.run("document.querySelector('.finding.current .decided').textContent")
        assert told == "Beslutat: 924 → 94 (Eva Ek)"
        kept = browser.run("Object.entries(localStorage).find(e => e[0].startsWith('facit:decisions:'))[1]")
        assert [(r["target_id"], r["decision"]) for r in json.loads(kept)["rows"]] == [
            ("f-1", "accepted"),
            ("f-2", "unsure"),
        ]
