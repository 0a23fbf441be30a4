"""`facit plot` on a dataset of two small reports, and in a browser: what is drawn, and what goes wrong how."""

from __future__ import annotations

import contextlib
import re
import shutil
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree

import pytest
from conftest import Facit
from PIL import Image
from selenium import webdriver
from typer.testing import CliRunner

import corpus
from corpus import build, plot_render, plots
from corpus.cli import app
from corpus.exit_codes import ExitCode

YEARS = {
    "2021": ("31", "12", "19", "14", "9", "400"),
    "2022": ("38", "19", "19", "26", "12", "134"),
}
REPORT = """\
# Årsredovisning {year}

Samordningsförbundet Huddinge Botkyrka Salem

## Sammanfattning av deltagarflöden

| Insats | Antal deltagare {year} | Varav kvinnor | Varav män | Antal nya deltagare {year} | Antal avslutade {year} |
|---|---|---|---|---|---|
| Lyra | {0} | {1} | {2} | {3} | {4} |
"""


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What two reports of one association give."""
    folder = tmp_path_factory.mktemp("series")
    for year, numbers in YEARS.items():
        (folder / f"hbs-{year}.md").write_text(REPORT.format(*numbers, year=year), encoding="utf-8")
    build.run([folder], build.Options(folder / "out", jobs=1))
    return folder / "out"


def test_a_page_holds_the_numbers_of_the_reports_and_where_each_stands(
    facit: Facit, dataset: Path, tmp_path: Path
) -> None:
    done = facit("plot", dataset, "--intervention", "Lyra", "--out", "lyra.html")
    assert (done.returncode, done.stdout) == (0, "lyra.html: 1 intervention\n"), done.stderr
    page = (tmp_path / "lyra.html").read_text(encoding="utf-8")
    assert "<title>Tidsserier: Lyra</title>" in page
    cells = re.findall(r'title="(hbs-\d+-annual: o-\w+)">([^<]+)', page)
    assert [v.strip() for _, v in cells] == [v for n in YEARS.values() for v in (n[0], n[3], n[4], n[1], n[2])]
    observations = corpus.open(dataset).observations.set_index("obs_id")
    assert all(observations.loc[source.split()[1], "value"] == float(v) for source, v in cells)


def test_a_picture_of_one_intervention_is_written_as_svg_in_english_too(dataset: Path, tmp_path: Path) -> None:
    plots.plot(corpus.open(dataset), intervention="lyra", lang="en").save(tmp_path / "a.svg")
    root = ElementTree.fromstring((tmp_path / "a.svg").read_text(encoding="utf-8"))  # noqa: S314  our own file
    said = {t.text for t in root.iter("{http://www.w3.org/2000/svg}text")}
    assert {"Participants", "New participants", "women", "38"} <= said


def test_a_png_is_the_same_picture(dataset: Path, tmp_path: Path) -> None:
    pytest.importorskip("resvg_py", reason="the extra png is not installed")
    drawn = plots.plot(corpus.open(dataset), intervention="lyra")
    drawn.save(tmp_path / "a.png")
    root = ElementTree.fromstring(drawn.svg())  # noqa: S314  our own text
    with Image.open(tmp_path / "a.png") as picture:
        assert picture.size == (2 * int(root.get("width", 0)), 2 * int(root.get("height", 0)))
        colours = picture.convert("RGB").getcolors(100_000) or []
        assert {(0xC0, 0x4A, 0x00), (0x00, 0x72, 0xB2)} <= {c for _, c in colours}


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("--intervention", "lyrra"), ExitCode.USAGE, "no intervention is called 'lyrra'; nearest: Lyra"),
        (("--intervention", "lyra", "--out", "a.pdf"), ExitCode.USAGE, "a.pdf: a figure can be written as .html, .svg"),
        (("--measure", "exit_work",), ExitCode.USAGE, "there is no series to draw"),
        (("--out", "nowhere/a.html"), ExitCode.CANNOT_WRITE, "nowhere/a.html: cannot be written"),
    ],
)  # fmt: skip
def test_what_cannot_be_drawn_is_said_in_a_sentence(
    dataset: Path, tmp_path: Path, arguments: tuple[str, ...], code: ExitCode, said: str
) -> None:
    with contextlib.chdir(tmp_path):
        done = CliRunner().invoke(app, ["plot", str(dataset), *arguments])
    assert done.exit_code == code
    assert said in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_no_dataset_is_said_to_be_none(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["plot", str(tmp_path / "nothing")])
    assert done.exit_code == ExitCode.USAGE
    assert "no such folder" in done.stderr


def test_a_notebook_shows_the_figures_with_their_style(dataset: Path) -> None:
    shown = corpus.open(dataset).plot(intervention="Lyra")
    html = shown._repr_html_()
    assert html.startswith("<style>")
    assert html.count('role="img"') == 4
    with pytest.raises(plots.NotDrawnError, match=r"a figure can be written as \.html"):
        shown.save(Path("lyra.gif"))


def test_other_measures_are_drawn_with_all_genders_when_asked_for(dataset: Path) -> None:
    (figure,) = plots.figures(corpus.open(dataset), intervention="lyra", measure="participants")
    assert [[each.kind for each in p.lines] for p in figure.panels] == [["T", "K", "M"]]


def test_the_page_of_findings_can_take_the_figures_and_a_line_for_each_row(dataset: Path) -> None:
    html = plots.section(dataset)
    assert '<span class="sv" lang="sv">' in html
    assert "style=" not in html  # the page's policy admits no style but its own sheet
    assert ">38</text>" in plots.sparklines(dataset)["hbs", "lyra"]


@pytest.fixture(scope="module")
def browser() -> Iterator[webdriver.Chrome]:
    binary = next((b for b in ("chromium", "chromium-browser", "google-chrome") if shutil.which(b)), "")
    driver = shutil.which("chromedriver")
    if not binary or not driver:
        pytest.skip("Chromium and chromedriver are not installed")
    options = webdriver.ChromeOptions()
    options.binary_location = str(shutil.which(binary))
    for flag in ("headless=new", "no-sandbox", "disable-gpu", "disable-background-networking"):
        options.add_argument(f"--{flag}")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    opened = webdriver.Chrome(options=options, service=webdriver.ChromeService(executable_path=driver))
    yield opened
    opened.quit()


@pytest.mark.parametrize("width", [1280, 390])
def test_in_a_browser_everything_fits_and_shared_axes_are_seen(
    browser: webdriver.Chrome, dataset: Path, tmp_path: Path, width: int
) -> None:
    plots.plot(corpus.open(dataset), intervention="lyra").save(tmp_path / "lyra.html")
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500},
    )
    browser.get((tmp_path / "lyra.html").as_uri())
    assert browser.get_log("browser") == []
    browser.execute_script("document.querySelectorAll('details').forEach(d => d.open = true)")  # type: ignore[no-untyped-call]
    wide, inner = browser.execute_script("return [document.documentElement.scrollWidth, window.innerWidth]")  # type: ignore[no-untyped-call]
    assert inner == width
    assert wide <= inner
    # The second panel only points at the years that the first has drawn; style rules must reach them there too.
    second = browser.find_elements("css selector", ".fp-panels svg")[1]
    with Image.open(BytesIO(second.screenshot_as_png)) as picture:
        years = picture.convert("L").crop((0, int(picture.height * 0.9), picture.width, picture.height))
        assert sum(n for n, grey in years.getcolors(256) or [] if grey < 200) > 40


def test_text_measured_by_us_is_never_narrower_than_the_browser_sets_it(browser: webdriver.Chrome) -> None:
    from corpus.plot_labels import BOLD, text_width  # noqa: PLC0415

    samples = ["38", "1\N{NO-BREAK SPACE}523,6", "20 jan–juni", "ny avgränsning", "kvinnor", "mål 50", "budget"]
    texts = "".join(f"<text>{s}</text>" for s in samples)
    names = "".join(f"<g class=e><text>{s}</text></g>" for s in samples)
    page = f"<!DOCTYPE html><style>{plot_render.style()}</style><svg class=fp>{texts}{names}</svg>"
    browser.get(f"data:text/html;charset=utf-8,{quote(page)}")
    measured = browser.execute_script(  # type: ignore[no-untyped-call]
        "return [...document.querySelectorAll('text')].map(t => t.getComputedTextLength())"
    )
    ours = [text_width(s) for s in samples] + [text_width(s) * BOLD for s in samples]
    assert [w for w, own in zip(measured, ours, strict=True) if w > own + 1] == []
