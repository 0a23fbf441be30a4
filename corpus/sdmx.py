"""How the dataset is said in SDMX 3.0: components, ids of codes, and periods."""

from __future__ import annotations

import csv
import hashlib
import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib import resources
from typing import Literal

AGENCY = "FACIT"
VERSION = "1.0"
"""Not a semantic version, so by SDMX 3.0 the code lists may grow with the data and keep it."""
DATAFLOW = "DF_OBSERVATIONS"
STRUCTURE = "DSD_OBSERVATIONS"
CONCEPTS = "CS_FACIT"
NO_CATEGORY = "_Z"
"""SDMX's code for 'does not apply': the measure is not split further."""
NO_UNIT = "_U"
"""SDMX's code for 'not specified'."""
FREQS = {"A": "A", "H": "S", "T": "T", "Q": "Q", "M": "M", "I": "I", "S": "_O"}
"""Our frequencies -> SDMX's CL_FREQ; a day is 'irregular', several years are 'other'."""
SEXES = {"T": "_T", "K": "F", "M": "M", "A": "_O"}
"""Our genders (Kolada's) -> SDMX's CL_SEX."""
_ID = re.compile(r"[A-Za-z0-9_@$\-]+")


@dataclass(frozen=True, slots=True)
class Component:
    """A dimension, measure or attribute: coded by a code list, or of a type; `column` is the dataset's."""

    id: str
    kind: Literal["dimension", "time", "measure", "attribute"]
    codes: str
    type: str
    column: str
    name_sv: str
    name_en: str


@cache
def components() -> tuple[Component, ...]:
    """All components of the structure, in its order."""
    text = resources.files("corpus").joinpath("data/contract/sdmx_components.csv").read_text(encoding="utf-8")
    return tuple(Component(**row) for row in csv.DictReader(text.splitlines()))  # type: ignore[arg-type]


@cache
def code_id(value: str) -> str:
    """A value as an SDMX id: itself when it is one; else a slug, made unique by a hash of the value.

    >>> code_id("mia-hbs"), code_id("other:meetings"), code_id("summa insatser")
    ('mia-hbs', 'other-meetings', 'summa_insatser-b7ce22')
    """
    if _ID.fullmatch(value):
        return value
    if value.startswith("other:") and _ID.fullmatch(value.removeprefix("other:")):
        return value.replace(":", "-", 1)
    letters = "".join(c for c in unicodedata.normalize("NFKD", value) if not unicodedata.combining(c))
    slug = re.sub(r"[^a-z0-9]+", "_", letters.lower()).strip("_") or "x"
    return f"{slug[:40]}-{hashlib.sha256(value.encode()).hexdigest()[:6]}"


def time_period(freq: str, start: date, end: date) -> str:
    """The first and last day of a period -> SDMX's observational time period.

    A period that SDMX has no name for is its first day and its length: our T2 goes from January to August, SDMX's from
    May. So is a span of years: 2019-01-01/P3Y.
    """
    if freq == "I":
        return end.isoformat()
    months = _months(start, end)
    if months is None:
        return f"{start.isoformat()}/P{(end - start).days + 1}D"
    name = {12: "", 6: "S", 4: "T", 3: "Q", 1: "M"}.get(months)
    if name is None or (start.month - 1) % months:
        return f"{start.isoformat()}/P{months // 12}Y" if months % 12 == 0 else f"{start.isoformat()}/P{months}M"
    if name == "M":
        return f"{start:%Y-%m}"
    return f"{start.year}-{name}{(start.month - 1) // months + 1}" if name else str(start.year)


def _months(start: date, end: date) -> int | None:
    """How many whole calendar months; None when the days do not begin and end one."""
    after = end + timedelta(days=1)
    if start.day != 1 or after.day != 1:
        return None
    return (after.year - start.year) * 12 + after.month - start.month
