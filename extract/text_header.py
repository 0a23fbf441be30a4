"""Column headings in a text dump: words scattered over lines -> one heading per column of figures.

The words that a heading may hold come as hints; without them, white space, rules and blank lines decide.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from extract.joining import join_lines
from extract.text_continued import continued
from extract.text_spaced import paragraphed, ruled_heading, spaced_cells, spaced_heading
from extract.text_words import Heading, Piece, is_known, phrase_score, pieces
from extract.types import Hints, fold

LONGEST = 7
"""Words in the longest heading we look for."""


def heading(lines: Sequence[tuple[int, str]], columns: int, hints: Hints) -> Heading | None:
    """The heading block above the first row -> Heading; None when it cannot be cut into that many columns."""
    spaced = spaced_heading(lines, columns, hints)
    if spaced and 2 * spaced.known >= columns:
        return spaced
    if parted := paragraphed(lines, columns, hints):
        return parted
    anchored = anchored_heading(lines, columns, hints)
    streamed = segment(pieces(lines), columns, hints, within_line=False)
    best = streamed if streamed and (not anchored or streamed.known > anchored.known) else anchored
    return best if best and best.known else ruled_heading(lines, columns) or best


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
