"""Printed names of all reports -> which intervention each is, how that was found, and why.

One federation at a time (a name never crosses federations). A name is taken by the first of these that applies:
a person's decision, the registry's name or alias letter for letter, an equal comparable form (core), a name that the
text itself declares ('X (ACRONYM)', 'X, tidigare Y'), a genitive, and in text that lost its å ä ö a nearly equal form.
Whatever is left is new and gets an id of its own: two names wrongly put together spoil a series, two kept apart are a
row for a person to decide. Two rows of one table are never one intervention.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from corpus.decisions import Decision
from corpus.identify import UNKNOWN
from corpus.records import NameRow
from corpus.registry import Intervention, Registry
from normalize.names import compare, core, declared, is_genitive, joined, ocr_key, plain, slug, tidy
from normalize.types import NameMention

Method = Literal["exact", "core", "declared_acronym", "registry", "decision", "new"]
_NEARLY_EQUAL = 0.93


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
    for block in sorted(blocks):
        linker = _Linker(blocks[block][0].federation_id, registry, wanted, taken)
        rows += [row for report in blocks[block] for row in linker.rows(report)]
        new += linker.new
    order = {report.report_id: n for n, report in enumerate(reports)}
    rows.sort(key=lambda row: order[row.report_id])  # stable: names stay in printed order
    return Linked(tuple(rows), tuple(new), frozenset(r.decision_id for r in rows if r.decision_id))


class _Linker:
    """The names of one federation. Holds what is settled, so that a later report finds the new names of an earlier."""

    def __init__(
        self, federation_id: str, registry: Registry, decisions: tuple[Decision, ...], taken: dict[str, str]
    ) -> None:
        self.federation_id = federation_id
        self.taken = taken
        self.new: list[Intervention] = []
        self.known = _known(federation_id, registry)
        mine = [d for d in decisions if d.target_id.partition(":")[0] == federation_id]
        self.decided = {_fold(d.target_id.partition(":")[2]): d for d in mine if d.decision == "same_as"}
        self.apart: dict[str, set[str]] = defaultdict(set)
        self.apart_by: dict[tuple[str, str], str] = {}
        for d in mine:
            if d.decision == "different":
                name = _fold(d.target_id.partition(":")[2])
                self.apart[name].add(d.value)
                self.apart_by[name, d.value] = d.decision_id

    def rows(self, report: ReportNames) -> list[NameRow]:
        names = list(dict.fromkeys(n for m in report.mentions if (n := name_of(m.printed))))
        aliases = _declared(report.mentions)
        matches: dict[str, Match] = {}
        # A name that another one declares is settled after it could be found by itself, and before it becomes new.
        for name in names:
            if match := self._found(name, report.language_folded):
                matches[name] = match
        for name in names:
            if name not in matches and (match := self._declared(name, aliases, matches)):
                matches[name] = match
        for a, b in _same_table(report.mentions):
            self._keep_apart(a, b, matches)
        for name in names:
            if name not in matches:
                matches[name] = self._declared(name, aliases, matches) or self._new(name)
                self._keep_apart_new(name, matches, report.mentions)
        for name in names:
            self.known.add(name, matches[name].intervention_id)
        return [self._row(report, name, matches[name]) for name in names]

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

    def _allowed(self, name: str, match: Match | None) -> Match | None:
        """The match, unless a person decided that the name is something else."""
        return None if match and match.intervention_id in self.apart[_fold(name)] else match

    def _found(self, name: str, folded: bool) -> Match | None:
        if decision := self.decided.get(_fold(name)):
            who = f"{decision.who} decided so on {decision.when}: {decision.why}"
            return Match(decision.value, "decision", 1.0, who, decision.decision_id)
        for step in (self._exact, self._core, self._genitive, self._nearly if folded else None):
            if step and (match := self._allowed(name, step(name))):
                return match
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
            return Match(min(ids), "core", 0.94, "the same but for letters that OCR takes for å, ä or ö")
        close = [(c, iid) for p, iid in self.known.printed.items() if (c := compare(name, p)).score >= _NEARLY_EQUAL]
        if len(core(name).replace(" ", "")) < 8 or len({iid for _, iid in close}) != 1:
            return None
        best, intervention_id = max(close, key=lambda found: (found[0].score, found[1]))
        return Match(intervention_id, "core", round(best.score, 4), best.reason)

    def _declared(self, name: str, aliases: dict[str, set[str]], matches: dict[str, Match]) -> Match | None:
        for other in sorted(aliases.get(name, ())):
            match = matches.get(other) or self._found(other, folded=False)
            if match and self._allowed(name, match):
                return Match(
                    match.intervention_id, "declared_acronym", 0.9, f"the text gives '{name}' and '{other}' as one"
                )
        return None

    def _keep_apart(self, a: str, b: str, matches: dict[str, Match]) -> None:
        """Two rows of one table with one id: the weaker match is undone, unless people put both there."""
        if a not in matches or b not in matches or matches[a].intervention_id != matches[b].intervention_id:
            return
        loser = b if matches[b].score <= matches[a].score else a
        if matches[loser].method not in ("decision", "registry", "exact"):
            matches[loser] = self._new(loser, f"; '{a}' and '{b}' are rows of one table, so they are two interventions")

    def _keep_apart_new(self, name: str, matches: dict[str, Match], mentions: Iterable[NameMention]) -> None:
        for a, b in _same_table(mentions):
            if name in (a, b):
                self._keep_apart(a, b, matches)

    def _new(self, name: str, because: str = "") -> Match:
        intervention_id = self._free_id(slug(name))
        self.taken[intervention_id] = self.federation_id
        self.new.append(Intervention(intervention_id, self.federation_id, name))
        reason = f"no name of federation {self.federation_id} in the registry or an earlier report is like it"
        return Match(intervention_id, "new", 0.0, reason + because)

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


def _same_table(mentions: Iterable[NameMention]) -> list[tuple[str, str]]:
    """Pairs of different names that are row labels (or column headings) of one table, in different rows (columns)."""
    tables: dict[tuple[int, str], dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    for m in mentions:
        if m.where in ("stub", "header") and m.place.table >= 0:
            position = m.place.row if m.where == "stub" else m.place.column
            tables[m.place.table, m.where][name_of(m.printed)].add(position)
    return sorted(
        {
            (a, b)
            for names in tables.values()
            for a in names
            for b in names
            if a < b and plain(a) != plain(b) and not names[a] & names[b]
        }
    )
