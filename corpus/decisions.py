"""Decisions by people: a value set, names taken as one, kept apart or related. Read from CSV, applied on every run.

A decision says what it expects to find (`expected_printed`): when the report prints something else, it is stale, told
and not applied. See docs/decisions.md.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from corpus.known_names import letters
from corpus.registry import RegistryError, read_text, rows_of

COLUMNS = ("kind", "target_id", "decision", "value", "expected_printed", "who", "when", "why")
ALLOWED = {
    "value": ("set", "keep"),
    "name": ("same_as", "different", "succeeds", "part_of", "unsure"),
    "finding": ("accepted", "rejected", "kept"),
}


@dataclass(frozen=True, slots=True)
class Decision:
    """One row. `target_id`: an obs_id (value), 'federation_id:printed name' (name) or a finding_id (finding).

    `value` is the number to use, or the intervention_id that a name is (same_as), is not (different), follows
    (succeeds), belongs to (part_of), or may be (unsure).
    """

    decision_id: str
    kind: str
    target_id: str
    decision: str
    value: str
    expected_printed: str
    who: str
    when: str
    why: str
    line: int

    @property
    def number(self) -> Decimal | None:
        """The value as a number; None for 'this cell holds no number'."""
        return _number(self.value) if self.value else None


def read(path: Path | None) -> tuple[Decision, ...]:
    """The file's decisions in order; () without a file. Raises RegistryError naming the row."""
    if path is None:
        return ()
    decisions: list[Decision] = []
    for line, row in rows_of(read_text(path), str(path), COLUMNS):
        where = f"{path}, line {line}"
        _check(row, where)
        made = Decision(decision_id=_decision_id(row), line=line, **row)
        for earlier in decisions:
            if against := clash(earlier, made):
                raise RegistryError(f"{where}: {against}")
        decisions.append(made)
    return tuple(decisions)


def clash(earlier: Decision, later: Decision) -> str:
    """Why two decisions cannot both stand, with both shown; '' when they can.

    A name can be only one intervention, and nothing else of the one that it is; a number or finding is decided once.
    """
    if earlier.kind != later.kind or _target(earlier) != _target(later):
        return ""
    if earlier.kind == "name" and earlier.value != later.value and "same_as" not in (earlier.decision, later.decision):
        return ""  # different from several, a part of one and the successor of another
    if earlier.kind == "name" and earlier.value != later.value and not earlier.decision == later.decision == "same_as":
        return ""
    both = f"line {earlier.line}: {_shown(earlier)}; line {later.line}: {_shown(later)}"
    if (earlier.decision, earlier.value) == (later.decision, later.value):
        return f"{later.target_id} is decided on line {earlier.line} already; keep one row ({both})"
    return f"{later.target_id} is decided on line {earlier.line} already, and the two contradict; keep one row ({both})"


def _target(d: Decision) -> str:
    """Whom a decision is about: names letter for letter, but for case and spaces."""
    if d.kind != "name":
        return d.target_id
    federation_id, _, name = d.target_id.partition(":")
    return f"{federation_id}:{letters(name)}"


def _shown(d: Decision) -> str:
    return f"'{d.target_id}' {d.decision} '{d.value}' ({d.who}, {d.when}: {d.why})"


def append(path: Path, row: Mapping[str, str]) -> Decision:
    """One more row at the end of a decisions file, which is made when it is not there.

    Raises RegistryError, and writes nothing, for a row that cannot be used or contradicts another.
    """
    values = {c: row.get(c, "").strip() for c in COLUMNS}
    earlier = read(path if path.exists() else None)
    _check(values, str(path))
    text = read_text(path) if path.exists() else ",".join(COLUMNS) + "\n"
    made = Decision(decision_id=_decision_id(values), line=text.count("\n") + 1, **values)
    for other in earlier:
        if against := clash(other, made):
            raise RegistryError(f"{path}: {against}")
    file = io.StringIO()
    csv.writer(file, lineterminator="\n").writerow([values[c] for c in COLUMNS])
    try:
        path.write_text((text if text.endswith("\n") else text + "\n") + file.getvalue(), encoding="utf-8")
    except OSError as error:
        raise RegistryError(f"{path}: cannot be written ({error.strerror}); give another --decisions") from error
    return made


def _decision_id(row: dict[str, str]) -> str:
    # The id comes from what is decided, so that sorting or adding rows does not rename the others.
    import hashlib  # noqa: PLC0415

    text = "\x1f".join(row[c] for c in ("kind", "target_id", "decision", "value"))
    return "d-" + hashlib.sha256(text.encode()).hexdigest()[:12]


def _check(row: dict[str, str], where: str) -> None:
    if row["kind"] not in ALLOWED:
        raise RegistryError(f"{where}: kind is {row['kind']!r}; it must be one of {', '.join(ALLOWED)}")
    allowed = ALLOWED[row["kind"]]
    if row["decision"] not in allowed:
        raise RegistryError(
            f"{where}: decision is {row['decision']!r}; for a {row['kind']} it must be one of {', '.join(allowed)}"
        )
    for column in ("target_id", "who", "when", "why"):
        if not row[column]:
            raise RegistryError(f"{where}: {column} is empty; a decision says what, who, when and why")
    if row["kind"] == "name" and (not row["value"] or ":" not in row["target_id"]):
        raise RegistryError(
            f"{where}: a name decision has the target 'federation_id:printed name' and an intervention_id as value"
        )
    if row["decision"] == "set" and row["value"] and _number(row["value"]) is None:
        raise RegistryError(f"{where}: value {row['value']!r} is not a number; leave it empty for 'no number'")


def _number(text: str) -> Decimal | None:
    """'1 281,5' or '1281.5' -> a finite number; None when it is none."""
    try:
        number = Decimal("".join(text.split()).replace(",", ".").replace("−", "-"))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
