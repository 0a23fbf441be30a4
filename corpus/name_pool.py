"""The distinct names of a block (one federation with those it came from), and what is settled about them already."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from corpus.decided_names import DecidedNames
from corpus.known_names import letters, name_of
from corpus.registry import Registry
from normalize.name_features import Name
from normalize.name_features import name as features
from normalize.names import slug
from normalize.types import NameMention


@dataclass(frozen=True, slots=True)
class ReportNames:
    """The names of one report, in the order they are printed. `year` is the one it is about, None where unknown."""

    report_id: str
    federation_id: str
    mentions: tuple[NameMention, ...]
    language_folded: bool = False
    year: int | None = None
    stranger: str = ""
    """The association that the report names, where the registry lacks it."""


@dataclass(frozen=True, slots=True)
class Settled:
    """A name that needs no likeness: which intervention it is, by whom, and why."""

    intervention_id: str
    method: str
    reason: str
    decision_id: str | None = None


@dataclass(frozen=True, slots=True)
class PooledName:
    """One name of a block, letter for letter, in one federation. `settled` when the registry or a person says it."""

    index: int
    federation_id: str
    name: str
    """Its best spelling: the first one in text that has its letters."""
    features: Name
    reports: tuple[str, ...] = ()
    """The reports that print it; () for a name that only the registry has."""
    years: tuple[int, ...] = ()
    settled: Settled | None = None

    @property
    def anchor(self) -> str:
        """The intervention it is settled to be; '' when it is not."""
        return self.settled.intervention_id if self.settled else ""


@dataclass(frozen=True, slots=True)
class Pool:
    """The names of one block, and where each (federation, letters) is among them."""

    names: tuple[PooledName, ...]
    at: Mapping[tuple[str, str], int] = field(default_factory=dict)

    def find(self, federation_id: str, printed: str) -> int | None:
        """The index of a printed name."""
        return self.at.get((federation_id, letters(printed)))


def pool(reports: Sequence[ReportNames], federations: Sequence[str], registry: Registry, people: DecidedNames) -> Pool:
    """The names of the reports of one block, and those that the registry has for its federations.

    `reports` in the order in which names are taken: text with its letters first.
    """
    spelt: dict[tuple[str, str], str] = {}
    printed_in: dict[tuple[str, str], dict[str, int | None]] = defaultdict(dict)
    for report in reports:
        for mention in report.mentions:
            if name := name_of(mention.printed):
                key = (report.federation_id, letters(name))
                spelt.setdefault(key, name)
                printed_in[key].setdefault(report.report_id, report.year)
    known = _registered(federations, registry)
    for key, (name, _) in known.items():
        spelt.setdefault(key, name)
    anchored = _made_of_names(spelt, people, registry)
    names = []
    for index, (key, name) in enumerate(spelt.items()):
        federation_id, _ = key
        said = people.same_as(federation_id, name) if key in printed_in else None
        settled = (
            Settled(said.value, "decision", f"decided by {said.by}", said.decision_id)
            if said
            else anchored.get(key) or (known[key][1] if key in known else None)
        )
        years = tuple(sorted({y for y in printed_in[key].values() if y}))
        names.append(PooledName(index, federation_id, name, features(name), tuple(printed_in[key]), years, settled))
    return Pool(tuple(names), {key: i for i, key in enumerate(spelt)})


def _registered(federations: Sequence[str], registry: Registry) -> dict[tuple[str, str], tuple[str, Settled]]:
    """(federation, letters) -> the registry's name and what it says. A preferred name goes before an alias."""
    out: dict[tuple[str, str], tuple[str, Settled]] = {}
    for i in registry.interventions:
        if i.federation_id in federations:
            settled = Settled(i.intervention_id, "exact", "the registry's preferred name")
            out.setdefault((i.federation_id, letters(i.preferred_name)), (i.preferred_name, settled))
    for a in registry.aliases:
        if a.federation_id in federations:
            settled = Settled(a.intervention_id, "registry", "an alias in the registry")
            out.setdefault((a.federation_id, letters(a.printed)), (a.printed, settled))
    return out


def _made_of_names(
    spelt: Mapping[tuple[str, str], str], people: DecidedNames, registry: Registry
) -> dict[tuple[str, str], Settled]:
    """Names that an id of a decision was made of, where the registry lacks it: a run made the id of the name."""
    known = {i.intervention_id for i in registry.interventions}
    out: dict[tuple[str, str], Settled] = {}
    for d in people.decisions:
        if d.value in known:
            continue
        expected = {letters(e) for e in d.expected_printed.split(";") if e.strip()}
        for key, name in spelt.items():
            here = key[0] == d.target_id.partition(":")[0] and key[1] != letters(d.target_id.partition(":")[2])
            if here and (key[1] in expected or slug(name) == d.value):
                out.setdefault(key, Settled(d.value, "new", f"the name that the id {d.value} was made of"))
    return out
