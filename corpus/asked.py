"""What people write for an association, an intervention, a measure or a gender -> the codes of a dataset.

A name that nothing has is never an empty answer: the error lists the nearest ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from corpus.contract import codelists
from normalize.names import core, plain

NEAREST = 5
LIKE = 55
"""How like a name must be (0-100, rapidfuzz) to be named as a near one."""

Names = Mapping[str, Iterable[str]]
"""Code -> the names it goes by."""
Asked = str | Sequence[str] | None


class UnknownNameError(LookupError):
    """A name or code that the dataset does not have. `str(error)` says so and lists what comes nearest."""


@dataclass(frozen=True, slots=True)
class Known:
    """The names of one kind of thing ('intervention'), by the forms in which they are compared."""

    kind: str
    names: Names
    more: str = ""
    """How to see all of them."""

    def codes(self, asked: Asked) -> tuple[str, ...]:
        """The codes that were asked for, each once; () when nothing was asked for. Raises UnknownNameError."""
        wanted = (asked,) if isinstance(asked, str) else tuple(asked or ())
        return tuple(dict.fromkeys(code for name in wanted for code in self._of(name)))

    def _of(self, asked: str) -> list[str]:
        if asked in self.names:
            return [asked]
        for form in (plain, _letters, core, _letters_of_core):
            wanted = form(asked)
            found = [code for code, names in self.names.items() if wanted in {form(n) for n in (code, *names)}]
            if wanted and found:
                return found
        raise UnknownNameError(f"no {self.kind} is called {asked!r}{self._nearest(asked)}{self.more}")

    def _nearest(self, asked: str) -> str:

        pairs = [(code, name) for code, names in self.names.items() for name in (*names, code)]
        scored = sorted(((-_likeness(asked, name), n) for n, (_, name) in enumerate(pairs)))
        best: dict[str, str] = {}  # one for each code: its likest name
        for score, n in scored:
            code, name = pairs[n]
            if -score >= LIKE and len(best) < NEAREST:
                best.setdefault(code, f"{name} ({code})" if name != code else code)
        return f"; nearest: {', '.join(best.values())}" if best else ""


def _likeness(asked: str, name: str) -> float:
    """0-100: letters in order, or the words that one has of the other."""
    from rapidfuzz import fuzz  # noqa: PLC0415  only when something is missed

    one, other = plain(asked), plain(name)
    return max(fuzz.ratio(one, other), fuzz.token_set_ratio(one, other))


def _letters(text: str) -> str:
    """'Samordningsförbundet HBS' -> 'hbs': without the general word and what only joins."""
    return "".join(w for w in plain(text).split() if w not in ("och", "i", "samordningsforbundet"))


def _letters_of_core(text: str) -> str:
    return _letters(core(text))


def measures(seen: Iterable[str]) -> Known:
    """The measures of a dataset, by code, by their labels, and by the name of their group ('flow', 'exits')."""
    here = dict.fromkeys((*codelists()["measures"], *seen))
    return Known("measure", {code: _labels("measures", code) for code in here}, _LISTED.format("measures"))


def coded(kind: str, codelist: str) -> Known:
    """The codes of a list, by code and label."""
    return Known(kind, {code: _labels(codelist, code) for code in codelists()[codelist]}, _LISTED.format(codelist))


_LISTED = ". All of them: docs/contract.md#{}"


def _labels(codelist: str, code: str) -> tuple[str, ...]:
    found = codelists()[codelist].get(code)
    return tuple(filter(None, (found.label_sv, found.label_en, found.group))) if found else ()
