"""What people write in the cells of a decision: a number, an explanation chosen, a text as it is printed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

_ARROW = re.compile(r"\s*(?:→|->|=>)\s*")


@dataclass(frozen=True, slots=True)
class Choice:
    """An explanation of a finding: its number (0 for the first), and if said what it changes: (printed, proposed)."""

    number: int = 0
    changes: tuple[tuple[str, Decimal], ...] = ()


def chosen(text: str) -> Choice | None:
    """'2', '924 → 94', '2: 12 → 21; 21 → 12' or '' -> the explanation that is meant; None for anything else."""
    if not _ARROW.search(text):
        bare = text.strip().rstrip(":")
        return Choice(int(bare)) if bare.isdecimal() and 0 < int(bare) < 1000 else None if bare else Choice()
    numbered = re.match(r"\s*(\d+)\s*:", text)
    said = text[numbered.end() :] if numbered else text
    changes: list[tuple[str, Decimal]] = []
    for part in said.split(";"):
        sides = _ARROW.split(part.strip())
        proposed = number(sides[1]) if len(sides) == 2 else None
        if proposed is None:
            return None
        changes.append((sides[0].strip(), proposed))
    return Choice(int(numbered[1]) if numbered else 0, tuple(sorted(changes)))


def number(text: str) -> Decimal | None:
    """'1 281,5' or '1281.5' -> a finite number; None when it is none."""
    try:
        found = Decimal("".join(text.split()).replace(",", ".").replace("−", "-"))
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def same_text(one: str, other: str) -> bool:
    """Whether two printed texts are the same but for spaces and unseen characters, or the same number."""
    a, b = (bare(t) for t in (one, other))
    if a == b:
        return True
    x, y = number(a), number(b)
    return x is not None and x == y


def bare(text: str) -> str:
    """A text without control characters and with single spaces."""
    return " ".join("".join(" " if c.isspace() else c for c in text if c.isprintable() or c.isspace()).split())
