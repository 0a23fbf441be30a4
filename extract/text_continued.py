"""Lines under a line of headings that go on with them: words shared out to the headings they belong to."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import fuzz

from extract.joining import join_lines
from extract.text_words import Heading, modifier
from extract.types import Hints, fold


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
