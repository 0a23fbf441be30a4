"""One way to make a Finding, so that ids, places and their order are the same for every check."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Literal

from corpus.messages import Text, message, spots
from corpus.records import Explanation, Fact, Finding, Severity
from corpus.rules import digest
from normalize.types import Place

Confidence = Literal["likely", "possible", "undecided"]


def in_order(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """The facts once each, in the order of their places in the report."""
    unique = {f.obs_id: f for f in facts}

    def spot(fact: Fact) -> tuple[int, int, int, str]:
        place = fact.observation.place
        return (place.page or 0, place.line or 0, max(place.column, 0), fact.obs_id)

    return tuple(sorted(unique.values(), key=spot))


def finding(
    kind: str,
    severity: Severity,
    text: str,
    facts: Iterable[Fact],
    values: Sequence[str],
    *,
    params: Mapping[str, str | Text],
    about: Fact,
    difference: Decimal | None = None,
    tolerance: Decimal | None = None,
    edit_id: str | None = None,
    proposed: str | None = None,
    confidence: Confidence = "undecided",
    explanations: Sequence[Explanation] = (),
) -> Finding:
    """A finding about `about`, seen at all of `facts`; `text` is the key of its message and `params` what it says."""
    seen = in_order(facts)
    words = message(text, params)
    ids = tuple(f.obs_id for f in seen)
    quotes = {(f.observation.place.page, f.observation.place.line): f.observation.place.quote for f in reversed(seen)}
    places = list(dict.fromkeys((f.observation.place.page, f.observation.place.line) for f in seen))
    return Finding(
        finding_id=digest(kind, text, about.obs_id, *ids),
        kind=kind,
        severity=severity,
        report_ids=(about.report_id,),
        intervention_id=about.intervention_id,
        message_sv=words.sv,
        message_en=words.en,
        lines=tuple(line for _, line in places if line is not None),
        pages=tuple(page for page, _ in places if page is not None),
        obs_ids=ids,
        values=tuple(dict.fromkeys(values)),
        quotes=tuple(quotes[place] for place in places),
        difference=difference,
        tolerance=tolerance,
        edit_id=edit_id,
        proposed=proposed,
        confidence=confidence if proposed is not None else "undecided",
        explanations=tuple(explanations),
    )


def remark(
    kind: str,
    text: str,
    report_id: str,
    intervention_id: str,
    *,
    places: Sequence[Place],
    values: Sequence[str],
    params: Mapping[str, str | Text],
    severity: Severity = "info",
    proposed: str | None = None,
) -> Finding:
    """Something in the words that no number of the dataset is behind, seen at `places`."""
    ordered = sorted(places, key=lambda p: (p.page or 0, p.line or 0))
    words = message(text, {**params, "where": spots([(p.page, p.line) for p in ordered])})
    return Finding(
        finding_id=digest(report_id, kind, text, intervention_id, *values),
        kind=kind,
        severity=severity,
        report_ids=(report_id,),
        intervention_id=intervention_id,
        message_sv=words.sv,
        message_en=words.en,
        lines=tuple(p.line for p in ordered if p.line is not None),
        pages=tuple(p.page for p in ordered if p.page is not None),
        values=tuple(values),
        quotes=tuple(p.quote for p in ordered),
        proposed=proposed,
        confidence="likely" if proposed is not None else "undecided",
    )
