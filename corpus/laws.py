"""Laws cited with a number that is not theirs: data/laws.csv says which numbers a title has had."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from functools import cache
from importlib import resources

from rapidfuzz.fuzz import partial_ratio

from corpus.clashes import remark
from corpus.prose import Said
from corpus.records import Finding
from corpus.wording import fold

NUMBER = re.compile(r"\b((?:19|20)\d{2}:\d{1,4})\b")
REACH = 70
"""Letters after a number within which the law's title stands."""
ALIKE = 90
"""Of 100, how alike a title has to be: text that a machine read has slips."""


@cache
def _laws() -> tuple[tuple[str, tuple[str, ...]], ...]:
    with resources.files("corpus").joinpath("data/laws.csv").open(encoding="utf-8") as file:
        return tuple((row["title"], tuple(row["numbers"].split())) for row in csv.DictReader(file))


def misnumbered_laws(report_id: str, prose: Sequence[Said]) -> list[Finding]:
    """One warning per law and wrong number, with every place."""
    wrong: dict[tuple[str, str, str], list[Said]] = {}
    for said in prose:
        for cited in NUMBER.finditer(said.text):
            law = _law_at(said.text, cited)
            if law is not None and cited[1] not in law[1]:
                wrong.setdefault((cited[1], law[0], law[1][0]), []).append(said)
    return [
        remark(
            "date",
            "law_number",
            report_id,
            "_federation",
            places=[s.place for s in told],
            values=[cited],
            params={"printed": cited, "title": told[0].text[:120], "right": right},
            severity="warning",
            proposed=right,
        )
        for (cited, _, right), told in wrong.items()
    ]


def _law_at(text: str, cited: re.Match[str]) -> tuple[str, tuple[str, ...]] | None:
    """The law whose title begins right before or after its number, '... lag (2003:1210) om ...'."""
    after, before = fold(text[cited.end() :][:REACH]), fold(text[: cited.start()][-30:])
    for title, numbers in _laws():
        short = " ".join(title.split()[:3])
        # A title of one word (kommunallagen) stands before its number, one of several after it.
        where = before if " " not in title else after
        if len(where) >= len(short) and partial_ratio(short, where) >= ALIKE:
            return title, numbers
    return None
