"""What keeps two names apart whatever their likeness: decisions, rows of one table, places, groups, numbers, counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from corpus.decided_names import DecidedNames
from corpus.known_names import name_of
from corpus.name_links import Link, Tier
from corpus.name_pool import Pool, ReportNames
from corpus.registry import Registry
from normalize import comparisons
from normalize.names import parts, plain
from normalize.types import NameMention

Pair = tuple[int, int]
"""Two indexes of the pool, the smaller first."""


@dataclass(frozen=True, slots=True)
class Vetoes:
    """`rows`: two rows of one table; `apart`: what people said a name is not; `counts`: participants that differ."""

    pool: Pool
    registry: Registry
    rows: Mapping[Pair, str] = field(default_factory=dict)
    apart: Mapping[int, Mapping[str, str]] = field(default_factory=dict)
    counts: Mapping[Pair, str] = field(default_factory=dict)

    def __call__(self, link: Link, left: Sequence[int], right: Sequence[int]) -> str:
        """Why the clusters `left` and `right` may not be joined by `link`; '' when they may."""
        return (
            self.settled(left, right)
            or self._lexical_of(link)
            or next((v for a in left for b in right if (v := self.pair(a, b, link.tier))), "")
        )

    def settled(self, left: Sequence[int], right: Sequence[int]) -> str:
        """Two interventions of the registry, a decision, or two rows of one table: nothing may join these."""
        one, other = self._anchor(left), self._anchor(right)
        if one and other and one != other:
            return f"{one} and {other} are two interventions"
        for members, anchor in ((left, other), (right, one)):
            said = next((self.apart[i][anchor] for i in members if anchor in self.apart.get(i, {})), "")
            if said:
                return said
        return next((v for a in left for b in right if (v := self.rows.get(_pair(a, b), ""))), "")

    def pair(self, a: int, b: int, tier: Tier = Tier.NUMBERS) -> str:
        """What speaks against two names, neither of which the registry or a person has placed."""
        x, y = self.pool.names[a], self.pool.names[b]
        if x.federation_id != y.federation_id and not self.registry.related(x.federation_id, y.federation_id):
            return f"another federation: {x.federation_id}, not {y.federation_id}"
        if tier >= Tier.LIKENESS and (differ := self.counts.get(_pair(a, b))):
            return differ
        if x.anchor or y.anchor:
            return ""
        return comparisons.veto(x.features, y.features)

    def _lexical_of(self, link: Link) -> str:
        """The two names that a link is about, the registry's names too."""
        return comparisons.veto(self.pool.names[link.a].features, self.pool.names[link.b].features)

    def _anchor(self, members: Sequence[int]) -> str:
        return next((self.pool.names[i].anchor for i in members if self.pool.names[i].anchor), "")


def vetoes(
    reports: Sequence[ReportNames], pool: Pool, registry: Registry, people: DecidedNames, counts: Mapping[Pair, str]
) -> Vetoes:
    """All vetoes of a block."""
    apart = {
        n.index: {d.value: f"'{n.name}' is {_SAID[d.decision]} {d.value}, decided by {d.by}" for d in said}
        for n in pool.names
        if (said := people.apart(n.federation_id, n.name))
    }
    return Vetoes(pool, registry, _rows(reports, pool), apart, counts)


_SAID = {"different": "not", "succeeds": "the successor of", "part_of": "a part of"}


def _rows(reports: Iterable[ReportNames], pool: Pool) -> dict[Pair, str]:
    """Names in two rows (or columns) of one table; what the registry and people have placed is left to them."""
    out: dict[Pair, str] = {}
    for report in reports:
        for a, others in _rivals(report.mentions).items():
            for b in others:
                i, j = pool.find(report.federation_id, a), pool.find(report.federation_id, b)
                if i is None or j is None or (pool.names[i].anchor and pool.names[j].anchor):
                    continue
                out[_pair(i, j)] = f"'{a}' and '{b}' are two rows of the same table, so the two are not one"
    return out


def _rivals(mentions: Iterable[NameMention]) -> dict[str, list[str]]:
    """name -> the names in other rows (or other column headings) of a table it stands in."""
    tables: dict[tuple[int, str], dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    for m in mentions:
        if m.where in ("stub", "header") and m.place.table >= 0:
            position = m.place.row if m.where == "stub" else m.place.column
            tables[m.place.table, m.where][name_of(m.printed)].add(position)
    out: dict[str, list[str]] = defaultdict(list)
    for names in tables.values():
        for a in sorted(names):
            out[a] += [b for b in sorted(names) if _bare(a) != _bare(b) and not names[a] & names[b]]
    return out


def _bare(name: str) -> str:
    """Two years of one intervention may be two rows."""
    return plain(parts(name).name) if any(ch.isdigit() for ch in name) else plain(name)


def _pair(a: int, b: int) -> Pair:
    return (a, b) if a < b else (b, a)
