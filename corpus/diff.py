"""What differs between two datasets, as rows: reports first, then what they hold, then what was concluded from them.

Rows are the same by their ids; those of a report that was replaced, whose ids are made from its content, by what they
are about.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import TextIO

import pandas as pd

from corpus import frames
from corpus.contract import tables
from corpus.diff_columns import ABOUT, COMPARED, CONTEXT, IDS, SHOWN
from corpus.diff_reports import Became, Fate, What, became, fates
from corpus.explain import Row, read

_SEPARATOR = "\x1f"


@dataclass(frozen=True, slots=True)
class Difference:
    """One row that came, went, or has another value in `column`. Values are as CSV has them.

    `report_id` is that of the new dataset, or of the old one for what is gone. `because` is what became of the report:
    '' for one that stayed as it was.
    """

    table: str
    what: What
    id: str
    report_id: str = ""
    because: str = ""
    column: str = ""
    old: str = ""
    new: str = ""
    federation_id: str = ""
    intervention_id: str = ""
    measure: str = ""
    category: str = ""
    gender: str = ""
    role: str = ""
    period: str = ""
    message_sv: str = ""
    message_en: str = ""


def diff(old: Path, new: Path) -> list[Difference]:
    """Every difference between two datasets, in the order of the tables. Raises ExplainError for no such dataset."""
    before, after = ({name: read(folder, name) for name in ("reports", *COMPARED)} for folder in (old, new))
    fate = fates(*([_plain(row) for row in frames.records(f["reports"])] for f in (before, after)))
    found = [d for f in fate for d in _of_report(f)]
    for table in COMPARED:
        found += _of_rows(table, before[table], after[table], became(fate))
    return found


def write_csv(found: Iterable[Difference], file: TextIO) -> None:
    """The differences as CSV, with headings."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(f.name for f in fields(Difference))
    writer.writerows(map(astuple, found))


def _of_report(fate: Fate) -> Iterator[Difference]:
    report_id, row = fate.row["report_id"], fate.row
    about = {"federation_id": row["federation_id"], "period": row["period"]}
    if fate.what == "changed":
        for column, was, now in fate.columns():
            yield Difference("reports", "changed", report_id, report_id, "", column, was, now, **about)
        return
    was, now = (r["file_name"] if r else "" for r in (fate.old, fate.new))
    yield Difference("reports", fate.what, report_id, report_id, fate.because, "file_name", was, now, **about)


def _of_rows(table: str, old: pd.DataFrame, new: pd.DataFrame, fate: Became) -> Iterator[Difference]:
    before = old.assign(_report=_reports(table, old).map(fate.now)).reset_index(drop=True)
    after = new.assign(_report=_reports(table, new)).reset_index(drop=True)
    pairs = _pairs(_keys(table, IDS[table], before), _keys(table, IDS[table], after))
    if table in ABOUT:
        one, other = (_rest(f, {p[n] for p in pairs}, fate) for n, f in enumerate((before, after)))
        pairs += _pairs(_keys(table, ABOUT[table], one), _keys(table, ABOUT[table], other))
    lefts, rights = [p[0] for p in pairs], [p[1] for p in pairs]
    for row in frames.records(before.drop(index=lefts)):
        yield _difference(table, "removed", row, fate)
    for row in frames.records(after.drop(index=rights)):
        yield _difference(table, "added", row, fate)
    left, right = before.loc[lefts].reset_index(drop=True), after.loc[rights].reset_index(drop=True)
    for column in COMPARED[table]:
        was, now = _text(table, column, left), _text(table, column, right)
        differs = was != now
        for row, a, b in zip(frames.records(right[differs]), was[differs], now[differs], strict=True):
            yield _difference(table, "changed", row, fate, (column, a, b))


def _pairs(one: pd.Series, other: pd.Series) -> list[tuple[int, int]]:
    """The places of rows with equal keys."""
    where = dict(zip(other, map(int, other.index), strict=True))
    return [(int(n), where[key]) for n, key in zip(one.index, one, strict=True) if key in where]


def _rest(frame: pd.DataFrame, paired: set[int], fate: Became) -> pd.DataFrame:
    """The rows without a partner that stand in a report that came or was replaced."""
    rest = frame.drop(index=list(paired))
    return rest[rest["_report"].map(fate.why).astype(bool)]


def _keys(table: str, columns: Sequence[str], frame: pd.DataFrame) -> pd.Series:
    """A text for each row that only it has: its report, the columns, and which it is of those that are alike so far."""
    key = frame["_report"] if table != "findings" or columns is not IDS[table] else frame["_report"].str.slice(0, 0)
    for column in columns:
        key = key + _SEPARATOR + _text(table, column, frame)
    return key + _SEPARATOR + key.groupby(key, sort=False).cumcount().astype("string")


def _reports(table: str, frame: pd.DataFrame) -> pd.Series:
    column = "report_ids" if table == "findings" else "report_id"
    return frame[column].fillna("") if column in frame else pd.Series("", index=frame.index, dtype="string")


def _text(table: str, column: str, frame: pd.DataFrame) -> pd.Series:
    """A column as CSV has it."""
    kind = next(c.type for c in tables()[table].columns if c.name == column)
    if kind in ("string", "json"):
        return frame[column].fillna("").astype("string")
    return frame[column].map(lambda v: frames.text(kind, None if pd.isna(v) else v)).astype("string")


def _difference(
    table: str, what: What, row: Row, fate: Became, changed: tuple[str, str, str] | None = None
) -> Difference:
    said = _plain(row)
    shown = SHOWN.get(table, IDS[table][0])
    column, old, new = changed or (shown, *((said[shown], "") if what == "removed" else ("", said[shown])))
    row_id, report_id = " ".join(said[c] for c in IDS[table]), said["_report"]
    about = {name: said.get(name, "") for name in CONTEXT}
    return Difference(table, what, row_id, report_id, fate.why(report_id), column, old, new, **about)


def _plain(row: Row) -> dict[str, str]:
    return {name: "" if value is None else str(value) for name, value in row.items()}
