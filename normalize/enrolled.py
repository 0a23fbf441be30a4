"""'Inskrivna' in goals and sentences: those who came, where the report's own tables count them so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extract.types import fold
from normalize.names import core
from normalize.types import Goal, Observation
from normalize.vocabulary import Vocabulary

WHY = "table: the enrolled are those who came, for its column of those has the same number"


def as_in_tables(
    observations: Sequence[Observation], goals: Sequence[Goal], vocabulary: Vocabulary
) -> tuple[list[Observation], list[Goal]]:
    """Counts of 'inskrivna' outside tables of counts get the meaning that the report's own table gives the word.

    '48 inskrivna deltagare' is a count of those who came where a table's column of those has 48 for the same
    intervention, its column of all participants, if there is one, has not, and arithmetic told what that column is.
    """
    if not any("arithmetic: carried in" in o.why for o in observations):
        return list(observations), list(goals)
    came = {key(o) for o in observations if o.source == "table" and o.measure == "new_participants"}
    there = {
        key(o)
        for o in observations
        if o.source == "table" and o.measure == "participants" and not doubtful(o, vocabulary)
    }
    told = {
        core(o.name)
        for o in observations
        if o.measure == "participants" and doubtful(o, vocabulary) and key(o) in came and key(o) not in there
    }
    if not told:
        return list(observations), list(goals)
    out = [
        replace(o, measure="new_participants", why=f"{o.why}; {WHY}")
        if o.measure == "participants" and core(o.name) in told and doubtful(o, vocabulary)
        else o
        for o in observations
    ]
    made = [
        replace(g, measure="new_participants")
        if g.measure == "participants" and core(g.name) in told and enrolled(g.goal_text or g.result_text, vocabulary)
        else g
        for g in goals
    ]
    return out, made


def key(o: Observation) -> tuple[object, ...]:
    """Whose number it is, of which group, when, and how much."""
    return core(o.name), o.gender, o.period, o.value.value


def doubtful(o: Observation, vocabulary: Vocabulary) -> bool:
    """Was an observation given its meaning by the word with two meanings?"""
    return any(enrolled(form.rpartition("←")[2], vocabulary) for form in o.why.split("; ") if "participants" in form)


def enrolled(text: str, vocabulary: Vocabulary) -> bool:
    """Does a text hold the word that counts those there were in some reports and those who came in others?"""
    folded = fold(text)
    return any(
        e.code == "participants" and e.pattern.search(folded) for e in vocabulary.entries.get("stock_or_flow", ())
    )
