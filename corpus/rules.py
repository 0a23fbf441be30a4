"""An edit rule with its facts still attached, and the arithmetic all rules share."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

from corpus.records import Edit, Fact

COUNTS = ("persons", "count")
HUNDRED = Decimal(100)
MONEY = {"sek": Decimal(1), "tkr": Decimal(1000), "mkr": Decimal(1000000)}


@dataclass(frozen=True, slots=True)
class Rule:
    """An edit and its terms as facts: sum of coefficient x number over `terms` should be 0 +- tolerance.

    `result` is the place in `terms` of what the others add up to (a total, a deviation); the residual is what the
    terms sum to.
    """

    edit: Edit
    terms: tuple[tuple[Fact, int], ...]
    result: int = -1

    @property
    def residual(self) -> Decimal:
        return sum((coefficient * number(fact) for fact, coefficient in self.terms), Decimal(0))

    @property
    def holds(self) -> bool:
        return abs(self.residual) <= self.edit.tolerance

    @property
    def total(self) -> Fact:
        return self.terms[self.result][0]

    @property
    def computed(self) -> Decimal:
        """What the printed total should be by the other terms."""
        return number(self.total) - self.residual / self.terms[self.result][1]

    def needed(self, fact: Fact) -> Decimal:
        """The value of `fact` with which the rule holds exactly."""
        coefficient = next(c for f, c in self.terms if f.obs_id == fact.obs_id)
        return number(fact) - self.residual / coefficient


def digest(*parts: str) -> str:
    """A short stable id of what it is given."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]


def make_rule(
    report_id: str, kind: str, terms: Iterable[tuple[Fact, int]], tolerance: Decimal, *, expression: str, origin: str
) -> Rule:
    """A rule whose last term is the result; its id comes from the report, the kind and the observations."""
    kept = tuple(terms)
    return Rule(edit_of(report_id, kind, kept, tolerance, expression=expression, origin=origin), kept)


def edit_of(
    report_id: str, kind: str, terms: Sequence[tuple[Fact, int]], tolerance: Decimal, *, expression: str, origin: str
) -> Edit:
    """An edit over facts; its id comes from the report, the kind and the observations."""
    ids = tuple((fact.obs_id, coefficient) for fact, coefficient in terms)
    edit_id = digest(report_id, kind, *(f"{o}:{c}" for o, c in ids))
    return Edit(edit_id, report_id, kind, expression, tolerance, origin, ids)


def number(fact: Fact) -> Decimal:
    """The number as printed (never a corrected one); 0 for a blank cell or a status word, as totals count them."""
    printed = fact.observation.value.value
    return printed if printed is not None else Decimal(0)


def has_number(fact: Fact) -> bool:
    return fact.observation.value.value is not None


def unit_step(fact: Fact) -> Decimal:
    """One in the last printed digit: 1, 0.1 ..."""
    return Decimal(1).scaleb(-fact.observation.value.decimals)


def rounding_tolerance(facts: Sequence[Fact]) -> Decimal:
    """What rounding alone can do to a sum of `facts` and its total: half a step each, whole steps up.

    People are counted whole and get no tolerance.
    """
    if all(f.observation.value.unit in COUNTS for f in facts):
        return Decimal(0)
    step = max(unit_step(f) for f in facts)
    return step * ((len(facts) + 1) // 2)


def rounded(value: Decimal, decimals: int = 0) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_EVEN)


def row_key(fact: Fact) -> tuple[object, ...]:
    """What two facts of one table row, or of one sentence, share."""
    place = fact.observation.place
    if place.table >= 0 and place.row >= 0:
        return ("table", place.table, place.row)
    return ("prose", place.page, place.quote or place.line)


def period_code(fact: Fact) -> str:
    period = fact.observation.period
    return period.code if period else ""
