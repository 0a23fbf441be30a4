"""Which reports of one dataset are which of another: the first step of `facit diff`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

Row = Mapping[str, str]
What = Literal["added", "removed", "replaced", "changed"]
COMPARED = ("report_id", "file_name", "federation_id", "period", "kind", "title", "status")


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a report: its row before and after, None on the side where it is not."""

    what: What
    old: Row | None
    new: Row | None

    @property
    def row(self) -> Row:
        return self.new or self.old or {}

    @property
    def because(self) -> str:
        return "" if self.what == "changed" else f"report {self.what}"

    def columns(self) -> Iterator[tuple[str, str, str]]:
        """(column, before, after) where the two rows of a report with the same content differ."""
        if self.what == "changed" and self.old and self.new:
            yield from ((c, self.old[c], self.new[c]) for c in COMPARED if self.old[c] != self.new[c])


@dataclass(frozen=True, slots=True)
class Became:
    """An old report's id -> the new one's; and what became of the reports (by new id) that are not simply the same."""

    renamed: Mapping[str, str]
    because: Mapping[str, str]

    def now(self, report_ids: str) -> str:
        """Ids of old reports, with ';' between them, as they are now."""
        return ";".join(self.renamed.get(i, i) for i in report_ids.split(";"))

    def why(self, report_ids: str) -> str:
        return next((self.because[i] for i in report_ids.split(";") if i in self.because), "")


def fates(old: Sequence[Row], new: Sequence[Row]) -> list[Fate]:
    """The rows of `reports` of two datasets -> what became of each report that is not simply the same.

    A report is the same when its content is. Of the others, one replaces another that has its file name, or its id.
    """
    by_content = {r["sha256"]: r for r in new}
    same = {r["sha256"] for r in old} & set(by_content)
    found = [Fate("changed", r, by_content[r["sha256"]]) for r in old if r["sha256"] in same]
    gone = [r for r in old if r["sha256"] not in same]
    come = [r for r in new if r["sha256"] not in same]
    for one in come:
        before = next((r for c in ("file_name", "report_id") for r in gone if r[c] == one[c]), None)
        if before:
            gone.remove(before)
        found.append(Fate("replaced" if before else "added", before, one))
    found += [Fate("removed", r, None) for r in gone]
    return found


def became(of: Sequence[Fate]) -> Became:
    """The same, to look up by id."""
    renamed = {f.old["report_id"]: f.new["report_id"] for f in of if f.old and f.new}
    return Became(renamed, {f.row["report_id"]: f.because for f in of if f.because})
