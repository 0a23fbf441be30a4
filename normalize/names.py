"""Printed intervention name -> forms that can be compared: one line, core, what it declares, a readable id.

Nothing here decides: `corpus.linkage` does, with the registry, the decisions and the vetoes at hand.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from normalize import places, tracks

_BRACKETED = re.compile(r"\(([^()]{1,60})\)")
_BROKEN_WORD = re.compile(r"(\w)[-\u00ad]\s+(\w)")
_ACRONYM = re.compile(r"[A-ZÅÄÖ]{3,6}")
_SUBTITLE = re.compile(r"\s+[–—-]\s+|:\s+")
_NOT_A_LETTER = re.compile(r"[^0-9a-z]+")
_YEARS = re.compile(r"\b(?:år\s+)?(?:19|20)\d\d(?:\s?[-–/]\s?(?:(?:19|20)\d\d|\d\d))?\b", re.IGNORECASE)
_VERSION = re.compile(r"\b(?:version|ver\.?|v\.?)\s?\d+(?:\.\d+)?\b|\b\d\.\d\b", re.IGNORECASE)
_JOINED_BY_HYPHENS = re.compile(r"\w+-(\w+)-\w+")
"""'Steg-för-steg'"""
_ROMAN = {"II": "2", "III": "3", "IV": "4", "VI": "6", "VII": "7"}
_NUMERALS = {"ett": "1", "två": "2", "tre": "3", "fyra": "4"}
_COUNTED = frozenset({"etapp", "fas", "steg", "del", "grupp", "team", "spår", "omgång", "nr"})
_SHORTEST_STEM = 6
_LONGEST_ALIAS = 4
"""words"""
# The letters OCR puts where it cannot read å, ä or ö: one class, compared only in long names.
_LOST_LETTER = re.compile(r"[aeo06]+|oe|ae")
_SHORTEST_OCR_KEY = 8


@cache
def words(role: str) -> frozenset[str]:
    """The words of name_words.csv that play a role in names: generic, joiner, note, place_unit ..."""
    text = resources.files("normalize").joinpath("data/name_words.csv").read_text(encoding="utf-8")
    return frozenset(row["word"] for row in csv.DictReader(text.splitlines()) if row["role"] == role)


@cache
def _endings() -> tuple[tuple[str, str], ...]:
    text = resources.files("normalize").joinpath("data/name_endings.csv").read_text(encoding="utf-8")
    rows = [(row["ending"], row["becomes"]) for row in csv.DictReader(text.splitlines())]
    return tuple(sorted(rows, key=lambda row: -len(row[0])))


@cache
def _shortened() -> tuple[tuple[str, str], ...]:
    """(long, short) beginnings of words that are printed in both ways, the longest first."""
    text = resources.files("normalize").joinpath("data/name_short.csv").read_text(encoding="utf-8")
    rows = [(plain(row["long"]), plain(row["short"])) for row in csv.DictReader(text.splitlines())]
    return tuple(sorted(rows, key=lambda row: -len(row[0])))


@cache
def _inflected() -> Mapping[str, str]:
    """Short words that are no names by themselves -> how they are compared: 'teamet' -> 'team'."""
    text = resources.files("normalize").joinpath("data/name_inflected.csv").read_text(encoding="utf-8")
    return {plain(row["form"]): plain(row["base"]) for row in csv.DictReader(text.splitlines())}


@cache
def _formerly() -> re.Pattern[str]:
    said = "|".join(re.escape(w) for w in sorted(words("formerly"), key=len, reverse=True))
    return re.compile(rf"[,;]?\s+(?:{said})\s+", re.IGNORECASE)


def plain(text: str) -> str:
    """Lower case, no diacritics, only a-z, 0-9 and single spaces: 'HälsoSam' -> 'halsosam'."""
    folded = unicodedata.normalize("NFKD", text.casefold().replace("ø", "o").replace("æ", "a"))
    return _NOT_A_LETTER.sub(" ", folded.encode("ascii", "ignore").decode()).strip()


def tidy(printed: str) -> str:
    """The name on one line, white space single, surrounding punctuation gone; letters untouched."""
    return re.sub(r"\s+", " ", printed).strip(" \t.,:;*•·|!?\"'”“")


def joined(printed: str) -> str:
    """A word broken over a line put together: 'Samverkans-\\nteam Botkyrka' -> 'Samverkansteam Botkyrka'.

    A hyphen before a capital or after one stays: it belongs to the name ('MIA-\\nprojektet', 'IPS-\\npsykos').
    """

    def join(match: re.Match[str]) -> str:
        before, after = match.groups()
        return f"{before}-{after}" if before.isupper() or after.isupper() else before + after

    # 'hälso- och sjukvården' is no broken word.
    return re.sub(r"\s+", " ", re.sub(_BROKEN_WORD, lambda m: m[0] if _shared_tail(m) else join(m), printed)).strip()


def _shared_tail(match: re.Match[str]) -> bool:
    return re.match(r"(?:och|eller|samt)\b", match.string[match.end() - 1 :]) is not None


@dataclass(frozen=True, slots=True)
class Parts:
    """A printed name taken apart: what names it, and the other names it gives."""

    name: str
    """Without other names, notes, years and versions; identity in brackets (a place, a group) is kept."""
    aliases: tuple[str, ...] = ()
    """Other names in brackets or before a subtitle."""
    former: tuple[str, ...] = ()
    """What stands after 'tidigare'."""
    told_apart: frozenset[str] = frozenset()
    """What stands in brackets and may tell two of one name apart: other names, the party that runs it."""


@lru_cache(maxsize=8192)
def parts(printed: str) -> Parts:
    """'Nya vägar (NVA), tidigare Bron' -> name 'Nya vägar', aliases ('NVA',), former ('Bron',)."""
    name = tidy(joined(printed))
    former: list[str] = []
    aliases: list[str] = []
    apart: set[str] = set()

    def bracket(match: re.Match[str]) -> str:
        inner = tidy(match[1])
        said = _formerly().split(f" {inner}")
        if len(said) == 2 and not said[0].strip():
            former.append(tidy(said[1]))
        elif says_who(inner):
            return f" {inner} "
        elif _is_alias(inner):
            aliases.append(inner)
        if _is_alias(inner) or inner.casefold() in words("party"):
            apart.add(plain(inner))
        return " "

    name = _BRACKETED.sub(bracket, name)
    renamed = _formerly().split(name)
    if len(renamed) > 1 and renamed[0].strip():
        former += [tidy(part) for part in renamed[1:]]
        name = renamed[0]
    name = tidy(_VERSION.sub(" ", _YEARS.sub(" ", name))) or tidy(name)
    head = _SUBTITLE.split(name, maxsplit=1)
    if len(head) == 2 and _heads(*head):
        aliases.append(tidy(head[0]))
    elif len(head) == 2 and len(head[0].split()) > 1 and _ACRONYM.fullmatch(head[1]):
        name = tidy(head[0])
        aliases.append(head[1])
    return Parts(name, tuple(a for a in aliases if a), tuple(f for f in former if f), frozenset(apart))


def _heads(head: str, tail: str) -> bool:
    """Is the part before a dash a name by itself, and what follows it only a description?"""
    return len(head.split()) <= _LONGEST_ALIAS and len(tail.split()) > 1 and not says_who(tail)


def says_who(text: str) -> bool:
    """Does a text tell one intervention from another of the same name: a place, a group, a number?"""
    tokens = text.split()
    counted = any(t.casefold() in _COUNTED for t in tokens)
    numbered = bool(re.search(r"\d", _VERSION.sub(" ", _YEARS.sub(" ", text)))) or any(t in _ROMAN for t in tokens)
    return counted or numbered or bool(places.found(text)) or bool(tracks.found(text))


def _is_alias(bracketed: str) -> bool:
    """A bracket that is another name: short, begun by a capital, and not about who pays."""
    said = bracketed.casefold()
    if said in words("note") | words("unit") | words("party") or any(
        w in words("note") for w in re.split(r"[\s/,+]+", said)
    ):
        return False
    bare = _YEARS.sub("", bracketed)
    capital = any(ch.isupper() for ch in bare)
    return capital and re.search(r"[^\W\d]{2}", bare) is not None and len(bare.split()) <= _LONGEST_ALIAS


def declared(printed: str) -> tuple[str, ...]:
    """The other names a printed name declares itself: bracketed, before a subtitle, or after 'tidigare'.

    'Unga på väg i Salem (UPIS)' -> ('UPIS', 'Unga på väg i Salem'); 'START – Stöd till arbete' -> ('START',);
    'Myndighetsgemensamt team, tidigare FINSAM-team' -> ('FINSAM-team', 'Myndighetsgemensamt team').
    """
    name = tidy(joined(printed))
    found = parts(printed)
    others = [*found.aliases, *found.former]
    if others and found.name != name:
        others.append(found.name)
    return tuple(dict.fromkeys(o for o in others if o and o != name))


@lru_cache(maxsize=16384)
def tokens(printed: str) -> tuple[tuple[str, str, str], ...]:
    """The words of a name as (joiner before it, comparable form, as printed), generic words left out, places last.

    'Ungdomsprojektet i Salem' -> (('', 'ungdomsprojekt', 'Ungdomsprojektet'), ('i', 'salem', 'Salem')).
    """
    name = parts(printed).name
    raw = [
        t for part in re.split(r"[\s/]+", _JOINED_BY_HYPHENS.sub(_spaced, name)) if (t := part.strip(" .,:;–—-!?”\"'"))
    ]
    kept = [t for t in (_without_generic(t) for t in raw) if t] or raw
    if len(kept) > 2 and kept[0].casefold() in words("article"):
        kept = kept[1:]
    if all(t.casefold() in words("joiner") for t in kept):
        kept = raw
    where = places.spans(" ".join(kept))
    out: list[tuple[str, str, str]] = []
    last: list[tuple[str, str, str]] = []
    joiner = ""
    for i, token in enumerate(kept):
        low = token.casefold()
        if low in words("joiner") and i + 1 < len(kept):
            joiner = _joiner(low)
            continue
        if low in words("filler") and [t.casefold() for t in kept[i + 1 : i + 2]] in (["med"], ["i"], ["som"]):
            joiner = ""  # 'IPS för personer med beroende' is 'IPS med beroende'
            continue
        if i in where:
            if where[i]:
                last.append((joiner, where[i], token))
        elif (i - 1 in where or i - 2 in where) and low in words("place_unit"):
            pass
        elif (joint := places.unit_of(token))[0]:
            out.append((joiner, indefinite(joint[0]), joint[0]))
            last.append(("", joint[1], joint[1]))
        elif form := _comparable(token, last=i + 1 == len(kept) > 1):
            out.append((joiner, form, token))
        joiner = ""
    return tuple(out + last)


def _spaced(match: re.Match[str]) -> str:
    return match[0].replace("-", " ") if match[1].casefold() in words("joiner") else match[0]


def _joiner(low: str) -> str:
    """A joiner in one spelling: 'samt' as 'och'; 'för' however OCR read it."""
    if low in ("och", "samt", "&", "+"):
        return "och"
    return "för" if without_lost_letters(low) == "far" else low


def _comparable(token: str, *, last: bool) -> str:
    """A word as it is compared: folded, without its ending, long forms of a word short; a last 'I' is a number."""
    numbers = {**_ROMAN, "I": "1"} if last else _ROMAN
    if token in numbers:
        return numbers[token]
    if numeral := _NUMERALS.get(token.casefold()):
        return numeral
    word = indefinite(plain(re.sub(r":s$", "", token).replace("-", "")).replace(" ", ""))
    long, short = next(((a, b) for a, b in _shortened() if word.startswith(a)), ("", ""))
    return short + word.removeprefix(long)


def core(printed: str) -> str:
    """What is left of a name when case, diacritics, hyphens, brackets, generic words, years and endings are gone.

    'MIA-projektet' -> 'mia'; 'Samverkansteamet Botkyrka' -> 'samverkansteam botkyrka'; a name of generic words only
    keeps them. Two names with one core may still be two interventions: the caller holds the vetoes.
    """
    return " ".join(form for _, form, _ in tokens(printed)) or plain(printed)


def _without_generic(token: str) -> str:
    """A token without a generic tail after a hyphen; '' when all of it is generic."""
    low = re.sub(r":s$", "", token).casefold()
    if low in words("generic"):
        return ""
    head, hyphen, tail = token.rpartition("-")
    return head if hyphen and head and tail.casefold() in words("generic") else token


def indefinite(word: str) -> str:
    """A folded word without its Swedish ending: 'aktivitetsplatsens' -> 'aktivitetsplats'; short words keep theirs."""
    if word in _inflected():
        return _inflected()[word]
    for ending, becomes in _endings():
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= _SHORTEST_STEM:
            return stem + becomes
    return word


def slug(printed: str) -> str:
    """A readable id: 'Rätt stöd för mig!' -> 'ratt-stod-for-mig'. Other names, years and generic words are left out."""
    name = parts(printed).name
    kept = [t for part in name.split() if (t := _without_generic(part))]
    return "-".join(plain(" ".join(kept) or name).split()) or "namnlos"


def without_lost_letters(text: str) -> str:
    """Text with every letter that OCR takes for å, ä or ö, and these, in one class: 'fér' and 'för' are 'far'."""
    return _LOST_LETTER.sub("a", plain(text))


def ocr_key(printed: str) -> str:
    """The core with every letter that OCR takes for å, ä or ö in one class.

    'Välfärdsguiden', 'Valfardsguiden' and 'Vélfardsguiden' have one key. '' for names too short to be told apart so.
    """
    key = without_lost_letters(core(printed))
    return key if len(key.replace(" ", "")) >= _SHORTEST_OCR_KEY else ""


def genitives(name: str) -> Iterator[str]:
    """How a name may be printed in the genitive: 'Lyra' -> 'Lyras', 'Lyra:s' ..."""
    yield from (name + "s", name + ":s", name + "'s", name + "’s")


def is_genitive(printed: str, of: str) -> bool:
    """Whether `printed` is `of` with a Swedish genitive: 'Lyras' of 'Lyra', 'MIA:s' of 'MIA'; never 'UPIS' of 'UPI'."""
    a, b = tidy(printed), tidy(of)
    if a.casefold() not in (g.casefold() for g in genitives(b)):
        return False
    # In capitals an S belongs to the acronym, unless the whole name is printed in capitals where the other is not.
    return not (a.endswith("S") and b.isupper() and len(b) > 1) or a[len(b) :][:1] in (":", "'", "’")
