"""How one number becomes another when a machine reads it: a digit too many, one lost, one confused, two swapped."""

from __future__ import annotations

from decimal import Decimal

CONFUSED = frozenset({"08", "06", "17", "14", "38", "35", "56", "58", "68", "49", "69", "27", "12"})
"""Pairs of digits that look alike in print."""


def is_digit_slip(seen: Decimal, meant: Decimal) -> bool:
    """Whether a single slip of reading turns `meant` into `seen`: 94 into 924, 15258 into 1525."""
    if seen == meant or seen * meant < 0:
        return False
    a, b = _digits(seen), _digits(meant)
    if len(a) == len(b) + 1:
        return any(a[:i] + a[i + 1 :] == b for i in range(len(a)))
    if len(b) == len(a) + 1:
        return any(b[:i] + b[i + 1 :] == a for i in range(len(b)))
    if len(a) != len(b) or len(a) < 2:
        return False
    apart = [i for i in range(len(a)) if a[i] != b[i]]
    swapped = len(apart) == 2 and apart[1] == apart[0] + 1 and a[apart[0]] == b[apart[1]] and a[apart[1]] == b[apart[0]]
    confused = len(apart) == 1 and "".join(sorted(a[apart[0]] + b[apart[0]])) in CONFUSED
    return confused or swapped


def slip_of(seen: Decimal, meant: Decimal) -> str:
    """The code of the slip that turns `meant` into `seen`; 'other' when no single one does."""
    a, b = _digits(seen), _digits(meant)
    if seen == -meant:
        return "sign"
    if not is_digit_slip(seen, meant):
        return "other"
    if len(a) != len(b):
        return "inserted_digit" if len(a) > len(b) else "lost_digit"
    return "transposed" if sorted(a) == sorted(b) else "confused_digit"


def _digits(value: Decimal) -> str:
    return "".join(c for c in f"{abs(value):f}" if c.isdigit())
