"""Edits down a column: the rows above a total row add up to it, in the structure that most columns confirm."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from corpus.records import Fact
from corpus.rules import MONEY, Rule, has_number, make_rule, rounding_tolerance
from corpus.wording import fold, is_grand_total, is_of_which, is_total

Column = dict[int, Fact]
"""The facts of one column by row."""


@dataclass(frozen=True, slots=True)
class Stub:
    """What the rows of a table are, from the top down: plain rows, totals, and rows that only repeat a part."""

    rows: tuple[int, ...]
    totals: frozenset[int]
    grand: frozenset[int]
    left_out: frozenset[int]


CONTINUED = "label: the table goes on from the one before, which has no sum"
Structure = tuple[tuple[int, int], ...]
"""Rows and signs that add up to a total row."""


def column_sums(facts: Sequence[Fact], unread: Callable[[int, int, int], bool]) -> list[Rule]:
    """The column sums of every table that has rows of totals.

    `unread(table, row, column)` says that a number stands in a cell which became no fact: then a sum cannot be told.
    """
    tables: dict[int, list[Fact]] = defaultdict(list)
    for fact in facts:
        place = fact.observation.place
        if min(place.table, place.row, place.column) >= 0 and fact.observation.value.unit != "percent":
            tables[place.table].append(fact)
    return [
        rule
        for table, inside in sorted(tables.items())
        for rule in _continued(tables.get(table - 1, []), inside) or _of_table(table, inside, unread)
    ]


def _continued(before: list[Fact], facts: list[Fact]) -> list[Rule]:
    """Sums over a table and the one before it, which has no total of its own: a table over a page break."""
    first, second = _stub(before), _stub(facts)
    if first.totals or len(second.totals) != 1 or not before:
        return []
    (total,) = second.totals
    rules = []
    for column in _columns(facts):
        spot = next(iter(column.values())).observation.place.column
        above = [c for c in _columns(before) if next(iter(c.values())).observation.place.column == spot]
        own = [f for r, f in sorted(column.items()) if r < total and r not in second.left_out]
        if total in column and has_number(column[total]) and above:
            members = [*(f for r, f in sorted(above[0].items()) if r not in first.left_out), *own]
            if len({f.observation.value.unit for f in [*members, column[total]]}) == 1:
                rules.append(_add_up(members, column[total], CONTINUED))
    return rules if any(r.holds and has_weight(r) for r in rules) else []


def _of_table(table: int, facts: list[Fact], unread: Callable[[int, int, int], bool]) -> list[Rule]:
    stub = _stub(facts)
    columns = _columns(facts)
    rules: list[Rule] = []
    for total in (r for r in stub.rows if r in stub.totals):
        structures = _structures(stub, total, _stray(stub, columns))
        tried = [(s, [c for c in columns if _can_tell(s, total, c, table, unread)]) for s in structures]
        made = [[_rule(s, total, c) for c in fitting] for s, fitting in tried]
        rules += _believed(stub, [m for m in made if m])
    return [*rules, *_results(facts, columns), *_balances(facts, columns)]


def _stub(facts: list[Fact]) -> Stub:
    labels: dict[int, str] = {}
    everyone: dict[int, bool] = {}
    for fact in facts:
        row = fact.observation.place.row
        labels.setdefault(row, fact.observation.row_label or fact.observation.category)
        everyone[row] = everyone.get(row, True) and fact.observation.scope == "all"
    several = len({f.intervention_id for f in facts if f.observation.scope == "intervention"}) > 1
    totals = {r for r, label in labels.items() if is_total(label) or (not label and everyone[r] and several)}
    return Stub(
        tuple(sorted(labels)),
        frozenset(totals),
        frozenset(r for r in totals if is_grand_total(labels[r]) or not labels[r]),
        frozenset(r for r, label in labels.items() if is_of_which(label)),
    )


def _columns(facts: list[Fact]) -> list[Column]:
    """The columns with one unit and one fact per row; others cannot be summed."""
    found: dict[int, list[Fact]] = defaultdict(list)
    for fact in facts:
        found[fact.observation.place.column].append(fact)
    out: list[Column] = []
    for _, inside in sorted(found.items()):
        rows = Counter(f.observation.place.row for f in inside)
        if max(rows.values()) == 1 and len({f.observation.value.unit for f in inside}) == 1:
            out.append({f.observation.place.row: f for f in inside})
    return out


def _stray(stub: Stub, columns: Sequence[Column]) -> int | None:
    """The first row, where it has one number among rows of several: it may be part of a heading ('den 31 december')."""
    rows = [r for r in stub.rows if r not in stub.totals]
    filled = Counter(r for column in columns for r, f in column.items() if has_number(f))
    return rows[0] if len(rows) > 2 and filled[rows[0]] == 1 and min(filled[r] for r in rows[1:]) > 1 else None


def _structures(stub: Stub, total: int, stray: int | None) -> list[Structure]:
    """The ways rows above could make up a total: rows since the last total, all plain rows, or subtotals.

    A row that may be none is left out in one more way, which is taken when it makes more columns add up.
    """
    above = [r for r in stub.rows if r < total and r not in stub.left_out]
    plain = [r for r in above if r not in stub.totals]
    subtotals = [r for r in above if r in stub.totals]
    since = [r for r in plain if not subtotals or r > subtotals[-1]]
    ways = [since] if len(since) > 1 else []
    ways += [plain] if len(plain) > 1 else []
    ways += [[r for r in plain if r != stray]] if stray in plain else []
    ways += [subtotals[-n:] + extra for n in range(2, len(subtotals) + 1) for extra in ([], since)]
    ways += [[*subtotals[-1:], *since]] if subtotals and since else []
    unique = dict.fromkeys(tuple((r, 1) for r in way) for way in ways)
    return list(unique)


def _can_tell(way: Structure, total: int, column: Column, table: int, unread: Callable[[int, int, int], bool]) -> bool:
    if total not in column or not has_number(column[total]):
        return False
    spot = column[total].observation.place.column
    numbers = [column[r] for r, _ in way if r in column and has_number(column[r])]
    return len(numbers) > 1 and not any(unread(table, r, spot) for r, _ in way if r not in column)


def _rule(way: Structure, total: int, column: Column) -> Rule:
    label = column[total].observation.row_label or "total"
    origin = f"label: the row '{' '.join(label.split())}' is labelled as a sum"
    return _add_up([column[r] for r, _ in way if r in column], column[total], origin)


def _add_up(members: list[Fact], total: Fact, origin: str) -> Rule:
    return make_rule(
        total.report_id,
        "column_sum",
        [*((f, 1) for f in members), (total, -1)],
        rounding_tolerance([*members, total]),
        expression=f"sum of {len(members)} rows = total row",
        origin=origin,
    )


def _believed(stub: Stub, made: list[list[Rule]]) -> list[Rule]:
    """The structure most columns hold; when none holds, only the plain one of a table with a single total at its end.

    A non-trivial sum (its total is not 0) has to hold before a structure with subtotals is taken for true.
    """
    if not made:
        return []
    best = max(made, key=lambda rules: (sum(r.holds and has_weight(r) for r in rules), -_off(rules)))
    if any(r.holds and has_weight(r) for r in best):
        return best
    total = made[0][0].total.observation.place.row
    simple = stub.totals == {total} and total in stub.grand and not [r for r in stub.rows if r > total]
    return made[0] if simple else []


def _off(rules: Sequence[Rule]) -> Decimal:
    """How far off the sums are in all: of structures that hold as often, the nearer one is meant."""
    return sum((abs(r.residual) for r in rules if not r.holds), Decimal(0))


def has_weight(rule: Rule) -> bool:
    return any(f.observation.value.value for f, _ in rule.terms)


def _results(facts: list[Fact], columns: list[Column]) -> list[Rule]:
    """Result = income - costs, where the column prints all three as sums and one column holds it."""
    rows = {m: sorted({f.observation.place.row for f in facts if _is_sum_of(f, m)}) for m in ("income", "cost")}
    ends = sorted({f.observation.place.row for f in facts if f.observation.measure == "result"})
    if not ends or not rows["income"] or not rows["cost"]:
        return []
    income = [r for r in rows["income"] if r < ends[0]][-1:]
    cost = [r for r in rows["cost"] if r < ends[0]][-1:]
    rules = []
    for column in columns:
        if all(r in column and has_number(column[r]) for r in (*income, *cost, ends[0])) and income and cost:
            members = [(column[income[0]], 1), (column[cost[0]], -1), (column[ends[0]], -1)]
            facts_in = [f for f, _ in members]
            origin = "label: the table prints the sum of income, the sum of costs and the result"
            tolerance = rounding_tolerance(facts_in)
            expression = "income - costs = result"
            rules.append(
                make_rule(facts_in[0].report_id, "column_sum", members, tolerance, expression=expression, origin=origin)
            )
    return rules if any(r.holds for r in rules) else []


def _balances(facts: list[Fact], columns: list[Column]) -> list[Rule]:
    """Assets = equity and debts, where the table prints both sums."""
    assets = sorted({f.observation.place.row for f in facts if _is_sum_of(f, "asset")})
    others = sorted({f.observation.place.row for f in facts if _is_sum_of(f, "liability") or _is_sum_of(f, "equity")})
    if not assets or not others or others[-1] < assets[-1]:
        return []
    top, bottom = assets[-1], others[-1]
    told = [c for c in columns if top in c and bottom in c and has_number(c[top]) and has_number(c[bottom])]
    origin = "label: the table prints the sum of assets and the sum of equity and debts"
    rules = []
    for column in told:
        members = [(column[top], 1), (column[bottom], -1)]
        tolerance = rounding_tolerance([f for f, _ in members])
        made = make_rule(
            column[top].report_id, "column_sum", members, tolerance, expression="assets = equity + debts", origin=origin
        )
        rules.append(made)
    return rules if any(r.holds for r in rules) else []


def _is_sum_of(fact: Fact, measure: str) -> bool:
    seen = fact.observation
    whole = is_total(seen.row_label) or is_total(fold(seen.category))
    return seen.measure == measure and seen.value.unit in MONEY and whole and seen.value.value != Decimal(0)
