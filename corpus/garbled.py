"""Passages that landed in another cell: what normalize noticed, as findings with the numbers they hold."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.clashes import finding, in_order
from corpus.messages import Text, listed, shown, where
from corpus.records import Fact, Finding, ReportFacts
from corpus.rules import has_number, number, period_code
from corpus.same_fact import family
from normalize.goal_garbled import GARBLED, GARBLED_GOAL

MESSAGES = {GARBLED: "stray", GARBLED_GOAL: "stray_goal"}


def garbled(report: ReportFacts) -> list[Finding]:
    """One warning for every line where a result stands in the goal column, or a goal in the result column."""
    found = []
    for issue in report.reading.issues:
        message = MESSAGES.get(issue.code)
        if message is None:
            continue
        facts = [f for f in report.facts if _stands_there(f, issue.line, issue.message)]
        if facts:
            found.append(_finding(message, issue.message, facts, report.facts))
    return found


def _stands_there(fact: Fact, line: int | None, text: str) -> bool:
    place = fact.observation.place
    return place.line == line and place.table >= 0 and place.quote in text


def _finding(message: str, text: str, facts: Sequence[Fact], all_facts: Sequence[Fact]) -> Finding:
    """`all_facts` may give the goals that the passage clashes with, if it was meant as one."""
    goals = _other_goals(facts, all_facts) if message == "stray" else ()
    numbers = [shown(g) for g in goals]
    spots = where(goals)
    params: dict[str, str | Text] = {
        "text": text,
        "where": where(facts[:1]),
        "goals": Text(
            f"Som mål stämmer det inte med målet {listed(numbers).sv} på {spots.sv}.",
            f"As a goal it clashes with the goal {listed(numbers).en} at {spots.en}.",
        )
        if goals
        else "",
    }
    first = [shown(g) for g in goals if _about(g) == _about(facts[0])]
    one = first[0] if len(set(first)) == 1 else None
    return finding(
        "garbled",
        "warning",
        message,
        [*facts, *goals],
        [*text.split("; "), *numbers],
        params=params,
        about=facts[0],
        proposed=one,
        confidence="possible",
    )


def _other_goals(facts: Sequence[Fact], all_facts: Sequence[Fact]) -> tuple[Fact, ...]:
    """The goals of the same measure that the report prints elsewhere with another number."""
    tables = {f.observation.place.table for f in facts}
    wanted = {(*_about(f), family(f.observation.value.unit)): number(f) for f in facts if has_number(f)}
    found = []
    for fact in all_facts:
        key = (*_about(fact), family(fact.observation.value.unit))
        apart = fact.observation.place.table not in tables
        if (
            apart
            and fact.observation.role == "target"
            and has_number(fact)
            and wanted.get(key, number(fact)) != number(fact)
        ):
            found.append(fact)
    return in_order(found)


def _about(fact: Fact) -> tuple[str, ...]:
    return (fact.intervention_id, fact.observation.measure, fact.observation.gender, period_code(fact))
