"""One report held against itself: its edits, and a finding for whatever they and its repeated figures contradict."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from corpus.across import Witnesses
from corpus.believed import believed
from corpus.blank_cells import blanks_for_zero
from corpus.captions import shared_numbers
from corpus.charts_order import unordered_charts
from corpus.clashes import in_order
from corpus.dates import early_adoptions, impossible_dates
from corpus.dependence import Dependence, dependence
from corpus.edits import rules as rules_of
from corpus.edits_limits import at_least_none, within_wholes
from corpus.edits_pairs import sames
from corpus.edits_shares import own_ratios, share_edits
from corpus.flow import rates
from corpus.garbled import garbled
from corpus.identities import Composed, composed, identities
from corpus.laws import misnumbered_laws
from corpus.localise import MOST
from corpus.lost_cells import Lost, lost_cells
from corpus.lost_separators import lost_separators
from corpus.misassigned import misassigned, other_figures
from corpus.name_forms import name_forms
from corpus.parts import oversized
from corpus.passages import repeated_passages
from corpus.percent_groups import percent_groups
from corpus.prose import sentences_of
from corpus.ranking import Change, verdicts
from corpus.ratios import gender_shares, split_not_rate
from corpus.records import Edit, Fact, Finding, ReportFacts
from corpus.repetition import repetitions, told_again
from corpus.rules import Rule, number, rounded
from corpus.shares import shares, shares_again
from corpus.sources import Limit, Ratio, Same, Source
from corpus.spans import target_ages
from corpus.spoilt_letters import letters_as_digits
from corpus.sums import broken_sums, roundings
from corpus.suspect_tables import suspect_tables
from corpus.system import System, system_of
from corpus.targets import goals_in_one_place, goals_with_two_meanings
from corpus.third_group import unprinted_third_group
from corpus.unmeasured import unmeasured
from corpus.versions import Told

SEVERITIES = ("error", "warning", "info")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one report gives evidence for: its rules, what is left aside, what is printed again, one system of it."""

    rules: tuple[Rule, ...]
    lost: tuple[Lost, ...]
    suspected: tuple[Finding, ...]
    facts: tuple[Fact, ...]
    """What can be compared: not in a row that lost a cell or a table in doubt, and about what we took it for."""
    others: Mapping[str, Fact]
    told: tuple[Told, ...]
    wholes: tuple[Composed, ...]
    same: tuple[Same, ...]
    shares: tuple[Ratio | Limit, ...]
    limits: tuple[Limit, ...]
    system: System
    depends: Mapping[str, Dependence]
    """By edit_id, of the edits of the system."""


def evidence(report: ReportFacts, elsewhere: Witnesses) -> Evidence:
    """The edits of `report`, its facts in reading order."""
    made = rules_of(report)
    lost = lost_cells(report.facts)

    @cache
    def wrong() -> Counter[int]:
        judged = verdicts(_held_together(report, made, lost, frozenset(), elsewhere).system)
        best = (v.explanations[0] for v in judged if v.explanations)
        return Counter(c.cell.fact.observation.place.table for e in best for c in e.changes if not _of_shares(c))

    def few_wrong(table: int) -> bool:
        return 0 < wrong()[table] <= MOST

    rules = believed(made, few_wrong)
    suspected, suspects = suspect_tables(report.facts, rules, few_wrong)
    return replace(_held_together(report, rules, lost, suspects, elsewhere), suspected=tuple(suspected))


def _held_together(
    report: ReportFacts,
    rules: Sequence[Rule],
    lost: Sequence[Lost],
    suspects: frozenset[int],
    elsewhere: Witnesses,
) -> Evidence:
    """All that can be compared in `report`, with its rules, as one system."""
    aside = frozenset().union(*(x.row for x in lost))
    facts = [f for f in report.facts if f.obs_id not in aside and f.observation.place.table not in suspects]
    others = other_figures(facts)
    strangers = misassigned(facts, others)
    facts = [f for f in facts if f.obs_id not in strangers]
    told, wholes = told_again(facts), composed(facts)
    same = sames([*told, *shares_again(facts)])
    sums = [r for r in rules if r.holds or not _has_other_cause(r, lost, suspects)]
    shares_, limits = share_edits(facts), within_wholes(facts)
    sources: list[Source] = [*sums, *same, *(w.rule() for w in wholes), *shares_, *limits]
    system = system_of(sources, report.extraction.tables, elsewhere)
    depends = dependence(system.problem)
    kept = [s for s, d in zip(sources, depends, strict=True) if d != "contradictory"]
    if len(kept) < len(sources):
        system = system_of(kept, report.extraction.tables, elsewhere)
    of_edit = dict(zip((s.edit.edit_id for s in sources), depends, strict=True))
    return Evidence(
        tuple(rules),
        tuple(lost),
        (),
        tuple(facts),
        others,
        tuple(told),
        tuple(wholes),
        tuple(same),
        tuple(shares_),
        tuple(limits),
        system,
        of_edit,
    )


def _of_shares(change: Change) -> bool:
    """Whether nothing but a share speaks against the cell: then its table's rules are none the worse."""
    return all(isinstance(s, Ratio) for s in change.mends)


def system_for(report: ReportFacts) -> System:
    """The one system of edits of a report."""
    return evidence(replace(report, facts=in_order(report.facts)), {}).system


def confront(report: ReportFacts, elsewhere: Witnesses | None = None) -> tuple[list[Edit], list[Finding]]:
    """The rules that `report` gives evidence for, and its findings, worst first: by severity, then influence.

    `elsewhere` is what other reports print for the same facts: witnesses of what a wrong number should be.
    """
    report = replace(report, facts=in_order(report.facts))
    known = evidence(report, elsewhere or {})
    judged = verdicts(known.system)
    broken, named = broken_sums(judged, report.facts)

    # A number already named as wrong would clash with all its witnesses again: one cause is one finding.
    facts = [f for f in known.facts if f.obs_id not in named]
    sums = _sums_that_hold(known.rules)
    backed = {f.obs_id for f in facts if sums[f.obs_id] and number(f)} - _in_broken(known.rules)
    doubted = {r.total.obs_id for r in known.rules if not r.holds}
    larger = oversized([f for f in facts if f.obs_id not in doubted], sums)
    told_larger = {o for f in larger for o in f.obs_ids}
    wholes = [w for w in known.wholes if not named & {f.obs_id for f in (*w.wholes, *w.parts)}]
    found = [
        *known.suspected,
        *(_with_row_sum(x, known.rules) for x in known.lost),
        *broken,
        *roundings(known.rules),
        *unprinted_third_group(facts),
        *gender_shares(facts),
        *percent_groups(facts),
        *split_not_rate(facts, rates(facts)),
        *shares(report.record.period, facts, judged),
        *repetitions(_without(known.told, named), judged, known.others, backed),
        *identities(wholes, judged),
        *unmeasured(facts),
        *larger,
        *goals_with_two_meanings(facts),
        *goals_in_one_place([f for f in facts if f.obs_id not in told_larger]),
        *garbled(report),
        *unordered_charts(report),
        *lost_separators(report),
        *blanks_for_zero(known.rules),
        *name_forms(report),
        *in_words(report),
    ]
    held = [*own_ratios(report.facts), *known.shares, *known.limits, *known.same]
    broken_pairs = [s.edit for s in held if not s.holds]
    made = [
        *(r.edit for r in known.rules),
        *(w.rule().edit for w in known.wholes),
        *(s.edit for s in held),
        *at_least_none(c.fact for c in known.system.cells if not c.derived),
    ]
    by_id = {f.obs_id: f for f in report.facts}
    told = (_of_dataset(_with_edit(f, broken_pairs), by_id) for f in found)
    edits = [replace(e, depends=known.depends.get(e.edit_id, "independent")) for e in made]
    return list({e.edit_id: e for e in edits}.values()), _ordered(told)


def _of_dataset(found: Finding, facts: Mapping[str, Fact]) -> Finding:
    """The finding with its influence, and the ids of observations only: cells that nobody understood are none."""
    about = [facts[o] for o in found.obs_ids if o in facts]
    largest = max((abs(number(f)) for f in about), default=Decimal(0))
    part = min(Decimal(1), abs(found.difference) / largest) if found.difference and largest else Decimal(0)
    return replace(found, obs_ids=tuple(f.obs_id for f in about), influence=rounded(part, 3))


def in_words(report: ReportFacts) -> list[Finding]:
    """What the running text and the captions contradict by their words alone."""
    prose, report_id = sentences_of(report), report.record.report_id
    return [
        *target_ages(report_id, prose),
        *misnumbered_laws(report_id, prose),
        *impossible_dates(report_id, prose),
        *early_adoptions(_end(report.record.period), report_id, prose),
        *repeated_passages(report_id, prose),
        *shared_numbers(report),
        *letters_as_digits(report),
    ]


def _in_broken(rules: Iterable[Rule]) -> set[str]:
    return {f.obs_id for r in rules if not r.holds for f, _ in r.terms}


def _end(period: str | None) -> str:
    """The last day of a period of one year as an ISO date; '' for other periods."""
    return f"{period}-12-31" if period and period.isdigit() else ""


def _sums_that_hold(rules: Iterable[Rule]) -> Counter[str]:
    """In how many sums that hold each fact stands, by obs_id."""
    return Counter(f.obs_id for r in rules if r.holds for f, _ in r.terms)


def _without(told: Iterable[Told], named: frozenset[str]) -> list[Told]:
    """The printings of each fact but those named as wrong."""
    left = ([[p for p in version if p.fact.obs_id not in named] for version in t] for t in told)
    return [[v for v in t if v] for t in left]


def _has_other_cause(rule: Rule, lost: Sequence[Lost], suspects: frozenset[int]) -> bool:
    """Whether a sum breaks because its row lost a cell or its whole table was misunderstood."""
    return rule.total.observation.place.table in suspects or any(x.explains(rule) for x in lost)


def _with_row_sum(lost: Lost, rules: Sequence[Rule]) -> Finding:
    """A lost cell's finding with the broken sum of its own row, where the row has one."""
    broken = (r for r in rules if not r.holds and r.edit.kind != "column_sum" and lost.explains(r))
    rule = next(broken, None)
    return replace(lost.finding, edit_id=rule.edit.edit_id) if rule else lost.finding


def _with_edit(found: Finding, broken: Sequence[Edit]) -> Finding:
    """The finding with the rule it breaks, when it has none yet and all of a broken rule's places are its own."""
    if found.edit_id is not None:
        return found
    places = set(found.obs_ids)
    fits = (e.edit_id for e in broken if e.kind == found.kind and all(o in places for o, _ in e.terms))
    return replace(found, edit_id=next(fits, None))


def _ordered(found: Iterable[Finding]) -> list[Finding]:
    unique = {f.finding_id: f for f in found}

    def rank(f: Finding) -> tuple[int, Decimal, int, int, str]:
        return (SEVERITIES.index(f.severity), -f.influence, (f.pages or (0,))[0], (f.lines or (0,))[0], f.finding_id)

    return sorted(unique.values(), key=rank)
