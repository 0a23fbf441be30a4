"""Rules that the report itself speaks against: then the meaning of the numbers was misunderstood, not the numbers."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence

from corpus.messages import plain
from corpus.rules import Rule

NUMBER = re.compile(r"\d+(?: \d{3})*")


def believed(rules: Sequence[Rule], few_wrong: Callable[[int], bool]) -> list[Rule]:
    """The rules but those of a family that mostly breaks, and those whose sentence prints the sum as another number.

    A family is the same rule in the rows of one table (women + men = total), or under the columns of one total row.
    `few_wrong(table)` says that a few wrong cells explain everything that breaks in a table: then its rules are right.
    """
    families: dict[Hashable, list[Rule]] = defaultdict(list)
    for rule in rules:
        families[_family(rule)].append(rule)
    kept = {id(r) for family in families.values() if _stands(family, few_wrong) for r in family}
    return [r for r in rules if id(r) in kept and not _prints_the_sum(r)]


def _family(rule: Rule) -> Hashable:
    place = rule.total.observation.place
    if place.table < 0:
        return rule.edit.edit_id
    if rule.edit.kind == "column_sum":
        return ("column_sum", place.table, place.row)
    columns = tuple(sorted(f.observation.place.column for f, _ in rule.terms))
    return (rule.edit.kind, place.table, columns)


def _stands(family: Sequence[Rule], few_wrong: Callable[[int], bool]) -> bool:
    """Whether more of a family's rules hold than break, or few cells break them.

    Two that break could both be wrong; three of which none holds never were a rule.
    """
    telling = [r for r in family if any(f.observation.value.value for f, _ in r.terms)]
    broken = sum(not r.holds for r in telling)
    if broken < 3 or broken < len(telling) - broken:
        return True
    return broken < len(telling) and few_wrong(telling[0].total.observation.place.table)


def _prints_the_sum(rule: Rule) -> bool:
    """Whether a sentence prints what its parts come to, beside the number that was taken for their total."""
    seen = rule.total.observation
    if rule.holds or seen.source != "prose":
        return False
    return plain(rule.computed) in NUMBER.findall(seen.place.quote)
