"""A figure in a sentence: where it stands, its unit, whose it is, and which other figure it splits or repeats."""

from __future__ import annotations

from dataclasses import dataclass

from normalize.types import Value


@dataclass(frozen=True, slots=True)
class Mention:
    """A figure in a sentence. `head`: the index of the mention it splits or repeats ('(191 kvinnor ...)'), else -1."""

    start: int
    end: int
    value: Value
    gender: str = ""
    bracket: int = 0
    """0 outside brackets, else the number of the bracket."""
    head: int = -1
    tail: int = 0
    """Where its group ends, brackets and all; the words after it go on there."""
    in_words: bool = False
    """Is it a numeral ('fyra')? Such a one is kept only where its meaning is known."""
    bound: bool = False
    """Is it the upper end of a range whose lower end comes before it?"""
    part: str = ""
    """What a part of a count is called: the office in '6 deltagare (2 Kista, 4 City)', the season; '' else."""

    @property
    def unit(self) -> str:
        return self.value.unit


def brackets(text: str) -> list[int]:
    """For every character: 0 outside brackets, else which bracket it is in, counted from 1."""
    out, depth, number = [], 0, 0
    for ch in text:
        if ch == "(":
            depth += 1
            number += 1
        out.append(number if depth else 0)
        if ch == ")" and depth:
            depth -= 1
    return out
