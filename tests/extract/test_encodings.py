"""Whatever a text was saved as, its Swedish letters are read; what cannot be told is Windows' letters."""

from __future__ import annotations

import pytest

from extract.encodings import decode
from extract.read_text import shown

TEXT = "Årsredovisning för åtgärder och ökad hälsa: 412 deltagare, varav 210 kvinnor och 202 män i Älvsjö. " * 4


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "cp850", "mac_roman"])
def test_letters_are_told_without_a_mark(encoding: str) -> None:
    assert decode(TEXT.encode(encoding)) == TEXT


def test_a_few_broken_bytes_do_not_spoil_the_others() -> None:
    assert decode(TEXT.encode() + b"\xff\xfe").startswith(TEXT)


def test_a_text_encoded_twice_is_decoded_twice() -> None:
    assert decode(TEXT.encode().decode("latin-1").encode()) == TEXT


def test_a_text_that_speaks_of_such_letters_stays_as_it_is() -> None:
    said = "I filen stod Ã¤ i stället för ä, och Ã¶ för ö."
    assert decode(said.encode()) == said


@pytest.mark.parametrize(
    ("written", "seen"),
    [("4\u200b1\u20602", "412"), ("\u202e214\u202c deltagare", "412 deltagare"), ("\u2066412\u2069", "412")],
)
def test_figures_are_read_as_they_are_seen(written: str, seen: str) -> None:
    """Signs without width go, and letters that are shown from the right are put in the order they are seen in."""
    assert shown(written) == seen
