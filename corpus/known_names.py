"""The names of one federation that are settled so far, and the ways a printed name can be one of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from corpus.registry import Registry
from normalize.names import compare, core, is_genitive, joined, ocr_key, tidy

Method = Literal["exact", "core", "declared_acronym", "registry", "decision", "new"]
_NEARLY_EQUAL = 0.93
_SHORTEST_NEARLY = 8


@dataclass(frozen=True, slots=True)
class Match:
    """One name taken: which intervention, how, how sure (0-1), why. `nearly`: by likeness of letters only."""

    intervention_id: str
    method: Method
    score: float
    reason: str
    decision_id: str | None = None
    nearly: bool = False


Step = Callable[[str], Match | None]
"""One way to take a name: the name -> a match, or None."""


def name_of(printed: str) -> str:
    """The name as the dataset prints it: on one line, broken words joined."""
    return tidy(joined(printed))


def letters(name: str) -> str:
    """For 'letter for letter': only case, white space and what surrounds the name are ignored; å ä ö count."""
    return name_of(name).casefold()


@dataclass(slots=True)
class KnownNames:
    """Settled names by every form they are looked up by; each method below is a Step. `add` settles one more."""

    _exact: dict[str, Match] = field(default_factory=dict)
    _cores: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _ocr_keys: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _printed: dict[str, str] = field(default_factory=dict)
    _federation_words: tuple[str, ...] = ()

    @classmethod
    def of(cls, federation_id: str, registry: Registry) -> KnownNames:
        """What the registry says about one federation."""
        federation = registry.federation(federation_id)
        known = cls(_federation_words=tuple(map(core, federation.aliases)) if federation else ())
        for i in registry.interventions:
            if i.federation_id == federation_id:
                match = Match(i.intervention_id, "exact", 1.0, "the registry's preferred name")
                known._exact[letters(i.preferred_name)] = match
                known.add(i.preferred_name, i.intervention_id)
        for a in registry.aliases:
            if a.federation_id == federation_id:
                match = Match(a.intervention_id, "registry", 1.0, "an alias in the registry")
                known._exact.setdefault(letters(a.printed), match)
                known.add(a.printed, a.intervention_id)
        return known

    def add(self, printed: str, intervention_id: str) -> None:
        for form in {core(printed), _unspaced(core(printed))}:
            self._cores[form].add(intervention_id)
        if key := ocr_key(printed):
            self._ocr_keys[key].add(intervention_id)
        self._printed.setdefault(name_of(printed), intervention_id)

    def exact(self, name: str) -> Match | None:
        """Letter for letter a name or alias of the registry."""
        return self._exact.get(letters(name))

    def same_core(self, name: str) -> Match | None:
        """The same comparable form as one intervention's names, and no other's."""
        for form, why in self._forms(name):
            if len(ids := self._cores.get(form, set())) == 1:
                return Match(min(ids), "core", 0.95, f"same comparable form '{form}'{why}")
        return None

    def genitive(self, name: str) -> Match | None:
        """'Lyras' of a name 'Lyra' that is there."""
        for printed, intervention_id in self._printed.items():
            if is_genitive(name, printed):
                return Match(intervention_id, "core", 0.95, f"genitive of '{printed}'")
        return None

    def nearly(self, name: str) -> Match | None:
        """For text that lost its å ä ö: the same but for letters OCR confuses, or one and only one name nearly so."""
        if (key := ocr_key(name)) and len(ids := self._ocr_keys.get(key, set())) == 1:
            why = "the same but for letters that OCR takes for å, ä or ö"
            return Match(min(ids), "core", 0.94, why, nearly=True)
        if len(_unspaced(core(name))) < _SHORTEST_NEARLY:
            return None
        close = [(c, iid) for p, iid in self._printed.items() if (c := compare(name, p)).score >= _NEARLY_EQUAL]
        if len({intervention_id for _, intervention_id in close}) != 1:
            return None
        best, intervention_id = max(close, key=lambda found: found[0].score)
        return Match(intervention_id, "core", round(best.score, 4), best.reason, nearly=True)

    def _forms(self, name: str) -> list[tuple[str, str]]:
        """The core; without spaces ('IPS-bero ende'); without the federation's own name ('MIA-projektet HBS')."""
        form = core(name)
        shorter = (
            (form.removesuffix(f" {word}"), f" when the federation's name '{word}' is left out")
            for word in self._federation_words
            if form.endswith(f" {word}")
        )
        unspaced = [(_unspaced(form), " when spaces are left out")] if len(_unspaced(form)) >= _SHORTEST_NEARLY else []
        return [(form, ""), *unspaced, *shorter]


def _unspaced(form: str) -> str:
    return form.replace(" ", "")
