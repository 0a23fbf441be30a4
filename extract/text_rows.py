"""Tables in a text dump whose rows are lines: a label and figures at the line's end, headings above.

Handles labels that wrap over lines, figures on a line of their own, status words over several lines, thousands that
were split or glued, and blank cells that left no trace. Regions are found, rows collected, columns chosen, then built.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extract.joining import join_lines
from extract.text_choose import choose, plausible, resolve
from extract.text_collect import Row, by_gaps, collect, goes_on, sections
from extract.text_regions import HEADER_REACH, extended, header_block, is_caption, regions
from extract.text_words import Heading
from extract.types import Cell, Declined, Line, Page, Table, TableSettings


def parse(page: Page, settings: TableSettings) -> list[Table] | Declined:
    """A page without geometry -> its tables of figures, or why there is none."""
    if page.words or (page.grids and page.reader == "markdown"):
        return Declined("text-rows", "the page has geometry or ready grids; rows are read from those")
    tables = []
    floor = 0
    for start, end in regions(page.lines, settings.hints):
        table = read_region(page.lines[floor:], start - floor, end - floor, settings)
        floor = end + 1
        if table is not None:
            tables.append(replace(table, page=page.number))
            floor = max(i for i, line in enumerate(page.lines) if line.number in table.source_lines) + 1
    return tables or Declined("text-rows", "no two lines in a row end in the same number of figures")


def read_region(lines: Sequence[Line], start: int, end: int, settings: TableSettings) -> Table | None:
    """Rows of one region, its headings and title -> Table; None when the figures do not line up.

    `lines` start after the region before, whose rows are neither headings nor a title here.
    """
    hints = settings.hints
    first, above = header_block(lines, start, hints)
    rows = by_gaps(collect(lines, start, extended(lines, end, hints), hints))
    if not rows:
        return None
    head, columns = choose(rows, above, hints)
    if columns < 1 or (columns == 1 and len(rows) < 3):
        return None
    rows = leading_section(head, rows)
    texts = resolve(rows, columns, hints)
    if texts is None or not plausible(rows, texts, columns, head):
        return None
    title, title_lines = title_above(lines, first, above, head)
    return build(rows, texts, columns, head, title=title, title_lines=title_lines)


def leading_section(head: Heading | None, rows: list[Row]) -> list[Row]:
    """Labels that strayed into the heading block become the section rows they are, or the first row's own label."""
    if head is None or not head.strays:
        return rows
    labels = sections(Row([label for _, label in head.strays], [], [number for number, _ in head.strays]))
    first = rows[0]
    if not first.text or goes_on(labels[-1].text, first.text):
        own = labels.pop()
        first.label, first.lines = own.label + first.label, own.lines + first.lines
    return labels + rows


def title_above(
    lines: Sequence[Line], first: int, above: Sequence[tuple[int, str]], head: Heading | None
) -> tuple[str, tuple[int, ...]]:
    """The caption or heading over the header block: its text and line numbers."""
    inside = [(n, t) for n, t in nearest(above, head) if t and (head is None or n not in head.lines)]
    i = first - 1
    words: list[tuple[int, str]] = []
    steps = 0
    while i >= 0 and steps < HEADER_REACH:
        text = lines[i].text.strip()
        steps += 1
        if text:
            if len(text) > 140 or (words and (not lines[i + 1].text.strip() or new_page(lines[i + 1]))):
                break
            words.insert(0, (lines[i].number, text))
            if is_caption(text) or len(words) == 3 or not (i and lines[i - 1].text.strip()):
                break
        i -= 1
    if words and (words[-1][1].endswith(".") and not is_caption(words[0][1])):
        words = []
    chosen = words if not inside or (words and is_caption(words[0][1])) else []
    if not (chosen and is_caption(chosen[0][1])):
        chosen = [*chosen, *inside]
    return join_lines([t for _, t in chosen]), tuple(n for n, _ in chosen)


def nearest(above: Sequence[tuple[int, str]], head: Heading | None) -> Sequence[tuple[int, str]]:
    """The header block from the last paragraph over headings that gaps part; the whole block where none do."""
    if head is None or not head.spaced:
        return above
    first = next(i for i, (n, _) in enumerate(above) if n in head.lines)
    while first and not above[first - 1][1]:
        first -= 1
    while first and above[first - 1][1]:
        first -= 1
    return above[first:]


def new_page(line: Line) -> bool:
    """Dumps mark the first line of a page with a form feed, which becomes one leading space."""
    return line.text.startswith(" ") and not line.text.startswith("  ")


def build(
    rows: Sequence[Row],
    texts: Sequence[tuple[str, ...]],
    columns: int,
    head: Heading | None,
    *,
    title: str,
    title_lines: tuple[int, ...],
) -> Table:
    """Everything known -> Table. Row 0 holds the headings where there are any."""
    cells: list[Cell] = []
    header_rows = 1 if head else 0
    if head:
        number = min(head.lines)
        cells.append(Cell(0, 0, head.stub, (head.stub,), is_header=True, line=number))
        cells += [Cell(0, c + 1, t, (t,), is_header=True, line=number) for c, t in enumerate(head.columns) if t]
    for r, (row, values) in enumerate(zip(rows, texts, strict=True), start=header_rows):
        cells.append(Cell(r, 0, row.text, tuple(row.label), line=row.lines[0]))
        token_lines = [t.line for t in row.tokens] or [row.lines[-1]]
        for c, text in enumerate(values):
            if text:
                at = next((t.line for t in row.tokens if t.text == text), token_lines[0])
                cells.append(Cell(r, c + 1, text, (text,), line=at))
    used = {n for r in rows for n in r.lines} | (set(head.lines) if head else set())
    return Table(
        cells=tuple(cells),
        rows=len(rows) + header_rows,
        columns=columns + 1,
        header_rows=header_rows,
        title=title,
        line=min([*title_lines, *used]),
        last_line=max(used),
        source_lines=frozenset(range(min(used), max(used) + 1)),
        engine="text-rows",
        confidence=0.8 if head else 0.5,
    )
