"""Decisions by people: a value set, two names taken as one or kept apart. Read from CSV, applied on every run.

A decision says what it expects to find (`expected_printed`): when the report prints something else, it is stale, told
and not applied. See docs/decisions.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from corpus.registry import RegistryError, read_text, rows_of

COLUMNS = ("kind", "target_id", "decision", "value", "expected_printed", "who", "when", "why")
ALLOWED = {"value": ("set", "keep"), "name": ("same_as", "different"), "finding": ("accepted", "rejected", "kept")}


@dataclass(frozen=True, slots=True)
class Decision:
    """One row. `target_id`: an obs_id (value), 'federation_id:printed name' (name) or a finding_id (finding).

    `value` is the number to use, or the intervention_id that a name is (same_as) or is not (different).
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
    seen: dict[tuple[str, str], int] = {}
    for line, row in rows_of(read_text(path), str(path), COLUMNS):
        where = f"{path}, line {line}"
        _check(row, where)
        # A name may be different from several interventions, so there the value is part of what is decided.
        key = (row["kind"], row["target_id"] + (row["value"] if row["decision"] == "different" else ""))
        if key in seen:
            raise RegistryError(f"{where}: {row['target_id']} is decided on line {seen[key]} already; keep one row")
        seen[key] = line
        decisions.append(Decision(decision_id=_decision_id(row), line=line, **row))
    return tuple(decisions)


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
