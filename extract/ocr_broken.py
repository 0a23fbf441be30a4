"""Thin lines that a scan broke into short strokes of any length, followed from stroke to stroke."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.floating]

THICK = 1.6
"""Points a stroke of such a line is thick at most."""
GAP, OFF = 16.0, 0.8
"""Points to the next stroke at most, along the line and across it."""
LONG, COVERED, LEAST = 60.0, 0.3, 6
"""Points such a line is long at least, how much of that its strokes cover, and how many they are at least: neither the
dots of a line's letters nor its hyphens come so close."""
MANY = 5000
"""More thin strokes than this are noise or a pattern, in which lines would be sought for minutes."""


def broken(starts: Floats, ends: Floats, levels: Floats, thick: Floats) -> list[list[int]]:
    """The strokes (their indices, in order) of each broken line. All in points, along the line and across it."""
    thin = np.nonzero((thick <= THICK) & (ends - starts >= 0.8 * thick))[0]
    if len(thin) > MANY:
        return []
    runs: list[list[int]] = []
    open_runs: list[list[int]] = []
    for i in sorted((int(j) for j in thin), key=lambda j: (starts[j], levels[j])):
        open_runs = [r for r in open_runs if starts[i] - ends[r[-1]] <= GAP]
        near = [r for r in open_runs if starts[i] >= ends[r[-1]] and abs(levels[i] - levels[r[-1]]) <= OFF]
        if near:
            min(near, key=lambda r: (abs(levels[i] - levels[r[-1]]), starts[i] - ends[r[-1]])).append(i)
        else:
            open_runs.append([i])
            runs.append(open_runs[-1])
    return [r for r in runs if _is_line(r, starts, ends)]


def _is_line(run: list[int], starts: Floats, ends: Floats) -> bool:
    long = float(ends[run[-1]] - starts[run[0]])
    return len(run) >= LEAST and long >= LONG and float((ends[run] - starts[run]).sum()) >= COVERED * long
