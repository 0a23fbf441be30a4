"""Renamings, successions, parts and breaks over the years: one strip per intervention, as values and as text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpus.name_listing import Named, Row
from normalize.name_features import name as features
from normalize.names import is_genitive, parts, words

_MOST_FORMS = 2


@dataclass(frozen=True, slots=True)
class Stop:
    """What an intervention is called in the reports of one period; `renamed` when that is new."""

    period: str
    names: tuple[str, ...]
    renamed: bool = False


@dataclass(frozen=True, slots=True)
class Strip:
    """An intervention over the years. `ties` say how it belongs to others; `breaks` where its figures break."""

    federation_id: str
    intervention_id: str
    preferred_name: str
    stops: tuple[Stop, ...]
    ties: tuple[str, ...] = ()
    breaks: tuple[tuple[str, str], ...] = ()
    """(date, why)"""


@dataclass(frozen=True, slots=True)
class Timeline:
    """All strips, the periods in order, and what became of the federations themselves."""

    periods: tuple[str, ...]
    strips: tuple[Strip, ...]
    federations: tuple[str, ...] = ()


def timeline(
    found: Sequence[Named],
    relations: Sequence[Row],
    breaks: Sequence[Row],
    interventions: Sequence[Row],
    changes: Sequence[Row],
    federations: Sequence[Row],
) -> Timeline:
    """The named interventions and the rows of relations, breaks and federation changes -> the strips to show."""
    called = {str(r["intervention_id"]): f"{r['preferred_name']} ({r['federation_id']})" for r in interventions}
    ties: dict[str, list[str]] = defaultdict(list)
    for r in relations:
        a, b = str(r["from_id"]), str(r["to_id"])
        since = f" {r['from_date']}" if r["from_date"] else ""
        broken = ", series break" if bool(r["break"]) else ""
        ties[a].append(f"{_FROM[str(r['type'])]} {called.get(b, b)}{since}{broken}")
        ties[b].append(f"{_TO[str(r['type'])]} {called.get(a, a)}{since}{broken}")
    broken_at: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for r in breaks:
        broken_at["/".join(str(r["series"]).split("/")[:2])].append((str(r["date"]), str(r["why"])))
    strips = tuple(
        Strip(
            n.federation_id,
            n.intervention_id,
            n.preferred_name,
            tuple(_stops(n)),
            tuple(dict.fromkeys(ties[n.intervention_id])),
            tuple(sorted(set(broken_at[f"{n.federation_id}/{n.intervention_id}"]))),
        )
        for n in found
    )
    shown = {s.federation_id for s in strips}
    name = {str(r["federation_id"]): str(r["name"]) for r in federations}
    told = tuple(_change(r, name) for r in changes if {r["federation_id"], r["former_id"]} & shown)
    return Timeline(tuple(sorted({p for n in found for p in n.periods})), strips, told)


_FROM = {"same_as": "is the same as", "succeeds": "follows", "part_of": "is part of"}
_TO = {"same_as": "is the same as", "succeeds": "is followed by", "part_of": "has as a part"}
_CHANGES = {"renamed": "was renamed", "merged": "was merged into", "split": "was split, one part being"}


def _change(r: Row, name: Mapping[str, str]) -> str:
    former, now = (name.get(str(r[k]), str(r[k])) for k in ("former_id", "federation_id"))
    return f"{former} {_CHANGES[str(r['type'])]} {now} {r['date']}".strip()


def _stops(n: Named) -> Iterator[Stop]:
    """The names of every period: spelling apart, the chief ones first; a name that is only told as former is left out."""
    before: set[str] = set()
    for period in n.periods:
        printed = [f for f in n.forms if period in f.periods]
        former = {old.casefold() for f in printed for old in parts(f.printed).former}
        kept = [f.printed for f in printed if f.printed.casefold() not in former and not _inflected(f.printed, n)]
        kept = kept or [f.printed for f in printed]
        kept.sort(key=lambda p: (p != n.preferred_name, p[:1].islower(), _general(p), not parts(p).aliases, p))
        by_core: dict[str, str] = {}
        for p in kept:
            by_core.setdefault(features(p).tight, parts(p).name)
        cores = {features(p).tight for p in kept}
        yield Stop(period, tuple(by_core.values())[:_MOST_FORMS], bool(before) and not cores & before)
        before |= cores


def _general(printed: str) -> bool:
    """'Delprojektet Mia HBS'"""
    return printed.partition(" ")[0].casefold() in words("generic")


def _inflected(printed: str, n: Named) -> bool:
    return any(is_genitive(printed, f.printed) for f in n.forms)


def lines(shown: Timeline) -> Iterator[str]:
    """The timeline as text: a bar per intervention, then what it was called when, its ties and breaks."""
    yield from shown.federations
    width = max((len(s.preferred_name) for s in shown.strips), default=0)
    yield f"{'':<{width}}  {'  '.join(shown.periods)}"
    federation = ""
    for s in shown.strips:
        if s.federation_id != federation:
            federation = s.federation_id
            yield f"— {federation}"
        at = {stop.period: stop for stop in s.stops}
        bar = "  ".join(("●" if p in at else "·").center(len(p)) for p in shown.periods)
        yield f"{s.preferred_name:<{width}}  {bar}".rstrip()
        if any(stop.renamed for stop in s.stops) or len({stop.names for stop in s.stops}) > 1:
            yield "    " + " → ".join(f"{stop.period} {' / '.join(stop.names)}" for stop in s.stops)
        yield from (f"    {tie}" for tie in s.ties)
        yield from (f"    series break {date}: {why}" for date, why in s.breaks)
