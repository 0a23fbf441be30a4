"""Goal tables in a text dump: the cells stand one after the other, split by blank lines that are not always there.

Three shapes: cells that wide gaps part under their headings, rows that open with a name and close with a rating (name,
goals, results, rating), and small tables of goals with one or more columns of results ('Mål | Resultat 2017 | Resultat
2016'). The headings, the rating words and the status words come as hints; without them there is no such table to find.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extract.joining import join_lines
from extract.text_goal_heads import Heads, headings
from extract.text_goal_rows import Draft, rated_rows, valued_rows
from extract.text_header import opens_table
from extract.text_spaced import spaced_cells
from extract.types import Cell, Declined, Hints, Line, Page, Table, TableSettings

FIGURE = re.compile(r"(?!(?:19|20)\d\d$)[\d ,.]+ ?%?")
"""A value of a cell, no year of a heading."""
SLACK = 2
"""Spaces that a cell may start before its heading."""


def parse(page: Page, settings: TableSettings) -> list[Table] | Declined:
    """A page without geometry -> its goal tables, or why there are none."""
    if page.words or page.grids:
        return Declined("text-blocks", "the page has geometry or ready grids; cells are read from those")
    if not settings.hints.target_headers:
        return Declined("text-blocks", "no goal headings are known: give the parser hints")
    tables: list[Table] = []
    i = 0
    while i < len(page.lines):
        heads = headings(page.lines, i, settings.hints)
        table = body(page.lines, heads, settings.hints) if heads else None
        if table is None or heads is None:
            i += 1
            continue
        tables.append(replace(table, page=page.number))
        i = next(k for k, x in enumerate(page.lines) if x.number == table.last_line) + 1
    return tables or Declined("text-blocks", "no line holds the headings of a goal table")


def body(lines: Sequence[Line], heads: Heads, hints: Hints) -> Table | None:
    """The rows under the headings -> Table; None when no row is complete."""
    if spaced := spaced_rows(lines, heads, hints):
        return build(lines, heads, spaced)
    labelled = replace(heads, texts=("", *heads.texts), roles=("label", *heads.roles))
    if heads.roles[0] == "target" and (spaced := spaced_rows(lines, labelled, hints)):
        return build(lines, labelled, spaced)
    if heads.roles[0] == "stub" and heads.roles[-1] == "rating":
        drafts = rated_rows(lines, heads.last + 1, hints)
    elif heads.roles[0] == "target" and set(heads.roles[1:]) == {"result"}:
        drafts = valued_rows(lines, heads.last + 1, len(heads.roles) - 1, hints)
    else:
        return None
    return build(lines, heads, drafts) if drafts else None


def spaced_rows(lines: Sequence[Line], heads: Heads, hints: Hints) -> list[Draft]:
    """Rows whose cells wide gaps part, each starting under its heading; none when the headings are not parted so.

    A line with nothing under the first heading goes on with the row above it. A line with nothing but that opens a
    group of rows, where labels stand left of all headings.
    """
    starts = [start for start, _, _ in spaced_cells(lines[heads.first].text)]
    if heads.texts[0] == "" and len(starts) == len(heads.texts) - 1:
        starts.insert(0, 0)
    if heads.first != heads.last or len(starts) != len(heads.texts):
        return []
    drafts: list[Draft] = []
    for i in range(heads.last + 1, len(lines)):
        cells = spaced_cells(lines[i].text)
        if not cells and (not drafts or (i + 1 < len(lines) and spaced_cells(lines[i + 1].text))):
            continue
        homes = [max((c for c, s in enumerate(starts) if s <= start + SLACK), default=0) for start, _, _ in cells]
        goes_on = bool(drafts) and bool(homes) and 0 not in homes
        whole = len(homes) == len(starts) or (heads.texts[0] == "" and homes == [0])
        if (
            len(set(homes)) < len(homes)
            or not (whole or goes_on)
            or (opens_table(lines[i].text, hints) and not any(FIGURE.fullmatch(text) for _, _, text in cells[1:]))
        ):
            break
        if whole:
            drafts.append(Draft([[] for _ in starts]))
        for home, (_, _, text) in zip(homes, cells, strict=True):
            drafts[-1].cells[home].append((lines[i].number, text))
    return drafts


def build(lines: Sequence[Line], heads: Heads, drafts: Sequence[Draft]) -> Table:
    """Drafts -> Table with one row of headings; cells keep their lines."""
    number = lines[heads.first].number
    cells = [Cell(0, c, t, (t,), is_header=True, line=number) for c, t in enumerate(heads.texts)]
    used = {lines[i].number for i in range(heads.first, heads.last + 1)}
    for r, draft in enumerate(drafts, start=1):
        for c, content in enumerate(draft.cells):
            if content:
                texts = tuple(t for _, t in content)
                cells.append(Cell(r, c, join_lines(texts), texts, line=content[0][0]))
                used |= {n for n, _ in content}
    title = ""
    for i in range(heads.first - 1, max(heads.first - 6, -1), -1):
        text = lines[i].text.strip()
        if text:
            title = text if len(text) < 140 and not text.endswith((".", ",", "”", '"')) else ""
            break
    return Table(
        cells=tuple(cells),
        rows=len(drafts) + 1,
        columns=len(heads.texts),
        header_rows=1,
        title=title if heads.roles[0] == "stub" else "",
        line=min(used),
        last_line=max(used),
        source_lines=frozenset(range(min(used), max(used) + 1)),
        engine="text-blocks",
        confidence=0.8,
    )
