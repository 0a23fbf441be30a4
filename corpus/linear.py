"""Edits over whole numbers, as the localiser sees them: no facts, no words, no decimals.

A linear edit says that low <= sum of coefficient x value <= high, a ratio edit that a share of two cells lies near a
printed percent. Values are scaled by the caller so that every printed number, and every half unit of rounding, is a
whole number; `OPEN` (either sign) stands for no bound at all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property

OPEN = float("inf")
"""No bound. The only float here: whole numbers compare with it exactly."""

Values = Sequence[int] | Mapping[int, int]
"""The value of each cell, by its index."""
Asked = tuple[Mapping[int, int], float, float]
"""What is asked of the changes of cells: low <= sum of coefficient x change <= high."""


@dataclass(frozen=True, slots=True)
class LinearEdit:
    """low <= sum of coefficient x cell <= high; `terms` are (index of the cell, coefficient), coefficients not 0."""

    terms: tuple[tuple[int, int], ...]
    low: float
    high: float

    @property
    def cells(self) -> tuple[int, ...]:
        return tuple(c for c, _ in self.terms)

    def residual(self, values: Values) -> int:
        return sum(c * values[i] for i, c in self.terms)

    def holds(self, values: Values) -> bool:
        return self.low <= self.residual(values) <= self.high

    def asks(self, values: Values) -> Asked:
        residual = self.residual(values)
        return dict(self.terms), self.low - residual, self.high - residual


@dataclass(frozen=True, slots=True)
class RatioEdit:
    """low <= hundred x part / whole - percent <= high, over three cells; `hundred` is 100 percent, scaled as values.

    Of no people every share is possible: where the whole is 0 it holds.
    """

    part: int
    whole: int
    percent: int
    low: float
    high: float
    hundred: int

    @property
    def cells(self) -> tuple[int, ...]:
        return (self.part, self.whole, self.percent)

    def holds(self, values: Values) -> bool:
        return all(edit.holds(values) for edit in self.linear(values, frozenset()))

    def linear(self, values: Values, free: AbstractSet[int]) -> tuple[LinearEdit, ...]:
        """The same as linear edits while the cells that are not `free` are as given.

        Exact while the percent or the whole is not free; when both are, their product is no linear edit and nothing
        is asked here (`elimination` then tries the values of the whole).
        """
        whole, percent = values[self.whole], values[self.percent]
        if self.percent not in free:
            at_least = ((self.part, self.hundred), (self.whole, self._down(percent + self.low)))
            at_most = ((self.part, self.hundred), (self.whole, self._down(percent + self.high)))
            return tuple(
                LinearEdit(tuple((c, k) for c, k in terms if k), low, high)
                for terms, bound, low, high in ((at_least, self.low, 0, OPEN), (at_most, self.high, -OPEN, 0))
                if bound not in (OPEN, -OPEN) and (whole > 0 or self.whole in free)
            )
        if self.whole in free or whole <= 0:
            return ()
        return (LinearEdit(((self.part, self.hundred), (self.percent, -whole)), self.low * whole, self.high * whole),)

    @staticmethod
    def _down(bound: float) -> int:
        return -int(bound) if bound not in (OPEN, -OPEN) else 0


Edit = LinearEdit | RatioEdit


@dataclass(frozen=True)
class Problem:
    """Cells and the edits over them.

    `steps` is one in the last printed digit of each cell; `fixed` cells may not change (a person decided them);
    `floors` is the least value a cell can have (0 for people), `-OPEN` where there is none. The edits in `soft` (by
    index) may stay broken: of the values that mend the others, those are taken that keep them.
    """

    values: tuple[int, ...]
    edits: tuple[Edit, ...]
    steps: tuple[int, ...]
    floors: tuple[float, ...]
    fixed: frozenset[int] = frozenset()
    soft: frozenset[int] = frozenset()

    @cached_property
    def edits_of(self) -> tuple[tuple[int, ...], ...]:
        """The edits (by index) that each cell stands in and that have to hold."""
        return self._by_cell(lambda edit: edit not in self.soft)

    @cached_property
    def soft_of(self) -> tuple[tuple[int, ...], ...]:
        """The soft edits (by index) that each cell stands in."""
        return self._by_cell(lambda edit: edit in self.soft)

    def _by_cell(self, kept: Callable[[int], bool]) -> tuple[tuple[int, ...], ...]:
        found: list[list[int]] = [[] for _ in self.values]
        for number, edit in enumerate(self.edits):
            for cell in edit.cells if kept(number) else ():
                found[cell].append(number)
        return tuple(tuple(f) for f in found)

    @cached_property
    def efforts(self) -> tuple[int, ...]:
        """For each cell the terms of all edits that it stands in: what looking at it costs."""
        sizes = [len(edit.cells) for edit in self.edits]
        return tuple(sum(sizes[e] for e in edits) for edits in self.edits_of)

    @cached_property
    def broken(self) -> tuple[int, ...]:
        """The edits (by index) that have to hold and do not."""
        return tuple(n for n, e in enumerate(self.edits) if n not in self.soft and not e.holds(self.values))

    @cached_property
    def _asked(self) -> dict[int, Asked]:
        """What the linear edits ask, by their index, as far as anybody wanted to know."""
        return {}

    def asked(self, edit: int, free: AbstractSet[int]) -> tuple[Asked, ...]:
        """What an edit asks of the changes of the cells in `free`, the others as printed."""
        rule = self.edits[edit]
        if isinstance(rule, RatioEdit):
            return tuple(e.asks(self.values) for e in rule.linear(self.values, free))
        if edit not in self._asked:
            self._asked[edit] = rule.asks(self.values)
        return (self._asked[edit],)
