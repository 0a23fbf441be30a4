"""An engine over cases: what it read, how that scores, how long it took; and the summing up by family."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tests.benchmarks.tables.engines import OURS
from tests.benchmarks.tables.isolated import readings
from tests.benchmarks.tables.kindness import stitched
from tests.benchmarks.tables.peers import Engine
from tests.benchmarks.tables.score import Figures, PageScore, Read, score
from tests.benchmarks.tables.sets import Case

MANY = 40
"""More tables than this in a document are not put together: it is then no table over a page break."""


@dataclass(frozen=True)
class Measured:
    """One case read by one engine. `failed` is what went wrong, '' when nothing did."""

    case: Case
    score: PageScore
    reads: tuple[Read, ...]
    seconds: float
    failed: str = ""

    @property
    def strict(self) -> float:
        """The mean strict F1 of its true tables; 1 or 0 for a page without any, by whether something was read."""
        tables = self.score.tables
        return sum(t.strict for t in tables) / len(tables) if tables else float(not self.score.spurious)


def measure(run: Engine, cases: Iterable[Case]) -> Iterator[Measured]:
    """Read every case in this process. An engine that raises has read nothing; the rest goes on."""
    for case in cases:
        started = time.perf_counter()
        failed, reads = "", list[Read]()
        try:
            reads = run(case.path)
        except Exception as wrong:  # noqa: BLE001  # any engine may fail in any way; the page counts as not read
            failed = f"{type(wrong).__name__}: {wrong}"
        seconds = time.perf_counter() - started
        yield Measured(case, score(case.truths, reads), tuple(reads), seconds, failed)


def measure_apart(name: str, cases: Sequence[Case], core: int | None = None) -> Iterator[Measured]:
    """Read every case by the engine of a name in a process of its own. Raises AbsentError.

    The first case is read twice and counted the second time: every engine is warm. A peer's pieces of a table over a
    page break are put together when that scores better.
    """
    files = [(case.path, case.pages) for case in [*cases[:1], *cases]]
    answers = iter(readings(name, files, core))
    next(answers, None)
    for case, (reads, seconds, failed) in zip(cases, answers, strict=True):
        found = reads
        if name not in OURS and case.pages > 1 and len(reads) < MANY:
            found = max((reads, stitched(reads)), key=lambda r: sum(t.loose for t in score(case.truths, r).tables))
        yield Measured(case, score(case.truths, found), tuple(found), seconds, failed)


@dataclass(frozen=True)
class Summary:
    """A family, or a whole set: means over its true tables, counts, and milliseconds per page."""

    name: str
    documents: int
    tables: int
    strict: float
    loose: float
    found: int
    perfect: int
    spurious: int
    failed: int
    ms_page: float
    figures: Figures


def summary(name: str, measured: Sequence[Measured]) -> Summary:
    """Sum up; means are over true tables, a table that was not found counting as 0."""
    tables = [t for m in measured for t in m.score.tables]
    n = len(tables) or 1
    pages = sum(m.case.pages for m in measured) or 1
    return Summary(
        name,
        len(measured),
        len(tables),
        sum(t.strict for t in tables) / n,
        sum(t.loose for t in tables) / n,
        sum(t.found for t in tables),
        sum(t.perfect for t in tables),
        sum(m.score.spurious for m in measured),
        sum(bool(m.failed) for m in measured),
        1000 * sum(m.seconds for m in measured) / pages,
        sum((t.figures for t in tables), Figures()),
    )


def by_family(measured: Sequence[Measured]) -> list[Summary]:
    """One summary a family, in the order they came, and one of all."""
    families = dict.fromkeys(m.case.family for m in measured)
    parts = [summary(f, [m for m in measured if m.case.family == f]) for f in families]
    return [*parts, summary("all", measured)]


def printed(summaries: Sequence[Summary]) -> str:
    """Summaries as a table of text; figures and percentages where the documents are scans."""
    heads = ("strict", "loose", "found", "perfect", "spurious", "failed", "ms/page", "numbers", "percent", "invented")
    lines = [f"{'family':<20}{'pages':>6}{'tables':>7}" + "".join(f"{h:>9}" for h in heads)]
    for s in summaries:
        n, f = s.tables or 1, s.figures
        cells = (
            f"{s.strict:.4f}",
            f"{s.loose:.4f}",
            f"{s.found / n:.1%}",
            f"{s.perfect / n:.1%}",
            s.spurious,
            s.failed,
            f"{s.ms_page:.1f}",
            share(f.numbers_right, f.numbers),
            share(f.percents_right, f.percents),
            f.percents_invented,
        )
        lines.append(f"{s.name:<20}{s.documents:>6}{s.tables:>7}" + "".join(f"{c:>9}" for c in cells))
    return "\n".join(lines)


def share(part: int, whole: int) -> str:
    """'0.9937', or '-' of nothing."""
    return f"{part / whole:.4f}" if whole else "-"
