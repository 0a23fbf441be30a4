"""The dataset as one Excel workbook: findings a person can read, the codebook, and every table."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from importlib import resources
from pathlib import Path

import pandas as pd
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from corpus.contract import codelists, tables
from corpus.frames import text

CREATED = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
"""A fixed date: the workbook of the same rows has the same bytes."""
MAX_ROWS = 1_048_575
MAX_TEXT = 32_767
_WIDE = {"message_sv", "message_en", "goal_text", "result_text", "quote", "quotes", "text", "expression", "evidence"}
_CONTROLS = {c: chr(0x2400 + c) for c in range(0x20) if c not in (0x09, 0x0A, 0x0D)} | {0x7F: "\u2421"}
# Excel reads _x0041_ as the letter A, so an underscore that begins such a run is itself written as one.
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet before it is written: header and rows, widths in characters; `note` stands in the codebook."""

    name: str
    header: Sequence[str]
    rows: Iterable[Sequence[object]]
    widths: Sequence[int]
    wrap: bool = False


def write(data: Mapping[str, pd.DataFrame], path: Path, *, lang: str = "sv") -> None:
    """Frames by table -> the workbook. Texts are texts also when they look like formulas; numbers are numbers.

    Excel's limits: longer tables are cut and the codebook says so; longer texts are cut and end with an ellipsis;
    control characters are shown as their symbols. The other formats keep everything.
    """
    words = _words(lang)
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({"title": words["title"], "author": "facit", "created": CREATED})
        formats = _Formats(
            header=book.add_format({"bold": True, "bg_color": "#E8EEF2", "bottom": 1, "valign": "top"}),
            plain=book.add_format({"valign": "top"}),
            wrap=book.add_format({"valign": "top", "text_wrap": True}),
            marked=book.add_format({"valign": "top", "quote_prefix": True}),
            day=book.add_format({"valign": "top", "num_format": "yyyy-mm-dd"}),
        )
        for sheet in (_findings(data, lang, words), _codebook(data, lang, words)):
            _write_sheet(book.add_worksheet(sheet.name), sheet, formats)
        for name, frame in data.items():
            _write_sheet(book.add_worksheet(name), _table(name, frame), formats)


@dataclass(frozen=True, slots=True)
class _Formats:
    header: Format
    plain: Format
    wrap: Format
    marked: Format
    day: Format


def _write_sheet(sheet: Worksheet, content: Sheet, formats: _Formats) -> None:
    for column, name in enumerate(content.header):
        sheet.write_string(0, column, name, formats.header)
    last = 0
    for last, values in enumerate(content.rows, start=1):  # the last row's number is used below
        for column, value in enumerate(values):
            _write_cell(sheet, last, column, value, formats, wrap=content.wrap)
    for column, width in enumerate(content.widths):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(last, 1), len(content.header) - 1)


def _write_cell(sheet: Worksheet, row: int, column: int, value: object, formats: _Formats, *, wrap: bool) -> None:
    if value is None or value is pd.NA or value == "":
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value, formats.plain)
    elif isinstance(value, (int, float)):
        if value == value:  # noqa: PLR0124  # NaN is an empty cell
            sheet.write_number(row, column, value, formats.plain)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, datetime(value.year, value.month, value.day), formats.day)
    else:
        shown = excel_text(str(value))
        # The quote prefix keeps it text also when a person edits the cell.
        dangerous = shown[:1] in ("=", "+", "-", "@", "\t", "\r")
        sheet.write_string(row, column, shown, formats.marked if dangerous else formats.wrap if wrap else formats.plain)


def excel_text(value: str) -> str:
    """A text as an Excel cell can hold it."""
    shown = _ESCAPE.sub("_x005F_", value.translate(_CONTROLS))
    return shown if len(shown) <= MAX_TEXT else shown[: MAX_TEXT - 1] + "…"


def _table(name: str, frame: pd.DataFrame) -> Sheet:
    rows = frame.head(MAX_ROWS).astype(object).itertuples(index=False, name=None)
    widths = [60 if c in _WIDE else max(10, min(24, len(c) + 4)) for c in frame.columns]
    return Sheet(name, list(frame.columns), rows, widths)


def _findings(data: Mapping[str, pd.DataFrame], lang: str, words: Mapping[str, str]) -> Sheet:
    """The findings with labels for codes and names for ids, worst first."""
    files = dict(zip(data["reports"]["report_id"], data["reports"]["file_name"], strict=True))
    names = dict(zip(data["interventions"]["intervention_id"], data["interventions"]["preferred_name"], strict=True))
    order = list(codelists()["severities"])
    rows = [
        (
            label("severities", r["severity"], lang),
            label("finding_kinds", r["kind"], lang),
            "; ".join(str(files.get(i, i)) for i in str(r["report_ids"]).split(";")),
            names.get(r["intervention_id"]) or label("pseudo_interventions", r["intervention_id"], lang),
            r[f"message_{lang}"],
            r["values"],
            r["difference"],
            r["proposed"],
            label("confidences", r["confidence"], lang),
            r["pages"],
            r["lines"],
            label("finding_statuses", r["status"], lang),
            r["finding_id"],
        )
        for r in sorted(_records(data["findings"]), key=lambda r: order.index(str(r["severity"])))
    ]
    columns = "severity kind report intervention message values difference proposed confidence pages lines status id"
    widths = (10, 22, 30, 26, 90, 24, 12, 14, 16, 10, 14, 12, 22)
    return Sheet(words["findings"], [words[c] for c in columns.split()], rows[:MAX_ROWS], widths, wrap=True)


def _codebook(data: Mapping[str, pd.DataFrame], lang: str, words: Mapping[str, str]) -> Sheet:
    rows: list[tuple[object, ...]] = []
    for spec in tables().values():
        about = spec.description_sv if lang == "sv" else spec.description_en
        if len(data[spec.name]) > MAX_ROWS:
            about += ". " + words["cut"].format(shown=MAX_ROWS, rows=len(data[spec.name]), table=spec.name)
        rows.append((spec.name, None, words["table"], None, None, about))
        for c in spec.columns:
            about = c.description_sv if lang == "sv" else c.description_en
            rows.append((spec.name, c.name, c.type, words["yes"] if c.required else None, c.codes, about))
    for name, codes in codelists().items():
        rows += [
            (name, c.code, words["code"], None, None, c.label_sv if lang == "sv" else c.label_en)
            for c in codes.values()
        ]
    header = [words[w] for w in ("table_or_list", "column_or_code", "type", "required", "code_list", "meaning")]
    return Sheet(words["codebook"], header, rows, (20, 28, 12, 14, 20, 100), wrap=True)


def _records(frame: pd.DataFrame) -> list[dict[str, object]]:
    kept = frame.astype(object).where(frame.notna(), None)
    return [{str(k): v for k, v in r.items()} for r in kept.to_dict("records")]


def label(codelist: str, code: object, lang: str) -> str:
    """A code in words; the code itself when the list does not have it, '' when empty."""
    entry = codelists()[codelist].get(text("string", code))
    return (entry.label_sv if lang == "sv" else entry.label_en) if entry else text("string", code)


def _words(lang: str) -> dict[str, str]:
    content = resources.files("corpus").joinpath("data/contract/workbook_words.csv").read_text(encoding="utf-8")
    return {row["word"]: row[lang] for row in csv.DictReader(content.splitlines())}
