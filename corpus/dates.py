"""Dates that no calendar has."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence

from corpus.clashes import remark
from corpus.prose import Said
from corpus.records import Finding
from corpus.wording import fold

MONTHS = (
    *("januari", "februari", "mars", "april", "maj", "juni", "juli"),
    *("augusti", "september", "oktober", "november", "december"),
)
ISO = re.compile(r"\b((?:19|20)\d\d)-(\d\d)-(\d\d)\b")
WORDS = re.compile(rf"\b(\d{{1,2}}) ({'|'.join(MONTHS)})(?: ((?:19|20)\d\d))?\b")


def impossible_dates(report_id: str, prose: Sequence[Said]) -> list[Finding]:
    """One warning per sentence with a day or month that does not exist ('31 april', '2022-13-01')."""
    found = []
    for said in prose:
        printed = [m[0] for m in ISO.finditer(said.text) if not _exists(int(m[1]), int(m[2]), int(m[3]))]
        for day, month, year in WORDS.findall(fold(said.text)):
            if not _exists(int(year or 2000), MONTHS.index(month) + 1, int(day)):
                printed.append(" ".join(filter(None, (day, month, year))))
        found += [
            remark(
                "date",
                "impossible_date",
                report_id,
                said.intervention_id,
                places=[said.place],
                values=[date],
                params={"printed": date},
                severity="warning",
            )
            for date in printed
        ]
    return found


def _exists(year: int, month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]
