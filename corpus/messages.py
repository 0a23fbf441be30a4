"""Findings in words: a template per kind of clash, in Swedish and in English, read from data/messages.csv."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib import resources

from corpus.records import Fact


@dataclass(frozen=True, slots=True)
class Text:
    """The same words in both languages."""

    sv: str
    en: str


@cache
def _templates() -> dict[str, Text]:
    with resources.files("corpus").joinpath("data/messages.csv").open(encoding="utf-8") as file:
        return {row["key"]: Text(row["sv"], row["en"]) for row in csv.DictReader(file)}


def message(key: str, params: Mapping[str, str | Text]) -> Text:
    """The sentence of `key` with `params` put in; a parameter is a string or a Text of its own per language."""
    template = _templates()[key]
    sv = {k: v.sv if isinstance(v, Text) else v for k, v in params.items()}
    en = {k: v.en if isinstance(v, Text) else v for k, v in params.items()}
    return Text(_tidy(template.sv.format(**sv)), _tidy(template.en.format(**en)))


def words(key: str, default: str = "") -> Text:
    """A word or label of the data ('measure.participants'); the default in both languages when there is none."""
    return _templates().get(key) or Text(default, default)


def plain(value: Decimal) -> str:
    """A number as people write it in Swedish: '-1 096 230', '44,1'."""
    text = f"{value.normalize():,f}" if value else "0"
    return text.replace(",", " ").replace(".", ",")


def shown(fact: Fact) -> str:
    """What stands printed, with its unit where the print leaves it out: '93 % (89 av 93)', '55', '1 098 tkr'."""
    value = fact.observation.value
    if value.value is None:
        return value.printed or "(blank)"
    text = plain(value.value)
    if value.unit == "percent":
        text += " %"
    elif value.unit in ("tkr", "mkr"):
        text += f" {value.unit}"
    elif value.unit == "sek":
        text += " kr"
    if value.unit == "percent" and value.numerator is not None and value.denominator is not None:
        text += f" ({plain(value.numerator)} av {plain(value.denominator)})"
    return text


def subject(fact: Fact) -> Text:
    """What a fact is about: 'Slussen, avslutade deltagare, kvinnor'."""
    seen = fact.observation
    who = Text(seen.name, seen.name) if seen.name else words(f"scope.{seen.scope}", fact.intervention_id)
    heading = " ".join(" ".join(seen.header_path[-1:]).split())
    unknown = heading or seen.measure.removeprefix("other:").replace("_", " ")
    what = words(f"measure.{seen.measure}", unknown)
    category = Text(seen.category, seen.category)
    parts = [who, what, category, words(f"gender.{seen.gender}"), words(f"role.{seen.role}")]
    return Text(", ".join(p.sv for p in parts if p.sv), ", ".join(p.en for p in parts if p.en))


def group_of(fact: Fact) -> Text:
    """Whom a fact counts, whatever the gender: 'Slussen, avslutade deltagare'."""
    seen = fact.observation
    who = Text(seen.name, seen.name) if seen.name else words(f"scope.{seen.scope}", fact.intervention_id)
    what = words(f"measure.{seen.measure}", seen.measure)
    return Text(f"{who.sv}, {what.sv}", f"{who.en}, {what.en}")


def where(facts: Sequence[Fact]) -> Text:
    """Where facts stand: 'rad 200 (tabell) och rad 1427 (text)'."""
    sv, en = [], []
    for fact in facts:
        place, kind = fact.observation.place, words(f"source.{fact.observation.source}", fact.observation.source)
        spot = _spot(place.page, place.line)
        sv.append(f"{spot.sv} ({kind.sv})")
        en.append(f"{spot.en} ({kind.en})")
    return Text(_join(sv, "och"), _join(en, "and"))


def spots(places: Sequence[tuple[int | None, int | None]]) -> Text:
    """Where (page, line) pairs are: 'sida 3 rad 12 och sida 4 rad 1'."""
    named = [_spot(page, line) for page, line in places]
    return Text(_join([n.sv for n in named], "och"), _join([n.en for n in named], "and"))


def _spot(page: int | None, line: int | None) -> Text:
    sv = " ".join([*([f"sida {page}"] if page else []), *([f"rad {line}"] if line else [])])
    en = " ".join([*([f"page {page}"] if page else []), *([f"line {line}"] if line else [])])
    return Text(sv or "okänd plats", en or "place unknown")


def listed(items: Sequence[str]) -> Text:
    """'a, b och c' / 'a, b and c'."""
    return Text(_join(list(items), "och"), _join(list(items), "and"))


def _join(items: list[str], last: str) -> str:
    unique = list(dict.fromkeys(items))
    return unique[0] if len(unique) == 1 else f"{', '.join(unique[:-1])} {last} {unique[-1]}" if unique else ""


def _tidy(text: str) -> str:
    return " ".join(text.split()).replace(" .", ".").replace(" ,", ",")
