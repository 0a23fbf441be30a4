"""Rows of a goal table in a text dump without columns: such that close with a rating, and goals with values behind."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from extract.text_goal_heads import headings
from extract.text_words import YEAR
from extract.types import Hints, Line, fold

VALUE = re.compile(r"[-−–]?\d[\d\s]*([.,]\d+)?\s*%?(\s*\([^)]*\))?")
TRAILING = re.compile(r"(?P<value>[-−–]?\d+([.,]\d+)?(\s*%)?(\s*\([^)]*\))?)\s*$")
ROW_LINES = 9
"""A goal that has no result within this many lines is not a row: the table has ended."""
GAP = 4
"""More blank lines than this end a table."""


@dataclass(slots=True)
class Draft:
    """One row being filled: lines of text per column, with the line numbers they stand on."""

    cells: list[list[tuple[int, str]]] = field(default_factory=list)


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
