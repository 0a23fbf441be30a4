"""Printed time -> Period; and the period that a whole report is about."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date

from extract.types import fold
from normalize.types import Period
from normalize.vocabulary import Vocabulary

YEAR = re.compile(r"(?<![\d/.-])(20[0-3]\d|199\d)(?![\d])")
DASHES = str.maketrans("–—−", "---")
"""Printed dashes; folding drops them, and '2019–2021' would be one figure."""
PART_YEAR_VOTES = 4
"""A report that speaks of a half-year once or twice is not a half-year report."""
DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)-(\d\d)-(\d\d)(?!\d)")
SPAN = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*(?:-|–|/|till|to)\s*((?:19|20)\d\d)(?!\d)")
HALF = re.compile(
    r"(?:(forsta|1:?a|h1)|(andra|2:?a|h2)) halvar\w*(?: (20\d\d))?"
    r"|halvar\w* (\d{2,4})"
    r"|jan\w*\s*[-–]\s*jun\w*(?: (20\d\d))?"
)
TERTIAL = re.compile(r"jan\w*\s*[-–]\s*aug\w*(?: (20\d\d))?|tertial 2(?: (20\d\d))?")


def year(number: int) -> Period:
    """2017 -> the calendar year."""
    return Period(str(number), f"{number}-01-01", f"{number}-12-31", "A")


def half(number: int, which: int) -> Period:
    """(2025, 1) -> 2025-H1."""
    start, end = ("01-01", "06-30") if which == 1 else ("07-01", "12-31")
    return Period(f"{number}-H{which}", f"{number}-{start}", f"{number}-{end}", "H")


def tertial2(number: int) -> Period:
    """January to August: the second tertial's report covers both."""
    return Period(f"{number}-T2", f"{number}-01-01", f"{number}-08-31", "T")


def instant(day: date) -> Period:
    """A balance date."""
    return Period(day.isoformat(), day.isoformat(), day.isoformat(), "I")


def span(first: int, last: int) -> Period:
    """Several years together."""
    return Period(f"{first}/{last}", f"{first}-01-01", f"{last}-12-31", "S")


def parse(code: str) -> Period | None:
    """A contract code (2017, 2025-H1, 2021-T2, 2021-12-31, 2019/2021) -> Period; None when it is none."""
    if m := re.fullmatch(r"([12]\d{3})", code):
        return year(int(m[1]))
    if m := re.fullmatch(r"([12]\d{3})-H([12])", code):
        return half(int(m[1]), int(m[2]))
    if m := re.fullmatch(r"([12]\d{3})-T2", code):
        return tertial2(int(m[1]))
    if (m := re.fullmatch(r"([12]\d{3})/([12]\d{3})", code)) and int(m[1]) <= int(m[2]):
        return span(int(m[1]), int(m[2]))
    return day(code)


def day(text: str) -> Period | None:
    """The first ISO date in a text as an instant; None when there is none or it is no real day."""
    m = DATE.search(text)
    if not m:
        return None
    try:
        return instant(date(int(m[1]), int(m[2]), int(m[3])))
    except ValueError:
        return None


def start_of(period: Period) -> Period:
    """The first day of a period, for opening balances; of a day, the first of its year."""
    return instant(date(int(period.start[:4]), 1, 1) if period.freq == "I" else date.fromisoformat(period.start))


def end_of(period: Period) -> Period:
    """The last day of the year a period lies in, for closing balances of forecasts and year ends."""
    return instant(date(int(period.start[:4]), 12, 31))


def whole_year(period: Period) -> Period:
    """The calendar year a period lies in."""
    return year(int(period.start[:4]))


def same_in(period: Period, number: int) -> Period:
    """The same part of another year: (2023-T2, 2022) -> 2022-T2."""
    if period.freq == "H":
        return half(number, int(period.code[-1]))
    return tertial2(number) if period.freq == "T" else year(number)


def previous(period: Period) -> Period | None:
    """The same kind of period a year earlier; None for spans and instants."""
    number = int(period.start[:4]) - 1
    if period.freq == "A":
        return year(number)
    if period.freq == "H":
        return half(number, int(period.code[-1]))
    return tertial2(number) if period.freq == "T" else None


def in_text(text: str, report: Period | None) -> Period | None:
    """The period a heading or label names, read against the report's own; None when it names none."""
    folded = fold(text.translate(DASHES))
    for read in (_dates, _span, _half, _tertial, _year):
        found = read(folded, report)
        if found is not None:
            return found
    return None


def names_part(folded: str) -> bool:
    """Does a folded heading name a part of a year: 'jan-aug', 'första halvåret', 'tertial 2'?"""
    return HALF.search(folded) is not None or TERTIAL.search(folded) is not None


def _dates(folded: str, _: Period | None) -> Period | None:
    """One date is a day, two of one year are that year."""
    dates = DATE.findall(folded)
    if len(dates) >= 2 and dates[0][0] == dates[-1][0]:
        return year(int(dates[0][0]))
    return day(folded) if len(dates) == 1 else None


def _span(folded: str, _: Period | None) -> Period | None:
    m = SPAN.search(folded)
    return span(int(m[1]), int(m[2])) if m and int(m[1]) <= int(m[2]) else None


def _half(folded: str, report: Period | None) -> Period | None:
    m = HALF.search(folded)
    if not m:
        return None
    number = _full_year(m[3] or m[4] or m[5], report)
    return half(number, 2 if m[2] else 1) if number else None


def _tertial(folded: str, report: Period | None) -> Period | None:
    m = TERTIAL.search(folded)
    number = _full_year(m[1] or m[2], report) if m else None
    return tertial2(number) if number else None


def _year(folded: str, report: Period | None) -> Period | None:
    """A single year; in a report of part of that year it stands for the part."""
    years = {int(y) for y in YEAR.findall(folded)}
    if len(years) != 1:
        return None
    found = years.pop()
    return report if report and report.freq in "HT" and report.start.startswith(str(found)) else year(found)


def _full_year(printed: str | None, report: Period | None) -> int | None:
    """'25' and '2025' are 2025; without a printed year it is the report's, also where the figure is none: '150'."""
    if printed and re.fullmatch(r"\d\d|(?:19|20)\d\d", printed):
        return int(printed if len(printed) == 4 else f"20{printed}")
    return int(report.start[:4]) if report else None


def report_period(lines: Sequence[str], vocabulary: Vocabulary) -> tuple[Period | None, str]:
    """(period, kind) of a report from its text; (None, 'annual') when nothing tells.

    Phrases of the vocabulary's facet 'report_kind' vote ('årsredovisning {year}', 'första halvåret {year}'); without
    any, the year printed most often wins when it stands for at least 35 % of the years printed.
    """
    text = [fold(line.translate(DASHES)) for line in lines]
    votes: Counter[tuple[str, int]] = Counter()
    for number, line in enumerate(text):
        for match in vocabulary.find(line, "report_kind"):
            printed = match.entry.pattern.search(line, match.start)
            if printed and "year" in printed.groupdict():
                found = int(printed["year"]) if len(printed["year"]) == 4 else 2000 + int(printed["year"])
                votes[match.entry.code, found] += 4 if number < 12 else 1
    appendix = any(vocabulary.find(line, "report_kind", ("first",)) for line in text[:5])
    years = Counter(int(y) for line in text for y in YEAR.findall(line))
    total = sum(years.values())
    candidates = {key for key, n in votes.items() if n >= PART_YEAR_VOTES or key[0] == "annual"}
    candidates |= {("annual", y) for y, n in years.items() if n >= 3 and n >= 0.35 * total}
    if not candidates:
        return None, "appendix" if appendix else "annual"
    kind, number = max(candidates, key=lambda c: (3 * votes[c] + years[c[1]], c[1], c[0]))
    made = {"half_year": half(number, 1), "tertial": tertial2(number)}.get(kind, year(number))
    return made, "appendix" if appendix and kind == "annual" else kind


def instant_end(period: Period) -> Period:
    """The last day of a period."""
    return instant(date.fromisoformat(period.end))
