"""Printed names of all reports -> which intervention each is, how that was found, why, and what is left to ask.

One federation at a time, with those it came from (a name never crosses others). A name is taken by the first of these
that applies: a person's decision, the registry letter for letter, an equal comparable form, a name that the text
itself gives as the same, letters that were misread or misspelt inside a long word, numbers that the reports repeat.
Vetoes beat all of these but people. Whatever is left is new and gets an id of its own: two names wrongly put together
spoil a series, two kept apart are a question for a person.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from corpus.clusters import Clusters
from corpus.decided_names import DecidedNames
from corpus.decisions import Decision
from corpus.identify import UNKNOWN
from corpus.known_names import letters, name_of
from corpus.name_evidence import Evidence, ReportFigures, differing_counts, evidence
from corpus.name_links import Link, Tier, links
from corpus.name_pool import Pool, PooledName, ReportNames, pool
from corpus.name_questions import Block, Hints, Question, questions, ranked
from corpus.name_vetoes import Pair, vetoes
from corpus.records import NameRow
from corpus.registry import Federation, Intervention, Registry, Relation
from normalize.names import slug
from normalize.types import NameMention

__all__ = ["Linked", "ReportNames", "link"]


@dataclass(frozen=True, slots=True)
class Linked:
    """All names in the order of the reports; the interventions that the registry lacks; what decisions came to."""

    rows: tuple[NameRow, ...]
    new: tuple[Intervention, ...] = ()
    used_decisions: frozenset[str] = frozenset()
    questions: tuple[Question, ...] = ()
    relations: tuple[Relation, ...] = ()
    """What people decided, and the text says, beyond the registry: who follows whom, what is part of what."""
    stale_decisions: Mapping[str, str] = field(default_factory=dict)
    """decision_id -> what was looked for and is no longer there."""

    def ids(self) -> dict[tuple[str, str], str]:
        """(report_id, name on one line) -> intervention_id."""
        return {(row.report_id, row.printed): row.intervention_id for row in self.rows}


def link(
    reports: Sequence[ReportNames],
    registry: Registry,
    decisions: Iterable[Decision] = (),
    numbers: Sequence[ReportFigures] = (),
) -> Linked:
    """Every distinct printed name of every report -> one NameRow; the same ids whatever order the reports come in.

    A decision that names what is not there, or puts a name to another federation's intervention, is stale.
    """
    printed = [(r.federation_id, m.printed) for r in reports for m in r.mentions]
    people = DecidedNames(decisions, registry, printed)
    blocks: dict[str, list[ReportNames]] = defaultdict(list)
    # Text with its letters first: what it calls a new intervention is better spelt.
    for report in sorted(reports, key=lambda r: (r.language_folded, r.report_id)):
        # Reports of unknown federations are each their own, unless they name the same one.
        alone = f"{UNKNOWN}:{report.stranger or report.report_id}"
        blocks[registry.line(report.federation_id) if report.federation_id != UNKNOWN else alone].append(report)
    owners = _Owners(registry)
    found = [_Block(blocks[key], registry, people, owners, numbers).linked() for key in sorted(blocks)]
    order = {report.report_id: n for n, report in enumerate(reports)}
    rows = sorted((row for f in found for row in f.rows), key=lambda row: order[row.report_id])  # stable
    return Linked(
        tuple(rows),
        tuple(owners.new),
        frozenset(people.used),
        tuple(ranked(q for f in found for q in f.questions)),
        tuple(r for f in found for r in f.relations),
        dict(people.stale),
    )


class _Owners:
    """Which federation has which intervention; `new` grows as interventions are met that the registry lacks."""

    def __init__(self, registry: Registry) -> None:
        self.of = {i.intervention_id: i.federation_id for i in registry.interventions}
        self.new: list[Intervention] = []

    def named(self, intervention_id: str, federation_id: str, name: str) -> str:
        """An id that a person gave: written down with its first name when nobody had."""
        if intervention_id not in self.of:
            self._write_down(intervention_id, federation_id, name)
        return intervention_id

    def create(self, federation_id: str, name: str) -> str:
        """A new intervention's id: a slug of its name, with the federation's where another has it already."""
        wanted = candidate = slug(name)
        n = 1
        while candidate in self.of:
            candidate = f"{wanted}-{federation_id}" + (f"-{n}" if n > 1 else "")
            n += 1
        self._write_down(candidate, federation_id, name)
        return candidate

    def _write_down(self, intervention_id: str, federation_id: str, name: str) -> None:
        self.of[intervention_id] = federation_id
        self.new.append(Intervention(intervention_id, federation_id, name))


@dataclass(frozen=True, slots=True)
class _Taken:
    """How one name was taken."""

    intervention_id: str
    method: str
    score: float
    reason: str
    decision_id: str | None = None


class _Block:
    """The names of one federation, with those it came from, being put together."""

    def __init__(
        self,
        reports: Sequence[ReportNames],
        registry: Registry,
        people: DecidedNames,
        owners: _Owners,
        numbers: Sequence[ReportFigures],
    ) -> None:
        self.reports, self.registry, self.people, self.owners = reports, registry, people, owners
        federations = sorted({r.federation_id for r in reports})
        line = [
            f
            for f in (*registry.federations, *registry.former())
            if any(registry.related(f.federation_id, x) for x in federations)
        ]
        known = {f.federation_id: f for f in line}
        self.pool: Pool = pool(reports, list(known), registry, people)
        figures = [
            n for n in numbers if n.federation_id in federations and any(n.report_id == r.report_id for r in reports)
        ]
        self.agreeing = self._at(evidence(figures))
        counts = {p: why for pair, why in differing_counts(figures).items() if (p := self._pair(*pair))}
        self.vetoes = vetoes(reports, self.pool, registry, people, counts)
        self.clusters = self._clustered(links(reports, self.pool, _with_own(known, federations)))
        self.ids = self._named()

    def linked(self) -> Linked:
        """The rows, questions and relations of the block."""
        hints = Hints(
            {p: (min(0.9, 0.3 * e.weight), e.reason) for p, e in self.agreeing.items()},
            self._successions(),
            self._conflicts(),
            frozenset((n.index, i) for n in self.pool.names for i in self.people.unsure(n.federation_id, n.name)),
        )
        asked = questions(Block(self.pool, self.clusters, self.ids, self.vetoes, hints))
        return Linked(tuple(self._rows()), questions=tuple(asked), relations=tuple(self._relations()))

    def _clustered(self, found: Sequence[Link]) -> Clusters:
        by_anchor: dict[str, list[int]] = defaultdict(list)
        for n in self.pool.names:
            if n.anchor:
                by_anchor[n.anchor].append(n.index)
        clusters = Clusters.of(len(self.pool.names), by_anchor.values())
        numbers = [
            Link(*pair, Tier.NUMBERS, "declared_acronym", 0.9, f"the reports give both the same numbers: {e.reason}")
            for pair, e in self.agreeing.items()
            if e.enough
        ]
        for tier in Tier:
            clusters.settle([x for x in (*found, *numbers) if x.tier == tier], self.vetoes)
        return clusters

    def _named(self) -> dict[int, str]:
        """root -> intervention_id; new ids are made in the order in which the names are printed."""
        ids: dict[int, str] = {}
        for root, members in sorted(self.clusters.members.items()):
            anchored = [self.pool.names[i] for i in members if self.pool.names[i].anchor]
            printed = [self.pool.names[i] for i in sorted(members) if self.pool.names[i].reports]
            if anchored:
                decided = next((n for n in anchored if n.reports), anchored[0])
                ids[root] = self.owners.named(anchored[0].anchor, decided.federation_id, decided.name)
            elif printed:
                ids[root] = self.owners.create(self._youngest(printed), printed[0].name)
        return ids

    def _youngest(self, names: Sequence[PooledName]) -> str:
        """The federation that the others became."""
        all_of = sorted({n.federation_id for n in names})
        return next(
            (f for f in all_of if all(f in self.registry.successors(x) for x in all_of)), names[0].federation_id
        )

    def _taken(self) -> dict[int, _Taken]:
        """How every name came to its intervention: by what is settled, or by the strongest links from there."""
        out: dict[int, _Taken] = {}
        for n in self.pool.names:
            if s := n.settled:
                out[n.index] = _Taken(
                    s.intervention_id, s.method, 1.0 if s.method != "new" else 0.0, s.reason, s.decision_id
                )
        for root, members in self.clusters.members.items():
            if root in self.ids and not any(i in out for i in members):
                first = min(i for i in members if self.pool.names[i].reports)
                out[first] = _Taken(self.ids[root], "new", 0.0, self._why_new(first))
        # A spanning tree: the links that were followed never close a ring.
        waiting = list(self.clusters.followed)
        while waiting:
            reached = [x for x in waiting if (x.a in out) != (x.b in out)]
            if not reached:
                break
            for x in reached:
                here, there = (x.a, x.b) if x.a not in out else (x.b, x.a)
                if here not in out:
                    out[here] = _Taken(self.ids[self.clusters.root[here]], x.method, x.score, self._reason(x, there))
            waiting = [x for x in waiting if x not in reached]
        return out

    def _reason(self, x: Link, there: int) -> str:
        other = self.pool.names[there].name
        return x.reason if f"'{other}'" in x.reason else f"{x.reason}: '{other}'"

    def _why_new(self, index: int) -> str:
        against = next((c.against for c in self.clusters.conflicts if index in (c.link.a, c.link.b)), "")
        name = self.pool.names[index]
        vetoed = next((why for pair, why in self.vetoes.rows.items() if index in pair and self._alike(pair)), "")
        apart = next((why for why in self.vetoes.apart.get(index, {}).values()), "")
        nothing = f"nothing in the registry or other reports of {name.federation_id} is like it"
        return against or apart or vetoed or nothing

    def _alike(self, pair: Pair) -> bool:
        a, b = (self.pool.names[i].features for i in pair)
        return a.core == b.core

    def _rows(self) -> list[NameRow]:
        taken = self._taken()
        seen: set[int] = set()
        rows = []
        for report in self.reports:
            for name in dict.fromkeys(n for m in report.mentions if (n := name_of(m.printed))):
                index = self.pool.at[report.federation_id, letters(name)]
                t = taken[index]
                if t.method == "new" and index in seen:
                    t = replace(
                        t,
                        method="exact",
                        score=1.0,
                        reason=f"the same spelling as in {self.pool.names[index].reports[0]}",
                    )
                seen.add(index)
                rows.append(_row(report, name, t))
        return rows

    def _relations(self) -> list[Relation]:
        """Who follows whom and what is part of what: as people decided, else as the text says."""
        out: dict[tuple[str, str, str], Relation] = {}
        for r in (*self._decided_relations(), *self._said_relations()):
            out.setdefault((r.from_id, r.to_id, r.type), r)
        known = {(r.from_id, r.to_id) for r in self.registry.relations}
        return [r for r in out.values() if (r.from_id, r.to_id) not in known]

    def _decided_relations(self) -> Iterator[Relation]:
        for n in self.pool.names:
            for d in self.people.about(n.federation_id, n.name):
                here = self.ids.get(self.clusters.root[n.index])
                if d.decision not in ("succeeds", "part_of") or here is None:
                    continue
                if d.value not in self.owners.of:
                    self.people.unusable(d, f"{d.value} is no intervention of the registry or of these reports")
                    continue
                follows = d.decision == "succeeds"
                since = str(n.years[0]) if n.years and follows else ""
                yield Relation(here, d.value, d.decision, since, follows, d.by)

    def _said_relations(self) -> Iterator[Relation]:
        for report, m, pair in self._related():
            here, there = (self.ids.get(self.clusters.root[i]) for i in pair)
            if here and there and here != there:
                follows = m.relation == "succeeds"
                since = str(report.year or "") if follows else ""
                why = f"{report.report_id}: {m.place.quote or m.printed}"
                yield Relation(here, there, m.relation, since, follows, why)

    def _related(self) -> Iterator[tuple[ReportNames, NameMention, Pair]]:
        """What the texts say of two names that are not the same, with their indexes in the order of the relation."""
        for report in self.reports:
            for m in report.mentions:
                ends = [(report.federation_id, letters(name_of(x))) for x in (m.printed, m.alias_of)]
                if m.relation and (pair := self._pair(*ends, ordered=True)):
                    yield report, m, pair

    def _successions(self) -> dict[Pair, str]:
        said = {(min(p), max(p)): (report, m) for report, m, p in self._related()}
        return {pair: f"{report.report_id} says so: {m.place.quote or m.printed}" for pair, (report, m) in said.items()}

    def _conflicts(self) -> dict[Pair, tuple[float, str, str]]:
        found = ((c, (c.link.a, c.link.b)) for c in self.clusters.conflicts)
        return {pair: (c.link.score, c.link.reason, c.against) for c, pair in found if self._open(pair)}

    def _open(self, pair: Pair) -> bool:
        """Only what is against the closure is asked; what is against the two names themselves is settled."""
        return not self.vetoes.pair(*pair)

    def _at(self, found: Iterable[Evidence]) -> dict[Pair, Evidence]:
        return {pair: e for e in found if (pair := self._pair(*e.pair))}

    def _pair(self, one: tuple[str, str], other: tuple[str, str], *, ordered: bool = False) -> Pair | None:
        a, b = self.pool.at.get(one), self.pool.at.get(other)
        if a is None or b is None or a == b:
            return None
        return (a, b) if ordered or a < b else (b, a)


def _row(report: ReportNames, name: str, t: _Taken) -> NameRow:
    return NameRow(
        report_id=report.report_id,
        federation_id=report.federation_id,
        printed=name,
        intervention_id=t.intervention_id,
        method=t.method,  # type: ignore[arg-type]  # the methods of links and of what is settled are its codes
        score=t.score,
        reasons=t.reason,
        decision_id=t.decision_id,
    )


def _with_own(known: Mapping[str, Federation], federations: Sequence[str]) -> dict[str, Federation]:
    """The federations of a block, also one that the registry lacks."""
    return {**{f: Federation(f, f) for f in federations}, **known}
