"""Differences between two datasets in words: for each table a heading with counts, and the rows that matter."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import resources

from corpus.contract import codelists
from corpus.diff import Difference

SHOWN = 20
"""Rows shown under a heading."""
WHOLE = ("report added", "report removed")
"""Rows of reports that came or went are counted, not shown: the report is."""
_CODED = {"measure": "measures", "gender": "genders", "role": "roles"}
_CHANGES = ("added", "removed", "replaced", "changed")
_MESSAGES = ("reports", "findings")


def lines(found: Sequence[Difference], lang: str) -> Iterator[str]:
    """What differs, in Swedish ('sv') or English ('en')."""
    if not found:
        yield _word("same", lang)
    for table in dict.fromkeys(d.table for d in found):
        rows = [d for d in found if d.table == table]
        yield f"{_word(table, lang)}: {_counts(rows, lang)}"
        if table not in _MESSAGES:
            yield from (f"  {line}" for line in _where(rows, lang))
        shown = rows if table in _MESSAGES else [d for d in rows if d.because not in WHOLE]
        yield from (f"  {_line(d, lang)}" for d in shown[:SHOWN])
        if len(shown) > SHOWN:
            yield f"  {_word('more', lang).format(n=len(shown) - SHOWN)}"


def _counts(rows: Sequence[Difference], lang: str) -> str:
    """'3 added, 1 changed': how many rows; one that has several new values is one."""
    counted = {what: len({d.id + d.report_id for d in rows if d.what == what}) for what in _CHANGES}
    return ", ".join(f"{n} {_word(what, lang)}" for what, n in counted.items() if n)


def _where(rows: Sequence[Difference], lang: str) -> Iterator[str]:
    """A line for each fate of reports that has rows here."""
    for because in Counter(d.because for d in rows if d.report_id):
        few = [d for d in rows if d.because == because and d.report_id]
        yield f"{_word(because or 'report same', lang)}: {_counts(few, lang)}"


def _line(one: Difference, lang: str) -> str:
    what = _word(one.what, lang)
    if one.table == "findings" and one.what != "changed":
        return f"{what}: {one.message_sv if lang == 'sv' else one.message_en}"
    if one.table == "reports" and one.what != "changed":
        files = " → ".join(dict.fromkeys(name for name in (one.old, one.new) if name))
        return f"{what}: {one.report_id} ({files})"
    value = f"{one.old or '–'} → {one.new or '–'}" if one.what == "changed" else one.new or one.old or "–"
    return f"{what}: {_about(one, lang)}: {one.column} {value}"


def _about(one: Difference, lang: str) -> str:
    """What a row is about: intervention, measure, gender, period, and where it is printed."""
    named = (one.intervention_id, *(_label(c, getattr(one, c), lang) for c in _CODED), one.category, one.period)
    said = ", ".join(n for n in named if n) if one.measure else one.intervention_id or one.id
    return f"{said} ({one.report_id})" if one.report_id and one.report_id != said else said


def _label(column: str, code: str, lang: str) -> str:
    """A code in words; 'actual' and both genders together go without saying."""
    if (column, code) in (("role", "actual"), ("gender", "T")):
        return ""
    known = codelists()[_CODED[column]].get(code)
    return (known.label_sv if lang == "sv" else known.label_en).lower() if known else code


@cache
def _words() -> dict[str, dict[str, str]]:
    text = resources.files("corpus").joinpath("data/diff_words.csv").read_text(encoding="utf-8")
    return {row["word"]: row for row in csv.DictReader(text.splitlines())}


def _word(word: str, lang: str) -> str:
    return _words()[word][lang]
