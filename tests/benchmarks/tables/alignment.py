"""Two grids laid over each other: rows and columns in order, none used twice, so that most cells agree."""

from __future__ import annotations

from collections.abc import Callable, Sequence

Grid = tuple[tuple[str, ...], ...]
Pairs = list[tuple[int, int]]
Weight = Callable[[str, str], float]


def equal(a: str, b: str) -> float:
    """1 for the same text, which must not be blank."""
    return 1.0 if a and a == b else 0.0


def aligned(true: Grid, read: Grid, weight: Weight = equal) -> tuple[Pairs, Pairs, float]:
    """(pairs of rows, pairs of columns, the sum of weights of the cells laid on each other).

    Rows and columns depend on each other, so they are found in turn by dynamic programming, each given the other, until
    nothing is gained; once beginning with the rows (each pair of rows at its own best) and once with the columns.
    """
    weights = [[[[weight(a, b) for b in other] for a in row] for other in read] for row in true]
    n, m = (len(true), len(read)), (_wide(true), _wide(read))
    turned = [
        [[[weights[i][j][c][d] for j in range(n[1])] for i in range(n[0])] for d in range(m[1])] for c in range(m[0])
    ]
    by_rows = _climb(weights, turned, _pairs([[_best(w) for w in row] for row in weights]))
    by_columns = _climb(turned, weights, _pairs([[_best(w) for w in row] for row in turned]))
    if by_columns[2] > by_rows[2]:
        return by_columns[1], by_columns[0], by_columns[2]
    return by_rows


def _wide(grid: Grid) -> int:
    return max(map(len, grid), default=0)


def _climb(
    weights: list[list[list[list[float]]]], turned: list[list[list[list[float]]]], rows: Pairs
) -> tuple[Pairs, Pairs, float]:
    columns, reached = list[tuple[int, int]](), -1.0
    while True:
        across = _pairs([[sum(w[i][j] for i, j in rows) for w in line] for line in turned])
        down = _pairs([[sum(w[c][d] for c, d in across) for w in line] for line in weights])
        total = sum(weights[i][j][c][d] for i, j in down for c, d in across)
        if total <= reached:
            return rows, columns, max(reached, 0.0)
        rows, columns, reached = down, across, total


def _best(weights: Sequence[Sequence[float]]) -> float:
    """The greatest sum over pairs in order, without the pairs."""
    above: list[float] = [0.0] * (len(weights[0]) + 1) if weights else [0.0]
    for row in weights:
        line = [0.0]
        for j, w in enumerate(row):
            line.append(max(above[j + 1], line[j], above[j] + w))
        above = line
    return above[-1]


def _pairs(weights: Sequence[Sequence[float]]) -> Pairs:
    """The pairs (i, j), both rising, with the greatest sum of weights; pairs of no weight are left out."""
    n, m = len(weights), len(weights[0]) if weights else 0
    sums = [[0.0] * (m + 1) for _ in range(n + 1)]
    for i in range(n):
        for j in range(m):
            sums[i + 1][j + 1] = max(sums[i][j + 1], sums[i + 1][j], sums[i][j] + weights[i][j])
    pairs, i, j = list[tuple[int, int]](), n, m
    while i and j:
        if sums[i][j] == sums[i - 1][j]:
            i -= 1
        elif sums[i][j] == sums[i][j - 1]:
            j -= 1
        else:
            i, j = i - 1, j - 1
            pairs.append((i, j))
    return pairs[::-1]
