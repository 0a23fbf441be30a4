"""One report looked at closely: its pages, who read them and why, the tables found, and who else tried."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus import taught
from corpus.covered import sentence
from corpus.inputs import find
from corpus.manifest import load as load_manifest
from corpus.reading import Job, Outcome, Tell, read_report, settings, silent
from corpus.registry import load as load_registry
from extract.errors import ExtractError
from extract.types import Extraction, TableSettings

Found = dict[str, object]
SHOWN = 60
"""How many letters of a line are shown on either side of a number."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture to make: of which page of the report, and the file it goes to."""

    page: int
    file: Path


def inspect(
    path: Path,
    registry: Path | None = None,
    tell: Tell = silent,
    *,
    vocabulary: Path | None = None,
    drawing: Drawing | None = None,
) -> Found:
    """A file -> what was found in it, as plain values for JSON. 'error' is one sentence when it cannot be read.

    With `drawing` one page is drawn too; 'drawn' is then its file. Raises NotDrawnError when it cannot be.
    """
    known, words = load_registry(registry), taught.read(vocabulary)
    given = find([path])
    if not given.sources:
        return {"file": str(path), "error": given.problems[0].message}
    beside = load_manifest(given.folders(), known)
    job = Job(given.sources[0], beside.row(given.sources[0].path), known, words)
    outcome = read_report(job, tell)
    found = described(outcome)
    if drawing and outcome.extraction:
        draw(outcome.extraction, settings(job), drawing)
        found["drawn"] = str(drawing.file)
    return found


class NotDrawnError(Exception):
    """A page that cannot be drawn; `str(error)` is one sentence for the user."""


def draw(extraction: Extraction, given: TableSettings, drawing: Drawing) -> None:
    """Draw one page of a report, with all that was seen on it, to a PNG file. Raises NotDrawnError."""
    from extract import drawing as pictures  # noqa: PLC0415

    pages = {p.number: p for p in extraction.document.pages}
    if drawing.page not in pages:
        raise NotDrawnError(f"there is no page {drawing.page}: the report has pages 1 to {len(pages)}")
    try:
        picture = pictures.draw(pictures.seen(pages[drawing.page], extraction.tables, given))
        picture.save(drawing.file, format="PNG")
    except ExtractError as error:
        raise NotDrawnError(str(error)) from error
    except OSError as error:
        raise NotDrawnError(f"{drawing.file} cannot be written ({error.strerror or error})") from error


def described(outcome: Outcome) -> Found:
    """What came of a file, as plain values."""
    if outcome.extraction is None or outcome.reading is None or outcome.identity is None:
        return {"file": outcome.source.shown, "error": outcome.error}
    document, identity, kinds = outcome.extraction.document, outcome.identity, outcome.reading.table_kinds
    coverage = outcome.reading.coverage
    left = coverage.unread
    return {
        "file": outcome.source.shown,
        "media_type": document.media_type,
        "sha256": document.sha256,
        "language_folded": document.language_folded,
        "federation": identity.federation_id,
        "period": identity.period.code if identity.period else None,
        "kind": identity.kind,
        "title": identity.title,
        "reasons": list(identity.reasons),
        "pages": [
            {
                "page": page.number,
                "reader": page.reader,
                "layer": page.layer,
                "why": page.why,
                "table_sign": page.table_sign,
                "lines": len(page.lines),
                "words": len(page.words),
                "rulings": len(page.rulings),
                "shades": len(page.shades),
            }
            for page in document.pages
        ],
        "tables": [
            {
                "table": n,
                "page": table.page,
                "pages": sorted({table.page or 1, *(c.page for c in table.cells if c.page)}),
                "line": table.line,
                "title": table.title,
                "kind": kinds[n - 1] if n <= len(kinds) else "other",
                "rows": table.rows,
                "columns": table.columns,
                "engine": table.engine,
                "confidence": round(table.confidence, 3),
                "declined": [{"parser": d.parser, "reason": d.reason} for d in table.declined],
            }
            for n, table in enumerate(outcome.extraction.tables, start=1)
        ],
        "declined": [{"page": page, "parser": d.parser, "reason": d.reason} for page, d in outcome.extraction.declined],
        "observations": len(outcome.reading.observations),
        "goals": len(outcome.reading.goals),
        "coverage": {
            "numbers": coverage.numbers,
            "used": coverage.used,
            "ignored": dict(coverage.ignored),
            "not_understood": len(coverage.unread),
            "share_not_understood": round(coverage.share_not_understood, 4),
            "sentence": sentence(coverage),
        },
        "unread": [{"text": u.text, "line": u.line, "page": u.page, "kind": u.kind, "quote": u.quote} for u in left],
        "issues": [
            {"code": i.code, "severity": i.severity, "message": i.message, "page": i.page, "line": i.line}
            for i in (*document.issues, *identity.issues, *outcome.reading.issues)
        ],
        "seconds": round(outcome.seconds, 2),
    }


def lines(found: Found) -> Iterator[str]:
    """The same for people: a few lines about the file, then one block per page and table."""
    if "error" in found:
        yield f"{found['file']}: {found['error']}"
        return
    yield f"{found['file']} ({found['media_type']})"
    yield f"  title       {found['title'] or '-'}"
    yield f"  federation  {found['federation']}   period {found['period'] or 'unknown'}   kind {found['kind'] or '-'}"
    for reason in _rows(found, "reasons"):
        yield f"              {reason}"
    if found["language_folded"]:
        yield "  language    the text lost its å ä ö; words and names are compared without them"
    yield f"  read        {found['observations']} observations, {found['goals']} goals in {found['seconds']} s"
    yield f"  numbers     {_said(found)}."
    yield ""
    yield "Pages"
    for page in _rows(found, "pages"):
        why = f": {page['why']}" if page["why"] else ""
        yield f"  {page['page']:>4}  {page['reader']}, {page['lines']} lines, {page['words']} words{why}"
    yield ""
    yield "Tables" if _rows(found, "tables") else "Tables: none found"
    for t in _rows(found, "tables"):
        yield (
            f"  {t['table']:>4}  {t['kind']}, {t['rows']} rows x {t['columns']} columns, by {t['engine']} "
            f"({t['confidence']:.2f}), {_place(t)}{t['title'] or 'without a title'}"
        )
        yield from (f"          not {d['parser']}: {d['reason']}" for d in t["declined"])
    if "drawn" in found:
        yield ""
        yield f"Drawn: {found['drawn']}"
    if declined := _rows(found, "declined"):
        yield ""
        yield "Declined for a whole page"
        yield from (f"  {d['page']:>4}  {d['parser']}: {d['reason']}" for d in declined)
    if unread := _rows(found, "unread"):
        yield ""
        yield "Numbers not understood"
        yield from (f"  {_place(u)}{u['text']} ({u['kind']}) in: {_cut(u['quote'], u['text'])}" for u in unread)
    if issues := _rows(found, "issues"):
        yield ""
        yield "To look at"
        yield from (f"  {i['severity']}: {i['message']}" for i in issues)


def _said(found: Found) -> str:
    coverage = found["coverage"]
    assert isinstance(coverage, dict)  # noqa: S101  `described` made it
    return str(coverage["sentence"])


def _cut(quote: str, text: str) -> str:
    """At most 2 x SHOWN letters of a line, around the number it is about."""
    at = max(quote.find(text), 0)
    first, last = max(at - SHOWN, 0), at + len(text) + SHOWN
    return f"{'...' if first else ''}{quote[first:last]}{'...' if last < len(quote) else ''}"


def _place(table: dict[str, object]) -> str:
    page = f"page {table['page']}, " if table["page"] else ""
    if len(table.get("pages", ())) > 1:  # type: ignore[arg-type]
        page = f"pages {table['pages'][0]}-{table['pages'][-1]}, "  # type: ignore[index]
    return page + (f"line {table['line']}: " if table["line"] else "")


def _rows(found: Found, key: str) -> list:  # type: ignore[type-arg]  # plain JSON values
    value = found[key]
    assert isinstance(value, list)  # noqa: S101  `described` made it
    return value
