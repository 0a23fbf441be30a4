"""The flagging report: one page of HTML that stands alone, opens without a network and can be mailed."""

from __future__ import annotations

import base64
import csv
import hashlib
from importlib import resources
from pathlib import Path

import jinja2
from markupsafe import Markup

from corpus.records import Dataset
from corpus.report_model import Quotes, model
from corpus.report_views import ReportModel, Words


def write_report(dataset: Dataset, out: Path, *, lang: str = "sv", sources: Quotes | None = None) -> Path:
    """Valid rows -> `out`/report/index.html, which is returned. The page holds both languages and begins in `lang`.

    `sources` gives the lines as printed for findings whose rows quote none. Raises OSError when it cannot be written;
    then an older page stays as it was.
    """
    page = render(model(dataset, sources), lang)
    path = out / "report" / "index.html"
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(".index.html.new")
    fresh.write_text(page, encoding="utf-8", newline="\n")
    fresh.replace(path)
    return path


def render(shown: ReportModel, lang: str = "sv") -> str:
    """What is shown -> the page as text. Everything that a document or a person wrote is escaped."""
    style, script = _asset("report.css"), _asset("report.js")
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("corpus", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
    )
    # Only our own style and script pass unescaped, and the page's policy admits nothing but their sums.
    return environment.get_template("report.html.j2").render(
        model=shown,
        lang=lang,
        words=_words(),
        style=Markup(style),  # noqa: S704
        script=Markup(script),  # noqa: S704
        style_sum=_sum(style),
        script_sum=_sum(script),
    )


def _asset(name: str) -> str:
    return resources.files("corpus").joinpath("templates", name).read_text(encoding="utf-8")


def _sum(text: str) -> str:
    """The sum by which a Content-Security-Policy knows an inline style or script."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _words() -> dict[str, Words]:
    return {row["word"]: Words(row["sv"], row["en"]) for row in csv.DictReader(_asset("words.csv").splitlines())}
