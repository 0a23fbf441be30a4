"""Words of a scanned line set right by how figures look: digits that stand close are one, strokes are no signs."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.geometry import union
from extract.types import Alternative, Word

NEAR, NEARER = 0.96, 0.78
"""Heights of a digit from the middle of one to the middle of the next: less before one or two digits, and before three
(where a separator of thousands may stand), is no space. Digits stand 0.75-0.87 apart in usual faces, 1.12 and more with
a space between."""
ONE, OTHER = 0.17, 0.27
"""Heights of a digit from its side to its middle: a 1, and any other."""
THREE, WIDER = 2.85, 1.15
"""Steps from digit to digit that three of them are wide, and how many steps away the digit before their space is."""
SIGN = 0.6
"""Heights of a digit: white after a bracket and before a decimal comma that is no space."""
HEAD = re.compile(r"[-(]?(?:\d+[-–/])?\d+")
TAIL = re.compile(r"(\d+)(?:[-–/,.:]\d+)*[.,:;)%]*")
DECIMALS = re.compile(r"[.,]\d{1,2}[)%]*")
DOUBLED = re.compile(r"(?=([A-ZÅÄÖ])(\w))\1\2(?=[a-zåäö])")
"""A capital and its own small letter after it, which no word begins with: one letter that was seen twice."""
RULED = re.compile(r"[\[\]|]+(\d[\d.,]*%?)[\[\]|]*|(\d[\d.,]*%?)[\[\]|]+")
"""A figure with what is left of the lines beside it; nobody puts square brackets about a figure here."""


GHOST = re.compile(r"[<>«»:=+~|*'`]+(?=[^\W\d_]{2})")
"""Signs before a word that no sentence has there: Tesseract sees them in the white before it."""


def tidied(words: Sequence[Word]) -> list[Word]:
    """The words of one piece of a line, from left to right, with split figures joined and strokes beside them gone."""
    out: list[Word] = []
    for word in words:
        plain = _without_rules(word)
        if out and _is_one(out[-1], plain):
            out[-1] = _joined(out[-1], plain)
        else:
            out.append(plain)
    return out


def _without_rules(word: Word) -> Word:
    if (twice := DOUBLED.match(word.text)) and twice[1].lower() == twice[2]:
        word = word.put_right(word.text[0] + word.text[2:], "doubled")
    match, ghost = RULED.fullmatch(word.text), GHOST.match(word.text)
    if not match and not ghost:
        return word
    bare = (match[1] or match[2]) if match else GHOST.sub("", word.text, count=1)
    return word.put_right(bare, "with strokes")


def _is_one(a: Word, b: Word) -> bool:
    white, high = b.bbox.x0 - a.bbox.x1, max(a.bbox.bottom - a.bbox.top, b.bbox.bottom - b.bbox.top)
    if white < 0:
        return False
    if a.text == "(" or (HEAD.fullmatch(a.text) and DECIMALS.fullmatch(b.text)):
        return white < SIGN * high
    tail = TAIL.fullmatch(b.text)
    if not tail or not HEAD.fullmatch(a.text):
        return False
    if b.text.isdigit() and len(b.text) == 3 and _stands_apart(a, b):
        return False
    most = {1: NEAR, 2: NEAR, 3: NEARER}.get(len(tail[1]), 0.0)
    return white + sum(ONE if d == "1" else OTHER for d in (a.text[-1], b.text[0])) * high < most * high


def _stands_apart(a: Word, b: Word) -> bool:
    """Whether three digits stand further from the digit before than from one another, as thousands do."""
    first, second = (a.bbox.x1 - a.bbox.x0) / len(a.text), (b.bbox.x1 - b.bbox.x0) / len(b.text)
    step = (b.bbox.x1 - b.bbox.x0) / THREE
    return b.bbox.x0 + second / 2 - (a.bbox.x1 - first / 2) > WIDER * step


def _joined(a: Word, b: Word) -> Word:
    confidence = min((c for w in (a, b) if (c := w.confidence) is not None), default=None)
    apart = Alternative(f"{a.text} {b.text}", confidence or 0.0, "apart")
    return Word(a.text + b.text, union((a.bbox, b.bbox)), confidence, (apart,))
