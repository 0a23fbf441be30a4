"""Which federation a report is from, what kind it is, what time it is about, its title and date of publication."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import chain

from corpus.manifest import ManifestRow, is_date
from corpus.registry import Federation, Registry
from extract.types import Issue
from normalize.names import plain
from normalize.periods import report_period
from normalize.types import Period
from normalize.vocabulary import Vocabulary

UNKNOWN = "unknown"
_FIRST_LINES = 60
# 'Samordningsförbundet X' says it outright; in the first lines it is the letterhead; a place name only hints.
_BY_NAME, _EARLY = 6, 3
_LEAST, _MARGIN = 3, 1.5
_FEDERATION_WORD = r"samordn\w*rbund\w*(?: f\w{1,3}r)?"
_NAMED_FEDERATION = re.compile(r"\b[Ss]amordn\w*rbund\w*[ \t]+(?:i )?([A-ZÅÄÖ][\w-]+(?: [A-ZÅÄÖ][\w-]+)*)")
_SHORTEST_TITLE, _LONGEST_TITLE, _LONGEST_HEADING = 4, 120, 60
_NAMED_WITH_YEAR = re.compile(r"\D*\b(?:19|20)\d\d\b\D*")
_DATE = re.compile(r"\b(\d{1,2}) ([a-zåäö]+) ((?:19|20)\d\d)\b|\b((?:19|20)\d\d)-([01]\d)-([0-3]\d)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Identity:
    """What a report says about itself. `reasons`: one sentence per thing found; `issues`: what could not be told."""

    federation_id: str
    period: Period | None
    kind: str
    title: str
    published: str
    reasons: tuple[str, ...] = ()
    issues: tuple[Issue, ...] = ()
    stranger: str = ""
    """The association that the text names most, when that is why it is unknown: its reports belong together."""


@cache
def _words(use: str) -> tuple[str, ...]:
    text = resources.files("corpus").joinpath("data/identify_words.csv").read_text(encoding="utf-8")
    return tuple(row["word"] for row in csv.DictReader(text.splitlines()) if row["use"] == use)


def identify(lines: Sequence[str], given: ManifestRow, registry: Registry, vocabulary: Vocabulary) -> Identity:
    """The report's lines in order, and what a person has given -> its identity; what is given goes first."""
    federation_id, why = _federation(lines, registry)
    if given.federation_id:
        federation_id, why = given.federation_id, "given in reports.csv"
    period, kind = report_period(lines, vocabulary)
    period, kind = given.period or period, given.kind or kind
    issues = []
    if federation_id == UNKNOWN:
        issues.append(Issue("federation-unknown", f"the federation cannot be told: {why}; {_WAY_OUT}"))
    if period is None:
        issues.append(Issue("period-unknown", f"the year or half-year cannot be told from the text; {_WAY_OUT}"))
    return Identity(
        federation_id,
        period,
        kind,
        given.title or title(lines),
        given.published or published(lines),
        (f"federation: {why}",),
        tuple(issues),
        stranger_of(lines, registry) if federation_id == UNKNOWN else "",
    )


def stranger_of(lines: Sequence[str], registry: Registry) -> str:
    """The association that a text names most and the registry lacks, folded; '' when there is none."""
    name, _ = _stranger(lines, registry)
    return plain(name)


_WAY_OUT = "write it in a reports.csv beside the file (columns file,federation,period)"


def _federation(lines: Sequence[str], registry: Registry) -> tuple[str, str]:
    """(federation_id, why) by the names in the text; UNKNOWN when two are as likely, or another one is named more."""
    # Lines are joined: 'Samordningsförbundet Huddinge / Botkyrka Salem' is often broken over two.
    text, opening = (f" {plain(' '.join(part))} " for part in (lines, lines[:_FIRST_LINES]))
    named = {f.federation_id: _named(f, text) + _EARLY * _named(f, opening) for f in registry.federations}
    hinted = {f.federation_id: _hinted(f, text) + _EARLY * _hinted(f, opening) for f in registry.federations}
    points = {i: _BY_NAME * named[i] + hinted[i] for i in named}
    ranked = sorted(points.items(), key=lambda item: (-item[1], item[0]))
    stranger, times = _stranger(lines, registry)
    if stranger and times > max(named.values(), default=0):
        return UNKNOWN, f"the text names 'Samordningsförbundet {stranger}', which the registry does not have"
    if not ranked or ranked[0][1] < _LEAST:
        return UNKNOWN, "no name of a federation in the registry stands in the text"
    (best, most), second = ranked[0], (ranked[1] if len(ranked) > 1 else ("", 0))
    if most < _MARGIN * second[1]:
        return UNKNOWN, f"the text speaks as much of {best} as of {second[0]}"
    return best, f"the text speaks of {best} ({most} points; next {second[0] or 'none'} with {second[1]})"


def _names(federation: Federation) -> set[str]:
    """What may follow the word Samordningsförbundet."""
    return {n for n in (plain(federation.name).partition(" ")[2], *map(plain, federation.aliases)) if n}


def _named(federation: Federation, text: str) -> int:
    """How often the text says 'Samordningsförbundet <name>' outright."""
    return sum(len(re.findall(rf" {_FEDERATION_WORD} (?:i )?{re.escape(n)}(?= )", text)) for n in _names(federation))


def _hinted(federation: Federation, text: str) -> int:
    """How often places and programmes of the federation stand in the text."""
    return sum(text.count(f" {plain(word)} ") for word in federation.words)


def _stranger(lines: Sequence[str], registry: Registry) -> tuple[str, int]:
    """The association named most on one line that the registry lacks, and how often (opening lines count more)."""
    known = {name for f in registry.federations for name in _names(f)}
    found: Counter[str] = Counter()
    for number, line in enumerate(lines):
        for name in _NAMED_FEDERATION.findall(line):
            if not any(plain(name).startswith(k) or k.startswith(plain(name)) for k in known):
                found[name] += 1 + _EARLY if number < _FIRST_LINES else 1
    return max(found.items(), key=lambda item: (item[1], item[0]), default=("", 0))


def title(lines: Sequence[str]) -> str:
    """The first line that names the kind of report, among the opening lines or anywhere with a year.

    Else one of the very first lines, when it is short and no heading that any report could have ('Inledning').
    """
    tidied = [re.sub(r"[#*_|\s]+", " ", line).strip() for line in lines]
    opening = [line for line in tidied[:_FIRST_LINES] if _SHORTEST_TITLE <= len(line) <= _LONGEST_TITLE]
    kinds, commonplace = (tuple(map(plain, _words(use))) for use in ("title", "heading"))
    named = (line for line in opening if any(word in plain(line) for word in kinds))
    dated = (line for line in tidied if len(line) <= _LONGEST_TITLE and _NAMED_WITH_YEAR.fullmatch(plain(line)))
    other = (x for x in opening[:3] if len(x) <= _LONGEST_HEADING and x[0].isupper() and plain(x) not in commonplace)
    return next(chain(named, (d for d in dated if plain(d).startswith(kinds)), other), "")


def published(lines: Sequence[str]) -> str:
    """The date of an opening line that says decided, adopted or published, as YYYY-MM-DD; '' when there is none."""
    signs = [plain(word) for word in _words("published")]
    months = [plain(word) for word in _words("month")]
    for line in lines[:_FIRST_LINES]:
        match = _DATE.search(line)
        if not match or not any(sign in plain(line) for sign in signs):
            continue
        day, month, year, *iso = match.groups()
        number = months.index(plain(month)) + 1 if month and plain(month) in months else 0
        text = "-".join(iso) if iso[0] else f"{year}-{number:02}-{int(day):02}"
        if is_date(text):
            return text
    return ""
