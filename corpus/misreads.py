"""Sums that do not hold: one finding per cause, a lost or misread cell named when its row and column agree on it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal

from corpus.clashes import Confidence, finding, in_order
from corpus.messages import Text, listed, plain, shown, subject, where
from corpus.records import Explanation, Fact, Finding
from corpus.rules import COUNTS, Rule, number
from corpus.same_fact import Key, by_key, key_of
from corpus.slips import is_digit_slip, slip_of

MISREADING = ("text", "ocr")
"""Readers that give what a machine thought it saw, not what was typed."""


def broken_sums(rules: Sequence[Rule], facts: Sequence[Fact]) -> tuple[list[Finding], frozenset[str]]:
    """Findings of the sums that do not hold, and the ids of the cells they name as wrong beyond doubt.

    Sums broken by one and the same cell are one finding.
    """
    violated = [r for r in rules if not r.holds]
    trusted = {f.obs_id for r in rules if r.holds for f, _ in r.terms if number(f)}
    printed = by_key(facts)
    found: list[Finding] = []
    named: set[str] = set()
    while violated:
        culprit, together = _shared_culprit(violated, trusted)
        if culprit is None:
            break
        found.append(_one_cell(culprit, together, _witnesses(culprit, together[0].needed(culprit), printed)))
        named.add(culprit.obs_id)
        violated = [r for r in violated if r not in together]
    return [*found, *(_single(r, trusted, printed) for r in violated)], frozenset(named)


def _shared_culprit(violated: Sequence[Rule], trusted: set[str]) -> tuple[Fact | None, list[Rule]]:
    """The cell that alone explains several broken sums, all of which need the same value of it."""
    inside: dict[str, list[Rule]] = defaultdict(list)
    cells: dict[str, Fact] = {}
    for rule in violated:
        for fact, _ in rule.terms:
            inside[fact.obs_id].append(rule)
            cells[fact.obs_id] = fact
    options = []
    for obs_id, rules in inside.items():
        if len(rules) > 1 and obs_id not in trusted and _agree(cells[obs_id], rules):
            options.append((len(rules), obs_id))
    if not options:
        return None, []
    most = max(count for count, _ in options)
    best = [obs_id for count, obs_id in options if count == most]
    chosen = [o for o in best if set(map(id, inside[o])) == set(map(id, inside[best[0]]))]
    if len(chosen) > 1:
        return None, []
    exact_first = sorted(inside[best[0]], key=lambda r: r.edit.tolerance)
    return cells[best[0]], exact_first


def _agree(cell: Fact, rules: Sequence[Rule]) -> bool:
    needs = [(r.needed(cell), r.edit.tolerance) for r in rules]
    return all(abs(a - b) <= s + t for a, s in needs for b, t in needs)


def _witnesses(cell: Fact, needed: Decimal, printed: Mapping[Key, Sequence[Fact]]) -> list[Fact]:
    """Other places that print what the sums need of the cell."""
    key = key_of(cell)
    same = printed.get(key, ()) if key is not None else ()
    return [f for f in same if f.obs_id != cell.obs_id and number(f) == needed]


def _one_cell(cell: Fact, rules: Sequence[Rule], witnesses: Sequence[Fact]) -> Finding:
    needed = rules[0].needed(cell)
    garbled = cell.observation.reader in MISREADING and is_digit_slip(number(cell), needed)
    facts = in_order([f for r in rules for f, _ in r.terms] + list(witnesses))
    values = [shown(cell), plain(needed)]
    values += [v for r in rules for v in _both_sides(r)]
    params: dict[str, str | Text] = {
        "subject": subject(cell),
        "printed": shown(cell),
        "needed": plain(needed),
        "where": where([cell]),
        "sums": _sums(rules),
        "witnesses": _seen_at(witnesses),
    }
    kinds = [r.edit.kind for r in rules]
    return finding(
        "garbled" if garbled else kinds[0],
        "error",
        "misread" if garbled else "one_cell",
        facts,
        values,
        params=params,
        about=cell,
        difference=number(cell) - needed,
        tolerance=rules[0].edit.tolerance,
        edit_id=rules[0].edit.edit_id,
        proposed=plain(needed),
        confidence="likely",
        explanations=[_explanation(cell, needed, witnesses)],
    )


def _explanation(cell: Fact, needed: Decimal, witnesses: Sequence[Fact]) -> Explanation:
    """The cell that alone explains the broken sums, with the slip that would do it and who else prints the number."""
    spots = [f"{shown(f)} ({where([f]).sv})" for f in in_order(witnesses)]
    return Explanation(cell.obs_id, shown(cell), needed, slip_of(number(cell), needed), tuple(spots))


def _both_sides(rule: Rule) -> list[str]:
    """The clashing values of a sum: what it comes to and what is printed; of a row, its printed numbers too."""
    row = [] if rule.edit.kind == "column_sum" else [shown(f) for f, _ in rule.terms]
    return [*row, plain(rule.computed), shown(rule.total)]


def _sums(rules: Sequence[Rule]) -> Text:
    sums = [(f"{_addition(r)} = {plain(r.computed)}", shown(r.total)) for r in rules]
    return Text(
        listed([f"{left} mot tryckta {total}" for left, total in sums]).sv,
        listed([f"{left} against the printed {total}" for left, total in sums]).en,
    )


def _addition(rule: Rule) -> str:
    """The left side of a sum in numbers, its total moved to the right: '24 + 46 + 12', '36 - 73'."""
    total_sign = rule.terms[rule.result][1]
    parts = []
    for fact, coefficient in rule.terms:
        if fact is rule.total:
            continue
        amount = number(fact) * (-coefficient * total_sign)
        parts.append(f"{'-' if amount < 0 else '+'} {plain(abs(amount))}")
    text = " ".join(parts)
    return text.removeprefix("+ ") if text.startswith("+ ") else text.replace("- ", "-", 1)


def _seen_at(witnesses: Sequence[Fact]) -> Text:
    if not witnesses:
        return Text("", "")
    spots = where(in_order(witnesses))
    return Text(f"Samma tal står på {spots.sv}.", f"The same number stands at {spots.en}.")


def _single(rule: Rule, trusted: set[str], printed: Mapping[Key, Sequence[Fact]]) -> Finding:
    cell, witnesses, confidence = _suspect(rule, trusted, printed)
    values = _both_sides(rule)
    proposed = plain(rule.needed(cell)) if cell else None
    slipped = cell is not None and is_digit_slip(number(cell), rule.needed(cell))
    garbled = bool(witnesses) and slipped and rule.total.observation.reader in MISREADING
    params: dict[str, str | Text] = {
        "subject": subject(rule.total),
        "sum": _addition(rule),
        "computed": plain(rule.computed),
        "printed": shown(rule.total),
        "difference": plain(abs(rule.residual)),
        "where": where([rule.total]),
        "suspect": _suspected(cell, proposed, witnesses),
    }
    return finding(
        "garbled" if garbled else rule.edit.kind,
        "error",
        rule.edit.kind,
        [*(f for f, _ in rule.terms), *witnesses],
        values,
        params=params,
        about=rule.total,
        difference=rule.residual,
        tolerance=rule.edit.tolerance,
        edit_id=rule.edit.edit_id,
        proposed=proposed,
        confidence=confidence,
    )


def _suspect(
    rule: Rule, trusted: set[str], printed: Mapping[Key, Sequence[Fact]]
) -> tuple[Fact | None, list[Fact], Confidence]:
    """The cell that is probably wrong: another place prints what is needed of it, or every other cell is confirmed."""
    open_cells = [f for f, _ in rule.terms if f.obs_id not in trusted]
    seen = [(f, _witnesses(f, rule.needed(f), printed)) for f in open_cells]
    told = [(f, w) for f, w in seen if w]
    if len(told) == 1:
        return told[0][0], told[0][1], "likely"
    if len(open_cells) == 1:
        return open_cells[0], [], "possible"
    return None, [], "undecided"


def _suspected(cell: Fact | None, proposed: str | None, witnesses: Sequence[Fact]) -> Text:
    if cell is None or proposed is None:
        return Text("", "")
    seen = _seen_at(witnesses)
    return Text(
        f"Summan går ihop om {shown(cell)} i stället är {proposed}. {seen.sv}",
        f"The sum holds if {shown(cell)} is {proposed} instead. {seen.en}",
    )


def roundings(rules: Sequence[Rule]) -> list[Finding]:
    """One remark per table about the sums that hold only within what rounding can do."""
    tables: dict[int, list[Rule]] = defaultdict(list)
    for rule in rules:
        if rule.holds and rule.residual and rule.total.observation.value.unit not in COUNTS:
            tables[rule.total.observation.place.table].append(rule)
    found = []
    for _, off in sorted(tables.items()):
        totals = [r.total for r in off]
        params: dict[str, str | Text] = {
            "sums": listed([f"{_addition(r)} = {plain(r.computed)} ({shown(r.total)})" for r in off]),
            "where": where(in_order(totals)),
        }
        values = [v for r in off for v in (plain(r.computed), shown(r.total))]
        found.append(
            finding(
                "rounding",
                "info",
                "sum_rounding",
                [f for r in off for f, _ in r.terms] if len(off) == 1 else totals,
                values,
                params=params,
                about=totals[0],
                difference=max(abs(r.residual) for r in off),
                tolerance=max(r.edit.tolerance for r in off),
                edit_id=off[0].edit.edit_id,
            )
        )
    return found
