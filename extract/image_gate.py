"""Whether a picture on a page of text holds a table, at a glance: long lines, or rows of pieces of text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extract.types import BBox

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Grey = NDArray[np.uint8]

DPI = 100
"""The resolution it is looked at."""
PAPER = 0.4
"""So much of a picture of text is of one even shade; photographs are not."""
MIN_LINES, MIN_ROWS, MIN_PIECES = 3, 3, 3
MIN_TEXT_LINES = 6
"""Lines of text that a scan with a few written words on it shows at least."""
LONG = 0.3
"""A line is long when it runs over this share of the picture."""
LINE = 30
"""Pixels: strokes of letters are shorter."""
LOWEST, HIGHEST = 4, 26
"""Pixels: how high a piece of text is."""
GAP = 14
"""Pixels of white that part two pieces of a row."""


def sign(grey: Grey, *, whole: bool = False) -> str:
    """A picture at 100 dpi -> the sign that it holds a table, in words; '' when there is none.

    With `whole` any picture with several lines of text will do: it is the page.
    """
    import numpy as np

    if min(grey.shape) < 2 * HIGHEST:
        return ""
    shades = np.bincount((grey >> 4).ravel(), minlength=16)
    even = int(shades.argmax())
    if shades[max(even - 1, 0) : even + 2].sum() < PAPER * grey.size:
        return ""
    # Text may be light on dark: what differs from the paper's shade is ink.
    ink = (np.abs(grey.astype(np.int16) - (even * 16 + 8)) > 48).astype(np.uint8)
    flat, tall = _long_lines(ink, flat=True), _long_lines(ink, flat=False)
    lines = flat[0] + tall[0]
    levels = _levels(_pieces(np.where(flat[1] | tall[1], 0, ink).astype(np.uint8)))
    # A chart has lines and labels too, but its labels stand one to a level, or all on one.
    if lines >= MIN_LINES and sum(len(level) >= 2 for level in levels) >= MIN_ROWS:
        return f"a picture with {lines} long lines and text between them"
    rows = sum(len(level) >= MIN_PIECES for level in levels)
    if rows >= MIN_ROWS:
        return f"a picture with {rows} rows of pieces of text"
    return f"a picture with {len(levels)} lines of text" if whole and len(levels) >= MIN_TEXT_LINES else ""


def _long_lines(ink: Grey, *, flat: bool) -> tuple[int, Grey]:
    """(how many long thin lines run across, or down, a mask of all lines that are longer than letters)."""
    import cv2
    import numpy as np

    kernel = np.ones((1, LINE) if flat else (LINE, 1), np.uint8)
    opened = cv2.morphologyEx(ink, cv2.MORPH_OPEN, kernel).astype(np.uint8)
    count, _, stats, _ = cv2.connectedComponentsWithStats(opened, connectivity=8)
    along, across = (cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT) if flat else (cv2.CC_STAT_HEIGHT, cv2.CC_STAT_WIDTH)
    length = max(ink.shape[1 if flat else 0] * LONG, LINE)
    long = sum(stats[i][along] >= length and stats[i][across] <= LOWEST for i in range(1, count))
    return int(long), opened


def _pieces(ink: Grey) -> list[BBox]:
    """Runs of letters, in pixels: ink that white narrower than GAP does not part."""
    import cv2
    import numpy as np

    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((1, GAP), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    boxes = [BBox(x, y, x + w, y + h) for x, y, w, h, _ in (map(int, stats[i]) for i in range(1, count))]
    return [b for b in boxes if LOWEST <= b.bottom - b.top <= HIGHEST and b.x1 - b.x0 >= LOWEST]


def _levels(pieces: list[BBox]) -> list[list[BBox]]:
    """Pieces that stand beside each other, from the top down."""
    levels: list[list[BBox]] = []
    for piece in sorted(pieces, key=lambda b: (b.top + b.bottom, b.x0)):
        if levels and abs((piece.top + piece.bottom) - (levels[-1][-1].top + levels[-1][-1].bottom)) < HIGHEST / 2:
            levels[-1].append(piece)
        else:
            levels.append([piece])
    return levels
