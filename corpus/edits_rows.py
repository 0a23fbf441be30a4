"""Edits inside one row or one sentence: women + men + other, the columns of a total, outcome against budget."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from corpus.records import Fact
from corpus.rules import COUNTS, MONEY, Rule, has_number, make_rule, number, period_code, rounding_tolerance, row_key
from corpus.wording import is_total

Groups = dict[tuple[object, ...], list[Fact]]


def grouped(facts: Iterable[Fact], *, gender: bool = False, who: bool = False) -> Groups:
    """Facts by row (or sentence) and everything that must agree, but gender or intervention when asked to."""
    out: Groups = defaultdict(list)
    for fact in facts:
        seen = fact.observation
        key = (*row_key(fact), seen.measure, seen.category, seen.role, period_code(fact), seen.value.unit)
        out[(*key, "" if gender else seen.gender, "" if who else fact.intervention_id)].append(fact)
    return out


@dataclass(frozen=True, slots=True)
class ByGender:
    """One row or sentence that counts women, men, perhaps others, and all of them."""

    total: Fact
    parts: tuple[Fact, ...]

    @property
    def missing(self) -> Decimal:
        """How many of the total are neither counted as women, men nor other."""
        return number(self.total) - sum((number(p) for p in self.parts), Decimal(0))

    @property
    def open_third(self) -> bool:
        """Whether people of other or unstated gender, who are not printed, may be what is missing."""
        others = any(p.observation.gender == "A" for p in self.parts)
        return not others and 0 < self.missing <= max(Decimal(1), THIRD_GROUP * number(self.total))


THIRD_GROUP = Decimal("0.15")
"""The largest share of a total that is taken for people of other or unstated gender."""


def by_gender(facts: Sequence[Fact]) -> list[ByGender]:
    """Every row or sentence with women, men and the total of one measure."""
    out = []
    countable = [f for f in facts if f.observation.value.unit in COUNTS]
    for group in grouped(countable, gender=True).values():
        genders: dict[str, list[Fact]] = {}
        for fact in group:
            genders.setdefault(fact.observation.gender, []).append(fact)
        genders = {g: _told_apart(same, genders) for g, same in genders.items()}
        one_each = all(len(same) == 1 for same in genders.values())
        if not one_each or not {"T", "K", "M"} <= genders.keys():
            continue
        (total,) = genders["T"]
        parts = tuple(genders[g][0] for g in ("K", "M", "A") if g in genders)
        if has_number(total) and sum(has_number(p) for p in parts) > 1:
            out.append(ByGender(total, parts))
    return out


def _told_apart(same: list[Fact], genders: Mapping[str, list[Fact]]) -> list[Fact]:
    """Of several totals in a sentence the last before its women and men: '136 deltagare (72 kvinnor ...), 42 kvar'."""
    women = genders.get("K", [])
    if len(same) < 2 or same[0].observation.gender != "T" or same[0].observation.source != "prose" or len(women) != 1:
        return same
    quote = same[0].observation.place.quote
    end = quote.find(women[0].observation.value.printed)
    before = [(at, f) for f in same if 0 <= (at := quote.find(f.observation.value.printed)) < end]
    return [max(before, key=lambda b: b[0])[1]] if before else same


def parts_sums(facts: Sequence[Fact]) -> list[Rule]:
    """Women + men + other = total, where one row or one sentence prints women, men and the total."""
    rules = []
    rows = by_gender(facts)
    lone = not_in_total(rows)
    for row in rows:
        if row.open_third and row.total.obs_id not in lone:
            continue
        where = "headings" if row.total.observation.source == "table" else "words"
        origin = f"label: the {where} name women, men and a total of the same {row.total.observation.measure}"
        terms = [*((p, 1) for p in row.parts), (row.total, -1)]
        expression = "women + men + other = total"
        made = make_rule(row.total.report_id, "parts_sum", terms, Decimal(0), expression=expression, origin=origin)
        rules.append(made)
    return rules


def not_in_total(rows: Sequence[ByGender]) -> frozenset[str]:
    """Totals (by obs_id) from which people are missing in one row of a table alone: no third group is that.

    Who is neither woman nor man in a row is so in the total row too, and who is in the total row is in some row.
    """
    tables: dict[tuple[object, ...], list[ByGender]] = defaultdict(list)
    for row in rows:
        seen = row.total.observation
        if seen.place.table >= 0:
            tables[(seen.place.table, seen.place.column, seen.measure, period_code(row.total))].append(row)
    out = set()
    for inside in tables.values():
        whole = [r for r in inside if is_total(r.total.observation.row_label)]
        missing = [r for r in inside if r.missing]
        if len(whole) == 1 and len(inside) > 2 and len(missing) == 1:
            out.add(missing[0].total.obs_id)
    return frozenset(out)


def total_columns(facts: Sequence[Fact]) -> list[Rule]:
    """A column headed Totalt is the sum of the row's other interventions."""
    rules = []
    in_rows = [f for f in facts if f.observation.place.table >= 0 and f.observation.value.unit != "percent"]
    for group in grouped(in_rows, who=True).values():
        totals = [f for f in group if f.observation.scope == "all" and _headed_total(f)]
        parts = sorted((f for f in group if f.observation.scope == "intervention"), key=_column)
        columns = {f.observation.place.column for f in group}
        if len(totals) != 1 or len(parts) < 2 or len(columns) != len(group) or not has_number(totals[0]):
            continue
        terms = [*((p, 1) for p in parts), (totals[0], -1)]
        tolerance = rounding_tolerance([*parts, *totals])
        origin = "label: a column headed as a total stands beside the columns of the interventions"
        expression = f"sum of {len(parts)} columns = total column"
        rules.append(make_rule(totals[0].report_id, "row_sum", terms, tolerance, expression=expression, origin=origin))
    return rules


def _column(fact: Fact) -> int:
    return fact.observation.place.column


def _headed_total(fact: Fact) -> bool:
    return not fact.observation.header_path or is_total(fact.observation.header_path[-1])


def deviations(facts: Sequence[Fact]) -> list[Rule]:
    """Outcome - budget = deviation in a row; the sign convention is the one that most rows of the table hold."""
    by_table: dict[int, list[tuple[Fact, Fact, Fact]]] = defaultdict(list)
    for group in _finance_rows(facts).values():
        outcomes = [f for f in group if f.observation.measure != "deviation" and f.observation.role == "actual"]
        budgets = [f for f in group if f.observation.measure != "deviation" and f.observation.role == "budget"]
        printed = [f for f in group if f.observation.measure == "deviation"]
        if len(outcomes) == len(budgets) == len(printed) == 1:
            triple = (outcomes[0], budgets[0], printed[0])
            if all(has_number(f) for f in triple):
                by_table[printed[0].observation.place.table].append(triple)
    rules = []
    for triples in by_table.values():
        plus = [_deviation(t, 1) for t in triples]
        minus = [_deviation(t, -1) for t in triples]
        better = minus if sum(r.holds for r in minus) > sum(r.holds for r in plus) else plus
        enough = any(r.holds for r in better) or len(better) == 1
        rules += better if enough else []
    return rules


def _finance_rows(facts: Sequence[Fact]) -> Groups:
    out: Groups = defaultdict(list)
    for fact in facts:
        seen = fact.observation
        if seen.place.table >= 0 and seen.value.unit in MONEY:
            out[(*row_key(fact), period_code(fact), fact.intervention_id, seen.value.unit)].append(fact)
    return out


def _deviation(triple: tuple[Fact, Fact, Fact], sign: int) -> Rule:
    outcome, budget, deviation = triple
    terms = [(outcome, sign), (budget, -sign), (deviation, -1)]
    expression = "outcome - budget = deviation" if sign > 0 else "budget - outcome = deviation"
    origin = "label: the columns of outcome, budget and deviation; the sign is the one most rows of the table hold"
    return make_rule(
        outcome.report_id, "row_sum", terms, rounding_tolerance(triple), expression=expression, origin=origin
    )


def flows(facts: Sequence[Fact]) -> list[Rule]:
    """Carried in + new - exited = carried out, where one table prints all four for the same group."""
    parts = {"carried_in": 1, "new_participants": 1, "exited_participants": -1, "carried_out": -1}
    groups: Groups = defaultdict(list)
    for fact in facts:
        seen = fact.observation
        if seen.measure in parts and seen.place.table >= 0 and seen.value.unit in COUNTS and has_number(fact):
            groups[(seen.place.table, fact.intervention_id, seen.gender, seen.role, period_code(fact))].append(fact)
    rules = []
    for group in groups.values():
        found = {f.observation.measure: f for f in group}
        if len(group) == len(found) == len(parts):
            terms = [(found[m], sign) for m, sign in parts.items()]
            expression = "carried in + new - exited = carried out"
            origin = "label: the table prints all four parts of the flow"
            rules.append(
                make_rule(group[0].report_id, "parts_sum", terms, Decimal(0), expression=expression, origin=origin)
            )
    return rules
