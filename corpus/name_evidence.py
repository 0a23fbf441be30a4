"""What numbers say about names: last year's column against last year's report, the same amounts, differing counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from corpus.known_names import letters, name_of
from normalize.types import Observation

PARTICIPANTS = frozenset({"participants", "unique_participants", "new_participants", "exited_participants"})
MONEY = frozenset({"tkr", "sek", "mkr"})
_ENOUGH = 3.0
"""From here on the numbers by themselves link two names; below, they are a reason for a question."""
_LEAST = 1.0

NamePair = tuple[tuple[str, str], tuple[str, str]]
"""Two (federation_id, letters), in order."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that a report prints for a name. `table` is -1 in running text."""

    name: str
    fact: tuple[str, str, str, str, str, str]
    """measure, category, gender, role, period, unit"""
    value: Decimal
    table: int = -1


@dataclass(frozen=True, slots=True)
class ReportFigures:
    """The numbers of one report that are about named interventions; `period` is the one it is about."""

    report_id: str
    federation_id: str
    period: str
    figures: tuple[Figure, ...]
    language_folded: bool = False


@dataclass(frozen=True, slots=True)
class Evidence:
    """Two names whose numbers agree. `weight` counts agreeing numbers, a telling one as 1; `reason` is a sentence."""

    pair: NamePair
    weight: float
    reason: str

    @property
    def enough(self) -> bool:
        """Do the numbers by themselves say that the two are one?"""
        return self.weight >= _ENOUGH


def figures(observations: Iterable[Observation]) -> tuple[Figure, ...]:
    """The numbers of a reading that are about one named intervention."""
    return tuple(
        Figure(
            name_of(o.name),
            (o.measure, o.category, o.gender, o.role, o.period.code, o.value.unit),
            o.value.value,
            o.place.table,
        )
        for o in observations
        if o.name and o.scope == "intervention" and o.period and o.value.value is not None
    )


def evidence(reports: Sequence[ReportFigures]) -> list[Evidence]:
    """The pairs of names of a federation whose numbers agree and nowhere differ; of rivals only the one best pair."""
    agree: dict[NamePair, dict[tuple[str, ...], str]] = defaultdict(dict)
    weights: dict[NamePair, float] = defaultdict(float)
    differ: set[NamePair] = set()
    for one, other, shared in _comparable(reports):
        by_fact = [_by_fact(r, shared) for r in (one, other)]
        for fact in sorted(set(by_fact[0]) & set(by_fact[1])):
            for a, x in by_fact[0][fact].items():
                for b, y in by_fact[1][fact].items():
                    if a == b:
                        continue
                    pair = ((one.federation_id, a), (other.federation_id, b))
                    pair = pair if pair[0] <= pair[1] else (pair[1], pair[0])
                    if not x & y:
                        differ.add(pair)
                    elif fact not in agree[pair]:
                        agree[pair][fact] = _sentence(fact, next(iter(x & y)), one, other)
                        weights[pair] += _tells(next(iter(x & y)), fact)
    found = [
        Evidence(p, round(weights[p], 2), "; ".join(list(said.values())[:3]))
        for p, said in agree.items()
        if p not in differ and weights[p] >= _LEAST
    ]
    return [e for e in sorted(found, key=lambda e: (-e.weight, e.pair)) if not _rivalled(e, found)]


def _rivalled(one: Evidence, every: Sequence[Evidence]) -> bool:
    """Do the numbers of another pair with one of its names agree as well?"""
    return any(o.pair != one.pair and set(o.pair) & set(one.pair) and o.weight >= one.weight for o in every)


def _comparable(reports: Sequence[ReportFigures]) -> Iterable[tuple[ReportFigures, ReportFigures, str]]:
    """Two reports of one federation, and a period that both speak of.

    The later prints the earlier one's period once more as last year's; the earlier may print the later one's budget.
    """
    for one, other in combinations(sorted(reports, key=lambda r: (r.period, r.report_id)), 2):
        if one.federation_id == other.federation_id and one.period and one.period < other.period:
            yield one, other, one.period
            yield one, other, other.period


def _by_fact(report: ReportFigures, period: str) -> dict[tuple[str, ...], dict[str, set[Decimal]]]:
    """fact -> name (letters) -> values, for the facts about a period."""
    out: dict[tuple[str, ...], dict[str, set[Decimal]]] = defaultdict(lambda: defaultdict(set))
    for f in report.figures:
        if f.fact[4] == period:
            out[f.fact][letters(f.name)].add(f.value)
    return out


def _tells(value: Decimal, fact: tuple[str, ...]) -> float:
    """How little chance there is that two interventions have the same number: much for amounts, little for 3."""
    digits = len(str(abs(value)).replace(".", "").strip("0"))
    if fact[5] in MONEY:
        return 1.5 if digits >= 3 else 0.5
    return {1: 0.25, 2: 1.0}.get(digits, 1.25) if fact[5] == "persons" else 0.5


def _sentence(fact: tuple[str, ...], value: Decimal, one: ReportFigures, other: ReportFigures) -> str:
    return f"{other.report_id} repeats for {fact[4]} the {value:f} {fact[5]} ({fact[0]}) that {one.report_id} has"


def differing_counts(reports: Sequence[ReportFigures]) -> dict[NamePair, str]:
    """Names to which one report gives different numbers of participants for one time, in its tables -> a sentence.

    A report that lost its letters may have lost a digit too: there it takes two such numbers.
    """
    out: dict[NamePair, str] = {}
    for r in reports:
        counted: dict[tuple[str, ...], dict[str, set[Decimal]]] = defaultdict(lambda: defaultdict(set))
        for f in r.figures:
            measure, category, gender, role, _, unit = f.fact
            if measure in PARTICIPANTS and not category and gender == "T" and role == "actual" and unit == "persons":
                counted[f.fact][letters(f.name)].add(f.value)
        tally: Mapping[NamePair, list[int]] = defaultdict(lambda: [0, 0])
        said: dict[NamePair, str] = {}
        for fact, names in counted.items():
            for a, b in combinations(sorted(names), 2):
                pair = ((r.federation_id, a), (r.federation_id, b))
                same = bool(names[a] & names[b])
                tally[pair][same] += 1
                x, y = min(names[a]), min(names[b])
                said.setdefault(pair, f"{r.report_id} prints other {fact[0]} for {fact[4]}: {x:f} and {y:f}")
        for pair, (unlike, alike) in tally.items():
            if not alike and unlike >= (2 if r.language_folded else 1):
                out[pair] = said[pair]
    return out
