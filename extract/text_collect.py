"""Lines of a region -> rows: labels that wrap, figures on a line of their own, status words, parts by wide gaps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from extract.digits import Token, amount, joinable, split_tail
from extract.joining import join_lines
from extract.text_spaced import spaced_cells
from extract.types import Hints, Line, fold


@dataclass(slots=True)
class Row:
    """A row being put together: label lines, then tokens. `lines` are all line numbers it takes."""

    label: list[str] = field(default_factory=list)
    tokens: list[Token] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    section: bool = False
    parted: list[Token] = field(default_factory=list)
    """The tokens with those between two wide gaps as one figure; none where they cannot all be figures."""
    whole: str = ""
    """The label with the figures that end it, where a wide gap parts it from the others: 'Steg 1'."""

    @property
    def text(self) -> str:
        return join_lines(self.label)


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
        row.parted, row.whole = parted(line.text, row.tokens)
        if waiting.label:
            if not label or goes_on(waiting.text, label):
                row.label, row.lines = waiting.label + row.label, waiting.lines + row.lines
            else:
                rows += sections(waiting)
            waiting = Row()
        rows.append(row)
        i += 1
    return rows


def parted(text: str, tokens: Sequence[Token]) -> tuple[list[Token], str]:
    """The figures of a row as the wide gaps of its line part them, none when a part is not one figure; and the label
    where a figure ends it.
    """
    left = list(tokens)
    out: list[Token] = []
    whole = ""
    cells = spaced_cells(text)
    for i, (_, _, cell) in reversed(list(enumerate(cells))):
        label, tail = split_tail(cell)
        part = left[len(left) - len(tail) :]
        if i == 0 and label and out:
            whole = cell if tail else ""
            del left[len(left) - len(tail) :]
            break
        if not part or label or not joinable(part):
            break
        out.insert(0, Token(" ".join(t.text for t in part), part[0].cut, part[0].line))
        del left[len(left) - len(tail) :]
    return ([], "") if left or "|" in text else (out, whole)


def by_gaps(rows: list[Row]) -> list[Row]:
    """The rows that gaps part into as many figures as most rows, two at least, read so."""
    counts = Counter(len(r.parted) for r in rows if r.tokens)
    common = max(counts, key=lambda n: (counts[n], n), default=0)
    if common > 1 and counts[common] > 1:
        for row in rows:
            if len(row.parted) == common:
                row.tokens = row.parted
                row.label = [*row.label[:-1], row.whole] if row.whole and row.label else row.label
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
