"""Bytes -> text, in whatever encoding a Swedish report was saved: told by its mark, its form, or its letters."""

from __future__ import annotations

import re
from collections import Counter

MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
"""What a file begins with -> its encoding; longer marks first."""
SAMPLE = 1 << 16
"""Bytes that are looked at to tell an encoding."""
NULS = 0.3
"""Share of bytes that are 0, all at even or all at odd places, in two-byte letters without a mark."""
BROKEN = 0.2
"""Of the signs beyond ASCII: with fewer broken ones it is UTF-8 that was damaged, with more it never was."""
ONE_BYTE = ("cp1252", "cp850", "mac_roman")
"""Windows, DOS and old Macintosh. Where their letters say nothing, the first is taken."""
EXPECTED = frozenset("åäöÅÄÖéÉüÜ–—”’§½•…\u00a0·°")
"""What stands beyond ASCII in Swedish text."""
MUCH_BETTER = 0.3
"""Share of such letters by which another encoding must beat the first."""
TWICE = re.compile("Ã[\u0080-\u00bf\u20ac\u201a-\u2026\u2013-\u201e\u0152-\u0178\u0192\u02c6\u02dc\u2020-\u203a\u2122]")
"""A letter of two bytes, taken for two letters: 'Ã¤' for 'ä'."""


def decode(data: bytes) -> str:
    """The text of a file; bytes that are no letters become U+FFFD."""
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    wide = _two_bytes(data[:SAMPLE])
    if wide:
        return data.decode(wide, errors="replace")
    try:
        return _once(data.decode("utf-8"))
    except UnicodeDecodeError:
        return _damaged(data) or data.decode(_one_byte(data[:SAMPLE]), errors="replace")


def _two_bytes(sample: bytes) -> str:
    """'utf-16-le', 'utf-16-be' or '': Latin letters have a 0 at every other place."""
    for first, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        others, own = sample[1 - first :: 2], sample[first::2]
        if own and own.count(0) > 2 * NULS * len(own) and others.count(0) < 0.05 * len(others):
            return encoding
    return ""


def _damaged(data: bytes) -> str:
    """The text as UTF-8 with a few bytes broken; '' where that is not what it is."""
    text = data.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    beyond = sum(c > "\x7f" for c in text)
    return text if broken < BROKEN * beyond else ""


def _one_byte(sample: bytes) -> str:
    """The encoding of one byte a letter in which a text's letters are those that Swedish has."""
    beyond = Counter(b for b in sample if b > 0x7F)
    total = sum(beyond.values())
    share = {
        encoding: sum(n for b, n in beyond.items() if bytes([b]).decode(encoding, "replace") in EXPECTED)
        / max(total, 1)
        for encoding in ONE_BYTE
    }
    best = max(ONE_BYTE, key=lambda e: share[e])
    return best if share[best] > share[ONE_BYTE[0]] + MUCH_BETTER else ONE_BYTE[0]


def _once(text: str) -> str:
    """The text as it was before it was encoded twice, where the whole of it was; else as it is."""
    if len(TWICE.findall(text[:SAMPLE])) < 2:
        return text
    try:
        return bytes(_byte(c) for c in text).decode("utf-8")
    except ValueError:
        return text


def _byte(letter: str) -> int:
    """The byte that Windows' letters, or Latin-1 where they have a gap, show as this letter. ValueError for others."""
    try:
        return letter.encode("cp1252")[0]
    except UnicodeEncodeError:
        if ord(letter) > 0xFF:
            raise
        return ord(letter)
