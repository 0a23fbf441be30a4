"""One system of edits per report: its sums, splits, flows, repeated figures, shares and limits over whole numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from functools import cached_property
from math import log

from corpus.linear import OPEN, Edit, LinearEdit, Problem, RatioEdit
from corpus.records import Fact
from corpus.rules import COUNTS, HUNDRED, MONEY, Rule, number, unit_step
from corpus.same_fact import Key, Print, key_of
from corpus.sources import Limit, Member, Ratio, Same, Source, cost_of, members_of, printed
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
class SystemCell:
    """A printed number of the system. `surprise` is minus the logarithm of how likely it is to be wrong.

    `derived` says that it is the x or the y of an 'x av y'. `readings` are other readings of its ink, other reports'
    prints of the same fact or other wholes it may have been meant for, by number, with their confidence.
    """

    key: str
    fact: Fact
    value: Decimal
    surprise: float
    derived: bool = False
    readings: Mapping[Decimal, float] | None = None


@dataclass(frozen=True)
class System:
    """`problem.edits` and `sources` are parallel, as are `problem.values` and `cells`; values are times 10^`digits`."""

    problem: Problem
    cells: tuple[SystemCell, ...]
    sources: tuple[Source, ...]
    digits: int

    @cached_property
    def costs(self) -> Mapping[int, float]:
        """What it costs to leave each soft edit (by index) broken."""
        return {n: cost for n, s in enumerate(self.sources) if (cost := cost_of(s)) is not None}

    def number(self, scaled: float) -> Decimal:
        """A scaled value as the number it stands for, without trailing zeros."""
        return Decimal(int(scaled)).scaleb(-self.digits).normalize()

    def scaled(self, value: Decimal) -> int:
        return int(value.scaleb(self.digits))


def system_of(
    sources: Sequence[Source],
    tables: Sequence[Table] = (),
    elsewhere: Mapping[Key, frozenset[Decimal]] | None = None,
) -> System:
    """The system of all `sources`; `tables` give the confidence and the other readings of the cells in them.

    `elsewhere` gives the amounts that other reports print for the same facts.
    """
    cells: dict[str, SystemCell] = {}
    wholes = {s.whole.key: s.wholes for s in sources if isinstance(s, Ratio) and s.wholes}
    for source in sources:
        for member in members_of(source):
            if member.key not in cells:
                cells[member.key] = _cell(member, tables, elsewhere or {}, wholes.get(member.key, {}))
    index = {key: n for n, key in enumerate(cells)}
    ordered = tuple(cells.values())
    digits = 1 + max((max(0, -_exponent(unit_step(c.fact))) for c in ordered), default=0)
    problem = Problem(
        values=tuple(int(c.value.scaleb(digits)) for c in ordered),
        edits=tuple(_edit(s, index, digits) for s in sources),
        steps=tuple(int(_step(c).scaleb(digits)) for c in ordered),
        floors=tuple(_floor(c) * 10**digits for c in ordered),
        fixed=frozenset(n for n, c in enumerate(ordered) if c.fact.decision_id),
        soft=frozenset(n for n, s in enumerate(sources) if cost_of(s) is not None),
    )
    return System(problem, ordered, tuple(sources), digits)


def _exponent(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def _step(cell: SystemCell) -> Decimal:
    """One in the last printed digit; an 'x av y' counts people."""
    return Decimal(1) if cell.derived else unit_step(cell.fact)


def _floor(cell: SystemCell) -> float:
    """The least value the cell can have: nobody, and of a whole one, so that there is a share of it."""
    if cell.derived:
        return int(cell.key.endswith("#y"))
    return 0 if cell.fact.observation.value.unit in COUNTS else -OPEN


def _cell(
    member: Member,
    tables: Sequence[Table],
    elsewhere: Mapping[Key, frozenset[Decimal]],
    wholes: Mapping[Decimal, float],
) -> SystemCell:
    fact, derived = member.fact, member.derived
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
    readings = dict(wholes) if derived else _readings(cell.alternatives) if cell is not None else {}
    about = key_of(fact)
    for amount in elsewhere.get(about, ()) if about is not None and not derived else ():
        readings.setdefault(amount / MONEY.get(seen.value.unit, Decimal(1)), ELSEWHERE)
    return SystemCell(member.key, fact, member.value, surprise, derived, readings or None)


def _readings(alternatives: Iterable[Alternative]) -> dict[Decimal, float]:
    found: dict[Decimal, float] = {}
    for other in alternatives:
        figure = FIGURE.fullmatch(other.text.strip())
        if figure:
            number_, _ = to_decimal(figure[1])
            found[number_] = max(other.confidence, found.get(number_, 0.0))
    return found


def _edit(source: Source, index: Mapping[str, int], digits: int) -> Edit:
    if isinstance(source, Rule):
        slack = int(source.edit.tolerance.scaleb(digits))
        return LinearEdit(_together((index[f.obs_id], c) for f, c in source.terms), -slack, slack)
    if isinstance(source, Limit):
        terms = _together((index[m.key], c) for m, c in source.terms)
        return LinearEdit(terms, _down(source.low, digits), _up(source.high, digits))
    if isinstance(source, Ratio):
        spots = (index[source.part.key], index[source.whole.key], index[source.percent.obs_id])
        return RatioEdit(*spots, _down(source.low, digits), _up(source.high, digits), int(HUNDRED.scaleb(digits)))
    return _same(source, index, digits)


def _same(source: Same, index: Mapping[str, int], digits: int) -> LinearEdit:
    a, b = source.first, source.other
    # a's true value lies in [low, high]; with the printed amounts as cells: low_b - high_a <= a - b <= high_b - low_a,
    # every bound taken as its distance from the printed amount.
    low = (b.low - b.amount) - (a.high - a.amount)
    high = (b.high - b.amount) - (a.low - a.amount)
    terms = _together([(index[printed(a).key], _scale(a)), (index[printed(b).key], -_scale(b))])
    return LinearEdit(terms, _down(low, digits), _up(high, digits))


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
    if not bound.is_finite():
        return OPEN if bound > 0 else -OPEN
    return int(bound.scaleb(digits).to_integral_value(ROUND_FLOOR))


def _up(bound: Decimal, digits: int) -> float:
    if not bound.is_finite():
        return OPEN if bound > 0 else -OPEN
    return int(bound.scaleb(digits).to_integral_value(ROUND_CEILING))
