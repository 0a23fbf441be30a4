"""How one number becomes another: the slips of people who type and of machines that read, and how surprising each is.

A cost is minus the logarithm of how often the slip turns what was meant into what is printed, so that costs add up and
the cheapest explanation is the likeliest. The shares of the slips are set by hand after the lists of Scholtus (2009)
for typing and the usual confusions of OCR; they matter by their order only.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from math import log

CONFUSED = frozenset({"08", "06", "17", "14", "38", "35", "56", "58", "68", "49", "69", "27", "12", "39", "47"})
"""Pairs of digits that look alike in print, the smaller first."""
SHARES = {
    "confused_digit": 0.24,
    "inserted_digit": 0.16,
    "lost_digit": 0.14,
    "transposed": 0.12,
    "sign": 0.08,
    "scale": 0.05,
    "lost_group": 0.04,
    "doubled": 0.05,
    "other": 0.12,
}
"""How often each slip is the one that happened; a doubled digit is an inserted one, a lost group lost digits."""
LOOKALIKE = 0.6
"""Of the digits taken for another, how many look like it."""
SCALES = (Decimal(10), Decimal(100), Decimal(1000), Decimal(1000000))


@dataclass(frozen=True, slots=True)
class Slip:
    """The code of a slip (code list slips) and how surprising it is."""

    code: str
    cost: float


def is_digit_slip(seen: Decimal, meant: Decimal) -> bool:
    """Whether a single slip of reading turns `meant` into `seen`: 94 into 924, 15258 into 1525.

    One digit for another of a number of one digit says nothing, and digits that do not look alike are not confused.
    People swap digits when they type; a machine that reads does not.
    """
    code = slip(seen, meant).code
    a, b = _digits(seen, meant)
    if code == "confused_digit":
        return len(a) > 1 and _lookalike(a, b)
    return code in ("inserted_digit", "lost_digit")


@lru_cache(maxsize=65536)
def slip(seen: Decimal, meant: Decimal) -> Slip:
    """The least surprising slip that turns `meant` into `seen`."""
    if seen == -meant and seen:
        return Slip("sign", -log(SHARES["sign"]))
    arbitrary = Slip("other", -log(SHARES["other"] / (4 * max(10, abs(float(meant)), abs(float(seen))))))
    if seen * meant < 0 or seen == meant:
        return arbitrary
    a, b = _digits(seen, meant)
    found = _of_digits(a, b) or _of_size(seen, meant, a, b)
    return min(found, arbitrary, key=lambda s: s.cost) if found else arbitrary


def _of_digits(a: str, b: str) -> Slip | None:
    """A slip of one or two digits: `a` is printed, `b` was meant."""
    if len(a) == len(b) + 1 and b != "0":
        places = [i for i in range(len(a)) if a[:i] + a[i + 1 :] == b]
        if places:
            doubled = any(a[i] in (a[i - 1 : i], a[i + 1 : i + 2]) for i in places)
            kind, ways = ("doubled", len(b)) if doubled else ("inserted_digit", 10 * len(a))
            return Slip("inserted_digit", -log(SHARES[kind] * len(places) / ways))
    if len(b) == len(a) + 1:
        places = [i for i in range(len(b)) if b[:i] + b[i + 1 :] == a]
        if places:
            return Slip("lost_digit", -log(SHARES["lost_digit"] * len(places) / len(b)))
    if len(a) != len(b):
        return None
    apart = [i for i in range(len(a)) if a[i] != b[i]]
    if len(apart) == 1:
        share = LOOKALIKE / 3 if _lookalike(a, b) else (1 - LOOKALIKE) / 7
        return Slip("confused_digit", -log(SHARES["confused_digit"] * share / len(a)))
    if len(apart) == 2 and apart[1] == apart[0] + 1 and a[apart[0]] + a[apart[1]] == b[apart[1]] + b[apart[0]]:
        return Slip("transposed", -log(SHARES["transposed"] / (len(a) - 1)))
    return None


def _of_size(seen: Decimal, meant: Decimal, a: str, b: str) -> Slip | None:
    """Thousands for units, or a group of three digits that was lost or read once more."""
    if any(seen == meant * s or seen * s == meant for s in SCALES):
        return Slip("scale", -log(SHARES["scale"] / (2 * len(SCALES))))
    groups = len(b) - len(a)
    if groups == 3 and (b.startswith(a) or b.endswith(a)) and a.strip("0"):
        return Slip("lost_digit", -log(SHARES["lost_group"] / 2))
    return None


def _lookalike(a: str, b: str) -> bool:
    apart = [(x, y) for x, y in zip(a, b, strict=True) if x != y] if len(a) == len(b) else []
    return len(apart) == 1 and "".join(sorted(apart[0])) in CONFUSED


def _digits(seen: Decimal, meant: Decimal) -> tuple[str, str]:
    """The digits of both as printed with the same number of decimals."""
    decimals = max(0, *(-int(n.normalize().as_tuple().exponent) for n in (seen, meant)))
    a, b = (f"{abs(n):.{decimals}f}".replace(".", "") for n in (seen, meant))
    return a, b
