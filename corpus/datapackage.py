"""The descriptor `datapackage.json` (Data Package v2): the CSV files, their columns, keys and code lists.

Beside what the standard asks for, each resource names its Parquet files in `parquet`, and each code list its meanings.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from corpus import partitions
from corpus.contract import OPEN_CODES, PATTERNS, ColumnSpec, TableSpec, codelists, tables

_PROFILES = "https://datapackage.org/profiles/2.0"
VOLATILE = frozenset({"runs"})
"""Tables that differ from run to run: their sums are left out, so that the descriptor does not differ too."""


def write(folder: Path, path: Path) -> None:
    """The folder's CSV files -> their descriptor."""
    path.write_text(json.dumps(descriptor(folder), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def descriptor(folder: Path) -> dict[str, object]:
    """The Data Package of a folder that holds one CSV file per table."""
    return {
        "$schema": f"{_PROFILES}/datapackage.json",
        "name": "facit",
        "title": "Facit: figures of Swedish coordination associations, as their reports print them",
        "description": "Every table is here as CSV; the same rows are in Parquet, facit.duckdb and facit.xlsx. "
        "value_printed is what a report prints, value the number to use; findings say what does not add up. "
        "CSV keeps text as it is printed, also text that begins with =, +, - or @: import it into a spreadsheet "
        "as text.",
        "resources": [_resource(spec, folder / f"{spec.name}.csv") for spec in tables().values()],
    }


def _resource(spec: TableSpec, path: Path) -> dict[str, object]:
    data = path.read_bytes()
    sums: dict[str, object] = {"bytes": len(data), "hash": "sha256:" + hashlib.sha256(data).hexdigest()}
    return {
        "name": spec.name,
        "path": path.name,
        **_parquet(spec.name, path.parent),
        "type": "table",
        "title": spec.description_en,
        "description": spec.description_sv,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True, "header": True},
        **({} if spec.name in VOLATILE else sums),
        "schema": _schema(spec),
    }


def _parquet(name: str, folder: Path) -> dict[str, object]:
    """Where the same rows are as Parquet, as a pattern; nothing in a folder that has CSV only."""
    if partitions.is_partitioned(name, folder):
        return {"parquet": f"{name}/{partitions.PARTITIONED[name]}=*/*.parquet"}
    return {"parquet": f"{name}.parquet"} if (folder / f"{name}.parquet").exists() else {}


def _schema(spec: TableSpec) -> dict[str, object]:
    schema: dict[str, object] = {
        "$schema": f"{_PROFILES}/tableschema.json",
        "fields": [_field(column) for column in spec.columns],
        "missingValues": [""],
    }
    if spec.key:
        schema["primaryKey"] = list(spec.key)
    # A Table Schema key cannot say 'or one of these codes', nor 'each of several values': facit's own check does.
    strict = [c for c in spec.columns if c.references and not c.codes and not c.many]
    if strict:
        schema["foreignKeys"] = [_foreign_key(c) for c in strict]
    return schema


def _foreign_key(column: ColumnSpec) -> dict[str, object]:
    table, key = column.references.split(".")
    return {"fields": [column.name], "reference": {"resource": table, "fields": [key]}}


def _field(column: ColumnSpec) -> dict[str, object]:
    field: dict[str, object] = {
        "name": column.name,
        "type": "string" if column.type == "json" else column.type,
        "title": column.description_sv,
        "description": column.description_en,
    }
    constraints: dict[str, object] = {"required": True} if column.required else {}
    if column.codes and not column.references:
        codes = codelists()[column.codes]
        field["codeList"] = column.codes
        if column.codes in OPEN_CODES:
            constraints["pattern"] = f"({'|'.join(codes)}|{OPEN_CODES[column.codes]})"
        else:
            constraints["enum"] = list(codes)
            field["categories"] = [{"value": c.code, "label": c.label_sv} for c in codes.values()]
    if column.pattern:
        constraints["pattern"] = PATTERNS[column.pattern][0]
    for name, limit in (("minimum", column.minimum), ("maximum", column.maximum)):
        if limit is not None:
            constraints[name] = int(limit)
    if constraints:
        field["constraints"] = constraints
    return field
