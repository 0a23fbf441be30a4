"""A heading, row label or title -> what it says: measure, gender, role, period, unit, total. The algebra of tables.

A table says what a number means in pieces: the title 'Antal avslutade deltagare', the heading 'Kvinnor', the label
'Novum'. Each piece is read alone into `Facets`; `over` lays a nearer piece over a farther one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from rapidfuzz.distance import Levenshtein

from extract.types import fold
from normalize.periods import DASHES, YEAR, in_text
from normalize.types import Period
from normalize.vocabulary import Match, Vocabulary

GENERAL = frozenset({"participants"})
"""Measures that any more special one in the same phrase beats."""
MIDDLE = frozenset({"exited_participants", "new_participants", "survey_share", "respondents"})
"""Beaten by a special reason for leaving, or by what was asked, in the same phrase."""
LATER = frozenset(
    {
        "self_supporting_after_1_year",
        "kept_job_12_months",
        "exit_any_activity",
        "other:after_6_months",
        "other:awaiting",
        "other:in_queue",
    }
)
"""Say more than the outcome they are measured by: 'i arbete ett år efter'."""


SHORTEST_SPOILT = 6
"""A shorter word is near too many others to be taken for one of them: 'summa' and 'gumma'."""


def telling(match: Match) -> tuple[int, int, int]:
    """Sorts measures found in one phrase by how much they say: rank, then length, then place."""
    code = match.entry.code
    if code in LATER:  # 'har jobbet kvar efter 12 månader' is more than being in work then
        return 4 + (code == "kept_job_12_months"), match.weight, -match.start
    rank = 0 if code in GENERAL else 1 if code in MIDDLE else 2 if code.startswith("other:") else 3
    return rank, match.weight, -match.start


@dataclass(frozen=True, slots=True)
class Facets:
    """What a phrase says; '' or None where it is silent. `weak`: its measure is only the bare word 'deltagare'.

    `category` is the class that a label names, where the table says that its labels name classes.
    """

    text: str = ""
    measure: str = ""
    gender: str = ""
    role: str = ""
    unit: str = ""
    period: Period | None = None
    total: bool = False
    weak: bool = False
    used: tuple[str, ...] = ()
    category: str = ""

    @property
    def silent(self) -> bool:
        """Nothing in the phrase is known: it may be a name or a category."""
        return not (self.measure or self.gender or self.role or self.total)


@dataclass(frozen=True, slots=True)
class Lens:
    """How phrases of one report are read: its vocabulary, its period, and whether its letters were spoilt by OCR."""

    vocabulary: Vocabulary
    period: Period | None
    spoilt: bool = False

    def fold(self, text: str) -> str:
        """Folded text, mended where OCR spoilt it."""
        return self.vocabulary.mended(text) if self.spoilt else fold(text)

    def facets(self, text: str, *where: str) -> Facets:
        """A phrase -> Facets, with the forms that hold in `where` ('header', 'stub', 'title', 'exits', 'money')."""
        folded = self.fold(text)
        places = {"any", *where}
        measure, weak = self.measure(folded, places)
        gender = self.gender(folded, places)
        role = self.vocabulary.best(folded, "role", places)
        unit = self.vocabulary.best(folded, "unit", places)
        total = self.vocabulary.best(folded, "total", places)
        found = [m for m in (measure, gender, role, unit, total) if m]
        return Facets(
            text=text,
            measure=measure.entry.code if measure else "",
            gender=gender.entry.code if gender else "",
            role=role.entry.code if role else "",
            unit=unit.entry.code if unit else "",
            period=in_text(self.fold(text.translate(DASHES)), self.period),
            total=total.start == 0 if total else "stub" in where and self.spoilt_total(folded),
            weak=weak,
            used=tuple(f"{m.entry.facet}:{m.entry.code}←{m.entry.form}" for m in found),
        )

    def spoilt_total(self, folded: str) -> bool:
        """Whether a whole label is a word for the total but for one letter, signs and spaces: 'ToTa,UT' of a scan."""
        letters = re.sub(r"[^a-z]", "", folded)
        known = (e.form for e in self.vocabulary.entries.get("total", ()) if e.where in ("any", "stub"))
        return any(len(w) >= SHORTEST_SPOILT and Levenshtein.distance(letters, fold(w)) <= 1 for w in known)

    def gender(self, folded: str, places: set[str]) -> Match | None:
        """The gender a phrase names; bare words such as 'annan' or 'K' only where they are the whole heading."""
        found = self.vocabulary.best(folded, "gender", places - {"header"})
        if found or "header" not in places:
            return found
        bare = YEAR.sub("", folded).strip()
        return next((m for m in self.vocabulary.find(bare, "gender", {"header"}) if m.end - m.start == len(bare)), None)

    def measure(self, folded: str, places: Iterable[str]) -> tuple[Match | None, bool]:
        """The measure a folded phrase names, special before general; the bare 'deltagare' only as the last way out."""
        found = self.vocabulary.find(folded, "measure", places)
        if found:
            return max(found, key=telling), False
        return self.vocabulary.best(folded, "measure", {"weak"}), True


def over(near: Facets, far: Facets) -> Facets:
    """Two pieces laid over each other: what the nearer one says wins, what it is silent on comes from the farther."""
    measure, weak = (
        (near.measure, near.weak) if near.measure and not (near.weak and far.measure) else (far.measure, far.weak)
    )
    return replace(
        near,
        measure=measure,
        weak=weak,
        gender=near.gender or far.gender,
        role=near.role or far.role,
        unit=near.unit or far.unit,
        period=near.period or far.period,
        used=(*near.used, *far.used),
    )
