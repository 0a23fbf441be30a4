"""What a result says: its figure with the measure of its goal, groups and counts told in words, the year before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from normalize import mentions, values
from normalize.aligned import aligned
from normalize.goal_pairs import REFINES
from normalize.goal_row import Row, observe
from normalize.goal_text import Statement
from normalize.periods import previous as year_before
from normalize.tables import Setting
from normalize.types import Observation, Period, Value


def observed(row: Row, column: int, result: Statement, measure: str, unit: str) -> list[Observation]:
    """A result's first figure with the goal's measure; a value in brackets of another year is that year's.

    A status in a figure's place ('Ej mätbart') is an observation without value, in the goal's unit.
    """
    if not result.value:
        return []
    if result.value.value is None:
        return [observe(row, column, result, measure, value=replace(result.value, unit=unit or "percent"))]
    own = result.facets.measure
    first = own if own and not result.facets.weak and own != measure and measure not in REFINES else measure or own
    if measure == "exit_all" and result.facets.weak:
        first = own
    out = [observe(row, column, result, first)]
    out += split_by_group(row, column, result, first)
    earlier = previous_in_brackets(result, row.period)
    if earlier:
        out.append(observe(row, column, result, first, value=earlier[0], period=earlier[1]))
    return out


def split_by_group(row: Row, column: int, result: Statement, measure: str) -> list[Observation]:
    """What a result told in words says of women, men and counts: '45 % (73 personer), 46 % av kvinnorna och ..'."""
    lens = row.setting.lens
    found = mentions.find(aligned(result.text, lens), result.text, lens)
    if not found:
        return []
    head, rest = found[0], found[1:]
    groups = [m for m in rest if m.gender and m.unit in ("percent", "persons")]
    counts = [m for m in rest if m.head == 0 and not m.gender and m.unit == "persons" and head.unit == "percent"]
    shown = [m for m in (*counts, *groups) if m.value.denominator is None and m.value.printed]
    return [
        observe(row, column, result, measure, value=m.value, gender=m.gender or "T")
        for m in sorted(shown, key=lambda m: m.start)
    ]


def previous_in_brackets(result: Statement, period: Period | None) -> tuple[Value, Period] | None:
    """'45 % (35 %)' or '(2021: 75 %)' or '(35 % år 2021)': last year's figure, with its year."""
    if not period or not result.value or not result.value.printed:
        return None
    beside = re.search(re.escape(result.value.printed) + r"\s*\(([\d\s,.%]+)\)", result.text)
    m = beside or re.search(r"\(([^()]*)\)\s*\.?\s*$", result.text)
    if not m:
        return None
    inside = [v for v in result.values if v.printed and v.printed in m[1] and v is not result.value]
    printed_year = re.search(r"\b((?:19|20)\d\d)\b", m[1])
    before = year_before(period)
    same_unit = [v for v in inside if v.unit == result.value.unit and not re.fullmatch(r"(19|20)\d\d", v.printed)]
    if not same_unit or before is None or (printed_year and printed_year[1] != before.code[:4]):
        return None
    lone = not re.search(r"[^\W\d_]{3,}", re.sub(r"\bår\b|procent|personer|deltagare", "", m[1]))
    return (same_unit[0], before) if printed_year or lone else None


def answer_of(found: Sequence[Value], target: Value | None) -> Value | None:
    """Of a cell's figures the one in the goal's unit; '11 (100 %)' answers a percentage with its count beside it."""
    best = next((v for v in found if target and v.unit == target.unit), found[0] if found else None)
    if best and best.unit == "percent" and len(found) == 2 and found[0].unit != "percent":
        return replace(best, numerator=found[0].value)
    return best


def cell_values(text: str, unit: str, setting: Setting) -> list[Value]:
    """The figures of a result cell ('11 (100 %)' has two), or its status, or nothing for a blank."""
    status = values.cell(text, setting.lens.vocabulary, unit)
    if status.value is None and status.status != "unread":
        return [status] if text else []
    found = values.values(text, setting.lens.vocabulary)
    return [replace(v, unit=v.unit or ("persons" if "%" not in v.printed else "percent")) for v in found]
