"""Shares of classes that make up a whole: the percents of one column should add up to 100."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from corpus.clashes import finding, in_order
from corpus.messages import Text, plain, shown, where, words
from corpus.records import Fact, Finding
from corpus.rules import HUNDRED, has_number, number, period_code, unit_step
from corpus.wording import is_total

CLASSES = ("referrals", "age", "education", "time_on_benefits", "benefit_at_start", "municipality")
"""Measures whose categories leave nobody out and count nobody twice."""
NEAR = Decimal(3)
"""Percentage points from 100 up to which the classes are taken for a whole; further off they never were one."""


def percent_groups(facts: Sequence[Fact]) -> list[Finding]:
    """A remark for shares that miss 100 by what rounding can do, a warning for a little more."""
    columns: dict[tuple[object, ...], list[Fact]] = {}
    for fact in facts:
        seen = fact.observation
        counted = seen.value.unit == "percent" and has_number(fact) and seen.place.table >= 0
        if counted and seen.measure in CLASSES and seen.category and not is_total(seen.row_label):
            key = (seen.place.table, seen.place.column, fact.intervention_id, seen.measure, seen.gender, seen.role)
            columns.setdefault((*key, period_code(fact)), []).append(fact)
    found = []
    for group in columns.values():
        if len({f.observation.category for f in group}) == len(group) > 2:
            off = sum((number(f) for f in group), Decimal(0)) - HUNDRED
            if 0 < abs(off) <= NEAR:
                found.append(_finding(group, off))
    return found


def _finding(group: Sequence[Fact], off: Decimal) -> Finding:
    facts = in_order(group)
    about, total = facts[0], f"{plain(HUNDRED + off)} %"
    slack = max(unit_step(f) for f in facts) * len(facts) / 2
    what = words(f"measure.{about.observation.measure}", about.observation.measure)
    params: dict[str, str | Text] = {
        "subject": what,
        "sum": " + ".join(shown(f) for f in facts),
        "total": total,
        "where": where(facts),
        "counts": "",
    }
    return finding(
        "percent_sum",
        "info" if abs(off) <= slack else "warning",
        "percent_sum",
        facts,
        [*(shown(f) for f in facts), total, "100 %"],
        params=params,
        about=about,
        difference=off,
        tolerance=slack,
    )
