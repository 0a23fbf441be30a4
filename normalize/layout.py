"""What the boxes of two neighbouring lines say about them."""

from __future__ import annotations

from extract.types import Line


def apart(before: Line, line: Line) -> bool:
    """Do two lines with boxes belong to different paragraphs: a gap between them, another type size, another column?"""
    if before.bbox is None or line.bbox is None:
        return False
    if before.page != line.page:
        return before.text.rstrip().endswith((".", ":", "!", "?")) or not line.text.strip()[:1].islower()
    high, low = before.bbox.bottom - before.bbox.top, line.bbox.bottom - line.bbox.top
    if line.bbox.top < before.bbox.top - high:  # the next column
        return before.text.rstrip().endswith((".", ":", "!", "?")) or not line.text.strip()[:1].islower()
    return line.bbox.top - before.bbox.bottom > 0.6 * max(high, low) or abs(high - low) > 0.15 * max(high, low)
