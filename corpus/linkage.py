"""Printed names of all reports -> which intervention each is, how that was found, and why.

One federation at a time (a name never crosses federations). A name is taken by the first of these that applies:
a person's decision, the registry's name or alias letter for letter, an equal comparable form (core), a genitive, a name
that the text itself declares ('X (ACRONYM)', 'X, tidigare Y'), in text that lost its å ä ö a nearly equal form.
Whatever is left is new and gets an id of its own: two names wrongly put together spoil a series, two kept apart are a
row for a person to decide. Two rows of one table are never one intervention.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from corpus.decisions import Decision
from corpus.identify import UNKNOWN
from corpus.records import NameRow
from corpus.registry import Intervention, Registry, RegistryError
from normalize.names import compare, core, declared, is_genitive, joined, ocr_key, plain, slug, tidy
from normalize.types import NameMention

Method = Literal["exact", "core", "declared_acronym", "registry", "decision", "new"]
_NEARLY_EQUAL = 0.93
_SHORTEST_NEARLY = 8


@dataclass(frozen=True, slots=True)
class ReportNames:
    """The names of one report, in the order they are printed."""

    report_id: str
    federation_id: str
    mentions: tuple[NameMention, ...]
    language_folded: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """One name taken: which intervention, how, how sure (0-1), why."""

    intervention_id: str
    method: Method
    score: float
    reason: str
    decision_id: str | None = None
    nearly: bool = False
    """By likeness of letters only."""


@dataclass(frozen=True, slots=True)
class Linked:
    """All names in the order of the reports; the interventions that the registry did not have; decisions not used."""

    rows: tuple[NameRow, ...]
    new: tuple[Intervention, ...] = ()
    used_decisions: frozenset[str] = frozenset()

    def ids(self) -> dict[tuple[str, str], str]:
        """(report_id, printed name on one line) -> intervention_id."""
        return {(row.report_id, row.printed): row.intervention_id for row in self.rows}


@dataclass(slots=True)
class _Known:
    """The names of one federation that are settled so far, in every form that names are looked up by."""

    exact: dict[str, Match] = field(default_factory=dict)
    cores: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    ocr: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    printed: dict[str, str] = field(default_factory=dict)
    federation_words: tuple[str, ...] = ()

    def add(self, printed: str, intervention_id: str) -> None:
        self.cores[core(printed)].add(intervention_id)
        if key := ocr_key(printed):
            self.ocr[key].add(intervention_id)
        self.printed.setdefault(tidy(joined(printed)), intervention_id)


def name_of(printed: str) -> str:
    """The name as the dataset prints it: on one line, broken words joined."""
    return tidy(joined(printed))


def link(reports: Sequence[ReportNames], registry: Registry, decisions: Iterable[Decision] = ()) -> Linked:
    """Every distinct printed name of every report -> one NameRow; the same ids whatever order the reports come in."""
    blocks: dict[str, list[ReportNames]] = defaultdict(list)
    for report in sorted(reports, key=lambda r: (r.language_folded, r.report_id)):
        # Reports of unknown federations are each their own: nothing says that they are of the same one.
        block = report.federation_id if report.federation_id != UNKNOWN else f"{UNKNOWN}:{report.report_id}"
        blocks[block].append(report)
    taken = {i.intervention_id: i.federation_id for i in registry.interventions}
    wanted = tuple(d for d in decisions if d.kind == "name")
    rows: list[NameRow] = []
    new: list[Intervention] = []
    used: set[str] = set()
    for block in sorted(blocks):
        linker = _Linker(blocks[block][0].federation_id, registry, wanted, taken)
        rows += [row for report in blocks[block] for row in linker.rows(report)]
        new += linker.new
        used |= linker.used
    order = {report.report_id: n for n, report in enumerate(reports)}
    rows.sort(key=lambda row: order[row.report_id])  # stable: names stay in printed order
    return Linked(tuple(rows), tuple(new), frozenset(used))


Step = Callable[[str], Match | None]
"""One way to take a name."""


class _Linker:
    """The names of one federation. Holds what is settled, so that a later report finds the new names of an earlier."""

    def __init__(
        self, federation_id: str, registry: Registry, decisions: tuple[Decision, ...], taken: dict[str, str]
    ) -> None:
        self.federation_id = federation_id
        self.taken = taken
        self.new: list[Intervention] = []
        self.mine = {i.intervention_id for i in registry.interventions}
        self.known = _known(federation_id, registry)
        self.rivals: dict[str, list[str]] = {}
        self.vetoes: dict[str, str] = {}
        self.matches: dict[str, Match] = {}
        self.aliases: dict[str, set[str]] = {}
        self.used: set[str] = set()
        self.same: dict[str, Decision] = {}
        self.apart: dict[str, set[str]] = defaultdict(set)
        self.decision_ids: dict[str, set[str]] = defaultdict(set)
        for d in decisions:
            federation, _, printed = d.target_id.partition(":")
            if federation == federation_id:
                name = _fold(printed)
                self.decision_ids[name].add(d.decision_id)
                if d.decision == "same_as":
                    self.same[name] = d
                else:
                    self.apart[name].add(d.value)

    def rows(self, report: ReportNames) -> list[NameRow]:
        names = list(dict.fromkeys(n for m in report.mentions if (n := name_of(m.printed))))
        self.rivals, self.vetoes = _rivals(report.mentions), {}
        self.matches, self.aliases = {}, _declared(report.mentions)
        self.used |= {d for name in names for d in self.decision_ids[_fold(name)]}
        likenesses = [self._core, self._genitive, self._declared, *([self._nearly] if report.language_folded else [])]
        # The surest way is tried for all names before the next: a good match must not lose its row to a weaker one.
        for step in (self._decided, self._exact, *likenesses):
            self._take(step, names)
        for name in names:
            if name not in self.matches:
                # What just became new may be what this one is like ('Klivet' ... 'Klivets').
                for step in likenesses:
                    self._take(step, [name])
            if name not in self.matches:
                self.matches[name] = self._new(name)
            # A nearly equal form is no ground for the next one: A like B and B like C does not make A like C.
            if not self.matches[name].nearly:
                self.known.add(name, self.matches[name].intervention_id)
        return [self._row(report, name, self.matches[name]) for name in names]

    def _take(self, step: Step, names: Iterable[str]) -> None:
        for name in names:
            if name not in self.matches and (match := step(name)) and not self._vetoed(name, match):
                self.matches[name] = match

    def _vetoed(self, name: str, match: Match) -> bool:
        """A person said it is another; or another row of the same table is that intervention already."""
        if match.method == "decision":
            return False
        if match.intervention_id in self.apart[_fold(name)]:
            self.vetoes[name] = f"a person decided that it is not {match.intervention_id}"
            return True
        rival = next((r for r in self.rivals[name] if self._is(r, match.intervention_id)), None)
        # What the registry says letter for letter is what people put there.
        if rival is None or match.method in ("exact", "registry"):
            return False
        self.vetoes[name] = f"'{rival}' is another row of the same table, so the two are not one ({match.reason})"
        return True

    def _is(self, name: str, intervention_id: str) -> bool:
        return name in self.matches and self.matches[name].intervention_id == intervention_id

    def _row(self, report: ReportNames, name: str, m: Match) -> NameRow:
        return NameRow(
            report_id=report.report_id,
            federation_id=self.federation_id,
            printed=name,
            intervention_id=m.intervention_id,
            method=m.method,
            score=m.score,
            reasons=m.reason,
            decision_id=m.decision_id,
        )

    def _decided(self, name: str) -> Match | None:
        if decision := self.same.get(_fold(name)):
            self._make_sure_of(decision.value, name, decision.line)
            who = f"{decision.who} decided so on {decision.when}: {decision.why}"
            return Match(decision.value, "decision", 1.0, who, decision.decision_id)
        return None

    def _exact(self, name: str) -> Match | None:
        return self.known.exact.get(_fold(name))

    def _core(self, name: str) -> Match | None:
        for form, why in self._forms(name):
            if len(ids := self.known.cores.get(form, set())) == 1:
                return Match(min(ids), "core", 0.95, f"same comparable form '{form}'{why}")
        return None

    def _forms(self, name: str) -> list[tuple[str, str]]:
        """The core, and the core without the federation's own name at its end ('MIA-projektet HBS')."""
        form = core(name)
        shorter = (
            (form.removesuffix(f" {word}"), f" when the federation's name '{word}' is left out")
            for word in self.known.federation_words
            if form.endswith(f" {word}")
        )
        return [(form, ""), *shorter]

    def _genitive(self, name: str) -> Match | None:
        for printed, intervention_id in self.known.printed.items():
            if is_genitive(name, printed):
                return Match(intervention_id, "core", 0.95, f"genitive of '{printed}'")
        return None

    def _nearly(self, name: str) -> Match | None:
        """In text that lost its å ä ö: the same but for letters OCR confuses, or one and only one name nearly so."""
        if (key := ocr_key(name)) and len(ids := self.known.ocr.get(key, set())) == 1:
            return Match(min(ids), "core", 0.94, "the same but for letters that OCR takes for å, ä or ö", nearly=True)
        close = [(c, iid) for p, iid in self.known.printed.items() if (c := compare(name, p)).score >= _NEARLY_EQUAL]
        if len(core(name).replace(" ", "")) < _SHORTEST_NEARLY or len({iid for _, iid in close}) != 1:
            return None
        best, intervention_id = max(close, key=lambda found: (found[0].score, found[1]))
        return Match(intervention_id, "core", round(best.score, 4), best.reason, nearly=True)

    def _declared(self, name: str) -> Match | None:
        for other in sorted(self.aliases.get(name, ())):
            match = self.matches.get(other) or self._exact(other) or self._core(other)
            if match:
                why = f"the text gives '{name}' and '{other}' as one"
                return Match(match.intervention_id, "declared_acronym", 0.9, why)
        return None

    def _new(self, name: str) -> Match:
        intervention_id = self._free_id(slug(name))
        self.taken[intervention_id] = self.federation_id
        self.mine.add(intervention_id)
        self.new.append(Intervention(intervention_id, self.federation_id, name))
        why = self.vetoes.get(name) or f"nothing in the registry or other reports of {self.federation_id} is like it"
        return Match(intervention_id, "new", 0.0, why)

    def _make_sure_of(self, intervention_id: str, name: str, line: int) -> None:
        """A person may decide for an id that the registry lacks: then this is its first name."""
        owner = self.taken.setdefault(intervention_id, self.federation_id)
        if owner != self.federation_id:
            raise RegistryError(
                f"decisions, line {line}: {intervention_id} is an intervention of {owner}, not of {self.federation_id}"
            )
        if intervention_id not in self.mine:
            self.mine.add(intervention_id)
            self.new.append(Intervention(intervention_id, self.federation_id, name))

    def _free_id(self, wanted: str) -> str:
        candidate, n = wanted, 1
        while candidate in self.taken:
            candidate = f"{wanted}-{self.federation_id}" if n == 1 else f"{wanted}-{self.federation_id}-{n}"
            n += 1
        return candidate


def _known(federation_id: str, registry: Registry) -> _Known:
    known = _Known()
    for i in registry.interventions:
        if i.federation_id == federation_id:
            known.exact[_fold(i.preferred_name)] = Match(
                i.intervention_id, "exact", 1.0, "the registry's preferred name"
            )
            known.add(i.preferred_name, i.intervention_id)
    for a in registry.aliases:
        if a.federation_id == federation_id:
            known.exact.setdefault(
                _fold(a.printed), Match(a.intervention_id, "registry", 1.0, "an alias in the registry")
            )
            known.add(a.printed, a.intervention_id)
    federation = registry.federation(federation_id)
    known.federation_words = tuple(core(alias) for alias in federation.aliases) if federation else ()
    return known


def _fold(name: str) -> str:
    """For 'letter for letter': only case, white space and what surrounds the name are ignored; å ä ö count."""
    return name_of(name).casefold()


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
