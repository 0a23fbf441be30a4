"""Tables in a text dump whose rows are lines: a label and figures at the line's end, headings above.

Handles labels that wrap over lines, figures on a line of their own, status words over several lines, thousands that
were split or glued, and blank cells that left no trace.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from extract.digits import Token, amount, best_rows, groupings, holding, joinable, placements, row_rules, split_tail
from extract.joining import join_lines
from extract.text_header import YEAR, Heading, heading, opens_table, spaced_cells
from extract.types import Cell, Declined, Hints, Line, Page, Table, TableSettings, fold
from extract.words import words as known_words

CAPTION = re.compile(r"\w+ \d+[a-z]?\s*[.:–-]\s+\S.*")
CAPTION_WORDS = known_words("caption")
PAGE_NUMBER = re.compile(r"\d{1,3}( ?\(\d{1,3}\))?")
LABEL_LIMIT = 75
"""A longer line is running text, not a label."""
REACH = 4
"""Lines of labels allowed between two rows."""
HEADER_REACH = 40
SENTENCE = re.compile(r"[.!?;]$|[,;:]$")


@dataclass(slots=True)
class Row:
    """A row being put together: label lines, then tokens. `lines` are all line numbers it takes."""

    label: list[str] = field(default_factory=list)
    tokens: list[Token] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    section: bool = False
    parted: list[Token] = field(default_factory=list)
    """The tokens with those between two wide gaps as one figure; none where they cannot all be figures."""

    @property
    def text(self) -> str:
        return join_lines(self.label)


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


def regions(lines: Sequence[Line], hints: Hints) -> list[tuple[int, int]]:
    """(first, last) indexes of runs of row lines: figures at the end, with nothing but labels between."""
    found: list[tuple[int, int]] = []
    run: list[int] = []
    gap = 0
    for i, line in enumerate(lines):
        text = line.text.strip()
        if not text or (PAGE_NUMBER.fullmatch(text) and not run):
            continue
        if is_row(text):
            run.append(i)
            gap = 0
            continue
        gap += 1
        status = fold(text) != "" and any(fold(text) in s for s in hints.statuses)
        running = len(text) > LABEL_LIMIT or is_caption(text) or (SENTENCE.search(text) and not status)
        if running or gap > REACH + 2 or (run and not status and opens_table(line.text, hints)):
            found += close(lines, run)
            run = []
    return found + close(lines, run)


def is_caption(text: str) -> bool:
    """A line that opens a table or chart: 'Tabell 3 Ekonomi', or a word and a number with a mark after them."""
    first, _, rest = text.partition(" ")
    numbered = re.match(r"\d+[a-z]?\b", rest) is not None
    return CAPTION.fullmatch(text) is not None or (numbered and first[:1].isupper() and first.lower() in CAPTION_WORDS)


def close(lines: Sequence[Line], run: Sequence[int]) -> list[tuple[int, int]]:
    """A run is a table when two rows have two figures, or three neighbouring lines have one each."""
    several = [i for i in run if len(split_tail(lines[i].text)[1]) >= 2]
    if len(several) >= 2:
        return [(run[0], run[-1])]
    neighbours = len(run) >= 3 and run[-1] - run[0] <= len(run) + 1
    labelled = all(split_tail(lines[i].text)[0][:1].isupper() for i in run)
    return [(run[0], run[-1])] if neighbours and labelled else []


def is_row(text: str) -> bool:
    """A line that ends in figures and is short enough to be a label with figures."""
    if len(text) > 110 or (PAGE_NUMBER.fullmatch(text) and "(" in text):
        return False
    label, tail = split_tail(text)
    figures = [t for t, _ in tail if amount(t) is not None]
    if not figures or len(label) > LABEL_LIMIT or is_caption(text):
        return False
    return not neighbouring_years(figures) if len(figures) >= 2 else not YEAR.fullmatch(figures[0])


def neighbouring_years(figures: Sequence[str]) -> bool:
    """'2019 2018': years side by side, one apart, are headings."""
    years = [int(t) for t in figures if re.fullmatch(r"(19|20)\d\d", t)]
    return len(years) == len(figures) and all(abs(a - b) == 1 for a, b in pairwise(years))


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


def header_block(lines: Sequence[Line], start: int, hints: Hints) -> tuple[int, list[tuple[int, str]]]:
    """Lines above the first row up to a caption, a wide gap, running text or another table: (index, numbered lines)."""
    i = start
    blanks = 0
    headed = False
    block: list[tuple[int, str]] = []
    while i > 0 and start - i < HEADER_REACH:
        raw = lines[i - 1].text.rstrip()
        text = raw.strip()
        if is_caption(text):
            break
        cells = len(spaced_cells(raw))
        if headed and cells > 2 and not block[0][1]:
            break
        headed = headed or (cells > 1 and opens_table(raw, hints))
        blanks = 0 if text else blanks + 1
        if blanks > 2 or len(text) > 100 or text.endswith((".", ";")):
            break
        block.insert(0, (lines[i - 1].number, raw if text else ""))
        i -= 1
    while block and not block[0][1]:
        block.pop(0)
        i += 1
    return i, block


def extended(lines: Sequence[Line], end: int, hints: Hints) -> int:
    """The last index of the region with the status words after its last row taken in."""
    i = end
    while i + 1 < len(lines) and i - end < 12:
        text = fold(lines[i + 1].text)
        if text and not any(text in s for s in hints.statuses):
            break
        i += 1
    while i > end and not lines[i].text.strip():
        i -= 1
    return i


def collect(lines: Sequence[Line], start: int, end: int, hints: Hints) -> list[Row]:
    """Rows in order. Labels above a line of bare figures, or above one that goes on in lower case, belong to it."""
    rows: list[Row] = []
    waiting = Row()
    i = start
    while i <= end:
        line = lines[i]
        text = line.text.strip()
        if not text:
            i += 1
            continue
        label, tail = split_tail(text)
        if not tail or not any(amount(t) is not None for t, _ in tail):
            consumed = status_at(lines, i, end, hints)
            if consumed and rows and not waiting.label:
                words, last = consumed
                rows[-1].tokens.append(Token(words, line=line.number))
                rows[-1].lines += [x.number for x in lines[i : last + 1] if x.text.strip()]
                i = last + 1
                continue
            waiting.label.append(text)
            waiting.lines.append(line.number)
            i += 1
            continue
        row = Row([label] if label else [], [Token(t, cut, line.number) for t, cut in tail], [line.number])
        row.parted = parted(line.text, row.tokens)
        if waiting.label:
            if not label or goes_on(waiting.text, label):
                row.label, row.lines = waiting.label + row.label, waiting.lines + row.lines
            else:
                rows += sections(waiting)
            waiting = Row()
        rows.append(row)
        i += 1
    return rows


def parted(text: str, tokens: Sequence[Token]) -> list[Token]:
    """The figures of a row as the wide gaps of its line part them; none when a part is not one figure."""
    left = list(tokens)
    out: list[Token] = []
    for _, _, cell in reversed(spaced_cells(text)):
        label, tail = split_tail(cell)
        part = left[len(left) - len(tail) :]
        if not part or label or not joinable(part):
            break
        out.insert(0, Token(" ".join(t.text for t in part), part[0].cut, part[0].line))
        del left[len(left) - len(tail) :]
    return [] if left or "|" in text else out


def by_gaps(rows: list[Row]) -> list[Row]:
    """The rows that gaps part into as many figures as most rows, two at least, read so."""
    counts = Counter(len(r.parted) for r in rows if r.tokens)
    common = max(counts, key=lambda n: (counts[n], n), default=0)
    if common > 1 and counts[common] > 1:
        for row in rows:
            if len(row.parted) == common:
                row.tokens = row.parted
    return rows


def sections(waiting: Row) -> list[Row]:
    """Labels without figures above a row: one section row each, wrapped ones joined."""
    out: list[Row] = []
    for text, number in zip(waiting.label, waiting.lines, strict=True):
        if out and goes_on(out[-1].text, text):
            out[-1].label.append(text)
            out[-1].lines.append(number)
        else:
            out.append(Row([text], [], [number], section=True))
    return out


def goes_on(before: str, label: str) -> bool:
    """Does a label go on from the line above: lower case start, or that line ends open ('... med', 'Samverkans-')?"""
    last = before.rsplit(maxsplit=1)[-1] if before.split() else ""
    return (
        label[0].islower()
        or before.endswith(("-", ",", "/"))
        or (last.islower() and len(last) <= 4 and len(before) > 12)
    )


def status_at(lines: Sequence[Line], i: int, end: int, hints: Hints) -> tuple[str, int] | None:
    """A status word that starts at line i, perhaps over several lines: (its text, last index)."""
    words: list[str] = []
    for j in range(i, min(i + 4, end + 1)):
        text = lines[j].text.strip()
        if not text:
            continue
        words.append(text)
        if fold(" ".join(words)) in hints.statuses:
            return " ".join(words), j
    return None


def choose(rows: Sequence[Row], above: list[tuple[int, str]], hints: Hints) -> tuple[Heading | None, int]:
    """The number of columns of figures, with the headings that support it."""
    counts = Counter(len(r.tokens) for r in rows if r.tokens)
    widest = max(counts)
    mode = max(counts, key=lambda n: (counts[n], n))
    candidates = [n for n in range(1, widest + 1) if feasible(rows, n)]
    ranked: list[tuple[float, int, Heading | None]] = []
    for n in candidates:
        found = heading(above, n, hints) if any(t for _, t in above) else None
        known = found.known / n if found else 0.0
        arithmetic = rule_support(rows, n)
        shape = fit(rows, n) + (0.2 if n == mode else 0.0)
        missing = leftover(found, hints) * (2.0 if separate(rows, n + 1) else 1.0)
        spaced = 0.5 if found and found.spaced else 0.0
        ranked.append((2.0 * known - missing + arithmetic + shape + spaced, n, found))
    if not ranked:
        return None, 0
    _, n, found = max(ranked, key=lambda x: (x[0], x[1]))
    return found, n


def fit(rows: Sequence[Row], columns: int) -> float:
    """How well the rows fill that many columns: exact rows count fully, short and unreadable ones against."""
    score = 0.0
    filled = [r for r in rows if r.tokens]
    for row in filled:
        n = len(row.tokens)
        if n == columns:
            score += 1.0
        elif n < columns:
            score -= 0.5
        else:
            score += 0.8 if next(groupings(row.tokens, columns), None) else -2.0
    return score / len(filled)


def leftover(found: Heading | None, hints: Hints) -> float:
    """A known heading left in the stub says that a column is missing."""
    words = fold(found.stub).split() if found else []
    return 1.0 if words and (words[-1] in hints.headers or " ".join(words[-2:]) in hints.headers) else 0.0


def separate(rows: Sequence[Row], columns: int) -> bool:
    """Does every row that fills that many columns add up as printed? Then its figures are not groups of thousands."""
    full = [[amount(t.text) for t in row.tokens] for row in rows if len(row.tokens) == columns]
    rules = row_rules(columns)
    return bool(full) and all(any(rule.holds(row) for rule in rules) for row in full)


def feasible(rows: Sequence[Row], columns: int) -> bool:
    """Can most rows be read as that many figures or fewer?"""
    ok = sum(len(r.tokens) <= columns or next(groupings(r.tokens, columns), None) is not None for r in rows if r.tokens)
    return ok >= 0.8 * sum(bool(r.tokens) for r in rows)


def rule_support(rows: Sequence[Row], columns: int) -> float:
    """The largest share of rows that some row sum explains with that many columns."""
    readings = [list(groupings(r.tokens, columns)) for r in rows if len(r.tokens) >= columns]
    readings = [x for x in readings if x]
    if columns < 3 or len(readings) < 2:
        return 0.0
    shares = []
    for rule in row_rules(columns):
        hits = sum(any(rule.holds([amount(t) for t in option]) for option in x) for x in readings)
        shares.append(hits / len(readings))
    return max(shares)


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


def resolve(rows: Sequence[Row], columns: int, hints: Hints) -> list[tuple[str, ...]] | None:
    """The texts of every row in its columns, chosen so that the sums hold; None when too many rows cannot be read."""
    options: list[list[tuple[str, ...]]] = []
    complete: list[list[int | None]] = []
    unread = 0
    for row in rows:
        if len(row.tokens) >= columns:
            found = list(groupings(row.tokens, columns))
            if len(found) == 1:
                complete.append([amount(t) for t in found[0]])
        elif row.tokens:
            found = placements([t.text for t in row.tokens], columns)
        else:
            found = [("",) * columns]
        unread += not found
        options.append(found or [("",) * columns])
    if unread > 0.2 * len(rows):
        return None
    rules = holding(row_rules(columns), complete)
    if not rules:
        ambiguous = [[[amount(t) for t in o] for o in opts] for opts in options if len(opts) > 1 or all(opts[0])]
        rules = [
            rule
            for rule in row_rules(columns)
            if ambiguous and sum(any(rule.holds(o) for o in opts) for opts in ambiguous) >= max(2, 0.6 * len(ambiguous))
        ][:1]
    totals = [fold(r.text) in hints.totals or fold(r.text).split(" ")[0] in hints.totals for r in rows]
    return [options[r][i] for r, i in enumerate(best_rows(options, rules, totals))]


def plausible(rows: Sequence[Row], texts: Sequence[tuple[str, ...]], columns: int, head: Heading | None) -> bool:
    """Not running text: labels are short, figures fill the grid, and either headings are known or rows are many."""
    body = [(r, t) for r, t in zip(rows, texts, strict=True) if r.tokens]
    filled = sum(bool(x) for _, t in body for x in t) / (len(body) * columns)
    labelled = sum(bool(re.search(r"[^\W\d]", r.text)) for r, _ in body) / len(body)
    known = head.known if head else 0
    return filled >= 0.4 and labelled >= 0.6 and (known >= 1 or len(body) >= 3)


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
