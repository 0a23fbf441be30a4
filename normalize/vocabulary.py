"""The Swedish words behind each code: rows of data/vocabulary.csv, compiled to patterns over folded text.

One format for every facet: a row is `facet,code,form,where,note`. In `form`, 'ord*' takes any ending, ' .. ' allows up
to five words between, '{year}' is a year, '{work}' any word of the class 'work' (rows of the facet 'class'), so that
one row says what many phrases of the same build mean. `where` limits a form to headings ('header'), row labels
('stub'), titles, prose, goal lines ('goal'), money contexts ('money'), tables of exit reasons ('exits'), the place
right before a figure ('before'); 'any' goes everywhere and 'weak' only where nothing else is said.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from itertools import product
from math import prod
from pathlib import Path
from types import MappingProxyType

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from extract.types import Hints, fold

COLUMNS = ("facet", "code", "form", "where", "note")
SHORTEST_STEM = 5
"""A word that begins as a form with any ending is an inflection of it, not a misread word near another."""
CLASS = "class"
"""The facet of words that forms name together, as '{work}'."""
Classes = Mapping[str, tuple[str, ...]]
"""The words of each class, as forms."""
LETTER_FOR_DIGIT = str.maketrans({"6": "o", "0": "o", "1": "i"})


class VocabularyError(ValueError):
    """A vocabulary file that cannot be used; the message names file, row and what is wrong."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One form of one code.

    `source` is its pattern; it can be found only where one of the `anchors` stands, and one of each of the `needs`.
    """

    facet: str
    code: str
    form: str
    where: str
    source: str
    anchors: tuple[str, ...] = ("",)
    needs: tuple[tuple[str, ...], ...] = ()

    def may_stand_in(self, folded: str) -> bool:
        """Whether a folded text has some of all the letters that the form needs."""
        return any(a in folded for a in self.anchors) and all(any(w in folded for w in some) for some in self.needs)

    @property
    def pattern(self) -> re.Pattern[str]:
        """What finds the form in folded text, compiled when it is first looked for: few of all are in one report."""
        return _compiled(self.source)


@lru_cache(maxsize=8192)
def _compiled(source: str) -> re.Pattern[str]:
    return re.compile(source)


@dataclass(frozen=True, slots=True)
class Match:
    """A form found in folded text, from `start` to `end`.

    `weight` is how many letters of it the text has, without what wildcards took: longer forms say more.
    """

    start: int
    end: int
    entry: Entry
    weight: int


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """All forms, by facet; made once and passed around. Texts are folded with `extract.types.fold` before look-up.

    Compared by identity, so that it can be the key of what is kept of look-ups.
    """

    entries: dict[str, tuple[Entry, ...]]
    words: frozenset[str]
    exact: dict[tuple[str, str], str] = field(default_factory=dict)
    classes: Classes = field(default_factory=dict)

    def find(self, folded: str, facet: str, where: Iterable[str] = ("any",)) -> list[Match]:
        """Every place where a form of the facet stands in the folded text; overlapped shorter ones are left out."""
        return list(_find(self, folded, facet, frozenset(where)))

    def best(self, folded: str, facet: str, where: Iterable[str] = ("any",)) -> Match | None:
        """The longest form of the facet in the text, the first of equals; None when there is none."""
        found = self.find(folded, facet, where)
        return max(found, key=lambda m: (m.weight, -m.start)) if found else None

    def code(self, text: str, facet: str) -> str | None:
        """The code whose form the whole text is; None when it is no form of the facet."""
        return self.exact.get((facet, fold(text)))

    def codes(self, facet: str) -> list[str]:
        """The codes of a facet, in file order."""
        return list(dict.fromkeys(e.code for e in self.entries.get(facet, ())))

    def hints(self, names: Iterable[str] = ()) -> Hints:
        """The words that help extract to find tables, with names of interventions known beforehand."""

        def forms(facet: str, *codes: str, where: Sequence[str] = ("any", "header", "weak", "stub")) -> frozenset[str]:
            return frozenset(
                folded
                for e in self.entries.get(facet, ())
                if (not codes or e.code in codes) and e.where in where and ".." not in e.form
                for form in expanded(e.form, self.classes)
                if (folded := fold(form))
            )

        known = [n for n in (fold(name) for name in names) if len(n) > 2]
        headers = forms("measure", where=("any", "money", "exits")) | forms("gender") | forms("total") | forms("role")
        headers |= forms("unit", "percent", where=("header",))
        return Hints(
            headers=headers,
            modifiers=forms("header", "modifier"),
            totals=forms("total"),
            statuses=forms("status"),
            ratings=forms("rating"),
            stub_headers=forms("header", "stub"),
            target_headers=forms("header", "target"),
            result_headers=forms("header", "result") | forms("role", "actual", where=("header",)),
            rating_headers=forms("header", "rating"),
            names=frozenset(known) | frozenset(n.replace(" ", "") for n in known),
        )

    def mended(self, text: str) -> str:
        """Folded text with words that OCR spoilt put right where one known word is near ('bdrjat' -> 'borjat')."""
        return re.sub(r"[a-z0-9]+", lambda m: _mend(m.group(), self.words), fold(text))


@lru_cache(maxsize=16384)
def _mend(word: str, known: frozenset[str]) -> str:
    if word in known or word.isdigit() or any(word[:n] + "*" in known for n in range(SHORTEST_STEM, len(word))):
        return word
    if re.fullmatch(r"[a-z]*[016][a-z]+|1d", word):
        word = word.translate(LETTER_FOR_DIGIT)
    if word in known or len(word) < 4:
        return word
    limit = 1 if len(word) < 8 else 2
    near = process.extractOne(word, _in_order(known), scorer=Levenshtein.distance, score_cutoff=limit)
    return near[0] if near and near[0][0] == word[0] else word


@lru_cache(maxsize=8)
def _in_order(known: frozenset[str]) -> tuple[str, ...]:
    """Of two words equally near, the first by alphabet: the same on every run."""
    return tuple(sorted(word for word in known if not word.endswith("*")))


@lru_cache(maxsize=32768)
def _find(vocabulary: Vocabulary, folded: str, facet: str, where: frozenset[str]) -> tuple[Match, ...]:
    index = _by_beginning(vocabulary, facet, where)
    beginnings = {word[:n] for word in re.findall(r"\w+", folded) for n in range(1, BEGINNING + 1)}
    likely = {i: e for begin in (beginnings & index.keys()) | {""} for i, e in index.get(begin, ())}
    entries = [e for _, e in sorted(likely.items()) if e.may_stand_in(folded)]
    found = [Match(m.start(), m.end(), e, _weight(m)) for e in entries for m in e.pattern.finditer(folded)]
    found.sort(key=lambda m: (-m.weight, m.start))
    kept: list[Match] = []
    for match in found:
        if not any(k.start < match.end and match.start < k.end for k in kept):
            kept.append(match)
    return tuple(sorted(kept, key=lambda m: m.start))


BEGINNING = 3
"""Letters of a word by which forms are found."""


@lru_cache(maxsize=512)
def _by_beginning(
    vocabulary: Vocabulary, facet: str, where: frozenset[str]
) -> dict[str, tuple[tuple[int, Entry], ...]]:
    """The forms of a facet, numbered in order, by the first letters of the words of which one must stand in a text."""
    out: dict[str, list[tuple[int, Entry]]] = {}
    for i, entry in enumerate(vocabulary.entries.get(facet, ())):
        if entry.where in where:
            for anchor in entry.anchors:
                word = re.match(r"\w+", anchor)
                out.setdefault(word[0][:BEGINNING] if word else "", []).append((i, entry))
    return {begin: tuple(entries) for begin, entries in out.items()}


FIGURES = {"{n}": r"\d+", "{ages}": r"\d\d ?[-–] ?\d\d"}
"""Figures that belong to a phrase: 'under {n} år', '{ages} år'."""
GAP = r"[\s,]+"
SIGN = r"[\s,]*"
"""Around a class that holds a sign ('/'), which may stand without space."""


def compiled(form: str, classes: Classes = MappingProxyType({})) -> re.Pattern[str]:
    """A form -> pattern over folded text, at word boundaries."""
    return _compiled(source_of(form, classes))


def anchors_of(form: str, classes: Classes) -> tuple[str, ...]:
    """Letters of which some must stand in a text for the form to be found there: its longest word, or its class's."""
    plain = [fold(part.rstrip("*")) for part in form.split() if part != ".." and part[0] != "{"]
    if any(plain):
        return (max(plain, key=len),)
    firsts = [_beginnings(classes[part[1:-1]]) for part in form.split() if part[0] == "{" and part[1:-1] in classes]
    return min(firsts, key=len) if firsts and all(all(words) for words in firsts) else ("",)


def needs_of(form: str, classes: Classes) -> tuple[tuple[str, ...], ...]:
    """For each plain word of a form, and each class it names, the letters of which some must stand in a text."""
    parts = form.split() if re.search(r"\w", form) else []
    plain = [(fold(part.rstrip("*")),) for part in parts if part != ".." and part[0] != "{"]
    named = [_beginnings(classes[part[1:-1]]) for part in parts if part[0] == "{" and part[1:-1] in classes]
    return tuple(some for some in (*plain, *named) if all(some))


@lru_cache(maxsize=1024)
def _beginnings(words: tuple[str, ...]) -> tuple[str, ...]:
    """The first word of each of some phrases, folded, without those that begin with another of them."""
    firsts = sorted({fold(word.split()[0].rstrip("*")) for word in words})
    return tuple(w for i, w in enumerate(firsts) if not i or not any(w.startswith(v) for v in firsts[:i] if v))


def source_of(form: str, classes: Classes) -> str:
    """A form -> the source of its pattern."""
    if not re.search(r"\w", form):
        return re.escape(form.strip())
    parts = form.split()
    pattern = ""
    for i, part in enumerate(parts):
        gap = SIGN if has_sign(part, classes) or (i and has_sign(parts[i - 1], classes)) else GAP
        pattern += "" if i == 0 or parts[i - 1] == ".." else gap
        pattern += r"((?:\S+\s+){0,5}?)" if part == ".." else _word(part, classes)
    return rf"(?<!\w){pattern}(?!\w)"


def has_sign(part: str, classes: Classes) -> bool:
    """Is a part of a form a class with a word that is only a sign?"""
    return any(not re.search(r"\w", word) for word in classes.get(part[1:-1], ()))


def _weight(found: re.Match[str]) -> int:
    """The letters of a found form without those its wildcards took, which are its groups; a sign alone is 1."""
    letters = sum(ch.isalnum() for ch in found[0])
    return max(letters - sum(ch.isalnum() for group in found.groups("") for ch in group), 1)


def _word(part: str, classes: Classes) -> str:
    """One part of a form -> pattern."""
    if part == "{year}":
        return r"(?P<year>(?:19|20)\d\d|\d\d(?!\d))"
    if part in FIGURES:
        return FIGURES[part]
    if part[1:-1] in classes and part[0] + part[-1] == "{}":
        words = sorted(classes[part[1:-1]], key=lambda w: (-len(w), w))
        return "(?:" + "|".join(GAP.join(_word(w, {}) for w in word.split()) for word in words) + ")"
    return (re.escape(fold(part.rstrip("*"))) or re.escape(part)) + (r"(\w*)" if part.endswith("*") else "")


MOST_PHRASES = 60
"""Forms that stand for more phrases than this are those of sentences, not of headings."""


def expanded(form: str, classes: Classes) -> Iterator[str]:
    """Every phrase that a form with classes stands for ('{joint} {plan}': 'gemensam plan', ..); none of very many."""
    choices = [classes.get(part[1:-1], (part,)) if part[0] == "{" else (part,) for part in form.split()]
    if prod(map(len, choices)) > MOST_PHRASES:
        return
    for words in product(*choices):
        yield re.sub(r" ?/ ?", "/", " ".join(words))


def classes_of(rows: Iterable[dict[str, str]]) -> dict[str, tuple[str, ...]]:
    """The classes that rows of the facet 'class' make, built-in and taught words together."""
    out: dict[str, list[str]] = {}
    for row in rows:
        if row["facet"] == CLASS:
            out.setdefault(row["code"], []).append(row["form"])
    return {name: tuple(dict.fromkeys(words)) for name, words in out.items()}


@lru_cache(maxsize=1)
def built_in_classes() -> Classes:
    """The classes of the vocabulary in the package."""
    return classes_of(row for _, row in rows_of(None))


def rows_of(path: Path | None) -> list[tuple[int, dict[str, str]]]:
    """Rows of a vocabulary file with the line each ends on, cells trimmed; the one in the package without a path.

    Raises VocabularyError for a file that cannot be read, another first line, a row with more cells than that.
    """
    source = path or files("normalize").joinpath("data/vocabulary.csv")
    try:
        text = source.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise VocabularyError(f"{source}: not UTF-8 (byte {error.start}); save it again as 'CSV UTF-8'") from error
    except OSError as error:
        raise VocabularyError(
            f"{source}: cannot be read ({error.strerror}); check the path and its permissions"
        ) from error
    reader = csv.DictReader(text.splitlines())
    header = ",".join(reader.fieldnames or ())
    if header != ",".join(COLUMNS):
        way_out = "; save it with commas between the cells" if ";" in header else ""
        raise VocabularyError(f"{source}: the first line must be {','.join(COLUMNS)}, not {header!r}{way_out}")
    out: list[tuple[int, dict[str, str]]] = []
    for row in reader:
        if row.get(None):  # csv puts surplus cells under the key None
            what = "more cells than the first line; put quotes around a form with a comma in it"
            raise VocabularyError(f"{source}, row {reader.line_num}: {what}")
        cells = {column: (row[column] or "").strip() for column in COLUMNS}
        if any(cells.values()):
            out.append((reader.line_num, cells))
    return out


def load(extra: Path | None = None) -> Vocabulary:
    """The built-in vocabulary, and a user's file on top: of equal forms the user's is taken.

    Raises VocabularyError naming every row of the user's file that cannot be used.
    """
    built_in = [row for _, row in rows_of(None)]
    taught = rows_of(extra) if extra else []
    classes = classes_of([*(row for _, row in taught), *built_in])
    wrong = [f"{extra}, row {n}: {what}" for n, row in taught if (what := wrong_with(row, built_in, classes))]
    if wrong:
        raise VocabularyError("\n".join(wrong))
    entries: dict[str, list[Entry]] = {}
    exact: dict[tuple[str, str], str] = {}
    words: set[str] = set()
    own = {_key(row) for _, row in taught}
    for row in (*(row for _, row in taught), *(row for row in built_in if _key(row) not in own)):
        form = re.sub(r"(?<=\S)\s*/\s*(?=\S)", "/", row["form"])
        letters = anchors_of(form, classes), needs_of(form, classes)
        entry = Entry(row["facet"], row["code"], form, row["where"], source_of(form, classes), *letters)
        entries.setdefault(entry.facet, []).append(entry)
        exact.setdefault((entry.facet, fold(form)), entry.code)
        words.update(w for w in re.findall(r"[a-z]{3,}", fold(re.sub(r"\{\w+\}", " ", form))))
        words.update(f"{fold(stem)}*" for stem in re.findall(r"(\w+)\*", form) if len(stem) >= SHORTEST_STEM)
    return Vocabulary({f: tuple(e) for f, e in entries.items()}, frozenset(words), exact, classes)


def _key(row: dict[str, str]) -> tuple[str, str, str]:
    return row["facet"], fold(row["form"]) or row["form"], row["where"]


def wrong_with(row: dict[str, str], built_in: Iterable[dict[str, str]], classes: Classes) -> str:
    """What is wrong with a user's row and what to do, in words; '' when it can be used. Codes are the caller's."""
    facets, places = (list(dict.fromkeys(r[column] for r in built_in)) for column in ("facet", "where"))
    if not (row["facet"] and row["code"] and row["form"]):
        return "facet, code and form must be filled"
    if row["facet"] not in facets:
        return f"there is no facet {row['facet']!r}; the facets are {', '.join(facets)}"
    if row["where"] not in places:
        return f"where is {row['where']!r}; it must be one of {', '.join(places)}"
    return _wrong_form(row["form"], classes)


def _wrong_form(form: str, classes: Classes) -> str:
    """A form that would be found everywhere or nowhere, told; '' for one that can be looked for."""
    parts = re.sub(r"\s*/\s*", "/", form).split()
    if ".." in (parts[0], parts[-1]):
        return f"the form {form!r} begins or ends with '..'; it stands between two words"
    for part in parts:
        if part in ("..", "{year}", *FIGURES):
            continue
        if re.fullmatch(r"\{\w+\}", part):
            if part[1:-1] in classes:
                continue
            return (
                f"the form {form!r} has {part!r}, which is no class of words; '*' may only end a word, {{year}} is a "
                f"word of its own, and the classes are {', '.join(classes)}"
            )
        if re.search(r"[*{}].", part) or "{" in part:
            return f"the form {form!r} has {part!r}; '*' may only end a word, and {{year}} is a word of its own"
        if not fold(part) and re.search(r"[\w*]", form):
            return f"the form {form!r} has {part!r}, which holds no letter or figure to look for"
    return ""
