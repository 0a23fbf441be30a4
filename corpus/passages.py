"""Sentences printed word for word twice: under another intervention with its numbers, or twice in one section."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.clashes import remark
from corpus.messages import Text, listed
from corpus.prose import Said
from corpus.records import Finding
from corpus.wording import fold

LONG = 12
"""Words from which on two equal sentences are no chance."""
APART, FAR = 3, 150
"""Lines between two printings in one section that are neither one nor a recurring note."""
FIGURE = re.compile(r"\b(?!(?:19|20)\d\d\b)\d+\b")


def repeated_passages(report_id: str, prose: Sequence[Said]) -> list[Finding]:
    """A warning where another intervention has the same sentence with a number in it, a remark within one section."""
    same: dict[str, list[Said]] = {}
    for said in prose:
        folded = fold(said.text)
        if len(folded.split()) >= LONG and said.intervention_id[:1] != "_":
            same.setdefault(folded, []).append(said)
    found = []
    for folded, told in same.items():
        who = list(dict.fromkeys(s.intervention_id for s in told))
        counted = bool(FIGURE.search(folded))
        lines = [s.place.line or 0 for s in told]
        if (
            len(told) < 2
            or (len(who) > 1 and not counted)
            or (len(who) == 1 and not APART <= max(lines) - min(lines) <= FAR)
        ):
            continue
        params: dict[str, str | Text] = {
            "text": told[0].text,
            "who": listed([s.name or s.intervention_id for s in told]),
        }
        found.append(
            remark(
                "duplicate_text",
                "copied_passage" if len(who) > 1 else "repeated_passage",
                report_id,
                who[-1],
                places=[s.place for s in told],
                values=[told[0].text],
                params=params,
                severity="warning" if len(who) > 1 else "info",
            )
        )
    return found
