"""The report can be used by everybody: axe-core finds nothing serious in any view, light or dark, wide or narrow."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from browsing import chromium, press, run, settled, sized, visit
from paper_report import typeset
from plotted import RICH
from rows import dataset
from selenium import webdriver
from selenium.webdriver.common.by import By

from corpus.plot_render import section_html
from corpus.records import Dataset
from corpus.report import write_report
from corpus.report_pictures import draw_here
from corpus.report_regions import Paper

AXE = Path(__file__).resolve().parents[2] / ".venv" / "axe" / "node_modules" / "axe-core" / "axe.min.js"
VIEWS = ("overview", "finding-f-1", "finding-f-3", "names", "decisions", "tables", "series", "reports")
ASK = """
const done = arguments[arguments.length - 1];
axe.run(document, {resultTypes: ['violations']}).then(r => done(JSON.stringify(r.violations)));
"""
pytestmark = pytest.mark.xdist_group("browser")


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    with chromium(tmp_path_factory.mktemp("downloads")) as driver:
        yield driver


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("page")
    paper = Paper({"hbs-2017": typeset(folder / "hbs-2017.pdf", 2, (3, 41))})
    series = section_html([RICH], "both", heading=2)
    return write_report(Dataset(dataset().tables), folder, paper=paper, draw=draw_here, series=series)


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (1280, "dark"), (390, "light")])
def test_axe_finds_no_serious_fault_in_any_view(browser: webdriver.Chrome, page: Path, width: int, scheme: str) -> None:
    if not AXE.exists():
        pytest.skip("axe-core is not installed (npm was not there): scripts/install-programs axe")
    sized(browser, width)
    colours = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", colours)
    faults = []
    for view in VIEWS:
        visit(browser, page, f"#{view}")
        run(browser, "document.querySelectorAll('.view.current details').forEach(d => d.open = true)")
        run(browser, AXE.read_text(encoding="utf-8"))
        for fault in json.loads(browser.execute_async_script(ASK)):  # type: ignore[no-untyped-call]
            if fault["impact"] in ("serious", "critical"):
                faults += [
                    f"{view}: {fault['id']}: {n['html'][:160]} {n.get('failureSummary')}" for n in fault["nodes"]
                ]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
    assert not faults, "\n".join(faults)


def test_every_control_of_a_finding_is_reached_by_tab_and_can_be_seen_when_it_is(
    browser: webdriver.Chrome, page: Path
) -> None:
    sized(browser, 1280)
    visit(browser, page, "#finding-f-1")
    run(browser, "document.querySelector('.skip').focus()")
    reached = set()
    for _ in range(60):
        press(browser, "\ue004")
        what = "const e = document.activeElement; return [e.id || e.name || e.className || e.tagName, "
        name, outline = run(browser, what + "getComputedStyle(e).outlineStyle]")
        reached.add(name)
        if name == "BODY":
            break
        if name not in ("severity",):  # a pill: the focus is drawn around its words
            assert outline != "none", name
    assert {"q", "answer", "cell", "value", "why", "next", "language", "help"} <= reached


def test_the_count_of_findings_is_told_when_it_changes(browser: webdriver.Chrome, page: Path) -> None:
    visit(browser, page, "#findings")
    tally = browser.find_element(By.CSS_SELECTOR, ".tally [role=status]")
    assert tally.get_attribute("aria-live") == "polite"
    browser.find_element(By.ID, "q").send_keys("hälsosam")
    settled(lambda: tally.text == "Visar 1 av 3")
