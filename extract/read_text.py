"""Text dumps: bytes -> one Page of numbered lines, no geometry."""

from __future__ import annotations

from pathlib import Path

from extract.errors import DamagedFile, EmptyFile
from extract.types import Line, Page

BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
CONTROL_LIMIT = 0.02
"""A text with a larger share of control characters than this is not a text."""


def decode(data: bytes) -> str:
    """Bytes -> text: UTF-8, UTF-16 with its mark, else Windows-1252, which older Swedish exports use."""
    for bom, encoding in BOMS:
        if data.startswith(bom):
            return data.decode(encoding, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def checked_text(data: bytes) -> str:
    """The decoded text. Raises EmptyFile for nothing but white space, DamagedFile for binary content."""
    text = decode(data)
    control = sum(1 for c in text if ord(c) < 32 and c not in "\n\r\t\f\v")
    if control > CONTROL_LIMIT * max(len(text), 1):
        raise DamagedFile("this is not text but binary data; check the file's name, or save the report as PDF")
    text = text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise EmptyFile("the file holds no text; export the report again")
    return text


def pages(data: bytes, path: Path) -> tuple[Page, ...]:
    """A text file as one Page; `Line.number` is the line in the file. Raises EmptyFile, DamagedFile."""
    lines = tuple(
        Line(number=i, text=raw.replace("\f", " ").replace("\xa0", " ").replace("\xad", "").rstrip())
        for i, raw in enumerate(checked_text(data).split("\n"), start=1)
    )
    return (Page(number=1, reader="text", lines=lines, why=f"{path.suffix or 'file'} is plain text: lines only"),)
