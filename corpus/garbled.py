"""Passages that landed in another cell: what normalize noticed, as findings with the numbers they hold."""

from __future__ import annotations

from corpus.clashes import finding
from corpus.messages import Text, where
from corpus.records import Fact, Finding, ReportFacts
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
            params: dict[str, str | Text] = {"text": issue.message, "where": where(facts[:1])}
            found.append(
                finding("garbled", "warning", message, facts, issue.message.split("; "), params=params, about=facts[0])
            )
    return found


def _stands_there(fact: Fact, line: int | None, text: str) -> bool:
    place = fact.observation.place
    return place.line == line and place.table >= 0 and place.quote in text
