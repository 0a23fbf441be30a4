"""Reports of imagined associations with the truth beside every line, and what facit's reading of them gets right.

A file of `reports/` is a report with lines between its own that start with '% ': what the line before them says,
typed by hand. `text_of` takes them out, so that the reader never sees them.

    % @Vägvalet participants 84 46K 38M | exit_work 54%=13/24 | participants 90 target@2020
    %g @Vägvalet 40% -> 44% good prev 39%
    %! period 2019            (first line: the report's period; 'folded' when its letters are spoilt)

A statement is a measure, or 'other' for what has no code, and its values: number, unit (none: persons), '=a/b' for the
counts of a share, K M A for a group, @period for one that is not the report's; then the role when it is not actual.
'@Name', 'all' or 'fed' says whom it is about, and holds until the next; '_' stands for a space in names.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from pathlib import Path

from extract.chain import run
from extract.read_markdown import pages as markdown_pages
from extract.read_text import pages as text_pages
from extract.types import Document, Extraction, TableSettings
from normalize import periods
from normalize.names import core
from normalize.read import Context, read
from normalize.types import Goal, Observation, Reading
from tests.normalize.make import vocabulary

FOLDER = Path(__file__).parent / "reports"
UNITS = {
    "": "persons",
    "%": "percent",
    "tkr": "tkr",
    "kr": "sek",
    "mkr": "mkr",
    "p": "points",
    "mån": "months",
    "st": "count",
}
VALUE = re.compile(
    r"(?P<n>-?\d+(?:\.\d+)?)(?:/(?P<d>\d+))?(?P<u>%|tkr|kr|mkr|p|mån|st)?(?:=(?P<a>\d+)/(?P<b>\d+))?(?P<g>[KMA])?(?:@(?P<t>[\w/-]+))?"
)
SLACK = 4
"""How many lines apart a figure and its reading may stand: a sentence runs over lines."""


@dataclass(frozen=True, slots=True)
class Told:
    """One figure of the truth, or one read: whom, what, group, role, when, how much, and on which line."""

    whom: str
    measure: str
    gender: str
    role: str
    period: str
    value: Decimal | None
    unit: str
    line: int

    @property
    def key(self) -> tuple[object, ...]:
        """What must agree: everything but the line; an unknown measure has no unit and no time that can be wrong."""
        if self.measure == "other":
            return self.measure, self.value
        return self.whom, self.measure, self.gender, self.role, self.period, self.value, self.unit


@dataclass(frozen=True, slots=True)
class Pair:
    """One goal of the truth, or one read."""

    whom: str
    target: Decimal | None
    result: Decimal | None
    previous: Decimal | None
    rating: str


@dataclass(frozen=True)
class Report:
    """A report without its truth, and the truth."""

    name: str
    text: str
    period: str
    folded: bool
    told: tuple[Told, ...]
    pairs: tuple[Pair, ...]


@cache
def reports() -> tuple[Report, ...]:
    """All reports of the folder, by name."""
    return tuple(load(path) for path in sorted(FOLDER.iterdir()) if path.suffix in (".md", ".txt"))


def load(path: Path) -> Report:
    """A file -> its report and truth."""
    lines: list[str] = []
    told: list[Told] = []
    pairs: list[Pair] = []
    period, folded, whom = "", False, "all"
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("%! "):
            words = line.split()
            period, folded = words[2], "folded" in words
        elif line.startswith("%g "):
            pairs.append(pair(line[3:], period))
        elif line.startswith("% "):
            for statement in line[2:].split(" | "):
                made, whom = told_of(statement, whom, period, len(lines), path.name)
                told += made
        else:
            lines.append(line)
    return Report(path.name, "\n".join(lines) + "\n", period, folded, tuple(told), tuple(pairs))


def told_of(statement: str, whom: str, period: str, line: int, file: str) -> tuple[list[Told], str]:
    """One statement -> its figures, and whom the next one is about."""
    out: list[Told] = []
    measure, role = "", "actual"
    for word in statement.split():
        if word.startswith("@") or word in ("all", "fed"):
            whom = word if word in ("all", "fed") else core(word[1:].replace("_", " "))
        elif (named := re.fullmatch(r"(actual|target|budget|forecast)(?:@([\w/-]+))?", word)) and (
            out or measure != ""
        ):
            role = named[1]
            out = [replace(t, role=role, period=named[2] or t.period) for t in out]
        elif found := VALUE.fullmatch(word):
            out.append(
                Told(
                    whom,
                    measure,
                    found["g"] or "T",
                    role,
                    found["t"] or period,
                    Decimal(found["n"]),
                    UNITS[found["u"] or ""],
                    line,
                )
            )
        elif re.fullmatch(r"[a-z_0-9]+", word) and not measure:
            measure = word
        else:
            raise ValueError(f"{file}, line {line}: {word!r} in {statement!r}")
    return out, whom


def pair(text: str, period: str) -> Pair:
    """'@X 40% -> 44% good prev 39%' -> Pair; '-' for a side that is not there."""
    m = re.fullmatch(r"@(\S+) (\S+) -> (\S+)(?: (?!prev)(\w+))?(?: prev (\S+))?", text.strip())
    if m is None:
        raise ValueError(text)

    def number(x: str | None) -> Decimal | None:
        return Decimal(x.rstrip("%")) if x and x != "-" else None

    whom = "" if m[1] == "-" else core(m[1].replace("_", " "))
    return Pair(whom, number(m[2]), number(m[3]), number(m[5]), m[4] or "")


def extraction(report: Report) -> Extraction:
    """A report as extract sees it."""
    reader = markdown_pages if report.name.endswith(".md") else text_pages
    pages = tuple(reader(report.text.encode(), Path(report.name)))
    settings = TableSettings(hints=vocabulary().hints(()))
    tables = tuple(table for page in pages for table in run(page, settings)[0])
    document = Document(report.name, "0" * 64, "text/plain", pages, language_folded=report.folded)
    return Extraction(document, tables)


@cache
def reading(name: str) -> Reading:
    """What facit reads in a report."""
    report = next(r for r in reports() if r.name == name)
    return read(extraction(report), vocabulary(), Context(periods.parse(report.period)))


def whom(scope: str, name: str) -> str:
    return core(name) if scope == "intervention" else "fed" if scope == "federation" else "all"


def as_told(o: Observation) -> Told:
    """An observation in the words of the truth."""
    measure = "other" if o.measure.startswith("other:") else o.measure
    return Told(
        whom(o.scope, o.name),
        measure,
        o.gender,
        o.role,
        o.period.code if o.period else "",
        o.value.value,
        o.value.unit,
        o.place.line or 0,
    )


def as_pair(g: Goal) -> Pair:
    def number(v: object) -> Decimal | None:
        return getattr(v, "value", None)

    return Pair(core(g.name), number(g.target), number(g.result), number(g.previous), g.rating)


@dataclass(frozen=True)
class Outcome:
    """A report's reading held against its truth."""

    right: int
    missed: tuple[Told, ...]
    wrong: tuple[tuple[Told, Observation], ...]
    """Read with a measure, and not so in the truth."""
    unresolved: int
    not_understood: int
    numbers: int
    pairs_missed: tuple[Pair, ...]
    pairs_wrong: tuple[Pair, ...]
    pairs: int


def outcome(report: Report) -> Outcome:
    """Truth and reading matched one to one, nearest lines first."""
    made = reading(report.name)
    left = list(report.told)
    right, wrong, unresolved = 0, [], 0
    for o in sorted(made.observations, key=lambda o: o.place.line or 0):
        if o.value.value is None:
            continue
        mine = as_told(o)
        near = [t for t in left if t.key == mine.key and abs(t.line - mine.line) <= SLACK]
        if near:
            left.remove(min(near, key=lambda t: abs(t.line - mine.line)))
            right += 1
        elif mine.measure == "other":
            unresolved += 1
        else:
            wrong.append((mine, o))
    goals = [as_pair(g) for g in made.goals if g.place.table >= 0]
    want = Counter(report.pairs)
    have = Counter(goals)
    cover = made.coverage
    return Outcome(
        right,
        tuple(left),
        tuple(wrong),
        unresolved,
        len(cover.unread),
        cover.numbers,
        tuple((want - have).elements()),
        tuple((have - want).elements()),
        len(report.pairs),
    )


def main(names: list[str]) -> None:
    """Prints what is missed and wrong in reports whose name starts with one of `names`."""
    total = Counter[str]()
    for report in reports():
        chosen = [n for n in names if n != "-s"]
        if chosen and not any(report.name.startswith(n) for n in chosen):
            continue
        got = outcome(report)
        n = len(report.told)
        print(
            f"{report.name:32} {got.right}/{n} right ({got.right / n:.3f}), {len(got.wrong)} wrong, {got.unresolved} other extra, not understood {got.not_understood}/{got.numbers}; goals missed {len(got.pairs_missed)}/{got.pairs}, wrong {len(got.pairs_wrong)}"
        )
        total.update(
            right=got.right,
            told=n,
            wrong=len(got.wrong),
            unread=got.not_understood,
            numbers=got.numbers,
            gm=len(got.pairs_missed),
            g=got.pairs,
            gw=len(got.pairs_wrong),
        )
        if "-s" in names:
            continue
        lines = report.text.splitlines()
        shown = sorted(
            [(t.line, "  - ", t, None) for t in got.missed] + [(t.line, "  + ", t, o) for t, o in got.wrong],
            key=lambda x: x[0],
        )
        last = 0
        for line, sign, t, o in shown:
            if line != last:
                print(f" {line}: {lines[line - 1][:150]}")
            last = line
            print(
                f"{sign}{t.value} {t.unit} {t.measure} {t.gender} {t.role} {t.period} [{t.whom}]",
                f"   <{o.place.table}: {o.why}>" if o else "",
            )
        for p in got.pairs_missed:
            print("  goal -", p)
        for p in got.pairs_wrong:
            print("  goal +", p)
        for u in reading(report.name).coverage.unread:
            print(f"  ? {u.line} {u.kind} {u.text!r}: {u.quote[:120]}")
    print(
        f"ALL right {total['right']}/{total['told']} = {total['right'] / total['told']:.3f}, wrong {total['wrong']} ({total['wrong'] / (total['wrong'] + total['right']):.3f}), not understood {total['unread']}/{total['numbers']} = {total['unread'] / total['numbers']:.3f}, goals missed {total['gm']}/{total['g']} wrong {total['gw']}"
    )


if __name__ == "__main__":
    import sys

    main(sys.argv[1:])
