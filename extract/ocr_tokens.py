"""The glyphs of a piece -> tokens (words as white space parts them), and which of them are figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

import numpy as np

from extract.geometry import shared
from extract.ocr_digits import OTHER, SIGNS, Glyph

if TYPE_CHECKING:
    from extract.ocr_marks import Piece

Kind = Literal["figure", "mixed", "word"]

SPACE, CHANGE, BRACKET = 0.33, 0.25, 0.12
"""Letter heights of white that part words: as a rule, between letters and figures, and before a bracket."""
STEP, WIDER = 1.0, 1.27
"""Digits have one width: letter heights between the middles of two, when the page tells no other, and how many times
that it takes for a space to be between them."""
NARROW = 1.12
"""How many times the widest step within thousands the step between them is, where a narrow space parts them."""
DIGITS = frozenset("0123456789")
ALIKE = frozenset("01")
"""Digits that letters look like (O, l, I)."""
COMMA, COMMONER = SIGNS.index(","), 4.0
"""Before the last one or two digits a comma is so many times commoner than a full stop; small print confuses them."""
SURE = 0.8
"""Chance of a digit that makes more of a word than letters."""
COLUMN, NEIGHBOURS = 0.67, 2
"""The share of cells in a column, and the number of them, that must be figures for the rest to be taken for such."""
LONGEST = 14


@dataclass(frozen=True, slots=True)
class Token:
    """Glyphs without white space between. `own` is what our reader of figures says, as a figure; `sure` how sure (0-1)
    it is of its least sure sign. `piece` is the index of the piece it is part of."""

    piece: int
    glyphs: tuple[Glyph, ...]
    kind: Kind
    own: str
    sure: float

    @property
    def x0(self) -> int:
        return self.glyphs[0].box[0]

    @property
    def x1(self) -> int:
        return max(g.box[2] for g in self.glyphs)

    @property
    def y0(self) -> int:
        return min(g.box[1] for g in self.glyphs)

    @property
    def y1(self) -> int:
        return max(g.box[3] for g in self.glyphs)


def tokens(pieces: Sequence[Piece], glyphs: Sequence[Sequence[Glyph]]) -> list[Token]:
    """All tokens of a page, piece by piece, from left to right."""
    step = digit_step(pieces, glyphs)
    out = [
        _token(i, tuple(group))
        for i, (piece, own) in enumerate(zip(pieces, glyphs, strict=True))
        for whole in _groups(own, piece.height, step)
        for group in _thousands(whole)
    ]
    return in_columns(out, pieces)


def digit_step(pieces: Sequence[Piece], glyphs: Sequence[Sequence[Glyph]]) -> float:
    """Letter heights from the middle of one digit to that of the next, on this page."""
    steps = [
        (_middle(b) - _middle(a)) / piece.height
        for piece, own in zip(pieces, glyphs, strict=True)
        for a, b in pairwise(own)
        if a.text in DIGITS and b.text in DIGITS and a.text and b.text and min(a.chance, b.chance) > 0.8
    ]
    near = [s for s in steps if 0.4 < s < 1.0]
    return float(np.median(near)) * WIDER if len(near) >= 5 else STEP


def _middle(glyph: Glyph) -> float:
    return (glyph.box[0] + glyph.box[2]) / 2


def _groups(glyphs: Sequence[Glyph], height: float, step: float) -> list[list[Glyph]]:
    out: list[list[Glyph]] = []
    for glyph in glyphs:
        if out and not _is_space(out[-1][-1], glyph, height, step):
            out[-1].append(glyph)
        else:
            out.append([glyph])
    return out


def _is_space(a: Glyph, b: Glyph, height: float, step: float) -> bool:
    gap = (b.box[0] - a.box[2]) / height
    if a.text in DIGITS and b.text in DIGITS and a.text and b.text:
        return (_middle(b) - _middle(a)) / height > step and gap > 0.2
    if b.text == "(":
        return gap > BRACKET
    change = bool(a.text) != bool(b.text) and (a.text or b.text) not in ALIKE
    return gap > (CHANGE if change else SPACE)


def _thousands(group: list[Glyph]) -> list[list[Glyph]]:
    """A run of digits cut before its thousands when each such place is a little wider than the other steps."""
    if len(group) < 4 or not all(g.text and g.text in DIGITS for g in group):
        return [group]
    steps = [_middle(b) - _middle(a) for a, b in pairwise(group)]
    places = range(len(group) % 3 or 3, len(group), 3)
    others = [s for i, s in enumerate(steps, 1) if i not in places]
    if not others or min(steps[i - 1] for i in places) < NARROW * max(others):
        return [group]
    return [group[a:b] for a, b in pairwise([0, *places, len(group)])]


def _token(piece: int, glyphs: tuple[Glyph, ...]) -> Token:
    signs = [g.text for g in glyphs]
    digits = [g for g in glyphs if g.text and g.text in DIGITS and g.chance >= 0.5]
    if all(signs) and (digits or "%" in signs or all(s == "-" for s in signs)):
        kind: Kind = "figure"
    elif any(g.text not in ALIKE and g.chance >= SURE for g in digits) or "%" in signs or 2 * len(digits) > len(glyphs):
        kind = "mixed"
    else:
        kind = "word"
    own, sure = as_figure(glyphs)
    return Token(piece, glyphs, kind, own, sure)


def as_figure(glyphs: Sequence[Glyph]) -> tuple[str, float]:
    """The glyphs read as figures and signs only, and how sure the least sure of them is."""
    text, sure = "", 1.0
    for i, glyph in enumerate(glyphs):
        chances = np.array(glyph.chances[:OTHER])
        if text[-1:] in DIGITS and text and 2 <= len(glyphs) - i <= 3:
            chances[COMMA] *= COMMONER
        k = int(np.argmax(chances))
        text += SIGNS[k]
        sure = min(sure, glyph.chances[k])
    return text, sure


def in_columns(found: list[Token], pieces: Sequence[Piece]) -> list[Token]:
    """Short tokens that stand alone over and under figures are figures too, however poor their print is."""
    count = Counter(t.piece for t in found)
    cells = {t.piece: t for t in found if count[t.piece] == 1}
    return [replace(t, kind="mixed") if _in_column(t, cells, pieces) else t for t in found]


def _in_column(token: Token, cells: dict[int, Token], pieces: Sequence[Piece]) -> bool:
    if token.kind == "figure" or token.piece not in cells or len(token.glyphs) > LONGEST or not _may_be_figure(token):
        return False
    near = _over_and_under(pieces[token.piece], [(pieces[i], t) for i, t in cells.items() if i != token.piece])
    return len(near) >= NEIGHBOURS and sum(t.kind == "figure" for t in near) >= COLUMN * len(near)


def _over_and_under(piece: Piece, others: Sequence[tuple[Piece, Token]], reach: int = 3) -> list[Token]:
    """The nearest cells over and under a piece, at most `reach` each way."""
    column = [
        (p.baseline - piece.baseline, t)
        for p, t in others
        if shared(p.x0, p.x1, piece.x0, piece.x1) > 0.4 * min(p.x1 - p.x0, piece.x1 - piece.x0)
    ]
    over = sorted((c for c in column if c[0] < 0), key=lambda c: -c[0])[:reach]
    under = sorted((c for c in column if c[0] > 0), key=lambda c: c[0])[:reach]
    return [t for _, t in over + under]


def _may_be_figure(token: Token) -> bool:
    signs = sum(bool(g.text) for g in token.glyphs)
    return len(token.glyphs) <= 4 or signs >= len(token.glyphs) / 2
