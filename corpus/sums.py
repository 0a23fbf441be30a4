"""Sums that do not hold: one finding per cause, with the cells that could explain it and what each should be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal

from corpus.clashes import finding, in_order
from corpus.messages import Text, listed, plain, shown, subject, where
from corpus.ranking import Change, Explained, Verdict
from corpus.records import Explanation, Fact, Finding, Severity
from corpus.rules import COUNTS, Rule, number
from corpus.same_fact import Key, by_key, key_of
from corpus.slips import is_digit_slip
from corpus.sources import Ratio, Source
from corpus.system import MACHINES

SUMS = frozenset({"row_sum", "column_sum", "parts_sum"})
"""The kinds of edits whose breach is told here; repeated figures and wholes in two places are told elsewhere."""
MOST_LISTED = 8
"""Explanations that a finding keeps."""
MOST_SAID = 3
"""Explanations that its sentence names."""


def broken_sums(judged: Sequence[Verdict], facts: Sequence[Fact]) -> tuple[list[Finding], frozenset[str]]:
    """Findings of the sums that do not hold, and the ids of the cells they name as wrong beyond doubt.

    Sums and shares broken by one and the same cell are one finding.
    """
    printed = by_key(facts)
    found: list[Finding] = []
    named: set[str] = set()
    for verdict in judged:
        broken = _sums_of(verdict.broken)
        if verdict.confidence == "likely":
            changes = [c for c in verdict.explanations[0].changes if _sums_of(c.mends)]
            found += [_one_cell(c, verdict, printed) for c in changes]
            named |= {c.cell.fact.obs_id for c in changes}
            named |= {r.percent.obs_id for c in changes for r in _shares_of(c, verdict)}
            mended = {r.edit.edit_id for c in changes for r in _sums_of(c.mends)}
            broken = [r for r in broken if r.edit.edit_id not in mended]
        if broken and verdict.explanations and len(verdict.explanations[0].changes) == 1:
            found.append(_open(broken, verdict, printed))
        else:
            found += [_open([r], verdict, printed) for r in broken]
    return found, frozenset(named)


def _sums_of(sources: Sequence[Source]) -> list[Rule]:
    return [s for s in sources if isinstance(s, Rule) and s.edit.kind in SUMS]


def _shares_of(change: Change, verdict: Verdict) -> list[Ratio]:
    """The shares that follow from the counts only when the cell is changed, or its copy in an 'x av y' with it."""
    best = verdict.explanations[0]
    copies = [c for c in best.changes if (c.cell.value, c.proposed) == (change.cell.value, change.proposed)]
    keys = {c.cell.key for c in copies}
    found = [s for c in copies for s in (*c.mends, *best.eased) if isinstance(s, Ratio)]
    about = [s for s in found if keys & {s.part.key, s.whole.key, s.percent.obs_id}]
    return list({s.edit.edit_id: s for s in about}.values())


def _witnesses(cell: Fact, needed: Decimal, printed: Mapping[Key, Sequence[Fact]]) -> list[Fact]:
    """Other places that print what the sums need of the cell."""
    key = key_of(cell)
    same = printed.get(key, ()) if key is not None else ()
    return [f for f in same if f.obs_id != cell.obs_id and number(f) == needed]


def _one_cell(change: Change, verdict: Verdict, printed: Mapping[Key, Sequence[Fact]]) -> Finding:
    """The finding about a cell that is wrong: everything it breaks, and who prints the number it should be."""
    cell, rules = change.cell.fact, sorted(_sums_of(change.mends), key=lambda r: r.edit.tolerance)
    needed = change.proposed or Decimal(0)
    witnesses, shares = _witnesses(cell, needed, printed), _shares_of(change, verdict)
    sure = len(change.mends) > 1 or bool(witnesses) or bool(shares)
    garbled = cell.observation.reader in MACHINES and sure and is_digit_slip(number(cell), needed)
    facts = in_order([*(f for r in rules for f, _ in r.terms), *witnesses, *(s.percent for s in shares)])
    values = [
        shown(cell),
        plain(needed),
        *(v for r in rules for v in _both_sides(r)),
        *(shown(s.percent) for s in shares),
    ]
    params: dict[str, str | Text] = {
        "subject": subject(cell),
        "printed": shown(cell),
        "needed": plain(needed),
        "where": where([cell]),
        "sums": _sums(rules),
        "witnesses": _seen_at(witnesses),
        "shares": _following([s.percent for s in shares]),
    }
    several = len(change.mends) > 1
    size = len(verdict.explanations[0].changes)
    rivals = [e for e in verdict.explanations[1:] if len(e.changes) <= size]
    kind = "garbled" if garbled else "sign" if change.slip.code == "sign" else rules[0].edit.kind
    return finding(
        kind,
        _severity(rules),
        ("misread" if several else "misread_once") if garbled else "one_cell" if several else "one_sum",
        facts,
        values,
        params=params,
        about=cell,
        difference=number(cell) - needed,
        tolerance=rules[0].edit.tolerance,
        edit_id=rules[0].edit.edit_id,
        proposed=plain(needed),
        confidence="likely",
        explanations=explanations_of([Explained((change,), verdict.explanations[0].cost), *rivals], printed),
    )


def _open(rules: Sequence[Rule], verdict: Verdict, printed: Mapping[Key, Sequence[Fact]]) -> Finding:
    """The finding about sums whose wrong cell cannot be told for certain: every candidate, the likeliest first."""
    rule = rules[0]
    inside = {f.obs_id for r in rules for f, _ in r.terms}
    fitting = [e for e in verdict.explanations if {c.cell.fact.obs_id for c in e.changes} & inside]
    best = verdict.best if len(rules) == len(_sums_of(verdict.broken)) else None
    change = best.changes[0] if best and len(best.changes) == 1 else None
    proposed = plain(change.proposed) if change and change.proposed is not None else None
    params: dict[str, str | Text] = {
        "subject": subject(rule.total),
        "sum": _addition(rule),
        "sums": _sums(rules),
        "computed": plain(rule.computed),
        "printed": shown(rule.total),
        "difference": plain(abs(rule.residual)),
        "where": where(in_order(r.total for r in rules)),
        "suspect": _suspected(fitting, printed),
    }
    witnesses = _witnesses(change.cell.fact, change.proposed, printed) if change and change.proposed else []
    return finding(
        rule.edit.kind,
        _severity(rules),
        rule.edit.kind if len(rules) == 1 else "several_sums",
        [*(f for r in rules for f, _ in r.terms), *witnesses],
        [v for r in rules for v in _both_sides(r)],
        params=params,
        about=rule.total,
        difference=rule.residual,
        tolerance=rule.edit.tolerance,
        edit_id=rule.edit.edit_id,
        proposed=proposed,
        confidence=verdict.confidence,
        explanations=explanations_of(fitting, printed),
    )


def _severity(rules: Sequence[Rule]) -> Severity:
    """A sentence's number smaller than one of its parts, and no slip of their sum, may never have been their total."""
    rule = rules[0]
    seen = rule.total.observation
    below = any(number(f) > number(rule.total) for f, c in rule.terms if c > 0)
    typed = any(c.isdigit() for c in seen.value.printed)
    slipped = typed and is_digit_slip(number(rule.total), rule.computed)
    misread = seen.source == "prose" and below and not slipped
    return "warning" if len(rules) == 1 and misread else "error"


def explanations_of(explained: Sequence[Explained], printed: Mapping[Key, Sequence[Fact]]) -> list[Explanation]:
    """Explanations as the dataset keeps them, cells of one solution numbered alike; `printed` are all facts by key."""
    out = []
    for number_, one in enumerate(explained[:MOST_LISTED], 1):
        for change in one.changes:
            if change.proposed is None:
                continue
            fact = change.cell.fact
            spots = [f"{shown(f)} ({where([f]).sv})" for f in _witnesses(fact, change.proposed, printed)]
            seen, code = plain(change.cell.value) if change.cell.derived else shown(fact), change.slip.code
            mends = len(change.mends)
            # The x and y of an 'x av y' are no cells of their own: accepting them must not set the percentage beside.
            cell = change.cell.key
            out.append(Explanation(cell, seen, change.proposed, code, tuple(spots), one.cost, number_, mends))
    return out


def _suspected(explained: Sequence[Explained], printed: Mapping[Key, Sequence[Fact]]) -> Text:
    """What would make the sums hold, when few single cells can."""
    single = [e.changes[0] for e in explained if len(e.changes) == 1 and e.changes[0].proposed is not None]
    if not single or len(single) > MOST_SAID:
        return Text("", "")
    sv, en = [], []
    for change in single:
        cell, needed = change.cell.fact, change.proposed or Decimal(0)
        seen, spots = _seen_at(_witnesses(cell, needed, printed)), where([cell])
        sv.append(
            f"om {shown(cell)} på {spots.sv} är {plain(needed)}{' (' + seen.sv.rstrip('.') + ')' if seen.sv else ''}"
        )
        en.append(
            f"if {shown(cell)} at {spots.en} is {plain(needed)}{' (' + seen.en.rstrip('.') + ')' if seen.en else ''}"
        )
    return Text(f"Det går ihop {' eller '.join(sv)}.", f"It holds {' or '.join(en)}.")


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


def _following(shares: Sequence[Fact]) -> Text:
    """That printed shares follow from the counts when the number is what the sums need."""
    if not shares:
        return Text("", "")
    told, spots = listed([shown(f) for f in shares]), where(in_order(shares))
    return Text(f"Då stämmer också {told.sv} på {spots.sv}.", f"Then {told.en} at {spots.en} follows too.")


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
                # The sums were made from exact amounts: what is printed stands.
                proposed="; ".join(shown(t) for t in totals),
                confidence="likely",
            )
        )
    return found
