"""The user's own vocabulary file (`--vocabulary`): held against the contract's codes before anything is read.

Its format is that of the built-in one, see docs/vocabulary.md; `normalize.vocabulary.load` puts the two together.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz import fuzz

from corpus.contract import OPEN_CODES, Code, codelists, is_code
from normalize import vocabulary
from normalize.vocabulary import Vocabulary, VocabularyError

CODELISTS = {
    "measure": "measures",
    "gender": "genders",
    "role": "roles",
    "unit": "units",
    "rating": "ratings",
    "status": "obs_status",
    "qualifier": "qualifiers",
    "report_kind": "report_kinds",
    "corner": "measures",
}
"""The facets whose codes stand in the dataset, and their code lists there. The others' codes are the program's own."""
NUMBERS = frozenset({"number_word", "everyone"})
"""Facets whose code is the number that the word stands for."""
SHORT_LIST = 12
NEAREST = 4


@dataclass(frozen=True, slots=True)
class Taught:
    """A vocabulary file that can be used: where it is, and the sum of its content."""

    path: Path
    sha256: str

    def as_json(self) -> str:
        """What `runs.vocabulary` says of it."""
        return json.dumps({"file_name": self.path.name, "sha256": self.sha256}, ensure_ascii=False)


def read(path: Path | None) -> Taught | None:
    """The user's file, checked; None when none is given. Raises VocabularyError naming file, rows and nearest codes."""
    if path is None:
        return None
    vocabulary.load(path)  # says what is wrong with facets, places and forms
    own = vocabulary.load()
    wrong: list[str] = []
    first: dict[tuple[str, str, str], tuple[int, str]] = {}
    for number, row in vocabulary.rows_of(path):
        facet, code, form = row["facet"], row["code"], row["form"]
        if what := wrong_code(facet, code, own):
            wrong.append(f"{path}, row {number}: {what}")
        earlier, its_code = first.setdefault((facet, form.casefold(), row["where"]), (number, code))
        if its_code != code:
            wrong.append(f"{path}, row {number}: {form!r} is {its_code!r} in row {earlier}; keep one of the two rows")
    if wrong:
        raise VocabularyError("\n".join(wrong))
    return Taught(path, hashlib.sha256(path.read_bytes()).hexdigest())


def wrong_code(facet: str, code: str, built_in: Vocabulary) -> str:
    """What is wrong with a code of a facet, with those it could be; '' for a code that the facet has."""
    if facet in NUMBERS:
        return "" if code.isascii() and code.isdigit() else f"the code of a {facet} is a whole number, not {code!r}"
    if facet == vocabulary.CLASS:
        good = re.fullmatch(r"[a-z][a-z0-9_]*", code)
        return "" if good else f"a class is named in a-z, 0-9 and _, not {code!r}; forms name it as {{{{name}}}}"
    name = CODELISTS.get(facet, "")
    if not name:
        codes = built_in.codes(facet)
        return "" if code in codes else f"there is no {facet} {code!r}; it must be one of {', '.join(codes)}"
    if is_code(name, code):
        return ""
    known = codelists()[name]
    few = len(known) <= SHORT_LIST
    shown = ", ".join(known if few else nearest(code, known.values()))
    could = f"it must be one of {shown}" if few else f"the nearest are {shown}"
    own_code = "; what has no code is other:<slug>, in a-z, 0-9 and _" if name in OPEN_CODES else ""
    return f"there is no {facet} {code!r}; {could} (code list {name} in docs/contract.md){own_code}"


def nearest(code: str, known: Iterable[Code]) -> list[str]:
    """The codes that a wrong one is most like, by themselves or by their names in Swedish or English."""
    written = code.casefold()

    def likeness(of: Code) -> float:
        return max(fuzz.ratio(written, text.casefold()) for text in (of.code, of.label_sv, of.label_en))

    return [c.code for c in sorted(known, key=likeness, reverse=True)[:NEAREST]]
