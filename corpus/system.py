"""One system of edits per report: its sums, splits, flows and repeated figures as linear edits over whole numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from math import log

from corpus.linear import OPEN, LinearEdit, Problem
from corpus.records import Edit, Fact
from corpus.rules import COUNTS, MONEY, Rule, number, unit_step
from corpus.same_fact import Key, Print, key_of
from extract.types import Alternative, Table
from normalize.values import FIGURE, to_decimal

TYPED = -log(0.01)
"""How surprising it is that a typed number is wrong."""
READ = -log(0.02)
"""The same of a number that a machine read and said no confidence of."""
ELSEWHERE = 0.4
"""How far another report of the federation is believed about a number that this one contradicts itself on."""
STATUS = 3.0
"""How much more surprising it is that a cell which says why it has no number should have one."""
MACHINES = ("text", "ocr")
"""Readers that give what a machine thought it saw, not what was typed."""


@dataclass(frozen=True, slots=True)
class Same:
    """Two printings of one fact: they should agree within what rounding and hedges leave open."""

    edit: Edit
    first: Print
    other: Print

    @property
    def holds(self) -> bool:
        return self.first.low <= self.other.high and self.other.low <= self.first.high


Source = Rule | Same
Member = tuple[str, Fact, Decimal, bool]
"""Key, fact, number, and whether the number is the x of an 'x av y'."""


@dataclass(frozen=True, slots=True)
class SystemCell:
    """A printed number of the system. `surprise` is minus the logarithm of how likely it is to be wrong.

    `derived` says that it is the x of an 'x av y'. `readings` are other readings of its ink, or other reports' prints
    of the same fact, by number, with their confidence.
    """

    key: str
    fact: Fact
    value: Decimal
    surprise: float
    derived: bool = False
    readings: Mapping[Decimal, float] | None = None


@dataclass(frozen=True, slots=True)
class System:
    """`problem.edits` and `sources` are parallel, as are `problem.values` and `cells`; values are times 10^`digits`.

    `soft` are pairs of cells (part, whole): nobody is in the part who is not in the whole. Reports do print it
    otherwise, so an explanation may break such an edit, at a price.
    """

    problem: Problem
    cells: tuple[SystemCell, ...]
    sources: tuple[Source, ...]
    digits: int
    soft: tuple[tuple[str, str], ...] = ()

    def number(self, scaled: float) -> Decimal:
        """A scaled value as the number it stands for, without trailing zeros."""
        return Decimal(int(scaled)).scaleb(-self.digits).normalize()


def system_of(
    sources: Sequence[Source],
    tables: Sequence[Table] = (),
    elsewhere: Mapping[Key, frozenset[Decimal]] | None = None,
    soft: Iterable[tuple[Fact, Fact]] = (),
) -> System:
    """The system of all `sources`; `tables` give the confidence and the other readings of the cells in them.

    `elsewhere` gives the amounts that other reports print for the same facts, `soft` parts with their wholes.
    """
    cells: dict[str, SystemCell] = {}
    for source in sources:
        for member in _members(source):
            if member[0] not in cells:
                cells[member[0]] = _cell(member, tables, elsewhere or {})
    index = {key: n for n, key in enumerate(cells)}
    ordered = tuple(cells.values())
    digits = 1 + max((max(0, -_exponent(unit_step(c.fact))) for c in ordered), default=0)
    edits = tuple(_linear(s, index, digits) for s in sources)
    problem = Problem(
        values=tuple(int(c.value.scaleb(digits)) for c in ordered),
        edits=edits,
        steps=tuple(int(unit_step(c.fact).scaleb(digits)) for c in ordered),
        floors=tuple(0 if c.fact.observation.value.unit in COUNTS else -OPEN for c in ordered),
        fixed=frozenset(n for n, c in enumerate(ordered) if c.fact.decision_id),
    )
    kept = ((part.obs_id, whole.obs_id) for part, whole in soft)
    return System(problem, ordered, tuple(sources), digits, tuple(k for k in kept if set(k) <= index.keys()))


def _exponent(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def _members(source: Source) -> Iterable[Member]:
    """Every cell of an edit."""
    if isinstance(source, Rule):
        return [(f.obs_id, f, number(f), False) for f, _ in source.terms]
    return [_member(p) for p in (source.first, source.other)]


def _member(p: Print) -> Member:
    return (
        (f"{p.fact.obs_id}#x", p.fact, p.amount, True) if p.derived else (p.fact.obs_id, p.fact, number(p.fact), False)
    )


def _cell(member: Member, tables: Sequence[Table], elsewhere: Mapping[Key, frozenset[Decimal]]) -> SystemCell:
    key, fact, value, derived = member
    seen = fact.observation
    place = seen.place
    cell = tables[place.table].cell(place.row, place.column) if 0 <= place.table < len(tables) else None
    confidence = cell.confidence if cell is not None else None
    surprise = TYPED
    if confidence is not None:
        surprise = -log(min(0.5, max(0.002, 1 - confidence)))
    elif seen.reader in MACHINES:
        surprise = READ
    if seen.value.value is None and seen.value.status != "O":
        surprise += STATUS
    readings = _readings(cell.alternatives) if cell is not None and not derived else {}
    about = key_of(fact)
    for amount in elsewhere.get(about, ()) if about is not None and not derived else ():
        readings.setdefault(amount / MONEY.get(seen.value.unit, Decimal(1)), ELSEWHERE)
    return SystemCell(key, fact, value, surprise, derived, readings or None)


def _readings(alternatives: Iterable[Alternative]) -> dict[Decimal, float]:
    found: dict[Decimal, float] = {}
    for other in alternatives:
        figure = FIGURE.fullmatch(other.text.strip())
        if figure:
            number_, _ = to_decimal(figure[1])
            found[number_] = max(other.confidence, found.get(number_, 0.0))
    return found


def _linear(source: Source, index: Mapping[str, int], digits: int) -> LinearEdit:
    if isinstance(source, Rule):
        slack = int(source.edit.tolerance.scaleb(digits))
        return LinearEdit(_together((index[f.obs_id], c) for f, c in source.terms), -slack, slack)
    a, b = source.first, source.other
    # a's true value lies in [low, high]; with the printed amounts as cells: low_b - high_a <= a - b <= high_b - low_a,
    # every bound taken as its distance from the printed amount.
    low = (b.low - b.amount) - (a.high - a.amount)
    high = (b.high - b.amount) - (a.low - a.amount)
    keys = [_member(p)[0] for p in (a, b)]
    scales = [_scale(p) for p in (a, b)]
    return LinearEdit(
        _together([(index[keys[0]], scales[0]), (index[keys[1]], -scales[1])]), _down(low, digits), _up(high, digits)
    )


def _scale(p: Print) -> int:
    """What a printing's own number is multiplied by to give its amount: 1000 for tkr, -1 for a sign said in words."""
    if p.derived:
        return 1
    own = number(p.fact)
    return int(p.amount / own) if own else 1


def _together(terms: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    summed: dict[int, int] = {}
    for cell, coefficient in terms:
        summed[cell] = summed.get(cell, 0) + coefficient
    return tuple((c, k) for c, k in summed.items() if k)


def _down(bound: Decimal, digits: int) -> float:
    return int(bound.scaleb(digits).to_integral_value(ROUND_FLOOR)) if bound.is_finite() else -OPEN


def _up(bound: Decimal, digits: int) -> float:
    return int(bound.scaleb(digits).to_integral_value(ROUND_CEILING)) if bound.is_finite() else OPEN
