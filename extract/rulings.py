"""Pieces of drawn lines -> the rulings a reader sees: cell by cell borders, double borders, dashes and dots joined."""

from __future__ import annotations

from collections.abc import Iterable

from extract.types import BBox

SAME = 0.8
"""Points: pieces whose middles lie this close across are on one line (two cells each draw the border between them)."""
GAP = 1.5
"""Points that may lie between two pieces of one line."""
DASH, DASH_GAP = 8.0, 4.0
"""Points: shorter pieces are dashes or dots; the white between two of them may be this wide."""
SHORTEST = 4.0
"""Points: a line that is shorter when all is joined is a dot, a bullet, the stroke of a letter."""
MIN_DOTS = 4
"""A row of so many dots is a line."""

Track = list[tuple[float, float, float]]
"""(place across, start, end) of pieces that run one way."""


def joined(pieces: Iterable[BBox]) -> list[BBox]:
    """Thin boxes -> lines as boxes of no thickness, horizontal ones first, each kind sorted by place."""
    flat: Track = []
    tall: Track = []
    dots: list[BBox] = []
    for box in pieces:
        wide, high = box.x1 - box.x0, box.bottom - box.top
        if max(wide, high) < SHORTEST and min(wide, high) > 0.4 * max(wide, high):
            dots.append(box)
        elif wide >= high:
            flat.append(((box.top + box.bottom) / 2, box.x0, box.x1))
        else:
            tall.append(((box.x0 + box.x1) / 2, box.top, box.bottom))
    flat += _rows_of_dots([((b.top + b.bottom) / 2, b.x0, b.x1) for b in dots])
    tall += _rows_of_dots([((b.x0 + b.x1) / 2, b.top, b.bottom) for b in dots])
    level = [BBox(a, y, b, y) for y, a, b in _lines(flat)]
    return level + [BBox(x, a, x, b) for x, a, b in _lines(tall)]


def _lines(track: Track) -> Track:
    """The lines that pieces make: pieces at one place that touch or nearly do."""
    return [line for group in _at_one_place(track) for line in _runs(group) if line[2] - line[1] >= SHORTEST]


def _rows_of_dots(track: Track) -> Track:
    out = []
    for group in _at_one_place(track):
        run: Track = []
        for dot in [*group, (0.0, float("inf"), float("inf"))]:
            if run and dot[1] - run[-1][2] > DASH_GAP:
                if len(run) >= MIN_DOTS:
                    out.append((run[0][0], run[0][1], run[-1][2]))
                run = []
            run.append(dot)
    return out


def _at_one_place(track: Track) -> list[Track]:
    """Pieces grouped by their place across, each group sorted along the line."""
    groups: list[Track] = []
    for piece in sorted(track):
        if groups and piece[0] - groups[-1][-1][0] <= SAME and piece[0] - groups[-1][0][0] <= 2 * SAME:
            groups[-1].append(piece)
        else:
            groups.append([piece])
    return [sorted(group, key=lambda p: (p[1], p[2])) for group in groups]


def _runs(group: Track) -> Track:
    """Pieces of one group joined along it; a line's place is that of its longest piece."""
    out: Track = []
    longest = last = 0.0
    for place, start, end in group:
        reach = DASH_GAP if end - start < DASH and last < DASH else GAP
        if out and start - out[-1][2] <= reach:
            at, first, until = out[-1]
            out[-1] = (place if end - start > longest else at, first, max(until, end))
            longest = max(longest, end - start)
        else:
            out.append((place, start, end))
            longest = end - start
        last = end - start
    return out
