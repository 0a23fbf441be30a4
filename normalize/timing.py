"""When a figure of a sentence speaks of: a year beside it, the period before, a day, else the report's period."""

from __future__ import annotations

from normalize import grammar, periods
from normalize.clause import Clause
from normalize.mention import Mention
from normalize.types import Period


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
    named = since_then(this, report) or opened_by(this, report)
    if named:
        return named
    if measure == "equity" and left_behind(mention, before, after):
        return periods.end_of(periods.previous(report) or report)
    if last_year(this) or left_behind(mention, before, after):
        return periods.previous(report)
    if measure == "equity":
        return day_of(this, report)
    printed = periods.YEAR.search(this.left) is not None or periods.YEAR.search(this.right[:12]) is not None
    whole = (
        role == "forecast"
        or (role in ("budget", "target") and printed)
        or (role == "target" and any(m.entry.code != "previous" for m in this.find(this.text, "when")))
    )
    return periods.whole_year(report) if report.freq in "HT" and whole else report


def since_then(this: Clause, report: Period) -> Period | None:
    """'Sedan starten 2022 ..': all years from that on, for the first figure."""
    since = grammar.SINCE.search(this.text[: this.mention.start])
    return periods.span(int(since[1]), int(report.start[:4])) if since and not this.before else None


def opened_by(this: Clause, report: Period) -> Period | None:
    """The year that a sentence or clause opens with, where it is not the report's."""
    opened = (
        grammar.CLAUSE_YEAR.findall(this.text[: this.mention.start]) if grammar.OPENING_YEAR.match(this.text) else []
    )
    return periods.year(int(opened[-1])) if opened and opened[-1] != report.start[:4] else None


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
