"""Error localisation after Fellegi and Holt (1976): the smallest sets of cells whose change satisfies every edit.

Exact and complete up to `most` cells: sets are grown one cell at a time, each new cell taken from an edit that the
set so far cannot satisfy (branching over the edits implied by elimination, De Waal 2003). Sets already looked at are
remembered, so that the order in which cells are added does not matter. Broken edits far from each other are solved
apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.elimination import Contradiction, Range, ranges
from corpus.linear import Problem

MOST = 3
"""Cells that a solution may have."""
EFFORT = 1_200_000
"""Terms of edits that the search of one report may look at (about half a second) before it gives up.

Counted rather than timed, so that a busy machine finds the same as an idle one.
"""

Clauses = tuple[frozenset[int], ...]


@dataclass(frozen=True, slots=True)
class Solution:
    """Cells to change, ascending, and the values each can take with the others free in theirs (low, high)."""

    cells: tuple[int, ...]
    ranges: tuple[Range, ...]


@dataclass(frozen=True, slots=True)
class Located:
    """Broken edits that hang together, and all minimal sets of cells that explain them, smallest first.

    `complete` is False when the effort ran out before all sets were looked at.
    """

    broken: tuple[int, ...]
    solutions: tuple[Solution, ...]
    complete: bool = True


class _SpentError(Exception):
    """The search has used up its effort."""


class _Effort:
    """What the search may still do."""

    def __init__(self, left: int) -> None:
        self.left = left

    def spend(self, problem: Problem, cells: tuple[int, ...]) -> None:
        """Looking at a set costs the terms of the edits it stands in, and a little for itself."""
        self.left -= 5 + sum(problem.efforts[c] for c in cells)
        if self.left < 0:
            raise _SpentError


def localise(problem: Problem, *, most: int = MOST, effort: int = EFFORT) -> tuple[Located, ...]:
    """Every group of broken edits of `problem` with the sets of cells that explain it, in the order of the edits."""
    left = _Effort(effort)
    waiting = _linked(problem, problem.broken)
    done: list[Located] = []
    while waiting:
        group = waiting.pop(0)
        others = frozenset(problem.broken) - frozenset(group)
        found = _located(problem, group, others, most, left)
        if not found.solutions and found.complete and len(group) > 1:
            # More than `most` cells are wrong: each edit is explained with the other broken ones left aside.
            whole = frozenset(problem.broken)
            done += [_located(problem, (e,), whole - {e}, most, left) for e in group]
            continue
        with_others = _touched(problem, found, others)
        if not with_others:
            done.append(found)
            continue
        # A set as small as the groups' own would be explains another group too: they are one.
        merged = [g for g in waiting if with_others & set(g)]
        again = [d for d in done if with_others & set(d.broken)]
        done = [d for d in done if d not in again]
        waiting = [g for g in waiting if g not in merged]
        together = {*group, *(e for g in merged for e in g), *(e for d in again for e in d.broken)}
        waiting.insert(0, tuple(sorted(together)))
    return tuple(sorted(done, key=lambda d: d.broken))


def _linked(problem: Problem, broken: Sequence[int]) -> list[tuple[int, ...]]:
    """The broken edits in groups that share cells, directly or through each other."""
    groups: list[tuple[set[int], set[int]]] = []
    for edit in broken:
        edits, cells = {edit}, set(problem.edits[edit].cells)
        apart = []
        for other in groups:
            if cells & other[1]:
                edits |= other[0]
                cells |= other[1]
            else:
                apart.append(other)
        groups = [*apart, (edits, cells)]
    return sorted(tuple(sorted(edits)) for edits, _ in groups)


def _touched(problem: Problem, found: Located, others: frozenset[int]) -> set[int]:
    """The edits of other groups that a smallest solution of this group stands in, when all of these do."""
    smallest = [s for s in found.solutions if len(s.cells) == len(found.solutions[0].cells)]
    touched = [{e for c in s.cells for e in problem.edits_of[c] if e in others} for s in smallest]
    # Where some smallest solution keeps to itself, the group is explained without the others.
    return set().union(*touched) if touched and all(touched) else set()


def _located(problem: Problem, group: tuple[int, ...], ignored: frozenset[int], most: int, left: _Effort) -> Located:
    solutions: list[Solution] = []
    try:
        for found in _minimal(problem, ignored, most, left):
            solutions.append(found)  # noqa: PERF402  what was found before the effort was spent is kept
    except _SpentError:
        return Located(group, tuple(solutions), complete=False)
    return Located(group, tuple(solutions))


def _minimal(problem: Problem, ignored: frozenset[int], most: int, effort: _Effort) -> Iterator[Solution]:
    """The minimal sets in order of size, those of one size in order of their cells."""
    level: list[tuple[int, ...]] = [()]
    smaller: list[frozenset[int]] = []
    for size in range(most + 1):
        following: set[tuple[int, ...]] = set()
        found: list[Solution] = []
        for cells in level:
            effort.spend(problem, cells)
            if any(s.issubset(cells) for s in smaller):
                continue
            verdict = ranges(problem, cells, ignored)
            if isinstance(verdict, Contradiction):
                left = most - size
                more = _branches(verdict.clauses, left) if left else ()
                following.update(tuple(sorted((*cells, c))) for c in more)
            else:
                found.append(Solution(cells, verdict))
        yield from found
        smaller += [frozenset(s.cells) for s in found]
        level = sorted(following)


def _branches(clauses: Clauses, left: int) -> frozenset[int]:
    """The cells of which one has to be added, when at most `left` cells may be; none when that cannot be enough."""
    if left == 1:
        return frozenset.intersection(*clauses)
    apart = 0
    used: set[int] = set()
    for clause in sorted(clauses, key=len):
        if not clause & used:
            apart += 1
            used |= clause
    return min(clauses, key=lambda c: (len(c), sorted(c))) if apart <= left else frozenset()
