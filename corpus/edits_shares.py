"""Edits of shares: a percent with its 'x av y', or with the counts that the report prints of the same people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from corpus.flow import Flow, flow_of, wholes_of
from corpus.messages import plain
from corpus.ratios import HEADCOUNTS, KIND, exact, gap, persons_beside, persons_by_gender
from corpus.records import Fact
from corpus.rules import HUNDRED, edit_of, has_number, number, unit_step
from corpus.same_fact import Key, by_key, key_of, printing, spot
from corpus.sources import TWICE, Limit, Ratio, member, part_of, whole_of

ROUNDED = 2.0
"""What it costs that a share is off by less than a point: reports round carelessly, and it is told as a remark."""
FOLLOWS = 3.0
"""What it costs that a share does not follow from the counts that are printed for the same people."""
COPIED = 4.0
"""What it costs that the y of an 'x av y' is not the printed number of people that it equals."""
SHARE = 2.0
"""What it costs that a share of people is below 0 or above 100."""
ONCE = 0.1
"""How likely a y that gives no true share was meant for a number of people that is printed once; TWICE is more."""


def own_ratios(facts: Sequence[Fact]) -> list[Ratio]:
    """Every percent against the 'x av y' printed with it, within what rounding and hedges leave open."""
    return [r for f in facts if (r := _own(f)) is not None]


def _own(fact: Fact) -> Ratio | None:
    value = fact.observation.value
    if value.unit != "percent" or not has_number(fact) or value.numerator is None or not value.denominator:
        return None
    if exact(value.numerator, value.denominator) is None:
        return None
    seen = printing(fact)
    edit = edit_of(
        fact.report_id,
        "ratio",
        [(fact, 1)],
        unit_step(fact) / 2,
        expression=f"100 x {plain(value.numerator)} / {plain(value.denominator)} = {plain(number(fact))} %",
        origin="label: the percent is printed with the counts it comes from",
    )
    part, whole = part_of(fact, value.numerator), whole_of(fact, value.denominator)
    return Ratio(edit, part, whole, fact, seen.low - number(fact), seen.high - number(fact), ROUNDED)


def share_edits(facts: Sequence[Fact]) -> list[Ratio | Limit]:
    """All that shares of people are held against in the system of a report, what weighs most first.

    An 'x av y' that is off by more than a point has to be explained, and by something that makes it exact; by less it
    is careless rounding, which is soft.
    """
    groups = by_key(facts)
    wholes_by: dict[Key, Wholes] = {}
    out: list[Ratio | Limit] = []
    for ratio in own_ratios(facts):
        key = key_of(ratio.percent)
        if key is not None and key[4] == "actual":
            about = (key[0], key[3], key[5])
            if about not in wholes_by:
                wholes_by[about] = Wholes.of(wholes_of(ratio.percent, groups))
            wholes = wholes_by[about]
            out += [_hard(ratio, wholes), *_same_whole(ratio, wholes)]
        out.append(ratio)
    return [*out, *_of_counts(facts, groups), *_by_gender(facts), *_limits(facts)]


@dataclass(frozen=True, slots=True)
class Wholes:
    """The numbers of people that shares can be of: how often each is printed, and where first."""

    often: Mapping[Decimal, int]
    first: Mapping[Decimal, Fact]

    @classmethod
    def of(cls, facts: Sequence[Fact]) -> Wholes:
        return cls(Counter(map(number, facts)), {number(f): f for f in reversed(facts)})


def _hard(ratio: Ratio, wholes: Wholes) -> Ratio:
    """The same, as what has to hold: to a point where it is off by no more than that, else exactly."""
    others = ((n, times) for n, times in wholes.often.items() if n != ratio.whole.value)
    hard = replace(ratio, cost=None, wholes={n: TWICE if times > 1 else ONCE for n, times in others})
    loose = replace(hard, low=min(ratio.low, -KIND), high=max(ratio.high, KIND))
    return loose if loose.holds else hard


def _same_whole(ratio: Ratio, wholes: Wholes) -> list[Limit]:
    """The y and the first printed number of people that it equals: most probably one number."""
    same = wholes.first.get(ratio.whole.value)
    if same is None:
        return []
    edit = edit_of(
        same.report_id,
        "ratio",
        [(ratio.percent, 1), (same, 1)],
        Decimal(0),
        expression=f"the y of 'x av y' = {same.observation.measure}",
        origin="heuristic: the y is a number of people that the report prints too",
    )
    return [Limit(edit, ((ratio.whole, 1), (member(same), -1)), Decimal(0), Decimal(0), COPIED)]


def _of_counts(facts: Sequence[Fact], groups: Mapping[Key, Sequence[Fact]]) -> Iterator[Ratio]:
    """Shares of those who exited that are printed without an 'x av y', against the counts of the same exit."""
    flows: dict[Key, Flow] = {}
    for fact in facts:
        key = key_of(fact)
        seen = fact.observation
        bare = seen.value.unit == "percent" and has_number(fact) and seen.value.denominator is None
        if key is None or not bare or key[4] != "actual" or not seen.measure.startswith("exit_"):
            continue
        flow = flows.get(key) or flows.setdefault(key, flow_of(key, groups))
        pairs = flow.pairs(fact)
        fits = [p for p in pairs if not gap(fact, p[2])]
        near = seen.source == "table" or any(spot(fact) in (spot(count), spot(base)) for count, base, _ in pairs)
        alone = len({(number(count), number(base)) for count, base, _ in pairs}) == 1
        chosen = fits[0] if fits else pairs[0] if near and alone else None
        if chosen is not None:
            count, base, _ = chosen
            yield _follows(fact, count, base, "the report prints how many it is a share of")


def _by_gender(facts: Sequence[Fact]) -> Iterator[Ratio]:
    """Shares of women, men and others, against the counts of the row or sentence that tells most of them apart."""
    counted = persons_by_gender(facts)
    for fact in facts:
        seen = fact.observation
        shared = seen.value.unit == "percent" and seen.gender != "T" and seen.measure in HEADCOUNTS
        if not shared or not has_number(fact) or seen.role != "actual":
            continue
        counts = persons_beside(fact, counted)
        if seen.gender in counts and "T" in counts:
            yield _follows(fact, counts[seen.gender], counts["T"], "the report counts the same people by gender")


def _follows(share: Fact, count: Fact, base: Fact, why: str) -> Ratio:
    seen = printing(share)
    edit = edit_of(
        share.report_id,
        "ratio",
        [(share, 1), (count, 1), (base, 1)],
        unit_step(share) / 2,
        expression=f"100 x {count.observation.measure} / {base.observation.measure} = percent",
        origin=f"heuristic: {why}",
    )
    low, high = seen.low - number(share), seen.high - number(share)
    return Ratio(edit, member(count), member(base), share, low, high, FOLLOWS)


def _limits(facts: Sequence[Fact]) -> Iterator[Limit]:
    """0 to 100 percent, of shares of people."""
    for fact in facts:
        seen = fact.observation
        of_people = seen.measure.startswith("exit_") or (seen.measure in HEADCOUNTS and seen.gender != "T")
        if of_people and seen.value.unit == "percent" and has_number(fact) and seen.role == "actual":
            origin = "heuristic: nobody can be fewer than none, and a share of people no more than all"
            expression = f"0 <= {seen.measure} <= 100 %"
            edit = edit_of(
                fact.report_id, "part_exceeds_whole", [(fact, 1)], Decimal(0), expression=expression, origin=origin
            )
            yield Limit(edit, ((member(fact), 1),), Decimal(0), HUNDRED, SHARE)
