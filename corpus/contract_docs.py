"""The contract as a page of Markdown: docs/contract.md is this text, and a test holds it so.

Write it anew after a change of `data/contract` or `data/codelists`: `python -m corpus.contract_docs docs/contract.md`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

from corpus.contract import OPEN_CODES, PATTERNS, ColumnSpec, TableSpec, codelists, tables


def page() -> str:
    """The whole page."""
    preface = resources.files("corpus").joinpath("data/contract/preface.md").read_text(encoding="utf-8")
    parts = [preface, "## Tables\n"]
    parts += [_table(spec) for spec in tables().values()]
    parts += ["## Code lists\n"]
    parts += [_codelist(name) for name in codelists()]
    return "\n".join(parts)


def _table(spec: TableSpec) -> str:
    lines = [f"### {spec.name}\n", f"{spec.description_en}."]
    if spec.key:
        lines.append(f"One row for each {' + '.join(f'`{k}`' for k in spec.key)}.")
    lines += ["", "| column | type | | meaning |", "|---|---|---|---|"]
    lines += [
        f"| {c.name} | {c.type} | {'required' if c.required else ''} | {'. '.join(_about(c))} |" for c in spec.columns
    ]
    return "\n".join(lines) + "\n"


def _about(column: ColumnSpec) -> Iterator[str]:
    yield column.description_en.replace("|", "\\|")
    if column.codes:
        yield f"Codes: [{column.codes}](#{column.codes})"
    if column.references:
        yield f"{'Or a' if column.codes else 'A'} value of `{column.references}`"
    if column.pattern in {"period", "partial_date", "sha256"}:
        yield f"Written as {PATTERNS[column.pattern][1]}"
    if column.minimum is not None:
        yield f"At least {column.minimum:g}" + (f", at most {column.maximum:g}" if column.maximum is not None else "")


def _codelist(name: str) -> str:
    codes = codelists()[name].values()
    grouped = any(c.group for c in codes)
    lines = [f"### {name}\n"]
    if name in OPEN_CODES:
        lines.append(f"Also codes of the form `{OPEN_CODES[name]}`, for what has no code of its own.\n")
    lines += [f"| code |{' group |' * grouped} Swedish | English | |", "|---|---|---|---|" + "---|" * grouped]
    lines += [
        f"| `{c.code}` |{f' {c.group} |' * grouped} {c.label_sv} | {c.label_en} | {c.description} |" for c in codes
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(page(), encoding="utf-8", newline="\n")
