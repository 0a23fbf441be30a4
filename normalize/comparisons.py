"""Two names -> scores, each with a sentence saying why; and what speaks so strongly against that no score counts.

The model is the visible list MODEL: function, weight. The functions that prove two names one by their structure alone
are in SAFE; the others only suggest, and a person is asked. Weights and thresholds are told in docs/registry.md.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from normalize import tracks
from normalize.name_features import Name
from normalize.name_features import name as name_of
from normalize.name_letters import misread, slip
from normalize.names import is_genitive, plain
from normalize.places import nearest

_SHORTEST_UNSPACED = 8
_SHORTEST_TWICE_MARKED = 11
_SHORTEST_BEGUN = 5
_LONG_NAME = 16
_LONG_WORD = 7


@dataclass(frozen=True, slots=True)
class Comparison:
    """How like two names are: `score` 0-1, and a sentence saying why ('' when there is nothing to say)."""

    score: float
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Rarity:
    """How much a word tells: 1 for a word that only these names have, near 0 for one that many names share."""

    weights: Mapping[str, float] = field(default_factory=dict)

    def of(self, word: str) -> float:
        return self.weights.get(word, 1.0)


Compare = Callable[[Name, Name, Rarity], Comparison]
NONE = Comparison(0.0)


def same_core(a: Name, b: Name, _: Rarity) -> Comparison:
    """The same but for case, hyphens, spaces, endings, generic words, years and brackets."""
    if not a.core or _joiners_differ(a, b) or _marks_differ(a, b) or _brackets_differ(a, b):
        return NONE  # names without a letter that we compare have nothing in common
    if a.core == b.core:
        return Comparison(0.95, f"same comparable form '{a.core}'")
    if a.tight == b.tight and (len(a.tight) >= _SHORTEST_UNSPACED or set(a.pieces) == set(b.pieces)):
        return Comparison(0.95, f"same comparable form '{a.tight}' when spaces are left out")
    return NONE


def _joiners_differ(a: Name, b: Name) -> bool:
    """'Stöd i arbete' and 'Stöd till arbete' are not one; 'Stöd arbete' may be either."""
    return len(a.joiners) == len(b.joiners) and any(
        x and y and x != y for x, y in zip(a.joiners, b.joiners, strict=True)
    )


def _marks_differ(a: Name, b: Name) -> bool:
    """'Vågen' and 'Vägen' are two words; 'Vagen' may be either, where the letters were lost."""
    return len(a.spelt) == len(b.spelt) and any(
        x != y and {x, y} <= set("åäö")
        for one, other in zip(a.spelt, b.spelt, strict=True)
        for x, y in zip(one, other, strict=False)
    )


def _brackets_differ(a: Name, b: Name) -> bool:
    """'Koordinator (Af)' and 'Koordinator (Fk)'."""
    return bool(a.told_apart and b.told_apart and not a.told_apart & b.told_apart)


def genitive(a: Name, b: Name, _: Rarity) -> Comparison:
    """'Lyras' of 'Lyra'."""
    for one, other in ((a, b), (b, a)):
        if is_genitive(one.printed, other.printed):
            return Comparison(0.95, f"'{one.printed}' is the genitive of '{other.printed}'")
    return NONE


def compound(a: Name, b: Name, _: Rarity) -> Comparison:
    """'Lyraprojektet' of 'Lyra'."""
    for one, other in ((a, b), (b, a)):
        proper = len(other.words) == 1 and not other.places and not other.tracks
        if one.head and one.head in (other.core, other.core + "s") and proper:
            return Comparison(0.93, f"'{one.printed}' is '{other.printed}' with a general word joined to it")
    return NONE


def declares(a: Name, b: Name, _: Rarity) -> Comparison:
    """A name that says the other one in brackets, before a subtitle, or after 'tidigare'."""
    for one, other in ((a, b), (b, a)):
        for alias in one.declared:
            if name_of(alias).core == other.core:
                return Comparison(0.9, f"the text gives '{one.printed}' and '{other.printed}' as one")
    return NONE


def read_wrong(a: Name, b: Name, _: Rarity) -> Comparison:
    """The same but for letters that OCR takes for others."""
    if _joiners_differ(a, b) or _brackets_differ(a, b) or a.places != b.places:
        return NONE
    if _marks_differ(a, b) and min(len(a.letters), len(b.letters)) < _SHORTEST_TWICE_MARKED:
        return NONE
    if a.ocr and a.ocr == b.ocr and len(a.words) == len(b.words) and _long_enough(a, b):
        return Comparison(0.94, "the same but for letters that OCR takes for å, ä or ö")
    found = misread(a.letters, b.letters)
    if found is None or not _long_enough(a, b):
        return NONE
    count = "letters" if found != 1 else "a letter"
    return Comparison(round(0.94 - 0.01 * found, 2), f"the same but for {count} that OCR confuses")


def _long_enough(a: Name, b: Name) -> bool:
    """Short words are too easily other words: 'Hopp' is no misread 'Hepp'; in a long name 'tor' is 'för'."""
    if min(len(a.letters), len(b.letters)) >= _LONG_NAME:
        return True
    changed = set(a.pieces) ^ set(b.pieces) or set(a.spelt) ^ set(b.spelt)
    return bool(changed) and min(map(len, changed)) >= _LONG_WORD


def slipped(a: Name, b: Name, _: Rarity) -> Comparison:
    """One letter more, less, other or swapped inside one long word, or in the name of a place."""
    if _joiners_differ(a, b) or _brackets_differ(a, b):
        return NONE
    found = slip(a.words, b.words) or slip(*(tuple(plain(w) for w in n.spelt) for n in (a, b)))
    if len(a.words) == len(b.words) and not found:
        odd = [(x, y) for x, y in zip(a.words, b.words, strict=True) if x != y]
        found = odd[0] if len(odd) == 1 and any(nearest(x) == y for x, y in (odd[0], odd[0][::-1])) else None
    if found and max(map(len, set(a.pieces) ^ set(b.pieces)), default=0) < _LONG_WORD:
        return NONE  # 'NP-teamet' and 'NPF-teamet': the long word is long by its hyphen only
    return Comparison(0.9, f"one letter between '{found[0]}' and '{found[1]}'") if found else NONE


def initials(a: Name, b: Name, _: Rarity) -> Comparison:
    """An acronym that is the other name's initials, or is made of letters that begin its words."""
    for one, other in ((a, b), (b, a)):
        short = one.acronym
        if not short or len(other.printed) <= len(one.printed) + 2:
            continue
        if short in other.initials:
            return Comparison(0.85, f"'{one.printed}' are the initials of '{other.printed}'")
        full = other.initials[0] if other.initials else ""
        if len(short) > 2 and full[:1] == short[0] and full[-1] == short[-1] and in_order(short, full):
            return Comparison(0.7, f"'{one.printed}' are initials of words of '{other.printed}', in order")
        if len(short) > 2 and other.core[:1] == short[0] and in_order(short, other.flat):
            ends = len(other.words) > 1 and other.words[-1][0] == short[-1]
            why = f"the letters of '{one.printed}' stand in '{other.printed}', in order"
            return Comparison(0.5 if ends else 0.3, why + (", the last one beginning its last word" if ends else ""))
    return NONE


def in_order(short: str, long: str) -> bool:
    """Do the letters of the one stand in the other in this order?"""
    at = 0
    for letter in short:
        at = long.find(letter, at) + 1
        if not at:
            return False
    return True


def contains(a: Name, b: Name, rarity: Rarity) -> Comparison:
    """All words of one name are in the other; the more of the longer one they are, the more it says."""
    few, many = sorted((set(a.words), set(b.words)), key=len)
    if not few or not few < many:
        return NONE
    inside = sum(rarity.of(w) for w in few)
    whole = sum(rarity.of(w) for w in many)
    short, long = (a, b) if len(a.words) <= len(b.words) else (b, a)
    return Comparison(
        0.35 + 0.5 * inside / whole if whole else 0.35, f"all words of '{short.printed}' are in '{long.printed}'"
    )


def shares(a: Name, b: Name, rarity: Rarity) -> Comparison:
    """Words in common, rare ones before common ones."""
    common, either = set(a.marks) & set(b.marks), set(a.marks) | set(b.marks)
    if common == either:
        return NONE
    shown = sorted(common & set(a.pieces))
    # 'psykos' and 'psykosvården', 'utveckling' and 'samverkansutveckling'.
    begun = {
        x
        for one, other in ((a, b), (b, a))
        for x in one.pieces
        if len(x) >= _SHORTEST_BEGUN and any(y != x and x in y for y in other.pieces)
    }
    share = (sum(rarity.of(w) for w in common) + 0.7 * sum(rarity.of(w) for w in begun)) / max(
        sum(rarity.of(w) for w in either), 1e-9
    )
    return Comparison(min(share, 1.0), f"both have {_listed([*shown, *sorted(begun)])}" if shown or begun else "")


def same_place(a: Name, b: Name, _: Rarity) -> Comparison:
    """The same place named in both."""
    common = a.places & b.places
    return Comparison(0.4, f"both name {_listed(common)}") if common else NONE


def same_track(a: Name, b: Name, _: Rarity) -> Comparison:
    """The same group named in both."""
    common = {t for axis in set(a.tracks) & set(b.tracks) for t in a.tracks[axis] & b.tracks[axis]}
    return Comparison(0.4, f"both are for {_listed(common)}") if common else NONE


def letters_alike(a: Name, b: Name, _: Rarity) -> Comparison:
    """Letters in common, in order, over the whole names and over the words put in order."""
    from rapidfuzz import fuzz  # noqa: PLC0415  heavy; only names that are no equal core come here

    score = max(fuzz.ratio(a.core, b.core), fuzz.token_sort_ratio(a.core, b.core)) / 100
    return Comparison((score - 0.6) / 0.4, f"{score:.0%} of the letters are the same") if score > 0.6 else NONE


SAFE: tuple[Compare, ...] = (same_core, genitive, compound, read_wrong, slipped)
"""Each alone makes two names one, unless something vetoes. `declares` does too, where only one name is meant."""

MODEL: tuple[tuple[Compare, float], ...] = (
    (same_core, 1.0),
    (genitive, 1.0),
    (compound, 1.0),
    (declares, 1.0),
    (read_wrong, 1.0),
    (slipped, 1.0),
    (initials, 0.8),
    (contains, 0.7),
    (letters_alike, 0.6),
    (shares, 0.6),
    (same_track, 0.4),
    (same_place, 0.25),
)
"""What speaks for two names being one, and what a full score is worth. Combined as 1 - product of (1 - w x score)."""


def compared(a: Name, b: Name, rarity: Rarity | None = None) -> tuple[float, tuple[str, ...]]:
    """Two names -> one score 0-1 and the sentences behind it, weightiest first."""
    against, said = 1.0, list[tuple[float, str]]()
    for compare, weight in MODEL:
        found = compare(a, b, rarity or Rarity())
        if found.score > 0:
            against *= 1 - weight * found.score
            said.append((weight * found.score, found.reason))
    said.sort(key=lambda pair: -pair[0])
    return round(1 - against, 4), tuple(reason for _, reason in said if reason)


def safe(a: Name, b: Name) -> Comparison:
    """The strongest comparison that proves two names one by structure alone; score 0 when none does."""
    return max((compare(a, b, Rarity()) for compare in SAFE), key=lambda c: c.score)


def veto(a: Name, b: Name) -> str:
    """Why two names cannot be one whatever their likeness, as a sentence; '' when nothing says so."""
    if a.places and b.places and not a.places & b.places:
        return f"another place: {_listed(a.places)}, not {_listed(b.places)}"
    if found := tracks.clash(a.tracks, b.tracks):
        axis, one, other = found
        return f"another group ({axis}): {_listed(one)}, not {_listed(other)}"
    if a.numbers and b.numbers and a.numbers != b.numbers:
        return f"another number: {_listed(a.numbers)}, not {_listed(b.numbers)}"
    return ""


def _listed(items: object) -> str:
    return ", ".join(f"'{i}'" for i in sorted(map(str, items)))  # type: ignore[call-overload]  # any iterable of words
