"""The values that travel through the house: words, lines, pages, cells, tables, issues. All frozen.

One geometry for every medium: points (1/72 inch), origin at the top left of the page, x to the right, y (`top`) down.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Literal, NamedTuple

Reader = Literal["pdf-text", "ocr", "markdown", "text"]
"""Which reader gave a page. Fixed by the contract (`observations.reader`)."""


Layer = Literal["text", "blank", "missing", "garbage", "old_ocr", "partial", "damaged"]
"""What a PDF page's own text is worth: good, not needed, not there, unreadable, laid over a scan by some OCR program,
on a part of the page only, or the page cannot be opened."""


class BBox(NamedTuple):
    """A box in points: x0 <= x1, top <= bottom."""

    x0: float
    top: float
    x1: float
    bottom: float


class Alternative(NamedTuple):
    """Another reading of the same ink: what it says, how sure (0-1) its reader is, and which reader that is."""

    text: str
    confidence: float
    reader: str


@dataclass(frozen=True, slots=True)
class Word:
    """A run of letters without white space, as the medium gave it. `confidence` (0-1) only where OCR gave one.

    `alternatives` are what other readers made of the same ink, where they differ, the surest first. `turn` is how its
    letters stand: degrees clockwise from upright (0, 90, 180, 270); the box is on the page as it is shown all the same.
    """

    text: str
    bbox: BBox
    confidence: float | None = None
    alternatives: tuple[Alternative, ...] = ()
    turn: int = 0

    def put_right(self, text: str, reader: str) -> Word:
        """The word with another text; what was read first is kept as an alternative, told by `reader`."""
        seen = Alternative(self.text, self.confidence or 0.0, reader)
        return replace(self, text=text, alternatives=(seen, *self.alternatives))


@dataclass(frozen=True, slots=True)
class Ruling:
    """A drawn line, as a thin box; horizontal when it is wider than high."""

    bbox: BBox

    @property
    def horizontal(self) -> bool:
        return self.bbox.x1 - self.bbox.x0 >= self.bbox.bottom - self.bbox.top


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text in reading order.

    `number` counts from 1: in the file for text and Markdown, on the page for PDF and images.
    """

    number: int
    text: str
    page: int | None = None
    bbox: BBox | None = None
    confidence: float | None = None
    level: int = 0
    """1-6 for a line that its medium marks as a heading (Markdown, HTML, larger type); 0 for the rest."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table. `lines` are its lines as printed; `text` is them joined, with hyphenation undone.

    `alternatives` are other readings of the whole cell, by OCR. `page` is set where a table runs on over a page break
    and the cell stands on another page than the table begins on.
    """

    row: int
    column: int
    text: str
    lines: tuple[str, ...] = ()
    row_span: int = 1
    column_span: int = 1
    is_header: bool = False
    bbox: BBox | None = None
    line: int | None = None
    confidence: float | None = None
    alternatives: tuple[Alternative, ...] = ()
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Declined:
    """A parser's no, with its reason in words a user understands."""

    parser: str
    reason: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table as printed: `cells` in row-major order; a cell that is not there is blank.

    `header_rows` rows of column headings come first; column 0 is the stub (row labels) unless `stub` is False.
    `line` and `last_line` are the first and last line it takes (numbered as `Line.number`); `source_lines` are all of
    them, so that prose is read without them. `declined` says why the other parsers' readings were not taken.
    """

    cells: tuple[Cell, ...]
    rows: int
    columns: int
    header_rows: int = 1
    title: str = ""
    notes: tuple[str, ...] = ()
    page: int | None = None
    line: int | None = None
    last_line: int | None = None
    bbox: BBox | None = None
    source_lines: frozenset[int] = frozenset()
    engine: str = ""
    confidence: float = 1.0
    declined: tuple[Declined, ...] = ()
    later_lines: frozenset[tuple[int, int]] = frozenset()
    """(page, line) of the lines it takes on later pages, where it goes on over a page break."""
    reader: Reader | None = None
    """Who read it, where that is not the reader of its page: a picture on a page of text."""
    _at: dict[tuple[int, int], Cell] = field(default_factory=dict, init=False, repr=False, compare=False)
    """(row, column) -> the first cell that covers it; filled when it is first asked for."""

    def taken(self) -> frozenset[tuple[int | None, int]]:
        """(page, line) of all lines it takes, those on later pages included."""
        return frozenset((self.page, n) for n in self.source_lines) | self.later_lines

    def cell(self, row: int, column: int) -> Cell | None:
        """The cell that covers (row, column), spans included; None where the grid is blank."""
        if not self._at and self.cells:
            for c in reversed(self.cells):
                for r in range(c.row, c.row + c.row_span):
                    for k in range(c.column, c.column + c.column_span):
                        self._at[r, k] = c
        return self._at.get((row, column))

    def grid(self) -> list[list[str]]:
        """Rows of texts, spans written in their first cell only; blank cells are ''. Shape (rows, columns)."""
        out = [[""] * self.columns for _ in range(self.rows)]
        for c in self.cells:
            out[c.row][c.column] = c.text
        return out

    def header_path(self, column: int) -> tuple[str, ...]:
        """The column's headings from the top down, spanning ones included, blanks and repeats left out."""
        path: list[str] = []
        for row in range(self.header_rows):
            c = self.cell(row, column)
            if c and c.text and (not path or path[-1] != c.text):
                path.append(c.text)
        return tuple(path)


@dataclass(frozen=True, slots=True)
class PageSource:
    """Where a page can be opened again, for parsers that need the file itself (Camelot, pdfplumber, crops)."""

    path: Path
    index: int
    password: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One page (or one whole text file): its lines in reading order, and geometry where the medium has any.

    `reader` and `why` say which reader was used and what decided it, `layer` what the page's own text is worth (PDF
    only). `grids` are ready tables (Markdown, HTML); `shades` are filled areas other than rulings (zebra rows, header
    bands). `table_sign` says why the page may hold a table, '' when nothing does, None where that was not asked.
    `insets` are pictures on a page of text that were read by OCR: pages of their own, in this page's coordinates, whose
    lines are this page's last ones. `joined`: the parts of one table from several pages: every line
    runs over all of its columns.
    """

    number: int
    reader: Reader
    lines: tuple[Line, ...]
    width: float = 0.0
    height: float = 0.0
    words: tuple[Word, ...] = ()
    rulings: tuple[Ruling, ...] = ()
    shades: tuple[BBox, ...] = ()
    grids: tuple[Table, ...] = ()
    why: str = ""
    source: PageSource | None = None
    layer: Layer | None = None
    table_sign: str | None = None
    insets: tuple[Page, ...] = ()
    joined: bool = False


@dataclass(frozen=True, slots=True)
class Issue:
    """Something to tell the user about a report, with a stable code and a place."""

    code: str
    message: str
    severity: Literal["error", "warning", "info"] = "warning"
    page: int | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A file that was read. `language_folded`: the text lost its å ä ö (read with the wrong language)."""

    file_name: str
    sha256: str
    media_type: str
    pages: tuple[Page, ...]
    language_folded: bool = False
    issues: tuple[Issue, ...] = ()

    @property
    def reader(self) -> str:
        """The readers used, in order of pages, joined by '+' (a PDF may mix text and scans)."""
        return "+".join(dict.fromkeys(p.reader for p in self.pages))


@dataclass(frozen=True, slots=True)
class Extraction:
    """Everything extract has to say about one file. `declined` are parsers' noes that concern a whole page."""

    document: Document
    tables: tuple[Table, ...]
    declined: tuple[tuple[int, Declined], ...] = ()

    def prose(self) -> Sequence[Line]:
        """The lines that no table took, in order; blank lines are kept, they separate paragraphs."""
        taken = frozenset().union(*(t.taken() for t in self.tables))
        return [line for p in self.document.pages for line in p.lines if (p.number, line.number) not in taken]


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """How words are written in `Hints`, and compared everywhere: lower case, ASCII letters, single spaces.

    'Annat/ ej angivet ' -> 'annat/ej angivet'; points, colons and asterisks at the ends are dropped.
    """
    plain = unicodedata.normalize("NFKD", text.replace("ø", "o").replace("æ", "ae"))
    plain = plain.encode("ascii", "ignore").decode().lower()
    return re.sub(r"\s*/\s*", "/", re.sub(r"\s+", " ", plain)).strip(" .:;*")


@dataclass(frozen=True, slots=True)
class Hints:
    """Words that help to find tables, folded and given by the caller: extract knows none itself.

    `headers` are column headings (several words allowed) and `modifiers` the words that only qualify one (years aside:
    'jan-juni', 'helår'). `totals` are row labels of sums, `statuses` words that stand where a number could ('ej
    tillämpligt'), `ratings` the closing words of goal rows. The headings of goal tables come by the column they open:
    `stub_headers`, `target_headers`, `result_headers`, `rating_headers`. `names` are row labels seen elsewhere.
    Tables are found without any of them too.
    """

    headers: frozenset[str] = frozenset()
    modifiers: frozenset[str] = frozenset()
    totals: frozenset[str] = frozenset()
    statuses: frozenset[str] = frozenset()
    ratings: frozenset[str] = frozenset()
    stub_headers: frozenset[str] = frozenset()
    target_headers: frozenset[str] = frozenset()
    result_headers: frozenset[str] = frozenset()
    rating_headers: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class TableSettings:
    """Every tolerance of the table parsers, in points unless said, and the caller's hints. Checked once, here."""

    hints: Hints = field(default_factory=Hints)
    snap: float = 2.0
    """Rulings closer than this are one."""
    min_rows: int = 2
    min_columns: int = 2
    render_dpi: int = 300
    most_pages: int = 5000
    """A file with more pages is not read: the time and memory that one file may cost have an end."""

    def __post_init__(self) -> None:
        least = min(self.min_rows, self.min_columns, self.most_pages)
        if self.snap <= 0 or least < 1 or not 72 <= self.render_dpi <= 600:
            raise ValueError(f"settings out of range: {self}")
