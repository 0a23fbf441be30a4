"""Two age spans for what one section calls its target group."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.clashes import remark
from corpus.messages import Text, listed
from corpus.prose import Said
from corpus.records import Finding
from corpus.wording import fold, says

AGES = re.compile(r"\b(\d{2}) (?:och |till |upp till )?(\d{2}) ?(?:ar|ars|aringar)\b")
"""Of folded text: '16-24 år', 'mellan 16 och 24 år'."""


def target_ages(report_id: str, prose: Sequence[Said]) -> list[Finding]:
    """One warning per intervention whose target group is given two spans that overlap but are not the same."""
    spans: dict[str, dict[tuple[int, int], Said]] = {}
    for said in prose:
        if said.intervention_id[:1] == "_" or "%" in said.text or not says("target_group", said.text):
            continue
        for low, high in AGES.findall(fold(said.text)):
            if int(low) < int(high):
                spans.setdefault(said.intervention_id, {}).setdefault((int(low), int(high)), said)
    found = []
    for intervention, given in spans.items():
        (first, *_), *_ = [sorted(given)]
        overlapping = [s for s in sorted(given) if s[0] <= first[1]]
        if len(overlapping) > 1:
            ages = [f"{low}-{high} år" for low, high in overlapping]
            told = [given[s] for s in overlapping]
            params: dict[str, str | Text] = {"subject": told[0].name or intervention, "ages": listed(ages)}
            places = [t.place for t in told]
            found.append(
                remark(
                    "prose_vs_prose",
                    "target_ages",
                    report_id,
                    intervention,
                    places=places,
                    values=ages,
                    params=params,
                    severity="warning",
                )
            )
    return found
