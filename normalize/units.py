"""What stands right beside a figure: its unit, the gender it counts, a word for people."""

from __future__ import annotations

import re

from normalize.facets import Lens


def unit_after(text: str, end: int, lens: Lens) -> tuple[str, int]:
    """The unit that follows a figure, longest first, with where it ends; people are left to `counting`."""
    m = re.match(r" ?(%|[a-z]+(?: [a-z]+)?)", text[end:])
    if not m:
        return "", end
    for words in dict.fromkeys((m[1], m[1].split()[0])):
        code = lens.vocabulary.exact.get(("unit", words))
        if code and code != "persons":
            return code, end + m.start(1) + len(words)
    return "", end


def gender_after(text: str, end: int, lens: Lens, *, bracket: bool = False) -> str:
    """The gender right after a figure: 'kvinnor', 'var kvinnor', 'av männen', 'annan köns-ID'; in brackets 'annat'."""
    tail = text[end : end + 48]
    for match in lens.vocabulary.find(tail, "gender", ("any", "bracket") if bracket else ("any",)):
        if re.fullmatch(r"\s*(% )?((av|for|med|som|avser|var|ar|person med|personer med) ){0,2}", tail[: match.start]):
            return match.entry.code
    return ""


def gender_before(text: str, start: int, lens: Lens) -> str:
    """The gender right before a bracket: 'en större andel män (33 %)'."""
    head = text[max(0, start - 24) : start].rstrip("( ")
    return next((m.entry.code for m in lens.vocabulary.find(head, "gender") if m.end == len(head)), "")


def people_word(tail: str, lens: Lens) -> bool:
    """Do people come within three words: 'deltagare', 'nya deltagare', 'kvinnor', 'avslutade deltagarna'?"""
    words = re.findall(r"[a-z-]+|[(),;.%]", tail)[:3]
    for word in words:
        if word in "(),;.%":
            return False
        if lens.vocabulary.exact.get(("unit", word)) == "persons" or lens.vocabulary.exact.get(("gender", word)) in (
            "K",
            "M",
        ):
            return True
    return False
