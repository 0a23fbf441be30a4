"""What stands in the sheets of the workbook, before Excel: the first sheet's lines, findings, codebook and tables."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Literal

import pandas as pd

from corpus import codebook as codes
from corpus.contract import codelists, tables
from corpus.frames import records, text

Mark = Literal["error", "warning", "info"]
QUALITY_MARKS: Mapping[str, Mark] = {"contested": "warning", "unresolved": "warning"}
"""The qualities that are coloured in the table of observations: look at the findings before you use the number."""
_WIDEST, _NARROWEST = 60, 9
_LOOKED_AT = 500
"""So many rows of a table say how wide its columns are."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A cell with a colour; its text, or another cell of the row, says the same for those who do not see it."""

    value: object
    mark: Mark

    def __str__(self) -> str:
        return str(self.value)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: header and rows, widths in characters; `about` and `count` are told on the first sheet."""

    name: str
    header: Sequence[str]
    rows: Iterable[Sequence[object]]
    widths: Sequence[int]
    about: str
    count: int
    wrap: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the first sheet: a title, a heading, a paragraph over all columns, or cells. `link` names a sheet."""

    cells: tuple[object, ...]
    look: Literal["title", "heading", "text", "cells"] = "cells"
    link: str = ""
    mark: Mark | None = None


def words(lang: str) -> dict[str, str]:
    """The workbook's own words in Swedish or English."""
    content = resources.files("corpus").joinpath("data/contract/workbook_words.csv").read_text(encoding="utf-8")
    return {row["word"]: row[lang] for row in csv.DictReader(content.splitlines())}


def first(
    data: Mapping[str, pd.DataFrame], others: Sequence[Sheet], lang: str, said: Mapping[str, str]
) -> tuple[Line, ...]:
    """The first sheet: what this is, how to read a number, what each sheet holds, what the colours mean."""
    read = data["reports"][data["reports"]["status"] != "failed"]
    counts = {"numbers": len(data["observations"]), "reports": len(read), "findings": len(data["findings"])}
    lines = [Line((said["title"],), "title"), Line((said["counts"].format(**counts),), "text"), Line(())]
    lines += [Line((said["how"],), "heading")]
    lines += [Line((said[w],), "text") for w in sorted(said) if w.startswith("how_")]
    lines += [Line(()), Line((said["sheet"], said["holds"], said["rows"]), "heading")]
    lines += [Line((sheet.name, sheet.about, sheet.count), link=sheet.name) for sheet in others]
    lines += [Line(()), Line((said["severity"], said["meaning"]), "heading")]
    lines += [
        Line((label("severities", s, lang), told("severities", s, lang)), mark=s) for s in ("error", "warning", "info")
    ]
    lines += [Line(()), Line((said["quality"], said["meaning"]), "heading")]
    lines += [
        Line((f"{q}: {label('quality', q, lang)}", told("quality", q, lang)), mark=QUALITY_MARKS.get(q))
        for q in codelists()["quality"]
    ]
    return tuple(lines)


def findings(data: Mapping[str, pd.DataFrame], lang: str, said: Mapping[str, str]) -> Sheet:
    """The findings with labels for codes and names for ids, in the order in which one reads the reports."""
    reports = {str(r["report_id"]): r for r in records(data["reports"])}
    names = dict(zip(data["interventions"]["intervention_id"], data["interventions"]["preferred_name"], strict=True))
    rows = [
        (
            Marked(label("severities", r["severity"], lang), r["severity"]),  # validated
            label("finding_kinds", r["kind"], lang),
            "; ".join(str(reports.get(i, {}).get("file_name", i)) for i in str(r["report_ids"]).split(";")),
            _whole(r["pages"]),
            _whole(r["lines"]),
            names.get(r["intervention_id"]) or label("pseudo_interventions", r["intervention_id"], lang),
            r[f"message_{lang}"],
            r["values"],
            None if r["difference"] is None else round(float(str(r["difference"])), 2),
            r["proposed"],
            label("confidences", r["confidence"], lang),
            label("finding_statuses", r["status"], lang),
            r["finding_id"],
        )
        for r in sorted(records(data["findings"]), key=lambda r: _reading_order(r, reports))
    ]
    columns = "severity kind report pages lines intervention message values difference proposed confidence status id"
    widths = (11, 20, 28, 8, 8, 24, 80, 24, 11, 12, 14, 11, 20)
    header = [said[c] for c in columns.split()]
    return Sheet(said["findings"], header, rows, widths, said["findings_about"], len(rows), wrap=True)


def _reading_order(finding: Mapping[str, object], reports: Mapping[str, Mapping[str, object]]) -> tuple[object, ...]:
    """Association by association, report by report as the years go, then down its pages and lines."""
    at = str(finding["report_ids"] or "").partition(";")[0]
    report = reports.get(at, {})
    places = [int(str(finding[c] or "0").partition(";")[0]) for c in ("pages", "lines")]
    return (
        str(report.get("federation_id") or "~"),
        str(report.get("period") or "~"),
        at,
        *places,
        finding["finding_id"],
    )


def series(wide: pd.DataFrame, data: Mapping[str, pd.DataFrame], most: int, lang: str) -> Iterator[Sheet]:
    """The view `series_wide` in words: a row a series, a column a period; what is contested is coloured and named."""
    said = words(lang)
    names = {
        "federation": dict(zip(data["federations"]["federation_id"], data["federations"]["name"], strict=True)),
        "intervention": dict(
            zip(data["interventions"]["intervention_id"], data["interventions"]["preferred_name"], strict=True)
        ),
    }
    first = (
        "federation",
        "intervention",
        "measure",
        "category",
        "gender",
        "role",
        "unit",
        "freq",
        "contested",
        "breaks",
    )
    periods = sorted((c for c in wide.columns if c not in (*first, "series", "reading")), key=lambda p: len(p) > 4)
    order = list(codelists()["freqs"])
    found = sorted(records(wide), key=lambda r: order.index(str(r["freq"])) if r["freq"] in order else len(order))
    header = [*(said[f"series_{c}"] for c in first), *periods]
    widths = (44, 26, 32, 26, 12, 10, 14, 12, 14, 14, *(max(_NARROWEST, len(p) + 3) for p in periods))
    for part, start in enumerate(range(0, max(len(found), 1), most), start=1):
        piece = found[start : start + most]
        rows = [(*_told_of(r, names, lang), *_by_period(r, periods)) for r in piece]
        title = said["series"] if part == 1 else f"{said['series']} ({part})"
        yield Sheet(title, header, rows, widths, said["series_about"], len(piece))


def _told_of(row: Mapping[str, object], names: Mapping[str, Mapping[object, object]], lang: str) -> tuple[object, ...]:
    """What a series is about, in words."""
    return (
        names["federation"].get(row["federation"]) or label("pseudo_federations", row["federation"], lang),
        names["intervention"].get(row["intervention"]) or label("pseudo_interventions", row["intervention"], lang),
        label("measures", row["measure"], lang),
        row["category"],
        *(label(f"{c}s", row[c], lang) for c in ("gender", "role", "unit", "freq")),
        row["contested"],
        row["breaks"],
    )


def _by_period(row: Mapping[str, object], periods: Sequence[str]) -> Iterator[object]:
    contested = str(row["contested"] or "").split(";")
    for period in periods:
        value = row[period]
        yield Marked(value, "warning") if value is not None and period in contested else value


def codebook(lang: str, said: Mapping[str, str]) -> Sheet:
    """Every table, column and code with its meaning in both languages, the workbook's own first."""
    rows = []
    for e in codes.entries():
        meanings = [
            "; ".join(part for part in pair if part)
            for pair in ((e.label_sv, e.meaning_sv), (e.label_en, e.meaning_en))
        ]
        rows.append(
            (
                e.part,
                e.name,
                e.type or said[e.kind],
                said["yes"] if e.required else None,
                e.codes,
                *(meanings if lang == "sv" else meanings[::-1]),
            )
        )
    languages = (said["meaning_sv"], said["meaning_en"])
    header = [said[w] for w in ("table_or_list", "column_or_code", "type", "required", "code_list")]
    header += languages if lang == "sv" else languages[::-1]
    return Sheet(
        said["codebook"], header, rows, (20, 28, 10, 12, 24, 75, 75), said["codebook_about"], len(rows), wrap=True
    )


def table(name: str, frame: pd.DataFrame, most: int, lang: str) -> Iterator[Sheet]:
    """A table as sheets of at most `most` rows: `cells`, and where it is longer `cells (2)` and so on."""
    spec = tables()[name]
    for part, start in enumerate(range(0, max(len(frame), 1), most), start=1):
        piece = frame.iloc[start : start + most]
        about = spec.description_sv if lang == "sv" else spec.description_en
        title = name if part == 1 else f"{name} ({part})"
        yield Sheet(title, list(frame.columns), _values(piece), _widths(frame), about, len(piece))


def _values(frame: pd.DataFrame) -> Iterator[Sequence[object]]:
    """The rows, made only when they are written."""
    yield from frame.astype(object).itertuples(index=False, name=None)


def _widths(frame: pd.DataFrame) -> list[int]:
    """Wide enough for nine of ten values and the column's name with its filter button, within limits."""
    widths = []
    for column in frame.columns:
        lengths = sorted(len(str(v)) for v in frame[column].iloc[:_LOOKED_AT].dropna())
        usual = lengths[(len(lengths) * 9) // 10] if lengths else 0
        widths.append(max(_NARROWEST, min(_WIDEST, max(usual, len(column) + 2) + 1)))
    return widths


def _whole(value: object) -> object:
    """'7' is the number 7, so that a filter sorts it as one; '7;9' stays text."""
    return int(str(value)) if str(value).isascii() and str(value).isdigit() else value


def label(codelist: str, code: object, lang: str) -> str:
    """A code in words; the code itself when the list does not have it, '' when empty."""
    entry = codelists()[codelist].get(text("string", code))
    return (entry.label_sv if lang == "sv" else entry.label_en) if entry else text("string", code)


def told(codelist: str, code: str, lang: str) -> str:
    """What a code means, '' when its label says it all."""
    entry = codelists()[codelist][code]
    return entry.description_sv if lang == "sv" else entry.description
