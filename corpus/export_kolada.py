"""The series as Kolada, the Swedish municipalities' open database, has them: kpi, organisation, period, gender, value.

`data.csv` is one long table; the JSON files have the shape of the answers of Kolada's API, so that programs written for
it read them: kpi, municipality (here: associations), ou (their interventions), data and oudata. Kolada has years only,
and the genders T, K and M; what else there is, is counted in the notes.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from io import StringIO
from pathlib import Path

from corpus.contract import Code, codelists
from corpus.frames import records, text
from corpus.history import History, Vintage
from corpus.workbook_sheets import label

DATA_COLUMNS = (
    "kpi", "organisation", "period", "gender", "value", "count", "status", "other_values", "comparable", "vintage",
    "obs_id",
)  # fmt: skip
KPI_COLUMNS = (
    "id", "title", "description", "definition", "municipality_type", "is_divided_by_gender", "operating_area",
    "perspective", "auspices", "has_ou_data", "publication_date", "prel_publication_date", "ou_publication_date",
    "title_en", "description_en",
)  # fmt: skip
ORGANISATION_COLUMNS = ("id", "title", "type", "municipality")
ALL, ITSELF = "_all", "_federation"
_KIND = "S"
"""Kolada has K (municipality), L (region) and A (both); S is ours: a coordination association (samordningsförbund)."""
# A day counts for its year when it ends it; a fact that a report gives in several ways has one row, the others in it.
_QUERY = """
    WITH chosen AS (
        SELECT *, split_part(series, '/', 4) AS line, left(period, 4) AS year,
            freq = 'A' OR (freq = 'I' AND month(period_end) = 12 AND day(period_end) = 31) AS yearly,
            row_number() OVER fact AS choice,
            list(value) OVER (fact ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING) AS others,
            bool_or(contested) OVER (PARTITION BY series, freq, period) AS doubted
        FROM (
            -- Associations that are not known are told apart by their report, as the series tells them: unknown:report.
            SELECT * REPLACE (coalesce(nullif(split_part(series, '/', 1), ''), 'unknown') AS federation)
            FROM series WHERE {vintage}
        )
        WINDOW fact AS (PARTITION BY series, freq, period ORDER BY vintage_date DESC, vintage, alternative)
    )
    SELECT * FROM chosen WHERE choice = 1 ORDER BY obs_id"""


class OneVintageError(Exception):
    """Kolada has one value for each kpi, organisation, period and gender, so all vintages cannot be given."""


def write(dataset: History, out: Path, vintage: Vintage = "latest") -> tuple[str, ...]:
    """The files into `out`; notes on what Kolada's form cannot hold. Raises OneVintageError for vintage 'all'."""
    if vintage == "all":
        raise OneVintageError("Kolada has one value for each period: give --vintage latest or first")
    found = records(dataset.sql(_QUERY.format(vintage=vintage)))
    rows = [r for r in found if r["yearly"] and r["gender"] in ("T", "K", "M")]
    data = sorted((_data(r) for r in rows), key=lambda d: [str(d[c]) for c in DATA_COLUMNS[:4]])
    kpis = _kpis(rows)
    organisations = _organisations(rows)
    for name, columns, lines in (
        ("data.csv", DATA_COLUMNS, data),
        ("kpi.csv", KPI_COLUMNS, kpis),
        ("organisation.csv", ORGANISATION_COLUMNS, organisations),
    ):
        (out / name).write_text(_csv(columns, lines), encoding="utf-8", newline="")
    of_association = {o["id"]: o["type"] == "association" for o in organisations}
    parts = {
        "kpi": kpis,
        "municipality": [
            {"id": o["id"], "title": o["title"], "type": _KIND} for o in organisations if of_association[o["id"]]
        ],
        "ou": [
            {k: o[k] for k in ("id", "municipality", "title")} for o in organisations if not of_association[o["id"]]
        ],
        "data": _grouped([d for d in data if of_association[d["organisation"]]], "municipality"),
        "oudata": _grouped([d for d in data if not of_association[d["organisation"]]], "ou"),
    }
    for name, values in parts.items():
        answer = json.dumps({"count": len(values), "values": values}, ensure_ascii=False, indent=1)
        (out / f"{name}.json").write_text(answer + "\n", encoding="utf-8", newline="")
    return _notes(found)


def _notes(found: list[dict[str, object]]) -> tuple[str, ...]:
    parts = sum(not r["yearly"] for r in found)
    others = sum(bool(r["yearly"]) and r["gender"] not in ("T", "K", "M") for r in found)
    notes = (
        (parts, "numbers of half-years, tertials, days and spans of years are left out: Kolada has years only"),
        (others, "numbers of another gender, or none stated (A), are left out: Kolada has T, K and M only"),
    )
    return tuple(f"{n} {what}" for n, what in notes if n)


def kpi_id(row: Mapping[str, object]) -> str:
    """A series without its organisation and gender as an id: 'outcome.lokal.tkr', 'exit_work.percent.target'."""
    parts = (
        str(row["measure"]).replace(":", "-"),
        str(row["line"] or "").replace(" ", "_"),
        str(row["unit"] or "none"),
        "" if row["role"] in ("actual", row["measure"]) else str(row["role"]),
        "year_end" if row["freq"] == "I" else "",
    )
    return ".".join(p for p in parts if p)


def _organisation(row: Mapping[str, object]) -> str:
    federation = _association(row)
    return federation if row["intervention"] == ALL else f"{federation}.{row['intervention']}"


def _association(row: Mapping[str, object]) -> str:
    return str(row["federation"]).replace(":", "-")


def _data(row: Mapping[str, object]) -> dict[str, object]:
    return {
        "kpi": kpi_id(row),
        "organisation": _organisation(row),
        "period": row["year"],
        "gender": row["gender"],
        "value": row["value"],
        "count": 1,
        "status": "contested" if row["doubted"] else "",
        "other_values": ";".join(text("number", v) for v in row["others"] or ()),  # type: ignore[attr-defined]  # a list
        "comparable": row["comparable"],
        "vintage": row["vintage"],
        "obs_id": row["obs_id"],
    }


def _kpis(rows: Iterable[Mapping[str, object]]) -> list[dict[str, object]]:
    kept: dict[str, list[Mapping[str, object]]] = {}
    for row in rows:
        kept.setdefault(kpi_id(row), []).append(row)
    return [_kpi(id_, kept[id_]) for id_ in sorted(kept)]


def _kpi(id_: str, rows: list[Mapping[str, object]]) -> dict[str, object]:
    first = rows[0]
    measure = codelists()["measures"].get(str(first["measure"])) or Code(
        id_, str(first["measure"]), str(first["measure"])
    )
    unit, role = (codelists()[n].get(str(first[c] or "")) for n, c in (("units", "unit"), ("roles", "role")))
    titles = {}
    for lang in ("sv", "en"):
        labels = [
            getattr(code, f"label_{lang}")
            for code in (measure, unit, role if first["role"] not in ("actual", first["measure"]) else None)
            if code
        ]
        titles[lang] = ", ".join(
            [labels[0], *([str(first["category"])] if first["line"] else []), *map(str.lower, labels[1:])]
        )
    return {
        "id": id_,
        "title": titles["sv"],
        "description": measure.description_sv,
        "definition": "",
        "municipality_type": _KIND,
        "is_divided_by_gender": int(any(r["gender"] != "T" for r in rows)),
        "operating_area": _areas()[measure.group],
        "perspective": "",
        "auspices": "",
        "has_ou_data": any(r["intervention"] != ALL for r in rows),
        "publication_date": None,
        "prel_publication_date": None,
        "ou_publication_date": None,
        "title_en": titles["en"],
        "description_en": measure.description,
    }


@cache
def _areas() -> dict[str, str]:
    content = resources.files("corpus").joinpath("data/contract/measure_groups.csv").read_text(encoding="utf-8")
    return {row["group"]: row["title_sv"] for row in csv.DictReader(content.splitlines())}


def _organisations(rows: Iterable[Mapping[str, object]]) -> list[dict[str, object]]:
    found: dict[str, dict[str, object]] = {}
    for row in rows:
        federation = _association(row)
        code, _, report = str(row["federation"]).partition(":")
        unknown = label("pseudo_federations", code, "sv") + f" ({report})" * bool(report)
        name = str(row["federation_name"] or unknown)
        found[federation] = {"id": federation, "title": name, "type": "association", "municipality": federation}
        if row["intervention"] != ALL:
            itself = codelists()["pseudo_interventions"][ITSELF].label_sv
            title = (
                f"{name}: {itself}"
                if row["intervention"] == ITSELF
                else row["intervention_name"] or row["intervention"]
            )
            ou = {"id": _organisation(row), "title": title, "type": "intervention", "municipality": federation}
            found[str(ou["id"])] = ou
    return [found[id_] for id_ in sorted(found)]


def _grouped(data: list[dict[str, object]], organisation: str) -> list[dict[str, object]]:
    """Rows of data.csv as Kolada's API gives them: the genders of one kpi, organisation and year together."""
    out: dict[tuple[object, ...], dict[str, object]] = {}
    for row in data:
        key = (row["kpi"], row["organisation"], row["period"])
        held = out.setdefault(key, {"kpi": key[0], organisation: key[1], "period": key[2], "values": []})
        held["values"].append({k: row[k] for k in ("count", "gender", "status", "value")})  # type: ignore[attr-defined]
    return list(out.values())


def _csv(columns: tuple[str, ...], rows: Iterable[Mapping[str, object]]) -> str:
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_shown(row[c]) for c in columns] for row in rows)
    return out.getvalue()


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return text("boolean", value)
    return text("number", value) if isinstance(value, float) else text("string", value)
