"""Shares of people (percent of those who exited ...) against their own 'x av y', each other, and the flow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from corpus.clashes import Confidence, finding, in_order
from corpus.flow import Flow, flow_of, wholes_of
from corpus.messages import Text, listed, plain, shown, subject, where
from corpus.ranking import Verdict
from corpus.ratios import KIND, exact, gap, own_gap
from corpus.records import Fact, Finding
from corpus.rules import HUNDRED, number, rounded, unit_step
from corpus.same_fact import Key, Print, by_key, printing, spot, unambiguous, versions
from corpus.sources import Ratio, part_of
from corpus.sums import explanations_of
from corpus.versions import comparable_words, decide, kind_of


def shares(report_period: str | None, facts: Sequence[Fact], judged: Sequence[Verdict]) -> list[Finding]:
    """Every finding about a share of people: of each gender against its own 'x av y', the rest of all together."""
    groups = by_key(facts)
    about = {s.percent.obs_id: v for v in judged for s in v.broken if isinstance(s, Ratio)}
    found = []
    for key, group in groups.items():
        if key[-1] != "percent" or key[4] != "actual":
            continue
        flow = flow_of(key, groups)
        found += _own_ratio(group, flow, groups, about)
        if key[3] != "T":
            continue
        unmixed = [p.fact for p in unambiguous([printing(f) for f in group])]
        clash = _versions(unmixed, flow, judged)
        said = {number(f) for f in group if own_gap(f)}
        left = [] if clash else [f for f in unmixed if number(f) not in said]
        found += [*clash, *_against_flow(left, flow), *_unattainable(left, flow, key[1], key[5] == report_period)]
    return found


def shares_again(facts: Sequence[Fact]) -> list[list[list[Print]]]:
    """Every share of all people that is printed more than once where we understand it, its printings by version."""
    groups = by_key(facts)
    shares_ = [group for key, group in groups.items() if key[-1] == "percent" and key[3:5] == ("T", "actual")]
    told = [versions(unambiguous([printing(f) for f in group])) for group in shares_]
    return [t for t in told if sum(map(len, t)) > 1 and (len(t) == 1 or comparable_words(t))]


def _own_ratio(
    group: Sequence[Fact], flow: Flow, groups: Mapping[Key, Sequence[Fact]], about: Mapping[str, Verdict]
) -> list[Finding]:
    """The worst of the shares that their own 'x av y' does not give; `about` are the verdicts by obs_id."""
    broken = [f for f in group if own_gap(f) > 0]
    if not broken:
        return []
    worst = max(broken, key=own_gap)
    value, apart = worst.observation.value, own_gap(worst)
    share = exact(value.numerator or Decimal(0), value.denominator or Decimal(1)) or Decimal(0)
    same = [f for f in group if number(f) == number(worst)]
    verdict = about.get(worst.obs_id)
    judged = _judged(worst, flow, groups, verdict)
    sure = judged is not None and judged[1] == "likely"
    proposed, confidence, witnesses = judged if judged and sure else _mend(worst, share, flow, groups)
    # The explanations are told where the first of them is what is proposed.
    explained = verdict.explanations if verdict and judged and judged[0] == proposed else ()
    facts = in_order([*same, *witnesses])
    fraction = f"{plain(value.numerator or Decimal(0))} av {plain(value.denominator or Decimal(0))}"
    params: dict[str, str | Text] = {
        "subject": subject(worst),
        "printed": f"{plain(number(worst))} %",
        "fraction": Text(fraction, fraction.replace(" av ", " of ")),
        "true": f"{plain(rounded(share, 1))} %",
        "difference": plain(rounded(apart, 1)),
        "where": where(facts),
        "proposal": _proposal(proposed),
    }
    return [
        finding(
            "ratio" if apart > KIND else "rounding",
            "error" if apart > KIND else "info",
            "ratio",
            facts,
            [f"{plain(number(worst))} %", fraction, *(shown(f) for f in witnesses)],
            params=params,
            about=worst,
            difference=number(worst) - share,
            tolerance=unit_step(worst) / 2,
            proposed=proposed,
            confidence=confidence,
            explanations=explanations_of(explained, groups),
        )
    ]


def _judged(
    fact: Fact, flow: Flow, groups: Mapping[Key, Sequence[Fact]], verdict: Verdict | None
) -> tuple[str, Confidence, list[Fact]] | None:
    """What the one system of edits says of percent, x or y, and how surely; None when it says nothing."""
    if verdict is None or not verdict.explanations:
        return None
    change = next((c for c in verdict.explanations[0].changes if c.cell.fact.obs_id == fact.obs_id), None)
    if change is None or change.proposed is None:
        return None
    value, needed = fact.observation.value, change.proposed
    x, y = value.numerator or Decimal(0), value.denominator or Decimal(0)
    counted = [f for f in flow.counts if number(f) == x]
    if not change.cell.derived:
        based = [f for f in flow.bases if number(f) == y]
        return f"{plain(rounded(needed, value.decimals))} %", verdict.confidence, [*counted, *based]
    x, y = (needed, y) if change.cell.key == part_of(fact, x).key else (x, needed)
    whole = [f for f in wholes_of(fact, groups) if number(f) == y]
    return f"{plain(x)} av {plain(y)}", verdict.confidence, [*counted, *whole]


def _proposal(proposed: str | None) -> Text:
    if proposed is None:
        return Text("", "")
    return Text(f"Troligen avses {proposed}.", f"Probably {proposed.replace(' av ', ' of ')} is meant.")


def _mend(
    fact: Fact, share: Decimal, flow: Flow, groups: Mapping[Key, Sequence[Fact]]
) -> tuple[str, Confidence, list[Fact]]:
    """What would make percent and 'x av y' agree: another denominator that the report prints, or another percent."""
    value = fact.observation.value
    x, y = value.numerator or Decimal(0), value.denominator or Decimal(0)
    exact_percent = f"{plain(rounded(share, value.decimals))} %"
    counted = [f for f in flow.counts if number(f) == x]
    based = [f for f in flow.bases if number(f) == y]
    if counted and based:
        return exact_percent, "likely", [*counted, *based]
    wholes = wholes_of(fact, groups)
    for whole in wholes:
        true = exact(x, number(whole))
        if true is not None and not gap(fact, true):
            fits = [f for f in wholes if number(f) == number(whole)]
            return f"{plain(x)} av {plain(number(whole))}", "likely" if len(fits) > 1 else "possible", [*counted, *fits]
    return exact_percent, "possible", [*counted, *based]


def _versions(group: Sequence[Fact], flow: Flow, judged: Sequence[Verdict]) -> list[Finding]:
    told = versions(printing(f) for f in group)
    if len(told) < 2 or not comparable_words(told):
        return []
    facts = in_order(group)
    spread = max(number(f) for f in group) - min(number(f) for f in group)
    pairs = flow.pairs(facts[0])
    true = pairs[0][2] if pairs and len({p[2] for p in pairs}) == 1 else None
    basis = list(pairs[0][:2]) if pairs and true is not None else []
    proposed, confidence = decide(told, judged)
    if true is not None:
        proposed, confidence = f"{plain(rounded(true))} %", "likely"
    kind = kind_of(facts)
    severity = "info" if spread <= KIND else "warning" if kind == "prose_vs_prose" else "error"
    every = in_order([*facts, *basis])
    sides = [(shown(v[0].fact), where(in_order(p.fact for p in v))) for v in told]
    counted = _counted(basis, true)
    params: dict[str, str | Text] = {
        "subject": subject(facts[0]),
        "sides": Text(
            listed([f"{s} på {w.sv}" for s, w in sides]).sv,
            listed([f"{s} at {w.en}" for s, w in sides]).en,
        ),
        "counts": counted,
    }
    values = [*dict.fromkeys(shown(f) for f in facts), *(shown(f) for f in basis)]
    if true is not None:
        values.append(f"{plain(rounded(true, 1))} %")
    return [
        finding(
            kind,
            severity,  # type: ignore[arg-type]
            "share_versions",
            every,
            values,
            params=params,
            about=facts[0],
            difference=spread,
            tolerance=max(unit_step(f) for f in facts),
            proposed=proposed,
            confidence=confidence,
        )
    ]


def _counted(basis: Sequence[Fact], true: Decimal | None) -> Text:
    if true is None or len(basis) != 2:
        return Text("", "")
    count, base = (plain(number(f)) for f in basis)
    spots, percent = where(in_order(basis)), f"{plain(rounded(true, 1))} %"
    return Text(
        f"Räknat i personer är det {count} av {base} = {percent} ({spots.sv}).",
        f"Counted in persons it is {count} of {base} = {percent} ({spots.en}).",
    )


def _against_flow(group: Sequence[Fact], flow: Flow) -> list[Finding]:
    """A share that no printed count and base give."""
    found = []
    for fact in group:
        pairs = flow.pairs(fact)
        if not pairs:
            continue
        nearest = min(pairs, key=lambda p: gap(fact, p[2]))
        apart = gap(fact, nearest[2])
        if not apart:
            continue
        count, base, true = nearest
        prose = fact.observation.source == "prose"
        if prose and fact.observation.value.denominator is None and spot(fact) not in (spot(count), spot(base)):
            continue  # a share without its counts beside it may be about anything
        named = fact.observation.value.numerator == number(count) and not prose
        kind, severity = ("rounding", "info") if apart <= KIND else ("ratio", "error" if named else "warning")
        facts = in_order([fact, *nearest[:2]])
        params: dict[str, str | Text] = {
            "subject": subject(fact),
            "printed": shown(fact),
            "counts": _counted(nearest[:2], nearest[2]),
            "where": where([fact]),
        }
        found.append(
            finding(
                kind,
                severity,  # type: ignore[arg-type]
                "share_against_flow",
                facts,
                [shown(fact), f"{plain(number(count))} av {plain(number(base))}"],
                params=params,
                about=fact,
                difference=number(fact) - true,
                tolerance=unit_step(fact) / 2,
                proposed=f"{plain(rounded(true, fact.observation.value.decimals))} %",
                confidence="likely" if named or apart <= KIND else "possible",
            )
        )
    return _one_each(found)


def _one_each(found: list[Finding]) -> list[Finding]:
    """The finding with most to say of those about the same printed values."""
    unique: dict[tuple[str, ...], Finding] = {}
    for f in found:
        unique.setdefault(f.values, f)
    return list(unique.values())


def _unattainable(group: Sequence[Fact], flow: Flow, measure: str, current: bool) -> list[Finding]:
    """A share of those who exited that no whole number of people gives."""
    if flow.counts or not flow.bases or measure == "exit_all":
        return []
    found = []
    for fact in group:
        if fact.observation.value.denominator is not None:
            continue
        near = [_nearest(number(fact), base) for base in flow.bases]
        if any(gap(fact, share) <= KIND for shares_ in near for _, share in shares_):
            continue
        base, around = flow.bases[0], near[0]
        options = [f"{n} av {plain(number(base))} = {plain(rounded(share, 1))} %" for n, share in around]
        params: dict[str, str | Text] = {
            "subject": subject(fact),
            "printed": shown(fact),
            "base": plain(number(base)),
            "options": listed(options),
            "where": where(in_order([fact, base])),
        }
        found.append(
            finding(
                "ratio",
                "warning" if current else "info",
                "unattainable",
                [fact, base],
                [shown(fact), shown(base)],
                params=params,
                about=fact,
                difference=min(gap(fact, share) for _, share in around),
                tolerance=KIND,
            )
        )
    return found


def _nearest(percent: Decimal, base: Fact) -> list[tuple[int, Decimal]]:
    """The whole numbers of people just below and just above the share, with the shares they give."""
    whole = number(base)
    below = int(percent * whole / HUNDRED)
    return [(n, s) for n in (below, below + 1) if (s := exact(Decimal(n), whole)) is not None]
