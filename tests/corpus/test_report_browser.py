"""The report in a real browser: read, filtered, decided by keyboard, saved, and applied by the next run."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from browsing import answer, chromium, listed, named, press, printed, run, settled, sized, visit, visit_anew
from conftest import LYRA
from paper_report import typeset
from rows import dataset
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select

from corpus import decisions
from corpus.decisions import Decision
from corpus.records import Dataset
from corpus.report import write_report
from corpus.report_pictures import draw_here
from corpus.report_regions import Paper
from corpus.rows import decision_row

ROOT = Path(__file__).resolve().parents[2]
VIEWS = ("overview", "findings", "finding-f-1", "names", "decisions", "tables", "reports")
SLIP = LYRA.replace("| TOTALT | 134 | 60 | 74 | 56 |", "| MIA | 45 | 20 | 52 | 14 |\n| TOTALT | 179 | 80 | 99 | 70 |")
"""A report in which two digits of a number changed places: 52 for 25."""
pytestmark = pytest.mark.xdist_group("browser")


@pytest.fixture(scope="module")
def downloads(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("downloads")


@pytest.fixture(scope="module")
def browser(downloads: Path) -> Iterator[webdriver.Chrome]:
    with chromium(downloads) as driver:
        yield driver


def undecided(**tables: list[dict[str, object]]) -> Dataset:
    """The small dataset before anybody has decided, with some tables changed."""
    return Dataset(dataset().tables | {"decisions": []} | tables)


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small dataset as a page, with pictures of its table."""
    folder = tmp_path_factory.mktemp("page")
    paper = Paper({"hbs-2017": typeset(folder / "hbs-2017.pdf", 2, (3, 41))})
    return write_report(undecided(), folder, paper=paper, draw=draw_here)


@pytest.fixture
def fresh(browser: webdriver.Chrome, page: Path) -> Callable[[str], webdriver.Chrome]:
    """Opens the page at an address in it, in a browser that remembers nothing."""
    sized(browser, 1280)
    visit_anew(browser, page)
    browser.get_log("browser")

    def opened(hash_: str = "") -> webdriver.Chrome:
        visit(browser, page, hash_)
        return browser

    return opened


Fresh = Callable[[str], webdriver.Chrome]


def kept(browser: webdriver.Chrome) -> list[dict[str, str]]:
    """The decisions as the browser keeps them."""
    name = run(browser, "return Object.keys(localStorage).find(k => k.startsWith('facit:decisions:'))")
    return [] if name is None else json.loads(run(browser, "return localStorage[arguments[0]]", name))["rows"]


def current(browser: webdriver.Chrome) -> str:
    """The id of the finding that is shown."""
    return str(browser.find_element(By.CSS_SELECTOR, ".finding.current").get_attribute("id"))


def test_the_page_opens_without_a_complaint_and_says_what_waits(fresh: Fresh) -> None:
    browser = fresh("")
    assert browser.title == "Avvikelser i rapporterna"
    assert browser.find_element(By.ID, "todo").text == "4 avvikelser och frågor väntar på beslut · 0 beslutade"
    for view in (*VIEWS, "nothing-there", "%E0%A4%A"):
        fresh(f"#{view}")
        assert len([v for v in browser.find_elements(By.CSS_SELECTOR, ".view") if v.is_displayed()]) == 1
    assert browser.get_log("browser") == []


def test_findings_are_filtered_by_severity_kind_federation_year_and_words_and_the_address_says_so(fresh: Fresh) -> None:
    browser = fresh("#findings")
    assert listed(browser) == ["f-1", "f-2", "f-3"]
    run(browser, "document.querySelector('[name=severity][value=info]').click()")
    assert listed(browser) == ["f-1", "f-2"]
    assert browser.find_element(By.ID, "shown").text == "2"
    assert run(browser, "return location.hash").endswith("?severity=error.warning")
    browser.find_element(By.ID, "q").send_keys("hälsosam 924")
    assert listed(browser) == ["f-1"]
    browser.find_element(By.ID, "clear").click()
    settled(lambda: listed(browser) == ["f-1", "f-2", "f-3"])
    run(browser, "document.getElementById('more-filters').open = true")
    Select(browser.find_element(By.NAME, "year")).select_by_visible_text("2018")
    assert listed(browser) == ["f-2"]
    Select(browser.find_element(By.NAME, "kind")).select_by_value("rounding")
    assert listed(browser) == [] and browser.find_element(By.ID, "no-match").is_displayed()


def test_a_link_with_filters_opens_the_same_list_and_the_same_finding(fresh: Fresh) -> None:
    browser = fresh("#finding-f-2?federation=Samordningsf%C3%B6rbundet+Huddinge+Botkyrka+Salem&status=open")
    assert current(browser) == "finding-f-2"
    assert listed(browser) == ["f-1", "f-2"]
    fresh("#findings?kind=column_sum")
    assert listed(browser) == ["f-1"]


def test_a_cell_of_a_table_leads_to_its_finding_also_when_a_filter_hides_it(fresh: Fresh) -> None:
    browser = fresh("#findings?kind=rounding")
    browser.find_element(By.CSS_SELECTOR, "nav [href='#tables']").click()
    run(browser, "document.getElementById('table-t-hbs-2017-1').open = true")
    cell = "#table-t-hbs-2017-1 td.error a"
    settled(lambda: browser.find_elements(By.CSS_SELECTOR, cell))
    assert browser.find_element(By.CSS_SELECTOR, cell).text == "924"
    browser.find_element(By.CSS_SELECTOR, cell).click()
    settled(lambda: run(browser, "return document.documentElement.dataset.view") == "findings")
    assert current(browser) == "finding-f-1"
    assert listed(browser) == ["f-1", "f-2", "f-3"]


def test_the_button_changes_every_visible_word_to_english_and_back(fresh: Fresh) -> None:
    browser = fresh("#finding-f-1")
    browser.find_element(By.ID, "language").click()
    assert browser.find_element(By.TAG_NAME, "html").get_attribute("lang") == "en"
    assert browser.title == "Discrepancies in the reports"
    seen = browser.find_element(By.TAG_NAME, "body").text
    assert "The column Avslutade gives" in seen and "Kolumnen Avslutade ger" not in seen
    assert "What holds?" in seen and "Vad stämmer?" not in seen
    browser.find_element(By.ID, "language").click()
    assert "Kolumnen Avslutade ger" in browser.find_element(By.TAG_NAME, "body").text


def test_a_picture_is_loaded_when_it_is_seen_with_its_cells_marked(fresh: Fresh) -> None:
    browser = fresh("#overview")
    assert run(browser, "return document.querySelectorAll('image[href]').length") == 0
    visit(browser, browser.current_url.split("#")[0], "#finding-f-1")
    settled(lambda: run(browser, "return document.querySelectorAll('.finding.current image[href]').length") == 1)
    mark = browser.find_element(By.CSS_SELECTOR, ".finding.current .mark.suspect")
    assert mark.get_attribute("data-obs") == "o-flow-3-3"
    assert mark.is_displayed()


def test_everything_is_decided_by_keyboard_and_kept_over_a_reload(fresh: Fresh) -> None:
    browser = fresh("#findings")
    answer(browser, "1")
    named(browser, "Eva Ek")
    told = ".finding.current .decided"
    settled(lambda: browser.find_element(By.CSS_SELECTOR, told).text == "Beslutat: 924 → 94 (Eva Ek)")
    assert browser.find_element(By.CSS_SELECTOR, ".finding.current .proposal text").text == "94"
    press(browser, "c")
    browser.switch_to.active_element.send_keys("mot papperet", Keys.ENTER)
    press(browser, "j")
    settled(lambda: current(browser) == "finding-f-2")
    press(browser, "0")
    press(browser, "j")
    settled(lambda: current(browser) == "finding-f-3")
    press(browser, "u")
    rows = kept(browser)
    assert [(r["target_id"], r["decision"], r["value"], r["why"]) for r in rows] == [
        ("f-1", "accepted", "1: 924 → 94", "mot papperet"),
        ("f-2", "kept", "", ""),
        ("f-3", "unsure", "", ""),
    ]
    assert {r["who"] for r in rows} == {"Eva Ek"}
    fresh("#finding-f-2")
    assert run(browser, "return document.querySelector('.finding.current [value=\"0\"]').checked")
    press(browser, "z")
    assert [r["target_id"] for r in kept(browser)] == ["f-1", "f-3"]
    assert browser.find_element(By.ID, "list-decided").text == "2 av 3 beslutade"
    press(browser, "?")
    assert browser.find_element(By.ID, "keys").is_displayed()


def test_a_value_of_one_s_own_sets_the_number_chosen(fresh: Fresh) -> None:
    browser = fresh("#finding-f-1")
    press(browser, "e")
    browser.switch_to.active_element.send_keys("93,5", Keys.ENTER)
    named(browser, "Eva Ek")
    assert [(r["kind"], r["target_id"], r["decision"], r["value"], r["expected_printed"]) for r in kept(browser)] == [
        ("value", "o-flow-3-3", "set", "93.5", "924"),
        ("finding", "f-1", "accepted", "", "924;129"),
    ]
    fresh("#finding-f-1")
    assert browser.find_element(By.CSS_SELECTOR, ".finding.current [name=value]").get_attribute("value") == "93.5"


def test_a_question_about_names_is_answered_with_the_same_keys(fresh: Fresh) -> None:
    browser = fresh("#names")
    answer(browser, "3")
    named(browser, "Eva Ek")
    (row,) = kept(browser)
    assert (row["kind"], row["target_id"], row["decision"], row["value"]) == (
        "name",
        "hbs:Hälso Sam",
        "succeeds",
        "halsosam",
    )
    assert "tog över" in browser.find_element(By.CSS_SELECTOR, ".question .decided").text


def test_the_file_that_is_saved_is_read_by_the_program_and_by_the_page(
    fresh: Fresh, page: Path, downloads: Path, tmp_path: Path
) -> None:
    browser = fresh("#findings")
    answer(browser, "1")
    named(browser, '=Eva "Ek"; Åsa')
    file = downloads / "decisions.csv"
    file.unlink(missing_ok=True)
    press(browser, "s")
    settled(file.exists)
    settled(lambda: file.read_text(encoding="utf-8").endswith("\n"))
    read = decisions.read(file)
    assert not read.problems
    (one,) = read.decisions
    assert (one.kind, one.target_id, one.decision, one.who) == ("finding", "f-1", "accepted", '=Eva "Ek"; Åsa')
    assert one.choice.changes[0][0] == "924"
    assert not browser.find_element(By.ID, "save").is_displayed()
    semicolons = tmp_path / "excel.csv"
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows(csv.reader(file.read_text(encoding="utf-8").splitlines()))
    semicolons.write_text(text.getvalue(), encoding="utf-8-sig")
    visit_anew(browser, page)
    fresh("#decisions")
    browser.find_element(By.ID, "file").send_keys(str(semicolons))
    settled(lambda: browser.find_element(By.ID, "notice").text == "Inlästa beslut: 1")
    assert browser.find_element(By.ID, "decided-count").text == "1"
    browser.find_element(By.ID, "file").send_keys(str(ROOT / "README.md"))
    settled(lambda: "gick inte att läsa" in browser.find_element(By.ID, "notice").text)


def test_what_the_run_was_given_is_shown_and_saved_again_and_two_who_disagree_are_both_shown(
    browser: webdriver.Chrome, tmp_path: Path
) -> None:
    said = Decision("d-1", "finding", "f-1", "kept", "", "924;129", "Per P", "2026-11-01", "så står det", 2)
    page = write_report(undecided(decisions=[decision_row(said, "applied")]), tmp_path)
    visit_anew(browser, page)
    run(browser, "localStorage['facit:who'] = 'Eva Ek'")
    visit(browser, page, "#finding-f-1")
    assert (
        browser.find_element(By.CSS_SELECTOR, ".finding.current .decided").text
        == "Per P, 2026-11-01: Behåll som tryckt"
    )
    press(browser, "1")
    told = browser.find_element(By.CSS_SELECTOR, ".finding.current .decided").text
    assert "Eva Ek" in told and "Per P" in told and "Oenigt" in told
    assert [r["who"] for r in kept(browser)] == ["Per P", "Eva Ek"]


def test_alike_explanations_are_accepted_together_and_the_count_is_shown_first(
    browser: webdriver.Chrome, tmp_path: Path
) -> None:
    findings = undecided().tables["findings"]
    (first,) = (f for f in findings if f["finding_id"] == "f-1")
    more = [first | {"finding_id": f"f-1{n}", "message_sv": f"En till, nummer {n}."} for n in range(3)]
    page = write_report(undecided(findings=[*findings, *more]), tmp_path)
    visit_anew(browser, page)
    run(browser, "localStorage['facit:who'] = 'Eva Ek'")
    visit(browser, page, "#finding-f-1")
    assert browser.find_element(By.CSS_SELECTOR, ".finding.current .batch").text == "Godta 4 likadana …"
    press(browser, "b")
    assert browser.find_element(By.ID, "batch-heading").text == "Godta den första förklaringen av 4 avvikelser?"
    browser.find_elements(By.CSS_SELECTOR, "#batch-list input")[-1].click()
    assert browser.find_element(By.ID, "batch-accept").text == "Godta 3"
    browser.find_element(By.ID, "batch-accept").click()
    settled(lambda: len(kept(browser)) == 3)
    assert {r["decision"] for r in kept(browser)} == {"accepted"}


def test_decisions_of_an_earlier_run_are_offered_when_reports_were_added(
    browser: webdriver.Chrome, page: Path, tmp_path: Path
) -> None:
    visit_anew(browser, page)
    run(browser, "localStorage['facit:who'] = 'Eva Ek'")
    visit(browser, page, "#finding-f-1")
    press(browser, "1")
    reports = undecided().tables["reports"]
    changed = [r | {"sha256": "e" * 64} if r["report_id"] == "hbs-2018" else r for r in reports]
    visit(browser, write_report(undecided(reports=changed), tmp_path), "#decisions")
    assert browser.find_element(By.ID, "decided-count").text == "0"
    browser.find_element(By.CSS_SELECTOR, "#earlier button").click()
    assert browser.find_element(By.ID, "decided-count").text == "1"


def test_where_the_browser_keeps_nothing_the_page_says_so_and_still_works(
    browser: webdriver.Chrome, page: Path
) -> None:
    denied = "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('denied'); }});"
    script = browser.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": denied})
    try:
        visit(browser, page, "#decisions")
        assert browser.find_element(By.ID, "kept-where").text.startswith("Webbläsaren sparar inget här")
        run(browser, "location.hash = '#finding-f-1'")
        settled(lambda: browser.find_elements(By.CSS_SELECTOR, ".finding.current"))
        press(browser, "0")
        named(browser, "Eva Ek")
        assert browser.find_element(By.ID, "save").is_displayed()
        run(browser, "decisions = null; window.onbeforeunload = null")
    finally:
        browser.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", {"identifier": script["identifier"]})
        browser.execute_cdp_cmd("Page.setBypassCSP", {"enabled": False})


def test_without_scripts_the_page_is_one_document_with_every_finding(browser: webdriver.Chrome, page: Path) -> None:
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        browser.get(page.as_uri())
        assert all(f.is_displayed() for f in browser.find_elements(By.CSS_SELECTOR, ".finding"))
        assert browser.find_element(By.ID, "names").is_displayed()
        assert not browser.find_element(By.ID, "filters").is_displayed()
    finally:
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


@pytest.mark.parametrize("width", [1280, 390])
def test_no_width_makes_a_view_scroll_sideways(fresh: Fresh, browser: webdriver.Chrome, width: int) -> None:
    sized(browser, width)
    for view in VIEWS:
        fresh(f"#{view}")
        run(browser, "document.querySelectorAll('.view.current details').forEach(d => d.open = true)")
        wide, inner = run(browser, "return [document.documentElement.scrollWidth, window.innerWidth]")
        assert (inner, wide <= inner) == (width, True), view


def test_on_paper_every_finding_stands_with_its_picture(fresh: Fresh) -> None:
    browser = fresh("#overview")
    document = pdfium.PdfDocument(printed(browser))
    text = "".join(p.get_textpage().get_text_range() for p in document)
    images = [o for p in document for o in p.get_objects(max_depth=6) if isinstance(o, pdfium.PdfImage)]
    assert "Kolumnen Avslutade ger" in text and "71,8 procent" in text
    assert images
    assert "Spara beslut" not in text


class _Server(BaseHTTPRequestHandler):
    """`facit review` as the page knows it: the page with a token, GET and PUT of the file."""

    page = b""
    file = ""
    version = 1
    token = "secret"  # noqa: S105

    def do_GET(self) -> None:
        known = self.headers.get("X-Facit-Token") == self.token
        if self.path == "/":
            self._say(
                200, self.page.replace(b"<head>", f'<head><meta name="facit-token" content="{self.token}">'.encode())
            )
        elif self.path == "/api/decisions" and known:
            self._say(200, type(self).file.encode(), "text/csv")
        else:
            self._say(403 if not known else 404, b"")

    def do_PUT(self) -> None:
        if self.headers.get("If-Match") != f'"{self.version}"':
            self._say(412, b"")
        elif self.headers.get("X-Facit-Token") == self.token and self.path == "/api/decisions":
            type(self).version += 1
            type(self).file = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._say(204, b"")
        else:
            self._say(403, b"")

    def _say(self, status: int, content: bytes, media: str = "text/html; charset=utf-8") -> None:
        self.send_response(status)
        self.send_header("Content-Type", media)
        self.send_header("ETag", f'"{self.version}"')
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Nothing: a test has its own output."""


def test_on_a_server_every_decision_is_written_to_its_file_at_once(browser: webdriver.Chrome, page: Path) -> None:
    _Server.page = page.read_bytes()
    _Server.file = (
        "kind,target_id,decision,value,expected_printed,who,when,why\n"
        "finding,f-2,kept,,2;1,Per P,2026-11-01,\n"
        "value,o-of-another-run,keep,,7,Per P,2026-11-01,\n"
    )
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Server)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        visit(browser, f"http://127.0.0.1:{server.server_port}/", "#finding-f-1")
        settled(lambda: browser.find_element(By.ID, "decided-count").text == "1")
        press(browser, "1")
        named(browser, "Eva Ek")
        settled(lambda: "f-1" in _Server.file)
        assert [r["target_id"] for r in csv.DictReader(_Server.file.splitlines())] == ["f-2", "o-of-another-run", "f-1"]
        settled(lambda: not browser.find_element(By.ID, "save").is_displayed())
        _Server.file += "finding,f-3,kept,,,Åsa B,2026-11-02,\n"
        _Server.version += 1  # somebody else wrote there
        press(browser, "z")
        settled(lambda: "f-1" not in _Server.file)
        assert [r["who"] for r in csv.DictReader(_Server.file.splitlines())] == ["Per P", "Per P", "Åsa B"]
    finally:
        server.shutdown()
        server.server_close()


def test_a_finding_decided_in_the_browser_is_accepted_by_the_next_run(
    browser: webdriver.Chrome,
    downloads: Path,
    tmp_path: Path,
    facit: Callable[..., subprocess.CompletedProcess[str]],
) -> None:
    report = tmp_path / "hbs-2022.md"
    report.write_text(SLIP, encoding="utf-8")
    assert facit("backfill", report, "--out", "out", "--jobs", 1).returncode == 0
    page = tmp_path / "out" / "report" / "index.html"
    visit_anew(browser, page, "#findings?kind=parts_sum")
    answer(browser, "1")
    named(browser, "Eva Ek")
    file = downloads / "decisions.csv"
    file.unlink(missing_ok=True)
    press(browser, "s")
    settled(file.exists)
    again = facit("backfill", report, "--out", "out", "--jobs", 1, "--decisions", file)
    assert again.returncode == 0, again.stderr
    with (tmp_path / "out" / "findings.csv").open(encoding="utf-8") as rows:
        (finding,) = csv.DictReader(rows)
    assert (finding["status"], finding["action"]) == ("accepted", "corrected")
    visit(browser, page, f"#finding-{finding['finding_id']}")
    assert "Godtagen" in browser.find_element(By.CSS_SELECTOR, ".finding.current .tags").text
    told = browser.find_element(By.CSS_SELECTOR, ".finding.current .decided").text
    assert told == "Beslutat: 52 → 25 (Eva Ek)"
