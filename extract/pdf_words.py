"""A pdfium page -> its words with boxes in points from the top left, whatever way the page or its text is turned.

Text comes in one call, boxes for the first and last letter of each word only; a word is looked at letter by letter when
those two do not fit it: it is turned, or pdfium ran two words together.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from ctypes import addressof, c_double, c_float, create_string_buffer
from dataclasses import replace
from itertools import combinations, repeat
from math import degrees
from statistics import median
from typing import NamedTuple

from extract.frame import Frame
from extract.geometry import union
from extract.pdfium import call
from extract.types import BBox, Word

BREAKING = "\u00ad\ufffe\u0002"
"""Soft hyphens, and what pdfium gives for a hyphen that breaks a word: printed at a line's end, nothing elsewhere."""
TOKEN = re.compile(r"[^\s\u200b\u200c\u200d\ufeff\x00]+")
UNUSUAL = re.compile(f"[{BREAKING}\ufffd\u0300-\u036f\ufb00-\ufb06\ue000-\uf8ff\x00-\x08\x0e-\x1f\x7f-\x9f]")
"""Characters that a word is cleaned of, or that no font maps to a letter; most pages have none."""
JUMP = 0.6
"""White wider than this, in heights of type, parts two words also when pdfium saw no space there."""
LETTER, WIDER = 0.42, 1.3
"""The usual width of a letter in heights of type, where the page has no long words to tell; and how much wider than on
average the letters of a word may be."""
THIN = 0.12
"""A word narrower than this per letter, in heights of type, is doubled or turned."""
RISE, FALL = 0.93, 0.22
"""How far a line of type reaches over and under its baseline, in type sizes."""
UNEVEN = 0.05
"""Where first and last letter differ in height in more than this share of the words, boxes are those of the ink."""
DOUBLED = 0.3
"""A word drawn again less than this aside, in heights of type, is printed once: that is how some make bold."""


class Text(NamedTuple):
    """The text of a page: its words in the file's order.

    `hidden` are words that are written invisibly, as OCR programs lay them over a scan; `letters` counts the characters
    of all words, `odd` those of them that no font maps to a letter or sign. Not among the words are `outside` words
    beyond the page's edges and `doubled` ones that are drawn again on their spot.
    """

    words: tuple[Word, ...]
    hidden: tuple[Word, ...] = ()
    letters: int = 0
    odd: int = 0
    outside: int = 0
    doubled: int = 0


Token = tuple[int, str]
"""A run of characters without white space: pdfium's index of the first, and the run itself."""


def page_text(text: int, frame: Frame, characters: str, invisible: frozenset[int] = frozenset()) -> Text:
    """The words of a text page (its handle and characters).

    `frame` is the page's, `invisible` the text objects that are painted invisibly.
    """
    tokens = [(m.start(), m[0]) for m in TOKEN.finditer(characters)]
    if not tokens:
        return Text(())
    places = _Places(text, frame)
    hidden: list[Word] = []
    if invisible:
        unseen = {t for t in tokens if call("FPDFText_GetTextObject")(text, t[0]) in invisible}
        hidden = _words([t for t in tokens if t in unseen], places)
        tokens = [t for t in tokens if t not in unseen]
    words = _words(tokens, places)
    if UNUSUAL.search(characters):
        hidden, words = _cleaned(hidden), _cleaned(words)
    right, low = 2 * frame.width, 2 * frame.height
    inside = [w for w in words if 0 <= w.bbox[0] + w.bbox[2] <= right and 0 <= w.bbox[1] + w.bbox[3] <= low]
    once = _once(inside)
    return Text(
        words=tuple(once),
        hidden=tuple(hidden),
        letters=sum(len(t[1]) for t in tokens),
        odd=sum(map(is_odd, UNUSUAL.findall(characters))),
        outside=len(words) - len(inside),
        doubled=len(inside) - len(once),
    )


def _words(tokens: Sequence[Token], places: _Places) -> list[Word]:
    """Tokens -> words. This loop is most of what a page of text costs, so it is written out."""
    corners = places.corners([i for start, run in tokens for i in (start, start + len(run) - 1)])
    words: list[Word] = []
    lone: list[tuple[int, int]] = []
    widest = WIDER * _letter_width(tokens, corners)
    columns = (corners[k::8] for k in range(8))
    for token, x0, top, right, bottom, left, top2, x1, bottom2 in zip(tokens, *columns, strict=True):
        run = token[1]
        count, height, width = len(run), bottom - top, x1 - x0
        fits = -0.2 * height <= bottom2 - bottom <= 0.2 * height and width <= (widest * count + 0.3) * height
        if count > 1 and not (fits and left > x0 and (count < 4 or width >= THIN * count * height)):
            words += places.letters(token)
            continue
        if count == 1:
            lone.append((len(words), token[0]))
        words.append(
            Word(
                run,
                BBox(
                    x0,
                    top if top < top2 else top2,
                    x1 if x1 > right else right,
                    bottom if bottom > bottom2 else bottom2,
                ),
            )
        )
    if any(w.turn for w in words):
        for place, start in lone:
            words[place] = replace(words[place], turn=places.turn(start))
    return words


def page_characters(text: int) -> str:
    """The characters of a text page, one for each of pdfium's, so that places in the string are pdfium's indices."""
    count = call("FPDFText_CountChars")(text)
    if count <= 0:
        return ""
    buffer = create_string_buffer(2 * (count + 1))
    written = call("FPDFText_GetText")(text, 0, count, addressof(buffer))
    characters = buffer.raw[: 2 * count].decode("utf-16-le", "replace")
    if written == count + 1 and len(characters) == count:
        return characters
    return "".join(map(_character, map(call("FPDFText_GetUnicode"), repeat(text, count), range(count))))


def _character(code: int) -> str:
    return "\ufffd" if 0xD800 <= code <= 0xDFFF or code > 0x10FFFF else chr(code)


def _letter_width(tokens: Sequence[Token], corners: Sequence[float]) -> float:
    """How wide the letters of a page's longer words are in heights of type: some fonts' lines are low."""
    widths = [
        (corners[8 * k + 6] - corners[8 * k]) / (len(run) * (corners[8 * k + 3] - corners[8 * k + 1]))
        for k, (_, run) in enumerate(tokens[:200])
        if len(run) >= 6 and corners[8 * k + 3] > corners[8 * k + 1]
    ]
    return median(widths) if len(widths) >= 5 else LETTER


def _are_uneven(flat: Sequence[float]) -> bool:
    """Whether first and last letters of words (left, top, right, bottom of each) often differ in height."""
    tops, feet = zip(flat[1::8], flat[5::8], strict=False), zip(flat[3::8], flat[7::8], strict=False)
    words = [abs(a - b) + abs(c - d) > 0.05 * (a - c) for (a, b), (c, d) in zip(tops, feet, strict=False)]
    return sum(words) > UNEVEN * len(words)


class _Places:
    """Asks pdfium where characters stand."""

    def __init__(self, text: int, frame: Frame) -> None:
        self.text, self.frame = text, frame
        self.bare: bool | None = None
        """Whether some fonts of the page lack metrics, so that pdfium's boxes are only as high as the ink."""

    def corners(self, indices: Sequence[int]) -> list[float]:
        """x0, top, x1, bottom of characters, as high as their font's lines, on the page as it is shown."""
        count = len(indices)
        values = (c_float * (4 * count))()  # left, top, right, bottom of each, y upwards
        at = addressof(values)
        done = list(
            map(call("FPDFText_GetLooseCharBox"), repeat(self.text, count), indices, range(at, at + 16 * count, 16))
        )
        if not all(done):
            for k in (k for k, well in enumerate(done) if not well):
                values[4 * k : 4 * k + 4] = list(self._tight(indices[k]))
        flat = values[:]
        if self.bare is None:
            self.bare = _are_uneven(flat)
        if self.bare:
            self._heighten(indices, flat)
        matrix = self.frame.matrix
        if self.frame.turn == 0:
            flat[::4], flat[2::4] = [x + matrix.e for x in flat[::4]], [x + matrix.e for x in flat[2::4]]
            flat[1::4], flat[3::4] = [matrix.f - y for y in flat[1::4]], [matrix.f - y for y in flat[3::4]]
            return flat
        sides = zip(flat[::4], flat[3::4], flat[2::4], flat[1::4], strict=True)
        return [v for x0, y0, x1, y1 in sides for v in matrix.box(x0, y0, x1, y1)]

    def _heighten(self, indices: Sequence[int], flat: list[float]) -> None:
        """Make boxes that are as high as the ink as high as a line, from the letter's origin and the type size."""
        values = (c_double * 2)()
        matrix = (c_float * 6)()
        at, at_matrix = addressof(values), addressof(matrix)
        origin, size_of, matrix_of = map(call, ("FPDFText_GetCharOrigin", "FPDFText_GetFontSize", "FPDFText_GetMatrix"))
        for k, index in enumerate(indices):
            matrix_of(self.text, index, at_matrix)
            size = size_of(self.text, index) * matrix[3]
            upright = abs(matrix[1]) + abs(matrix[2]) < 0.01 * abs(matrix[3])
            low = 0 < size > flat[4 * k + 1] - flat[4 * k + 3]
            if upright and low and origin(self.text, index, at, at + 8):
                flat[4 * k + 1], flat[4 * k + 3] = values[1] + RISE * size, values[1] - FALL * size

    def _tight(self, index: int) -> tuple[float, float, float, float]:
        values = (c_double * 4)()
        at = addressof(values)
        call("FPDFText_GetCharBox")(self.text, index, at, at + 8, at + 16, at + 24)
        left, right, bottom, top = values
        return left, top, right, bottom

    def letters(self, token: Token) -> list[Word]:
        """A token looked at letter by letter: cut at jumps, turned upright first when its letters are turned."""
        start, run = token
        corners = self.corners(range(start, start + len(run)))
        turn = self.turn(start)
        runs: list[tuple[str, list[BBox]]] = []
        for character, *sides in zip(run, corners[::4], corners[1::4], corners[2::4], corners[3::4], strict=True):
            upright = turned(BBox(*sides), turn)
            if runs and not _jumps(runs[-1][1][-1], upright):
                runs[-1] = (runs[-1][0] + character, [*runs[-1][1], upright])
            else:
                runs.append((character, [upright]))
        out = []
        for found in runs:
            text, own = _undoubled(*found)
            out.append(Word(text, turned(union(own), -turn), turn=turn))
        return out

    def turn(self, index: int) -> int:
        """Degrees clockwise, in steps of 90, that a character stands from upright on the page as it is shown."""
        clockwise = degrees(call("FPDFText_GetCharAngle")(self.text, index))
        return round((self.frame.turn + clockwise) / 90) * 90 % 360


def turned(box: BBox, degrees_: int) -> BBox:
    """A box on a sheet that is turned so many degrees anticlockwise around its corner (places may become negative)."""
    x0, top, x1, bottom = box
    match degrees_ % 360:
        case 90:
            return BBox(top, -x1, bottom, -x0)
        case 180:
            return BBox(-x1, -bottom, -x0, -top)
        case 270:
            return BBox(-bottom, x0, -top, x1)
    return box


def _jumps(last: BBox, box: BBox) -> bool:
    """Whether a letter stands off the word before it: far to the right, back to the left, or on another line."""
    height = max(last.bottom - last.top, 1.0)
    return (
        box.x0 - last.x1 > JUMP * height
        or box.x0 < last.x0 - 0.5 * height
        or abs(box.bottom - last.bottom) > JUMP * height
    )


def _undoubled(text: str, boxes: list[BBox]) -> tuple[str, list[BBox]]:
    """Letters that are each drawn twice on one spot ('TToottaalltt') once."""
    if len(text) < 4 or len(text) % 2 or text[::2] != text[1::2]:
        return text, boxes
    if all(abs(a.x0 - b.x0) <= DOUBLED / 2 * (a.bottom - a.top) for a, b in zip(boxes[::2], boxes[1::2], strict=True)):
        return text[::2], boxes[::2]
    return text, boxes


def _once(words: Sequence[Word]) -> list[Word]:
    """The words without those that are drawn again on the spot of an equal one."""
    seen: dict[str, list[Word]] = {}
    for word in words:
        seen.setdefault(word.text, []).append(word)
    again = {id(b) for same in seen.values() if len(same) > 1 for a, b in combinations(same, 2) if _is_again(a, b)}
    return [w for w in words if id(w) not in again] if again else list(words)


def _is_again(a: Word, b: Word) -> bool:
    x0, top, x1, bottom = a.bbox
    near = DOUBLED * (x1 - x0 if a.turn % 180 else bottom - top)
    return -near < a.bbox[0] - b.bbox[0] < near and -near < a.bbox[1] - b.bbox[1] < near


def _cleaned(words: Sequence[Word]) -> list[Word]:
    """Words with ligatures as letters and accents on their letters; a breaking hyphen stays at the end only."""
    out = []
    for word in words:
        text = word.text
        if UNUSUAL.search(text):
            broken = "-" if text[-1] in BREAKING else ""
            plain = "".join(unicodedata.normalize("NFKC", c) if "\ufb00" <= c <= "\ufb06" else c for c in text)
            text = unicodedata.normalize("NFC", "".join(c for c in plain if c not in BREAKING)) + broken
        if text == word.text:
            out.append(word)
        elif text:
            out.append(Word(text, word.bbox, turn=word.turn))
    return out


def is_odd(character: str) -> bool:
    """Whether no font says what letter or sign this is."""
    if character < "\x7f" and character >= " ":
        return False
    return character == "\ufffd" or (
        character not in BREAKING
        and not character.isspace()
        and character != "\x00"
        and unicodedata.category(character) in {"Co", "Cn", "Cc"}
    )
