"""'x av y' against its printed percent, and the shares of women, men and other that should make 100."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from corpus.clashes import finding, in_order
from corpus.messages import Text, group_of, listed, plain, shown, where, words
from corpus.records import Fact, Finding
from corpus.rules import COUNTS, HUNDRED, has_number, number, period_code, rounded, row_key, unit_step
from corpus.same_fact import printing
from corpus.wording import says

HEADCOUNTS = ("participants", "new_participants", "exited_participants", "unique_participants")
KIND = Decimal(1)
"""Percentage points that are taken for careless rounding rather than another number."""


def exact(part: Decimal, whole: Decimal) -> Decimal | None:
    """The share in percent; None when the whole is nothing."""
    return HUNDRED * part / whole if whole > 0 else None


def gap(percent: Fact, share: Decimal) -> Decimal:
    """Percentage points between a printed percent and the true share, 0 when rounding or a hedge explains it."""
    seen = printing(percent)
    return Decimal(0) if seen.low <= share <= seen.high else abs(number(percent) - share)


def own_gap(fact: Fact) -> Decimal:
    """The gap between a percent and the 'x av y' printed with it; 0 where there is none."""
    value = fact.observation.value
    if value.unit != "percent" or value.value is None or value.numerator is None or value.denominator is None:
        return Decimal(0)
    share = exact(value.numerator, value.denominator)
    return gap(fact, share) if share is not None else Decimal(0)


def gender_shares(facts: Sequence[Fact]) -> list[Finding]:
    """Percent women and men of one group in one sentence or row: that they make 100 and fit the counted persons."""
    groups: dict[tuple[object, ...], list[Fact]] = {}
    for fact in facts:
        seen = fact.observation
        if seen.value.unit == "percent" and seen.gender != "T" and seen.measure in HEADCOUNTS and has_number(fact):
            key = (*row_key(fact), fact.intervention_id, seen.measure, seen.category, seen.role, period_code(fact))
            groups.setdefault(key, []).append(fact)
    counted = persons_by_gender(facts)
    found = []
    for group in groups.values():
        shares: dict[str, Fact] = {f.observation.gender: f for f in group}
        if len(shares) == len(group) and group[0].observation.role == "actual":
            counts = persons_beside(group[0], counted)
            found += _hundred(shares, counts) or _against_counts(shares, counts)
    return found


Whom = tuple[str, ...]
"""What people are counted or shared out: intervention, measure, category, role, period."""


def _whom(fact: Fact) -> Whom:
    seen = fact.observation
    return (fact.intervention_id, seen.measure, seen.category, seen.role, period_code(fact))


def persons_by_gender(facts: Sequence[Fact]) -> dict[Whom, dict[str, Fact]]:
    """The counted persons by gender of each group, from the row or sentence that tells most of them apart."""
    rows: dict[Whom, dict[tuple[object, ...], dict[str, Fact]]] = {}
    for fact in facts:
        seen = fact.observation
        if seen.value.unit in COUNTS and seen.period and has_number(fact):
            rows.setdefault(_whom(fact), {}).setdefault(row_key(fact), {}).setdefault(seen.gender, fact)
    return {whom: max(of_row.values(), key=len) for whom, of_row in rows.items()}


def persons_beside(share: Fact, counted: Mapping[Whom, dict[str, Fact]]) -> dict[str, Fact]:
    """Those of the group that a share is of, by gender; none when its period is not known."""
    return counted.get(_whom(share), {}) if share.observation.period else {}


def _rest(counts: dict[str, Fact]) -> Decimal | None:
    """The percent of people who are neither counted as women nor as men; None when that is not known."""
    if {"A", "T"} <= counts.keys():
        return exact(number(counts["A"]), number(counts["T"]))
    if {"T", "K", "M"} <= counts.keys():
        return exact(number(counts["T"]) - number(counts["K"]) - number(counts["M"]), number(counts["T"]))
    return None


def _hundred(shares: dict[str, Fact], counts: dict[str, Fact]) -> list[Finding]:
    if not {"K", "M"} <= shares.keys():
        return []
    total = sum((number(f) for f in shares.values()), Decimal(0))
    off, step = total - HUNDRED, max(unit_step(f) for f in shares.values())
    others = _rest(counts)
    if off == 0 or ("A" in shares and abs(off) <= step):
        return []
    if "A" not in shares and others and others > 0 and -others - step <= off <= 0:
        return []
    facts = in_order(shares.values())
    wrong, proposed = _wrong_share(shares, counts)
    if proposed is None and "T" in counts:
        proposed = _unattainable_share(shares, number(counts["T"]))
    closed = off > 0 or "A" in shares or _nobody_else(counts)
    witnesses = [counts[g] for g in (wrong, "T") if g in counts] if wrong else []
    params: dict[str, str | Text] = {
        "subject": group_of(facts[0]),
        "sum": " + ".join(shown(f) for f in facts),
        "total": f"{plain(total)} %",
        "where": where(facts),
        "counts": _counted(counts, wrong),
    }
    return [
        finding(
            "percent_sum",
            "error" if closed and abs(off) > step else "warning",
            "percent_sum",
            [*facts, *witnesses],
            [*(shown(f) for f in facts), f"{plain(total)} %"],
            params=params,
            about=facts[0],
            difference=off,
            tolerance=Decimal(0),
            proposed=proposed,
            confidence="likely",
        )
    ]


def _nobody_else(counts: dict[str, Fact]) -> bool:
    if not {"T", "K", "M"} <= counts.keys():
        return False
    return number(counts["K"]) + number(counts["M"]) == number(counts["T"])


def _wrong_share(shares: dict[str, Fact], counts: dict[str, Fact]) -> tuple[str, str | None]:
    """The one share that does not fit the counted persons, and what it should be."""
    misfits = []
    for gender, fact in shares.items():
        true = exact(number(counts[gender]), number(counts["T"])) if {gender, "T"} <= counts.keys() else None
        if true is not None and gap(fact, true) > KIND:
            misfits.append((gender, f"{plain(rounded(true, fact.observation.value.decimals))} %"))
    return misfits[0] if len(misfits) == 1 else ("", None)


def _unattainable_share(shares: dict[str, Fact], whole: Decimal) -> str | None:
    """What the one share that no whole number of people gives should be, by the others that some do."""
    odd = [f for f in shares.values() if not _attainable(f, whole)]
    if len(odd) != 1 or whole <= 0:
        return None
    rest = HUNDRED - sum((number(f) for f in shares.values() if f is not odd[0]), Decimal(0))
    return f"{plain(rest)} %" if rest > 0 else None


def _attainable(share: Fact, whole: Decimal) -> bool:
    below = int(number(share) * whole / HUNDRED)
    true = [exact(Decimal(n), whole) for n in (below, below + 1)]
    return any(s is not None and not gap(share, s) for s in true)


def _counted(counts: dict[str, Fact], gender: str) -> Text:
    if not gender:
        return Text("", "")
    part, whole = counts[gender], counts["T"]
    share = exact(number(part), number(whole)) or Decimal(0)
    where_ = where([part])
    label = words(f"gender.{gender}")
    numbers = f"{plain(number(part))} av {plain(number(whole))}"
    percent = f"{plain(rounded(share, 1))} %"
    return Text(
        f"Räknat i personer är {label.sv} {numbers} = {percent} ({where_.sv}).",
        f"Counted in persons, {label.en} are {numbers.replace(' av ', ' of ')} = {percent} ({where_.en}).",
    )


def _against_counts(shares: dict[str, Fact], counts: dict[str, Fact]) -> list[Finding]:
    """Shares that do not follow from the counted persons: beyond a point an error, less is rounding."""
    if "T" not in counts:
        return []
    off: list[tuple[Fact, Fact, Decimal]] = []
    for gender, fact in shares.items():
        true = exact(number(counts[gender]), number(counts["T"])) if gender in counts else None
        told_by_itself = fact.observation.value.denominator is not None and not own_gap(fact)
        if true is not None and true <= HUNDRED and gap(fact, true) and not told_by_itself:
            off.append((fact, counts[gender], true))
    if not off:
        return []
    worst = max(gap(f, true) for f, _, true in off)
    facts = [*(f for f, _, _ in off), *(c for _, c, _ in off), counts["T"]]
    about = off[0][0]
    sides = [(f"{shown(f)}", plain(number(c)), f"{plain(rounded(t, 1))} %") for f, c, t in off]
    whole = plain(number(counts["T"]))
    params: dict[str, str | Text] = {
        "subject": group_of(about),
        "printed": listed([s[0] for s in sides]),
        "true": listed([f"{n} av {whole} = {t}" for _, n, t in sides]),
        "where": where(in_order(facts)),
    }
    values = [v for f, c, _ in off for v in (shown(f), f"{plain(number(c))} av {whole}")]
    kind, severity = ("ratio", "error") if worst > KIND else ("rounding", "info")
    return [
        finding(
            kind,
            severity,  # type: ignore[arg-type]
            "gender_share",
            facts,
            values,
            params=params,
            about=about,
            difference=worst,
            tolerance=unit_step(about) / 2,
            proposed="; ".join(f"{plain(rounded(t, f.observation.value.decimals))} %" for f, _, t in off),
            confidence="likely" if worst > KIND else "possible",
        )
    ]


def split_not_rate(
    facts: Sequence[Fact], rate_of: dict[tuple[str, str, str], tuple[Decimal, list[Fact]]]
) -> list[Finding]:
    """Percent of the women and of the men with an exit that cannot be rates: the rate of all must lie between them.

    `rate_of` gives the share of all in percent, and the facts it rests on, by (intervention, measure, period).
    """
    groups: dict[tuple[object, ...], list[Fact]] = {}
    for fact in facts:
        seen = fact.observation
        exits = seen.measure.startswith("exit_") and seen.value.unit == "percent" and seen.role == "actual"
        if exits and seen.gender in ("K", "M") and has_number(fact) and seen.period:
            groups.setdefault((*row_key(fact), fact.intervention_id, seen.measure, period_code(fact)), []).append(fact)
    found = []
    for group in groups.values():
        about = group[0]
        rate, basis = rate_of.get((about.intervention_id, about.observation.measure, period_code(about)), (None, []))
        numbers = [number(f) for f in group]
        if rate is None or len(group) != 2 or len({f.observation.gender for f in group}) != 2:
            continue
        if not says("of_gender", about.observation.place.quote):
            continue
        if abs(sum(numbers) - HUNDRED) > 1 or min(numbers) - KIND <= rate <= max(numbers) + KIND:
            continue
        params: dict[str, str | Text] = {
            "subject": group_of(about),
            "shares": listed([shown(f) for f in in_order(group)]),
            "rate": f"{plain(rounded(rate, 1))} %",
            "where": where(in_order([*group, *basis])),
        }
        values = [*(shown(f) for f in in_order(group)), *(shown(f) for f in basis), f"{plain(rounded(rate, 1))} %"]
        found.append(
            finding("ratio", "warning", "split_not_rate", [*group, *basis], values, params=params, about=about)
        )
    return found
