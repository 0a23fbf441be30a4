"""Why a printed number measures nothing: reasons that have names, as patterns in `data/ignored.csv`."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from normalize.inked import Sheet

LABEL = "label"
"""The reason of numbers in the headings and row labels of tables that were read."""
PAGE = "page"
"""The reason of page numbers, and of other numbers in running heads and feet."""
NEVER = "never"
"""The reason of what may not be ignored: people, shares, money. Only reasons that come before it in the file do so."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a number is not about what facit reads.

    `where` the pattern is looked for: any, prose, table, spoilt (text whose letters OCR misread), clean (text that is
    not), or column: in the heading of a column, whose numbers it then names.
    """

    code: str
    where: str
    pattern: re.Pattern[str]


@cache
def reasons(*, spoilt: bool = False) -> tuple[Reason, ...]:
    """The patterns of `data/ignored.csv` in their order, as they are for spoilt text or for text that is not.

    They are written for folded text that keeps its å; a space stands for white space, line ends included.
    """
    rows = [(row, row["pattern"].replace("å", "a") if spoilt else row["pattern"]) for row in _rows()]
    return tuple(
        Reason(row["reason"], row["where"], re.compile(spaced(pattern), re.MULTILINE))
        for row, pattern in rows
        if pattern
    )


@cache
def labels() -> Mapping[str, tuple[str, str]]:
    """Reason -> what it is called in Swedish and in English."""
    named = (row for row in _rows() if row["label_sv"] and row["reason"] != NEVER)
    return {row["reason"]: (row["label_sv"], row["label_en"]) for row in named}


def _rows() -> list[dict[str, str]]:
    text = resources.files("normalize").joinpath("data", "ignored.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def spaced(pattern: str) -> str:
    """A pattern as written in the file -> as it is used: ' ' is some white space, ' ?' any or none."""
    return re.sub(r" (\?)?", lambda m: r"\s*" if m[1] else r"\s+", pattern)


def spans(page: Sheet, *, spoilt: bool) -> Iterator[tuple[int, int, Reason]]:
    """Every stretch of a sheet that a reason names, reasons in their order."""
    for reason in (r for r in reasons(spoilt=spoilt) if r.where not in ("column", "clean" if spoilt else "spoilt")):
        for m in reason.pattern.finditer(page.folded):
            yield m.start(), m.end(), reason
