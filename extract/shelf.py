"""Pages put aside while a report is read, so that memory does not grow with its length.

A page is mostly its words, each with a box. They serve to find the tables of their page, sometimes to join a table with
what stands overleaf, and later to mark a place on a picture. For all else a page's lines are enough.
"""

from __future__ import annotations

import zlib
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import NamedTuple, Protocol

import msgspec

from extract.types import Alternative, BBox, Page, Ruling, Word

IN_MEMORY = 8 << 20
"""Bytes that are put aside in memory before a file is begun: most reports never need one."""
NEAR = 4
"""Pages that are whole in memory at a time, since a table is joined with what stands overleaf."""

_Seen = tuple[str, BBox, int]
"""A word as a person sees it: its text, its box, how its letters stand."""


class _Rest(NamedTuple):
    """What else its parsers need of a page: what OCR says of each of its words, drawn lines, filled areas."""

    doubts: list[tuple[float | None, tuple[Alternative, ...]]]
    rulings: tuple[Ruling, ...]
    shades: tuple[BBox, ...]


class _Place(NamedTuple):
    """Where a page lies in the file: its words, then the rest; and what stayed at hand of it."""

    start: int
    words: int
    rest: int
    page: Page


_words = msgspec.msgpack.Decoder(list[_Seen])
_rest = msgspec.msgpack.Decoder(_Rest)
_encode = msgspec.msgpack.Encoder().encode


class Shelf(Protocol):
    """Where the pages of a report are while it is read."""

    def put(self, page: Page) -> Page:
        """Put a page aside -> what of it stays at hand. Raises OSError for a full disk."""

    def page(self, number: int) -> Page | None:
        """A page as it was put aside; None where there is none with words."""


class Desk:
    """All pages stay at hand as they are: for whoever looks at a report with all its words."""

    def __init__(self) -> None:
        self._pages: dict[int, Page] = {}

    def put(self, page: Page) -> Page:
        """The page as it is."""
        if page.words:
            self._pages[page.number] = page
        return page

    def page(self, number: int) -> Page | None:
        """See `Shelf`."""
        return self._pages.get(number)


class Spool:
    """Pages in a file without a name; their lines stay at hand.

    The file is gone when the `with` block ends, and when the process does, however that ends.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._file = SpooledTemporaryFile(IN_MEMORY, dir=str(folder) if folder else None)  # noqa: SIM115  closed by __exit__
        self._end = 0
        self._places: dict[int, _Place] = {}
        self._near: OrderedDict[int, Page] = OrderedDict()

    def __enter__(self) -> Spool:
        return self

    def __exit__(self, *_: object) -> None:
        self._near.clear()
        self._file.close()

    def put(self, page: Page) -> Page:
        """What stays at hand: the page without words, drawn lines and ready tables. Raises OSError for a full disk."""
        bare = without_words(page)
        seen = [*page.words, *(w for inset in page.insets for w in inset.words)]
        if seen or page.rulings or page.shades:
            words = packed(seen)
            doubts = [(w.confidence, w.alternatives) for w in page.words]
            rest = _encode(_Rest(doubts, page.rulings, page.shades))
            self._file.seek(self._end)
            self._file.write(words + rest)
            self._places[page.number] = _Place(self._end, len(words), len(rest), bare)
            self._end += len(words) + len(rest)
        return bare

    def page(self, number: int) -> Page | None:
        """See `Shelf`. Pictures on the page come without their words."""
        if number in self._near:
            self._near.move_to_end(number)
            return self._near[number]
        place = self._places.get(number)
        page = self._whole(place) if place else None
        if page is None or not page.words:
            return None
        self._near[number] = page
        if len(self._near) > NEAR:
            self._near.popitem(last=False)
        return page

    @property
    def empty(self) -> bool:
        """Whether no page had words: a text file has lines only."""
        return not self._places

    def words(self) -> Iterator[tuple[int, bytes]]:
        """(number, words as `unpacked` takes them) of every page that has some, those in its pictures last."""
        for number, place in self._places.items():
            yield number, self._read(place.start, place.words)

    def _whole(self, place: _Place) -> Page:
        rest = _rest.decode(self._read(place.start + place.words, place.rest))
        seen = unpacked(self._read(place.start, place.words))[: len(rest.doubts)]
        words = tuple(
            replace(w, confidence=sure, alternatives=others) if sure is not None or others else w
            for w, (sure, others) in zip(seen, rest.doubts, strict=True)
        )
        return replace(place.page, words=words, rulings=rest.rulings, shades=rest.shades)

    def _read(self, start: int, length: int) -> bytes:
        self._file.seek(start)
        return self._file.read(length)


def packed(words: Iterable[Word]) -> bytes:
    """What a person sees of words - text, box, turn - in few bytes."""
    return zlib.compress(_encode([(w.text, w.bbox, w.turn) for w in words]), 1)


def unpacked(data: bytes) -> tuple[Word, ...]:
    """The opposite of `packed`. Raises zlib.error or msgspec.MsgspecError for anything else."""
    return tuple(Word(text, box, turn=turn) for text, box, turn in _words.decode(zlib.decompress(data)))


def without_words(page: Page) -> Page:
    """A page with its lines only; of a page within it no more than that it was there."""
    insets = tuple(replace(without_words(i), lines=()) for i in page.insets)
    return replace(page, words=(), rulings=(), shades=(), grids=(), insets=insets)
