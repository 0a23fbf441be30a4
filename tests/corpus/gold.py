"""Builds ReportFacts from a gold folder, so that checks can be held against what the paper prints."""

from __future__ import annotations

import csv
import importlib.util
import re
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from corpus.records import Fact, Finding, ReportFacts, ReportRecord
from extract.types import Document, Extraction
from normalize.types import Observation, Period, Place, Reading, Value

SHARED = Path(__file__).parents[3] / "shared"
REPORTS = {"2017-hbs": "hbs-2017-bilaga2.txt", "2025h1-sthlm": "sthlm-2025h1-halvarsrapport.ocr.txt"}
GENDER: dict[str, Any] = {"total": "T", "women": "K", "men": "M", "other": "A"}
STATUS = {"": "A", "not_applicable": "M", "not_measured": "L", "missing": "O"}
MONEY = {"tkr", "sek", "mkr"}


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def decimal(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def period(code: str) -> Period | None:
    return Period(code, "", "", "A") if code else None


@cache
def sentences(path: Path) -> tuple[tuple[int, int, str], ...]:
    """(first line, last line, text) of every sentence of a text dump, blank lines separating."""
    out: list[tuple[int, int, str]] = []
    held: list[tuple[int, str]] = []

    def close() -> None:
        if held:
            out.append((held[0][0], held[-1][0], " ".join(t for _, t in held)))
            held.clear()

    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            close()
            continue
        for part in re.split(r"(?<=[.:])\s+(?=[A-ZÅÄÖ0-9-])", line.strip()):
            held.append((number, part))
            if re.search(r"\.$", part):
                close()
    close()
    return tuple(out)


def quote(path: Path, row: dict[str, str]) -> str:
    line = int(row["line"])
    around = [s for s in sentences(path) if s[0] <= line <= s[1] + 1]
    needed = re.findall(r"\d+", row["verbatim"])
    fits = [s for s in around if all(n in s[2] for n in needed)]
    return fits[0][2] if fits else row["verbatim"]


def column_key(row: dict[str, str], interventions: int) -> tuple[str, ...]:
    if interventions > 2:
        return (row["intervention"],)
    if row["unit"] in MONEY:
        return ("deviation" if row["measure"] == "deviation" else row["role"], row["period"])
    return (row["measure"], row["sex"], row["role"], row["period"], row["unit"])


def label_of(row: dict[str, str]) -> str:
    return re.split(r"\s*-?\d", row["verbatim"], maxsplit=1)[0].strip() or row["printed"]


def report(folder: Path) -> ReportFacts:
    path = SHARED / "reports" / REPORTS[folder.name]
    observed = rows(folder, "observations")
    tables = list(dict.fromkeys(r["where"] for r in observed if r["where"] != "prose"))
    on_line: dict[tuple[str, str], set[str]] = {}
    for r in observed:
        on_line.setdefault((r["where"], r["line"]), set()).add(r["intervention"])
    columns: dict[str, list[tuple[str, ...]]] = {}
    facts = []
    for r in observed:
        in_table = r["where"] != "prose"
        place = Place(line=int(r["line"]), quote=quote(path, r))
        if in_table:
            key = column_key(r, len(on_line[(r["where"], r["line"])]))
            seen = columns.setdefault(r["where"], [])
            if key not in seen:
                seen.append(key)
            place = Place(
                int(r["line"]), None, None, tables.index(r["where"]), int(r["line"]), seen.index(key), r["verbatim"]
            )
        who = r["intervention"]
        value = Value(
            printed=str(r["value"]) or r["verbatim"],
            value=decimal(r["value"]),
            unit=r["unit"],
            decimals=len(r["value"].partition(".")[2]),
            numerator=decimal(r["numerator"]),
            denominator=decimal(r["denominator"]),
            qualifier=r["qualifier"],
            status=STATUS[r["status"]],
        )
        observation = Observation(
            measure=r["measure"],
            value=value,
            period=period(r["period"]),
            place=place,
            scope="all" if who == "_all" else "federation" if who == "_federation" else "intervention",
            name=r["printed"],
            category=r["category"],
            gender=GENDER[r["sex"]],
            role=r["role"],  # type: ignore[arg-type]
            source="table" if in_table else "prose",
            row_label=label_of(r) if in_table else "",
            reader="text",
        )
        facts.append(Fact(f"o{int(r['obs']):04}", folder.name, "f", who, observation, value.value))
    record = ReportRecord(folder.name, path.name, "", "text/plain", "ok", period=observed[0]["period"], reader="text")
    return ReportFacts(record, Extraction(Document(path.name, "", "text/plain", ()), ()), Reading(), tuple(facts))


def reprinted(base: ReportFacts, obs_id: str, value: int, printed_row: str) -> ReportFacts:
    """The same report with one number read as another, as OCR does."""

    def changed(fact: Fact) -> Fact:
        if fact.obs_id != obs_id:
            return fact
        seen = fact.observation
        new = replace(seen.value, value=Decimal(value), printed=str(value))
        place = replace(seen.place, quote=printed_row)
        return replace(fact, observation=replace(seen, value=new, place=place), value=Decimal(value))

    return replace(base, facts=tuple(changed(f) for f in base.facts))


@cache
def scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("facit_score", SHARED / "score" / "score.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def score(findings: list[Finding], folder: Path) -> tuple[dict[str, Any], list[Any]]:
    """score_findings of the shared score script over `findings`."""
    import pandas as pd  # noqa: PLC0415

    frame = pd.DataFrame(
        [
            {
                "lines": ";".join(map(str, f.lines)),
                "values": ";".join(f.values),
                "proposed": f.proposed or "",
                "severity": f.severity,
            }
            for f in findings
        ],
        columns=["lines", "values", "proposed", "severity"],
    )
    module = scorer()
    result: tuple[dict[str, Any], list[Any]] = module.score_findings(module.gold(folder, "inconsistencies"), frame)
    return result


def errors_not_in_gold(findings: list[Finding], folder: Path) -> list[str]:
    """Messages of the errors that no row of the gold has, by the same measure as the score."""
    module = scorer()
    known = [
        ({int(n) for n in re.findall(r"\d+", r["lines"])}, module.numbers_in(r["values"]))
        for r in rows(folder, "inconsistencies")
    ]

    def is_known(f: Finding) -> bool:
        numbers = module.numbers_in(";".join(f.values))
        return any(
            any(abs(a - b) <= 3 for a in f.lines for b in lines) and len(values & numbers) >= min(2, len(values))
            for lines, values in known
        )

    return [f.message_en for f in findings if f.severity == "error" and not is_known(f)]
