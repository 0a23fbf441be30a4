"""Markdown and HTML as recognition models write them: pipe, tab and HTML tables in one file become ready grids."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from lxml import etree, html

from extract.joining import join_lines
from extract.markup import shown_only
from extract.read_text import check_lines, checked_text
from extract.types import Cell, Line, Page, Table

SEPARATOR = re.compile(r"^\s*\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?\s*$")
TITLE_REACH = 7
"""A caption or heading further above a table than this many lines is not its title."""
SENTENCE = re.compile(r"(\S+ ){5,}\S+[.!?]$")
"""Running text above a table is not its title."""
MOST_COLUMNS = 400
"""What is wider is no table: its lines stay lines."""
FIGURE = re.compile(r"[-−–]?\d[\d\s.,]*%?")
PERIOD = re.compile(r"(19|20)\d\d([-/ ].*)?")


@dataclass(frozen=True, slots=True)
class RawCell:
    """A cell before it has a place in the grid: its lines, and how far it spans."""

    lines: tuple[str, ...]
    row_span: int = 1
    column_span: int = 1
    heading: bool = False
    line: int | None = None


Rows = list[list[RawCell]]


def pages(data: bytes, path: Path, *, most_pages: int = 5000) -> tuple[Page, ...]:
    """A Markdown or HTML file as one Page with its tables in `grids`.

    Raises EmptyFile, DamagedFile, TooLarge and TooLong.

    Lines are those of the file; HTML with several blocks on a line has a line for each block.
    """
    markup = path.suffix.lower() in (".html", ".htm")
    text = shown_only(checked_text(data))
    raw = (blocks_apart if markup else str)(text).split("\n")
    lines = tuple(Line(number=i, text=plain(text), level=level(text)) for i, text in enumerate(raw, start=1))
    check_lines(lines, most_pages)
    grids: list[Table] = []
    for first, last, rows in tables_in(raw):
        table = to_table(rows, first, last)
        if table is not None:
            title, title_line = title_above(raw, first)
            grids.append(replace(table, title=title, line=title_line or first))
    kind = "HTML" if markup else "Markdown"
    return (Page(1, "markdown", lines, grids=tuple(grids), why=f"{kind}: tables are ready grids"),)


def blocks_apart(text: str) -> str:
    """HTML where what follows the end of a heading, paragraph, list point or table stands on a line of its own."""
    apart = re.sub(
        r"(</(?:p|h[1-6]|li|div|table|ul|ol|title|head|caption)>)[ \t]*(?=\S)", r"\1\n", text, flags=re.IGNORECASE
    )
    return re.sub(r"(?<=\S)[ \t]*(?=<table\b)", "\n", apart, flags=re.IGNORECASE)


def level(text: str) -> int:
    """1-6 for '# ...' and <h1>, 0 for other lines."""
    m = re.match(r"\s{0,3}(#{1,6})\s+\S", text) or re.match(r"\s*<h([1-6])\b", text, re.IGNORECASE)
    return 0 if m is None else len(m[1]) if m[1].startswith("#") else int(m[1])


def plain(text: str) -> str:
    """A line without its markup: '## *Mål*' -> 'Mål'; links keep their words, footnote marks go.

    The cells of an HTML row on one line are parted by tabs.
    """
    text = re.sub(r"<sup>.{0,200}?</sup>", "", text)
    text = re.sub(r"<(br|/p|/li|/div|/tr)\b[^<>]*>", "\n", text)
    text = re.sub(r"(?<=</t[dh]>)(?=<t[dh]\b)", "\t", text)
    text = html_text(text) if "<" in text or "&" in text else text
    text = re.sub(r"!?\[([^][]{0,2000})\]\([^()]{0,2000}\)", r"\1", text)
    text = re.sub(r"^\s{0,3}#{1,6}\s+", "", text)
    text = re.sub(r"\*\*|__|(?<!\w)\*(?=\w)|(?<=\w)\*(?!\w)", "", text)
    return re.sub(r"\\([()*_#-])", r"\1", text).replace("\xa0", " ").replace("\n", " ").strip()


def html_text(fragment: str) -> str:
    """The words of an HTML fragment, entities resolved; the fragment itself where it cannot be parsed."""
    try:
        return "".join(str(part) for part in html.fromstring(f"<div>{fragment}</div>").itertext())
    except (ValueError, etree.LxmlError):
        return re.sub(r"<[^>]+>", " ", fragment)


def cell_lines(text: str) -> tuple[str, ...]:
    """The lines of a cell: paragraphs, list items and <br> break lines, and so do two spaces after a full stop."""
    broken = re.sub(r"<(br|/p|/li|p|li)\b[^<>]*>", "\n", text)
    parts = re.split(r"\n|(?<=[.)%])\s{2,}", broken)
    return tuple(p for p in (plain(part) for part in parts) if p)


def tables_in(raw: list[str]) -> Iterator[tuple[int, int, Rows]]:
    """(first line, last line, rows) of every table, in order; lines count from 1."""
    i = 0
    ends = [j for j, line in enumerate(raw) if "</table" in line.lower()]
    while i < len(raw):
        if "<table" in raw[i].lower():
            end = bisect_left(ends, i)
            last = ends[end] if end < len(ends) else i
            yield i + 1, last + 1, html_rows("\n".join(raw[i : last + 1]), i + 1)
        elif "\t" in raw[i]:
            last = run_end(raw, i, lambda s: "\t" in s)
            yield i + 1, last + 1, [tab_row(raw[j], j + 1) for j in range(i, last + 1)]
        elif "|" in raw[i] and i + 1 < len(raw) and SEPARATOR.match(raw[i + 1].strip()):
            last = run_end(raw, i, lambda s: "|" in s)
            yield i + 1, last + 1, pipe_rows(raw, i, last)
        else:
            last = i
        i = last + 1


def run_end(raw: list[str], start: int, belongs: Callable[[str], bool]) -> int:
    """The index of the last consecutive line from `start` for which `belongs` holds."""
    last = start
    while last + 1 < len(raw) and belongs(raw[last + 1]):
        last += 1
    return last


def tab_row(text: str, line: int) -> list[RawCell]:
    return [RawCell(cell_lines(part), line=line, heading="**" in part or "<b>" in part) for part in text.split("\t")]


def pipe_rows(raw: list[str], first: int, last: int) -> Rows:
    """Rows of a pipe table; the row above the rule of dashes is its heading."""
    rows: Rows = []
    for j in range(first, last + 1):
        if SEPARATOR.match(raw[j].strip()):
            continue
        parts = re.split(r"(?<!\\)\|", raw[j].strip().removeprefix("|").removesuffix("|"))
        rows.append([RawCell(cell_lines(p.replace("\\|", "|")), line=j + 1, heading=j == first) for p in parts])
    return rows


def html_rows(text: str, first: int) -> Rows:
    """Rows of an HTML table with its spans. Line numbers follow the source lines of the cells."""
    try:
        root = html.fromstring(text)
    except (ValueError, etree.LxmlError):
        return []
    rows: Rows = []
    for tr in root.iter("tr"):
        row = [
            RawCell(
                lines=cell_lines(html.tostring(td, encoding="unicode", with_tail=False)),
                row_span=span(td.get("rowspan")),
                column_span=span(td.get("colspan")),
                heading=td.tag == "th",
                line=first + source_line(td.sourceline) - 1,
            )
            for td in tr
            if td.tag in ("td", "th")
        ]
        if row:
            rows.append(row)
    return rows


def source_line(found: object) -> int:
    """lxml's line of an element, 1 where it knows none."""
    return found if isinstance(found, int) else 1


def span(printed: str | None) -> int:
    """A rowspan or colspan as printed -> 1..100; nonsense is 1."""
    return min(max(int(printed), 1), 100) if printed and re.fullmatch("[0-9]{1,6}", printed) else 1


def to_table(rows: Rows, first: int, last: int) -> Table | None:
    """Raw rows -> Table; None when there are not two columns with text (a layout), or far too many of them."""
    cells = placed(rows)
    columns = 1 + max((c.column + c.column_span - 1 for c in cells), default=0)
    n_rows = 1 + max((c.row + c.row_span - 1 for c in cells), default=0)
    filled = {c.column for c in cells if c.text}
    if n_rows < 2 or len(filled) < 2 or columns > MOST_COLUMNS:
        return None
    header = header_rows(cells, n_rows, columns)
    cells = spanned(cells, header, columns)
    cells = [replace(c, is_header=c.row < header) for c in cells]
    return Table(
        cells=tuple(sorted((c for c in cells if c.text), key=lambda c: (c.row, c.column))),
        rows=n_rows,
        columns=columns,
        header_rows=header,
        page=1,
        line=first,
        last_line=last,
        source_lines=frozenset(range(first, last + 1)),
        engine="grid",
    )


def placed(rows: Rows) -> list[Cell]:
    """Cells with their place in the grid, row spans from above taken into account; cut off where far too wide."""
    taken: set[tuple[int, int]] = set()
    cells: list[Cell] = []
    for r, row in enumerate(rows):
        column = 0
        for raw in row:
            while (r, column) in taken:
                column += 1
            if column > MOST_COLUMNS:
                return cells
            taken |= {(r + i, column + j) for i in range(raw.row_span) for j in range(raw.column_span)}
            cells.append(
                Cell(
                    r,
                    column,
                    join_lines(raw.lines),
                    raw.lines,
                    raw.row_span,
                    raw.column_span,
                    raw.heading,
                    line=raw.line,
                )
            )
            column += raw.column_span
    return cells


def header_rows(cells: list[Cell], n_rows: int, columns: int) -> int:
    """How many rows at the top are headings: marked ones, else the first and those under it without stub or figures."""
    by_row: dict[int, list[Cell]] = {}
    for c in cells:
        if c.text:
            by_row.setdefault(c.row, []).append(c)
    count = 1
    while count < n_rows - 1:
        row = by_row.get(count, [])
        stub_blank = all(c.column > 0 for c in row)
        figures = sum(bool(FIGURE.fullmatch(c.text)) and not PERIOD.fullmatch(c.text) for c in row)
        if row and not (stub_blank and figures == 0 and len(row) <= columns):
            break
        count += 1
    return count


def spanned(cells: list[Cell], header: int, columns: int) -> list[Cell]:
    """In headings of several rows, an upper cell spans the blank cells to its right that have a heading below."""
    if header < 2:
        return cells
    text_at = {(c.row, c.column): c.text for c in cells}
    out = []
    for c in cells:
        width = c.column_span
        if c.row < header - 1 and c.text and c.column > 0 and c.column_span == 1 and text_at.get((c.row + 1, c.column)):
            while (
                c.column + width < columns
                and not text_at.get((c.row, c.column + width))
                and text_at.get((c.row + 1, c.column + width))
            ):
                width += 1
        out.append(replace(c, column_span=width))
    return out


def title_above(raw: list[str], first: int) -> tuple[str, int | None]:
    """The heading or caption over a table, with the unit line between them, and the line it stands on."""
    words: list[str] = []
    line: int | None = None
    for i in range(first - 2, max(first - 2 - TITLE_REACH, -1), -1):
        text = plain(raw[i])
        if "\t" in raw[i] or "<table" in raw[i] or raw[i].lstrip().startswith("|"):
            break
        if not text:
            continue
        caption = bool(re.match(r"\w+ \d+\s*[.:]", text)) and len(text) < 200
        marked = raw[i].lstrip().startswith(("#", "<h", "<H"))
        if (len(text) > 120 or SENTENCE.search(text)) and not (caption or marked):
            break
        words.insert(0, text)
        line = i + 1
        if caption or raw[i].lstrip().startswith("#") or re.fullmatch(r"\s*\*\*.*\*\*\s*", raw[i]):
            break
    else:
        words = words[-1:] if words else []
    return " · ".join(words), line
