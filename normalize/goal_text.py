"""A cell of goals or results -> its statements: one goal or one result each, with what it says and its figures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from extract.types import Cell
from normalize import grammar, values
from normalize.facets import Facets
from normalize.tables import Setting
from normalize.types import Value

STARTS = re.compile(r"^[-•–]?\s*(\d|[A-ZÅÄÖ]|minst |alla |samtliga |ca |drygt )")
PARTS = re.compile(
    r",\s+(?=(?:varav\s+)?\d+\s+[^\W\d])"
    r"|\s+(?=varav\s+(?:minst\s+|ca\s+)?\d+\s)"
    r"|\s+och\s+(?=(?:[^\W\d]+\s+)?\d+\s+(?!%)[^\W\d])"
)
"""Where a sentence holds two goals: '40 deltagare, 20 nya', '50 deltagare varav minst 35 nya', '.. och avsluta 20'."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One goal or result: its text, what it says, its figures, and its line."""

    text: str
    facets: Facets
    values: tuple[Value, ...]
    line: int | None

    @property
    def value(self) -> Value | None:
        return self.values[0] if self.values else None


def statements(cell: Cell | None, setting: Setting, where: str) -> list[Statement]:
    """A cell -> its statements: sentences, and 'a, b nya' split where a comma is followed by another figure."""
    if cell is None:
        return []
    lines = cell.lines or (cell.text,)
    texts: list[tuple[str, int | None]] = []
    for i, line in enumerate(lines):
        number = cell.line + i if cell.line and len(lines) > 1 and setting.reader == "text" else cell.line
        before = texts[-1][0] if texts else ""
        if texts and (
            not STARTS.match(line) or grammar.OPEN_END.search(before) or unclosed(before) or line.startswith("(")
        ):
            glue = "" if before.endswith("-") and line[:1].islower() else " "
            texts[-1] = ((before[:-1] if glue == "" else before) + glue + line, texts[-1][1])
        else:
            texts.append((line, number))
    out: list[Statement] = []
    for text, number in texts:
        for sentence in re.split(r"(?<=[.;])\s+(?=[A-ZÅÄÖ\d])|\s{5,}", text):
            parts = PARTS.split(sentence) if not unclosed(sentence) else [sentence]
            out += [
                statement(p.strip(" -•–"), number, setting, where) for p in joined_brackets(parts) if p.strip(" -•–.")
            ]
    return out


def statement(text: str, line: int | None, setting: Setting, where: str) -> Statement:
    """A text -> Statement; brackets do not name its measure ('100 % (13 av 13 nya deltagare)')."""
    text = " ".join(text.split())
    outside = re.sub(r"\([^)]*\)?", " ", text)
    facets = setting.lens.facets(outside, where, "stub", "prose")
    if not facets.measure:
        inside = setting.lens.facets(text, where)
        facets = replace(
            facets, measure=inside.measure if not re.search(r"\bav\b.*\bnya\b", text) else "", weak=inside.weak
        )
    status = setting.lens.vocabulary.code(text, "status")
    if status:
        return Statement(text, facets, (Value(text, None, "", status=status),), line)
    if facets.weak and "%" in text:
        facets = replace(facets, measure="", weak=False)  # a share of the participants is not their number
    found = tuple(
        replace(v, unit=v.unit or "persons") for v in values.values(text, setting.lens.vocabulary) if not is_year(v)
    )
    return Statement(text, facets, found, line)


def merged(parts: Sequence[Statement], setting: Setting) -> Statement:
    """Statements of one cell as one goal."""
    text = " ".join(p.text for p in parts)
    return statement(text, parts[0].line, setting, "goal")


def joined_brackets(parts: Sequence[str]) -> list[str]:
    """Put back together what was split inside brackets."""
    out: list[str] = []
    for part in parts:
        if out and unclosed(out[-1]):
            out[-1] = f"{out[-1]}, {part}"
        else:
            out.append(part)
    return out


def unclosed(text: str) -> bool:
    return text.count("(") > text.count(")")


def is_year(value: Value) -> bool:
    return not value.unit and bool(re.fullmatch(r"(19|20)\d\d", value.printed))


def target_value(goal: Statement, setting: Setting, result: Statement | None = None) -> Value | None:
    """The goal's figure; 'alla har ...' is 100 percent, or all of those a result of '15 av 16' speaks of; else None."""
    if goal.value and goal.value.value is not None:
        return goal.value
    everyone = setting.lens.vocabulary.find(setting.lens.fold(goal.text), "everyone", ("goal",))
    if not everyone or not goal.facets.measure:
        return None
    of = result.value if result else None
    if of and of.unit == "persons" and of.denominator is not None:
        return Value("", of.denominator, of.unit)
    return Value("", Decimal(100), "percent")


def unit(item: Statement) -> str:
    return item.value.unit if item.value else ""
