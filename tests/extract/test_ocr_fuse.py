"""Three readers' views of the same ink become words: figures by vote, letters from Swedish, nothing else invented."""

from __future__ import annotations

import pytest

from extract.ocr_digits import OTHER, SIGNS, Glyph
from extract.ocr_fuse import Reading, fused, heard, is_dirt, is_disputed, vote
from extract.ocr_tesseract import Said
from extract.ocr_tokens import Token
from extract.types import BBox, Word

HIGH, WIDE = 20, 12


def glyph(sign: str, x: int, chance: float) -> Glyph:
    chances = [0.0] * (OTHER + 1)
    chances[SIGNS.index(sign) if sign in SIGNS else OTHER] = chance
    return Glyph((x, 0, x + WIDE - 2, HIGH), sign if sign in SIGNS else "", chance, tuple(chances))


def token(text: str, x: int, *, kind: str = "figure", chance: float = 0.99) -> Token:
    """A token whose every letter is WIDE pixels wide; signs our reader does not know are letters."""
    glyphs = tuple(glyph(c, x + i * WIDE, chance) for i, c in enumerate(text))
    own = "".join(g.text or "1" for g in glyphs)
    return Token(0, glyphs, kind, own, chance)  # type: ignore[arg-type]


def said(text: str, x: int, confidence: float = 0.9, wide: int | None = None) -> Said:
    return Said(text, x, 0, x + (wide or len(text) * WIDE), HIGH, confidence)


def read(tokens: list[Token], english: list[Said], swedish: list[Said]) -> list[str]:
    words = [w for group in heard(tokens, english, swedish) for w in fused(group, 0.36)]
    return [w.text for w in sorted(words, key=lambda w: w.bbox.x0)]


def test_a_percent_sign_that_swedish_lacks_comes_from_the_others() -> None:
    tokens = [token("35", 0), token("%", 40)]
    assert read(tokens, [said("35", 0), said("%", 40)], [said("350", 0, wide=52)]) == ["35", "%"]
    assert read([token("30%", 0)], [said("30%", 0)], [said("3096", 0, wide=36)]) == ["30%"]


def test_two_touching_digits_are_no_percent_sign() -> None:
    touching = [token("1%", 0, chance=0.9)]
    assert read(touching, [said("100", 0, wide=24)], [said("100", 0, wide=24)]) == ["100"]
    assert read([token("1%", 0, chance=0.6)], [said("100", 0, wide=24)], []) == ["100"]


def test_letters_come_from_swedish() -> None:
    assert read([token("på", 0, kind="word")], [said("pa", 0)], [said("på", 0)]) == ["på"]


def test_a_figure_in_a_run_of_words_is_cut_out_of_the_word_that_swallowed_it() -> None:
    tokens = [token("arbete", 0, kind="word"), token("(91", 90), token("%).", 140)]
    english = [said("arbete(91%).", 0, 0.6, wide=176)]
    swedish = [said("arbete", 0), said("(91", 90), said("26).", 140, wide=36)]
    assert read(tokens, english, swedish) == ["arbete", "(91", "%)."]


def test_the_other_readings_of_a_figure_are_kept() -> None:
    (group,) = heard([token("57", 0, chance=0.95)], [said("51", 0, 0.6)], [])
    (word,) = fused(group, 0.36)
    assert word.text == "57"
    assert [(a.text, a.reader) for a in word.alternatives] == [("51", "eng")]
    assert is_disputed(group)


def test_readers_that_agree_make_a_figure_surer_than_one_alone() -> None:
    own = Reading("154", 0.99, "digits")
    agreed = vote(own, Reading("154", 0.9, "eng"), Reading("", 0, "swe"))
    alone = vote(own, Reading("", 0, "eng"), Reading("", 0, "swe"))
    assert agreed.confidence > alone.confidence


@pytest.mark.parametrize(
    ("own", "english", "swedish", "expected"),
    [
        ("154", "154", "154", "154"),
        ("154", "164", "164", "164"),
        ("12,5", "12.5", "12,5", "12,5"),
        ("-820", "--820", "", "-820"),
        ("11", "ll", "", "11"),
        ("1052", "1O52", "", "1052"),
        ("80%", "80%", "8096", "80%"),
    ],
)
def test_the_figure_that_most_readers_see_is_taken(own: str, english: str, swedish: str, expected: str) -> None:
    readings = Reading(own, 0.9, "digits"), Reading(english, 0.9, "eng"), Reading(swedish, 0.9, "swe")
    assert vote(*readings).text == expected


def test_a_word_that_tesseract_places_beside_its_ink_is_not_lost() -> None:
    tokens = [token("stöd", 0, kind="word"), token("i", 60, kind="word")]
    assert read(tokens, [], [said("stöd", 0), said("i", 50, wide=8)]) == ["stöd", "i"]


def test_stray_points_are_dirt_and_a_dash_is_not() -> None:
    box = BBox(0, 0, 1, 1)
    assert is_dirt([Word(".", box), Word("'", box)])
    assert not is_dirt([Word("-", box)])


def test_readers_that_are_not_sure_at_all_are_heard_all_the_same() -> None:
    assert vote(Reading("12", 0.0, "digits"), Reading("17", 0.0, "eng"), Reading("17", 0.0, "swe")).text == "17"
    assert vote(Reading("12", 0.0, "digits"), Reading("17", 0.0, "eng"), Reading("13", 0.0, "swe")).text[0] == "1"


def test_a_sign_in_the_white_between_pieces_is_no_word() -> None:
    assert read([token("Deltagare", 30, kind="word")], [], [said("—", 0), said("Deltagare", 30)]) == ["Deltagare"]


def test_signs_before_a_figure_are_not_dealt_out_as_its_digits() -> None:
    tokens = [token("3", 0), token("372", 20), token("0000", 70, kind="word")]
    assert read(tokens, [said("3", 0), said("372", 20)], [said("—-3372000", 0, wide=118)]) == ["3", "372", "000"]


def test_a_one_that_both_models_overlook_is_kept_where_its_ink_stands_apart() -> None:
    assert read([token("21", 0)], [said("2", 0, wide=24)], [said("2", 0, wide=24)]) == ["21"]
    assert read([token("114", 0)], [said("14", 0, wide=36)], [said("14", 0, wide=36)]) == ["114"]
    assert read([token("21", 0, chance=0.6)], [said("2", 0, wide=24)], [said("2", 0, wide=24)]) == ["2"]
    assert read([token("24", 0)], [said("2", 0, wide=24)], [said("2", 0, wide=24)]) == ["2"]


def test_two_ones_are_no_letter_u() -> None:
    assert read([token("11", 0)], [said("au", 0, 0.1)], [said("u", 0, 0.9, wide=24)]) == ["11"]
    assert read([token("un", 0, kind="word")], [], [said("u", 0, 0.9, wide=24)]) == ["u"]


def test_an_asterisk_that_swedish_lacks_comes_from_english() -> None:
    assert read([token("+", 0, kind="mixed", chance=0.3)], [said("*", 0)], [said("x", 0, 0.4)]) == ["*"]
    assert read([token("+", 0, kind="mixed", chance=0.3)], [said("*", 0, 0.3)], [said("x", 0, 0.4)]) != ["*"]
