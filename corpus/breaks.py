"""Where series cannot be compared backwards: the table `breaks`, from the registry, decisions and the reports.

A break is data: the succession, merger or split of interventions and of associations, what a person wrote in
breaks.csv, another scale of ratings, and a report that says itself that its figures cannot be compared.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from corpus.declared_breaks import declared_breaks
from corpus.identify import UNKNOWN
from corpus.records import ReportFacts, ReportRecord, SeriesBreak
from corpus.registry import Break, FederationChange, Registry, Relation

RATING = "rating"
"""Stands for the measure in a series of ratings."""


def breaks(
    registry: Registry, relations: Sequence[Relation], owner: Mapping[str, str], read: Sequence[ReportFacts]
) -> list[SeriesBreak]:
    """Every break, one for each series, date and type; `owner` is the federation of each intervention."""
    seen = _first_printed(read)
    found: list[SeriesBreak] = [
        *_of_interventions(relations, owner, seen),
        *_of_federations(registry.federation_changes, seen),
        *(_written(b, owner) for b in registry.breaks),
        *_of_scales(read),
        *declared_breaks(read),
    ]
    together: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for b in found:
        why = together[b.series, b.date, b.type]
        why += [b.why] if b.why and b.why not in why else []
    return [SeriesBreak(*key, "; ".join(why)) for key, why in sorted(together.items())]


def _first_printed(read: Sequence[ReportFacts]) -> dict[str, str]:
    """By intervention and by federation: the first day of the first period that has a figure."""
    first: dict[str, str] = {}
    for fact in (f for r in read for f in r.facts):
        if fact.observation.period is not None and fact.value is not None:
            for who in (fact.intervention_id, f"{fact.federation_id}/"):
                start = str(fact.observation.period.start)
                first[who] = min(first.get(who, start), start)
    return first


def _of_interventions(
    relations: Iterable[Relation], owner: Mapping[str, str], seen: Mapping[str, str]
) -> Iterator[SeriesBreak]:
    """An intervention that takes over from others begins with a break; without a date, where its figures begin."""
    broken = [r for r in relations if r.series_break]
    before = Counter(r.from_id for r in broken if r.type == "succeeds")
    after = Counter(r.to_id for r in broken if r.type == "succeeds")
    for r in broken:
        date = r.from_date or seen.get(r.from_id, "")
        if date:
            kind = "scope" if r.type != "succeeds" else "merger" if before[r.from_id] > 1 else "succession"
            kind = "split" if kind == "succession" and after[r.to_id] > 1 else kind
            yield SeriesBreak(f"{owner[r.from_id]}/{r.from_id}", date, kind, r.evidence)


def _written(b: Break, owner: Mapping[str, str]) -> SeriesBreak:
    """What a person wrote in breaks.csv."""
    parts = (b.federation_id or owner[b.intervention_id], b.intervention_id or "*", b.measure)
    return SeriesBreak("/".join(filter(None, parts)), b.date, b.type, b.why)


_CHANGES = {"merged": "merger", "split": "split"}
"""What happened to a federation -> the type of the break; a new name alone breaks nothing."""


def _of_federations(changes: Iterable[FederationChange], seen: Mapping[str, str]) -> Iterator[SeriesBreak]:
    for c in changes:
        date = c.date or seen.get(f"{c.federation_id}/", "")
        if c.type in _CHANGES and date:
            yield SeriesBreak(c.federation_id, date, _CHANGES[c.type], c.evidence or f"{c.former_name}: {c.type}")


def _of_scales(read: Sequence[ReportFacts]) -> Iterator[SeriesBreak]:
    """A report that rates goals by another scale than the federation's report before.

    The steps that a report happens to use tell its scale: one without the highest step, between two that have it, is no
    change.
    """
    used: dict[str, list[tuple[str, ReportRecord]]] = defaultdict(list)
    for report in sorted(read, key=lambda r: (r.record.period or "", r.record.report_id)):
        scales = Counter(g.goal.rating_scale_id for g in report.goals if g.goal.rating_scale_id)
        known = report.record.federation_id not in (None, "", UNKNOWN) and report.record.period
        if scales and known:
            used[str(report.record.federation_id)].append((max(sorted(scales), key=scales.__getitem__), report.record))
    for federation, reports in used.items():
        scale, last = reports[0]
        for n, (here, record) in enumerate(reports):
            if here != scale and scale not in (later for later, _ in reports[n:]):
                why = f"{scale} in {last.report_id}, {here} in {record.report_id}"
                yield SeriesBreak(f"{federation}/*/{RATING}", f"{str(record.period)[:4]}-01-01", "rating_scale", why)
                scale = here
            last = record
