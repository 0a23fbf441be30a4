"""What one figure of a sentence means: measure, role, period, whose."""

from __future__ import annotations

from dataclasses import replace

from normalize import grammar, periods
from normalize.clause import HOLE, Clause, Context, Meaning, takes_part_in
from normalize.grammar import CHANGED_THROUGH, COMPARED, SHALL
from normalize.headings import MANY
from normalize.measuring import OF_INTERVENTIONS, TIME, money_measure, named_measure, people_measure
from normalize.mention import Mention
from normalize.types import Period, Scope

LEADS = frozenset({"", "minst", "om minst", "pa minst", "cirka", "ca", "om", "pa"})
"""What may stand between a word that says a figure's role and the figure."""
FEDERATIONS_OWN = frozenset({"income", "equity", "asset", "liability"})


def meaning(this: Clause) -> Meaning | None:
    """What the figure means; None when it measures nothing we keep (durations, money without a word for it)."""
    scope, name = whose(this)
    role = role_of(this)
    match = money_measure(this, scope) if this.money else people_measure(this, target=role == "target")
    measure, words = named_measure(this, match)
    if not measure or (this.mention.unit in TIME and not lasts(measure)):
        return None
    role = "budget" if measure == "budget" else role
    of_all = measure in OF_INTERVENTIONS and MANY.search(this.text[: this.mention.start]) is not None
    scope = "federation" if scope == "all" and this.money and not of_all else scope
    gender = "" if this.money else group_of_share(this)
    return Meaning(measure, role, period_of(this, measure, role), scope, name, words, gender)


def lasts(measure: str) -> bool:
    """Is this a measure that is counted in time?"""
    return measure == "time_in_intervention" or measure.startswith("other:")


def group_of_share(this: Clause) -> str:
    """The gender in 'andelen män', said before the share in the same sentence."""
    before = this.text[: this.mention.start]
    shares = [m for m in this.find(before, "gender") if grammar.SHARE.search(before[: m.start])]
    if this.mention.gender:
        return ""
    return shares[-1].entry.code if shares else subject_group(this)


def subject_group(this: Clause) -> str:
    """The gender that opens a sentence which goes on to the other one: 'Kvinnor går till studier (24 %) än män (13 %)'."""
    named = this.find(this.text, "gender")
    if not named or named[0].start != 0 or len({m.entry.code for m in named}) < 2:
        return ""
    both_before = [m for m in named if m.end <= this.mention.start]
    nth = len([m for m in this.before if m is not None])
    if len(both_before) == 2 and nth < 2 and this.mention.unit == "percent" and COMPARED.search(this.text):
        return both_before[nth].entry.code  # 'Kvinnorna har .. än männen .., 52 % jämfört med 61 %'
    return named[0].entry.code if named[1].start > this.mention.end and not this.before else ""


def role_of(this: Clause) -> str:
    """target under a goals heading or after 'målet om', forecast after 'beräknas', else actual."""
    places = ("any", "prose", "bracket") if this.mention.bracket else ("any", "prose")
    said = [m.entry.code for m in this.find(this.left, "role", *places)]
    if said and said[-1] in ("target", "forecast", "actual"):
        return said[-1]
    before = [m for m in this.find(this.left, "role", "before") if this.left[m.end :].strip(" :") in LEADS]
    if before:
        return before[-1].entry.code
    if this.mention.unit in ("persons", "percent") and SHALL.search(this.own.partition(HOLE)[2]):
        return "target"
    if this.before and this.before[-1] and CHANGED_THROUGH.search(this.text[: this.mention.start]):
        return this.before[-1].role
    opening = this.find(this.text[:60], "role")
    if opening and opening[0].entry.code == "target" and all(m and m.role == "target" for m in this.before or (None,)):
        return "target"
    achieved = any(m.entry.code == "actual" for m in this.find(this.text, "role", "prose"))
    return "target" if this.sentence.section.passage == "goals" and not achieved else "actual"


def year_beside(mention: Mention, text: str, report: Period | None) -> Period | None:
    """A year printed right beside a figure, other than the report's: '(35 % år 2021)', '(2021: 75 %)'."""
    printed = grammar.YEAR_AFTER.match(text[mention.end :]) or grammar.YEAR_BEFORE.search(text[: mention.start])
    if not printed or (report and report.start[:4] in printed.groups()):
        return None
    year = int(next(y for y in printed.groups() if y))
    if report and report.freq in "HT" and grammar.SAME_PERIOD.search(text):
        return periods.same_in(report, year)
    return periods.year(year)


def period_of(this: Clause, measure: str, role: str) -> Period | None:
    """When a figure speaks of: a year beside it, the period before, an opening or closing day, else the report's."""
    mention, report = this.mention, this.context.lens.period
    beside = year_beside(mention, this.text, report)
    if beside or report is None:
        return beside
    before, after = this.text[: mention.start], this.text[mention.end :]
    since = grammar.SINCE.search(this.text[: mention.start])
    if since and not this.before:
        return periods.span(int(since[1]), int(report.start[:4]))
    opened = grammar.CLAUSE_YEAR.findall(before) if grammar.OPENING_YEAR.match(this.text) else []
    if opened and opened[-1] != report.start[:4]:
        return periods.year(int(opened[-1]))
    if measure == "equity" and left_behind(mention, before, after):
        return periods.end_of(periods.previous(report) or report)
    if last_year(this) or left_behind(mention, before, after):
        return periods.previous(report)
    if measure == "equity":
        return day_of(this, report)
    named = periods.YEAR.search(this.left) is not None or periods.YEAR.search(this.right[:12]) is not None
    whole = (
        role == "forecast"
        or (role in ("budget", "target") and named)
        or (role == "target" and any(m.entry.code != "previous" for m in this.find(this.text, "when")))
    )
    return periods.whole_year(report) if report.freq in "HT" and whole else report


def left_behind(mention: Mention, before: str, after: str) -> bool:
    """Is it the first of two: 'från 25 % till 28 %', 'ökade från 47 till 52 deltagare'?"""
    if mention.unit == "percent":
        return before.endswith(grammar.FROM) and grammar.TO_SHARE.match(after) is not None
    return grammar.CHANGED_FROM.search(before) is not None and grammar.TO_COUNT.match(after) is not None


def last_year(this: Clause) -> bool:
    """Is a figure said to be the year before's: '35 % året innan', 'föregående år var den 10,4 månader'?"""
    right = this.right if mention_in_brackets(this) else this.right.partition("(")[0]
    after = [m for m in this.find(right[:60], "when") if m.entry.code == "previous"]
    before = [m for m in this.find(this.left, "when") if m.entry.code == "previous"]
    if mention_in_brackets(this) and before and this.left[before[-1].end :].strip() == "":
        return True  # '(föregående år 633 tkr)'
    between = right[: after[0].start] if after else ","
    own = "," not in between and not any(ch.isdigit() for ch in between) and not grammar.COMPARES.search(between)
    return own or any(grammar.GOES_ON.match(this.left[m.end :]) for m in before[-1:])


def mention_in_brackets(this: Clause) -> bool:
    return this.mention.bracket > 0


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
    if section and this.money and not named and of_federation(this):
        return "federation", ""
    if section:
        return "intervention", section
    return ("intervention", this.sentence.subject) if this.sentence.subject else ("all", "")


def of_federation(this: Clause) -> bool:
    """Does a sentence under an intervention's heading tell what only the association has: income, equity, debts?"""
    found = this.find(this.text, "measure", "money", "federation-money")
    return any(m.entry.code in FEDERATIONS_OWN for m in found)


def as_member(mention: Mention, head: Meaning, text: str, context: Context) -> Meaning:
    """A mention in its head's group: same measure, role and name; its own year when one stands beside it."""
    return replace(head, period=year_beside(mention, text, context.lens.period) or head.period)
