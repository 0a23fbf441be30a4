"""Which measure the words around a figure name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from normalize import grammar
from normalize.clause import HOLE, Clause, Meaning, among, takes_part_in
from normalize.facets import GENERAL, MIDDLE, telling
from normalize.types import Scope
from normalize.vocabulary import Match

COUNTED = frozenset({"persons", "percent", "points"})
THINGS = frozenset({"count"})
"""Counted only where a measure for them is said: '67 sökbara insatser'."""
MONEY_MEASURES = frozenset(
    {"budget", "outcome", "deviation", "income", "cost", "result", "equity", "asset", "liability"}
)
OF_INTERVENTIONS = frozenset({"budget", "outcome", "deviation"})
UNRESOLVED = "other:unresolved"
TIME = frozenset({"months", "weeks", "days", "hours", "years"})
HELD = frozenset({"equity", "result", "solidity"})
"""Amounts that nothing after them is a part of."""
LISTING = frozenset({"fran", "i", "pa", "via", "hos", "inom"})
"""Prepositions that list where people are from or in."""
NEAR = 40
"""The bare stock of participants this near after a figure is its measure, farther away only if nothing else is."""


def named_measure(this: Clause, match: Match | None) -> tuple[str, tuple[str, ...]]:
    """The code and the form that said it; the measure carried on where none is said; '' or unresolved in the end."""
    if grammar.IRREALIS.match(this.text):
        return UNRESOLVED if this.mention.unit in COUNTED else "", ()
    again = counted_before(this)
    if again is not None and (match is None or match.entry.code in GENERAL):
        return again.measure, (*again.words, "counted before")
    if match is None and this.carried is not None and grammar.OF_BASE.search(this.text[: this.mention.start]):
        return this.carried.measure, this.carried.words
    other = match is not None and match.entry.code.startswith("other:")
    if match is not None and (other or this.mention.unit not in ("points", *THINGS)):
        return match.entry.code, (f"{match.entry.facet}:{match.entry.code}←{match.entry.form}",)
    base = measure_of_base(this)
    if base is not None:
        return base.entry.code, (f"{base.entry.facet}:{base.entry.code}←{base.entry.form}",)
    previous = next((m for m in reversed(this.before) if m is not None), carried_on(this))
    if previous is not None and this.money and previous.measure in HELD and says_other(this, whole=True):
        previous = None
    if previous is not None and goes_on(this) and this.money == (previous.measure in MONEY_MEASURES):
        return previous.measure, previous.words
    return (UNRESOLVED if this.mention.unit in COUNTED else ""), ()


def goes_on(this: Clause) -> bool:
    """Does a figure without words of its own measure what the one before it does?

    So do amounts, the groups of what was counted, the second of 'från 25 % till 28 %', parts, goals beside results.
    """
    mention, before = this.mention, this.text[: this.mention.start]
    counts = mention.unit in ("persons", "percent")
    of_group = bool(mention.gender) or among(this)
    answers = this.carried is not None and grammar.ANSWERS.match(this.text) is not None
    again = among(this) or this.carried is not None or bool(mention.gender and this.before and this.before[-1])
    roles = this.find(this.left, "role", "any", "prose", "bracket", "before")
    role_said = any(m.end == len(this.left.rstrip()) for m in roles)
    changed = bool(this.before) and grammar.CHANGED_THROUGH.search(before) is not None
    timed = mention.unit in TIME and bool(this.before)
    return (
        this.money
        or (counts and (answers or (of_group and again)))
        or (mention.unit == "percent" and grammar.THROUGH_TO.search(before) is not None)
        or role_said
        or bool(mention.part)
        or parallel(this)
        or timed
        or (counts and changed)
        or (counts and bool(this.before) and grammar.BESIDE.search(before) is not None)
        or grammar.STOOD_FOR.search(this.left) is not None
        or (mention.unit in THINGS and bool(this.before))
    )


def counted_before(this: Clause) -> Meaning | None:
    """What a number that others are taken of was when it was counted: 'Av de 133 personerna var 79 kvinnor'."""
    if not grammar.OF_BASE.search(this.text[: this.mention.start]) or this.mention.value.value is None:
        return None
    return this.seen.get(this.mention.value.value)


def carried_on(this: Clause) -> Meaning | None:
    """What the sentence before is about, for a figure that goes on from it: its last share for a share, else its first."""
    if this.carried is not None and this.mention.unit == "percent" and this.carried.share:
        return replace(this.carried, measure=this.carried.share)
    return this.carried


def measure_of_base(this: Clause) -> Match | None:
    """The measure of those a gendered figure is taken of: 'av deltagarna var 228 kvinnor', '55 % av de nya är män'."""
    if not this.mention.gender or this.before or this.carried is not None:
        return None
    base = grammar.BASE.match(this.text)
    if base is None or this.mention.start < base.end():
        return None
    words = this.text[: this.mention.start]
    return most_telling(this.find(words, "measure", "any", "prose")) or weak_measure(this, words)


def parallel(this: Clause) -> bool:
    """Does a figure stand in a list as the one before it does: 'kom 47 från X, 31 från Y', 'X (28), Y (15)'?"""
    if not this.before or this.before[-1] is None or this.mention.unit not in ("persons", "percent"):
        return False
    mine, last = this.own[this.hole + 1 :].split(), this.previous.split()
    if this.mention.bracket and this.text[this.mention.end :].startswith(")"):
        return True
    return bool(mine and last and mine[0] == last[0] and mine[0] in LISTING)


def people_measure(this: Clause, *, target: bool) -> Match | None:
    """The measure of a count or share: from the words after it, then before it, then the rest of the sentence."""
    return measure_beside(this, target=target) or measure_later(this)


def measure_beside(this: Clause, *, target: bool) -> Match | None:
    """The measure said in the figure's own clause; else between the figures before and after it."""
    places, words = places_of(this), after(this)
    own = said_in_clause(this, places)
    if own is not None:
        return own
    if grammar.OF_BASE.search(this.text[: this.mention.start]):
        return None
    near = most_telling(affirmed(words, this.find(words, "measure", *places)))
    if near and (near.entry.code not in GENERAL or near.start < NEAR):
        return near
    goes_on_from = this.carried is not None and not this.before  # 'Det är fler än målet på 100 personer'
    counts = target and this.mention.unit == "persons" and not goes_on_from
    bare = weak_measure(this, this.right[:14]) if counts else None
    if this.before and says_other(this) and bare is None:
        return near if near and near.start < len(this.own) - this.hole else None
    left = this.left[this.left.rfind(",") + 1 :] if bare else grammar.LISTED.sub(" ", this.left)
    return most_telling(this.find(left, "measure", *places)) or near or bare


def says_other(this: Clause, *, whole: bool = False) -> bool:
    """Does a figure's own clause go on in words nobody knows? Then it is no part of what was said before it.

    `whole`: also before the figure.
    """
    text = this.own if whole else this.own[this.hole + 1 :]
    words = [w for w in re.findall(r"[a-z-]{4,}", text) if not grammar.FILLER.fullmatch(w)]
    return len(words) > 1


def said_in_clause(this: Clause, places: tuple[str, ...]) -> Match | None:
    """The most telling measure of the figure's own clause; of equals the one after the figure; no far bare stock.

    What a share is taken of says nothing about what it counts: '45 % av de avslutade deltagarna'.
    """
    hole = this.hole
    text = this.own
    if this.mention.unit == "percent" or this.mention.value.denominator is not None:
        text = text[: hole + 1] + grammar.SHARE_OF.sub(lambda m: " " * len(m[0]), text[hole + 1 :], count=1)
    if this.mention.unit in THINGS:
        text = text.replace(HOLE, after(this)[: this.mention.end - this.mention.start])
    found = [
        m
        for m in affirmed(text, this.find(text, "measure", *places))
        if not (m.end <= hole and grammar.OF_THOSE.search(text[: m.start]))
        and not (m.entry.code in GENERAL and m.start - hole > NEAR)
        and not (m.entry.code in MIDDLE and m.start - hole > 2 * NEAR)
    ]
    joints = [m.end() for m in grammar.JOINED.finditer(text[:hole])]
    nearer = [m for m in found if joints and m.start >= joints[-1]]
    if nearer and not this.before:  # 'fick fler anmälningar än väntat men kunde bara skriva in 34'
        found = nearer
    if any(m.entry.code == "survey_share" for m in found):  # what was asked is no reason for leaving
        found = [m for m in found if not m.entry.code.startswith(("exit_", "respondents"))]
    if not found:
        return None
    best = max(found, key=lambda m: (telling(m)[0], m.start >= hole, min(m.start - hole, 0) // NEAR, telling(m)[1]))
    if best.entry.code == "carried_out":  # 'Vid årets början var 198 deltagare kvar'
        best = next((m for m in found if m.entry.code == "carried_in"), best)
    first = next((m for m in found if m.start >= hole and telling(m)[0] == telling(best)[0]), best)
    apart = first.end < best.start and grammar.JOINT.search(text[first.end : best.start]) is not None
    return first if apart else best


def measure_later(this: Clause) -> Match | None:
    """The measure said anywhere after a figure that no words beside it explain, or the bare stock of participants."""
    rest = this.rest.split(";")[0]
    later = affirmed(rest, this.find(rest, "measure", *places_of(this)))
    persons = this.mention.unit == "persons"
    if this.mention.unit == "percent" and grammar.AGAINST_A_GOAL.match(this.right):
        return most_telling(later)
    if grammar.OF_BASE.search(this.text[: this.mention.start]):
        flows = [m for m in later if m.entry.code in MIDDLE]
        return None if this.carried is not None else next(iter(flows), weak_measure(this, this.own))
    if later and (this.mention.gender or (grammar.SHARE_OF.match(this.right) and not persons)):
        return min(later, key=lambda m: m.start) if this.mention.gender and persons else most_telling(later)
    if not persons:
        return None
    flows = [m for m in later if m.entry.code in GENERAL | MIDDLE and not this.rest[: m.start].rstrip()[-1:].isdigit()]
    if flows:
        return flows[0]
    totalled = this.find(this.left[-48:], "total", "any", "prose") and not this.mention.gender
    has = grammar.HAD.search(this.left) and grammar.PEOPLE_ALONE.match(this.right)
    if this.left.rstrip().endswith(":"):  # 'Antal deltagare: 96'
        return weak_measure(this, this.left)
    stock = this.in_goals or totalled or has or takes_part_in(this)
    return (
        weak_measure(this, this.right)
        if stock and (this.in_goals or takes_part_in(this) or not says_other(this))
        else None
    )


def places_of(this: Clause) -> tuple[str, ...]:
    """Where forms hold for the sentence."""
    exits = ("exits",) if this.find(this.text, "exits") else ()
    return ("any", "prose", "goal", *exits) if this.in_goals else ("any", "prose", *exits)


def after(this: Clause) -> str:
    """The words after a figure that say what it counts; of things the unit itself: '159 genomförda möten'."""
    share = this.mention.unit == "percent" or this.mention.value.denominator is not None
    words = grammar.SHARE_OF.sub(" ", this.right, count=1) if share else this.right
    return this.text[this.mention.start : this.mention.end] + words if this.mention.unit in THINGS else words


def clause_start(left: str) -> int:
    """Where the clause that ends in a figure starts: after the last 'och' or comma before it."""
    return max((m.end() for m in grammar.JOINT.finditer(left)), default=0)


def affirmed(text: str, matches: Sequence[Match]) -> list[Match]:
    """The measures that are not denied: '28 deltagare avslutades inte' counts nobody who left."""
    return [
        m for m in matches if not grammar.NEGATION.match(text, m.end) and not grammar.NEGATED.search(text[: m.start])
    ]


def weak_measure(this: Clause, text: str) -> Match | None:
    """The bare word 'deltagare' as a measure."""
    return this.context.lens.vocabulary.best(text, "measure", {"weak"})


def most_telling(matches: Sequence[Match]) -> Match | None:
    """The measure that says most: reasons for leaving before in and out, those before the bare stock."""
    return max(matches, key=telling) if matches else None


def money_measure(this: Clause, scope: Scope) -> Match | None:
    """The measure of an amount: the nearest money word before it, else the first after it."""
    intervention = scope == "intervention"
    places = ("money", "intervention-money" if intervention else "federation-money")

    def fit(text: str) -> list[Match]:
        found = this.find(text, "measure", *places)
        allowed = [m for m in found if m.entry.code in OF_INTERVENTIONS or m.entry.code.startswith("other:")]
        return allowed if intervention else found

    hole = this.hole
    own = [m for m in fit(this.own) if m.end <= hole][-1:] or fit(this.own)[:1] if this.before else []
    for nearest in (own, fit(this.left)[-1:], fit(this.right)[:1], fit(heading_of(this))[:1]):
        if nearest:
            return nearest[0]
    return None


def heading_of(this: Clause) -> str:
    """The folded heading over the sentence where it is one about money ('Budget per år')."""
    section = this.sentence.section
    return this.context.lens.fold(section.heading) if section.passage == "money" else ""
