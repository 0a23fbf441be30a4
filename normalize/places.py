"""Places in names: the 290 municipalities, the districts and regions that reports name. Data, not code."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

_SHORTEST_IN_COMPOUND = 5
_SHORTEST_MISSPELT = 6
_UNITS = re.compile(
    r"s?-?(?:team|projekt|grupp|enhet|insats|modell|gruppe|enhete|insatse|modelle|teame|projekte)[tns]{0,2}"
)


@dataclass(frozen=True, slots=True)
class PlaceName:
    """A row of places.csv. `within` is the county of a municipality or the municipality of a district."""

    place: str
    kind: str
    within: str
    also_a_word: bool


def folded(text: str) -> str:
    """Lower case letters without diacritics and anything else: 'Upplands-Bro' -> 'upplandsbro'."""
    plain = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z]", "", plain)


def letters(text: str) -> str:
    """Lower case letters with their diacritics and nothing else."""
    return re.sub(r"[\W\d_]", "", unicodedata.normalize("NFC", text).casefold())


@cache
def known() -> Mapping[str, PlaceName]:
    """Every place by its folded name; by its letters where another has the same folded name (Habo and Håbo)."""
    text = resources.files("normalize").joinpath("data/places.csv").read_text(encoding="utf-8")
    out: dict[str, PlaceName] = {}
    for r in sorted(csv.DictReader(text.splitlines()), key=lambda r: folded(r["place"]) != letters(r["place"])):
        key = folded(r["place"]) if folded(r["place"]) not in out else letters(r["place"])
        out[key] = PlaceName(r["place"], r["kind"], r["within"], r["also_a_word"] == "yes")
    return out


@lru_cache(maxsize=16384)
def spans(text: str) -> Mapping[int, str]:
    """The words of a text that are a place: index -> folded place, '' for the further words of a longer one.

    A place that is also a word (Mark, Vara) counts when it is printed with a capital and is not the first word.
    """
    tokens = text.split()
    out: dict[int, str] = {}
    i = 0
    while i < len(tokens):
        for width in (3, 2, 1):
            place = _place_of(tokens[i : i + width], first=i == 0) if i + width <= len(tokens) else ""
            if place:
                out[i] = place
                out.update(dict.fromkeys(range(i + 1, i + width), ""))
                i += width - 1
                break
        i += 1
    return out


def _place_of(tokens: list[str], *, first: bool) -> str:
    if len(tokens) == 2 and tokens[0].endswith("-"):
        return ""
    marked, name = letters("".join(tokens)), folded("".join(tokens))
    for form in (marked, marked.removesuffix("s"), name, name.removesuffix("s")):
        row = known().get(form)
        if row and " " in row.place and len(tokens) == 1 and "-" not in tokens[0] and tokens[0][:1].islower():
            continue
        if row and not (row.also_a_word and (first or not tokens[0][:1].isupper())):
            return form
    return ""


@lru_cache(maxsize=16384)
def found(text: str) -> frozenset[str]:
    """The places that a name holds, also inside a compound ('Botkyrkateamet') and in the genitive."""
    out = {place for place in spans(text.replace("/", " ")).values() if place}
    for token in re.split(r"[\s/]+", text):
        out |= set(_compounded(token))
    return frozenset(out)


def _compounded(token: str) -> tuple[str, ...]:
    """'Botkyrkateamet', 'Salemsprojektet', 'Team-Fittja': a place joined to a unit."""
    parts = [folded(p) for p in token.split("-")]
    whole = "".join(parts)
    apart = [p for p in parts if p in known() and len(parts) > 1 and len(p) >= _SHORTEST_IN_COMPOUND - 1]
    ends = range(_SHORTEST_IN_COMPOUND, len(whole))
    return (*apart, *(whole[:end] for end in ends if whole[:end] in known() and _UNITS.fullmatch(whole[end:])))


@lru_cache(maxsize=4096)
def unit_of(token: str) -> tuple[str, str]:
    """'Huddingeteamet' -> ('teamet', 'huddinge'): a unit joined to a place; ('', '') for any other word."""
    whole = folded(token)
    for end in range(_SHORTEST_IN_COMPOUND, len(whole)):
        unit = whole[end:].removeprefix("s") if whole[end:].startswith("ste") else whole[end:]
        if whole[:end] in known() and re.fullmatch(r"team(?:et|ets|en)?", unit):
            return unit, whole[:end]
    return "", ""


@lru_cache(maxsize=4096)
def nearest(word: str) -> str:
    """The one place that a misspelt word is a letter from: 'bokyrka' -> 'botkyrka'; '' when none or several are."""
    name = folded(word)
    if len(name) < _SHORTEST_MISSPELT or name in known():
        return ""
    from rapidfuzz.distance import OSA  # noqa: PLC0415

    near = [p for p in known() if abs(len(p) - len(name)) <= 1 and OSA.distance(p, name, score_cutoff=1) <= 1]
    return near[0] if len(near) == 1 else ""
