"""What the running text says of two names: 'X, tidigare Y', 'X heter numera Y', 'X övergick till Y', 'X ingår i Y'.

The words are rows of name_words.csv. 'Tidigare', 'numera' and 'förkortat' make the two one; 'övergick till' says that
one follows the other; 'ingår i' that it is a part. The first name must be known; the second begins with a capital.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from normalize.name_mentions import Running
from normalize.names import plain, tidy, words
from normalize.types import NameMention, Place

_SECOND = (
    r"(?P<second>(?(open)[A-ZÅÄÖ][^()\n]{1,50}(?=\))|[A-ZÅÄÖ][\w-]+"
    r"(?: (?:(?:i|på|för|till|av|med) )?[A-ZÅÄÖ][\w-]*| (?:team|vidare|projektet|på väg))*))"
)
"""The whole bracket where one is open; else as long as the words begin with capitals."""
_BETWEEN = r"[”\"]?,? (?:som |vilket |har )?"
_NAMING = {"alias": "", "formerly": "", "later": "", "becomes": "succeeds", "part_of": "part_of"}


def declarations(run: Running, known: Iterable[str]) -> list[NameMention]:
    """The names that the text declares beside known ones; `relation` says when they are not the same."""
    names = tuple(dict.fromkeys(n for n in known if len(plain(n)) > 2))
    if not names or not run.starts:
        return []
    out: dict[tuple[str, str], NameMention] = {}
    for match in _pattern(names).finditer(run.text):
        first, second = tidy(match["first"]), tidy(match["second"])
        role = next(r for r in _NAMING if match[r])
        if plain(first) == plain(second) or second.casefold() in words("no_name"):
            continue
        if second not in names and _goes_on(run.text[match.end() :]):
            continue
        line = run.line_at(match.start())
        place = Place(line.number, line.page, quote=match[0])
        relation = _NAMING[role]
        # 'X övergick till Y': Y follows X. 'X ingår i Y': X is part of Y.
        here, there = (second, first) if relation != "part_of" else (first, second)
        mention = NameMention(here, place, "prose", there, relation)  # type: ignore[arg-type]  # the relations above
        out.setdefault((here, there), mention)
    return list(out.values())


def _goes_on(rest: str) -> bool:
    """Does a word follow that may belong to the name? Then it cannot be told where the name ends."""
    match = re.match(r" ([a-zåäö]+)", rest)
    return match is not None and match[1] not in words("after_name")


@lru_cache(maxsize=16)
def _pattern(names: Sequence[str]) -> re.Pattern[str]:
    firsts = "|".join(re.escape(n) for n in sorted(names, key=len, reverse=True))
    roles = "|".join(
        f"(?P<{role}>{'|'.join(re.escape(w) for w in sorted(words(role), key=len, reverse=True))})" for role in _NAMING
    )
    return re.compile(rf"(?<![\w-])(?P<first>{firsts}){_BETWEEN}(?P<open>\()?(?:{roles}) [”\"]?{_SECOND}")
