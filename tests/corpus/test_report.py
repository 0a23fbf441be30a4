"""The flagging report shows what was read and what does not add up, in two languages, and trusts no document."""

from __future__ import annotations

import html.parser
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from rows import dataset
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import Select

from corpus.records import Dataset
from corpus.report import render, write_report
from corpus.report_model import marked, model
from corpus.report_views import Explanation, FindingView, Piece, PlaceView, Words

CHROMIUM, DRIVER = Path("/usr/bin/chromium"), Path("/usr/bin/chromedriver")


def test_a_finding_is_shown_with_its_places_values_and_proposal() -> None:
    assert model(dataset()).findings[0] == FindingView(
        number=1,
        severity="error",
        severity_label=Words("Fel", "Error"),
        kind="column_sum",
        kind_label=Words("Kolumnsumma", "Column sum"),
        files=(1,),
        intervention=Words("HälsoSam", "HälsoSam"),
        message=Words(
            "Kolumnen Avslutade ger 11 + 24 + 924 = 959, men raden Totalt trycker 129. Det skiljer 830.",
            "The column Avslutade gives 11 + 24 + 924 = 959, but the row Totalt prints 129. They differ by 830.",
        ),
        places=(
            PlaceView(
                "hbs-2017-bilaga2.pdf",
                3,
                201,
                (Piece("Hälsosam   41   55   "), Piece("924", marked=True), Piece("   2")),
                table=2,
            ),
            PlaceView(
                "hbs-2017-bilaga2.pdf",
                3,
                202,
                (Piece("Totalt   69   90   "), Piece("129", marked=True), Piece("   30")),
                table=2,
            ),
        ),
        values=("924", "129"),
        difference=Words("830", "830"),
        tolerance=Words("0", "0"),
        proposed="94",
        confidence_label=Words("Trolig", "Likely"),
        action="corrected",
        action_label=Words("Rättat", "Corrected"),
        status="open",
        status_label=Words("Öppen", "Open"),
        explanations=(
            Explanation("924", "94", Words("Insatt siffra", "Inserted digit"), ("rad 1497: 94 avslutades",)),
        ),
    )


def test_files_are_listed_with_what_was_found_in_them_and_why_one_could_not_be_read() -> None:
    files = {f.file_name: f for f in model(dataset()).files}
    first, broken = files["hbs-2017-bilaga2.pdf"], files["trasig.pdf"]
    assert (first.federation, first.period, first.pages) == ("Samordningsförbundet Huddinge Botkyrka Salem", "2017", 44)
    assert (first.tables, first.observations) == (2, 17)
    assert first.findings == (("error", 1), ("warning", 1), ("info", 0))
    assert broken.status == "failed" and "avklippt" in broken.error
    assert files["sthlm-2025h1.ocr.txt"].language_folded


def test_each_file_shows_how_many_of_its_numbers_were_not_understood_and_which() -> None:
    first = next(f for f in model(dataset()).files if f.file_name == "hbs-2017-bilaga2.pdf")
    assert (first.printed, first.used, first.ignored, first.unread_percent) == (200, 190, 8, Words("1", "1"))
    recipe, money = first.unread
    assert (money.page, money.line, money.kind_label.en) == (38, 1177, "Without a measure")
    assert recipe.quote[1] == Piece("67", marked=True)
    page = render(model(dataset()))
    assert f'<a href="#unread-{first.number}">2</a>' in page
    assert "sökbara &lt;b&gt;insatser&lt;/b&gt;" in page
    unread = next(f for f in model(dataset()).files if f.status == "failed")
    assert (unread.printed, unread.unread) == (None, ())


def test_findings_come_worst_first_whatever_order_they_were_found_in() -> None:
    assert [f.severity for f in model(dataset()).findings] == ["error", "warning", "info"]


def test_a_number_is_written_as_each_language_writes_it() -> None:
    rows = dataset().tables
    rows["findings"] = [rows["findings"][0] | {"difference": -1096230.5}]
    assert model(Dataset(rows)).findings[0].difference == Words("−1\u00a0096\u00a0230,5", "−1,096,230.5")


def test_the_cell_that_a_finding_is_about_points_to_the_worst_finding() -> None:
    (_, (_, flow)), *_ = model(dataset()).tables
    flagged = {(c.text, c.severity, c.finding) for row in flow.grid for c in row if c.finding}
    assert flagged == {("924", "error", 1), ("129", "error", 1)}


def test_a_table_with_spanning_and_missing_cells_keeps_its_shape() -> None:
    rows = dataset().tables
    rows["cells"] = [
        c | ({"column_span": 2} if (c["row"], c["column"]) == (0, 0) else {})
        for c in rows["cells"]
        if (c["row"], c["column"]) not in {(0, 1), (2, 2)}
    ]
    (_, (_, flow)), *_ = model(Dataset(rows)).tables
    assert [sum(c.column_span for c in row) for row in flow.grid] == [5] * 5
    assert flow.grid[2][2].text == ""


def test_names_show_every_printed_form_and_how_it_was_settled() -> None:
    names = {n.intervention.sv: n for n in model(dataset()).names}
    assert [f.printed for f in names["Adrian"].forms] == ["ADRIAN", "Adrian"]
    assert names["HälsoSam"].forms[0].methods == (Words("Beslut", "Decision"),)


@pytest.mark.parametrize(
    ("quote", "values", "found"),
    [
        ("94 av 129, 4 kvar", ("4",), ["4"]),
        ("18 % (2 av 11)", ("18 %", "2 av 11"), ["18 %", "2 av 11"]),
        ("4,5 och 4.", ("4",), ["4"]),
        ("1 098 tkr", ("98", "1 098"), ["1 098"]),
        ("ingenting", ("",), []),
    ],
)
def test_only_the_whole_clashing_values_are_marked_in_a_quoted_line(
    quote: str, values: tuple[str, ...], found: list[str]
) -> None:
    pieces = marked(quote, values)
    assert [p.text for p in pieces if p.marked] == found
    assert "".join(p.text for p in pieces) == quote


def test_a_finding_without_quoted_lines_takes_them_from_the_caller_or_from_its_numbers() -> None:
    rows = dataset().tables
    rows["findings"] = [f | {"quotes": "[]"} for f in rows["findings"]]
    given = model(Dataset(rows), {"f-3": ("raden som den stod",)})
    by_message = {f.kind: f for f in given.findings}
    assert by_message["rounding"].places[0].quote == (Piece("raden som den stod"),)
    assert "".join(p.text for p in by_message["column_sum"].places[0].quote) == "Hälsosam   41   55   924   2"


def test_a_place_finds_its_table_by_its_line_when_a_finding_rests_on_more_numbers_than_it_names_places() -> None:
    rows = dataset().tables
    rows["findings"] = [f | {"obs_ids": "o-flow-1-3;o-flow-3-3;o-flow-4-3"} for f in rows["findings"][1:2]]
    (finding,) = model(Dataset(rows)).findings
    assert [(p.line, p.table) for p in finding.places] == [(201, 2), (202, 2)]


class _Page(html.parser.HTMLParser):
    """The tags of a page, the addresses in it, and the text as a reader sees it."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.addresses += [v or "" for k, v in attrs if k in {"href", "src", "action", "srcset"} or k.startswith("on")]

    def handle_data(self, data: str) -> None:
        self.text += data


def test_what_a_document_prints_is_shown_and_never_run() -> None:
    page = _Page()
    text = render(model(dataset()))
    page.feed(text)
    assert page.tags.count("script") == 1
    assert "b" in page.tags and text.count("<b>2 av 11</b>") == 0
    for printed in ("<script>alert('texten')</script>", "<script>alert('cell')</script>", "=1+1", '=HYPERLINK("http'):
        assert printed in page.text
    assert all(a.startswith("#") for a in page.addresses)


def test_the_page_needs_nothing_from_the_network() -> None:
    text = render(model(dataset()))
    style = re.search(r"<style>(.*?)</style>", text, re.S)
    assert style and "url(" not in style[1] and "@import" not in style[1]
    assert not {"link", "img", "iframe", "object", "embed"} & set(_tags(text))
    assert "default-src 'none'" in text


def _tags(text: str) -> list[str]:
    page = _Page()
    page.feed(text)
    return page.tags


def test_the_same_rows_give_the_same_page_whatever_their_order(tmp_path: Path) -> None:
    shuffled = Dataset({name: rows[::-1] for name, rows in dataset().tables.items()})
    one, two = write_report(dataset(), tmp_path / "a"), write_report(shuffled, tmp_path / "b")
    assert one.read_bytes() == two.read_bytes()
    assert [p.name for p in one.parent.iterdir()] == ["index.html"]


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_a_run_that_found_nothing_says_so(lang: str) -> None:
    text = render(model(Dataset()), lang)
    assert f'<html lang="{lang}"' in text
    assert "Inget som kunde prövas säger emot något annat." in text
    assert "Nothing that could be checked contradicts anything else." in text


@pytest.fixture(scope="module")
def browser() -> Iterator[webdriver.Chrome]:
    if not CHROMIUM.exists() or not (DRIVER.exists() or shutil.which("chromedriver")):
        pytest.skip("chromium and chromedriver are not installed: the page was not opened in a browser")
    options = webdriver.ChromeOptions()
    options.binary_location = str(CHROMIUM)
    for flag in (
        "headless=new",
        "no-sandbox",
        "disable-gpu",
        "disable-background-networking",
        "force-color-profile=srgb",
    ):
        options.add_argument(f"--{flag}")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(executable_path=str(DRIVER)))
    yield driver
    driver.quit()


@pytest.fixture
def opened(browser: webdriver.Chrome, tmp_path: Path) -> webdriver.Chrome:
    browser.set_window_size(1280, 900)
    browser.get(write_report(dataset(), tmp_path).as_uri())
    return browser


def visible(browser: webdriver.Chrome) -> list[str]:
    """The severities of the findings that can be seen."""
    cards = browser.find_elements(By.CSS_SELECTOR, ".finding")
    return [str(c.get_attribute("data-severity")) for c in cards if c.is_displayed()]


def test_in_a_browser_the_page_opens_without_a_complaint_and_runs_nothing_foreign(opened: webdriver.Chrome) -> None:
    assert opened.title == "Avvikelser i rapporterna"
    assert opened.get_log("browser") == []
    assert visible(opened) == ["error", "warning", "info"]


def test_in_a_browser_findings_are_filtered_by_severity_kind_report_and_words(opened: webdriver.Chrome) -> None:
    opened.find_element(By.CSS_SELECTOR, "[name=severity][value=info]").click()
    assert visible(opened) == ["error", "warning"]
    assert opened.find_element(By.ID, "shown").text == "2"
    opened.find_element(By.ID, "search").send_keys("hälsosam 924")
    assert visible(opened) == ["error"]
    opened.find_element(By.CSS_SELECTOR, "#filters [type=reset]").click()
    assert visible(opened) == ["error", "warning", "info"]
    Select(opened.find_element(By.ID, "report")).select_by_visible_text("hbs-2018.pdf")
    assert visible(opened) == ["warning"]
    Select(opened.find_element(By.ID, "kind")).select_by_value("rounding")
    assert visible(opened) == []
    assert opened.find_element(By.ID, "no-match").is_displayed()


def test_in_a_browser_the_button_changes_every_visible_word_to_english_and_back(opened: webdriver.Chrome) -> None:
    opened.find_element(By.ID, "language").click()
    root = opened.find_element(By.TAG_NAME, "html")
    assert root.get_attribute("lang") == "en"
    assert opened.title == "Discrepancies in the reports"
    seen = opened.find_element(By.TAG_NAME, "body").text
    assert "The column Avslutade gives" in seen and "Kolumnen Avslutade ger" not in seen
    assert "All kinds" in seen and "Alla slag" not in seen
    opened.find_element(By.ID, "language").click()
    assert "Kolumnen Avslutade ger" in opened.find_element(By.TAG_NAME, "body").text


def test_in_a_browser_a_place_leads_to_its_table_unfolded(opened: webdriver.Chrome) -> None:
    table = opened.find_element(By.ID, "table-2")
    assert table.get_attribute("open") is None
    opened.find_element(By.CSS_SELECTOR, ".finding a[href='#table-2']").click()
    assert table.get_attribute("open") is not None
    assert opened.find_element(By.CSS_SELECTOR, "#table-2 td.error").text == "924"


def test_in_a_browser_a_cell_leads_to_its_finding_also_when_a_filter_hides_it(opened: webdriver.Chrome) -> None:
    opened.find_element(By.CSS_SELECTOR, "[name=severity][value=error]").click()
    opened.execute_script("document.getElementById('table-2').open = true")  # type: ignore[no-untyped-call]
    opened.find_element(By.CSS_SELECTOR, "#table-2 td.error a").click()
    opened.implicitly_wait(1)
    assert opened.find_element(By.ID, "finding-1").is_displayed()


@pytest.mark.parametrize("width", [1280, 390])
def test_in_a_browser_no_width_makes_the_page_scroll_sideways(opened: webdriver.Chrome, width: int) -> None:
    """FACIT_SCREENSHOTS names a folder for pictures, for those who want to look."""
    # A window is never narrower than 500 pixels; a phone is told to the page itself.
    opened.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500},
    )
    opened.execute_script("document.querySelectorAll('details').forEach(d => d.open = true)")  # type: ignore[no-untyped-call]
    wide, inner = opened.execute_script("return [document.documentElement.scrollWidth, window.innerWidth]")  # type: ignore[no-untyped-call]
    if os.environ.get("FACIT_SCREENSHOTS"):
        picture = opened.execute_cdp_cmd("Page.captureScreenshot", {"captureBeyondViewport": True})["data"]
        _keep(picture, Path(os.environ["FACIT_SCREENSHOTS"]) / f"report-{width}.png")
    opened.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    assert inner == width
    assert wide <= inner


def _keep(picture: str, path: Path) -> None:
    import base64  # noqa: PLC0415

    path.write_bytes(base64.b64decode(picture))


def test_a_question_about_names_and_the_years_of_every_name_are_shown() -> None:
    shown = model(dataset())
    (question,) = shown.questions
    assert (question.printed, question.other) == ("Hälso Sam", "HälsoSam")
    assert shown.timeline is not None
    assert {s.label for s in shown.timeline.strips} >= {"HälsoSam"}
    page = render(shown)
    assert "q-0123456789" in page
    assert page.count("<circle") == sum(len(s.dots) for s in shown.timeline.strips) > 0
