"""A pdfium page -> its words with boxes in points from the top left, whatever way the page or its text is turned."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from ctypes import byref, c_double
from typing import TYPE_CHECKING

from extract.geometry import union
from extract.types import BBox, Word

if TYPE_CHECKING:
    import pypdfium2 as pdfium

SPACES = frozenset(" \t\r\n\u00a0\u2002\u2003\u2007\u2009\u202f")
INVISIBLE = frozenset("\u200b\u200c\u200d\ufeff")
BREAKING = "\u00ad\ufffe\u0002"
"""Soft hyphens, and what pdfium gives for a hyphen that breaks a word: printed at a line's end, nothing elsewhere."""


def page_words(page: pdfium.PdfPage) -> tuple[tuple[Word, ...], float]:
    """(words, share of characters that no font maps to a letter or sign). Ligatures come apart into letters."""
    text = page.get_textpage()
    try:
        characters = list(_characters(page, text))
    finally:
        text.close()
    printed = [c for c, _ in characters if c not in SPACES]
    odd = sum(_is_odd(c) for c in printed) / len(printed) if printed else 0.0
    return tuple(_words(characters)), odd


def _characters(page: pdfium.PdfPage, text: pdfium.PdfTextPage) -> Iterator[tuple[str, BBox | None]]:
    """Every character with its box; None where pdfium made the character up (spaces, line ends)."""
    from pypdfium2 import raw

    left, bottom, right, top = (c_double() for _ in range(4))
    turn = page.get_rotation()
    crop = page.get_cropbox()
    for index in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text.raw, index)
        if 0xD800 <= code <= 0xDFFF:
            code = 0xFFFD
        character = chr(code)
        if character in SPACES or raw.FPDFText_IsGenerated(text.raw, index) == 1:
            yield " ", None
            continue
        rect = raw.FS_RECTF()
        if not raw.FPDFText_GetLooseCharBox(text.raw, index, byref(rect)):
            raw.FPDFText_GetCharBox(text.raw, index, byref(left), byref(right), byref(bottom), byref(top))
            rect.left, rect.right, rect.bottom, rect.top = left.value, right.value, bottom.value, top.value
        yield character, _turned((rect.left, rect.bottom, rect.right, rect.top), crop, turn)


def _turned(rect: tuple[float, float, float, float], crop: tuple[float, float, float, float], turn: int) -> BBox:
    """A box in PDF user space -> top-left points on the page as it is shown (turned by 0, 90, 180 or 270 degrees)."""
    x0, y0, x1, y1 = rect[0] - crop[0], rect[1] - crop[1], rect[2] - crop[0], rect[3] - crop[1]
    width, height = crop[2] - crop[0], crop[3] - crop[1]
    if turn == 90:
        return BBox(y0, x0, y1, x1)
    if turn == 180:
        return BBox(width - x1, y0, width - x0, y1)
    if turn == 270:
        return BBox(height - y1, width - x1, height - y0, width - x0)
    return BBox(x0, height - y1, x1, height - y0)


def _words(characters: list[tuple[str, BBox | None]]) -> Iterator[Word]:
    """Characters in the file's order -> words, cut at spaces, at a new line and at a jump."""
    text = ""
    boxes: list[BBox] = []
    for character, box in characters:
        if text and boxes and (character in SPACES or (box and _jumps(boxes[-1], box))):
            yield from _word(text, boxes)
            text, boxes = "", []
        if character in SPACES or character in INVISIBLE:
            continue
        if box is None and not boxes:
            continue
        text += character
        boxes += [box] if box else []
    yield from _word(text, boxes)


def _jumps(last: BBox, box: BBox) -> bool:
    """Whether a character stands off the word before it: far to the right, back to the left, or on another line."""
    height = max(last.bottom - last.top, 1.0)
    return (
        box.x0 - last.x1 > 0.6 * height
        or box.x0 < last.x0 - 0.5 * height
        or abs(box.bottom - last.bottom) > 0.6 * height
    )


def _word(text: str, boxes: list[BBox]) -> Iterator[Word]:
    broken = text[-1:] in BREAKING and bool(text)
    plain = unicodedata.normalize("NFC", "".join(_plain(c) for c in text if c not in BREAKING)) + "-" * broken
    if plain and boxes:
        yield Word(plain, union(boxes))


def _plain(character: str) -> str:
    """Ligatures and other presentation forms as letters; everything else as it is ('²' and '½' stay)."""
    return unicodedata.normalize("NFKC", character) if "\ufb00" <= character <= "\ufb06" else character


def _is_odd(character: str) -> bool:
    return character == "\ufffd" or (
        character not in BREAKING and unicodedata.category(character) in {"Co", "Cn", "Cc"}
    )
