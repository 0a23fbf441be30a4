"""The names of interventions known while one report is read: from the registry, its tables and its headings."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from extract.types import fold
from normalize.names import core, declared, ocr_key, tidy

SHORTEST = 3


@dataclass(frozen=True)
class Lexicon:
    """Known printed names, looked up by core; by OCR key too where the text lost its å ä ö."""

    names: tuple[str, ...]
    spoilt: bool = False

    def known(self, text: str) -> str:
        """The name that a text is, as printed in the text; '' when it is none."""
        name = tidy(text)
        if not name or len(name) > 90:
            return ""
        inside = re.search(r"\)\s*\S", name) is not None  # a bracket inside running text declares no heading
        for form in (name, *(() if inside else declared(name))):
            if core(form) in _cores(self.names) or (
                self.spoilt and ocr_key(form) and ocr_key(form) in _ocr(self.names)
            ):
                return name
        return ""

    def is_name(self, text: str) -> bool:
        """Does a text name a known intervention?"""
        return bool(self.known(text))

    def with_names(self, more: Iterable[str]) -> Lexicon:
        """The lexicon with names found on the way."""
        return Lexicon(tuple(dict.fromkeys([*self.names, *(tidy(n) for n in more if tidy(n))])), self.spoilt)

    def mentions(self, folded: str) -> list[tuple[int, int, str]]:
        """Names that stand in folded text: (start, end, the known name), longest first where they overlap."""
        return [
            (m.start(), m.end(), self.names[int(m.lastgroup[1:].partition("_")[0])])
            for m in _pattern(self.names, self.spoilt).finditer(folded)
            if m.lastgroup
        ]


@lru_cache(maxsize=64)
def _cores(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(core(form) for n in names for form in (n, *declared(n)))


@lru_cache(maxsize=64)
def _ocr(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(k for n in names for form in (n, *declared(n)) if (k := ocr_key(form)))


@lru_cache(maxsize=64)
def _pattern(names: tuple[str, ...], spoilt: bool) -> re.Pattern[str]:
    """One pattern for all names, genitives allowed, spoilt letters as any one or two."""
    parts: list[tuple[int, str]] = []
    for i, name in enumerate(names):
        outside = re.sub(r"\s*\([^)]*\)", "", name).strip()
        for form in {outside, *(d for d in declared(name) if len(d) >= SHORTEST)}:
            if len(fold(form)) >= SHORTEST:
                parts.append((len(form), f"(?P<n{i}_{len(parts)}>{_letters(form, spoilt)})(?:s|:s)?"))
    parts.sort(key=lambda p: -p[0])
    return re.compile(rf"(?<!\w)(?:{'|'.join(p for _, p in parts) or '(?!)'})(?!\w)")


def _letters(form: str, spoilt: bool) -> str:
    out = []
    for ch in " ".join(form.split()):
        if spoilt and ch in "åäöÅÄÖéÉ":
            out.append(r"\w{1,2}")
        else:
            out.append(re.escape(fold(ch)) if ch.strip() and fold(ch) else r"\W?" if ch not in " " else r"\s+")
    return "".join(out)
