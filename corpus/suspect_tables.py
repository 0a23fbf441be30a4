"""A table that the rest of the report contradicts in most of what can be compared: its columns were misunderstood."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from corpus.clashes import finding, in_order
from corpus.messages import Text, listed, shown, where
from corpus.records import Fact, Finding
from corpus.rules import Rule
from corpus.same_fact import Print, by_key, unsigned
from corpus.versions import with_numerators

ENOUGH = 4
"""Contradictions from which on a table, not each of its numbers, is in doubt."""

Votes = Counter[int]


def suspect_tables(
    facts: Sequence[Fact], rules: Sequence[Rule], few_wrong: Callable[[int], bool]
) -> tuple[list[Finding], frozenset[int]]:
    """A finding per table in doubt, and the tables' indexes, so that their numbers are not held against others.

    The worst goes first and the rest is judged without it: one bad table must not make its witnesses suspect.
    `few_wrong(table)` says that a few wrong cells explain everything that speaks against it; then it is not in doubt.
    """
    found: list[Finding] = []
    suspects: set[int] = set()
    cleared: set[int] = set()
    while True:
        left = [f for f in facts if f.observation.place.table not in suspects]
        against, agreeing, pairs = _votes(left)
        # Sums that hold say nothing of what a table counts when most other places deny it.
        denied = {t: against[t] - agreeing[t] for t in against if against[t] >= max(ENOUGH, 2 * agreeing[t] + 1)}
        for rule in rules:
            table = rule.total.observation.place.table
            if table not in suspects and table not in cleared:
                (agreeing if rule.holds else against)[table] += 1
        doubtful = [t for t in against if against[t] >= ENOUGH and (against[t] > agreeing[t] or t in denied)]
        doubtful = [t for t in doubtful if t >= 0 and t not in cleared]
        if not doubtful:
            return found, frozenset(suspects)
        weight = {t: denied.get(t, against[t] - agreeing[t]) for t in doubtful}
        worst = max(doubtful, key=lambda t: (weight[t], -t))
        if worst not in denied and few_wrong(worst):
            cleared.add(worst)
            continue
        suspects.add(worst)
        found.append(_finding(worst, left, pairs.get(worst, []), against[worst], agreeing[worst]))


def _votes(facts: Sequence[Fact]) -> tuple[Votes, Votes, dict[int, list[tuple[Fact, Fact]]]]:
    """How often other places speak against each table and for it, with the pairs that clash."""
    against, agreeing = Votes(), Votes()
    pairs: dict[int, list[tuple[Fact, Fact]]] = {}
    for group in with_numerators(by_key(facts)).values():
        prints = unsigned(group)
        by_table: dict[int, list[Print]] = {}
        for p in prints:
            by_table.setdefault(p.fact.observation.place.table, []).append(p)
        for table, own in sorted(by_table.items(), key=lambda item: item[0]):
            if table < 0:
                continue
            other = next((p for p in prints if p.fact.observation.place.table != table), None)
            if any(_agree(mine, p) for mine in own for p in prints if p.fact.observation.place.table != table):
                agreeing[table] += 1
            elif other is not None:
                against[table] += 1
                pairs.setdefault(table, []).append((own[0].fact, other.fact))
    return against, agreeing, pairs


def _agree(a: Print, b: Print) -> bool:
    return a.low <= b.high and b.low <= a.high


def _finding(
    table: int, facts: Sequence[Fact], pairs: Sequence[tuple[Fact, Fact]], against: int, agree: int
) -> Finding:
    inside = in_order(f for f in facts if f.observation.place.table == table)
    examples = [f"{shown(a)} mot {shown(b)}" for a, b in pairs[:3]]
    params: dict[str, str | Text] = {
        "against": str(against),
        "compared": str(against + agree),
        "where": where(inside[:1]),
        "examples": listed(examples),
    }
    places = in_order([inside[0], *(f for pair in pairs for f in pair)])
    values = [v for a, b in pairs for v in (shown(a), shown(b))]
    return finding("garbled", "warning", "suspect_table", places, values, params=params, about=inside[0])
