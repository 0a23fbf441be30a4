"""Which decisions stand: those that two people contradict each other on do not, and are shown side by side.

One person who decided twice meant the later one. Somebody who could not tell stands back for somebody who could.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from corpus.decisions import Decision, contradict, target


@dataclass(frozen=True, slots=True)
class Standing:
    """`decisions` are all, each answer of each person once; `stand` may be applied.

    `disputed` gives for each decision that is contradicted those that do so, `replaced` the one that goes before it.
    """

    decisions: tuple[Decision, ...]
    stand: tuple[Decision, ...]
    disputed: Mapping[str, tuple[Decision, ...]] = field(default_factory=dict)
    replaced: Mapping[str, Decision] = field(default_factory=dict)


def standing(read: Iterable[Decision]) -> Standing:
    """What stands of everything that was read; the order of rows and files makes no difference."""
    every = _each_once(read)
    about: dict[str, list[Decision]] = defaultdict(list)
    for d in every:
        about[target(d)].append(d)
    replaced: dict[str, Decision] = {}
    disputed: dict[str, list[Decision]] = defaultdict(list)
    for its in about.values():
        clashing = [(a, b) for a, b in combinations(its, 2) if contradict(a, b)]
        for a, b in clashing:
            if before := _goes_before(a, b):
                replaced.setdefault((b if before is a else a).decision_id, before)
        for a, b in clashing:
            if a.decision_id not in replaced and b.decision_id not in replaced:
                disputed[a.decision_id].append(b)
                disputed[b.decision_id].append(a)
    stand = tuple(d for d in every if d.decision_id not in replaced and d.decision_id not in disputed)
    return Standing(tuple(every), stand, {k: tuple(v) for k, v in disputed.items()}, replaced)


def _each_once(read: Iterable[Decision]) -> list[Decision]:
    """One row for each answer of each person, by id; of several the latest."""
    found: dict[str, Decision] = {}
    for d in sorted(read, key=lambda d: (d.decision_id, d.when, d.why, d.expected_printed, d.file, d.line)):
        found[d.decision_id] = d
    return list(found.values())


def _goes_before(a: Decision, b: Decision) -> Decision | None:
    """The one of two contradicting decisions that counts; None when neither does."""
    if (a.decision == "unsure") != (b.decision == "unsure"):
        return b if a.decision == "unsure" else a
    if a.who.casefold() != b.who.casefold():
        return None
    one, other = _comparable(a.when, b.when)
    return None if one == other else a if one > other else b


def _comparable(a: str, b: str) -> tuple[str, str]:
    """Two dates as far as both are known; equal when one of them is no date."""
    if not (a[:4].isdigit() and b[:4].isdigit()):
        return "", ""
    shorter = min(len(a), len(b))
    return a[:shorter].replace("T", " "), b[:shorter].replace("T", " ")


def told(found: Standing) -> Sequence[str]:
    """A line for the user about every disagreement, with all its sides, and about every decision that was replaced."""
    by_id = {d.decision_id: d for d in found.decisions}
    sides: dict[str, dict[str, Decision]] = defaultdict(dict)
    for decision_id, others in found.disputed.items():
        for d in (by_id[decision_id], *others):
            sides[target(by_id[decision_id])][d.decision_id] = d
    lines = [contradicted(its.values()) for its in sides.values()]
    for decision_id, before in sorted(found.replaced.items()):
        lines.append(f"{by_id[decision_id].where}: {by_id[decision_id]} gives way to {before.where}: {before}")
    return lines


def contradicted(sides: Iterable[Decision]) -> str:
    """The line about decisions that contradict each other."""
    shown = sorted(sides, key=lambda d: (d.who, d.decision_id))
    return (
        f"{len(shown)} decisions contradict each other and none of them was applied: "
        + "; ".join(f"{d.where}: {d}" for d in shown)
        + "; agree, and keep one row"
    )
