"""Links and vetoes -> clusters. Negative wins: a cluster that links would make against a veto is not made, but told.

One tier of links after the other. Within a tier, names that the links would join are joined at once when nothing is
against it. Where something is, every name that is pulled both ways stays out, and each of its links is a conflict.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from corpus.name_links import Link, Tier, strongest

Veto = Callable[[Link, Sequence[int], Sequence[int]], str]
"""A link and the members of the two clusters it would join -> why they must stay apart, or ''."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A link that was not followed, and what was against it."""

    link: Link
    against: str


@dataclass(slots=True)
class Clusters:
    """Names put together: `root` by index, the links that were followed, the conflicts."""

    root: list[int]
    members: dict[int, list[int]] = field(default_factory=dict)
    followed: list[Link] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)

    @classmethod
    def of(cls, size: int, together: Iterable[Sequence[int]] = ()) -> Clusters:
        """Every name by itself, but for those that are settled to be one."""
        made = cls(list(range(size)), {i: [i] for i in range(size)})
        for group in together:
            for other in group[1:]:
                made._join(made.root[group[0]], made.root[other])
        return made

    def settle(self, links: Iterable[Link], veto: Veto) -> None:
        """Follow the links of one tier."""
        rest = [link for link in strongest(links) if self.root[link.a] != self.root[link.b]]
        for component in self._components(rest):
            self._settle(component, veto)

    def _components(self, links: Sequence[Link]) -> list[list[Link]]:
        """The links in groups that share no cluster."""
        parent: dict[int, int] = {}

        def find(x: int) -> int:
            while parent.setdefault(x, x) != x:
                x = parent[x]
            return x

        for link in links:
            parent[find(self.root[link.a])] = find(self.root[link.b])
        groups: dict[int, list[Link]] = defaultdict(list)
        for link in links:
            groups[find(self.root[link.a])].append(link)
        return list(groups.values())

    def _settle(self, links: Sequence[Link], veto: Veto) -> None:
        contested = self._contested(links, veto)
        near: set[int] = set()
        for link in links:
            a, b = self.root[link.a], self.root[link.b]
            if a == b:
                continue
            against = veto(link, self.members[a], self.members[b])
            if not against and contested.get(link.a, contested.get(link.b)):
                against = contested.get(link.a) or contested[link.b]
            if not against and link.tier == Tier.LIKENESS and {link.a, link.b} & near:
                against = "a name that was itself taken by likeness is no ground for the next one"
            if against:
                self.conflicts.append(Conflict(link, against))
                continue
            if link.tier == Tier.LIKENESS:
                near.add(link.alias)
            self.followed.append(link)
            self._join(a, b)

    def _contested(self, links: Sequence[Link], veto: Veto) -> dict[int, str]:
        """Names that the links pull to two clusters that may not be one -> why."""
        pulls: dict[int, list[Link]] = defaultdict(list)
        for link in links:
            pulls[link.a].append(link)
            pulls[link.b].append(link)
        out: dict[int, str] = {}
        for index, its in pulls.items():
            targets = {self.root[link.b if link.a == index else link.a]: link for link in its}
            targets.pop(self.root[index], None)
            roots = sorted(targets)
            for i, x in enumerate(roots):
                for y in roots[i + 1 :]:
                    against = veto(targets[x], self.members[x], self.members[y])
                    alias = all(t.tier == Tier.DECLARED and t.alias == index for t in (targets[x], targets[y]))
                    if against or alias:
                        out[index] = against or "the text gives it as another name of more than one"
        return out

    def _join(self, a: int, b: int) -> None:
        if a == b:
            return
        keep, gone = min(a, b), max(a, b)
        for member in self.members.pop(gone):
            self.root[member] = keep
            self.members[keep].append(member)
