"""A rendered page or an image file -> Pages of words with confidence, by Tesseract; drawn lines are found and removed.

Two readings are fused: the Swedish model has no % sign and is weak on digits, the English one has no å ä ö.
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from extract.errors import DamagedFile, EmptyFile, ToolMissing
from extract.geometry import contains, shared, type_size
from extract.layout import page_lines
from extract.ruled import grid_cells
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
DEFAULT_DPI = 200
CELL_SNAP = 4.0
TALL = 1.6
"""A word this many type sizes high is two lines read as one."""
SURE, MIN_INK, MAX_CELLS = 0.6, 0.002, 40
"""A cell read with less surety, or with this share of ink and no word, is read again; so many on a page at most."""
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

    from extract.ocr_image import straightened, without_rulings

    check_tesseract()
    grey = straightened(np.asarray(image.convert("L"), dtype=np.uint8))
    scale = size[0] / grey.shape[1]
    rulings, clean = without_rulings(grey, scale)
    words = _read_again(fuse(_words(clean, LETTERS, scale), _words(clean, FIGURES, scale)), rulings, clean, scale)
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


def _words(grey: Grey, model: str, scale: float) -> list[Word]:
    import pytesseract

    found: dict[str, list[Any]] = pytesseract.image_to_data(
        grey, lang=model, config="--psm 6", output_type=pytesseract.Output.DICT
    )
    return [w for i in range(len(found["text"])) for w in _word(found, i, scale)]


def _read_again(words: list[Word], rulings: tuple[Ruling, ...], clean: Grey, scale: float) -> list[Word]:
    """Cells of ruled tables that were read poorly, or not at all, and lines run together, read once more alone."""
    out = list(words)
    places = grid_cells(rulings, CELL_SNAP)
    size = type_size(words)
    tall = [w.bbox for w in words if w.bbox.bottom - w.bbox.top > TALL * size and (w.confidence or 0) < SURE]
    places += [_wider(b, 0.5 * size) for b in tall if not any(contains(p, b) for p in places)]
    doubtful = [(c, own) for c in places if _is_doubtful(c, own := _inside(c, out), clean, scale)]
    for cell, own in doubtful[:MAX_CELLS]:
        crop = _cropped(clean, cell, scale)
        again = [_moved(w, cell) for w in fuse(_words(crop, LETTERS, scale), _words(crop, FIGURES, scale))]
        if again and _surety(again) > _surety(own):
            out = [w for w in out if w not in own] + again
    return out


def _wider(box: BBox, margin: float) -> BBox:
    return BBox(max(box.x0 - margin, 0), max(box.top - margin, 0), box.x1 + margin, box.bottom + margin)


def _inside(cell: BBox, words: list[Word]) -> list[Word]:
    return [w for w in words if contains(cell, w.bbox)]


def _surety(words: list[Word]) -> float:
    return min((w.confidence or 0.0 for w in words), default=0.0)


def _is_doubtful(cell: BBox, own: list[Word], clean: Grey, scale: float) -> bool:
    if own:
        return _surety(own) < SURE
    crop = _cropped(clean, cell, scale)
    return crop.size > 0 and bool((crop < 128).mean() > MIN_INK)


def _cropped(image: Grey, cell: BBox, scale: float) -> Grey:
    x0, top, x1, bottom = (int(v / scale) for v in cell)
    return image[top:bottom, x0:x1]


def _moved(word: Word, cell: BBox) -> Word:
    b = word.bbox
    return Word(word.text, BBox(b.x0 + cell.x0, b.top + cell.top, b.x1 + cell.x0, b.bottom + cell.top), word.confidence)


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
