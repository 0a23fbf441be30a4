"""Figures of scans whose digits were parted, or that took a line beside them along."""

from __future__ import annotations

import pytest

from extract.ocr_tidy import tidied
from extract.types import BBox, Word

DIGIT = 5.0


def printed(*parts: tuple[str, float]) -> list[Word]:
    """Words with the white before each, in widths of a digit."""
    words, x = [], 0.0
    for text, white in parts:
        x += white * DIGIT
        words.append(Word(text, BBox(x, 0, x + DIGIT * len(text), 7), 0.9))
        x += DIGIT * len(text)
    return words


@pytest.mark.parametrize(
    ("parts", "texts"),
    [
        ((("1", 0), ("38", 0.49)), ["138"]),
        ((("2", 0), ("023.", 0.32)), ["2023."]),
        ((("18", 0), ("300", 0.5)), ["18", "300"]),
        ((("2022", 0), ("2021", 0.9)), ["2022", "2021"]),
        ((("och", 0), ("38", 0.3)), ["och", "38"]),
        ((("[0]", 0),), ["0"]),
        ((("|12", 0),), ["12"]),
        ((("[sic]", 0),), ["[sic]"]),
    ],
)
def test_a_figure_is_one_word_without_the_lines_beside_it(
    parts: tuple[tuple[str, float], ...], texts: list[str]
) -> None:
    assert [w.text for w in tidied(printed(*parts))] == texts


def test_what_was_read_first_is_kept_as_another_reading() -> None:
    (joined,) = tidied(printed(("1", 0), ("38", 0.4)))
    assert [a.text for a in joined.alternatives] == ["1 38"]
    (bare,) = tidied(printed(("[0]", 0)))
    assert [a.text for a in bare.alternatives] == ["[0]"]


@pytest.mark.parametrize(("read", "meant"), [("<:nyanlända", "nyanlända"), ("«Målgrupp", "Målgrupp"), ("+4", "+4")])
def test_signs_that_stand_in_the_white_before_a_word_go(read: str, meant: str) -> None:
    assert [w.text for w in tidied(printed((read, 0)))] == [meant]


@pytest.mark.parametrize(("x0", "texts"), [(752, ["1", "122"]), (749, ["1122"])])
def test_thousands_of_a_narrow_face_stay_apart_from_the_digit_before(x0: float, texts: list[str]) -> None:
    words = [Word("1", BBox(738, 0, 746, 14), 0.9), Word("122", BBox(x0, 0, x0 + 30, 14), 0.9)]
    assert [w.text for w in tidied(words)] == texts
