"""Figures at the end of a text line, without geometry: tokens, groupings of split thousands, and blank cells.

'6 623 770 7 720000 -1096 230' holds three amounts or seven figures: only the number of columns and the sums that hold
in the other rows can say. Everything here is about the shape of digits; meaning is normalize's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, islice, product

FIGURE = re.compile(r"[-−–]?\d(?:[\d.,]*\d)?%?")
BLANK_MARK = re.compile(r"[-−–—]")
GROUP = re.compile(r"\d{3}|\d{6}")
MAX_PLACEMENTS = 20_000
LONGEST = 8
"""Tokens that one figure is printed as at most."""


@dataclass(frozen=True, slots=True)
class Token:
    """One printed figure, blank mark or status at the end of a row. `cut` is a column rule printed before it."""

    text: str
    cut: bool = False
    line: int | None = None

    @property
    def figure(self) -> bool:
        return bool(FIGURE.fullmatch(self.text))


def split_tail(text: str) -> tuple[str, list[tuple[str, bool]]]:
    """A line -> (label, figures at its end with 'a column rule stands before'); '|' is a column rule.

    'Man Annan 12 - 3 %' -> ('Man Annan', [('12', False), ('-', False), ('3%', False)]).
    """
    parts = re.sub(r"\s+%", "%", text.replace("|", " | ")).split()
    tail: list[tuple[str, bool]] = []
    end = len(parts)
    while end and (parts[end - 1] == "|" or FIGURE.fullmatch(parts[end - 1]) or BLANK_MARK.fullmatch(parts[end - 1])):
        end -= 1
    cut = False
    for part in parts[end:]:
        if part == "|":
            cut = True
            continue
        tail.append((part, cut))
        cut = False
    label = " ".join(p for p in parts[:end] if p != "|")
    return label, tail


def amount(printed: str) -> int | None:
    """The digits of a printed figure as a whole number (decimals and % ignored as scale); None for a blank."""
    digits = re.sub(r"\D", "", printed)
    if not digits:
        return None
    return -int(digits) if printed[0] in "-−–" else int(digits)


def groupings(tokens: Sequence[Token], columns: int) -> Iterator[tuple[str, ...]]:
    """Every way to read the tokens as exactly `columns` figures, joining thousands groups; most separate first."""
    n = len(tokens)
    if n < columns:
        return
    ends = [[b for b in range(a + 1, min(n, a + LONGEST) + 1) if joinable(tokens[a:b])] for a in range(n)]
    # what can be read from the end as 0, 1, 2 ... figures: only ways that lead to the end are gone
    open_from: list[set[int]] = [{n}]
    for _ in range(columns):
        open_from.append({a for a in range(n) if not open_from[-1].isdisjoint(ends[a])})

    def ways(first: int, left: int) -> Iterator[tuple[str, ...]]:
        if not left:
            yield ()
            return
        for end in ends[first]:
            if end in open_from[left - 1]:
                text = " ".join(t.text for t in tokens[first:end])
                for rest in ways(end, left - 1):
                    yield (text, *rest)

    if 0 in open_from[columns]:
        yield from islice(ways(0, columns), MAX_PLACEMENTS)


def joinable(part: Sequence[Token]) -> bool:
    """May these tokens be one figure: '6 623 770', '1998 560', '7 720000', '- 21 090'; never over a column rule."""
    if len(part) == 1:
        return True
    if any(t.cut for t in part[1:]):
        return False
    first, rest = part[0], part[1:]
    if BLANK_MARK.fullmatch(first.text):
        first, rest = rest[0], rest[1:]
    if not first.figure or not re.fullmatch(r"[-−–]?[1-9]\d{0,3}|[-−–]?[1-9]\d{4,8}", first.text):
        return False
    last_ok = re.compile(r"\d{3}(,\d+)?%?")
    return all(GROUP.fullmatch(t.text) for t in rest[:-1]) and (
        not rest or bool(GROUP.fullmatch(rest[-1].text) or last_ok.fullmatch(rest[-1].text))
    )


@dataclass(frozen=True, slots=True)
class RowRule:
    """A sum that may hold in every row: column `total` = signed sum of `parts`."""

    total: int
    parts: tuple[tuple[int, int], ...]

    def holds(self, row: Sequence[int | None]) -> bool:
        """Within one unit a part, for rounded figures; blanks count as nothing."""
        if row[self.total] is None:
            return False
        got = sum(sign * (row[i] or 0) for i, sign in self.parts)
        return abs(got - (row[self.total] or 0)) <= (len(self.parts) if abs(got) > 999 else 0)


def row_rules(columns: int) -> list[RowRule]:
    """The sums worth trying: last = all before it; first = the next two or three; third = first - second, or back."""
    rules: list[RowRule] = []
    if columns >= 3:
        rules.append(RowRule(columns - 1, tuple((i, 1) for i in range(columns - 1))))
        rules.append(RowRule(0, ((1, 1), (2, 1))))
    if columns >= 4:
        rules.append(RowRule(0, ((1, 1), (2, 1), (3, 1))))
    if columns == 3:
        rules += [RowRule(2, ((0, 1), (1, -1))), RowRule(2, ((1, 1), (0, -1)))]
    return rules


def holding(rules: Sequence[RowRule], rows: Sequence[Sequence[int | None]]) -> list[RowRule]:
    """The rules that hold in at least two rows and in 60 % of the rows given."""
    kept = []
    for rule in rules:
        hits = sum(rule.holds(row) for row in rows)
        if hits >= 2 and hits >= 0.6 * len(rows):
            kept.append(rule)
    return kept


def placements(values: Sequence[str], columns: int) -> list[tuple[str, ...]]:
    """Every way to set fewer values than columns, order kept; filled from the left first."""
    n = len(values)
    out = []
    for where in combinations(range(columns), n):
        row = [""] * columns
        for i, column in enumerate(where):
            row[column] = values[i]
        out.append(tuple(row))
    return out


def best_rows(
    options: Sequence[Sequence[tuple[str, ...]]], rules: Sequence[RowRule], totals: Sequence[bool]
) -> list[int]:
    """Choose one reading per row so that most row rules and column sums hold together; the first option breaks ties.

    options[r] are the readings of row r (each a tuple of `columns` texts), totals[r] marks total rows. Returns the
    index chosen per row. Rows are chosen alone by their row rules where all combinations would be too many.
    """
    numbers = [[tuple(amount(t) if t else None for t in row) for row in opts] for opts in options]
    scores = [[sum(rule.holds(row) for rule in rules) for row in opts] for opts in numbers]
    shortlists = [
        [i for i, s in enumerate(score) if s == max(score)] if rules else list(range(len(score))) for score in scores
    ]
    open_rows = [r for r, short in enumerate(shortlists) if len(short) > 1]
    combos = 1
    for r in open_rows:
        combos *= len(shortlists[r])
    chosen = [short[0] for short in shortlists]
    if not open_rows or combos > MAX_PLACEMENTS or not any(totals):
        return chosen
    best = (-1, chosen)
    for combo in product(*(shortlists[r] for r in open_rows)):
        trial = list(chosen)
        for r, option in zip(open_rows, combo, strict=True):
            trial[r] = option
        hits = column_sums([numbers[r][i] for r, i in enumerate(trial)], totals)
        if hits > best[0]:
            best = (hits, trial)
    return best[1]


def column_sums(rows: Sequence[Sequence[int | None]], totals: Sequence[bool]) -> int:
    """How many columns of total rows are the sum of the rows above them (since the total before, or all)."""
    hits = 0
    start = 0
    body: list[Sequence[int | None]] = []
    for r, row in enumerate(rows):
        if not totals[r]:
            body.append(row)
            continue
        since = [x for i, x in enumerate(rows[start:r]) if not totals[start + i]]
        for column, value in enumerate(row):
            if value is None:
                continue
            hits += value in (sum(x[column] or 0 for x in since), sum(x[column] or 0 for x in body))
        start = r + 1
    return hits
