"""Dashes that stand alone in a cell of a scan: a hyphen or a dash, told by how long they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from statistics import median
from typing import TYPE_CHECKING

from extract.types import Word

if TYPE_CHECKING:
    from extract.ocr_image import Grey
    from extract.ocr_marks import Piece

LONG = 0.54
"""Heights of a capital: hyphens measured 0.32-0.44 in usual faces, dashes 0.65-0.9, of narrow faces 0.47."""
EDGE = 3
"""Pixels about a stroke in which its soft ends lie."""
LEVEL = 0.8
"""Pieces whose middles differ by less than this, in heights of a letter, stand on one row."""


def with_dash(words: list[Word], piece: Piece, pieces: Sequence[Piece], grey: Grey) -> list[Word]:
    """The words of a piece; where they are one hyphen as long as a dash, a dash. Paper is 255 in `grey`."""
    if len(words) != 1 or words[0].text != "-":
        return words
    return [replace(words[0], text="–")] if _length(grey, piece) > LONG * _capital(piece, pieces) else words


def _length(grey: Grey, piece: Piece) -> int:
    """How long a stroke is in pixels: where it is at least half as dark as at its darkest, however pale that is."""
    around = grey[max(piece.y0 - EDGE, 0) : piece.y1 + EDGE, max(piece.x0 - EDGE, 0) : piece.x1 + EDGE]
    dark = 255 - around.min(axis=0).astype(int)
    return int((2 * dark >= dark.max()).sum())


def _capital(piece: Piece, pieces: Sequence[Piece]) -> float:
    """The height of capitals on the piece's row, in pixels; the page's where the row has nothing else."""
    middle = (piece.y0 + piece.y1) / 2
    level = [
        p.height
        for p in pieces
        if p is not piece and len(p.marks) > 1 and abs((p.y0 + p.y1) / 2 - middle) < LEVEL * p.height
    ]
    return median(level) if level else piece.height
