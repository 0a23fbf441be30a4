"""Dashes that stand alone in a cell of a scan: a hyphen or a dash, told by how long they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from statistics import median
from typing import TYPE_CHECKING

from extract.types import Word

if TYPE_CHECKING:
    from extract.ocr_marks import Piece

LONG = 0.58
"""Heights of a capital: hyphens measured 0.36-0.45 in usual faces, dashes 0.65-0.85."""
LEVEL = 0.8
"""Pieces whose middles differ by less than this, in heights of a letter, stand on one row."""


def with_dash(words: list[Word], piece: Piece, pieces: Sequence[Piece], scale: float) -> list[Word]:
    """The words of a piece; where they are one hyphen as long as a dash, a dash. `scale` is points per pixel."""
    if len(words) != 1 or words[0].text != "-":
        return words
    box = words[0].bbox
    long = (box.x1 - box.x0) / scale > LONG * _capital(piece, pieces)
    return [replace(words[0], text="–")] if long else words


def _capital(piece: Piece, pieces: Sequence[Piece]) -> float:
    """The height of capitals on the piece's row, in pixels; the page's where the row has nothing else."""
    middle = (piece.y0 + piece.y1) / 2
    level = [
        p.height
        for p in pieces
        if p is not piece and len(p.marks) > 1 and abs((p.y0 + p.y1) / 2 - middle) < LEVEL * p.height
    ]
    return median(level) if level else piece.height
