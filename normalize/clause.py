"""One figure of a sentence with the words around it -> what it means: measure, role, period, whose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from normalize import grammar, periods
from normalize.facets import GENERAL, MIDDLE, Lens, telling
from normalize.lexicon import Lexicon
from normalize.mentions import Mention, right_of
from normalize.sentences import Sentence
from normalize.types import Period, Scope
from normalize.vocabulary import Match

MONEY = frozenset({"tkr", "sek", "mkr"})
TIME = frozenset({"months", "weeks", "days", "hours", "years"})
COUNTED = frozenset({"persons", "percent", "points"})
THINGS = frozenset({"count"})
"""Counted only where a measure for them is said: '67 sökbara insatser'."""
MONEY_MEASURES = frozenset(
    {"budget", "outcome", "deviation", "income", "cost", "result", "equity", "asset", "liability"}
)
OF_INTERVENTIONS = frozenset({"budget", "outcome", "deviation"})
UNRESOLVED = "other:unresolved"
NEAR = 40
"""The bare stock of participants this near after a figure is its measure, farther away only if nothing else is."""


@dataclass(frozen=True, slots=True)
class Context:
    """What a report's statements are read against."""

    lens: Lens
    lexicon: Lexicon
    reader: str


@dataclass(frozen=True, slots=True)
class Meaning:
    """What one figure turned out to mean; `words` are the forms that said so."""

    measure: str
    role: str
    period: Period | None
    scope: Scope
    name: str
    words: tuple[str, ...]
    gender: str = ""
    """The group that the words before say a share is of ('andelen män ökade .. till 28 %'); '' where they do not."""
    reason: str = ""
    """The numbered reason for leaving ('orsak 2') that the sentence explains; '' for none."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A figure that heads its group, in its sentence: folded text, the words before it and after it up to the next.

    `before` are the meanings of the figures before it, `carried` that of the sentence before when this one refers back.
    """

    mention: Mention
    text: str
    left: str
    right: str
    sentence: Sentence
    context: Context
    before: tuple[Meaning | None, ...] = ()
    carried: Meaning | None = None

    @property
    def money(self) -> bool:
        return self.mention.unit in MONEY

    @property
    def rest(self) -> str:
        """Everything after the figure's group."""
        return self.text[self.mention.tail :]

    def find(self, text: str, facet: str, *where: str) -> list[Match]:
        """Forms of a facet in a part of the sentence."""
        return self.context.lens.vocabulary.find(text, facet, where or ("any",))


def clause(
    i: int,
    found: Sequence[Mention],
    text: str,
    sentence: Sentence,
    context: Context,
    *,
    before: Sequence[Meaning | None],
    carried: Meaning | None,
) -> Clause:
    """The i-th figure of a sentence as a Clause."""
    left_edge = max((m.tail for m in found[:i] if m.head < 0), default=0)
    left, right = text[left_edge : found[i].start], right_of(i, found, text)
    within = grammar.OF_WHOM.search(right, 4)  # 'varav ..' counts within this count; 'N av dessa' is this one
    right = right[: within.start()] if within else right
    return Clause(found[i], text, left, right, sentence, context, tuple(before), carried)


def meaning(this: Clause) -> Meaning | None:
    """What the figure means; None when it measures nothing we keep (durations, money without a word for it)."""
    scope, name = whose(this)
    role = role_of(this)
    match = money_measure(this, scope) if this.money else people_measure(this, target=role == "target")
    measure, words = named_measure(this, match)
    if not measure or (this.mention.unit in TIME and not lasts(measure)):
        return None
    role = "budget" if measure == "budget" else role
    scope = "federation" if scope == "all" and this.money else scope
    gender = group_of_share(this) if this.mention.unit == "percent" else ""
    return Meaning(measure, role, period_of(this, measure, role), scope, name, words, gender)


def lasts(measure: str) -> bool:
    """Is this a measure that is counted in time?"""
    return measure == "time_in_intervention" or measure.startswith("other:")


def group_of_share(this: Clause) -> str:
    """The gender in 'andelen män', said before the share in the same sentence."""
    before = this.text[: this.mention.start]
    shares = [m for m in this.find(before, "gender") if grammar.SHARE.search(before[: m.start])]
    return shares[-1].entry.code if shares else ""


def among(this: Clause) -> bool:
    """Do the words right before count the same again for a group ('bland männen 45 %')?"""
    return any(grammar.AMONG.search(this.left[: m.start]) for m in this.find(this.left, "gender"))


def named_measure(this: Clause, match: Match | None) -> tuple[str, tuple[str, ...]]:
    """The code and the form that said it; the measure carried on where none is said; '' or unresolved in the end."""
    other = match is not None and match.entry.code.startswith("other:")
    if match is not None and (other or this.mention.unit not in ("points", *THINGS)):
        return match.entry.code, (f"{match.entry.facet}:{match.entry.code}←{match.entry.form}",)
    previous = next((m for m in reversed(this.before) if m is not None), this.carried)
    grouped = this.mention.gender or among(this)
    divides = (this.carried is not None or among(this)) and grouped and this.mention.unit in ("persons", "percent")
    through = this.mention.unit == "percent" and grammar.THROUGH_TO.search(this.text[: this.mention.start])
    told = any(m.end == len(this.left.rstrip()) for m in this.find(this.left, "role", "any", "prose", "bracket"))
    other_gender = this.mention.gender and this.before and this.before[-1] is not None
    parts = told or other_gender or grammar.STOOD_FOR.search(this.left) or (this.mention.unit in THINGS and this.before)
    goes_on = this.money or divides or through or parts
    if previous is not None and goes_on and this.money == (previous.measure in MONEY_MEASURES):
        return previous.measure, previous.words
    return (UNRESOLVED if this.mention.unit in COUNTED else ""), ()


def people_measure(this: Clause, *, target: bool) -> Match | None:
    """The measure of a count or share: from the words after it, then before it, then the rest of the sentence."""
    goals = this.sentence.section.passage == "goals"
    places = ("any", "prose", "goal") if goals else ("any", "prose")
    share = this.mention.unit == "percent" or this.mention.value.denominator is not None
    after = grammar.SHARE_OF.sub(" ", this.right, count=1) if share else this.right
    if this.mention.unit in THINGS:  # what is counted is the unit: '159 genomförda möten'
        after = this.text[this.mention.start : this.mention.end] + after
    near = most_telling(this.find(after, "measure", *places))
    if near and (near.entry.code not in GENERAL or near.start < NEAR):
        return near
    persons = this.mention.unit == "persons"
    bare = weak_measure(this, this.right[:14]) if target and persons else None
    behind = most_telling(this.find(this.left[this.left.rfind(",") + 1 :] if bare else this.left, "measure", *places))
    if behind or near or bare:
        return behind or near or bare
    later = this.find(this.rest, "measure", *places)
    if later and (this.mention.gender or (grammar.SHARE_OF.match(this.right) and not persons)):
        return most_telling(later)
    flows = [m for m in later if m.entry.code in GENERAL | MIDDLE and not this.rest[: m.start].rstrip()[-1:].isdigit()]
    if flows and persons:
        return flows[0]
    totalled = this.find(this.left[-24:], "total", "any", "prose") and not this.mention.gender
    has = grammar.HAD.search(this.left) and grammar.PEOPLE_ALONE.match(this.right)
    return weak_measure(this, this.right) if persons and (goals or totalled or has or takes_part_in(this)) else None


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
        return [m for m in found if m.entry.code in OF_INTERVENTIONS] if intervention else found

    for nearest in (fit(this.left)[-1:], fit(this.right)[:1], fit(heading_of(this))[:1]):
        if nearest:
            return nearest[0]
    return None


def heading_of(this: Clause) -> str:
    """The folded heading over the sentence where it is one about money ('Budget per år')."""
    section = this.sentence.section
    return this.context.lens.fold(section.heading) if section.passage == "money" else ""


def role_of(this: Clause) -> str:
    """target under a goals heading or after 'målet om', forecast after 'beräknas', else actual."""
    places = ("any", "prose", "bracket") if this.mention.bracket else ("any", "prose")
    said = [m.entry.code for m in this.find(this.left, "role", *places)]
    if said and said[-1] in ("target", "forecast", "actual"):
        return said[-1]
    opening = this.find(this.text[:60], "role")
    if opening and opening[0].entry.code == "target" and all(m and m.role == "target" for m in this.before or (None,)):
        return "target"
    achieved = any(m.entry.code == "actual" for m in this.find(this.text, "role", "prose"))
    return "target" if this.sentence.section.passage == "goals" and not achieved else "actual"


def year_beside(mention: Mention, text: str, report: Period | None) -> Period | None:
    """A year printed right beside a figure, other than the report's: '(35 % år 2021)', '(2021: 75 %)'."""
    printed = grammar.YEAR_AFTER.match(text[mention.end :]) or grammar.YEAR_BEFORE.search(text[: mention.start])
    if not printed or (report and printed[1] == report.start[:4]):
        return None
    return periods.year(int(printed[1]))


def period_of(this: Clause, measure: str, role: str) -> Period | None:
    """When a figure speaks of: a year beside it, the period before, an opening or closing day, else the report's."""
    mention, report = this.mention, this.context.lens.period
    beside = year_beside(mention, this.text, report)
    if beside or report is None:
        return beside
    before, after = this.text[: mention.start], this.text[mention.end :]
    opened = grammar.CLAUSE_YEAR.findall(before) if grammar.OPENING_YEAR.match(this.text) else []
    if opened and opened[-1] != report.start[:4]:
        return periods.year(int(opened[-1]))
    if last_year(this):
        return periods.previous(report)
    if mention.unit == "percent" and before.endswith(grammar.FROM) and grammar.TO_SHARE.match(after):
        return periods.previous(report)
    if measure == "equity":
        return day_of(this, report)
    whole = role == "forecast" or (role == "target" and this.find(this.text, "when"))
    return periods.whole_year(report) if report.freq in "HT" and whole else report


def last_year(this: Clause) -> bool:
    """Is a figure said to be the year before's: '35 % året innan', 'föregående år var den 10,4 månader'?"""
    after = [m for m in this.find(this.right[:60], "when") if m.entry.code == "previous"]
    before = [m for m in this.find(this.left, "when") if m.entry.code == "previous"]
    own = (
        after and "," not in this.right[: after[0].start] and not grammar.COMPARES.search(this.right[: after[0].start])
    )
    return bool(own) or any(grammar.GOES_ON.match(this.left[m.end :]) for m in before[-1:])


def day_of(this: Clause, report: Period) -> Period:
    """The day of an amount that is held, not earned: the first of the period, the last of the year or of the period."""
    when = this.find(this.left, "when")
    if when and when[-1].entry.code == "opening":
        return periods.start_of(report)
    return periods.end_of(report) if when else periods.instant_end(report)


def whose(this: Clause) -> tuple[Scope, str]:
    """The nearest name before the figure, the section's intervention, what people take part in, or all together."""
    section, mention = this.sentence.section.name, this.mention
    named = this.context.lexicon.mentions(this.text)
    taken_part = takes_part_in(this)
    if taken_part:
        return "intervention", taken_part
    for start, end, name in reversed([n for n in named if n[1] <= mention.start]):
        other = section and (grammar.NOT_SUBJECT.search(this.text[:start]) or start > 30)
        if not other and end <= mention.start:
            return "intervention", name
    if section:
        return "intervention", section
    return ("intervention", this.sentence.subject) if this.sentence.subject else ("all", "")


def takes_part_in(this: Clause) -> str:
    """The name of what the counted people take part in, right after them: '180 personer på X'; '' for none."""
    for start, _, name in this.context.lexicon.mentions(this.text):
        if grammar.TAKES_PART_IN.fullmatch(this.text[this.mention.end : start]):
            return name
    return ""


def as_member(mention: Mention, head: Meaning, text: str, context: Context) -> Meaning:
    """A mention in its head's group: same measure, role and name; its own year when one stands beside it."""
    return replace(head, period=year_beside(mention, text, context.lens.period) or head.period)
