"""What people decided about names, and which of it was met, or no longer fits, in this run."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from corpus.decisions import Decision
from corpus.known_names import letters
from corpus.registry import Registry

APART = ("different", "succeeds", "part_of")
"""Decisions by which a name is not the intervention."""


class DecidedNames:
    """Decisions of the kind `name`: those met, `used`, and those that no longer fit, `stale` (decision_id -> why)."""

    def __init__(self, decisions: Iterable[Decision], registry: Registry, printed: Iterable[tuple[str, str]]) -> None:
        """`printed` are (federation_id, name) of all reports: what `expected_printed` is held against."""
        self.used: set[str] = set()
        self.stale: dict[str, str] = {}
        there = {(federation, letters(name)) for federation, name in printed}
        there |= {(i.federation_id, letters(i.preferred_name)) for i in registry.interventions}
        there |= {(a.federation_id, letters(a.printed)) for a in registry.aliases}
        fitting = []
        for d in decisions:
            federation_id, _, name = d.target_id.partition(":")
            if d.kind != "name" or (federation_id, letters(name)) not in there:
                continue
            expected = [e.strip() for e in d.expected_printed.split(";") if e.strip()]
            if expected and not any((federation_id, letters(e)) in there for e in expected):
                self.stale[d.decision_id] = f"no report prints any of the names it expects: {'; '.join(expected)}"
                continue
            if against := self._elsewhere(d, registry, federation_id):
                self.stale[d.decision_id] = against
                continue
            self.used.add(d.decision_id)
            fitting.append(d)
        self.decisions: tuple[Decision, ...] = tuple(fitting)
        self._by_name: dict[tuple[str, str], list[Decision]] = defaultdict(list)
        for d in fitting:
            federation_id, _, name = d.target_id.partition(":")
            self._by_name[federation_id, letters(name)].append(d)

    @staticmethod
    def _elsewhere(d: Decision, registry: Registry, federation_id: str) -> str:
        """Why a name cannot be the intervention that a decision gives: it belongs to another association."""
        owner = next((i.federation_id for i in registry.interventions if i.intervention_id == d.value), None)
        if d.decision != "same_as" or owner is None or registry.related(owner, federation_id):
            return ""
        return f"{d.value} is an intervention of {owner}, not of {federation_id}"

    def unusable(self, d: Decision, why: str) -> None:
        """A decision that turned out to name what is not there."""
        self.used.discard(d.decision_id)
        self.stale[d.decision_id] = why

    def about(self, federation_id: str, name: str) -> tuple[Decision, ...]:
        """Every fitting decision about a name."""
        return tuple(self._by_name.get((federation_id, letters(name)), ()))

    def same_as(self, federation_id: str, name: str) -> Decision | None:
        """What a person said that a name is."""
        return next((d for d in self.about(federation_id, name) if d.decision == "same_as"), None)

    def apart(self, federation_id: str, name: str) -> tuple[Decision, ...]:
        """What a person said that a name is not: different, or only a successor or a part of it."""
        return tuple(d for d in self.about(federation_id, name) if d.decision in APART)

    def unsure(self, federation_id: str, name: str) -> frozenset[str]:
        """The interventions that a person looked at and could not tell: not to be asked again."""
        return frozenset(d.value for d in self.about(federation_id, name) if d.decision == "unsure")
