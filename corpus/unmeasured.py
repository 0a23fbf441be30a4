"""A result that one place says was not measured and another prints."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.clashes import finding, in_order
from corpus.messages import Text, shown, subject, where
from corpus.records import Fact, Finding
from corpus.same_fact import by_key
from corpus.versions import kind_of


def unmeasured(facts: Sequence[Fact]) -> list[Finding]:
    """A result that one place says was not measured and another prints."""
    printed = by_key(facts)
    found = []
    for fact in facts:
        seen = fact.observation
        if seen.value.status != "L" or seen.role != "actual" or seen.source != "prose" or seen.period is None:
            continue
        same = [
            f
            for key, group in printed.items()
            for f in group
            if key[:2] == (fact.intervention_id, seen.measure) and key[3:6] == (seen.gender, "actual", seen.period.code)
        ]
        if same:
            places = [*same, fact]
            said = seen.value.printed or seen.place.quote
            params: dict[str, str | Text] = {
                "subject": subject(fact),
                "value": shown(same[0]),
                "where": where(in_order(same)),
                "words": said,
                "other": where([fact]),
            }
            values = [said, *(shown(f) for f in same)]
            found.append(finding(kind_of(places), "error", "unmeasured", places, values, params=params, about=fact))
    return found
