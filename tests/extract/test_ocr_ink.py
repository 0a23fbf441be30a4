"""What the ink of a scan says beside its readers: rings over letters, long dashes, spaces, faint lines, minus signs."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from extract.ocr_dashes import with_dash
from extract.ocr_digits import Glyph
from extract.ocr_faint import followed
from extract.ocr_fuse import is_minus
from extract.ocr_image import Sheet
from extract.ocr_marks import Mark, Piece
from extract.ocr_rings import ringed
from extract.ocr_rulings import shades
from extract.ocr_spaces import parted
from extract.ocr_tokens import Token
from extract.types import BBox, Word

Box = tuple[int, int, int, int]
LETTER = 10
"""Pixels a letter is wide here; letters stand 2 apart, on baseline 40, small ones 14 high, tall ones 20."""
BASE, SMALL, TALL = 40, 14, 20


def inked(text: str, over: dict[int, list[Box]]) -> tuple[np.ndarray, Piece]:
    """Labels of ink with a block for each letter, and boxes (relative to its left top corner) over some of them."""
    ink = np.zeros((60, 12 * len(text) + 10), np.uint8)
    for i, letter in enumerate(text):
        high = TALL if letter in "bdfhklt" or letter.isupper() else SMALL
        ink[BASE - high : BASE, 12 * i : 12 * i + LETTER] = 1
        for x0, up, x1, down in over.get(i, []):
            ink[BASE - SMALL - up : BASE - SMALL - down, 12 * i + x0 : 12 * i + x1] = 1
    labels = np.asarray(cv2.connectedComponents(ink)[1], np.int32)
    return labels, Piece(0, BASE - TALL, ink.shape[1], BASE, (), float(TALL), float(BASE))


DOTS = [(1, 6, 4, 3), (6, 6, 9, 3)]
RING = [(2, 7, 8, 2)]
DOT = [(4, 6, 6, 3)]


@pytest.mark.parametrize(
    ("read", "over", "meant"),
    [
        ("halsa", {1: DOTS}, "hälsa"),
        ("nara", {3: RING}, "narå"),
        ("forman", {1: DOTS}, "förman"),
        ("hälsa", {1: DOTS}, "hälsa"),
        ("insats", {0: DOT}, "insats"),
        ("insats", {}, "insats"),
        ("nara", {1: DOT}, "nara"),
    ],
)
def test_ink_over_a_letter_that_the_reader_overlooked_makes_it_another(
    read: str, over: dict[int, list[Box]], meant: str
) -> None:
    labels, piece = inked(read, over)
    (word,) = ringed([Word(read, BBox(0, 20, 12 * len(read) - 2, 40), 0.9)], piece, labels, 1.0)
    assert word.text == meant
    assert [a.text for a in word.alternatives] == ([read] if meant != read else [])


@pytest.mark.parametrize(("long", "text"), [(7, "-"), (14, "–")])
def test_a_lone_stroke_as_long_as_a_dash_is_one(long: int, text: str) -> None:
    grey = np.full((40, 120), 255, np.uint8)
    grey[20:22, 50 : 50 + long] = 90
    dash = Piece(50, 20, 50 + long, 22, (Mark(50, 20, 50 + long, 22, (1,)),), 20.0, 30.0)
    figures = Piece(80, 10, 110, 30, (Mark(80, 10, 90, 30, (2,)), Mark(95, 10, 110, 30, (3,))), 20.0, 30.0)
    (word,) = with_dash([Word("-", BBox(50, 20, 50 + long, 22), 0.9)], dash, [dash, figures], grey)
    assert word.text == text


def tokens(*words: tuple[int, int]) -> list[Token]:
    """Tokens of letters 10 wide and 1 apart: (where it begins, how many letters)."""
    return [
        Token(
            0,
            tuple(Glyph((x + 11 * i, 20, x + 11 * i + 10, 40), "", 0.0, ()) for i in range(count)),
            "word",
            "",
            0.0,
        )
        for x, count in words
    ]


def test_words_that_a_reader_ran_together_are_cut_where_the_ink_stands_apart() -> None:
    piece = Piece(0, 20, 200, 40, (), 20.0, 40.0)
    own = tokens((0, 2), (30, 3), (70, 2))
    words = parted([Word("Nuvägen", BBox(0, 20, 91, 40), 0.9)], own, piece, 1.0)
    assert [w.text for w in words] == ["Nu", "väg", "en"]
    assert [round(w.bbox.x0) for w in words] == [0, 30, 70]
    whole = parted([Word("Nuvägen", BBox(0, 20, 76, 40), 0.9)], tokens((0, 7)), piece, 1.0)
    assert [w.text for w in whole] == ["Nuvägen"]


def test_a_faint_line_is_followed_through_noise_and_not_into_letters() -> None:
    grey = np.full((100, 400), 250, np.uint8)
    grey[50, 20:380] = 215
    grey[50, 20:120] = 185
    grey = np.clip(grey + np.random.default_rng(0).normal(0, 6, grey.shape), 0, 255).astype(np.uint8)
    (line,) = followed(grey, [BBox(20 * 0.36, 50 * 0.36, 120 * 0.36, 51 * 0.36)], 0.36, flat=True)
    assert 360 <= line.x1 / 0.36 <= 400
    assert line.x0 / 0.36 < 30


def test_a_line_down_ends_before_the_stroke_of_a_letter_further_on() -> None:
    grey = np.full((300, 60), 255, np.uint8)
    grey[20:150, 30] = 100
    grey[180:205, 30] = 100
    (line,) = followed(grey, [BBox(30 * 0.36, 20 * 0.36, 31 * 0.36, 100 * 0.36)], 0.36, flat=False)
    assert 140 <= line.bottom / 0.36 <= 165


@pytest.mark.parametrize(
    ("stroke", "meant"),
    [((0, 9, 6, 11), True), ((0, 0, 6, 20), False), ((0, 17, 6, 19), False), ((0, 1, 6, 3), False)],
    ids=["half-way up", "a digit", "on the baseline", "over the figure"],
)
def test_a_stroke_before_a_digit_is_a_minus_when_it_stands_half_way_up(stroke: Box, meant: bool) -> None:
    glyphs = (Glyph(stroke, "", 0.0, ()), Glyph((7, 0, 17, 20), "6", 0.9, ()))
    assert is_minus(Token(0, glyphs, "figure", "-6", 0.9)) is meant


def test_a_filled_heading_right_over_a_paler_filled_row_is_two_areas() -> None:
    level = np.full((600, 800), 255, np.uint8)
    level[200:240, 100:600] = 228
    level[240:300, 100:600] = 240
    scale = 0.36
    found = shades(Sheet(np.full_like(level, 255), level, scale))
    assert len(found) == 2
    places = [found[0].top, found[0].bottom, found[1].top, found[1].bottom]
    assert [v / scale for v in places] == pytest.approx([200, 240, 240, 300], abs=8)
