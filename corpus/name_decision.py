"""A decision about a name, made from a question or a printed name of a dataset, appended to the decisions file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.decisions import ALLOWED, Decision, append
from corpus.known_names import letters

Row = Mapping[str, object]


class UnknownNameError(Exception):
    """A name, question or intervention that the dataset does not have. `str(error)` is one sentence for the user."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a person says: `name` is a question's id (then `intervention` may be empty) or a printed name."""

    name: str
    decision: str
    intervention: str
    who: str
    when: str
    why: str
    federation: str = ""


def decide(
    path: Path, said: Said, *, names: Sequence[Row], questions: Sequence[Row], interventions: Sequence[Row]
) -> Decision:
    """Append what was said to the decisions file, with the names that the intervention has now as `expected_printed`.

    Raises UnknownNameError for what the dataset does not have, RegistryError for a row that contradicts another.
    """
    if said.decision not in ALLOWED["name"]:
        raise UnknownNameError(f"decision is {said.decision!r}; it must be one of {', '.join(ALLOWED['name'])}")
    federation_id, printed, intervention = _about(said, names, questions)
    if intervention not in {r["intervention_id"] for r in interventions}:
        raise UnknownNameError(f"{intervention!r} is not an intervention of this dataset; see facit names DATASET")
    its = [str(r["printed"]) for r in names if r["intervention_id"] == intervention]
    expected = [p.replace(";", ",") for p in dict.fromkeys(its) if letters(p) != letters(printed)]
    return append(
        path,
        {
            "kind": "name",
            "target_id": f"{federation_id}:{printed}",
            "decision": said.decision,
            "value": intervention,
            "expected_printed": ";".join(expected),
            "who": said.who,
            "when": said.when,
            "why": said.why,
        },
    )


def _about(said: Said, names: Sequence[Row], questions: Sequence[Row]) -> tuple[str, str, str]:
    """(federation_id, printed name, intervention_id)"""
    if said.name.startswith("q-"):
        asked = [q for q in questions if str(q["question_id"]).startswith(said.name)]
        if len(asked) != 1:
            what = "no question" if not asked else "several questions"
            raise UnknownNameError(
                f"{what} of this dataset begins with {said.name}; see facit names DATASET --questions"
            )
        q = asked[0]
        return str(q["federation_id"]), str(q["printed"]), said.intervention or str(q["other_id"])
    found = {
        (str(r["federation_id"]), str(r["printed"]))
        for r in names
        if letters(str(r["printed"])) == letters(said.name) and said.federation in ("", r["federation_id"])
    }
    federations = sorted({f for f, _ in found})
    if not found:
        raise UnknownNameError(f"no report of this dataset prints {said.name!r}; see facit names DATASET")
    if len(federations) > 1:
        raise UnknownNameError(f"{said.name!r} is printed by {', '.join(federations)}; say which with --federation")
    if not said.intervention:
        raise UnknownNameError("say which intervention the name is, or is not: its id comes after the decision")
    return federations[0], min(p for f, p in found if f == federations[0]), said.intervention
