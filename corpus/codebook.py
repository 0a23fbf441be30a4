"""The codebook in Swedish and English: every table, column, code list and code with its meaning, as rows and as a page.

The workbook's sheet is made of the rows. docs/codebook.md is the page, and a test holds it so; write it anew after a
change of `data/contract` or `data/codelists`: `python -m corpus.codebook docs/codebook.md`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Literal

from corpus.contract import OPEN_CODES, codelist_titles, codelists, tables

_OPEN_SV = "Också koder av formen `{form}`, för det som saknar egen kod."
_OPEN_EN = "Also codes of the form `{form}`, for what has no code of its own."


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: `part` is a table or code list, `name` one of its columns or codes, '' for the table or list itself.

    `codes` is the code list of a coded column. A column's meaning is its description, and it has no label.
    """

    kind: Literal["table", "column", "codelist", "code"]
    part: str
    name: str
    type: str
    required: bool
    codes: str
    label_sv: str
    label_en: str
    meaning_sv: str
    meaning_en: str


def entries() -> Iterator[Entry]:
    """Every line in order: the tables with their columns, then the code lists with their codes."""
    for spec in tables().values():
        yield Entry("table", spec.name, "", "", False, "", "", "", spec.description_sv, spec.description_en)
        for c in spec.columns:
            yield Entry(
                "column", spec.name, c.name, c.type, c.required, c.codes, "", "", c.description_sv, c.description_en
            )
    for name, codes in codelists().items():
        yield Entry("codelist", name, "", "", False, "", *codelist_titles()[name], "", "")
        for code in codes.values():
            yield Entry(
                "code", name, code.code, "", False, "", code.label_sv, code.label_en, *_meanings(code.code, name)
            )


def _meanings(code: str, codelist: str) -> tuple[str, str]:
    entry = codelists()[codelist][code]
    return entry.description_sv, entry.description


def page() -> str:
    """The whole page, Swedish before English."""
    lines = [resources.files("corpus").joinpath("data/contract/codebook.md").read_text(encoding="utf-8")]
    for entry in entries():
        if entry.kind == "table":
            lines += ["", f"### {entry.part}", "", f"{entry.meaning_sv}. *{entry.meaning_en}.*", ""]
            lines += [
                "| kolumn · column | typ · type | kodlista · codes | betydelse | meaning |",
                "|---|---|---|---|---|",
            ]
        elif entry.kind == "column":
            coded = f"[{entry.codes}](#{entry.codes})" if entry.codes else ""
            kind = f"{entry.type}{', alltid · always' if entry.required else ''}"
            lines.append(f"| {entry.name} | {kind} | {coded} | {_cell(entry.meaning_sv)} | {_cell(entry.meaning_en)} |")
        elif entry.kind == "codelist":
            lines += _codelist(entry)
        else:
            swedish, english = _told(entry.label_sv, entry.meaning_sv), _told(entry.label_en, entry.meaning_en)
            lines.append(f"| `{entry.name}` | {swedish} | {english} |")
    return "\n".join(lines) + "\n"


def _codelist(entry: Entry) -> list[str]:
    first = entry.part == next(iter(codelists()))
    lines = ["", "## Kodlistor · Code lists"] * first + ["", f"### {entry.part}", ""]
    lines += [f"{entry.label_sv}. *{entry.label_en}.*", ""]
    if entry.part in OPEN_CODES:
        form = OPEN_CODES[entry.part]
        lines += [f"{_OPEN_SV.format(form=form)} *{_OPEN_EN.format(form=form)}*", ""]
    return [*lines, "| kod · code | svenska | English |", "|---|---|---|"]


def _told(label: str, meaning: str) -> str:
    return f"**{_cell(label)}**" + (f": {_cell(meaning)}" if meaning else "")


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "\\<")


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(page(), encoding="utf-8", newline="\n")
