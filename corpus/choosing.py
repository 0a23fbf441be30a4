"""What a decision about a number or a finding comes to: whether it still fits, and which numbers it changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from corpus.choices import same_text
from corpus.decisions import Decision
from corpus.messages import plain
from corpus.records import Explanation, Fact, Finding

Wish = tuple[str, Decimal | None, bool]
"""obs_id, the number to use, and whether that only keeps what is printed."""


@dataclass(frozen=True, slots=True)
class Misfit:
    """Why a decision does not fit any more: what is printed now, or which explanations there are."""

    why: str


def fits(d: Decision, facts: Mapping[str, Fact], findings: Mapping[str, Finding]) -> Misfit | None:
    """None when the report still prints what the decision was about, and still admits what was chosen."""
    now = printed_of(facts[d.target_id] if d.kind == "value" else findings[d.target_id])
    if not same_text(d.expected_printed, now):
        return Misfit(f"it prints '{now}', the decision expected '{d.expected_printed}'")
    if d.kind == "finding" and d.decision == "accepted" and solution(findings[d.target_id], d) is None:
        return Misfit(f"it has no explanation '{d.value}', it has {_listed(findings[d.target_id])}")
    return None


def printed_of(about: Fact | Finding) -> str:
    """What `expected_printed` is held against: the number as printed, or the clashing values joined by ';'."""
    if isinstance(about, Finding):
        return ";".join(v.replace(";", ",") for v in about.values)  # as the dataset has them, whence people copy
    return about.observation.value.printed


def wishes(d: Decision, finding: Finding | None, facts: Mapping[str, Fact]) -> Iterator[Wish]:
    """The numbers that a fitting decision changes or keeps; none for one that only settles a finding."""
    if d.kind == "value":
        fact = facts[d.target_id]
        keep = d.decision == "keep"
        yield d.target_id, fact.observation.value.value if keep else d.number, keep
    elif finding is not None and d.decision == "accepted":
        for e in solution(finding, d) or ():
            if e.cell in facts:
                yield e.cell, e.proposed, False


def solution(finding: Finding, d: Decision) -> tuple[Explanation, ...] | None:
    """The cells of the explanation that was accepted; () where there is none to choose from, None for one not there.

    What is said to change goes before the explanation's number, which another version of facit may give to another.
    """
    choice, there = d.choice, solutions(finding)
    if choice.changes:
        said = [(_key(p), v) for p, v in choice.changes]
        found = (s for s in there.values() if sorted((_key(e.printed), e.proposed) for e in s) == sorted(said))
        return next(found, None)
    if choice.number:
        return there.get(choice.number)
    return next(iter(there.values()), ())


def solutions(finding: Finding) -> dict[int, tuple[Explanation, ...]]:
    """The explanations of a finding by number, the cells that change together side by side."""
    found: dict[int, tuple[Explanation, ...]] = {}
    for e in finding.explanations:
        found[e.solution] = (*found.get(e.solution, ()), e)
    return found


def _key(printed: str) -> str:
    return "".join(printed.split()).casefold()


def _listed(finding: Finding) -> str:
    said = ("; ".join(f"{e.printed} → {plain(e.proposed)}" for e in s) for s in solutions(finding).values())
    return " or ".join(f"'{n}: {s}'" for n, s in zip(solutions(finding), said, strict=True)) or "none"
