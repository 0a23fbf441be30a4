"""Charts in a text dump: the figures of bars and slices stand as text, apart from their labels or beside them.

Two shapes: 'label; value' pairs, as slices of a pie are labelled; and figures on lines of their own with one line of
labels under them, as a bar chart is read from the top down. In the second the order of the figures is not the order of
the labels: the table says so in a note, and whoever knows more may put them in order.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extract.digits import split_tail
from extract.joining import join_lines
from extract.text_header import segment
from extract.text_regions import CAPTION
from extract.text_words import pieces
from extract.types import Cell, Declined, Hints, Line, Page, Table, TableSettings

NAME = "text-figure"
UNORDERED = "the order of the figures is not the order of the labels"
PAIR = re.compile(r"(?P<label>.*\S)\s*;\s*(?P<value>[-−–]?\d[\d ]*([.,]\d+)?\s?%?)")
BARE = re.compile(r"[-−–]?\d[\d ]*([.,]\d+)?\s?%?")
REACH = 12
"""Lines below a caption that may belong to its chart."""
FEWEST = 3
"""Bars of a chart; two figures and two words are too little to tell a chart by."""


def parse(page: Page, settings: TableSettings) -> list[Table] | Declined:
    """A page without geometry -> the charts whose figures its text holds, or why there are none."""
    if page.words or page.grids:
        return Declined(NAME, "the page has geometry or ready grids; charts are pictures there")
    found: list[Table] = []
    for i, line in enumerate(page.lines):
        if not CAPTION.fullmatch(line.text.strip()):
            continue
        below = page.lines[i + 1 : i + 1 + REACH]
        table = slices(below) or bars(below, settings.hints)
        if table is not None:
            title = title_of(page.lines, i)
            found.append(replace(table, title=title, page=page.number))
    return found or Declined(NAME, "no caption is followed by the figures of a chart")


def title_of(lines: Sequence[Line], i: int) -> str:
    """The caption that starts at line i, with the line it may run over to."""
    return lines[i].text.strip()


def slices(below: Sequence[Line]) -> Table | None:
    """'Label; value' pairs, labels perhaps begun on the line before; None for fewer than two."""
    rows: list[tuple[list[Line], str, str]] = []
    waiting: list[Line] = []
    for line in below:
        text = line.text.strip()
        if not text:
            waiting = []
            continue
        pair = PAIR.fullmatch(text)
        if pair is None:
            if CAPTION.fullmatch(text) or len(text) > 60:
                break
            waiting.append(line)
            continue
        label = join_lines([*(w.text.strip() for w in waiting), pair["label"]])
        rows.append(([*waiting, line], label, pair["value"]))
        waiting = []
    if len(rows) < 2:
        return None
    cells = []
    for r, (lines, label, value) in enumerate(rows):
        cells.append(Cell(r, 0, label, tuple(x.text.strip() for x in lines), line=lines[0].number))
        cells.append(Cell(r, 1, value, (value,), line=lines[-1].number))
    return made(cells, len(rows), 2, 0, [x for lines, _, _ in rows for x in lines])


def bars(below: Sequence[Line], hints: Hints) -> Table | None:
    """Figures on lines of their own, then a line of as many labels; None when the counts do not agree."""
    figures: list[tuple[str, Line]] = []
    for line in below:
        text = line.text.strip()
        if not text:
            continue
        if BARE.fullmatch(text):
            figures += [(value, line) for value, _ in split_tail(text)[1]]
            continue
        if len(figures) < FEWEST:
            return None
        heads = segment(pieces([(line.number, text)]), len(figures), hints, within_line=True, stub=False)
        if heads is None or heads.known < len(figures) - 1:
            return None
        cells = [Cell(0, c + 1, t, (t,), is_header=True, line=line.number) for c, t in enumerate(heads.columns)]
        cells += [Cell(1, c + 1, v, (v,), line=at.number) for c, (v, at) in enumerate(figures)]
        table = made(cells, 2, len(figures) + 1, 1, [*(at for _, at in figures), line])
        return replace(table, notes=(UNORDERED,), confidence=0.4)
    return None


def made(cells: Sequence[Cell], rows: int, columns: int, header_rows: int, lines: Sequence[Line]) -> Table:
    """Cells -> Table over the lines it takes."""
    used = frozenset(x.number for x in lines)
    return Table(
        cells=tuple(cells),
        rows=rows,
        columns=columns,
        header_rows=header_rows,
        line=min(used),
        last_line=max(used),
        source_lines=used,
        engine=NAME,
        confidence=0.7,
    )
