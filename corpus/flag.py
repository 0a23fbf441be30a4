"""The letter about one report of a dataset: which report is meant, and what the files hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.letter import letter
from corpus.letter_csv import listed
from corpus.letter_html import html
from corpus.letter_names import Row, Tables, full_name, title
from corpus.letter_pdf import pdf
from corpus.letter_words import Words
from corpus.registry import Federation, Registry

TABLES = ("reports", "federations", "findings", "observations", "tables")


class NoSuchReportError(Exception):
    """No report of the dataset, or several, are what was asked for: `str(error)` lists what there is."""


@dataclass(frozen=True, slots=True)
class Written:
    """The files of a letter, by what their names end with, and how many of its items the letter itself has."""

    files: Mapping[str, bytes]
    items: int
    shown: int


def find(tables: Tables, federation: str, year: str, report: str, words: Words) -> Row:
    """The report that is meant: of an association named as people write it, about a year, or by its file's name.

    Raises NoSuchReportError with what there is when none is meant, or several.
    """
    read = [r for r in tables["reports"] if r["status"] != "failed"]
    known = Registry(tuple(_federation(f) for f in tables["federations"]))
    federation_id = known.named(federation) if federation else ""
    if federation and not federation_id:
        names = sorted({str(r["federation_id"]) for r in read if r["federation_id"]})
        raise NoSuchReportError(f"{federation!r} is no association of this dataset; it has {', '.join(names)}")
    found = [
        r
        for r in read
        if (not federation_id or r["federation_id"] == federation_id)
        and (not year or str(r["period"] or "").startswith(year))
        and (not report or report.casefold() in (str(r["file_name"]).casefold(), str(r["report_id"]).casefold()))
    ]
    if len(found) == 1:
        return found[0]
    if found:
        raise NoSuchReportError(f"{len(found)} reports fit; say which with --report:\n{_lines(found, tables, words)}")
    raise NoSuchReportError(f"no report fits; this dataset has\n{_lines(read, tables, words)}")


def _federation(row: Row) -> Federation:
    aliases = tuple(a for a in str(row["aliases"] or "").split(";") if a)
    return Federation(str(row["federation_id"]), str(row["name"]), aliases)


def _lines(reports: Sequence[Row], tables: Tables, words: Words) -> str:
    ordered = sorted(reports, key=lambda r: (str(r["federation_id"]), str(r["period"]), str(r["file_name"])))
    return "\n".join(
        f"  {r['file_name']}: {title(r, tables, words)}, {full_name(tables, r['federation_id']) or r['federation_id']}"
        for r in ordered
    )


def written(
    tables: Tables, report: Row, words: Words, *, date: str, sender: Sequence[str] = (), list_name: str = "letter.csv"
) -> Written:
    """The letter as HTML, PDF and CSV. The list has every item, the letter as many as go on one page."""
    made = letter(tables, report, words)
    to = made.name or words("owner", report=made.report)

    def on_paper(n: int) -> tuple[bytes, int]:
        rest = _rest(len(made.items) - n, list_name, words)
        return pdf(made, made.items[:n], words, to=to, date=date, sender=sender, rest=rest)

    shown = _most(len(made.items), lambda n: on_paper(n)[1] == 1)
    rest = _rest(len(made.items) - shown, list_name, words)
    as_html = html(made, made.items[:shown], words, to=to, date=date, sender=sender, rest=rest)
    files = {".html": as_html.encode(), ".pdf": on_paper(shown)[0], ".csv": listed(made, words).encode()}
    return Written(files, len(made.items), shown)


def _most(items: int, fits: Callable[[int], bool]) -> int:
    """The most items that fit on a page, one at least; found by halving."""
    low, high = min(1, items), items
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if fits(middle) else (low, middle - 1)
    return low


def _rest(left: int, list_name: str, words: Words) -> str:
    if not left:
        return words("list", csv=list_name)
    return words("more_one" if left == 1 else "more", n=left, csv=list_name)


def save(out: Path, files: Mapping[str, bytes]) -> list[Path]:
    """The files under the name of `out`; a PDF only when it is asked for. Raises OSError."""
    wanted = [s for s in (".html", ".pdf", ".csv") if s != ".pdf" or out.suffix.lower() != ".html"]
    paths = [out.with_suffix(s) for s in wanted]
    for path, suffix in zip(paths, wanted, strict=True):
        path.write_bytes(files[suffix])
    return paths
