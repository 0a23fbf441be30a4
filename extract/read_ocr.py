"""A rendered page or an image file -> Pages of words with confidence, by Tesseract; drawn lines are found and removed.

Two readings are fused: the Swedish model has no % sign and is weak on digits, the English one has no å ä ö.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import groupby, pairwise
from math import ceil
from typing import TYPE_CHECKING

from extract.errors import EmptyFile
from extract.image_files import frames
from extract.layout import page_lines
from extract.ocr_bullets import bullet
from extract.ocr_capitals import capitalled
from extract.ocr_dashes import with_dashes
from extract.ocr_fuse import fused, heard, is_dirt, is_disputed
from extract.ocr_rings import ringed
from extract.ocr_spaces import parted, usual_space
from extract.ocr_tesseract import FIGURES, LETTERS, Said, Strip, check_tesseract, read_strips
from extract.ocr_tidy import tidied
from extract.types import BBox, Page, PageSource, Ruling, Word

if TYPE_CHECKING:
    from pathlib import Path

    from PIL.Image import Image

    from extract.ocr_image import Grey, Sheet
    from extract.ocr_marks import Marked, Piece
    from extract.ocr_tokens import Token

Progress = Callable[[str, int, int], None]

DEFAULT_DPI = 200
LARGEST = 1250.0
"""Points: what is larger than A3 is read as if it were A3, so that a poster takes no more memory than a page does."""
MOST_PIECES, MANY_PIECES, FEW_MARKS = 2500, 1600, 3.5
"""A page with more pieces of ink than this holds no text, nor one with many pieces of few marks each: it is noise, a
pattern, a photograph, and Tesseract would take minutes for it."""
SMALLEST, FLAT, NEGATIVE = 5.0, 24, 96
"""Points (and dots) on a side, and levels between darkest and lightest, below which nothing is printed; a page of which
half is darker than this is white letters on black."""
SPACE, WORD_SPACE = 0.42, 0.6
"""Letter heights of white that surely part words, and to what they are widened so that no reader overlooks them."""


def pages(data: bytes, path: Path, *, most_pages: int = 5000, progress: Progress | None = None) -> tuple[Page, ...]:
    """The pages of an image file (a TIFF may hold several).

    Raises DamagedFile, EmptyFile, TooLarge, TooLong; ToolMissing when Tesseract is not there.
    """
    out = []
    for index, (frame, dpi, total) in enumerate(frames(data, most_pages)):
        if progress:
            progress("ocr", index, total)
        size = size_in_points(frame, dpi)
        source = PageSource(path, index)
        out.append(read_image(frame, number=index + 1, size=size, why="an image file", source=source))
    if progress:
        progress("ocr", len(out), len(out))
    if not any(page.words for page in out):
        raise EmptyFile("no text can be read in the image; scan it again with at least 200 dpi")
    return tuple(out)


def read_image(
    image: Image,
    *,
    number: int,
    size: tuple[float, float],
    why: str,
    source: PageSource,
    area: BBox | None = None,
) -> Page:
    """One image of a page, `size` in points -> Page with words, lines, rulings and filled areas.

    With `area` (points) only that part is read. A page that lies on its side, or upside down, is turned first: its
    width and height are then those of the turned page. Raises ToolMissing when Tesseract is not there.
    """
    from extract.ocr_image import upright

    check_tesseract()
    scale = size[0] / image.width
    if area:
        image = image.crop(
            (int(area.x0 / scale), int(area.top / scale), ceil(area.x1 / scale), ceil(area.bottom / scale))
        )
    grey = _positive(image, scale)
    if grey is None:
        return Page(number, "ocr", (), *size, why=f"{why}; nothing is printed on it", source=source)
    enlarged = max(max(grey.shape) * scale / LARGEST, 1.0)
    sheet = upright(grey, scale / enlarged)
    words, rulings, shades = _placed(*_read(sheet), enlarged, (area.x0, area.top) if area else (0.0, 0.0))
    width, height = size if sheet.quarters % 2 == 0 or area else (size[1], size[0])
    lines = page_lines(words, rulings, number, width, height)
    return Page(number, "ocr", lines, width, height, tuple(words), rulings, shades, why=why, source=source)


def _positive(image: Image, scale: float) -> Grey | None:
    """The picture's levels, black on white also where it is printed white on black; None where nothing is printed.

    `scale` is points per pixel.
    """
    import numpy as np

    grey = np.asarray(image.convert("L"), dtype=np.uint8)
    if min(grey.shape) * min(scale, 1.0) < SMALLEST or int(grey.max()) - int(grey.min()) < FLAT:
        return None
    return 255 - grey if float(np.median(grey[::4, ::4])) < NEGATIVE else grey


def _placed(
    words: list[Word], rulings: tuple[Ruling, ...], shades: tuple[BBox, ...], scale: float, at: tuple[float, float]
) -> tuple[list[Word], tuple[Ruling, ...], tuple[BBox, ...]]:
    """What was read in an area of a page, `scale` times as large and with its corner `at` that place of the page."""
    if scale == 1.0 and at == (0.0, 0.0):
        return words, rulings, shades

    def there(box: BBox) -> BBox:
        return BBox(box.x0 * scale + at[0], box.top * scale + at[1], box.x1 * scale + at[0], box.bottom * scale + at[1])

    moved = [replace(w, bbox=there(w.bbox)) for w in words]
    return moved, tuple(Ruling(there(r.bbox)) for r in rulings), tuple(there(b) for b in shades)


def _read(sheet: Sheet) -> tuple[list[Word], tuple[Ruling, ...], tuple[BBox, ...]]:
    from extract.ocr_digits import read_pieces
    from extract.ocr_image import ink_limit
    from extract.ocr_marks import marked
    from extract.ocr_rulings import shades, without_rulings
    from extract.ocr_tokens import tokens

    rulings, clean = without_rulings(sheet, ink_limit(sheet.grey))
    ink = marked(clean, sheet.scale, ink_limit(clean))
    marks = sum(len(piece.marks) for piece in ink.pieces)
    if len(ink.pieces) > (MOST_PIECES if marks >= FEW_MARKS * len(ink.pieces) else MANY_PIECES):
        return [], (), ()
    found = tokens(ink.pieces, read_pieces(ink.grey, ink.labels, ink.pieces))
    return read_tokens(ink, found, sheet.scale), rulings, shades(sheet)


def read_tokens(ink: Marked, found: list[Token], scale: float) -> list[Word]:
    """Figures are asked of the English model, words and disputed figures of the Swedish one; then all is fused."""
    by_piece: list[list[Token]] = [[] for _ in ink.pieces]
    words = []
    for token in found:
        if point := bullet(token, ink.pieces[token.piece], ink.grey, ink.height, scale):
            words.append(point)
        else:
            by_piece[token.piece].append(token)
    runs = [run for own in by_piece for run in _figure_runs(own)]
    strips = [Strip(*_hull(run), ink.pieces[run[0].piece].baseline) for run in runs]
    english: list[list[Said]] = [[] for _ in ink.pieces]
    for run, said in zip(runs, read_strips(ink.grey, strips, FIGURES, ink.height, scale), strict=True):
        english[run[0].piece] += said
    asked = [i for i, own in enumerate(by_piece) if _wants_swedish(own, english[i])]
    worded = [(i, strip) for i in asked for strip in _spaced(ink.pieces[i], by_piece[i])]
    swedish: list[list[Said]] = [[] for _ in ink.pieces]
    answers = read_strips(ink.grey, [strip for _, strip in worded], LETTERS, ink.height, scale)
    for (i, _), said in zip(worded, answers, strict=True):
        swedish[i] += said
    lines = [
        sorted((w for group in heard(own, e, s) for w in fused(group, scale)), key=lambda w: w.bbox.x0)
        for own, e, s in zip(by_piece, english, swedish, strict=True)
    ]
    space = usual_space(lines)
    for piece, own, line in zip(ink.pieces, by_piece, lines, strict=True):
        if not is_dirt(line):
            whole = tidied(parted(line, own, piece, scale, space))
            words += capitalled(ringed(whole, piece, ink.labels, scale), own, piece, ink.grey, scale)
    return with_dashes(words, found, ink.pieces, ink.grey, scale)


def _spaced(piece: Piece, tokens: list[Token]) -> list[Strip]:
    """A piece as one strip a token, spaces widened."""
    strips = [Strip(t.x0, piece.y0, t.x1, piece.y1, piece.baseline) for t in tokens]
    for i, (left, right) in enumerate(pairwise(tokens), 1):
        white = right.x0 - left.x1
        wide = white >= SPACE * piece.height
        strips[i] = replace(strips[i], after=max(white, round(WORD_SPACE * piece.height)) if wide else white)
    return strips


def _figure_runs(own: list[Token]) -> list[list[Token]]:
    """Neighbouring tokens that are or hold figures."""
    return [list(run) for is_word, run in groupby(own, key=lambda t: t.kind == "word") if not is_word]


def _hull(tokens: list[Token]) -> tuple[int, int, int, int]:
    return min(t.x0 for t in tokens), min(t.y0 for t in tokens), max(t.x1 for t in tokens), max(t.y1 for t in tokens)


def _wants_swedish(own: list[Token], english: list[Said]) -> bool:
    return any(t.kind != "figure" for t in own) or any(is_disputed(g) for g in heard(own, english, []))


def told_dpi(image: Image) -> float:
    """The resolution that an image file tells, 0 when it tells none."""
    return float(image.info.get("dpi", (0, 0))[0])


def size_in_points(frame: Image, dpi: float) -> tuple[float, float]:
    """How large the page is that a picture of `dpi` (as told) shows."""
    used = dpi if dpi >= 72 else _guessed_dpi(frame)
    return frame.width * 72 / used, frame.height * 72 / used


def _guessed_dpi(frame: Image) -> float:
    """An image that does not tell its resolution is taken for an A4 page when it has that shape."""
    ratio = max(frame.size) / min(frame.size)
    return min(frame.size) / 8.27 if 1.3 < ratio < 1.55 and min(frame.size) >= 800 else DEFAULT_DPI
