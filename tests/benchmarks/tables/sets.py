"""The sets of documents that engines are measured on, made by the press and kept in build/ until the press changes."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from fixtures.press.layouts.run import SETS, made
from fixtures.press.layouts.truth import Made, UnavailableError
from tests.benchmarks.tables.score import Truth

ROOT = Path(__file__).parents[3]
BUILD = ROOT / "build" / "bench-tables"


@dataclass(frozen=True)
class Case:
    """A document to read, in the family it is counted under, and what is true of it. Pages are counted from 1."""

    name: str
    family: str
    path: Path
    truths: tuple[Truth, ...]
    pages: int = 1


@dataclass(frozen=True)
class Skipped:
    """A case that this machine cannot make, and why."""

    name: str
    reason: str


def cases(name: str, seeds: Iterable[int], families: Iterable[str] = ()) -> Iterator[Case | Skipped]:
    """The cases of a set: every family with every seed. Raises KeyError for a set there is not."""
    wanted = list(seeds)
    chosen = [f for f in SETS[name] if not families or f in families]
    for family in chosen:
        for seed in wanted:
            try:
                yield _case(family, seed)
            except UnavailableError as absent:
                yield Skipped(f"{family}-{seed}", str(absent))
                break


def _case(family: str, seed: int) -> Case:
    path = BUILD / press_digest() / f"{family}-{seed}.pdf"
    truth = path.with_suffix(".json")
    if not truth.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        document = made(family, seed)
        path.write_bytes(document.pdf)
        # In one step: two runs may make the same page at once.
        draft = truth.with_suffix(f".{os.getpid()}")
        draft.write_text(_written(document), encoding="utf-8")
        draft.replace(truth)
    known = json.loads(truth.read_text(encoding="utf-8"))
    truths = tuple(Truth(tuple(map(tuple, t["grid"])), tuple(t["pages"]), t["kind"]) for t in known["tables"])
    return Case(path.stem, family, path, truths, known["pages"])


def _written(document: Made) -> str:
    import pypdfium2

    pdf = pypdfium2.PdfDocument(document.pdf)
    pages = len(pdf)
    pdf.close()
    tables = [{"kind": t.kind, "pages": t.pages, "grid": t.grid} for t in document.tables]
    return json.dumps({"pages": pages, "tables": tables}, ensure_ascii=False)


def press_digest() -> str:
    """Changes whenever the press does, so that no stale page is measured."""
    sources = sorted((ROOT / "fixtures" / "press" / "layouts").glob("*.py"))
    return hashlib.sha256(b"".join(p.read_bytes() for p in sources)).hexdigest()[:12]
