"""Goal tables in a text dump: the cells stand one after the other, split by blank lines that are not always there.

Two shapes: rows that open with a name and close with a rating (name, goals, results, rating), and small tables of
goals with one or more columns of results ('Mål | Resultat 2017 | Resultat 2016'). The headings, the rating words and
the status words come as hints; without them there is no such table to find.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from extract.joining import join_lines
from extract.text_header import YEAR, opens_table, spaced_cells
from extract.types import Cell, Declined, Hints, Line, Page, Table, TableSettings, fold

VALUE = re.compile(r"[-−–]?\d[\d\s]*([.,]\d+)?\s*%?(\s*\([^)]*\))?")
TRAILING = re.compile(r"(?P<value>[-−–]?\d+([.,]\d+)?(\s*%)?(\s*\([^)]*\))?)\s*$")
HEADER_LINES = 14
ROW_LINES = 9
"""A goal that has no result within this many lines is not a row: the table has ended."""
SLACK = 2
"""Spaces that a cell may start before its heading."""
GAP = 4
"""More blank lines than this end a table."""


@dataclass(frozen=True, slots=True)
class Heads:
    """The headings of a goal table: texts, the role of each column, and where they end."""

    texts: tuple[str, ...]
    roles: tuple[str, ...]
    first: int
    last: int


@dataclass(slots=True)
class Draft:
    """One row being filled: lines of text per column, with the line numbers they stand on."""

    cells: list[list[tuple[int, str]]] = field(default_factory=list)


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


def headings(lines: Sequence[Line], start: int, hints: Hints) -> Heads | None:
    """The headings that start on this very line, over several lines and blanks; None when it is not such a line."""
    words: list[tuple[str, int]] = []
    last = start
    for i in range(start, min(start + HEADER_LINES, len(lines))):
        row = lines[i].text.replace("|", " ").split()
        if not row:
            if i == start:
                return None
            continue
        if not all_heads([*[w for w, _ in words], *row], hints):
            break
        words += [(w, i) for w in row]
        last = i
    cut = columns_of([w for w, _ in words], hints)
    if not cut or "target" not in [r for _, r in cut] or "result" not in [r for _, r in cut]:
        return None
    return Heads(tuple(t for t, _ in cut), tuple(r for _, r in cut), start, last)


def all_heads(words: Sequence[str], hints: Hints) -> bool:
    return columns_of(words, hints, partial=True) is not None


def columns_of(words: Sequence[str], hints: Hints, *, partial: bool = False) -> list[tuple[str, str]] | None:
    """Words -> (heading, role) per column; None when a word fits none. `partial` allows a broken word at the end."""
    roles = {
        "stub": hints.stub_headers,
        "target": hints.target_headers,
        "result": hints.result_headers,
        "rating": hints.rating_headers,
    }
    out: list[tuple[str, str]] = []
    i = 0
    while i < len(words):
        bare = fold(words[i])
        if out and (YEAR.fullmatch(bare) or bare in hints.modifiers):
            out[-1] = (f"{out[-1][0]} {words[i]}", out[-1][1])
            i += 1
            continue
        if partial and i == len(words) - 1 and words[i].endswith("-"):
            return out
        found = None
        for length in (3, 2, 1):
            text = join_lines(list(words[i : i + length]))
            role = next((r for r, known in roles.items() if fold(text) in known), None)
            if role and i + length <= len(words):
                found = (text, role, length)
                break
        if found is None:
            return None
        out.append((found[0], found[1]))
        i += found[2]
    return out


def body(lines: Sequence[Line], heads: Heads, hints: Hints) -> Table | None:
    """The rows under the headings -> Table; None when no row is complete."""
    if spaced := spaced_rows(lines, heads, hints):
        return build(lines, heads, spaced)
    if heads.roles[0] == "stub" and heads.roles[-1] == "rating":
        drafts = rated_rows(lines, heads.last + 1, hints)
    elif heads.roles[0] == "target" and set(heads.roles[1:]) == {"result"}:
        drafts = valued_rows(lines, heads.last + 1, len(heads.roles) - 1, hints)
    else:
        return None
    return build(lines, heads, drafts) if drafts else None


def spaced_rows(lines: Sequence[Line], heads: Heads, hints: Hints) -> list[Draft]:
    """Rows whose cells wide gaps part, each starting under its heading; none when the headings are not parted so.

    A line with nothing under the first heading goes on with the row above it.
    """
    starts = [start for start, _, _ in spaced_cells(lines[heads.first].text)]
    if heads.first != heads.last or len(starts) != len(heads.texts):
        return []
    drafts: list[Draft] = []
    for i in range(heads.last + 1, len(lines)):
        cells = spaced_cells(lines[i].text)
        if not cells and (not drafts or (i + 1 < len(lines) and spaced_cells(lines[i + 1].text))):
            continue
        homes = [max((c for c, s in enumerate(starts) if s <= start + SLACK), default=0) for start, _, _ in cells]
        goes_on = bool(drafts) and bool(homes) and 0 not in homes
        whole = len(homes) == len(starts)
        if len(set(homes)) < len(homes) or not (whole or goes_on) or opens_table(lines[i].text, hints):
            break
        if whole:
            drafts.append(Draft([[] for _ in starts]))
        for home, (_, _, text) in zip(homes, cells, strict=True):
            drafts[-1].cells[home].append((lines[i].number, text))
    return drafts


def blocks(lines: Sequence[Line], start: int, end: int) -> list[list[tuple[int, str]]]:
    """Lines split at blank lines: lists of (number, text)."""
    out: list[list[tuple[int, str]]] = [[]]
    for line in lines[start:end]:
        if line.text.strip():
            out[-1].append((line.number, line.text.strip()))
        elif out[-1]:
            out.append([])
    return [b for b in out if b]


def rated_rows(lines: Sequence[Line], start: int, hints: Hints) -> list[Draft]:
    """Rows that close with a rating: the name opens, the first block is the goals, the rest the results."""
    drafts: list[Draft] = []
    row_start = start
    i = start
    while i < len(lines) and i - row_start < 4 * ROW_LINES:
        rating = closing_rating(lines[i].text, hints)
        if rating is None:
            i += 1
            continue
        before = lines[i].text.strip()[: -len(rating)].strip()
        content = blocks(lines, row_start, i)
        if before:
            joined = bool(content) and lines[i - 1].text.strip()
            if joined:
                content[-1].append((lines[i].number, before))
            else:
                content.append([(lines[i].number, before)])
        draft = rated_row(content)
        if draft is None:
            break
        draft.cells.append([(lines[i].number, rating)])
        drafts.append(draft)
        row_start = i = i + 1
    return drafts


def closing_rating(text: str, hints: Hints) -> str | None:
    """The rating that a line is, or ends with after a closed result; the longest that fits."""
    words = text.split()
    for n in range(min(4, len(words)), 0, -1):
        tail = " ".join(words[-n:])
        if fold(tail) in hints.ratings and (n == len(words) or words[-n - 1][-1] in ").%." or words[-n][0].isupper()):
            return text.strip()[-len(tail) :] if text.strip().endswith(tail) else tail
    return None


def rated_row(content: list[list[tuple[int, str]]]) -> Draft | None:
    """Blocks of one row -> name, goals, results. None when there are not three."""
    if not content:
        return None
    first = content[0]
    whole_name = len(content) >= 3 and len(first) <= 3 and not any(re.search(r"\d|[.!]$", t) for _, t in first)
    if whole_name:
        name, goals, results = first, content[1], content[2:]
    else:
        number, text = first[0]
        cut = name_end(text)
        if cut == 0:
            return None
        name = [(number, text[:cut].strip())]
        goals = [(number, text[cut:].strip()), *first[1:]] if text[cut:].strip() else first[1:]
        results = content[1:]
        if not results:
            goals, results = halves(goals)
    if not goals or not results:
        return None
    return Draft([name, goals, [line for block in results for line in block]])


def halves(lines: list[tuple[int, str]]) -> tuple[list[tuple[int, str]], list[list[tuple[int, str]]]]:
    """Goals and results run together in one block: as many statements are goals as are results."""
    said = [(n, part) for n, text in lines for part in re.split(r"(?<=\.)\s+(?=[A-ZÅÄÖ\d])", text)]
    if len(said) < 2:
        return lines, []
    middle = (len(said) + 1) // 2
    return said[:middle], [said[middle:]]


def name_end(text: str) -> int:
    """Where a name ends and the goal begins: before a figure, or before a capital that opens a sentence."""
    words = list(re.finditer(r"\S+", text))
    for i, word in enumerate(words[1:], start=1):
        following = words[i + 1].group() if i + 1 < len(words) else ""
        if word.group()[0].isdigit() or (
            word.group()[0].isupper() and following[:1].islower() and word.group()[1:].islower()
        ):
            return word.start()
    return len(text) if len(words) <= 4 else 0


def valued_rows(lines: Sequence[Line], start: int, values: int, hints: Hints) -> list[Draft]:
    """Rows of a goal and its `values` results, which may stand on the goal's line, on their own, or together."""
    drafts: list[Draft] = []
    goal: list[tuple[int, str]] = []
    results: list[tuple[int, str]] = []
    gap = 0
    opened = start
    for i in range(start, len(lines)):
        text = lines[i].text.strip()
        if not text:
            gap += 1
            continue
        if i - opened > 2 * ROW_LINES or gap > GAP + (2 if results else 0) or (gap and not goal and new_page(lines[i])):
            break
        if headings(lines, i, hints):
            break
        gap = 0
        lead, found = cut_values(text, values - len(results), hints, inside=bool(goal))
        if lead and results:
            break
        if lead:
            opened = i if not goal else opened
            goal.append((lines[i].number, lead))
        if found and not goal:
            goal.append((lines[i].number, " ".join(found)))
            opened = i
            continue
        results += [(lines[i].number, v) for v in found]
        if len(results) == values:
            drafts.append(Draft([goal, *[[r] for r in results]]))
            goal, results, opened = [], [], i
        elif len(goal) > ROW_LINES or too_long(goal):
            break
    if results and goal:
        drafts.append(Draft([goal, *[[r] for r in results], *[[] for _ in range(values - len(results))]]))
    return drafts


def too_long(goal: Sequence[tuple[int, str]]) -> bool:
    """Running text, not a goal: several sentences."""
    text = " ".join(t for _, t in goal)
    return len(text) > 200 or len(re.findall(r"[.!?] [A-ZÅÄÖ]", text)) > 1


def new_page(line: Line) -> bool:
    """Dumps mark the first line of a page with a form feed, which becomes one leading space."""
    return line.text.startswith(" ") and not line.text.startswith("  ")


def cut_values(text: str, most: int, hints: Hints, *, inside: bool) -> tuple[str, list[str]]:
    """A line -> (goal text before the values, up to `most` values at its end)."""
    found: list[str] = []
    rest = text
    while rest and len(found) < most:
        value = last_value(rest, hints, alone=bool(found) or inside)
        if value is None:
            break
        found.insert(0, value)
        rest = rest[: len(rest) - len(value)].strip()
    if rest and found and re.search(r"[^\W\d]", rest) and not (inside or len(found) == most):
        return text, []
    if rest and found and len(found) < most and re.search(r"[^\W\d]", rest):
        return text, []
    return rest, found


def last_value(text: str, hints: Hints, *, alone: bool) -> str | None:
    """The value a line ends with: a figure, a figure with its unit where it stands alone, or a status word."""
    words = text.split()
    for n in range(min(3, len(words)), 0, -1):
        tail = text[text.rindex(words[-n]) :] if n == 1 else " ".join(words[-n:])
        if fold(tail) in hints.statuses and text.endswith(tail):
            return tail
    match = TRAILING.search(text)
    if match and not YEAR.fullmatch(match.group("value").strip()):
        return match.group("value").rstrip()
    unit = re.search(r"(?:^|(?<=\)\s)|(?<=%\s)|(?<=\d\s))\d+ [^\W\d]{4,}$", text)
    return unit.group() if unit and alone else None


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
