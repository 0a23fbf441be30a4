"""Linear edits over whole numbers, as the localiser sees them: no facts, no words, no decimals.

An edit says that low <= sum of coefficient x value <= high. Values are scaled by the caller so that every printed
number, and every half unit of rounding, is a whole number; `OPEN` (either sign) stands for no bound at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

OPEN = float("inf")
"""No bound. The only float here: whole numbers compare with it exactly."""


@dataclass(frozen=True, slots=True)
class LinearEdit:
    """low <= sum of coefficient x cell <= high; `terms` are (index of the cell, coefficient), coefficients not 0."""

    terms: tuple[tuple[int, int], ...]
    low: float
    high: float

    def residual(self, values: Sequence[int]) -> int:
        return sum(c * values[i] for i, c in self.terms)

    def holds(self, values: Sequence[int]) -> bool:
        return self.low <= self.residual(values) <= self.high


@dataclass(frozen=True)
class Problem:
    """Cells and the edits over them.

    `steps` is one in the last printed digit of each cell; `fixed` cells may not change (a person decided them);
    `floors` is the least value a cell can have (0 for people), `-OPEN` where there is none.
    """

    values: tuple[int, ...]
    edits: tuple[LinearEdit, ...]
    steps: tuple[int, ...]
    floors: tuple[float, ...]
    fixed: frozenset[int] = frozenset()

    @cached_property
    def edits_of(self) -> tuple[tuple[int, ...], ...]:
        """The edits (by index) that each cell stands in."""
        found: list[list[int]] = [[] for _ in self.values]
        for number, edit in enumerate(self.edits):
            for cell, _ in edit.terms:
                found[cell].append(number)
        return tuple(tuple(f) for f in found)

    @cached_property
    def residuals(self) -> tuple[int, ...]:
        return tuple(e.residual(self.values) for e in self.edits)

    @cached_property
    def broken(self) -> tuple[int, ...]:
        """The edits (by index) that do not hold."""
        pairs = zip(self.edits, self.residuals, strict=True)
        return tuple(n for n, (e, r) in enumerate(pairs) if not e.low <= r <= e.high)

    @cached_property
    def coefficients(self) -> tuple[dict[int, int], ...]:
        """Each edit's coefficients by cell."""
        return tuple(dict(e.terms) for e in self.edits)
