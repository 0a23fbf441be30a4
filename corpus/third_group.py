"""Rows where women and men are fewer than the total and no third group is printed anywhere beside them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.clashes import finding, in_order
from corpus.edits_rows import ByGender, by_gender, not_in_total
from corpus.messages import Text, group_of, listed, plain, where
from corpus.records import Fact, Finding
from corpus.rules import has_number, number, row_key


def unprinted_third_group(facts: Sequence[Fact]) -> list[Finding]:
    """One finding per table (or sentence) and measure about the people who are neither women nor men there."""
    others: dict[tuple[object, ...], list[Fact]] = {}
    for fact in facts:
        if fact.observation.gender == "A" and has_number(fact):
            others.setdefault(row_key(fact), []).append(fact)
    groups: dict[tuple[object, ...], list[ByGender]] = {}
    rows = by_gender(facts)
    lone = not_in_total(rows)
    for row in rows:
        if row.open_third and row.total.obs_id not in lone and not _said(row):
            seen = row.total.observation
            key = ("table", seen.place.table) if seen.place.table >= 0 else row_key(row.total)
            known = any(number(f) >= row.missing for f in others.get(row_key(row.total), []))
            groups.setdefault((*key, seen.measure, known), []).append(row)
    return [_finding(rows, bool(key[-1])) for key, rows in groups.items()]


def _said(row: ByGender) -> bool:
    """Whether the sentence prints how many the others are."""
    printed = re.findall(r"\d+", row.total.observation.place.quote)
    return row.total.observation.source == "prose" and plain(row.missing) in printed


def _finding(rows: Sequence[ByGender], known: bool) -> Finding:
    """`known`: the row counts enough people of other or unstated gender in another of its columns."""
    about = rows[0].total
    facts = in_order(f for row in rows for f in (*row.parts, row.total))
    sides = [(" + ".join(plain(number(p)) for p in row.parts), plain(number(row.total))) for row in rows]
    params: dict[str, str | Text] = {
        "subject": group_of(about),
        "rows": Text(
            listed([f"{parts} mot {total}" for parts, total in sides]).sv,
            listed([f"{parts} against {total}" for parts, total in sides]).en,
        ),
        "where": where(in_order(row.total for row in rows)),
    }
    values = [plain(number(f)) for row in rows for f in (*row.parts, row.total)]
    return finding(
        "parts_sum",
        "info" if known else "warning",
        "third_group_known" if known else "third_group",
        facts,
        values,
        params=params,
        about=about,
        difference=max(row.missing for row in rows),
    )
