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
    """What an intervention is called in the reports of one period; `new`: the names that earlier ones do not have."""

    period: str
    names: tuple[str, ...]
    new: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tie:
    """How an intervention belongs to another: `kind` is a key of words, 'part_of' or 'has_part' ..."""

    kind: str
    other: str
    since: str = ""
    series_break: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a federation."""

    former: str
    kind: str
    now: str
    date: str


@dataclass(frozen=True, slots=True)
class Strip:
    """An intervention over the years. `ties` say how it belongs to others; `breaks` where its figures break."""

    federation_id: str
    intervention_id: str
    preferred_name: str
    stops: tuple[Stop, ...]
    ties: tuple[Tie, ...] = ()
    breaks: tuple[tuple[str, str], ...] = ()
    """(date, why)"""


@dataclass(frozen=True, slots=True)
class Timeline:
    """All strips, the periods in order, and what became of the federations themselves."""

    periods: tuple[str, ...]
    strips: tuple[Strip, ...]
    federations: tuple[Change, ...] = ()


TABLES = ("relations", "breaks", "interventions", "federation_changes", "federations")
"""The tables of the dataset that a timeline is made from, beside the names."""


def timeline(found: Sequence[Named], tables: Mapping[str, Sequence[Row]]) -> Timeline:
    """The named interventions and the rows of TABLES -> the strips to show."""
    called = {
        str(r["intervention_id"]): f"{r['preferred_name']} ({r['federation_id']})" for r in tables["interventions"]
    }
    ties: dict[str, list[Tie]] = defaultdict(list)
    for r in tables["relations"]:
        a, b, kind = str(r["from_id"]), str(r["to_id"]), str(r["type"])
        ties[a].append(Tie(kind, called.get(b, b), str(r["from_date"]), bool(r["break"])))
        ties[b].append(Tie(_TURNED[kind], called.get(a, a), str(r["from_date"]), bool(r["break"])))
    broken_at: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for r in tables["breaks"]:
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
    name = {str(r["federation_id"]): str(r["name"]) for r in tables["federations"]}
    told = tuple(_change(r, name) for r in tables["federation_changes"] if {r["federation_id"], r["former_id"]} & shown)
    return Timeline(tuple(sorted({p for n in found for p in n.periods})), strips, told)


_TURNED = {"same_as": "same_as", "succeeds": "succeeded_by", "part_of": "has_part"}
_SAID = {
    "same_as": "is the same as",
    "succeeds": "follows",
    "succeeded_by": "is followed by",
    "part_of": "is part of",
    "has_part": "has as a part",
    "renamed": "was renamed",
    "merged": "was merged into",
    "split": "was split, one part being",
}


def _change(r: Row, name: Mapping[str, str]) -> Change:
    former, now = (name.get(str(r[k]), str(r[k])) for k in ("former_id", "federation_id"))
    return Change(former, str(r["type"]), now, str(r["date"]))


def _stops(n: Named) -> Iterator[Stop]:
    """The names of every period, spelling apart, the chief ones first, without those only told as former ones."""
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
        new = tuple(p for c, p in by_core.items() if c not in before) if before else ()
        yield Stop(period, tuple(by_core.values())[:_MOST_FORMS], new[:_MOST_FORMS])
        before |= cores


def _general(printed: str) -> bool:
    """'Delprojektet Mia HBS'"""
    return printed.partition(" ")[0].casefold() in words("generic")


def _inflected(printed: str, n: Named) -> bool:
    return any(is_genitive(printed, f.printed) for f in n.forms)


def lines(shown: Timeline) -> Iterator[str]:
    """The timeline as text: a bar per intervention, then what it was called when, its ties and breaks."""
    for c in shown.federations:
        yield f"{c.former} {_SAID[c.kind]} {c.now} {c.date}".rstrip()
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
        if any(stop.new for stop in s.stops):
            pairs = zip(s.stops, (None, *s.stops), strict=False)
            told = [stop for stop, before in pairs if before is None or stop.names != before.names]
            yield "    " + " → ".join(f"{stop.period} {' / '.join(stop.names)}" for stop in told)
        for t in s.ties:
            yield f"    {_SAID[t.kind]} {t.other} {t.since}".rstrip() + (", series break" if t.series_break else "")
        yield from (f"    series break {date}: {why}" for date, why in s.breaks)
