"""A list of names without a dataset: a CSV with federation, year and printed -> the same rows with an intervention.

The rows are put together as the names of a dataset are: with the built-in registry and the user's own, and with
decisions. There are no tables and no numbers, so those vetoes and that evidence have nothing to go by.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpus import decisions, registry
from corpus.disagreement import standing, told
from corpus.known_names import name_of
from corpus.linkage import Linked, ReportNames, link
from corpus.registry import Federation, Registry, RegistryError, read_text
from normalize.names import slug
from normalize.types import NameMention, Place

COLUMNS = ("federation", "year", "printed")
ADDED = ("intervention_id", "method", "score", "reasons")
QUESTIONS = (
    "federation",
    "printed",
    "intervention_id",
    "other_printed",
    "other_id",
    "score",
    "rank_for_name",
    "suggestion",
    "reasons_for",
    "reasons_against",
)
_NO_FEDERATION = "none"
_ASSOCIATION = re.compile(r"^(?:samordnings\w*|finsam)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class NameList:
    """The rows as read, each with its four new columns, and what was linked."""

    header: tuple[str, ...]
    rows: tuple[Mapping[str, str], ...]
    linked: Linked
    federations: Mapping[str, str]
    """federation_id -> how the list writes it"""
    notes: tuple[str, ...] = ()
    """What the user should know of the decisions."""

    def text(self) -> str:
        """The rows as CSV, in the order in which they came."""
        return _csv((*self.header, *ADDED), self.rows)

    def questions(self) -> str:
        """What likeness could not settle, as CSV, the likeliest first."""
        found = [
            {
                "federation": self.federations.get(q.federation_id, q.federation_id),
                "printed": q.printed,
                "intervention_id": q.intervention_id,
                "other_printed": q.other_printed,
                "other_id": q.other_id,
                "score": f"{q.score:.4g}",
                "rank_for_name": str(q.rank_for_name),
                "suggestion": q.suggestion,
                "reasons_for": "; ".join(q.reasons_for),
                "reasons_against": "; ".join(q.reasons_against),
            }
            for q in self.linked.questions
        ]
        return _csv(QUESTIONS, found)


def cluster(path: Path, *, extra: Path | None = None, decided: Path | None = None) -> NameList:
    """The names of a CSV file put together. Other columns are kept; a row without a name gets no intervention.

    Raises RegistryError for a file that cannot be read or lacks a column, and as `registry.load`, `decisions.read` do.
    """
    known = registry.load(extra)
    header, rows = _read(path)
    ids = {f: _federation_id(f, known) for f in dict.fromkeys(r["federation"] for r in rows)}
    known = replace(known, federations=(*known.federations, *_unknown(ids, known)))
    reports: dict[tuple[str, str], list[NameMention]] = {}
    # In an order of their own: the rows of a year have none that means anything.
    for number, row in sorted(enumerate(rows), key=lambda pair: (pair[1]["year"], pair[1]["printed"])):
        mention = NameMention(row["printed"], Place(line=number), "prose")
        reports.setdefault((ids[row["federation"]], row["year"]), []).append(mention)
    named = [
        ReportNames(f"{federation}-{year or 'undated'}", federation, tuple(mentions), year=_year(year))
        for (federation, year), mentions in reports.items()
    ]
    read = decisions.read(decided)
    said = standing(read.decisions)
    linked = link(named, known, said.stand)
    taken = {(row.report_id, row.printed): row for row in linked.rows}
    out = []
    for row in rows:
        found = taken.get((f"{ids[row['federation']]}-{row['year'] or 'undated'}", name_of(row["printed"])))
        of = (found.intervention_id, found.method, f"{found.score:.4g}", found.reasons) if found else ("",) * 4
        out.append({**row, **dict(zip(ADDED, of, strict=True))})
    notes = (*read.problems, *read.doubts, *told(said))
    shown = {v: k for k, v in ids.items()}
    return NameList(tuple(c for c in header if c not in ADDED), tuple(out), linked, shown, notes)


def _read(path: Path) -> tuple[list[str], list[dict[str, str]]]:
    reader = csv.DictReader(io.StringIO(read_text(path)))
    header = [h.strip().casefold() for h in reader.fieldnames or []]
    if len(header) == 1 and ";" in header[0]:
        # What Excel writes in Sweden.
        reader = csv.DictReader(io.StringIO(read_text(path)), delimiter=";")
        header = [h.strip().casefold() for h in reader.fieldnames or []]
    missing = [c for c in COLUMNS if c not in header]
    if missing:
        what = f"column {missing[0]!r} is missing"
        raise RegistryError(f"{path}, line 1: {what}; the header must have {','.join(COLUMNS)}")
    reader.fieldnames = header
    rows = []
    for row in reader:
        if row.get(None):  # csv puts surplus cells under the key None
            where = f"{path}, line {reader.line_num}"
            raise RegistryError(f"{where}: more cells than the header has; quote cells with commas")
        rows.append({k: (v or "").strip() if k in COLUMNS else v or "" for k, v in row.items()})
    return header, rows


def _federation_id(text: str, known: Registry) -> str:
    bare = _ASSOCIATION.sub("", text).strip()
    return known.named(text) or known.named(bare) or (slug(bare or text) if text else _NO_FEDERATION)


def _unknown(ids: Mapping[str, str], known: Registry) -> list[Federation]:
    """The federations of the list that the registry lacks."""
    out: dict[str, Federation] = {}
    for text, federation_id in ids.items():
        if known.federation(federation_id) is None:
            out.setdefault(federation_id, Federation(federation_id, text or _NO_FEDERATION))
    return list(out.values())


def _year(text: str) -> int | None:
    digits = text[:4]
    return int(digits) if digits.isdecimal() and len(digits) == 4 else None


def _csv(header: Sequence[str], rows: Sequence[Mapping[str, str]]) -> str:
    file = io.StringIO()
    writer = csv.DictWriter(file, header, lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue()
