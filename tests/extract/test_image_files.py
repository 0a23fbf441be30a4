"""Picture files: what claims too much is refused unopened, what is odd is brought to grey."""

from __future__ import annotations

import pytest
from PIL import Image

from extract.errors import DamagedFile, TooLarge, TooLong
from extract.image_files import ENOUGH_DOTS, frames
from fixtures.hostile import images


@pytest.mark.parametrize(
    "bomb", [images.png_bomb, images.png_claim, images.jpeg_claim, images.tiff_claim], ids=lambda f: f.__name__
)
def test_a_picture_of_thousands_of_millions_of_dots_is_not_unpacked(bomb: object) -> None:
    with pytest.raises(TooLarge, match="scan it again"):
        list(frames(bomb(), 10))  # type: ignore[operator]


def test_a_file_of_more_pictures_than_allowed_is_too_long() -> None:
    with pytest.raises(TooLong, match="6000 pages"):
        list(frames(images.tiff_pages(), 5000))


def test_packed_words_in_a_picture_are_a_damage_and_no_fault_of_ours() -> None:
    with pytest.raises(DamagedFile):
        list(frames(images.png_words(), 10))


@pytest.mark.parametrize(
    "sound", [images.sixteen, images.see_through, images.cmyk, images.camera], ids=lambda f: f.__name__
)
def test_ink_is_dark_on_light_whatever_the_picture_s_colours(sound: object) -> None:
    (frame,) = frames(sound(), 10)  # type: ignore[operator]
    assert frame.image.mode == "L"
    assert frame.image.getextrema()[0] < 60
    assert sorted(frame.image.resize((50, 50)).tobytes())[1250] > 240


def test_a_large_picture_is_made_smaller_with_its_resolution() -> None:
    (frame,) = frames(images.saved(Image.new("1", (12_000, 8000), 1), "PNG", dpi=(600, 600)), 10)
    assert frame.image.width * frame.image.height <= ENOUGH_DOTS
    assert round(frame.dpi * 12_000 / frame.image.width) == 600
