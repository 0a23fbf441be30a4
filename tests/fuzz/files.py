"""Fuzzing the readers of files: PDFs and pictures that were sound, and then were changed."""

from __future__ import annotations

import io
import random
import re
import tempfile
from functools import cache
from pathlib import Path

from hypothesis import strategies as st
from PIL import Image

from extract.errors import ExtractError
from extract.image_files import frames
from extract.read import read
from extract.types import TableSettings
from fixtures.hostile.pdfs import WHOLE
from fixtures.hostile.raw_pdf import flate, page, stream, text
from tests.fuzz.target import target
from tests.fuzz.written import sound

TOKENS = [
    b"0",
    b"-1",
    b"1e9",
    b"99999999999",
    b"null",
    b"[",
    b"]",
    b"<<",
    b">>",
    b"4 0 R",
    b"3 0 R",
    b"(",
    b")",
    b"nan",
    b"/Kids",
    b"<00>",
]
KEYS = [
    b"/Length",
    b"/Kids",
    b"/Count",
    b"/MediaBox",
    b"/Contents",
    b"/Resources",
    b"/Parent",
    b"/Filter",
    b"/Type",
    b"/Root",
    b"/Size",
]


@cache
def pdfs() -> tuple[bytes, ...]:
    """Small sound PDFs: text, a table with rulings, all unpacked so that changes reach what they say."""
    rows = [f"Lyra {12 + n} {3 * n} {15 + 4 * n}" for n in range(8)]
    lines = b" ".join(b"50 %d m 500 %d l S" % (y, y) for y in range(640, 800, 20))
    cells = b" ".join(
        b"BT /F1 10 Tf %d %d Td (%s) Tj ET" % (60 + 100 * c, 785 - 20 * r, word.encode())
        for r, row in enumerate(rows)
        for c, word in enumerate(row.split())
    )
    return (
        WHOLE,
        page(stream(text())),
        page(stream(lines + b" " + cells)),
        page(flate(lines + b" " + cells), page=b"/Rotate 90"),
    )


@cache
def pictures() -> tuple[bytes, ...]:
    """Small sound pictures of every kind that is read."""
    out = []
    sheet = Image.radial_gradient("L").resize((40, 30))
    for kind, options in (
        ("PNG", {}),
        ("JPEG", {}),
        ("TIFF", {}),
        ("TIFF", {"compression": "group4"}),
        ("TIFF", {"compression": "tiff_lzw"}),
    ):
        file = io.BytesIO()
        image = sheet.convert("1") if options.get("compression") == "group4" else sheet
        image.save(file, kind, **options)
        out.append(file.getvalue())
    return tuple(out)


def changed(data: bytes, chance: random.Random) -> bytes:
    """The bytes after one to six changes: bits turned, pieces cut, doubled, moved; numbers and words of PDF swapped."""
    out = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(out) or 1)
        match chance.randrange(7):
            case 0:
                out[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                del out[at : at + chance.randint(1, 40)]
            case 2:
                out[at:at] = out[at : at + chance.randint(1, 60)]
            case 3:
                numbers = list(re.finditer(rb"\d+", out))
                if numbers:
                    place = chance.choice(numbers)
                    out[place.start() : place.end()] = chance.choice(TOKENS)
            case 4:
                words = list(re.finditer(rb"/[A-Za-z]+", out))
                if words:
                    place = chance.choice(words)
                    out[place.start() : place.end()] = chance.choice(KEYS)
            case 5:
                out[at:at] = chance.choice(TOKENS) + b" "
            case _:
                other = chance.randrange(len(out) or 1)
                out[at:at] = out[other : other + chance.randint(1, 80)]
    return bytes(out)


@target(st.integers(0, 2**40))
def a_changed_pdf_is_read_or_refused(seed: int) -> None:
    """Pages and sound tables, or one of our errors."""
    chance = random.Random(seed)
    data = changed(chance.choice(pdfs()), chance)
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        Path(file.name).write_bytes(data)
        try:
            found = read(Path(file.name), TableSettings(most_pages=20))
        except ExtractError:
            return
    for table in found.tables:
        sound(table)
    for one in found.document.pages:
        assert [line.number for line in one.lines] == list(range(1, len(one.lines) + 1))


@target(st.integers(0, 2**40))
def a_changed_picture_is_opened_or_refused(seed: int) -> None:
    """Grey pictures of some size, or one of our errors."""
    chance = random.Random(seed)
    data = changed(chance.choice(pictures()), chance)
    try:
        for frame in frames(data, 20):
            assert frame.image.mode == "L"
            assert frame.dpi >= 0
    except ExtractError:
        return
