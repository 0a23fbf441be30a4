"""Folded text that keeps its length, so that what is found in it can be shown as printed."""

from __future__ import annotations

import re

from normalize.facets import Lens


def aligned(text: str, lens: Lens) -> str:
    """Folded and mended text of the same length, so that offsets agree with the text as printed.

    A mended word that changed length is padded or cut to the printed one's.
    """
    folded: list[str] = []
    for token in re.findall(r"\w+|\W", text):
        plain = (lens.fold(token) if token.strip() else token) or token
        folded.append(plain[: len(token)].ljust(len(token)))
    return "".join(folded)
