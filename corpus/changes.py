"""Which reports came, went or were replaced since the dataset that stood in the folder before."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from corpus.records import ReportRecord


@dataclass(frozen=True, slots=True)
class Changes:
    """Names of files, sorted. A file is replaced when another content stands under its name; a moved one is neither."""

    added: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    def as_json(self) -> str:
        """What `runs.changes` says of them."""
        return json.dumps(asdict(self), ensure_ascii=False)

    def sentence(self) -> str:
        """One line for the user; '' when nothing changed."""
        parts = [f"{len(v)} {word} ({_few(v)})" for word, v in asdict(self).items() if v]
        return f"Since the last run: {'; '.join(parts)}." if parts else ""


Files = Mapping[str, frozenset[str]]
"""Digests of contents by the name of the file; two folders may hold files of one name."""


def since(out: Path, records: Iterable[ReportRecord]) -> Changes | None:
    """What differs from the dataset in `out`; None when none stands there."""
    path = out / "reports.csv"
    if not (out / "datapackage.json").is_file() or not path.is_file():
        return None
    with path.open(encoding="utf-8", newline="") as file:
        before = _files((row["file_name"], row["sha256"]) for row in csv.DictReader(file))
    return between(before, _files((r.file_name, r.sha256) for r in records))


def between(before: Files, after: Files) -> Changes:
    """Two sets of files -> what changed."""
    had, has = (frozenset().union(*files.values()) for files in (before, after))
    gone = {name for name, digests in before.items() if digests - has}
    new = {name for name, digests in after.items() if digests - had}
    return Changes(*(tuple(sorted(names)) for names in (new - gone, new & gone, gone - new)))


def _files(pairs: Iterable[tuple[str, str]]) -> Files:
    found: dict[str, set[str]] = defaultdict(set)
    for name, digest in pairs:
        found[name].add(digest)
    return {name: frozenset(digests) for name, digests in found.items()}


def _few(names: tuple[str, ...], most: int = 5) -> str:
    return ", ".join(names[:most]) + (", ..." if len(names) > most else "")
