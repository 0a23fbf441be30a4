"""Text dumps: bytes -> one Page of numbered lines, no geometry."""

from __future__ import annotations

import re
from pathlib import Path

from extract.encodings import decode
from extract.errors import DamagedFile, EmptyFile, TooLarge, TooLong
from extract.types import Line, Page

CONTROL_LIMIT = 0.02
"""A text with a larger share of control characters than this is not a text."""
LONGEST_LINE = 50_000
"""Letters. A table that stands on one line of HTML may have some thousands; a page has three thousand."""
LINES_A_PAGE = 60
LINE_ENDS = re.compile(r"\r\n?")
UNSEEN = re.compile("[\x00\u00ad\u200b-\u200f\u202a-\u202c\u2060-\u2064\u2066-\u2069\ufeff]")
"""Signs without ink: soft hyphens, spaces without width, marks for the direction of letters."""
TURNED = re.compile("[\u202d\u202e]([^\u202a-\u202e\n]*)\u202c?")
"""Letters that are shown from right to left whatever they are (\u202e), or from left to right (\u202d)."""


def checked_text(data: bytes) -> str:
    """The decoded text as it is shown. Raises EmptyFile for nothing but white space, DamagedFile for binary content."""
    text = decode(data)
    control = sum(map(text.count, CONTROLS))
    if control > CONTROL_LIMIT * max(len(text), 1):
        raise DamagedFile("this is not text but binary data; check the file's name, or save the report as PDF")
    text = shown(LINE_ENDS.sub("\n", text))
    if not text.strip():
        raise EmptyFile("the file holds no text; export the report again")
    return text


CONTROLS = [chr(n) for n in range(32) if chr(n) not in "\n\r\t\f\v"]


def shown(text: str) -> str:
    """A text without the signs that nobody sees, in the order in which its letters are seen."""
    if TURNED.search(text):
        text = TURNED.sub(lambda m: m[1][::-1] if m[0][0] == "\u202e" else m[1], text)
    return UNSEEN.sub("", text)


def check_lines(lines: tuple[Line, ...], most_pages: int) -> tuple[Line, ...]:
    """The lines. Raises TooLarge for one that is longer than any line of a report, TooLong for too many of them."""
    if len(lines) > most_pages * LINES_A_PAGE:
        raise TooLong(len(lines) // LINES_A_PAGE, most_pages)
    for line in lines:
        if len(line.text) > LONGEST_LINE:
            what = f"line {line.number} has {len(line.text)} letters, which no line of a report has"
            raise TooLarge(f"{what}; save the report with its ends of lines, or as PDF")
    return lines


def pages(data: bytes, path: Path, *, most_pages: int = 5000) -> tuple[Page, ...]:
    """A text file as one Page; `Line.number` is the line in the file.

    Raises EmptyFile, DamagedFile, TooLarge and TooLong.
    """
    lines = tuple(
        Line(number=i, text=raw.replace("\f", " ").replace("\xa0", " ").rstrip())
        for i, raw in enumerate(checked_text(data).split("\n"), start=1)
    )
    check_lines(lines, most_pages)
    return (Page(number=1, reader="text", lines=lines, why=f"{path.suffix or 'file'} is plain text: lines only"),)
