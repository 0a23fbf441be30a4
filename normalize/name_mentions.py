"""Every form in which the text prints a known name: in prose and headings, inflected, misread, over line ends."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from extract.types import Line
from normalize.comparisons import safe
from normalize.name_features import name
from normalize.names import declared, indefinite, joined, parts, plain, tidy, words
from normalize.sentences import glued
from normalize.types import NameMention, Place

_LEAST_TO_BE_LOWER = 12
"""Without a capital only a name with so long a word counts: 'start' and 'samordnat stöd' are words, not names."""
_LEAST_MISREAD = 14
_STEM = 6
_NEARLY = 88.0
_TAIL = r"(?:[- ](?-i:projekt|insats)\w{0,4})?"
_BRACKET = r"(?: \((?-i:[A-ZÅÄÖ])[\w-]{1,14}\))?"


@dataclass(frozen=True, slots=True)
class Running:
    """The text as one string, words broken over lines joined, '\\n' where it does not go on; where each line begins."""

    text: str
    starts: tuple[tuple[int, Line], ...]

    def line_at(self, offset: int) -> Line:
        """The printed line that holds a character."""
        found = self.starts[0][1]
        for start, line in self.starts:
            if start > offset:
                break
            found = line
        return found


def running(lines: Sequence[Line], apart: frozenset[tuple[int | None, int]]) -> Running:
    """Lines -> running text. Lines of tables (`apart`: page and number) go on into no other."""
    done: list[str] = []
    starts: list[tuple[int, Line]] = []
    length, last, broken = 0, "", True
    for line in lines:
        part = " ".join(line.text.split())
        alone = (line.page, line.number) in apart
        if part:
            # Only the end of the line before says how this one goes on.
            joint = last + "\n" if broken or alone else glued(last, part)
            done.append(joint)
            length += len(joint)
            starts.append((length, line))
            last = part
        broken = not part or alone
    return Running("".join([*done, last]), tuple(starts))


def name_mentions(
    run: Running,
    known: Iterable[str],
    *,
    spoilt: bool = False,
    federation_words: Iterable[str] = (),
) -> list[NameMention]:
    """The first place of every form in which a known name is printed, in their order, and what it declares."""
    if not run.starts:
        return []
    names = tuple(dict.fromkeys(form for n in known for form in (n, *declared(n), parts(n).name)))
    every = sorted({*_as_known(run.text, names, tuple(federation_words), spoilt), *_misread(run.text, names, spoilt)})
    # 'utvärderingen' is the intervention only in a report that prints its name as a name.
    printed = {name(form).core for _, form in every if _capital(form)}
    found: dict[str, int] = {}
    for start, form in every:
        if _capital(form) or name(form).core in printed:
            found.setdefault(form, start)
    return [m for form, start in found.items() for m in _mentioned(form, run, start)]


def _mentioned(form: str, run: Running, start: int) -> Iterator[NameMention]:
    line = run.line_at(start)
    place = Place(line.number, line.page, quote=line.text.strip())
    yield NameMention(form, place, "prose")
    for other in (*parts(form).aliases, *parts(form).former):
        yield NameMention(other, place, "prose", alias_of=form)


def _as_known(
    text: str, names: tuple[str, ...], federation_words: tuple[str, ...], spoilt: bool
) -> Iterator[tuple[int, str]]:
    """(offset, printed form) of names with other endings, in the genitive, with a general word or the federation's."""
    pattern = _pattern(names, federation_words, spoilt)
    for match in pattern.finditer(text):
        of = names[int((match.lastgroup or "n0")[1:])]
        for form in _forms(match[0]):
            if _is(form, of) and _is_name(form, text, match.start(), match.end(), names):
                yield match.start(), form


def _forms(printed: str) -> Iterator[str]:
    """The form as printed, and without a general word before it; with one only where it is part of the name."""
    form = tidy(joined(printed))
    head, _, rest = form.partition(" ")
    general = bool(rest) and head.casefold() in words("generic")
    if not general or any(ch.isupper() for ch in head):
        yield form
    if general:
        yield rest


def _is_name(form: str, text: str, start: int, end: int, names: Sequence[str]) -> bool:
    """Is it printed as a name, and not a common word, or part of another name ('Mia' of 'Mia Kompetens')?"""
    if not _capital(form):
        return max(map(len, form.split())) >= _LEAST_TO_BE_LOWER
    if " " in form or "-" in form or form in names or form.isupper():
        return True
    opens = start == 0 or text[:start].rstrip(" ")[-1:] in "\n.:!?"
    alone = opens and text[end : end + 1] in ("", "\n")
    return alone or not (opens or re.match(r" [A-ZÅÄÖ]", text[end : end + 2])) or _inflected(form, names)


def _inflected(form: str, names: Sequence[str]) -> bool:
    """A known spelling with an ending: then the capital is the name's."""
    return any(form.startswith(n) for n in names)


def _is(form: str, of: str) -> bool:
    """Is a printed form the name, whatever its ending, general words and the federation's name at its end?"""
    a, b = name(form), name(of)
    return bool(a.core == b.core or safe(a, b).score or a.core.startswith(f"{b.core} "))


def _capital(form: str) -> bool:
    return any(ch.isupper() for ch in form.split(maxsplit=1)[0]) if form else False


@lru_cache(maxsize=16)
def _pattern(names: tuple[str, ...], federation_words: tuple[str, ...], spoilt: bool) -> re.Pattern[str]:
    """One pattern, the longest names first; a named group tells which name."""
    heads = "|".join(re.escape(w) for w in sorted(words("generic"), key=len, reverse=True))
    own = "|".join(re.escape(w) for w in sorted(federation_words, key=len, reverse=True))
    after = rf"(?: (?-i:{own})(?!\w))?" if own else ""
    order = sorted((i for i in range(len(names)) if len(plain(names[i])) > 2), key=lambda i: -len(names[i]))
    each = "|".join(f"(?P<n{i}>{_printed(names[i], spoilt)})" for i in order) or "(?!)"
    return re.compile(rf"(?<![\w-])(?:(?:{heads}) )?(?:{each}){_TAIL}(?::?s)?{after}{_BRACKET}(?!\w)", re.IGNORECASE)


def _printed(of: str, spoilt: bool) -> str:
    """A name's words, long ones with any ending, with a hyphen, a space or neither where it has a hyphen."""
    out = []
    for word in of.split():
        bare = word.strip(",.;!?\"'”")
        head, hyphen, last = bare.rpartition("-")
        folded = plain(last).replace(" ", "")
        stem = indefinite(folded)
        same = len(folded) == len(last) and folded.startswith(stem) and len(stem) >= _STEM
        shown = head + hyphen + (last[: len(stem)] if same else last)
        letters = "".join(r"\w{1,2}" if spoilt and ch in "åäöÅÄÖéÉ" else re.escape(ch) for ch in shown)
        letters = letters.replace(r"\-", r"-? ?")
        out.append(letters + (r"\w{0,5}" if same else r""))
    return r"[ ]".join(out)


def _misread(text: str, names: tuple[str, ...], spoilt: bool) -> Iterator[tuple[int, str]]:
    """In text that lost its letters: long names of which OCR took a letter for another."""
    long = [n for n in names if len(plain(n)) >= _LEAST_MISREAD]
    if not spoilt or not long:
        return
    import numpy as np  # noqa: PLC0415
    from rapidfuzz import fuzz, process  # noqa: PLC0415

    for width in sorted({len(n.split()) for n in long}):
        of = [n for n in long if len(n.split()) == width]
        tokens = [(m.start(), m.end()) for m in re.finditer(r"[^\s]+", text)]
        windows = [
            (tokens[i][0], text[tokens[i][0] : tokens[i + width - 1][1]]) for i in range(len(tokens) - width + 1)
        ]
        windows = [(start, tidy(w)) for start, w in windows if "\n" not in w]
        if not windows:
            continue
        likeness = process.cdist(
            [w.casefold() for _, w in windows],
            [n.casefold() for n in of],
            scorer=fuzz.ratio,
            score_cutoff=_NEARLY,
            dtype=np.uint8,
        )
        for i, j in np.argwhere(likeness > 0):
            start, form = windows[int(i)]
            if safe(name(form), name(of[int(j)])).score:
                yield start, form
