"""A dataset of many reports for measuring the page: that of the tests over and over, each copy with its own page."""

from __future__ import annotations

from pathlib import Path

from paper_report import page, typeset
from rows import dataset

from corpus.records import Dataset
from corpus.report_regions import Paper

OWN = {
    "reports": ("report_id", "file_name", "sha256"),
    "observations": ("obs_id", "report_id", "table_id"),
    "tables": ("table_id", "report_id"),
    "cells": ("table_id",),
    "findings": ("finding_id",),
    "edits": ("edit_id", "report_id"),
}
"""Columns that say which copy a row belongs to."""


def copied(findings: int, pictures: int, folder: Path) -> tuple[Dataset, Paper]:
    """That many findings in as many reports as they need, `pictures` of them on a page of a PDF of its own look."""
    small = dataset().tables
    copies = max(-(-findings // len(small["findings"])), pictures)
    rows = {name: list(its) for name, its in small.items() if name not in OWN}
    rows |= {name: [_copy(r, name, n) for n in range(copies) for r in small[name]] for name in OWN}
    rows["findings"] = sorted(rows["findings"], key=lambda r: str(r["finding_id"]))[:findings]
    typeset(folder / "many.pdf", pictures, ())
    return Dataset(rows), Paper({f"hbs-2017-{n}": (page(folder / "many.pdf", 3, n),) for n in range(pictures)})


def _copy(row: dict[str, object], name: str, n: int) -> dict[str, object]:
    changed: dict[str, object] = {column: f"{row[column]}-{n}" for column in OWN[name] if row.get(column)}
    if name == "reports":
        changed["sha256"] = f"{n:08x}{row['sha256']}"[:64]
    if name == "findings":
        changed["report_ids"] = ";".join(f"{i}-{n}" for i in str(row["report_ids"]).split(";"))
        changed["obs_ids"] = ";".join(f"{i}-{n}" for i in str(row["obs_ids"] or "").split(";") if i)
        changed["explanations"] = str(row["explanations"]).replace("o-flow-3-3", f"o-flow-3-3-{n}")
        changed["edit_id"] = f"{row['edit_id']}-{n}" if row["edit_id"] else None
        changed["influence"] = round(1 - n / 1000, 3)
    return row | changed
