"""Decisions by people: a value set, a finding settled, names taken as one, kept apart or related. Read from CSV files.

A decision says what it expects to find (`expected_printed`): when the report prints something else, it is stale, told
and not applied. A row that cannot be used is told with its line, and the others are read. See docs/decisions.md.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from corpus import decision_csv
from corpus.choices import Choice, chosen, number, same_text
from corpus.known_names import letters
from corpus.registry import RegistryError
from corpus.whole import write_whole

COLUMNS = decision_csv.COLUMNS
ALLOWED = {
    "value": ("set", "keep"),
    "name": ("same_as", "different", "succeeds", "part_of", "unsure"),
    "finding": ("accepted", "kept", "rejected", "unsure"),
}


@dataclass(frozen=True, slots=True)
class Decision:
    """One row. `target_id`: an obs_id (value), 'federation_id:printed name' (name) or a finding_id (finding).

    `value` is the number to use (set), the explanation chosen (accepted: see `Choice`), or the intervention_id that a
    name is (same_as), is not (different), follows (succeeds), belongs to (part_of), or may be (unsure). `file` and
    `line` say where it stands.
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
    file: str = ""

    @property
    def number(self) -> Decimal | None:
        """The value as a number; None for 'this cell holds no number'."""
        return number(self.value) if self.value else None

    @property
    def choice(self) -> Choice:
        """Which explanation of a finding was accepted."""
        return chosen(self.value) or Choice()

    @property
    def where(self) -> str:
        """'decisions.csv, line 3'"""
        return f"{self.file or 'decisions'}, line {self.line}"

    @property
    def by(self) -> str:
        """'Eva Ek, 2026-11-02: seen in the minutes'"""
        return f"{self.who}, {self.when}" + (f": {self.why}" if self.why else "")

    def __str__(self) -> str:
        said = f"{self.decision} '{self.value}'" if self.value else self.decision
        return f"'{self.target_id}' {said} ({self.by})"


@dataclass(frozen=True, slots=True)
class Read:
    """The decisions of all files, and a line for the user about every row that cannot be used, and every doubt."""

    decisions: tuple[Decision, ...] = ()
    problems: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


def read(*paths: Path | None) -> Read:
    """The decisions of the files, in their order. Raises RegistryError for a file that is not one of decisions."""
    found: list[Decision] = []
    problems: list[str] = []
    doubts: list[str] = []
    for path in paths:
        if path is not None:
            one = parsed(_content(path), path.name)
            found += one.decisions
            problems += one.problems
            doubts += one.doubts
    return Read(tuple(found), tuple(problems), tuple(doubts))


def parsed(content: bytes, file: str) -> Read:
    """The bytes of a decisions file -> what it says. Raises RegistryError when its header is not that of one."""
    try:
        rows = decision_csv.rows(decision_csv.decoded(content))
    except decision_csv.NotDecisionsError as error:
        raise RegistryError(f"{file}, line 1: {error}") from error
    found: list[Decision] = []
    problems: list[str] = []
    doubts: list[str] = []
    dates = decision_csv.dates([r.cells.get("when", "") for r in rows])
    for row, (when, doubt) in zip(rows, dates, strict=True):
        where = f"{file}, line {row.line}"
        cells = {**row.cells, "when": when}
        wrong = row.wrong or _wrong(cells)
        if wrong:
            problems.append(f"{where}: {wrong}; the row is not used")
            continue
        if doubt:
            doubts.append(f"{where}: {doubt}")
        found.append(Decision(decision_id=_decision_id(cells), line=row.line, file=file, **cells))
    return Read(tuple(found), tuple(problems), tuple(doubts))


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise RegistryError(f"{path}: cannot be read ({error.strerror}); check the path and its permissions") from error


def target(d: Decision) -> str:
    """Whom a decision is about: names letter for letter, but for case and spaces."""
    if d.kind != "name":
        return f"{d.kind}:{d.target_id}"
    federation_id, _, name = d.target_id.partition(":")
    return f"{d.kind}:{federation_id}:{letters(name)}"


def contradict(one: Decision, other: Decision) -> bool:
    """Whether two decisions cannot both stand.

    A name can be only one intervention, and nothing else of the one that it is; a number or finding is decided once,
    where both saw the same printed.
    """
    if target(one) != target(other) or answer(one) == answer(other):
        return False
    if one.kind == "name" and one.value != other.value:
        # Different from several, a part of one, the successor of another: all of that can be.
        return one.decision == other.decision == "same_as"
    return one.kind == "name" or same_text(one.expected_printed, other.expected_printed)


def answer(d: Decision) -> tuple[object, ...]:
    """What is decided, whatever way it is written: 6, '6,0' and ' 6 ' are one number."""
    if d.decision == "set":
        return ("set", d.number)
    if d.decision == "accepted":
        return ("accepted", d.choice)
    return (d.decision, d.value)


def append(path: Path, row: Mapping[str, str]) -> Decision:
    """One more row at the end of a decisions file, which is made when it is not there.

    Raises RegistryError, and writes nothing, for a row that cannot be used or contradicts another.
    """
    values = {c: row.get(c, "").strip() for c in COLUMNS}
    if wrong := _wrong(values):
        raise RegistryError(f"{path}: {wrong}")
    old = _content(path) if path.exists() else b""
    earlier = parsed(old, path.name) if old.strip() else Read()
    made = Decision(decision_id=_decision_id(values), line=0, file=path.name, **values)
    for other in earlier.decisions:
        same = target(other) == target(made) and (answer(other), other.who) == (answer(made), made.who)
        if same or contradict(other, made):
            what = "already, and the two contradict" if not same else "already"
            raise RegistryError(
                f"{path}: {made.target_id} is decided on line {other.line} {what}; keep one row "
                f"(line {other.line}: {other}; new: {made})"
            )
    text = decision_csv.extended(decision_csv.decoded(old), [values[c] for c in COLUMNS])
    # Excel knows UTF-8 by its byte order mark: a file that Excel wrote keeps it, or gets it.
    marked = "\ufeff" if old and not _is_plain_utf8(old) else ""
    save(path, marked + text)
    again = parsed(text.encode(), path.name).decisions
    return next(d for d in reversed(again) if d.decision_id == made.decision_id)


def _is_plain_utf8(content: bytes) -> bool:
    try:
        return not content.decode("utf-8").startswith("\ufeff")
    except UnicodeDecodeError:
        return False


def save(path: Path, text: str) -> None:
    """The whole file, or as it was. Raises RegistryError when it cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, text.encode())
    except OSError as error:
        raise RegistryError(f"{path}: cannot be written ({error.strerror}); give another --decisions") from error


def _decision_id(row: Mapping[str, str]) -> str:
    # The id comes from what is decided and by whom, so that sorting or adding rows does not rename the others.
    text = "\x1f".join(row[c] for c in ("kind", "target_id", "decision", "value", "who"))
    return "d-" + hashlib.sha256(text.encode()).hexdigest()[:12]


def _wrong(row: Mapping[str, str]) -> str:
    """Why a row cannot be used, and what to do; '' when it can."""
    if row["kind"] not in ALLOWED:
        return f"kind is {row['kind']!r}; it must be one of {', '.join(ALLOWED)}"
    allowed = ALLOWED[row["kind"]]
    if row["decision"] not in allowed:
        return f"decision is {row['decision']!r}; for a {row['kind']} it must be one of {', '.join(allowed)}"
    empty = next((column for column in ("target_id", "who", "when") if not row[column]), "")
    if empty:
        return f"{empty} is empty; a decision says what, who and when"
    return _wrong_value(row)


def _wrong_value(row: Mapping[str, str]) -> str:
    if row["kind"] == "name" and (not row["value"] or ":" not in row["target_id"]):
        return "a name decision has the target 'federation_id:printed name' and an intervention_id as value"
    if row["decision"] == "set" and row["value"] and number(row["value"]) is None:
        return f"value {row['value']!r} is not a number; leave it empty for 'no number'"
    if row["decision"] == "accepted" and chosen(row["value"]) is None:
        return (
            f"value {row['value']!r} is no explanation; write its number, or what it changes as 924 → 94, "
            "or leave it empty for the first"
        )
    return ""
