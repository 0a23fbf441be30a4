"""Dates that no calendar has, and reports adopted before the time they are about was over."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence

from corpus.clashes import remark
from corpus.messages import Text
from corpus.prose import Said
from corpus.records import Finding
from corpus.wording import fold, says

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


def early_adoptions(period_end: str, report_id: str, prose: Sequence[Said]) -> list[Finding]:
    """One warning per sentence that has the report adopted within the time it is about (`period_end` as ISO date)."""
    found = []
    for said in prose:
        if not (says("adopted", said.text) and says("report", said.text)) or not period_end:
            continue
        for day, month, year in WORDS.findall(fold(said.text)):
            date = f"{year}-{MONTHS.index(month) + 1:02}-{int(day):02}"
            if year and year == period_end[:4] and date < period_end:
                printed = f"{day} {month} {year}"
                params: dict[str, str | Text] = {"printed": printed, "end": period_end}
                found.append(
                    remark(
                        "date",
                        "early_adoption",
                        report_id,
                        "_federation",
                        places=[said.place],
                        values=[printed],
                        params=params,
                        severity="warning",
                    )
                )
    return found


def _exists(year: int, month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]
