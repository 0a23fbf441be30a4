"""The words of a report's pages as they are kept: a file from which those of one page are read at a time."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import msgspec

from corpus.whole import whole
from extract.shelf import unpacked
from extract.types import Word

MAGIC = b"facit words 1\n"
_LENGTH = 8
Index = dict[int, tuple[int, int]]
"""Page -> where its words begin in the file, and how many bytes they are."""


def write(path: Path, words: Iterable[tuple[int, bytes]]) -> str:
    """(page, words as `extract.shelf` packs them), page by page -> the file, and its digest. Raises OSError.

    After the pages comes their index, and last of all its length.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    index: Index = {}
    digest = hashlib.sha256()
    with whole(path) as file:
        file.write(MAGIC)
        digest.update(MAGIC)
        for page, data in words:
            index[page] = (file.tell(), len(data))
            file.write(data)
            digest.update(data)
        said = msgspec.msgpack.encode(index)
        end = said + len(said).to_bytes(_LENGTH, "big")
        file.write(end)
        digest.update(end)
    return digest.hexdigest()


def digest_of(path: Path) -> str:
    """The digest of a file as it is now; '' where there is none."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


@dataclass(frozen=True, slots=True)
class KeptWords:
    """Where the words of a report's pages are kept."""

    path: Path

    def index(self) -> Index:
        """Which pages have words, and where. Raises OSError."""
        with self.path.open("rb") as file:
            file.seek(-_LENGTH, 2)
            length = int.from_bytes(file.read(_LENGTH), "big")
            file.seek(-_LENGTH - length, 2)
            return msgspec.msgpack.decode(file.read(length), type=Index)

    def read(self, start: int, length: int) -> tuple[Word, ...]:
        """The words of a page, by its place in the index. Raises OSError."""
        with self.path.open("rb") as file:
            file.seek(start)
            return unpacked(file.read(length))
