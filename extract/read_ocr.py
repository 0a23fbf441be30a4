"""A rendered page or an image file -> Pages of words with confidence, by Tesseract; drawn lines are found and removed.

Two readings are fused: the Swedish model has no % sign and is weak on digits, the English one has no å ä ö.
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from extract.errors import DamagedFile, EmptyFile, ToolMissing
from extract.geometry import shared
from extract.layout import page_lines
from extract.types import BBox, Page, PageSource, Ruling, Word

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray
    from PIL.Image import Image

    Grey = NDArray[np.uint8]

Progress = Callable[[str, int, int], None]

LETTERS, FIGURES = "swe", "eng"
"""Tesseract's models: one for words, one for figures and signs."""
MIN_FLAT, MIN_TALL = 24.0, 20.0
"""Strokes longer than this (points) are drawn lines, not parts of letters."""
DEFAULT_DPI = 200
INSTALL = "install it with 'sudo apt install tesseract-ocr tesseract-ocr-swe' (macOS: 'brew install tesseract-lang')"


def pages(data: bytes, path: Path, *, progress: Progress | None = None) -> tuple[Page, ...]:
    """The pages of an image file (a TIFF may hold several). Raises DamagedFile, EmptyFile, ToolMissing."""
    from PIL import Image, ImageSequence, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(data)) as image:
            frames = [frame.convert("L") for frame in ImageSequence.Iterator(image)]
            dpi = float(image.info.get("dpi", (0, 0))[0])
    except (UnidentifiedImageError, OSError, SyntaxError) as error:
        raise DamagedFile("the image is damaged or cut short and cannot be opened; scan it again") from error
    out = []
    for index, frame in enumerate(frames):
        if progress:
            progress("ocr", index, len(frames))
        used = dpi if dpi >= 72 else _guessed_dpi(frame)
        size = (frame.width * 72 / used, frame.height * 72 / used)
        source = PageSource(path, index)
        out.append(read_image(frame, number=index + 1, size=size, why="an image file", source=source))
    if progress:
        progress("ocr", len(frames), len(frames))
    if not any(page.words for page in out):
        raise EmptyFile("no text can be read in the image; scan it again with at least 200 dpi")
    return tuple(out)


def read_image(image: Image, *, number: int, size: tuple[float, float], why: str, source: PageSource) -> Page:
    """One image of a page, `size` in points -> Page with words, lines and rulings."""
    import numpy as np

    check_tesseract()
    grey = np.asarray(image.convert("L"), dtype=np.uint8)
    scale = size[0] / grey.shape[1]
    rulings, clean = without_rulings(grey, scale)
    words = fuse(_words(clean, LETTERS, scale), _words(clean, FIGURES, scale))
    lines = page_lines(words, rulings, number, size[0])
    return Page(number, "ocr", lines, size[0], size[1], tuple(words), rulings, why=why, source=source)


def check_tesseract() -> None:
    """Raises ToolMissing, with the command that installs it, when Tesseract or one of its models is not there."""
    import pytesseract

    os.environ.setdefault("OMP_THREAD_LIMIT", "1")  # more threads make Tesseract slower, four of them eight times
    try:
        models = pytesseract.get_languages()
    except (pytesseract.TesseractNotFoundError, OSError) as error:
        raise ToolMissing(f"the page must be read by OCR and Tesseract is not installed: {INSTALL}") from error
    lacking = [m for m in (LETTERS, FIGURES) if m not in models]
    if lacking:
        raise ToolMissing(f"Tesseract lacks its model {' and '.join(lacking)}: {INSTALL}")


def _guessed_dpi(frame: Image) -> float:
    """An image that does not tell its resolution is taken for an A4 page when it has that shape."""
    ratio = max(frame.size) / min(frame.size)
    return min(frame.size) / 8.27 if 1.3 < ratio < 1.55 and min(frame.size) >= 800 else DEFAULT_DPI


def without_rulings(grey: Grey, scale: float) -> tuple[tuple[Ruling, ...], Grey]:
    """(drawn lines in points, the image without them). `scale` is points per pixel."""
    import cv2
    import numpy as np

    ink = np.where(grey < _threshold(grey), 255, 0).astype(np.uint8)
    mask = np.zeros_like(ink)
    rulings: list[Ruling] = []
    for flat in (True, False):
        length = max(int((MIN_FLAT if flat else MIN_TALL) / scale), 3)
        kernel = np.ones((1, length) if flat else (length, 1), np.uint8)
        strokes = cv2.morphologyEx(ink, cv2.MORPH_OPEN, kernel).astype(np.uint8)
        found, thin = _thin(strokes, flat, 4.0 / scale)
        mask |= thin
        rulings += [Ruling(BBox(*(v * scale for v in box))) for box in found]
    grown = cv2.dilate(mask, np.ones((3, 3), np.uint8))
    clean = np.where(grown > 0, 255, grey).astype(np.uint8)
    return tuple(sorted(rulings, key=lambda r: r.bbox)), clean


def _threshold(grey: Grey) -> float:
    import cv2

    return float(cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)[0])


def _thin(strokes: Grey, flat: bool, thickest: float) -> tuple[list[tuple[int, int, int, int]], Grey]:
    """Strokes that are thin enough for a line: (their boxes in pixels, a mask of them). Filled areas stay out."""
    import cv2
    import numpy as np

    count, labels, stats, _ = cv2.connectedComponentsWithStats(strokes, connectivity=8)
    boxes, keep = [], np.zeros(count, dtype=bool)
    for i in range(1, count):
        x, y, width, height, _area = (int(v) for v in stats[i])
        if (height if flat else width) <= thickest:
            boxes.append((x, y, x + width, y + height))
            keep[i] = True
    return boxes, np.where(keep[labels], 255, 0).astype(np.uint8)


def _words(grey: Grey, model: str, scale: float) -> list[Word]:
    import pytesseract

    found: dict[str, list[Any]] = pytesseract.image_to_data(
        grey, lang=model, config="--psm 6", output_type=pytesseract.Output.DICT
    )
    return [w for i in range(len(found["text"])) for w in _word(found, i, scale)]


def _word(found: dict[str, list[Any]], i: int, scale: float) -> Iterator[Word]:
    text = str(found["text"][i]).strip()
    confidence = float(found["conf"][i])
    if text and confidence >= 0:
        x, y = found["left"][i] * scale, found["top"][i] * scale
        box = BBox(x, y, x + found["width"][i] * scale, y + found["height"][i] * scale)
        yield Word(text, box, round(confidence / 100, 4))


def fuse(letters: list[Word], figures: list[Word]) -> list[Word]:
    """The words of one reading, with those of the other where they carry a digit or a % sign."""
    wins = [f for f in figures if _is_figure(f.text) and not _keeps(f, _over(f, letters))]
    lost = {id(w) for f in wins for w in _over(f, letters)}
    return [w for w in letters if id(w) not in lost] + wins


def _is_figure(text: str) -> bool:
    return any(c.isdigit() or c == "%" for c in text) and sum(c.isalpha() for c in text) <= len(text) / 2


def _keeps(figure: Word, words: list[Word]) -> bool:
    """Whether the Swedish reading stands: the same digits with their spaces, or plain words it is surer of."""
    if not words:
        return False
    if any(c.isdigit() for w in words for c in w.text):
        return len(words) > 1 and "".join(w.text for w in words) == figure.text
    plain = all(w.text.strip(".,;:()-").isalpha() and len(w.text) >= 3 for w in words)
    return plain and max(w.confidence or 0 for w in words) > (figure.confidence or 0)


def _over(word: Word, others: list[Word]) -> list[Word]:
    """The other reading's words that stand at the same place."""
    return [o for o in others if _same_place(word.bbox, o.bbox)]


def _same_place(a: BBox, b: BBox) -> bool:
    wide, high = shared(a.x0, a.x1, b.x0, b.x1), shared(a.top, a.bottom, b.top, b.bottom)
    return wide > 0.4 * min(a.x1 - a.x0, b.x1 - b.x0) and high > 0.4 * min(a.bottom - a.top, b.bottom - b.top)
