"""Which explanation of broken edits is the likeliest: how slips happen, how far each cell is trusted, who agrees."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from math import log

from corpus.clashes import Confidence
from corpus.elimination import Range
from corpus.linear import OPEN
from corpus.localise import Located, Solution, localise
from corpus.slips import Slip, slip
from corpus.sources import TWICE, Ratio, Same, Source
from corpus.system import System, SystemCell

LIKELY = 3.5
"""How much cheaper than the next explanation the best has to be to be called likely (a factor of 33)."""
POSSIBLE = 1.0
"""The same for possible: that which is nearly as good as another is no proposal."""
EITHER = 6.0
"""What any slip costs where nothing but another place speaks against a number."""
MISCOUNTED = 4.0
"""What any slip of a percent costs where its counts alone speak against it: it was worked out, not copied."""
COPIED = 2.0
"""What it costs that a wrong figure was copied to one place more."""
SWAPPED = -log(0.02)
"""How surprising it is that two neighbours changed places."""
UNKNOWN = 14.0
"""What a cell costs whose right value the edits leave open."""
WIDE = 60
"""Printed units up to which every value of an open range is tried against the slips."""


@dataclass(frozen=True, slots=True)
class Change:
    """One cell of an explanation; `proposed` is None when the edits leave its value open. `mends` are broken edits."""

    cell: SystemCell
    proposed: Decimal | None
    slip: Slip
    mends: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Explained:
    """Cells that have to change together, and how surprising that is. `eased` are soft edits that hold then, too."""

    changes: tuple[Change, ...]
    cost: float
    eased: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """Broken edits that hang together, and what explains them, the likeliest first."""

    broken: tuple[Source, ...]
    explanations: tuple[Explained, ...]
    confidence: Confidence
    complete: bool = True

    @property
    def best(self) -> Explained | None:
        """The explanation to propose; None when none stands out."""
        return self.explanations[0] if self.explanations and self.confidence != "undecided" else None


def verdicts(system: System) -> tuple[Verdict, ...]:
    """All broken edits of a system in groups with one verdict each."""
    return tuple(_verdict(system, group) for group in localise(system.problem))


def _verdict(system: System, group: Located) -> Verdict:
    broken = tuple(system.sources[n] for n in group.broken)
    explained = [_explained(system, s, group) for s in group.solutions]
    order = {id(e): n for n, e in enumerate(explained)}
    ranked = tuple(sorted(explained, key=lambda e: (round(e.cost, 6), order[id(e)])))
    return Verdict(broken, ranked, _confidence(system, ranked, group), group.complete)


def _explained(system: System, solution: Solution, group: Located) -> Explained:
    picked = [_picked(system, c, r) for c, r in zip(solution.cells, solution.ranges, strict=True)]
    changes = tuple(
        Change(system.cells[c], value, made, tuple(system.sources[e] for e in group.broken if e in set(edits)))
        for c, (value, made) in zip(solution.cells, picked, strict=True)
        for edits in (system.problem.edits_of[c],)
    )
    if len(changes) == 2 and _swapped(*changes):
        changes = tuple(replace(c, slip=Slip("swapped", SWAPPED)) for c in changes)
    if all(isinstance(system.sources[e], Same) for e in group.broken):
        changes = tuple(replace(c, slip=_either_way(c)) for c in changes)
    changes = tuple(_worked_out(c) for c in changes)
    eased, strained = _strain(system, solution, changes)
    cost = _cost(changes) + sum(system.costs[e] for e in strained) - sum(system.costs[e] for e in eased)
    return Explained(changes, cost, tuple(system.sources[e] for e in eased))


def _either_way(change: Change) -> Slip:
    """The slip of one of two places that print a fact differently: how it looks says nothing of who is right.

    But for another reading of the ink, or another report.
    """
    supported = change.proposed in (change.cell.readings or {})
    return change.slip if supported else Slip(change.slip.code, EITHER)


def _worked_out(change: Change) -> Change:
    """The change of a percent that only its own counts are against: how its digits look says little."""
    only_shares = bool(change.mends) and all(isinstance(s, Ratio) for s in change.mends)
    if change.cell.derived or not only_shares or change.slip.cost <= MISCOUNTED:
        return change
    return replace(change, slip=Slip(change.slip.code, MISCOUNTED))


def _strain(system: System, solution: Solution, changes: Sequence[Change]) -> tuple[list[int], list[int]]:
    """The soft edits (by index) that hold only with the changes, and those that hold only without them."""
    problem = system.problem
    new = {
        cell: system.scaled(change.proposed)
        for cell, change in zip(solution.cells, changes, strict=True)
        if change.proposed is not None
    }
    eased: list[int] = []
    strained: list[int] = []
    for number in dict.fromkeys(e for cell in new for e in problem.soft_of[cell]):
        edit = problem.edits[number]
        before = edit.holds(problem.values)
        if before != edit.holds({c: new.get(c, problem.values[c]) for c in edit.cells}):
            (strained if before else eased).append(number)
    return eased, strained


def _cost(changes: Sequence[Change]) -> float:
    """The sum over the cells; two that swapped places, or one figure that was copied, are one slip."""
    if len(changes) == 2 and _swapped(*changes):
        return SWAPPED + max(c.cell.surprise for c in changes)
    cost, seen = 0.0, set()
    for change in changes:
        what = (
            change.cell.value,
            change.proposed,
            change.cell.fact.observation.measure,
            change.cell.fact.intervention_id,
        )
        cost += COPIED if what in seen else change.cell.surprise + change.slip.cost
        seen.add(what)
    return cost


def _swapped(a: Change, b: Change) -> bool:
    one, other = a.cell.fact.observation.place, b.cell.fact.observation.place
    near = one.table == other.table and (one.row == other.row or one.column == other.column)
    return near and a.proposed == b.cell.value and b.proposed == a.cell.value


def _picked(system: System, cell: int, values: Range) -> tuple[Decimal | None, Slip]:
    """The value to propose for a cell that may take `values`: the one that the least surprising slip gives."""
    low, high = values
    seen = system.cells[cell]
    if -OPEN in values or OPEN in values:
        return None, Slip("other", UNKNOWN)
    step = system.problem.steps[cell]
    middle = system.number((low + high) // (2 * step) * step)
    if (high - low) // step > WIDE:
        return middle, _slip(seen, middle)
    options = [system.number(v) for v in range(int(low), int(high) + 1, step)]
    plainest = _slip(seen, middle)
    best = min(options, key=lambda v: (round(_slip(seen, v).cost, 6), abs(v - middle), v))
    found = _slip(seen, best)
    # What rounding leaves open is taken as if nothing was rounded, unless a slip tells better.
    return (best, found) if found.code != "other" and found.cost < plainest.cost - POSSIBLE else (middle, plainest)


def _slip(seen: SystemCell, meant: Decimal) -> Slip:
    """The slip from `meant` to what is printed: no surprise when another reading of the ink says so."""
    made = slip(seen.value, meant)
    if seen.fact.observation.value.value is None and not seen.derived:
        return Slip("lost_cell", 1.0)
    # Numbers of another size are as rare as they are many, so that neither side of a slip is believed for its size.
    size = log((1 + abs(float(meant))) / (1 + abs(float(seen.value))))
    cost = max(0.1, made.cost + size)
    for read, confidence in (seen.readings or {}).items():
        if read == meant:
            cost = min(cost, -log(max(0.02, min(0.98, confidence))))
    return Slip("wrong_denominator" if _meant_for(seen, meant) else made.code, cost)


def _meant_for(seen: SystemCell, meant: Decimal | None) -> float:
    """How likely the cell, the y of an 'x av y', was meant for another printed number of people; else 0."""
    return (seen.readings or {}).get(meant, 0.0) if seen.derived and meant is not None else 0.0


def _confidence(system: System, ranked: Sequence[Explained], group: Located) -> Confidence:
    if not ranked or not group.complete:
        return "undecided"
    best = ranked[0]
    ahead = ranked[1].cost - best.cost if len(ranked) > 1 else OPEN
    if any(c.proposed is None for c in best.changes) or ahead < POSSIBLE:
        return "undecided"
    return "likely" if ahead >= LIKELY and not _one_sum_alone(system, best, group) else "possible"


def _one_sum_alone(system: System, best: Explained, group: Located) -> bool:
    """Whether one sum or share is all there is: then any of its cells could be wrong, and slips alone must not decide.

    It is more than that when all other cells of the sum stand in edits of their own, which hold, and when another
    share follows from the counts only with the change. A y that would be a number of people printed twice is told by
    these.
    """
    if len(group.broken) != 1 or isinstance(system.sources[group.broken[0]], Same):
        return False
    only = system.sources[group.broken[0]]
    if any(isinstance(s, Ratio) and s.edit.edit_id != only.edit.edit_id for s in best.eased):
        return False
    if any(_meant_for(c.cell, c.proposed) >= TWICE for c in best.changes):
        return False
    changed = {c.cell.key for c in best.changes}
    cells = (c for c in system.problem.edits[group.broken[0]].cells if system.cells[c].key not in changed)
    return not all(len(system.problem.edits_of[c]) > 1 for c in cells)
