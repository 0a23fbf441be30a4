"""What is known about a number, as lines for people and as plain values for JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict

from corpus.explain import Explained, Row, Word
from corpus.frames import text

LIMIT = 100
"""Quotes of other places are cut after so many letters; the number's own is shown whole."""


def as_json(found: Explained) -> Row:
    """The same for programs: column names are the contract's, dates are ISO."""
    return plain(asdict(found))


def plain(row: Row) -> Row:
    """A row whose dates are text."""
    return {k: _plain(v) for k, v in row.items()}


def _plain(value: object) -> object:
    if isinstance(value, dict):
        return plain(value)
    if isinstance(value, (list, tuple)):
        return [_plain(v) for v in value]
    return value if value is None or isinstance(value, (str, bool, int, float)) else str(value)


def lines(found: Explained) -> Iterator[str]:
    """The value, then its place, its meaning, what changed it, what it was held against, and where else it stands."""
    seen, labels = found.observation, found.labels
    yield f"{seen['obs_id']}: {amount(seen)}, {about(seen)}"
    yield _field("printed", f"{seen['value_printed'] or ''!r}{_unlike(seen)}")
    yield _field("status", f"{seen['obs_status']} ({labels.get('obs_status', 'not a known code')})")
    yield _field("quality", f"{seen['quality']} ({labels.get('quality', 'not a known code')})")
    yield ""
    yield "Where it is printed"
    yield from _where(found)
    yield ""
    yield "Why it means that"
    yield from _meaning(found)
    yield ""
    yield "What changed it"
    yield from _changes(found)
    yield ""
    yield f"Rules it was held against: {len(found.checks) or 'none'}"
    for check in found.checks:
        verdict = "broken" if check["broken"] else "no clash"
        evidence = f" ({check['evidence']})" if check["evidence"] else ""
        yield f"  {verdict:<8}  {check['kind']}: {check['expression']}{evidence}"
    yield ""
    yield f"Findings that name it: {len(found.findings) or 'none'}"
    for finding in found.findings:
        yield f"  {finding['severity']}, {finding['status']}: {finding['message_en']}"
        yield f"          finding {finding['finding_id']}"
    yield ""
    yield f"Other places that print the same fact: {len(found.elsewhere) or 'none'}"
    for other in found.elsewhere:
        same = "same   " if (other["value"], other["unit"]) == (seen["value"], seen["unit"]) else "differs"
        yield f"  {same}  {listed(other)}"


def found_lines(rows: Sequence[Row], most: int = 40) -> Iterator[str]:
    """Observations one a line, `most` of them."""
    for row in rows[:most]:
        yield f"{listed(row)}, {about(row)}"
    if len(rows) > most:
        yield f"... and {len(rows) - most} more; add a word, a figure or a year to narrow it down"


def amount(row: Row) -> str:
    """'13 persons', '29.4 percent (5 of 17)', 'at least 30 percent', 'no value'."""
    if row["value"] is None:
        return "no value"
    parts = [str(row["qualifier"] or "").replace("_", " "), text("number", row["value"]), str(row["unit"] or "")]
    of = f" ({text('number', row['numerator'])} of {text('number', row['denominator'])})"
    return " ".join(p for p in parts if p) + (of if row["numerator"] is not None and row["denominator"] else "")


def about(row: Row) -> str:
    """What a number is about, in codes: 'new_participants of lyra, gender T, actual, 2017'."""
    category = f" ({row['category']})" if row["category"] else ""
    period = row["period"] or "period unknown"
    return f"{row['measure']}{category} of {row['intervention_id']}, gender {row['gender']}, {row['role']}, {period}"


def listed(row: Row) -> str:
    """A number in a list: id, amount, place and quote."""
    quote = " ".join((row["quote"] or "").split())
    shown = quote if len(quote) <= LIMIT else f"{quote[:LIMIT]}..."
    return f"{row['obs_id']}  {amount(row)}  {row['report_id']}, {spot(row)}: {shown!r}"


def spot(row: Row) -> str:
    """'page 3, line 12', 'line 210', or that it is not known."""
    parts = [f"{name} {row[name]}" for name in ("page", "line") if row[name] is not None]
    return ", ".join(parts) or "place unknown"


def _field(name: str, value: object) -> str:
    return f"  {name:<13} {value}"


def _unlike(seen: Row) -> str:
    """What is printed as a number, when that is not the number to use."""
    if seen["value_raw"] == seen["value"]:
        return ""
    return f", as a number {text('number', seen['value_raw']) or 'none'}"


def _where(found: Explained) -> Iterator[str]:
    seen, table, report = found.observation, found.table, found.report
    title = f": {report['title']}" if report.get("title") else ""
    yield _field("report", f"{seen['report_id']}{title} ({report.get('file_name', 'file unknown')})")
    box = f", box {seen['bbox']} (points: left, top, right, bottom)" if seen["bbox"] else ""
    yield _field("place", spot(seen) + box)
    yield _field("read by", f"{seen['reader']}, {seen['engine']}, confidence {text('number', seen['confidence'])}")
    yield _field("row" if table else "sentence", repr(seen["quote"] or ""))
    if not table:
        if seen["row_label"]:
            yield _field("under", repr(seen["row_label"]))
        return
    size = f"{table['kind']}, {table['rows']} rows x {table['columns']} columns"
    yield _field("table", f"{table['table_id']} ({size}): {table['title'] or 'without a title'}")
    yield _field("row label", repr(seen["row_label"] or ""))
    yield _field("headings", repr(seen["header_path"] or ""))
    cells = " | ".join(f"[{c['text'] or ''}]" if c == found.cell else c["text"] or "" for c in found.row_cells)
    yield _field("cell", f"row {seen['row']}, column {seen['column']}, in brackets: {cells}")
    if found.cell is not None and (seen["value_printed"] or "") not in (found.cell["text"] or ""):
        yield _field("", "the number is not in that cell's text: it was moved there from another cell or line")


def _meaning(found: Explained) -> Iterator[str]:
    seen, labels = found.observation, found.labels
    said = {w.facet for w in found.words if w.taken}
    reckoned = [w.code for w in found.words if w.facet == "arithmetic"]
    for column in ("measure", "gender", "role", "unit"):
        label = f" ({labels[column]})" if column in labels else ""
        yield _field(column, f"{seen[column] or 'none'}{label}")
        yield from (_word(w) for w in found.words if w.facet == column)
        if column == "measure" and reckoned:
            yield from (_field("", f"decided by arithmetic: {how}") for how in reckoned)
        elif column not in said:
            yield _field("", _without_word(column, str(seen[column])))
    shown = ("measure", "gender", "role", "unit", "arithmetic")
    yield from (_word(w, named=True) for w in found.words if w.facet not in shown)
    known = f" ({found.intervention['preferred_name']})" if found.intervention else ""
    yield _field("intervention", f"{seen['intervention_id']}{known}")
    for name in found.names:
        decided = f", decision {name['decision_id']}" if name["decision_id"] else ""
        score = text("number", name["score"])
        yield _field("", f"printed {name['printed']!r}: {name['method']}, {score}: {name['reasons']}{decided}")
    yield _field("period", seen["period"] or "unknown")
    if found.vocabulary:
        file = found.vocabulary
        yield _field("vocabulary", f"the built-in one and {file['file_name']} (sha256 {file['sha256'][:12]}...)")


def _word(word: Word, *, named: bool = False) -> str:
    place = f", in the {' and the '.join(word.found_in)}" if word.found_in else ""
    if word.form and not word.found_in:
        place = ", in words that reading spoilt, or in the sentence before"
    overruled = "" if word.taken else ", overruled by another"
    row = f"{word.facet}:{word.code}" + (f" ← {word.form!r}" if word.form else "")
    return _field(word.facet if named else "", f"{row}{place}{overruled}")


def _without_word(column: str, code: str) -> str:
    if code == "other:unresolved":
        return "no known word says what it measures; docs/vocabulary.md tells how to add one"
    if (column, code) == ("gender", "T"):
        return "no gender is named there"
    follows = {
        "measure": "the table or the sentence around it",
        "gender": "the table or the sentence around it",
        "role": "the column or the section it stands in",
        "unit": "the printed value or the measure",
    }
    return f"no vocabulary row says so: it follows from {follows[column]}"


def _changes(found: Explained) -> Iterator[str]:
    rule, decision = found.rule, found.decision
    if rule:
        yield f"  rule {rule['edit_id']} ({rule['kind']}): {rule['expression']}; {rule['evidence'] or rule['origin']}"
    if decision:
        yield f"  decision {decision['decision_id']} by {decision['who']}, {decision['when']}: {decision['why']}"
    if not rule and not decision:
        yield "  nothing: the value is what is printed"
