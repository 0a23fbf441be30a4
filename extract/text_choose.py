"""How many columns of figures the rows have, and which reading of each row lets the sums hold."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from extract.digits import amount, best_rows, groupings, holding, placements, row_rules
from extract.text_collect import Row
from extract.text_header import heading
from extract.text_words import Heading
from extract.types import Hints, fold

MOST_COLUMNS = 60
"""Figures in a row at most: more beside each other on a line are no table's."""


def choose(rows: Sequence[Row], above: list[tuple[int, str]], hints: Hints) -> tuple[Heading | None, int]:
    """The number of columns of figures, with the headings that support it."""
    counts = Counter(len(r.tokens) for r in rows if r.tokens)
    widest = min(max(counts), MOST_COLUMNS)
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
