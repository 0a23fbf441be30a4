"""Column headings in a text dump: words scattered over lines -> one heading per column of figures.

The words that a heading may hold come as hints; without them, white space, rules and blank lines decide.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from extract.joining import join_lines
from extract.types import Hints, fold

YEAR = re.compile(r"(19|20)\d\d([-/.]\d\d){0,2}")
NUMERAL = re.compile(r"\d{1,4}|[qQkK][1-4]")
"""'25' in 'halvår 25', 'Q3'."""
SPACED = re.compile(r"\S+(?: \S+)*")
"""Words with single spaces between: a wider gap parts columns."""
LONGEST = 7
"""Words in the longest heading we look for."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A word of a heading block. `gap`: 0 inside a line, 1 first of a line, 2 first after a blank line or a rule."""

    text: str
    gap: int
    line: int


@dataclass(frozen=True, slots=True)
class Heading:
    """The headings found: `stub` over the labels, one text per column, and labels that strayed into the block."""

    stub: str
    columns: tuple[str, ...]
    strays: tuple[tuple[int, str], ...]
    lines: frozenset[int]
    known: int
    """How many columns carry a heading from the hints."""
    spaced: bool = False
    """Whether wide gaps in the line part the headings."""


def pieces(lines: Sequence[tuple[int, str]]) -> list[Piece]:
    """Words of numbered lines in order, each with how far it stands from the word before."""
    out: list[Piece] = []
    blank = True
    for number, text in lines:
        if not text.strip():
            blank = True
            continue
        gap = 2 if blank else 1
        for word in text.replace("|", " | ").split():
            if word == "|":
                gap = 2
                continue
            out.append(Piece(word, gap, number))
            gap = 0
        blank = False
    return out


@lru_cache(maxsize=16384)
def phrase_score(words: tuple[str, ...], hints: Hints) -> float:
    """How well words joined make a heading: known ones score by length, unknown ones cost by length."""
    bare = [w for w in words if not modifier(w, hints)]
    if not bare:
        return 1.0 if len(words) == 1 and YEAR.fullmatch(words[0]) else -1.0
    if modifier(words[0], hints):
        return -1.5
    text = fold(join_lines(bare))
    worded = fold(join_lines([w for w in words if not NUMERAL.fullmatch(w)]))
    full = fold(join_lines(list(words)))
    if hints.headers & {text, worded, full} or text in hints.names:
        return 1.5 + 2.0 * len(bare) + 0.5 * len(words)
    if len(text) >= 5 and any(nearly(text, h) for h in hints.headers):
        return 0.5 + 2.0 * len(bare) + 0.5 * len(words)
    strange = [w for w in text.split() if w not in heading_words(hints)]
    return 0.3 - 0.8 * max(len(strange) - 1, 0) - 0.3 * (len(bare) - 1)


@lru_cache(maxsize=65536)
def nearly(text: str, known: str) -> bool:
    """The same words but for a slip or two of the reader in each; short words must be the same."""
    a, b = text.split(), known.split()
    if len(a) != len(b) or abs(len(text) - len(known)) > 2:
        return False
    return all(
        x == y or (len(y) > 3 and Levenshtein.distance(x, y) <= (1 if len(y) < 8 else 2))
        for x, y in zip(a, b, strict=True)
    )


@lru_cache(maxsize=32)
def heading_words(hints: Hints) -> frozenset[str]:
    """Single words that stand in known headings."""
    return frozenset(w for h in hints.headers for w in h.split())


def modifier(word: str, hints: Hints) -> bool:
    """A word that only qualifies a heading: a year, a date, a month, a unit."""
    bare = fold(word).strip("()")
    if word[:1] == "(" or word[-1:] == ")":
        return True
    return bool(YEAR.fullmatch(bare) or NUMERAL.fullmatch(bare)) or bare in hints.modifiers


def heading(lines: Sequence[tuple[int, str]], columns: int, hints: Hints) -> Heading | None:
    """The heading block above the first row -> Heading; None when it cannot be cut into that many columns."""
    spaced = spaced_heading(lines, columns, hints)
    if spaced and 2 * spaced.known >= columns:
        return spaced
    anchored = anchored_heading(lines, columns, hints)
    streamed = segment(pieces(lines), columns, hints, within_line=False)
    best = streamed if streamed and (not anchored or streamed.known > anchored.known) else anchored
    return best if best and best.known else ruled_heading(lines, columns) or best


def spaced_cells(text: str) -> list[tuple[int, int, str]]:
    """The pieces of a line that gaps of two spaces or more part: (start, end, text)."""
    return [(m.start(), m.end(), m.group()) for m in SPACED.finditer(text)]


def is_known(text: str, hints: Hints) -> bool:
    """Is the text a column heading from the hints, or nothing but a year, a period or a unit?"""
    words = tuple(text.split())
    return phrase_score(words, hints) >= 2.0 or all(modifier(w, hints) for w in words)


def spaced_heading(lines: Sequence[tuple[int, str]], columns: int, hints: Hints) -> Heading | None:
    """The line that wide gaps part into one heading per column, with what stands over the labels or a gap there."""
    found = [x for i in range(len(lines)) if (x := spaced_at(lines, i, columns, hints))]
    return max(reversed(found), key=lambda x: (x.known, bool(x.stub)), default=None)


def spaced_at(lines: Sequence[tuple[int, str]], at: int, columns: int, hints: Hints) -> Heading | None:
    """Line `at` as spaced headings; parted lines right above and below go on with what they stand over or under."""
    number, line = lines[at]
    cells = [] if "|" in line else spaced_cells(line)
    if not (len(cells) == columns + 1 or (len(cells) == columns > 1 and cells[0][0] > 1)):
        return None
    texts = [[t] for _, _, t in cells]
    used = {number}
    for step in (-1, 1):
        i = at + step
        while 0 <= i < len(lines) and (homes := beside(spaced_cells(lines[i][1]), cells)):
            for home, text in homes:
                texts[home].insert(0 if step < 0 else len(texts[home]), text)
            used.add(lines[i][0])
            i += step
    joined = [join_lines(t) for t in texts]
    stub, heads = " ".join(joined[:-columns]), tuple(joined[-columns:])
    below = [x for x in lines[at + 1 :] if x[0] not in used and x[1].strip()]
    found = Heading(stub, heads, (), frozenset(used), sum(is_known(t, hints) for t in heads))
    return replace(continued(found, below, hints), spaced=True)


def beside(
    words: Sequence[tuple[int, int, str]], cells: Sequence[tuple[int, int, str]]
) -> list[tuple[int, str]] | None:
    """The cell each of a neighbouring line's pieces stands over or under; None unless every piece has its own."""
    homes = [[i for i, (a, b, _) in enumerate(cells) if start < b and a < end] for start, end, _ in words]
    if len(words) < 2 or any(len(h) != 1 for h in homes) or len({h[0] for h in homes}) < len(homes):
        return None
    return [(h[0], text) for h, (_, _, text) in zip(homes, words, strict=True)]


def opens_table(text: str, hints: Hints) -> bool:
    """Is the line a row of column headings: at least two, known ones, and nothing else that gaps do not part?"""
    cells = [t for _, _, t in spaced_cells(text.replace("|", "   "))]
    if len(cells) > 1:
        known = sum(is_known(t, hints) or fold(t) in hints.stub_headers for t in cells)
        return known >= 2 and 2 * known >= len(cells)
    words = pieces([(0, text)])
    for columns in range(2, len(words) + 1):
        found = segment(words, columns, hints, within_line=True)
        if found and found.known == columns and (not found.stub or fold(found.stub) in hints.stub_headers):
            return True
    return False


def ruled_heading(lines: Sequence[tuple[int, str]], columns: int) -> Heading | None:
    """A line whose printed rules part it into a stub and as many unknown headings as there are columns."""
    for number, text in lines:
        stub, *parts = (" ".join(p.split()) for p in text.strip().strip("|").split("|"))
        if len(parts) == columns and all(parts):
            return Heading(stub, tuple(parts), (), frozenset({number}), 0)
    return None


def anchored_heading(lines: Sequence[tuple[int, str]], columns: int, hints: Hints) -> Heading | None:
    """One line holds a word for every column ('Antal  Kvinnor  Män  Totalt'); later lines continue its headings."""
    best: tuple[float, int, Heading] | None = None
    for i, line in enumerate(lines):
        found = segment(pieces([line]), columns, hints, within_line=True)
        if found is None:
            continue
        score = found.known + (0.5 if "|" in line[1] else 0.0)
        if best is None or score > best[0]:
            best = (score, i, found)
    if best is None or (best[2].known == 0 and best[0] == 0):
        return None
    return continued(best[2], [x for x in lines[best[1] + 1 :] if x[1].strip()], hints)


def segment(
    words: Sequence[Piece], columns: int, hints: Hints, *, within_line: bool, stub: bool = True
) -> Heading | None:
    """Cut words into a stub heading and `columns` headings by the best total of phrase scores (dynamic programme).

    Without `stub` every word belongs to a column, as under the bars of a chart.
    """
    n = len(words)
    if n < columns:
        return None
    worst = float("-inf")
    # best[c][i]: score of words[i:] cut into c headings; nxt[c][i]: where the first of them ends
    best = [[worst] * (n + 1) for _ in range(columns + 1)]
    nxt = [[0] * (n + 1) for _ in range(columns + 1)]
    best[0][n] = 0.0
    for c in range(1, columns + 1):
        for i in range(n - 1, -1, -1):
            for j in range(i + 1, min(i + LONGEST, n) + 1):
                if best[c - 1][j] == worst or (within_line and any(w.gap == 2 for w in words[i + 1 : j])):
                    continue
                score = phrase_score(tuple(w.text for w in words[i:j]), hints) + best[c - 1][j]
                score += edge(words[i].gap, within_line)
                if score > best[c][i]:
                    best[c][i], nxt[c][i] = score, j
    starts = range(n - columns + 1) if stub else range(1)
    start = max(starts, key=lambda i: (best[columns][i] + stub_bonus(words[:i], hints), -i))
    if best[columns][start] == worst:
        return None
    cuts = [start]
    for c in range(columns, 0, -1):
        cuts.append(nxt[c][cuts[-1]])
    parts = [words[a:b] for a, b in pairwise(cuts)]
    texts = tuple(join_lines([w.text for w in p]) for p in parts)
    known = sum(phrase_score(tuple(w.text for w in p), hints) >= 2.0 for p in parts)
    over_labels = join_lines([w.text for w in words[:start]])
    return Heading(over_labels, texts, (), frozenset(w.line for w in words), known)


def edge(gap: int, within_line: bool) -> float:
    """What it is worth that a heading starts here."""
    return 0.3 if within_line and gap == 2 else (0.0 if within_line else (-0.4, 0.2, 0.6)[gap])


def stub_bonus(words: Sequence[Piece], hints: Hints) -> float:
    """What stands over the labels may be a heading too ('Insats', 'Avslutade deltagare'): its best part counts."""
    texts = [w.text for w in words]
    if fold(" ".join(texts)) in hints.stub_headers:
        return 4.0
    parts = [tuple(texts[i:j]) for i in range(len(texts)) for j in range(i + 1, min(i + LONGEST, len(texts)) + 1)]
    return max([0.0, *(phrase_score(p, hints) for p in parts)])


def continued(found: Heading, lines: Sequence[tuple[int, str]], hints: Hints) -> Heading:
    """Words under the anchor line go to the column they complete: after a hyphen, or to make a known phrase."""
    stub, columns = found.stub, list(found.columns)
    strays: list[tuple[int, str]] = []
    used = set(found.lines)
    touched: list[int] = []
    for number, text in lines:
        words = text.replace("|", " ").split()
        pending = [i for i, c in enumerate(columns) if c.endswith("-")]
        label, homes = share_out(words, pending, touched, columns, hints)
        for word, column in zip(words[len(words) - len(homes) :], homes, strict=True):
            columns[column] = join_lines([columns[column], word])
        if label and (lower(label) if homes else goes_over_labels(label, stub, strays, hints)):
            stub = join_lines([stub, label])
        elif label:
            strays.append((number, label))
        touched = homes or touched
        used.add(number)
    return Heading(stub, tuple(columns), tuple(strays), frozenset(used), found.known)


def goes_over_labels(label: str, stub: str, strays: Sequence[object], hints: Hints) -> bool:
    """Does a line of words only go on with the heading over the labels? A known one ('Insats') is whole already."""
    return not strays and (lower(label) or fold(stub) not in hints.stub_headers)


def share_out(
    words: Sequence[str], pending: Sequence[int], touched: Sequence[int], columns: Sequence[str], hints: Hints
) -> tuple[str, list[int]]:
    """Words of a continuing line -> (the label before them, the column of each of the rest)."""
    for k in range(len(words)):
        home = completes(words[k:], columns, hints)
        if home is not None:
            return " ".join(words[:k]), [home] * (len(words) - k)
    start = len(words)
    while start and modifier(words[start - 1].strip("-"), hints):
        start -= 1
    if start < len(words) and len(words) - start <= len(columns):
        return " ".join(words[:start]), list(range(len(words) - start))
    if len(words) <= len(pending):
        return "", best_homes(words, pending, columns, hints)
    if touched and len(words) <= len(touched) and all(lower(w) for w in words):
        rest = [i for i in touched if i not in pending]
        tail = words[len(pending) :]
        return "", [
            *pending,
            *best_homes(tail, rest[-len(tail) :] if len(tail) > 1 else rest, columns, hints, last=True),
        ]
    if pending:
        return " ".join(words[: len(words) - len(pending)]), list(pending)
    return " ".join(words), []


def completes(words: Sequence[str], columns: Sequence[str], hints: Hints) -> int | None:
    """The column that these words make a known phrase with ('Annan' + 'köns-ID'); None when there is none."""
    tail = " ".join(words)
    for i, column in enumerate(columns):
        whole = fold(join_lines([column, tail]))
        longer = [h for h in hints.headers if len(h) > len(fold(column)) + 2 and abs(len(h) - len(whole)) <= 1]
        if any(fuzz.ratio(whole, h) >= 84 for h in longer):
            return i
    return None


def best_homes(
    words: Sequence[str], homes: Sequence[int], columns: Sequence[str], hints: Hints, *, last: bool = False
) -> list[int]:
    """Columns for continuing words, left to right; a single word goes where it makes a known name or heading."""
    if len(words) == 1:
        for i in homes:
            whole = fold(join_lines([columns[i], *words]))
            if whole in hints.headers or whole in hints.names:
                return [i]
        return [homes[-1] if last else homes[0]]
    return list(homes)[: len(words)]


def lower(text: str) -> bool:
    return bool(text) and text[0].islower()
