"""What the ink of a scan says beside its readers: rings over letters, long dashes, spaces, faint lines, minus signs."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from extract.ocr_broken import broken
from extract.ocr_bullets import bullet
from extract.ocr_capitals import capitalled
from extract.ocr_dashes import with_dashes
from extract.ocr_digits import Glyph, read_pieces
from extract.ocr_faint import followed
from extract.ocr_fuse import is_minus
from extract.ocr_image import Sheet
from extract.ocr_marks import Mark, Piece, marked
from extract.ocr_pale import strengthened
from extract.ocr_rings import ringed
from extract.ocr_rulings import shades, without_rulings
from extract.ocr_spaces import parted, usual_space
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


def stroked(longs: list[int], level: int = 90) -> tuple[np.ndarray, list[Piece], list[Token]]:
    """Lone strokes under each other, each beside a figure of letters 20 high: the ink, its pieces, its tokens."""
    grey = np.full((40 * len(longs), 120), 255, np.uint8)
    pieces: list[Piece] = []
    found: list[Token] = []
    for i, long in enumerate(longs):
        y = 40 * i + 20
        grey[y : y + 2, 50 : 50 + long] = level
        box = (50, y, 50 + long, y + 2)
        figures = (Mark(80, y - 10, 90, y + 10, (2,)), Mark(95, y - 10, 110, y + 10, (3,)))
        pieces += [Piece(*box, (Mark(*box, (1,)),), 20.0, y + 10.0), Piece(80, y - 10, 110, y + 10, figures, 20.0, 0.0)]
        found.append(Token(2 * i, (Glyph(box, "-", 0.9, ()),), "figure", "-", 0.9))
    return grey, pieces, found


@pytest.mark.parametrize(
    ("longs", "texts"),
    [([7, 7, 8], "---"), ([14, 14, 15], "–––"), ([10, 10, 9], "–––"), ([14, 14, 7], "––-")],
    ids=["hyphens", "dashes", "dashes of a narrow face", "a hyphen among dashes"],
)
def test_lone_strokes_of_a_page_are_told_together_by_how_long_they_are(longs: list[int], texts: str) -> None:
    grey, pieces, found = stroked(longs)
    words = [Word("-", BBox(*map(float, pieces[t.piece].marks[0][:4])), 0.9) for t in found]
    assert "".join(w.text for w in with_dashes(words, found, pieces, grey, 1.0)) == texts


def test_a_dash_before_a_figure_is_as_long_as_its_stroke_says() -> None:
    grey = np.full((60, 120), 255, np.uint8)
    grey[30:32, 10:25] = 90
    glyphs = (Glyph((10, 30, 25, 32), "-", 0.9, ()), Glyph((26, 20, 37, 40), "6", 0.9, ()))
    piece = Piece(10, 20, 37, 40, (Mark(10, 30, 25, 32, (1,)), Mark(26, 20, 37, 40, (2,))), 20.0, 40.0)
    (word,) = with_dashes(
        [Word("-6", BBox(10, 20, 37, 40), 0.9)], [Token(0, glyphs, "figure", "-6", 0.9)], [piece], grey, 1.0
    )
    assert word.text == "–6"
    assert [a.text for a in word.alternatives] == ["-6"]


def test_a_pale_stroke_level_with_letters_is_made_as_dark_and_a_bar_of_a_letter_is_not() -> None:
    grey = np.full((60, 200), 255, np.uint8)
    letter = np.asarray([[10, 20, 22, 40]], np.int32)
    grey[20:40, 10:22] = 20
    grey[30:32, 100:108] = 190
    strong = strengthened(grey, letter, 150, 235.0, 20.0)
    assert strong[30:32, 100:108].max() < 40
    grey[24:26, 100:108] = 190  # the upper bar of a pale letter
    assert (strengthened(grey, letter, 150, 235.0, 20.0) == grey).all()
    under = np.full((60, 200), 255, np.uint8)
    under[38:40, 100:108] = 190
    assert (strengthened(under, letter, 150, 235.0, 20.0) == under).all()


def drawn(shape: str) -> np.ndarray:
    """A mark of 11 x 11 pixels: a round dot, an asterisk, a letter e."""
    ink = np.full((11, 11), 255, np.uint8)
    if shape == "dot":
        cv2.circle(ink, (5, 5), 5, 0, -1)
    elif shape == "asterisk":
        for x, y in ((5, 0), (0, 3), (0, 8)):
            cv2.line(ink, (x, y), (10 - x, 10 - y), 0, 1)
    else:
        cv2.circle(ink, (5, 5), 4, 0, 2)
        cv2.line(ink, (1, 5), (9, 5), 0, 1)
    return ink


@pytest.mark.parametrize(("shape", "text"), [("dot", "•"), ("asterisk", None), ("e", None)])
def test_a_bullet_is_told_by_ink_that_fills_it(shape: str, text: str | None) -> None:
    grey = np.full((60, 120), 255, np.uint8)
    grey[25:36, 10:21] = drawn(shape)
    marks = (Mark(10, 25, 21, 36, (1,)), Mark(40, 20, 52, 40, (2,)))
    token = Token(0, (Glyph((10, 25, 21, 36), "", 0.0, ()),), "word", "6", 0.1)
    found = bullet(token, Piece(10, 20, 52, 40, marks, 20.0, 40.0), grey, 20.0, 1.0)
    assert (found.text if found else None) == text


def test_a_full_stop_is_no_bullet() -> None:
    grey = np.full((60, 120), 255, np.uint8)
    cv2.circle(grey, (15, 36), 3, 0, -1)
    marks = (Mark(12, 33, 19, 40, (1,)), Mark(40, 20, 52, 40, (2,)))
    token = Token(0, (Glyph((12, 33, 19, 40), ".", 0.9, ()),), "word", ".", 0.9)
    assert bullet(token, Piece(10, 20, 52, 40, marks, 20.0, 40.0), grey, 20.0, 1.0) is None


def test_pale_rings_and_broken_strokes_of_letters_stay_and_pale_dirt_goes() -> None:
    grey = np.full((80, 300), 255, np.uint8)
    for x in range(20, 200, 20):
        grey[40:56, x : x + 10] = 10
    grey[33:37, 42:47] = 130  # a ring over the second letter
    grey[44:50, 71:73] = 130  # a hairline beside the third
    grey[60:64, 110:115] = 130  # under the line: what shows through from the back
    wiped = marked(grey, 0.36, 170).grey
    assert wiped[35, 44] < 200
    assert wiped[46, 72] < 200
    assert wiped[62, 112] == 255


def test_dots_of_a_letter_right_under_a_line_are_not_taken_out_with_it() -> None:
    level = np.full((200, 400), 255, np.uint8)
    level[50:52, 20:380] = 60
    cv2.ellipse(level, (100, 70), (9, 11), 0, 0, 360, 30, 2)
    level[53:56, 94:97] = 30
    level[53:56, 103:106] = 30
    level[53:55, 250:253] = 30  # a crumb of the line
    _, clean = without_rulings(Sheet(level, np.full_like(level, 255), 0.36), 170)
    assert clean[54, 95] < 100
    assert clean[54, 104] < 100
    assert clean[54, 251] == 255
    assert clean[51, 200] == 255


def test_a_line_broken_into_strokes_of_any_length_is_one_line_and_dots_of_letters_are_none() -> None:
    starts = np.asarray([0.0, 12, 20, 41, 50, 58, 70, 200, 210, 221, 229, 240, 251, 260])
    ends = starts + np.asarray([9.0, 4, 15, 5, 6, 8, 9, 1, 1, 1, 1, 1, 1, 1])
    thick = np.ones_like(starts)
    levels = np.asarray([50.0, 50.3, 50.1, 50.5, 50.6, 50.4, 50.8, 50, 50, 50, 50, 50, 50, 50])
    assert broken(starts, ends, levels, thick) == [[0, 1, 2, 3, 4, 5, 6]]


def test_noise_is_not_searched_for_broken_lines() -> None:
    starts = np.arange(20000, dtype=np.float64) % 500
    assert broken(starts, starts + 1, np.zeros(20000), np.ones(20000)) == []


def letters(heights: list[int]) -> tuple[Piece, list[Token]]:
    glyphs = tuple(Glyph((12 * i, 40 - h, 12 * i + 10, 40), "", 0.0, ()) for i, h in enumerate(heights))
    return Piece(0, 20, 12 * len(heights), 40, (), 20.0, 40.0), [Token(0, glyphs, "word", "", 0.0)]


def solid(own: list[Token]) -> np.ndarray:
    """An image in which each glyph's box is ink."""
    grey = np.full((60, 200), 255, np.uint8)
    for x0, y0, x1, y1 in (g.box for t in own for g in t.glyphs):
        grey[y0:y1, x0:x1] = 0
    return grey


@pytest.mark.parametrize(
    ("read", "heights", "meant"),
    [
        ("utfall", [20, 18, 20, 14, 20, 20], "Utfall"),
        ("summa", [20, 14, 14, 14, 14], "Summa"),
        ("summa", [14, 14, 14, 14, 14], "summa"),
        ("utfall", [14, 18, 20, 14, 20, 20], "utfall"),
        ("Awikelse", [20, 14, 14, 14, 20, 14, 20, 14], "Awikelse"),
        ("Awvikelse", [20, 14, 14, 14, 14, 20, 14, 20, 14], "Avvikelse"),
    ],
)
def test_a_capital_is_told_from_the_small_letter_of_its_shape_by_its_height(
    read: str, heights: list[int], meant: str
) -> None:
    piece, own = letters(heights)
    (word,) = capitalled([Word(read, BBox(0, 20, 12.0 * len(heights) - 2, 40), 0.9)], own, piece, solid(own), 1.0)
    assert word.text == meant
    assert [a.text for a in word.alternatives] == ([read] if meant != read else [])


def test_a_small_letter_that_touches_a_dotted_i_is_no_capital() -> None:
    piece, own = letters([20, 14, 14, 20])
    grey = solid(own)
    grey[20:26, 0:6] = 255  # over the left half of the first ink there is nothing: only the i's dot is so high
    assert [w.text for w in capitalled([Word("visar", BBox(0, 20, 46, 40), 0.9)], own, piece, grey, 1.0)] == ["visar"]


def test_two_zeros_that_touch_are_cut_where_they_touch() -> None:
    ink = np.zeros((40, 60), np.uint8)
    for x in (16, 27):
        cv2.ellipse(ink, (x, 20), (5, 8), 0, 0, 360, 1, 2)
    labels = np.asarray(cv2.connectedComponents(ink)[1], np.int32)
    ys, xs = np.nonzero(ink)
    mark = Mark(int(xs.min()), int(ys.min()), int(xs.max()) + 1, int(ys.max()) + 1, (1,))
    piece = Piece(*mark[:4], (mark,), float(mark.y1 - mark.y0), float(mark.y1))
    (read,) = read_pieces(np.where(ink > 0, 0, 255).astype(np.uint8), labels, [piece])
    assert "".join(g.text for g in read) == "00"


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
    words = parted([Word("Nuvägen", BBox(0, 20, 91, 40), 0.9)], own, piece, 1.0, 0.4)
    assert [w.text for w in words] == ["Nu", "väg", "en"]
    assert [round(w.bbox.x0) for w in words] == [0, 30, 70]
    whole = parted([Word("Nuvägen", BBox(0, 20, 76, 40), 0.9)], tokens((0, 7)), piece, 1.0, 0.4)
    assert [w.text for w in whole] == ["Nuvägen"]


@pytest.mark.parametrize(("confidence", "space", "parts"), [(0.96, 0.5, 1), (0.96, 0.3, 2), (0.2, 0.5, 2)])
def test_a_word_is_cut_where_the_white_is_that_of_the_page_s_spaces(
    confidence: float, space: float, parts: int
) -> None:
    piece = Piece(0, 20, 200, 40, (), 20.0, 40.0)
    words = parted([Word("Unga", BBox(0, 20, 50, 40), confidence)], tokens((0, 1), (17, 3)), piece, 1.0, space)
    assert len(words) == parts


def test_the_usual_space_of_a_page_is_that_between_its_readers_words() -> None:
    line = [Word("en", BBox(0, 0, 20, 10)), Word("väg", BBox(24, 0, 50, 10)), Word("in", BBox(55, 0, 60, 10))]
    assert usual_space([line, []]) == pytest.approx(0.45)
    assert usual_space([[]]) == 0.0


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
