"""What there is to compare in a printed name, worked out once a name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from normalize import places, tracks
from normalize.names import core, declared, indefinite, ocr_key, parts, plain, tidy, tokens, words

_SHORTEST_ACRONYM, _LONGEST_ACRONYM = 2, 8


@dataclass(frozen=True, slots=True)
class Name:
    """A printed name with all that comparisons look at; made by `name`."""

    printed: str
    """On one line, as printed."""
    core: str
    words: tuple[str, ...]
    """The comparable words: places last."""
    pieces: tuple[str, ...]
    """The comparable words with those joined by a hyphen apart: 'FINSAM-team' -> ('finsam', 'team')."""
    marks: tuple[str, ...]
    """The pieces, and the groups that the name says ('condition:psychosis'): what names may have in common."""
    joiners: tuple[str, ...]
    """The joiner before each of them, '' for none."""
    spelt: tuple[str, ...]
    """Each of them in lower case with its diacritics and ending."""
    tight: str
    """The comparable words without spaces, the last one's ending taken off: 'IPS-bero ende' -> 'ipsberoende'."""
    head: str
    """A closed compound without its generic tail: 'Lyraprojektet' -> 'lyra'; '' when it is none."""
    flat: str
    """Its folded letters and figures without spaces, joiners too."""
    letters: str
    """The name in lower case with its diacritics, other names and notes left out: what OCR would have read."""
    ocr: str
    acronym: str
    """The name itself when it could be an acronym, folded: 'UPIS' -> 'upis'; else ''."""
    initials: tuple[str, ...]
    """Initials of all words, and of all but the joiners."""
    declared: tuple[str, ...]
    told_apart: frozenset[str]
    """What stands in its brackets: another name, a party."""
    places: frozenset[str]
    tracks: tracks.Tracks
    numbers: tuple[str, ...]
    """Numbers that are neither years nor versions."""

    def __hash__(self) -> int:
        return hash(self.printed)


@lru_cache(maxsize=16384)
def name(printed: str) -> Name:
    """A printed name -> its features."""
    one_line = tidy(printed)
    found = parts(one_line)
    pairs = tokens(one_line)
    forms = tuple(form for _, form, _ in pairs)
    spoken = [plain(w) for w in re.split(r"[\s\-/]+", found.name) if plain(w)]
    said = tracks.found(found.name)
    content = [w for w in spoken if w not in {plain(j) for j in words("joiner")}]
    return Name(
        printed=one_line,
        core=core(one_line),
        words=forms,
        pieces=(pieces := _pieces(found.name, forms)),
        marks=(*pieces, *(f"{axis}:{track}" for axis, its in sorted(said.items()) for track in sorted(its))),
        joiners=tuple(joiner for joiner, _, _ in pairs),
        spelt=tuple(token.casefold().replace("-", "") for _, _, token in pairs),
        tight=indefinite("".join(forms)) if len(forms) > 1 else "".join(forms),
        head=_head(forms),
        flat="".join(spoken),
        letters=" ".join(found.name.casefold().replace("-", " ").split()),
        ocr=ocr_key(one_line),
        acronym=_acronym(found.name),
        initials=tuple(dict.fromkeys("".join(w[0] for w in ws) for ws in (spoken, content) if len(ws) > 1)),
        declared=declared(one_line),
        told_apart=found.told_apart,
        places=places.found(found.name),
        tracks=said,
        numbers=tuple(w for w in forms if w.isdigit()) + _letters_that_count(found.name),
    )


def _pieces(printed: str, forms: tuple[str, ...]) -> tuple[str, ...]:
    hyphened = [t.split("-") for t in printed.split() if "-" in t.strip("-")]
    apart = [indefinite(plain(piece).replace(" ", "")) for token in hyphened for piece in token]
    together = {indefinite("".join(plain(piece).replace(" ", "") for piece in token)) for token in hyphened}
    return tuple(dict.fromkeys([*(f for f in forms if f not in together), *(a for a in apart if a)]))


def _head(forms: tuple[str, ...]) -> str:
    if len(forms) != 1:
        return ""
    tails = sorted((plain(t) for t in words("compound_tail")), key=len, reverse=True)
    tail = next((t for t in (*tails, "projekt", "insats") if forms[0].endswith(t) and forms[0] != t), "")
    head = forms[0].removesuffix(tail) if tail else ""
    return head if len(head) >= 3 else ""


def _acronym(printed: str) -> str:
    """One word with two capitals or more ('UPIS', 'MGT'), or short and printed as a name ('Upis')."""
    if not re.fullmatch(r"[A-ZÅÄÖa-zåäö]+", printed):
        return ""
    capitals = sum(ch.isupper() for ch in printed)
    fits = _SHORTEST_ACRONYM <= len(printed) <= _LONGEST_ACRONYM
    return plain(printed) if fits and (capitals >= 2 or (capitals == 1 and len(printed) <= 5)) else ""


def _letters_that_count(printed: str) -> tuple[str, ...]:
    """'Grupp A' -> ('a',): a single capital at the end tells groups apart."""
    match = re.search(r"\s([A-F])$", printed)
    return (match[1].lower(),) if match else ()
