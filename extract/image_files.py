"""Image files -> their pictures in grey, one by one; what claims to be larger than any page is refused unopened."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from extract.errors import DamagedFile, ExtractError, TooLarge, TooLong

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_DOTS = 150_000_000
"""Of one picture: an A0 sheet at 300 dpi has 140 million. Unpacked, each takes a byte or more of memory."""
ENOUGH_DOTS = 36_000_000
"""A picture with more is made smaller before it is read: an A3 page at 400 dpi has 31 million."""


class Frame(NamedTuple):
    """A picture in grey, its resolution (0 when unknown), and how many there are in the file."""

    image: Image
    dpi: float
    total: int


def frames(data: bytes, most_pages: int) -> Iterator[Frame]:
    """The pictures of an image file. Raises DamagedFile, TooLarge, and TooLong for more than `most_pages` of them."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what Pillow thinks of odd tags is nothing for the user
        try:
            yield from _frames(data, most_pages)
        except (ExtractError, MemoryError):
            raise
        except Exception as error:  # Pillow's readers raise whatever they stumble over: struct.error, KeyError ...
            raise DamagedFile("the image is damaged or cut short and cannot be opened; scan it again") from error


def _frames(data: bytes, most_pages: int) -> Iterator[Frame]:
    from PIL import Image, ImageSequence

    try:
        opened = Image.open(io.BytesIO(data))
    except Image.DecompressionBombError as error:
        raise TooLarge(too_large()) from error
    with opened as image:
        _check_size(image)
        total = getattr(image, "n_frames", 1)
        if total > most_pages:
            raise TooLong(total, most_pages)
        dpi = _dpi(image)
        for frame in ImageSequence.Iterator(image):
            _check_size(frame)
            grey = _grey(frame)
            shrink = max(round((grey.width * grey.height / ENOUGH_DOTS) ** 0.5 + 0.49), 1)
            yield Frame(grey.reduce(shrink) if shrink > 1 else grey, dpi / shrink, total)


def _check_size(image: Image) -> None:
    if image.width * image.height > MOST_DOTS:
        raise TooLarge(too_large(image.width, image.height))


def too_large(width: int = 0, height: int = 0) -> str:
    """The sentence for a picture with too many dots."""
    said = f"it says it is {width} by {height} dots" if width else "it says it has more dots than can be"
    return f"{said}, and at most {MOST_DOTS // 1_000_000} million are read; scan it again with 300 dpi"


def _dpi(image: Image) -> float:
    try:
        dpi = float(image.info.get("dpi", (0, 0))[0])
    except (TypeError, ValueError, IndexError, ZeroDivisionError):
        return 0.0
    return dpi if 0 < dpi < 10_000 else 0.0


def _grey(frame: Image) -> Image:
    """In grey, on white where it is transparent, sixteen bits brought down to eight."""
    from PIL import Image

    if frame.mode.startswith("I;16") or frame.mode in ("I", "F"):
        _, high = frame.getextrema()
        wide = frame.convert("F").point(lambda v: v * (255 / 65535 if _number(high) > 255 else 1) + 0)
        return wide.convert("L")
    if "A" in frame.getbands() or "transparency" in frame.info:
        clear = frame.convert("LA")
        paper = Image.new("L", clear.size, 255)
        paper.paste(clear.getchannel("L"), mask=clear.getchannel("A"))
        return paper
    return frame.convert("L")


def _number(value: object) -> float:
    return float(value) if isinstance(value, (int, float)) else 0.0
