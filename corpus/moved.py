"""An amount that one table puts on one line and another table on another line."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from decimal import Decimal

from corpus.clashes import finding, in_order
from corpus.messages import Text, listed, plain, subject
from corpus.records import Finding
from corpus.rules import MONEY, period_code
from corpus.versions import Told, money_unit, printed_as, side_of


def moved_amounts(clashes: Sequence[Told]) -> list[tuple[Told, Told]]:
    """Pairs of sums of money that two tables give differently, where what one line lacks the other has too much."""
    by_table: dict[Hashable, list[tuple[Decimal, Told]]] = {}
    for clash in clashes:
        prints = sorted((p for v in clash for p in v), key=lambda p: p.fact.observation.place.table)
        facts = [p.fact.observation for p in prints]
        money = facts[0].value.unit in MONEY and all(f.source == "table" for f in facts)
        if len(prints) == 2 and money:
            # The first table may go on over a page break as another.
            where_ = (facts[1].place.table, facts[0].measure, facts[0].role, period_code(prints[0].fact))
            by_table.setdefault(where_, []).append((prints[0].amount - prints[1].amount, clash))
    pairs = []
    for apart in by_table.values():
        (first, a), (second, b) = apart if len(apart) == 2 else ((Decimal(1), []), (Decimal(1), []))
        slack = sum((p.high - p.low for clash in (a, b) for v in clash for p in v), Decimal(0))
        if first * second < 0 and abs(first + second) <= slack < abs(first) / 10:
            pairs.append((a, b))
    return pairs


def between_lines(a: Told, b: Told) -> Finding:
    """One finding about an amount that stands on one line in one table and on another line in the other."""
    facts = in_order(p.fact for told in (a, b) for version in told for p in version)
    sides = [(subject(t[0][0].fact), [side_of(v) for v in t]) for t in (a, b)]
    difference = min(abs(t[0][0].amount - t[1][0].amount) for t in (a, b))
    params: dict[str, str | Text] = {
        "sides": Text(
            "; ".join(f"{w.sv}: {listed([s.sv for s in v]).sv}" for w, v in sides),
            "; ".join(f"{w.en}: {listed([s.en for s in v]).en}" for w, v in sides),
        ),
        "difference": plain(difference) + money_unit(a),
    }
    values = [printed_as(p) for told in (a, b) for version in told for p in version]
    return finding(
        "table_vs_table", "error", "moved", facts, values, params=params, about=facts[0], difference=difference
    )
