"""Printed names of all reports -> which intervention each is, how that was found, and why.

One federation at a time (a name never crosses federations). A name is taken by the first of these that applies:
a person's decision, the registry's name or alias letter for letter, an equal comparable form (core), a genitive, a name
that the text itself declares ('X (ACRONYM)', 'X, tidigare Y'), in text that lost its å ä ö a nearly equal form.
Whatever is left is new and gets an id of its own: two names wrongly put together spoil a series, two kept apart are a
row for a person to decide. Two rows of one table are never one intervention.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.decisions import Decision
from corpus.identify import UNKNOWN
from corpus.known_names import KnownNames, Match, Step, letters, name_of
from corpus.records import NameRow
from corpus.registry import Intervention, Registry, RegistryError
from normalize.names import declared, plain, slug
from normalize.types import NameMention


@dataclass(frozen=True, slots=True)
class ReportNames:
    """The names of one report, in the order they are printed."""

    report_id: str
    federation_id: str
    mentions: tuple[NameMention, ...]
    language_folded: bool = False


@dataclass(frozen=True, slots=True)
class Linked:
    """All names in the order of the reports; the interventions that the registry lacks; the decisions that were met."""

    rows: tuple[NameRow, ...]
    new: tuple[Intervention, ...] = ()
    used_decisions: frozenset[str] = frozenset()

    def ids(self) -> dict[tuple[str, str], str]:
        """(report_id, name on one line) -> intervention_id."""
        return {(row.report_id, row.printed): row.intervention_id for row in self.rows}


def link(reports: Sequence[ReportNames], registry: Registry, decisions: Iterable[Decision] = ()) -> Linked:
    """Every distinct printed name of every report -> one NameRow; the same ids whatever order the reports come in.

    Raises RegistryError for a decision that puts a name of one federation to another's intervention.
    """
    blocks: dict[str, list[ReportNames]] = defaultdict(list)
    # Text with its letters first: what it calls a new intervention is better spelt.
    for report in sorted(reports, key=lambda r: (r.language_folded, r.report_id)):
        # Reports of unknown federations are each their own: nothing says that they are of the same one.
        block = report.federation_id if report.federation_id != UNKNOWN else f"{UNKNOWN}:{report.report_id}"
        blocks[block].append(report)
    owners = {i.intervention_id: i.federation_id for i in registry.interventions}
    people = _People(tuple(d for d in decisions if d.kind == "name"))
    rows: list[NameRow] = []
    new: list[Intervention] = []
    for block in sorted(blocks):
        federation_id = blocks[block][0].federation_id
        federation = _Federation(federation_id, KnownNames.of(federation_id, registry), people, owners, new)
        rows += [row for report in blocks[block] for row in _Report(report, federation).rows()]
    order = {report.report_id: n for n, report in enumerate(reports)}
    rows.sort(key=lambda row: order[row.report_id])  # stable: names stay in printed order
    return Linked(tuple(rows), tuple(new), frozenset(people.used))


class _People:
    """What people decided about names, and which of it was met in this run."""

    def __init__(self, decisions: tuple[Decision, ...]) -> None:
        self.used: set[str] = set()
        self._by_name: dict[tuple[str, str], list[Decision]] = defaultdict(list)
        for d in decisions:
            federation_id, _, printed = d.target_id.partition(":")
            self._by_name[federation_id, letters(printed)].append(d)

    def about(self, federation_id: str, name: str, decision: str) -> list[Decision]:
        found = self._by_name.get((federation_id, letters(name)), [])
        self.used |= {d.decision_id for d in found}
        return [d for d in found if d.decision == decision]


@dataclass(frozen=True, slots=True)
class _Federation:
    """What the reports of one federation share. `owners` and `new` grow as new interventions are met."""

    federation_id: str
    known: KnownNames
    people: _People
    owners: dict[str, str]
    """intervention_id -> federation_id, over all federations"""
    new: list[Intervention]

    def create(self, name: str) -> str:
        """A new intervention's id: a slug of its name, with the federation's where another has it already."""
        wanted = candidate = slug(name)
        n = 1
        while candidate in self.owners:
            candidate = f"{wanted}-{self.federation_id}" + (f"-{n}" if n > 1 else "")
            n += 1
        self._write_down(candidate, name)
        return candidate

    def decided(self, d: Decision, name: str) -> Match:
        """What a person said. The id may be one that nobody had written down: then this is its first name."""
        owner = self.owners.get(d.value)
        if owner is None:
            self._write_down(d.value, name)
        elif owner != self.federation_id:
            what = f"{d.value} is an intervention of {owner}, not of {self.federation_id}"
            raise RegistryError(f"decisions, line {d.line}: {what}")
        why = f"{d.who} decided so on {d.when}: {d.why}"
        return Match(d.value, "decision", 1.0, why, d.decision_id)

    def _write_down(self, intervention_id: str, name: str) -> None:
        self.owners[intervention_id] = self.federation_id
        self.new.append(Intervention(intervention_id, self.federation_id, name))


class _Report:
    """The names of one report being taken."""

    def __init__(self, report: ReportNames, federation: _Federation) -> None:
        self.report, self.federation = report, federation
        self.names = list(dict.fromkeys(n for m in report.mentions if (n := name_of(m.printed))))
        self.rivals = _rivals(report.mentions)
        self.aliases = _declared(report.mentions)
        self.matches: dict[str, Match] = {}
        self.vetoes: dict[str, str] = {}

    def rows(self) -> list[NameRow]:
        known = self.federation.known
        likenesses: list[Step] = [known.same_core, known.genitive, self._declared]
        likenesses += [known.nearly] if self.report.language_folded else []
        # The surest way is tried for all names before the next: a good match must not lose its row to a weaker one.
        for step in (self._decided, known.exact, *likenesses):
            for name in self.names:
                self._take(step, name)
        for name in self.names:
            # What just became new may be what this one is like ('Klivet' ... 'Klivets').
            for step in likenesses:
                self._take(step, name)
            if name not in self.matches:
                self.matches[name] = self._new(name)
            # A nearly equal form is no ground for the next one: A like B and B like C does not make A like C.
            if not self.matches[name].nearly:
                known.add(name, self.matches[name].intervention_id)
        return [self._row(name, self.matches[name]) for name in self.names]

    def _take(self, step: Step, name: str) -> None:
        if name not in self.matches and (match := step(name)) and not self._vetoed(name, match):
            self.matches[name] = match

    def _decided(self, name: str) -> Match | None:
        said = self.federation.people.about(self.report.federation_id, name, "same_as")
        return self.federation.decided(said[0], name) if said else None

    def _declared(self, name: str) -> Match | None:
        known = self.federation.known
        for other in sorted(self.aliases.get(name, ())):
            if match := self.matches.get(other) or known.exact(other) or known.same_core(other):
                why = f"the text gives '{name}' and '{other}' as one"
                return Match(match.intervention_id, "declared_acronym", 0.9, why)
        return None

    def _vetoed(self, name: str, match: Match) -> bool:
        """A person said it is another; or another row of the same table is that intervention already."""
        if match.method == "decision":
            return False
        apart = self.federation.people.about(self.report.federation_id, name, "different")
        if match.intervention_id in {d.value for d in apart}:
            self.vetoes[name] = f"a person decided that it is not {match.intervention_id}"
            return True
        taken = (r for r in self.rivals.get(name, ()) if r in self.matches)
        rival = next((r for r in taken if self.matches[r].intervention_id == match.intervention_id), None)
        # What the registry says letter for letter is what people put there.
        if rival is None or match.method in ("exact", "registry"):
            return False
        self.vetoes[name] = f"'{rival}' is another row of the same table, so the two are not one ({match.reason})"
        return True

    def _new(self, name: str) -> Match:
        nothing = f"nothing in the registry or other reports of {self.report.federation_id} is like it"
        return Match(self.federation.create(name), "new", 0.0, self.vetoes.get(name, nothing))

    def _row(self, name: str, m: Match) -> NameRow:
        return NameRow(
            report_id=self.report.report_id,
            federation_id=self.report.federation_id,
            printed=name,
            intervention_id=m.intervention_id,
            method=m.method,
            score=m.score,
            reasons=m.reason,
            decision_id=m.decision_id,
        )


def _declared(mentions: Iterable[NameMention]) -> dict[str, set[str]]:
    """name -> the names that the text declares to be the same, both ways."""
    pairs = [(name_of(m.printed), name_of(m.alias_of)) for m in mentions if m.alias_of]
    pairs += [(name_of(m.printed), name_of(other)) for m in mentions for other in declared(m.printed)]
    out: dict[str, set[str]] = defaultdict(set)
    for a, b in pairs:
        if a and b and a != b:
            out[a].add(b)
            out[b].add(a)
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
            out[a] += [b for b in sorted(names) if plain(a) != plain(b) and not names[a] & names[b]]
    return out
