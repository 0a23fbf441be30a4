"""What a PDF page's own text is worth, judged page by page, and whether the page is to be read by OCR instead."""

from __future__ import annotations

import csv
import re
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from extract.frame import Frame
from extract.pdf_surface import Surface, covered
from extract.pdf_words import Text
from extract.types import Layer

MIN_CHARACTERS = 40
"""A page with an image and less text than this is a scan with a stamp on it, not a text page."""
GARBAGE_SHARE = 0.15
"""A larger share of characters that no font maps to letters makes a text layer useless."""
IMAGE_SHARE = 0.3
"""Images that cover less of a page than this do not make it a scan."""
MIN_PAIRS, MIN_LINE_PAIRS = 80, 12
"""Pairs of letters needed to judge a page's, and a line's, language."""
LANGUAGE, LINE_LANGUAGE = 0.36, 0.3
"""Share of common letter pairs below which text is of no language: Swedish and English have 0.85, Finnish and Polish
0.5, letters shifted by any step 0.15 to 0.3."""
FOREIGN_LINES = 0.25
"""A larger share of the text in lines of no language: one of the page's fonts lies."""
OTHER_SCRIPTS = re.compile("[\u0370-\u1fff\u2e80-\ud7ff]")
FEW_SIGNS, MANY_CHARACTERS = 3, 60
"""So much text of so few different characters is a font that tells the same letter for all."""
MIN_SHAPES = 150
"""A page without text but with so many drawn shapes may have its letters drawn."""


class Judgement(NamedTuple):
    """A code, a sentence, and whether the page is read by OCR."""

    layer: Layer
    why: str
    ocr: bool


def judge(text: Text, surface: Surface, frame: Frame, characters: str) -> Judgement:
    """A page's text and surface -> what its text layer is worth."""
    count = sum(len(w.text) for w in text.words)
    scan = covered(surface.images, frame) >= IMAGE_SHARE
    hidden = sum(len(w.text) for w in text.hidden)
    if scan and hidden >= MIN_CHARACTERS and hidden > count:
        why = "the text layer is an older OCR's, laid unseen over a scan: read by OCR again"
        return Judgement("old_ocr", why, ocr=True)
    if count >= MIN_CHARACTERS:
        told = _unknown(text) or _one_letter(characters) or no_language(characters)
        if told:
            return Judgement("garbage", f"the text layer is garbage ({told}): read by OCR", ocr=True)
    elif scan:
        return _scan(count)
    if count:
        return Judgement("text", "the page has a text layer" + _left_out(text), ocr=False)
    if len(surface.paths) >= MIN_SHAPES:
        return Judgement("missing", "the page's letters are drawn as shapes, not written: read by OCR", ocr=True)
    return Judgement("blank", "the page is blank", ocr=False)


def _scan(count: int) -> Judgement:
    """A page of images with hardly any text."""
    if not count:
        return Judgement("missing", "the page is an image without text: read by OCR", ocr=True)
    why = f"the page is an image with only {count} characters of text on it: read by OCR"
    return Judgement("partial", why, ocr=True)


def _unknown(text: Text) -> str:
    """How many characters no font maps to a letter, in words, when they are too many."""
    share = text.odd / max(text.letters, 1)
    return f"{share:.0%} of its characters are unknown to their font" if share > GARBAGE_SHARE else ""


def _one_letter(characters: str) -> str:
    """That nearly all characters are the same, in words, where there are many of them."""
    signs = set(characters) - set(" \r\n\t\x02-–—_.·…")
    letters = sum(c in signs for c in characters)
    return "nearly all its letters are the same" if letters >= MANY_CHARACTERS and len(signs) <= FEW_SIGNS else ""


def _left_out(text: Text) -> str:
    """What of the text layer is not on the paper and therefore not read."""
    parts = [
        f"{n} words {what}"
        for n, what in (
            (len(text.hidden), "written invisibly"),
            (text.outside, "outside the page"),
            (text.doubled, "drawn twice"),
        )
        if n
    ]
    return f" (left out: {', '.join(parts)})" if parts else ""


def no_language(characters: str) -> str:
    """Why a text is of no language, in words; '' when it is of one, too short to tell, or not in Latin letters.

    Fonts without a map to letters give shifted codes: letters all right, but in an order that no language has.
    """
    good = total = foreign = 0
    for line in characters.splitlines():
        line_good = line_total = 0
        for word in line.split():
            common, pairs = _pairs(word)
            line_good += common
            line_total += pairs
        good += line_good
        total += line_total
        if line_total >= MIN_LINE_PAIRS and line_good < LINE_LANGUAGE * line_total:
            foreign += line_total
    if total < MIN_PAIRS or len(OTHER_SCRIPTS.findall(characters)) > total:
        return ""
    if good < LANGUAGE * total:
        return "its letters make no words of any language"
    if foreign > max(FOREIGN_LINES * total, MIN_PAIRS / 2):
        return f"{foreign / total:.0%} of its letters make no words of any language"
    return ""


@lru_cache(maxsize=16384)
def _pairs(word: str) -> tuple[int, int]:
    """(common pairs, pairs) of neighbours in a word of Latin letters; words with digits and other scripts have none."""
    plain = word.lower().strip(".,;:!?()[]\"'”’»«-–—/\u00ad\ufffe\u0002•·*")
    if len(plain) < 2 or any(c.isdigit() or c > "\u024f" or c in "@." for c in plain):
        return 0, 0  # a figure, an address, another script
    if not any(c.isalpha() for c in plain):
        return 0, 0
    found = [plain[i : i + 2] for i in range(len(plain) - 1)]
    return sum(p in common_pairs() for p in found), len(found)


@cache
def common_pairs() -> frozenset[str]:
    """The 160 commonest pairs of letters in running Swedish and English; other European languages share most."""
    text = files("extract").joinpath("data/letter_pairs.csv").read_text(encoding="utf-8")
    return frozenset(row["pair"] for row in csv.DictReader(text.splitlines()))
