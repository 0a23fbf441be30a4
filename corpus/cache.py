"""Kept readings: a folder of entries, each written whole or not at all, and noticed when it is no longer whole.

An entry is a digest, a short head that says when it may be used, and a compressed body, both MessagePack. Not pickle:
the folder may lie on shared storage, and to read a pickle is to run what stands in it.
"""

from __future__ import annotations

import contextlib
import hashlib
import math
import os
import time
import zlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from corpus.whole import write_whole

Body = TypeVar("Body")
MAGIC = b"facit kept 1\n"
_DIGEST, _LENGTH = 32, 4
_MAP, _ARRAY = b"\xdf", b"\xdd"
"""How a map and an array begin in MessagePack; four bytes that count follow."""
_DAY = 24 * 3600
STALE = 1
"""Days after which a half-written entry is one that nobody is writing any more."""
UNUSED, OUTDATED = 180, 14
"""Days without use after which an entry is dropped, and one of another version of the code: an older one, as a rule."""
_SWEPT = "swept"
"""The file whose time says when entries were last looked through: a folder of many is slow to list."""


@dataclass(frozen=True, slots=True)
class Head:
    """When an entry may be used.

    `tesseract` is the Tesseract that had a part in it, '' when none had. `pages` are the report's. For a failure:
    `cause` is its kind, and `limits` the limits under which it failed. `words` is the digest of the words kept beside
    it, '' for none. `federation_id` and `names` say whose names it was read with, and a digest of these.
    """

    tesseract: str = ""
    pages: int = 0
    cause: str = ""
    limits: str = ""
    words: str = ""
    federation_id: str = ""
    names: str = ""


class Cache:
    """The folder. Several processes, on several machines, may read and write it at the same time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, kind: str, key: str) -> Path:
        """Where an entry lies: in one of 256 folders, so that none has too many."""
        return self.folder / kind / key.rpartition("-")[2][:2] / f"{key}.kept"

    def get(self, kind: str, key: str, body: type[Body]) -> tuple[Head, Body] | None:
        """An entry; None when there is none, or it is damaged (then it is removed) or of another form."""
        path = self.path(kind, key)
        try:
            data = path.read_bytes()
        except OSError:
            return None
        try:
            found = _decoded(data, body)
            used(path)
            return found
        except (ValueError, zlib.error, msgspec.MsgspecError):
            with contextlib.suppress(OSError):
                path.unlink()
            return None

    def head(self, kind: str, key: str) -> Head | None:
        """The head of an entry that is whole; None as for `get`."""
        found = self.get(kind, key, msgspec.Raw)
        return found[0] if found else None

    def put(self, kind: str, key: str, head: Head, body: object) -> None:
        """Keep an entry. Raises OSError when it cannot be written; then nothing is left of it."""
        path = self.path(kind, key)
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, _encoded(head, body))

    def sweep(self, versions: Collection[str]) -> int:
        """Drop what no run needs, at most once a day -> how many entries.

        That is what interrupted runs left half-written, entries that no run has used for UNUSED days, and those whose
        key does not begin with one of `versions` after OUTDATED days: so old code may still run beside new.
        """
        swept, now, dropped = self.folder / _SWEPT, time.time(), 0
        if _days(swept, now) < STALE:
            return 0
        for path in self.folder.glob("*/*/*"):
            if path.name.startswith(".new-"):
                most = STALE
            else:
                most = UNUSED if path.name.partition("-")[0] in versions else OUTDATED
            if _days(path, now) > most:
                with contextlib.suppress(OSError):
                    path.unlink()
                    dropped += not path.name.startswith(".new-")
        with contextlib.suppress(OSError):
            swept.touch()
        return dropped


def used(path: Path) -> None:
    """An entry is used: note it in the file's time, once a day. A file that cannot be touched is used all the same."""
    with contextlib.suppress(OSError):
        if _days(path, time.time()) > STALE:
            os.utime(path)


def _days(path: Path, now: float) -> float:
    """How many days ago a file was written or used; endless where there is none."""
    try:
        return (now - path.stat().st_mtime) / _DAY
    except OSError:
        return math.inf


def _encoded(head: Head, body: object) -> bytes:
    said = msgspec.msgpack.encode(head)
    packer = zlib.compressobj(1)
    packed = [packer.compress(part) for part in _parts(body)]
    rest = b"".join((len(said).to_bytes(_LENGTH, "big"), said, *packed, packer.flush()))
    return MAGIC + hashlib.sha256(rest).digest() + rest


def _parts(value: object) -> Iterator[bytes]:
    """A value as MessagePack, part by part: all tables and observations of a long report are many megabytes at once."""
    if is_dataclass(value) and not isinstance(value, type):
        public = [f.name for f in fields(value) if not f.name.startswith("_")]
        yield _MAP + len(public).to_bytes(4, "big")
        for name in public:
            yield msgspec.msgpack.encode(name)
            yield from _parts(getattr(value, name))
    elif isinstance(value, tuple):
        yield _ARRAY + len(value).to_bytes(4, "big")
        yield from (msgspec.msgpack.encode(one, enc_hook=_plain) for one in value)
    else:
        yield msgspec.msgpack.encode(value, enc_hook=_plain)


def _decoded(data: bytes, body: type[Body]) -> tuple[Head, Body]:
    """Raises ValueError, zlib.error or a MsgspecError for anything but what `_encoded` made."""
    start = len(MAGIC) + _DIGEST
    digest, rest = data[len(MAGIC) : start], data[start:]
    if not data.startswith(MAGIC) or hashlib.sha256(rest).digest() != digest:
        raise ValueError("not an entry, or not all of it")
    end = _LENGTH + int.from_bytes(rest[:_LENGTH], "big")
    head = msgspec.msgpack.decode(rest[_LENGTH:end], type=Head)
    # A Raw body is any at all: the digest says that it is whole.
    return head, msgspec.msgpack.decode(zlib.decompress(rest[end:]), type=body)


def _plain(value: Any) -> object:
    """Numbers of numpy as Python's."""
    item = getattr(value, "item", None)
    if item is None:
        raise TypeError(f"{type(value).__name__} cannot be kept")
    return item()
