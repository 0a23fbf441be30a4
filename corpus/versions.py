"""What stands behind each version of a figure, and which printings are the same figure at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import combinations, product

from corpus.clashes import Confidence, in_order
from corpus.linear import OPEN
from corpus.messages import Text, listed, plain, shown, where
from corpus.ranking import LIKELY, POSSIBLE, Explained, Verdict
from corpus.records import Fact
from corpus.rules import number, period_code
from corpus.same_fact import Key, Print, by_key, printing, unambiguous, unsigned
from corpus.sources import Ratio, Source, printed
from corpus.wording import alike, same_line, says
from normalize.types import Place

Told = list[list[Print]]
"""The printings of one fact, grouped by what they can all mean at once."""
NEIGHBOURS = 5

"""Lines within which a writer who gives two numbers means two things."""


def repeated(facts: Sequence[Fact]) -> list[list[Print]]:
    """The printings of every fact that is printed more than once, where we understand what is said."""
    groups = (unambiguous(unsigned(group)) for group in with_numerators(by_key(facts)).values())
    return [prints for prints in groups if len(prints) > 1]


def with_numerators(groups: Mapping[Key, Sequence[Fact]]) -> dict[Key, list[Print]]:
    """The printings by key, the x of 'x av y' of a share of exits added to the counts of the same exit.

    Only where y is everyone who exited: else the two are about different people.
    """
    out = {key: [printing(f) for f in facts] for key, facts in groups.items()}
    for key, facts in groups.items():
        counts = (*key[:-1], "persons")
        if key[-1] != "percent" or not key[1].startswith("exit_") or counts not in out:
            continue
        bases = groups.get((key[0], "exited_participants", *key[2:-1], "persons"), ())
        for fact in facts:
            x, y = fact.observation.value.numerator, fact.observation.value.denominator
            if x is not None and any(number(b) == y for b in bases):
                out[counts].append(Print(fact, x, x, x, derived=True))
    return out


def kind_of(facts: Sequence[Fact]) -> str:
    """table_vs_table, table_vs_prose or prose_vs_prose, by where the facts stand."""
    sources = {f.observation.source for f in facts}
    if len(sources) > 1:
        return "table_vs_prose"
    return "table_vs_table" if sources == {"table"} else "prose_vs_prose"


def printed_as(p: Print) -> str:
    return plain(p.amount) if p.derived else shown(p.fact)


def decide(told: Sequence[Sequence[Print]], judged: Sequence[Verdict]) -> tuple[str | None, Confidence]:
    """The number of the version that stands (see `standing`), as printed."""
    winner, confidence = standing(told, judged)
    if winner is None:
        return None, confidence
    return printed_as(next((p for p in told[winner] if not p.derived), told[winner][0])), confidence


def standing(told: Sequence[Sequence[Print]], judged: Sequence[Verdict]) -> tuple[int | None, Confidence]:
    """Which version stands when the report's broken edits are explained, and how clearly.

    A version costs what the cheapest explanation costs that leaves all its printings alone; `judged` are the verdicts
    about the whole report, so that sums, splits and other places weigh in.
    """
    ids = {p.fact.obs_id for version in told for p in version}
    about = [v for v in judged if any(ids >= _ids(s) for s in v.broken if not isinstance(s, Ratio))]
    if len(about) != 1 or not about[0].complete:
        return None, "undecided"
    costs = [min((e.cost for e in about[0].explanations if _spares(e, v)), default=OPEN) for v in told]
    best, second = sorted(costs)[:2]
    if best == OPEN or second - best < POSSIBLE:
        return None, "undecided"
    return costs.index(best), "likely" if second - best >= LIKELY else "possible"


def _ids(source: Source) -> set[str]:
    return {o for o, _ in source.edit.terms}


def _spares(explained: Explained, version: Sequence[Print]) -> bool:
    keys = {printed(p).key for p in version}
    return not any(c.cell.key in keys for c in explained.changes)


def comparable_words(told: list[list[Print]]) -> bool:
    """Whether a clash is more than two sentences about different things.

    Counts in tables are named by their headings. Shares of people are only compared when some pair of the places has
    words in common; sentences alone when they also both speak of a total and stand apart.
    """
    if len(told) < 2:
        return False
    shares_ = told[0][0].fact.observation.value.unit == "percent"
    if any(p.fact.observation.source == "table" for v in told for p in v):
        quotes = [list(dict.fromkeys(p.fact.observation.place.quote for p in v)) for v in told]
        return not shares_ or any(alike(a, b) for v, w in combinations(quotes, 2) for a, b in product(v, w))
    places = [[p.fact.observation.place for p in v] for v in told]
    whole = [[place for place in v if says("total", place.quote)] for v in places]
    return any(_apart(a, b) and alike(a.quote, b.quote) for v, w in combinations(whole, 2) for a, b in product(v, w))


def _apart(a: Place, b: Place) -> bool:
    """Whether two sentences stand too far from each other to be one train of thought."""
    return a.page != b.page or abs((a.line or 0) - (b.line or 0)) > NEIGHBOURS


def without_strangers(prints: list[Print]) -> list[Print]:
    """The printings but for sentences that have no words in common with any other sentence about this, and no ally."""
    prose = [p for p in prints if p.fact.observation.source == "prose"]
    alone = _without_allies(prints)
    strangers = {
        p.fact.obs_id
        for p in prose
        if len(prose) > 1 and id(p) in alone and not any(_akin(p, q) for q in prose if q is not p)
    }
    return [p for p in prints if p.fact.obs_id not in strangers]


def _without_allies(prints: Sequence[Print]) -> set[int]:
    """The printings (by identity) that no other can mean the same as."""
    ordered = sorted(prints, key=lambda p: p.low)
    alone: set[int] = set()
    reached = None
    for p, following in zip(ordered, [*ordered[1:], None], strict=True):
        before = reached is not None and p.low <= reached
        if not before and (following is None or following.low > p.high):
            alone.add(id(p))
        reached = p.high if reached is None else max(reached, p.high)
    return alone


def _akin(a: Print, b: Print) -> bool:
    return alike(a.fact.observation.place.quote, b.fact.observation.place.quote)


def longer_names(facts: Sequence[Fact]) -> frozenset[str]:
    """Ids of cost lines that may be another line of a table with a longer name: 'Nya insatser', 'Nya insatser (UVAS)'.

    Which of the two another table means by the short name cannot be told.
    """
    lines: dict[tuple[object, ...], list[Fact]] = {}
    for fact in facts:
        seen = fact.observation
        if seen.category and seen.place.table >= 0:
            lines.setdefault((seen.place.table, seen.measure, seen.role, seen.gender, period_code(fact)), []).append(
                fact
            )
    out = set()
    for group in lines.values():
        names = [(same_line(f.observation.category), f) for f in group]
        out |= {f.obs_id for n, f in names if any(o != n and o.startswith(n + " ") for o, _ in names)}
    return frozenset(out)


def side_of(version: Sequence[Print]) -> Text:
    """One version in words: the number as printed and where it stands."""
    facts = in_order(p.fact for p in version)
    best = next((p for p in version if not p.derived), version[0])
    spots = where(facts)
    return Text(f"{printed_as(best)} på {spots.sv}", f"{printed_as(best)} at {spots.en}")


def confirmed(told: Sequence[Sequence[Print]], backed: AbstractSet[str]) -> Text:
    """Which of the versions stand in sums that hold (`backed` are the ids of such facts), as a sentence."""
    numbers = [printed_as(p) for version in told for p in version[:1] if _backed(version, backed)]
    if not numbers:
        return Text("", "")
    return Text(f"Summor bekräftar {listed(numbers).sv}.", f"Sums confirm {listed(numbers).en}.")


def _backed(version: Sequence[Print], backed: AbstractSet[str]) -> bool:
    return any(p.fact.obs_id in backed and not p.derived for p in version)


def money_unit(told: Told) -> str:
    """What follows an amount in base units: ' kr' where the fact is money."""
    return " kr" if any(p.fact.observation.value.unit in ("sek", "tkr", "mkr") for v in told for p in v) else ""
