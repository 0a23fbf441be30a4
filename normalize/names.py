"""Printed intervention name -> a form that can be compared; two names -> a score and a sentence saying why.

Nothing here decides: `corpus.linkage` does, with the registry, the decisions and the vetoes at hand.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib import resources

_BRACKETED = re.compile(r"\(([^()]{1,40})\)")
_BROKEN_WORD = re.compile(r"(\w)[-\u00ad]\s+(\w)")
_SUBTITLE = re.compile(r"\s+[–—-]\s+")
_FORMERLY = re.compile(r",?\s+(?:tidigare|f\.?\s?d\.?|fd|före detta)\s+", re.IGNORECASE)
_NOT_A_LETTER = re.compile(r"[^0-9a-z]+")
_DEFINITE = re.compile(r"(?<=\w{6})(?:ens|ets|en|et)$")
# The letters OCR puts where it cannot read å, ä or ö: one class, compared only in text that lost its language.
_LOST_LETTER = re.compile(r"[aeo06]+|oe|ae")
_SHORTEST_OCR_KEY = 8


@dataclass(frozen=True, slots=True)
class Comparison:
    """How like two names are: `score` 0-1, and a sentence saying why."""

    score: float
    reason: str


@cache
def _words(role: str) -> frozenset[str]:
    text = resources.files("normalize").joinpath("data/name_words.csv").read_text(encoding="utf-8")
    return frozenset(row["word"] for row in csv.DictReader(text.splitlines()) if row["role"] == role)


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


def declared(printed: str) -> tuple[str, ...]:
    """The other names a printed name declares itself: bracketed, after a dash, or after 'tidigare'.

    'Unga på väg i Salem (UPIS)' -> ('UPIS',); 'START – Stöd till arbete' -> ('START',);
    'Myndighetsgemensamt team, tidigare FINSAM-team' -> ('Myndighetsgemensamt team', 'FINSAM-team').
    """
    name = tidy(joined(printed))
    found = [inner.strip() for inner in _BRACKETED.findall(name) if plain(inner) and not _is_note(inner)]
    outside = tidy(_BRACKETED.sub(" ", name))
    renamed = _FORMERLY.split(outside)
    if len(renamed) > 1:
        found += [tidy(part) for part in renamed]
    head = _SUBTITLE.split(outside)
    if len(head) > 1 and re.fullmatch(r"[\w-]+", head[0]):
        found.append(head[0])
    if found and outside != name:
        found.append(outside)
    return tuple(dict.fromkeys(f for f in found if f and f != name))


def _is_note(bracketed: str) -> bool:
    """A bracket that says who pays or what unit, not another name."""
    words = bracketed.casefold().split()
    return not words or any(w in _words("note") for w in words) or not re.search(r"[^\W\d]{2}", bracketed)


def core(printed: str) -> str:
    """What is left of a name when case, diacritics, hyphens, brackets, generic words and definite endings are gone.

    'MIA-projektet' -> 'mia'; 'Samverkansteamet Botkyrka' -> 'samverkansteam botkyrka'; a name of generic words only
    keeps them. Two names with one core may still be two interventions: the caller holds the vetoes.
    """
    name = _BRACKETED.sub(" ", tidy(joined(printed))).casefold()
    name = re.sub(r":s\b", "", name)
    tokens = [t for part in name.split() if (t := _without_generic(part.strip(" .,:;–—-!?")))]
    kept = [t for t in tokens if t not in _words("joiner")]
    words = [w for t in (kept or tokens) if (w := _indefinite(plain(t.replace("-", ""))))]
    return " ".join(words) or plain(name)


def _without_generic(token: str) -> str:
    """A token without a generic tail after a hyphen; '' when all of it is generic."""
    if token in _words("generic"):
        return ""
    head, hyphen, tail = token.rpartition("-")
    return head if hyphen and tail in _words("generic") else token


def _indefinite(word: str) -> str:
    return _DEFINITE.sub("", word)


def slug(printed: str) -> str:
    """A readable id: 'Rätt stöd för mig!' -> 'ratt-stod-for-mig'. Brackets and generic words are left out."""
    name = _BRACKETED.sub(" ", tidy(joined(printed)))
    tokens = [t for part in name.split() if (t := _without_generic(part.casefold()))]
    return "-".join(plain(" ".join(tokens) or name).split()) or "namnlos"


def ocr_key(printed: str) -> str:
    """The core with every letter that OCR takes for å, ä or ö in one class: compare only text that lost its language.

    'Välfärdsguiden', 'Valfardsguiden' and 'Vélfardsguiden' have one key. '' for names too short to be told apart so.
    """
    key = _LOST_LETTER.sub("a", core(printed))
    return key if len(key.replace(" ", "")) >= _SHORTEST_OCR_KEY else ""


def is_genitive(printed: str, of: str) -> bool:
    """Whether `printed` is `of` with a Swedish genitive: 'Lyras' of 'Lyra', 'MIA:s' of 'MIA'."""
    a, b = tidy(printed).casefold(), tidy(of).casefold()
    return a in (b + "s", b + ":s", b + "'s", b + "’s")


def compare(a: str, b: str) -> Comparison:
    """How like two printed names are, by letters, with as many words in both; 0 when the words do not pair."""
    from rapidfuzz import fuzz  # noqa: PLC0415  heavy; only names that are no equal core come here

    left, right = core(a), core(b)
    if left == right:
        return Comparison(1.0, f"'{a}' and '{b}' are the same but for case, hyphens, endings and generic words")
    if len(left.split()) != len(right.split()):
        return Comparison(0.0, f"'{a}' and '{b}' have different numbers of words")
    if re.findall(r"\d+", left) != re.findall(r"\d+", right) and not re.search(r"[a-z]\d[a-z]", left + " " + right):
        return Comparison(0.0, f"'{a}' and '{b}' carry different numbers")
    score = fuzz.ratio(left, right) / 100
    return Comparison(score, f"'{a}' and '{b}' have {score:.0%} of their letters in common, word by word")
