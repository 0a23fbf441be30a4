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
    r"(?P<second>[A-ZÅÄÖ][\w-]+(?: (?:(?:i|på|för|till|av|med) )?[A-ZÅÄÖ][\w-]*| (?:team|vidare|projektet|på väg))*)"
)
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
        if plain(first) == plain(second) or second.casefold() in _NOT_NAMES:
            continue
        line = run.line_at(match.start())
        place = Place(line.number, line.page, quote=match[0])
        relation = _NAMING[role]
        # 'X övergick till Y': Y follows X. 'X ingår i Y': X is part of Y.
        here, there = (second, first) if relation != "part_of" else (first, second)
        mention = NameMention(here, place, "prose", there, relation)  # type: ignore[arg-type]  # the relations above
        out.setdefault((here, there), mention)
    return list(out.values())


_NOT_NAMES = frozenset({"arbetsförmedlingen", "försäkringskassan", "region", "kommunen", "projektet", "insatsen"})


@lru_cache(maxsize=16)
def _pattern(names: Sequence[str]) -> re.Pattern[str]:
    firsts = "|".join(re.escape(n) for n in sorted(names, key=len, reverse=True))
    roles = "|".join(
        f"(?P<{role}>{'|'.join(re.escape(w) for w in sorted(words(role), key=len, reverse=True))})" for role in _NAMING
    )
    return re.compile(rf"(?<![\w-])(?P<first>{firsts}){_BETWEEN}\(?(?:{roles}) [”\"]?{_SECOND}")
