"""The flagging report: one page of HTML that stands alone, opens without a network and can be mailed."""

from __future__ import annotations

import base64
import csv
import hashlib
import json
from collections.abc import Callable
from functools import lru_cache
from importlib import resources
from pathlib import Path

import jinja2
from markupsafe import Markup

from corpus import plot_render
from corpus.records import Dataset
from corpus.report_data import data, grids
from corpus.report_model import Quotes, model
from corpus.report_pictures import Draw
from corpus.report_regions import Paper
from corpus.report_views import ReportModel, Words
from corpus.report_wording import number
from corpus.whole import write_whole

STYLES = ("base", "frame", "finding", "parts", "print")
SCRIPTS = (
    "page",
    "csv",
    "store",
    "decisions",
    "pictures",
    "filters",
    "answers",
    "findings",
    "names",
    "tables",
    "ledger",
    "keys",
    "start",
)
"""templates/report/*.css and *.js, in the order in which they are put together."""


def write_report(
    dataset: Dataset,
    out: Path,
    *,
    lang: str = "sv",
    sources: Quotes | None = None,
    paper: Paper | None = None,
    draw: Draw | None = None,
    series: str | Callable[[], str] = "",
) -> Path:
    """Valid rows -> `out`/report/index.html, which is returned. The page holds both languages and begins in `lang`.

    `sources` gives the lines as printed for findings whose rows quote none; `paper` the pages that pictures are made
    of and `draw` who draws them; `series` are the figures of series, as `plots.section` gives them, or who gives them
    when the rest is made. Raises OSError when it cannot be written; then an older page stays as it was.
    """
    shown = model(dataset, sources, paper, draw)
    page = render(shown, lang, series if isinstance(series, str) else series())
    path = out / "report" / "index.html"
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, page.encode())
    return path


def render(shown: ReportModel, lang: str = "sv", series: str = "") -> str:
    """What is shown -> the page as text. Everything that a document or a person wrote is escaped.

    `series` are the figures of series as HTML of our own making, already escaped.
    """
    early = _asset("report/early.js")
    style = "".join(_asset(f"report/{name}.css") for name in STYLES) + (plot_render.style() if series else "")
    script = "(function () {\n'use strict';\n" + "".join(_asset(f"report/{name}.js") for name in SCRIPTS) + "})();\n"
    # Only our own style, script and figures pass unescaped, and the page's policy admits nothing but their sums.
    return (
        _environment()
        .get_template("report.html.j2")
        .render(
            model=shown,
            lang=lang,
            words=_words(),
            style=Markup(style),  # noqa: S704
            script=Markup(script),  # noqa: S704
            early=Markup(early),  # noqa: S704
            early_sum=_sum(early),
            style_sum=_sum(style),
            script_sum=_sum(script),
            series=Markup(series),  # noqa: S704
            data=Markup(json_block(data(shown, _words()))),  # noqa: S704  escaped there
            grids=Markup(json_block(grids(shown))),  # noqa: S704  escaped there
        )
    )


def json_block(value: object) -> str:
    """A value as JSON that can stand in a script element: nothing in it can end the element or a line of script."""
    plain = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        plain = plain.replace(sign, f"\\u{ord(sign):04x}")
    return plain


@lru_cache(maxsize=1)
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("corpus", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["number"] = number
    return environment


def _asset(name: str) -> str:
    return resources.files("corpus").joinpath("templates", name).read_text(encoding="utf-8")


def _sum(text: str) -> str:
    """The sum by which a Content-Security-Policy knows an inline style or script."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


@lru_cache(maxsize=1)
def _words() -> dict[str, Words]:
    return {row["word"]: Words(row["sv"], row["en"]) for row in csv.DictReader(_asset("words.csv").splitlines())}
