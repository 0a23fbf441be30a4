"""What became of every decision in a run: a status for the dataset, and a line for the user where not applied."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from corpus.decided import Decided
from corpus.decisions import Decision, Read
from corpus.disagreement import Standing, contradicted, told

Status = Literal["applied", "stale", "unused", "disputed", "replaced"]


@dataclass(frozen=True, slots=True)
class Outcomes:
    """`of` is the status of each decision by its id; `notes` are for the user, in the order of the files."""

    decisions: tuple[Decision, ...] = ()
    of: Mapping[str, Status] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    unusable: int = 0
    """Rows of the files that are not used because something is wrong with them."""

    @property
    def line(self) -> str:
        """'4 decisions applied, 1 disputed'; '' without decisions."""
        said = [(s, list(self.of.values()).count(s)) for s in ("applied", "stale", "disputed", "replaced", "unused")]
        parts = [f"{n} {s}" for s, n in said if n]
        parts += [f"{self.unusable} of the rows cannot be used"] if self.unusable else []
        return f"Decisions: {', '.join(parts)}." if parts else ""


def outcomes_of(
    read: Read, found: Standing, decided: Decided, used_names: frozenset[str], stale_names: Mapping[str, str]
) -> Outcomes:
    """For every decision whether it was applied, and if not, what is to be done."""
    of: dict[str, Status] = {}
    notes: list[str] = []
    for d in found.decisions:
        stale = stale_names.get(d.decision_id) or (
            decided.misfits[d.decision_id].why if d.decision_id in decided.misfits else ""
        )
        if d.decision_id in found.replaced:
            of[d.decision_id] = "replaced"
        elif d.decision_id in found.disputed or d.decision_id in decided.disputed:
            of[d.decision_id] = "disputed"
        elif d.decision_id in decided.applied or d.decision_id in used_names:
            of[d.decision_id] = "applied"
        elif stale:
            of[d.decision_id] = "stale"
            notes.append(
                f"{d.where} is stale and was not applied: about {d.target_id}, {stale}; look again and update the row"
            )
        else:
            of[d.decision_id] = "unused"
            notes.append(
                f"{d.where}: the decision was not used: nothing in this run is {d.target_id}; "
                "its report was not given, was replaced by another file, or is read otherwise now"
            )
    between = {frozenset((k, *(o.decision_id for o in v))): v for k, v in decided.disputed.items()}
    by_id = {d.decision_id: d for d in found.decisions}
    clashes = [contradicted(by_id[i] for i in sides) for sides in between]
    # The order of the files is no part of what is said.
    return Outcomes(
        found.decisions,
        of,
        (*read.problems, *read.doubts, *sorted({*told(found), *clashes}), *sorted(notes)),
        len(read.problems),
    )
