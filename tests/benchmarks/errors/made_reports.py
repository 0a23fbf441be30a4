"""Made-up reports whose numbers all agree: what errors are seeded into. Nothing in them comes from a real report."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import Any

from corpus.records import Fact, ReportFacts, ReportRecord
from extract.types import Document, Extraction
from normalize.types import Observation, Period, Place, Reading, Value

YEAR = Period("2019", "2019-01-01", "2019-12-31", "A")
NAMES = ("Bryggan", "Kompassen", "Lotsen", "Stegen", "Vägen", "Navet", "Porten", "Kajen")
REASONS = ("exit_work", "exit_studies", "exit_job_seeking", "exit_illness", "exit_other")
GENDERS = ("K", "M", "A")


class Page:
    """Facts in the making: tables and sentences get their places as they are added."""

    def __init__(self) -> None:
        self.facts: list[Fact] = []
        self.tables = 0
        self.line = 0

    def table(self, rows: Iterable[tuple[str, Iterable[tuple[dict[str, Any], int]]]]) -> None:
        """Rows of (label, cells); a cell is what it means and its number."""
        for row, (label, cells) in enumerate(rows):
            self.line += 1
            printed = list(cells)
            quote = f"{label} {' '.join(str(n) for _, n in printed)}"
            for column, (means, number) in enumerate(printed):
                place = Place(self.line, None, None, self.tables, row, column, quote)
                self._add(number, place, "table", label, means)
        self.tables += 1
        self.line += 2

    def sentence(self, words: str, *cells: tuple[dict[str, Any], int]) -> None:
        """A sentence with its numbers put in at {}; each fact keeps the sentence as `why`, to be written anew."""
        self.line += 10
        quote = words.format(*(n for _, n in cells))
        for means, number in cells:
            self._add(number, Place(self.line, quote=quote), "prose", "", {**means, "why": words})

    def _add(self, number: int, place: Place, source: str, label: str, means: dict[str, Any]) -> None:
        given = dict(means)
        who, unit = given.pop("who"), given.pop("unit", "persons")
        seen = Observation(
            value=Value(str(number), Decimal(number), unit),
            period=YEAR,
            place=place,
            scope="all" if who == "Totalt" else "intervention",
            name="" if who == "Totalt" else who,
            source=source,  # type: ignore[arg-type]
            row_label=label,
            reader="pdf-text",
            **given,
        )
        intervention = "_all" if who == "Totalt" else who.lower()
        self.facts.append(Fact(f"o{len(self.facts):04}", "r1", "f", intervention, seen, Decimal(number)))

    def report(self) -> ReportFacts:
        record = ReportRecord("r1", "r1.pdf", "", "application/pdf", "ok", period=YEAR.code, reader="pdf-text")
        return ReportFacts(
            record, Extraction(Document("r1.pdf", "", "application/pdf", ()), ()), Reading(), tuple(self.facts)
        )


def whole_report(rng: random.Random) -> ReportFacts:
    """About 170 numbers: who took part by gender, the flow, why people left, what it cost, and sentences about it."""
    page, names = Page(), NAMES[: rng.randint(5, 6)]
    carried = {n: rng.randint(0, 60) for n in names}
    new = {n: _genders(rng) for n in names}
    parts = {n: _plus(new[n], _split(rng, carried[n])) for n in names}
    left = {n: tuple(rng.randint(0, count) for count in parts[n]) for n in names}
    for measure, counts in (("participants", parts), ("new_participants", new), ("exited_participants", left)):
        page.table(_by_gender(measure, counts))
    page.table(_flow(carried, new, left))
    exits = {n: _shared_out(rng, sum(left[n]), len(REASONS)) for n in names}
    page.table(_exits(names, exits))
    page.table(_money(names, rng))
    for name in names[:3]:
        cells = _cells("participants", name, parts[name])
        page.sentence(f"Under året har {name} haft totalt {{}} kvinnor, {{}} män och {{}} andra, {{}} i allt.", *cells)
    everyone = {m: _total(c) for m, c in (("participants", parts), ("exited_participants", left))}
    for measure, counts in everyone.items():
        cells = _cells(measure, "Totalt", counts)
        page.sentence("Totalt var det {} kvinnor, {} män och {} andra, {} i allt.", *cells)
    return page.report()


def gender_table(rng: random.Random) -> ReportFacts:
    """One table with sums of rows and columns."""
    page = Page()
    counts = {n: _genders(rng) for n in NAMES[: rng.randint(4, 8)]}
    page.table(_by_gender("participants", counts))
    return page.report()


def exits_table(rng: random.Random) -> ReportFacts:
    """One table of why people left, by intervention, with a total row and a total column."""
    page, names = Page(), NAMES[: rng.randint(4, 6)]
    page.table(_exits(names, {n: _shared_out(rng, rng.randint(10, 90), len(REASONS)) for n in names}))
    return page.report()


def column_table(rng: random.Random) -> ReportFacts:
    """One table whose columns alone have sums: what is wrong can be told, not where."""
    page, names = Page(), NAMES[: rng.randint(4, 8)]
    columns = ("participants", "exited_participants")
    body = [sorted((rng.randint(0, 90) for _ in columns), reverse=True) for _ in names]
    rows = [(n, list(zip([_means(m, n) for m in columns], b, strict=True))) for n, b in zip(names, body, strict=True)]
    sums = [sum(b[c] for b in body) for c in range(len(columns))]
    page.table([*rows, ("Totalt", list(zip([_means(m, "Totalt") for m in columns], sums, strict=True)))])
    return page.report()


KINDS: dict[str, Callable[[random.Random], ReportFacts]] = {
    "table of women and men": gender_table,
    "table of exits": exits_table,
    "column sums only": column_table,
    "whole report": whole_report,
}


def _means(measure: str, who: str, **more: object) -> dict[str, Any]:
    return {"measure": measure, "who": who, **more}


def _genders(rng: random.Random) -> tuple[int, ...]:
    return rng.randint(0, 70), rng.randint(0, 70), rng.choice((0, 0, 1, 3))


def _plus(a: tuple[int, ...], b: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(x + y for x, y in zip(a, b, strict=True))


def _split(rng: random.Random, whole: int) -> tuple[int, ...]:
    women = rng.randint(0, whole)
    return women, whole - women, 0


def _shared_out(rng: random.Random, whole: int, parts: int) -> tuple[int, ...]:
    cuts = sorted(rng.randint(0, whole) for _ in range(parts - 1))
    return tuple(b - a for a, b in zip([0, *cuts], [*cuts, whole], strict=True))


def _total(counts: dict[str, tuple[int, ...]]) -> tuple[int, ...]:
    return tuple(map(sum, zip(*counts.values(), strict=True)))


def _cells(measure: str, who: str, counts: tuple[int, ...]) -> list[tuple[dict[str, Any], int]]:
    genders = [(_means(measure, who, gender=g), n) for g, n in zip(GENDERS, counts, strict=True)]
    return [*genders, (_means(measure, who, gender="T"), sum(counts))]


def _by_gender(
    measure: str, counts: dict[str, tuple[int, ...]]
) -> Iterator[tuple[str, list[tuple[dict[str, Any], int]]]]:
    for name, numbers in (*counts.items(), ("Totalt", _total(counts))):
        yield name, _cells(measure, name, numbers)


def _flow(
    carried: dict[str, int], new: dict[str, tuple[int, ...]], left: dict[str, tuple[int, ...]]
) -> Iterator[tuple[str, list[tuple[dict[str, Any], int]]]]:
    measures = ("carried_in", "new_participants", "exited_participants", "carried_out")
    rows = {n: (c, sum(new[n]), sum(left[n]), c + sum(new[n]) - sum(left[n])) for n, c in carried.items()}
    for name, numbers in (*rows.items(), ("Totalt", _total(rows))):
        yield name, [(_means(m, name), number) for m, number in zip(measures, numbers, strict=True)]


def _exits(
    names: tuple[str, ...], exits: dict[str, tuple[int, ...]]
) -> Iterator[tuple[str, list[tuple[dict[str, Any], int]]]]:
    columns = (*exits.values(), _total(exits))
    heads = (*names, "Totalt")
    measures = (*REASONS, "exited_participants")
    for n, measure in enumerate(measures):
        numbers = [c[n] if n < len(REASONS) else sum(c) for c in columns]
        label = "Totalt" if n == len(REASONS) else measure
        cells = [(_means(measure, h, header_path=(h,)), x) for h, x in zip(heads, numbers, strict=True)]
        yield label, cells


def _money(names: tuple[str, ...], rng: random.Random) -> Iterator[tuple[str, list[tuple[dict[str, Any], int]]]]:
    rows = {}
    for name in names:
        budget = rng.randint(300, 9000) * 1000
        outcome = budget + rng.randint(-300_000, 300_000)
        rows[name] = (outcome, budget, outcome - budget)
    heads = (("outcome", "actual"), ("budget", "budget"), ("deviation", "actual"))
    for name, numbers in (*rows.items(), ("Totalt", _total(rows))):
        label = "Summa" if name == "Totalt" else name
        yield label, [(_means(m, name, role=r, unit="sek"), x) for (m, r), x in zip(heads, numbers, strict=True)]
