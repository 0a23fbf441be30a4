"""Tesseract, asked to read many small pieces of a page at once: they are set as the lines of one image."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from extract.errors import ToolMissing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extract.ocr_image import Grey

INSTALL = "install it with 'sudo apt install tesseract-ocr tesseract-ocr-swe' (macOS: 'brew install tesseract-lang')"
LETTERS, FIGURES = "swe", "eng"
"""Tesseract's models: one for words, one for figures and signs."""
MARGIN, BETWEEN, LEADING = 1.2, 3.5, 1.1
"""Letter heights of white around the image of pieces, between pieces of a line (nearer ones are read as one word), and
between lines."""
EDGE = 2
"""Pixels of white taken along around a piece."""


@dataclass(frozen=True, slots=True)
class Strip:
    """A part of a page to be read, in pixels, and the height its line stands on.

    One that goes on with the strip before it, as the words of a line do, stands `after` it by so much white (pixels).
    """

    x0: int
    y0: int
    x1: int
    y1: int
    baseline: float
    after: int | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """What Tesseract says stands in a box (pixels of the page), and how sure it is (0-1)."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    confidence: float


@dataclass(frozen=True, slots=True)
class _Placed:
    strip: int
    x: int
    y: int
    """Where the strip's top left corner is in the image of pieces."""


def check_tesseract() -> None:
    """Raises ToolMissing, with the command that installs it, when Tesseract or one of its models is not there."""
    from pytesseract import pytesseract

    os.environ.setdefault("OMP_THREAD_LIMIT", "1")  # more threads make Tesseract slower, four of them eight times
    try:
        models = _models(pytesseract.tesseract_cmd)
    except (pytesseract.TesseractNotFoundError, OSError) as error:
        raise ToolMissing(f"the page must be read by OCR and Tesseract is not installed: {INSTALL}") from error
    lacking = [m for m in (LETTERS, FIGURES) if m not in models]
    if lacking:
        raise ToolMissing(f"Tesseract lacks its model {' and '.join(lacking)}: {INSTALL}")


@lru_cache(maxsize=4)
def _models(command: str) -> frozenset[str]:  # noqa: ARG001 - the command is what the answer depends on
    """The models that a Tesseract has, asked once."""
    import pytesseract

    return frozenset(pytesseract.get_languages())


def read_strips(grey: Grey, strips: Sequence[Strip], model: str, height: float, scale: float) -> list[list[Said]]:
    """What the model reads in each strip, in pixels of the page. `height` is that of a letter in pixels."""
    if not strips:
        return []
    image, places = montage(grey, strips, height)
    found = _ask(image, model, 72 / scale)
    out: list[list[Said]] = [[] for _ in strips]
    for i, text in enumerate(found["text"]):
        said = str(text).strip()
        confidence = float(found["conf"][i])
        if not said or confidence < 0:
            continue
        x, y = float(found["left"][i]), float(found["top"][i])
        box = x, y, x + float(found["width"][i]), y + float(found["height"][i])
        place = _where(box, places, strips)
        if place is not None:
            # a word may run over strips that stand closer on the page than in the image
            first, last = (_where((x, box[1], x, box[3]), places, strips) or place for x in (box[0] + 1, box[2] - 1))
            dx = [strips[p.strip].x0 - p.x for p in (first, last)]
            dy = strips[place.strip].y0 - place.y
            moved = Said(said, box[0] + dx[0], box[1] + dy, box[2] + dx[1], box[3] + dy, max(confidence, 0.0) / 100)
            out[place.strip].append(moved)
    return [sorted(words, key=lambda w: w.x0) for words in out]


def montage(grey: Grey, strips: Sequence[Strip], height: float) -> tuple[Grey, list[_Placed]]:
    """Strips set one after another on lines with common baselines: (the image, where each strip stands in it)."""
    margin, between, leading = (int(v * height) for v in (MARGIN, BETWEEN, LEADING))
    runs: list[list[int]] = []
    for i, strip in enumerate(strips):
        if runs and strip.after is not None:
            runs[-1].append(i)
        else:
            runs.append([i])
    longs = [sum(strips[i].x1 - strips[i].x0 + (strips[i].after or 0) for i in run) + 2 * EDGE for run in runs]
    width = max(grey.shape[1], *(long + 2 * margin for long in longs))
    lines: list[list[int]] = []
    end = width
    for run, long in zip(runs, longs, strict=True):
        if end + long > width - margin:
            lines.append([])
            end = margin
        lines[-1] += run
        end += long + between
    places: list[_Placed] = []
    y = margin
    for line in lines:
        above = max(int(strips[i].baseline) - strips[i].y0 for i in line) + EDGE
        below = max(strips[i].y1 - int(strips[i].baseline) for i in line) + EDGE
        x = margin - between - EDGE
        for i in line:
            after = strips[i].after
            x += between + 2 * EDGE if after is None else after
            places.append(_Placed(i, x, y + above - (int(strips[i].baseline) - strips[i].y0)))
            x += strips[i].x1 - strips[i].x0
        y += above + below + leading
    image = np.full((y + margin, width), 255, dtype=np.uint8)
    for place in places:
        strip = strips[place.strip]
        y0, x0 = max(strip.y0 - EDGE, 0), max(strip.x0 - EDGE, 0)
        part = grey[y0 : strip.y1 + EDGE, x0 : strip.x1 + EDGE]
        top, left = place.y - (strip.y0 - y0), place.x - (strip.x0 - x0)
        there = image[top : top + part.shape[0], left : left + part.shape[1]]
        np.minimum(there, part[: there.shape[0], : there.shape[1]], out=there)
    return image, places


def _where(
    box: tuple[float, float, float, float], places: Sequence[_Placed], strips: Sequence[Strip]
) -> _Placed | None:
    """The strip that a box of the image of pieces stands in; the nearest on its line when it is between two."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    best: tuple[float, _Placed] | None = None
    for place in places:
        strip = strips[place.strip]
        down = max(place.y - y, y - (place.y + strip.y1 - strip.y0), 0.0)
        across = max(place.x - x, x - (place.x + strip.x1 - strip.x0), 0.0)
        distance = across + 4 * down
        if best is None or distance < best[0]:
            best = distance, place
    return best[1] if best else None


def _ask(image: Grey, model: str, dpi: float) -> dict[str, list[Any]]:
    import pytesseract

    height, width = image.shape
    with tempfile.TemporaryDirectory(prefix="facit-") as folder:
        # a plain PGM is written and read in no time, where packing a PNG takes a tenth of a second
        path = Path(folder) / "pieces.pgm"
        path.write_bytes(b"P5 %d %d 255\n" % (width, height) + image.tobytes())
        config = f"--psm 6 --dpi {round(dpi)}"
        answer: dict[str, list[Any]] = pytesseract.image_to_data(
            str(path), lang=model, config=config, output_type=pytesseract.Output.DICT
        )
    return answer
