"""What became of the printed numbers, in words for people."""

from __future__ import annotations

from normalize.ignored import labels
from normalize.types import Coverage

NAMED = 3
"""How many reasons are named in the sentence; the dataset holds all of them."""


def sentence(coverage: Coverage) -> str:
    """Coverage -> one sentence in English: how many numbers were used, ignored (and mostly why), not understood."""
    reasons = sorted(coverage.ignored, key=lambda reason: -coverage.ignored[reason])
    names = ", ".join(labels()[reason][1] for reason in reasons[:NAMED]) + (", ..." if len(reasons) > NAMED else "")
    counts = (coverage.used, coverage.ignored_by_name, len(coverage.unread))
    used, ignored, left = (spaced(n) for n in counts)
    return (
        f"Of {spaced(coverage.numbers)} printed numbers {used} were used, {ignored} ignored by name"
        f"{f' ({names})' if names else ''}, {left} not understood ({coverage.share_not_understood:.1%})"
    )


def spaced(n: int) -> str:
    """1234 -> '1 234'."""
    return f"{n:,}".replace(",", " ")
