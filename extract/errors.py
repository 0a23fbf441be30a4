"""The errors of extract, one root.

ExtractError
├── UnsupportedFile      not a kind of file we read (a .docx, a program)
├── EmptyFile            nothing in it: no bytes, no pages, no text
├── DamagedFile          cannot be opened: truncated, not what its name says
├── TooLong              more pages than may be read
├── TooLarge             a picture with more dots, a line with more letters than any report has
├── PasswordNeeded       encrypted and no (or a wrong) password given
└── ToolMissing          a program we need is not installed (tesseract)

Each carries one sentence for the user that says what is wrong and what to do. The file's name is added by the caller.
"""

from __future__ import annotations


class ExtractError(Exception):
    """A report that cannot be read. `str(error)` is one sentence for the user."""


class UnsupportedFile(ExtractError):
    """Not a kind of file we read."""


class EmptyFile(ExtractError):
    """There is nothing in the file."""


class DamagedFile(ExtractError):
    """The file cannot be opened as what it claims to be."""


class TooLong(ExtractError):
    """The file has more pages than may be read."""

    def __init__(self, pages: int, most: int) -> None:
        super().__init__(
            f"it has {pages} pages and at most {most} are read; split the file, or allow more (--max-pages)"
        )


class TooLarge(ExtractError):
    """A picture has more dots, or a text a longer line, than any report has."""


class PasswordNeeded(ExtractError):
    """The file is encrypted."""


class ToolMissing(ExtractError):
    """A program that reading this file needs is not installed."""
