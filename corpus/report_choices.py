"""The answers a person can give to a finding, each with the rows of decisions.csv that say so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation

from corpus.contract import Row
from corpus.report_rows import Rows, listed, several, text
from corpus.report_views import Change, Choice, CsvRow, Words
from corpus.report_wording import label, number

MOST = 3
"""Explanations that have a key of their own."""
SAME = frozenset({"table_vs_table", "table_vs_prose", "prose_vs_prose", "cross_period"})
"""Kinds of findings in which one fact is printed with several values: each of them may be the right one."""
_UNIT = re.compile(r"(?<=\d)\s*(?:%|kr|tkr|mkr)$")
_NUMBER = re.compile(r"([−-]?\d[\d\s\u00a0]*(?:[.,]\d+)?)\s*(?:%|kr|tkr|mkr)?")


def choices(rows: Rows, r: Row) -> tuple[Choice, ...]:
    """The explanations in their order, at most `MOST`, then 0 (as printed) and u (cannot tell)."""
    found = list(_explained(rows, r)) or list(_values(rows, r)) or list(_proposed(rows, r))
    kept, unsure = _row(r, "kept"), _row(r, "unsure")
    return (
        *found[:MOST],
        Choice("0", (), label("decisions", "kept"), (), (kept,)),
        Choice("u", (), label("decisions", "unsure"), (), (unsure,)),
    )


def own(rows: Rows, r: Row) -> tuple[Change, ...]:
    """The numbers of a finding that a person could give another value, the suspected ones first."""
    suspects = [str(e.get("cell")) for e in _entries(r)]
    ids = dict.fromkeys([i for i in suspects if i in rows.observation] + several(text(r, "obs_ids")))
    seen = [_change(rows, i, "") for i in ids if i in rows.observation]
    return tuple(c for c in seen if c is not None)


def _explained(rows: Rows, r: Row) -> Iterator[Choice]:
    """The explanations of the finding; cells of one solution are one answer."""
    solutions: dict[int, list[dict[str, object]]] = {}
    for entry in _entries(r):
        solutions.setdefault(int(str(entry.get("solution") or len(solutions) + 1)), []).append(entry)
    for n, (solution, entries) in enumerate(sorted(solutions.items()), start=1):
        witnesses = tuple(str(w) for e in entries for w in _as_list(e.get("witnesses")))
        changes = tuple(_explained_change(rows, e) for e in entries)
        said = "; ".join(f"{e.get('printed') or ''} → {e.get('proposed')}" for e in entries)
        plain = all(";" not in str(e.get("printed")) for e in entries)
        value = f"{solution}: {said}" if plain else str(solution)
        slips = list(dict.fromkeys(str(e.get("slip")) for e in entries))
        reason = Words(*(", ".join(getattr(label("slips", s), lang) for s in slips) for lang in ("sv", "en")))
        yield Choice(str(n), changes, reason, tuple(dict.fromkeys(witnesses)), (_row(r, "accepted", value),))


def _explained_change(rows: Rows, entry: dict[str, object]) -> Change:
    proposed = "" if entry.get("proposed") is None else str(entry["proposed"])
    cell = str(entry.get("cell"))
    known = _change(rows, cell, proposed)
    printed = str(entry.get("printed") or "")
    return known or Change(cell, Words("", ""), printed, _shown(proposed, printed))


def _values(rows: Rows, r: Row) -> Iterator[Choice]:
    """One fact printed with several values: each may be right, the proposed one first; the others are set to it."""
    observed = [rows.observation[i] for i in several(text(r, "obs_ids")) if i in rows.observation]
    alike = {(text(o, "measure"), text(o, "gender"), text(o, "unit")) for o in observed}
    if text(r, "kind") not in SAME or len(alike) != 1:
        return
    printed = {_raw(o): text(o, "value_printed") for o in observed if _raw(o)}
    if not 1 < len(printed) <= MOST:
        return
    proposed = _plain(text(r, "proposed"))
    for n, right in enumerate(sorted(printed, key=lambda v: _plain(v) != proposed or proposed is None), start=1):
        wrong = [o for o in observed if _raw(o) not in ("", right)]
        changes = tuple(c for o in wrong if (c := _change(rows, text(o, "obs_id"), right)))
        where = len(observed) - len(wrong)
        reason = Words(
            f"{printed[right]} står på {where} av {len(observed)} ställen",
            f"{printed[right]} is printed in {where} of {len(observed)} places",
        )
        sets = tuple(_set(o, right) for o in wrong)
        yield Choice(str(n), changes, reason, (), (*sets, _row(r, "accepted")))


def _raw(o: Row) -> str:
    """The printed number, written in one way: 41 for 41.0; '' when none is printed."""
    value = text(o, "value_raw")
    return f"{Decimal(value).normalize():f}" if value else ""


def _proposed(rows: Rows, r: Row) -> Iterator[Choice]:
    """The finding's proposal without an explanation: the number it is about is set, where both are plain."""
    proposed = text(r, "proposed")
    if not proposed:
        return
    first = next(iter(several(text(r, "values"))), "")
    about = [o for i in several(text(r, "obs_ids")) if text(o := rows.observation.get(i, {}), "value_printed") == first]
    value = _plain(proposed)
    if len(about) == 1 and value is not None and _plain(first) is not None:
        change = _change(rows, text(about[0], "obs_id"), f"{value:f}")
        yield Choice(
            "1", (change,) if change else (), Words("", ""), (), (_set(about[0], f"{value:f}"), _row(r, "accepted"))
        )
    else:
        yield Choice(
            "1",
            (Change("", Words("", ""), first, Words(proposed, proposed)),),
            Words("", ""),
            (),
            (_row(r, "accepted"),),
        )


def alike(r: Row) -> str:
    """What findings whose first explanation is of the same sort have in common; '' without an explanation."""
    best = [e for e in _entries(r) if (e.get("solution") or 1) == 1]
    if not best and not text(r, "proposed"):
        return ""
    slips = "+".join(sorted({str(e.get("slip")) for e in best})) or "proposed"
    return f"{text(r, 'kind')}|{slips}|{text(r, 'confidence')}"


def _change(rows: Rows, obs_id: str, proposed: str) -> Change | None:
    o = rows.observation.get(obs_id)
    if o is None:
        return None
    printed = text(o, "value_printed")
    return Change(obs_id, _place(o), printed, _shown(proposed, printed))


def _place(o: Row) -> Words:
    """'Totalt · Kvinnor' in a table, 'sida 2, rad 15' in running text."""
    if text(o, "table_id"):
        named = " · ".join(p for p in (text(o, "row_label"), text(o, "header_path").split(" > ")[-1]) if p)
        return Words(named, named)
    where = [(("sida", "page"), text(o, "page")), (("rad", "line"), text(o, "line"))]
    return Words(*(", ".join(f"{words[i]} {n}" for words, n in where if n) for i in (0, 1)))


def _shown(proposed: str, printed: str) -> Words:
    """A proposed number as it would be printed: with the unit that the printed one has."""
    try:
        plain = number(Decimal(proposed)) or Words("", "")
    except InvalidOperation:
        return Words(proposed, proposed)
    unit = _UNIT.search(printed)
    return Words(plain.sv + unit[0], plain.en + unit[0]) if unit else plain


def _row(r: Row, decision: str, value: str = "") -> CsvRow:
    return CsvRow("finding", text(r, "finding_id"), decision, value, text(r, "values"))


def _set(o: Row, value: str) -> CsvRow:
    return CsvRow("value", text(o, "obs_id"), "set", value, text(o, "value_printed"))


def _entries(r: Row) -> Sequence[dict[str, object]]:
    return [e for e in listed(r, "explanations") if isinstance(e, dict)]


def _as_list(value: object) -> list[object]:
    return value if isinstance(value, list) else [value] if value else []


def _plain(printed: str) -> Decimal | None:
    """'1 240 tkr' or '42 %' -> its number; None when it says anything else."""
    found = _NUMBER.fullmatch(printed.strip())
    if not found:
        return None
    return Decimal("".join(found[1].split()).replace("−", "-").replace(",", "."))
